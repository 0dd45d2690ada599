// SPDX-License-Identifier: Apache-2.0
// Step 2: pieces and lengths.
import { count, percent } from '../../ui/format';
import { plural } from '../plural';

export const tokenize = {
  title: 'Cut the text into pieces',
  lede: 'An encoder does not read letters or words: it reads numbers. Its tokenizer cuts each text into pieces from a fixed vocabulary, and every piece has a number, its id. The vocabulary belongs to the encoder, so the two are loaded together.',

  pieces: 'A row in pieces',
  tokens: (n: number) => plural(n, { one: '# token', other: '# tokens' }),
  continues:
    'Frequent words are one piece; rare ones are cut into several, and a piece that continues a word begins with <code>##</code>. ',
  begins:
    'Frequent words are one piece; rare ones are cut into several, and a piece that begins a word has the space in front of it, <code>␣</code>. ',
  readsWords: 'The new head reads the first piece of each word. <end/> ends the text.',
  readsText: '<start/> stands for the whole text: the new head reads it. <end/> ends the text.',
  readsOpen:
    '<start/> begins the text, and <end/> ends it. The new head reads <start/>, which can stand for the whole text, or the mean of all tokens: which is better for your rows is measured before the training, and step 4 shows it.',
  readsCompared:
    '<start/> begins the text, and <end/> ends it. The new head reads each text of a pair by itself, with a <start/> and an <end/> of its own, and how the means of their tokens differ.',
  readsMean: '<start/> begins the text, and <end/> ends it: the new head reads the mean of all tokens.',
  text: 'Text',
  pair: 'Second text',
  another: 'Show another row',
  list: 'Pieces and their ids',
  characters: (from: number, to: number, text: string) => `characters ${from}–${to}: “${text}”`,
  added: 'added by the tokenizer',
  piece: (token: string, id: number, where: string) => `${token}, id ${id}, ${where}`,
  cut: (tokens: number, read: number) =>
    `The text has ${tokens} tokens; what comes after the first ${read} is cut off.`,
  point: 'Point at a piece to see which characters it came from. ',
  lowercase: 'This vocabulary has no capital letters: text is put in lower case first.',
  namesInLowercase: ' One that keeps them finds names better: that of tabtune-small-cased (step 3).',

  lengths: 'How long the rows are',
  lengthsLead:
    'The encoder reads at most so many tokens of a row. Longer rows take more time and memory, so a maximum saves both, at the price of what it cuts off.',
  counting: 'Counting the tokens of every row…',
  histogram: (median: number, longest: number, cut: number, limit: number) =>
    `Rows by number of tokens. Median ${median}, longest ${longest}. ${plural(cut, { one: '# row', other: '# rows' })} longer than ${limit}.`,
  axis: 'tokens in a row',
  maximum: 'Maximum length',
  maximumIs: (tokens: number) => `${tokens} tokens`,
  noneCut: 'No row is cut.',
  loses: {
    head: (cut: number, rows: number) => `${ofRows(cut, rows)} would lose their end.`,
    tail: (cut: number, rows: number) => `${ofRows(cut, rows)} would lose their beginning.`,
    head_tail: (cut: number, rows: number) => `${ofRows(cut, rows)} would lose their middle.`,
    windows: (cut: number, rows: number) => `${ofRows(cut, rows)} would be read through several windows.`,
  },
  keep: 'What is kept of a longer text',
  keeps: {
    head: 'Its first tokens',
    tail: 'Its last tokens',
    head_tail: 'A quarter from its front, the rest from its end',
    windows: 'All of it, read through overlapping windows',
  },
  keepHint:
    'Of a pair, the longer text is the one that is cut first or read through windows. Windows take the time of all their tokens.',
  all: 'Tokens',
  allNote: 'in all rows, as they are read',
  median: 'Median row',
  medianNote: 'half of the rows are shorter',
  longest: 'Longest row',
  over: (tokens: string) => `over ${tokens}`,
  unknown: 'Unknown pieces',
  unknownNote: 'became [UNK]: text the vocabulary cannot write',
};

function ofRows(cut: number, rows: number): string {
  return `${plural(cut, { one: '# row', other: '# rows' })} of ${count(rows)} (${percent(cut / rows)})`;
}
