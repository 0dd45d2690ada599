// SPDX-License-Identifier: Apache-2.0
// What was read of a file: its columns, its labels, its split.
import { listing, type Some } from '../listing';
import { plural } from '../plural';

const files = { validation: 'validation', test: 'test' };
type Other = keyof typeof files;
const list = (some: Some) => listing(some, 'and', (n) => plural(n, { one: '# more', other: '# more' }));

export const columns = {
  atOnce: 'Train a model on these rows',
  atOnceChosen: 'With your choices in step 4, and what is recommended for all else.',
  atOnceNote: 'With what is recommended at each step. Or go through the steps yourself.',
  title: 'Columns and task',
  rows: (n: number) => plural(n, { one: '# row', other: '# rows' }),
  aside: (rows: string, format: string) => `${rows}, ${format}`,
  lead: 'Guessed from the names and the contents; change what is wrong.',
  sheetOf: (name: string) => `sheet ${name}`,
  formats: { '\t': 'TSV', ',': 'CSV', ';': 'CSV with semicolons', '|': 'cells between |', ' ': 'cells between spaces' },
  oneColumn: 'one column',
  none: 'none',
  /** As the reader of files calls a column that has no name. */
  named: (column: string): string => column,
  text: 'Text',
  label: 'Label',
  pair: 'Second text',
  several: (n: number) => `${n} columns`,
  task: 'Task',
  tasks: {
    single_label_classification: 'Classify: one label each',
    multi_label_classification: 'Classify: any number of labels each',
    regression: 'Predict numbers',
    token_classification: 'Mark words: names, slots, parts of speech',
  },
  pairs: (reason: string) => `${reason} The texts are pairs.`,
  roles: { text: 'text', label: 'label', pair: 'second text' },
  labelColumns: 'Label columns, if each is a label (0 and 1) or a number of its own',
  first: 'First rows of the file',
  row: 'Row',
  namesTitle: 'Names for labels that are numbers',
  names: (n: number) => plural(n, { one: '# name', other: '# names' }),
  nameOf: (label: string) => `Label ${label} is called`,
  namesWhy: 'Answers are given by these names.',
  namesHelp:
    'If all of them are words, a new head begins with what the encoder makes of them, in so far as that tells the rows apart: it helps where rows are few.',
  namesOfNone: (n: number, numbers: Some) =>
    plural(n, {
      one: `No label here has this name: it is for the number ${list(numbers)}, or for # column.`,
      other: `No label here has one of these names: they are for the numbers ${list(numbers)}, or for # columns.`,
    }),
  noNames: 'Numbers again',
  chooseNames: 'Choose a file of names',
  namesHint: 'One name a line, the first for label 0; “-1: negative” on each line; or the id2label of a model (JSON).',
  namesInOrder: 'One name a line, in the order of the columns.',

  reading: 'How the file is read',
  sheet: 'Sheet',
  firstRow: 'First row',
  header: 'names the columns',
  noHeader: 'is a row like the others',
  delimiter: 'Between cells',
  delimiters: {
    comma: 'Comma',
    semicolon: 'Semicolon',
    tab: 'Tab',
    bar: 'Bar |',
    space: 'Space',
    none: 'None: each line is one text',
  },
  asFormat: (format: string) => `as ${format} has it`,
  encoding: 'Encoding',
  encodingHint: 'The right one shows every letter right in the table below.',
  decimal: 'Numbers such as 1,5',
  /** As the reader of files calls an encoding. */
  encodingNamed: (encoding: string): string => encoding,
  asTheyLook: 'as they look',
  comma: 'decimal comma',
  point: 'decimal point',

  labelsTitle: 'Labels',
  labels: (n: number) => plural(n, { one: '# label', other: '# labels' }),
  labelsLead: 'A model answers in numbers, so every label gets one, counted from 0. The numbers mean nothing else.',
  tagsOf: (labels: string, tags: number) => `${labels}, ${plural(tags, { one: '# tag', other: '# tags' })}`,
  tagsLead: 'A model answers in numbers, so every tag gets one, counted from 0. Words are counted here.',
  spanTagsLead:
    'A model answers in numbers, so every tag gets one, counted from 0: B- begins a span, I- goes on with it, O is outside of all. Words are counted here.',
  wordsOfTags: 'Words for each tag',
  rowsOfLabels: 'Rows for each label',
  numbersTitle: 'Numbers',
  numbersLead: 'The model learns to say these numbers themselves.',
  range: (name: string, low: number, high: number, mean: string) =>
    `${name}: from ${low} to ${high}, ${mean} on average`,

  split: 'Split',
  splitLead: {
    single_label_classification:
      'Every label keeps its share in each part, and equal or nearly equal texts stay together. The test rows are put away now and touched once, at the end: a model is judged by texts it never saw.',
    multi_label_classification:
      'Every label keeps its share in each part, and equal or nearly equal texts stay together. The test rows are put away now and touched once, at the end: a model is judged by texts it never saw.',
    regression:
      'High and low numbers are shared out evenly, and equal or nearly equal texts stay together. The test rows are put away now and touched once, at the end: a model is judged by texts it never saw.',
    token_classification:
      'Chance shares the rows out, and equal or nearly equal texts stay together. The test rows are put away now and touched once, at the end: a model is judged by texts it never saw.',
  },
  inParts: 'Rows in each part',
  parts: { train: 'Train', validation: 'Validation', test: 'Test' },
  ownValidation: "The validation rows are your own file's.",
  ownTest: 'The test set is your own file.',
  fold: (part: number, of: number) =>
    `The test set is part ${part} of ${of}, from training on all parts in turn. <once>One split again</once>`,
  share: (percent: number) => `${percent} %`,
  validationHint:
    'Looked at after every epoch, to see whether it still gets better. At 0 % these rows are trained on too.',
  testHint: 'More rows here make the final figures surer.',
  seed: 'Seed',
  seedHint: 'The same seed gives the same split, the same head and the same result, bit for bit.',
  ownFile: (part: Other, name: string) => `The ${files[part]} file: ${name}`,
  useOwn: (part: Other) => `Use a ${files[part]} file of your own`,
  chooseOwn: (part: Other) => `Choose a ${files[part]} file`,
  ownHints: {
    validation: 'With the same labels. Then nothing is split off to validate with, and more rows can be trained on.',
    test: 'With the same labels. Then nothing is split off for the test, and more rows can be trained on.',
  },
  ownRead: (name: string, rows: string, text: string, pair: string | null, labels: string[]) =>
    `${name}: ${rows}. Read from it: text “${text}”${pair === null ? '' : `, second text “${pair}”`}, label ${labels.map((label) => `“${label}”`).join(', ') || 'none'}.`,
  byHand: 'by hand',
  remove: 'Remove it',
};
