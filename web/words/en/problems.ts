// SPDX-License-Identifier: Apache-2.0
// The panel of what was found in the rows.
import { plural } from '../plural';

const rows = (n: number) => plural(n, { one: '# row', other: '# rows' });
const show = (n: number) => plural(n, { one: 'Show the row', other: 'Show the # rows' });
const done = (how: string) => (name: string) => (n: number) =>
  `${name}: ${rows(n)} ${how}. <back>Take ${n === 1 ? 'it' : 'them'} back</back>`;
const [out, changed, either] = [done('left out'), done('changed'), done('left out or changed')];

export const problems = {
  none: 'Every row has a text and a label; nothing is empty, broken or repeated.',
  title: 'Checked rows',
  lead: 'Row numbers are those of the file, as a spreadsheet shows them. Your file stays as it is, whatever you choose here.',
  card: (n: number) => plural(n, { one: '<n>#</n> row: <what/>', other: '<n>#</n> rows: <what/>' }),
  show,
  showWith: (n: number, title: string) => `${show(n)}: ${title}`,
  row: (row: number) => `row ${row}`,
  all: (numbers: string) => `All rows: ${numbers}`,
  andMore: (numbers: string, more: number) => `${numbers} and ${more} more`,
  takeApart: 'Take each for its part',
  /** By the titles of what was found. */
  fixed: {
    duplicates: out('Repeated'),
    'near-duplicates': out('Nearly repeated'),
    contradictions: out('Contradictory labels'),
    leaks: out('Also in a file of your own'),
    unlabelled: out('No label at all'),
    long: out('Very long'),
    'same-labels': changed('Labels alike'),
    'misspelt-labels': changed('Misspelt labels'),
    'missing-labels': either('Missing labels'),
    'rare-labels': either('Rare labels'),
    imbalance: out('Uneven labels'),
  },
};
