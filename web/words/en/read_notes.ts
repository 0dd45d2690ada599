// SPDX-License-Identifier: Apache-2.0
// What was made of a file of data while it was read.
import { plural } from '../plural';
import { listing, type Some } from '../listing';

const numbered = (of: Some) =>
  `${of.shown.length + of.more === 1 ? 'row' : 'rows'} ${listing(of, 'and', (n) => `${n.toLocaleString('en')} more`)}`;
const lines = (n: number) => plural(n, { one: '# line', other: '# lines' });
const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

export const readNotes = {
  fewColumns: (n: number, of: Some, width: number) =>
    `${lines(n)} left out (${numbered(of)}): each needs ${plural(width, { one: '# column', other: '# columns' })}, a word first and its tag last.`,
  notParted: (longest: number) =>
    `No blank line tells where a sentence ends: words in the longest text: ${longest.toLocaleString('en')}. Put a blank line after each sentence.`,
  noPrefix: (n: number, of: Some) => `${lines(n)} left out (${numbered(of)}): no __label__ at the beginning.`,
  namesAlone: (columns: Some) =>
    `The first row was read as names of columns: ${listing(columns, 'and', (n) => `${n} more`)}.`,
  firstIsRow: 'It is a row like the others',
  afterAt: 'What stands behind the last @ of each line was taken as its label.',
  firstWord: 'The first word of each line was taken as its label.',
  wholeLine: 'Each line is a text',
  joined: (sentences: number) =>
    `Each row of the file is a word; they were joined to ${plural(sentences, { one: '# sentence', other: '# sentences' })}.`,

  decimals: (columns: string[]) => `The comma in the numbers of ${quoted(columns)} was read as a decimal point.`,
  thousands: (columns: string[]) => `The marks of thousands in the numbers of ${quoted(columns)} were left out.`,
  signs: (columns: string[]) => `The signs beside the numbers of ${quoted(columns)} (%, $, €) were left out.`,
  merged: (columns: string[]) =>
    `Cells of ${quoted(columns)} are merged with those below them: each row got the value of its cell.`,
  hollow: (columns: string[], n: number, of: Some) =>
    `${plural(n, { one: '# row', other: '# rows' })} (${numbered(of)}) with cells of ${quoted(columns)} that were read as empty: a formula whose result is not in the file, or an error. Open the workbook in a spreadsheet program, correct the errors, and save it again.`,
  commaParts: 'The comma parts thousands, or items of a list',
  commaDecimal: 'The comma is a decimal point',
  lists: (columns: string[]) => `The cells of ${quoted(columns)} were read as lists of numbers of labels.`,
  vectors: (column: string, places: number) =>
    `"${column}" has vectors of 0 and 1: each of their ${plural(places, { one: '# place', other: '# places' })} is a label. A file of names gives them names, in this order.`,

  votes: (columns: string[], ties: number) =>
    `${quoted(columns)} were read as votes of several people: "label" has what most of them gave.${ties ? ` Rows where no label is ahead, which have none: ${ties.toLocaleString('en')}.` : ''}`,
  answers: (column: string) =>
    `The file is one of predictions: "${column}" has what a model answered. To train on these or to measure with them tells nothing of what is right.`,
  voter: (column: string) => `Learn "${column}"`,
  joinedLabels: (columns: string[], name: string) =>
    `${quoted(columns)} were read as one column of any number of labels, "${name}".`,
  exportOf: (tool: string) => `The file is an export of ${tool}; its annotations were read.`,
  byLabel: (lists: number) =>
    `Lists of texts in the file: ${lists.toLocaleString('en')}. The name of each was taken as the label of its texts.`,
  longestList: (name: string, others: Some) =>
    `The rows are those of "${name}". Not read: ${listing(others, 'and', (n) => `${n} more`)}.`,
  trainingFor: (program: string) => `The file is training data for ${program}; its annotations were read.`,
  conversations:
    "The file has conversations: the label is the last answer in each, the text what stands before it without the system's message.",
  labelledConversations:
    "The file has conversations: the text of each is all that was said but for the system's message.",
  leftOut: (n: number, of: Some, why: string) =>
    `${plural(n, { one: '# row', other: '# rows' })} left out (${numbered(of)}): ${why}.`,
  unlabelled: 'nobody has labelled them, or they were skipped',
  otherType: (type: string) => `the annotation is of the type "${type}", no label of a text`,
  twoKinds: 'they have labels of texts and of words: export one kind alone',
  ignored: 'they were ignored in Prodigy',
  rejected: 'they were rejected in Prodigy',
  otherRows: (tool: string) => `they are not as ${tool} writes them`,
};
