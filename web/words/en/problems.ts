// SPDX-License-Identifier: Apache-2.0
// The panel of what was found in the rows.
import { plural } from '../plural';

const rows = (n: number) => plural(n, { one: '# row', other: '# rows' });
const show = (n: number) => plural(n, { one: 'Show the row', other: 'Show the # rows' });
const taken = (name: string) => (n: number) => `${name}: ${rows(n)} left out or changed. <back>Take them back</back>`;

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
  fixed: {
    duplicates: taken('duplicates'),
    'near-duplicates': taken('near duplicates'),
    contradictions: taken('contradictions'),
    leaks: taken('leaks'),
    unlabelled: taken('unlabelled'),
    long: taken('long'),
    'same-labels': taken('same labels'),
    'misspelt-labels': taken('misspelt labels'),
    'missing-labels': taken('missing labels'),
    'rare-labels': taken('rare labels'),
    imbalance: taken('imbalance'),
  },
};
