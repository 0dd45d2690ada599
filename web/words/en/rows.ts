// SPDX-License-Identifier: Apache-2.0
// The rows in a table: looked through, edited, added.
import { count } from '../../ui/format';
import { plural } from '../plural';

export const rows = {
  title: 'Rows',
  rows: (n: number) => plural(n, { one: '# row', other: '# rows' }),
  some: (here: number, all: number) => `${count(here)} of ${plural(all, { one: '# row', other: '# rows' })}`,
  lead: 'Enter opens a row, Delete leaves it out. Your file stays as it is; what you change is kept with the project.',
  aside: (name: string, edits: number) =>
    `${name} was put aside, with ${edits ? plural(edits, { one: '# edit', other: '# edits' }) : 'files'} of yours. <back>Go back to it</back> <forget>Forget it</forget>`,
  noLabels: 'The rows have no label column. <add>Add one and label them here</add>',
  undo: 'Undo',
  redo: 'Redo',
  save: (n: number) =>
    n === 0
      ? 'Save the corrected file'
      : plural(n, {
          one: 'Save the corrected file (# row changed)',
          other: 'Save the corrected file (# rows changed)',
        }),
  inCorrected:
    'The corrected file has the rows of all parts as they are trained on: with your edits and what the remedies have changed, without the rows that were left out. Rows that have no label yet stay in it.',
  noneLike: 'No row is like this.',

  search: 'Search in the texts',
  label: 'Label',
  part: 'Part',
  problem: 'Problem',
  from: 'From',
  all: 'all',
  noLabelYet: 'no label yet',
  noName: 'no name',
  showAll: 'Show all rows',
  parts: {
    train: 'train',
    validation: 'validation',
    test: 'test',
    none: 'in no part',
    out: 'left out by you',
    changed: 'edited or added',
  },

  allRows: 'All rows',
  row: 'Row',
  text: 'Text',
  byLength: ', sort by length',
  edited: 'edited',
  alsoEdited: ', edited',
  noText: 'no text',
  none: 'none',
  leftOut: 'left out',

  keys: 'Keys that give a label:',
  keysOfSeveral: 'Keys that give a label or take it away:',
  byName: 'or type the first letters of its name.',
  begun: (left: string[]) => `${left.slice(0, 5).join(', ')}${left.length > 5 ? ', …' : ''}. Enter takes the first.`,
  marksByKey: 'The digit of a mark, or the first letters of its name, marks the words that are selected.',

  rowOf: (row: number) => `Row ${row}`,
  fromFile: ' from <file/>',
  bringBack: 'Bring it back',
  leaveOut: 'Leave it out',
  close: 'Close',
  pair: 'Second text',
  labels: 'Labels',
  noLabel: 'No label',
  another: 'Another label',
  anotherHere: 'another label',
  set: 'Set',
  noWords: 'This row has no words.',
  words: 'Words of the row',
  noMark: 'No mark',
  nothingToMark: 'Nothing to mark in this text',

  add: 'Add rows',
  addSome: (n: number) => plural(n, { one: 'Add # row', other: 'Add # rows' }),
  noNumber: 'This is no number.',
  aNumber: 'a number',
  aNewLabel: 'a new label',
  labelOfNew: 'Label of the new rows',
  theNumber: 'The number',
  theNewLabel: 'The new label',
  pairs: 'One pair a line, with a tab between the two texts',
  examples: 'One example a line',

  ownLabel: (n: number) => `Label ${n}`,
  ownTexts: (n: number) => `Its examples, one a line: ${n}`,
  ownMore: 'Another label',
  ownUse: (n: number) => plural(n, { one: 'Use # example', other: 'Use # examples' }),
  ownFew: (fewest: number) =>
    `Write two labels or more, each with ${fewest} different examples or more; 20 each are a good beginning.`,

  undone: (left: string) => `The last edit was taken back. ${left}`,
  redone: (left: string) => `The edit was made again. ${left}`,
  noEdits: 'The rows are those of the file.',
  remedied: (n: number) =>
    plural(n, {
      one: 'No edit is left; # row differs from the file by the remedies.',
      other: 'No edit is left; # rows differ from the file by the remedies.',
    }),
  edits: (n: number) => (n === 1 ? '1 edit is in place.' : `${n} edits are in place.`),
  labelSet: (row: number, labels: string[]) => `Row ${row}: ${labels.join(', ') || 'no label'}.`,
  textSet: (row: number) => `Row ${row} has another text.`,
  pairSet: (row: number) => `Row ${row} has another second text.`,
  marksSet: (row: number) => `Row ${row} has other marks.`,
  wereLeftOut: (of: number[]) => (of.length === 1 ? `Row ${of[0]} is left out.` : `${of.length} rows are left out.`),
  areBack: (of: number[]) => (of.length === 1 ? `Row ${of[0]} is back.` : `${of.length} rows are back.`),
  writtenHere: 'written here',
  added: (n: number) => (n === 1 ? 'A row was added.' : `${n} rows were added.`),
};
