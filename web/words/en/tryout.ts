// SPDX-License-Identifier: Apache-2.0
// Texts to try the model on: one that is typed, and a file of many.
import { count, decimal, percent } from '../../ui/format';
import { plural } from '../plural';

export const tryout = {
  title: 'Try it',
  lede: 'Write something, and see the answer of the model as you type.',
  yourText: 'Your text',
  text: 'Text',
  firstText: 'First text',
  secondText: 'Second text',
  typeHere: 'Type or paste a text',
  /** By task. */
  promises: {
    single_label_classification: (names: string) => `It will choose between: ${names}.`,
    multi_label_classification: (names: string) => `It will give any of: ${names}.`,
    regression: (names: string) => `It will predict: ${names}.`,
    token_classification: (names: string) => `It will mark: ${names}.`,
  },
  noneOfThese: 'none of these',
  noLabel: 'no label',
  probabilities: 'Probabilities',
  addUp: 'The probabilities of all labels add up to 100 %, also for a text about something else.',
  eachItsOwn:
    'Each label has a probability of its own. The model gives a label where its probability reaches its own threshold, so a text may have several labels, or none.',
  spans: (n: number) => plural(n, { one: '# span marked.', other: '# spans marked.' }),
  noSpans: 'Nothing is marked.',

  wordsLabel: 'The words that mattered',
  speaksFor: 'What speaks for <label/>',
  shades:
    '<for>Underlined</for> words raise its score, <against>dotted</against> ones lower it, compared with the same text with every word hidden.',
  pointOther: 'Point at another label to see its words.',
  pointSpan: 'Point at another span to see its words.',
  shares: 'Shares in numbers',
  score: (score: number, hidden: number) =>
    `The score is ${decimal(score, 2)}; with every word hidden it is ${decimal(hidden, 2)}. The shares add up to the difference (integrated gradients).`,
  listed: (listed: number, all: number) => `The ${listed} largest of ${count(all)} are listed.`,
  shareTable: 'Share of each word',
  word: 'Word',
  share: 'Share',

  noneFrom: '“None of these” from',
  never: 'never',
  everyText:
    'Every text gets an answer, also one about something else. Move this to turn away texts that are unlike the training rows.',

  many: 'Many texts',
  manyLead:
    'Choose a file of texts, in any format that step 1 reads. Labels in it are not looked at. The predictions are a file for spreadsheets with the delimiter of that file; its other columns stand behind the answers.',
  chooseFile: 'Choose a file',
  dropIt: 'or drop it here',
  oneText: (names: string) =>
    `The model reads pairs of texts, and ${names} has no column of second texts: add one, named as in the training data.`,
  noTexts: (names: string) => `${names} has no texts.`,
  modelGone: (names: string) =>
    `The model changed before it had answered the texts of ${names}: choose the file again.`,
  predicted: (texts: number) =>
    plural(texts, {
      one: '# text of the column <column/> in <file/> predicted.',
      other: '# texts of the column <column/> in <file/> predicted.',
    }),
  predictedPairs: (texts: number) =>
    plural(texts, {
      one: '# pair of the columns <column/> and <second/> in <file/> predicted.',
      other: '# pairs of the columns <column/> and <second/> in <file/> predicted.',
    }),
  byAnswer: 'Texts by answer',
  texts: (n: number, share: number) => `${count(n)}, ${percent(share, 0)}`,
  save: 'Save the predictions (CSV)',
};
