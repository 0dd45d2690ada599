// SPDX-License-Identifier: Apache-2.0
// What stands in and beside the charts.
import { count } from '../../ui/format';
import { plural } from '../plural';

const rows = (n: number) => plural(n, { one: '# row', other: '# rows' });

export const charts = {
  notDrawn: (error: string) => `This curve cannot be drawn: ${error}`,
  update: (step: number) => `Update ${count(step)}`,
  read: (label: string) => `Read: ${label}`,
  updates: 'Update',
  asTable: 'As a table',
  tokens: (from: number, to: number, n: number) =>
    `${from < to ? `${from}–${to} tokens` : plural(from, { one: '# token', other: '# tokens' })}: ${rows(n)}`,
  maximum: (length: number) => `maximum ${length}`,
  rows: (n: number, value: string) => `${rows(n)}: ${value}`,
  matrix: 'Rows: true labels. Columns: answers of the model.',
  field: (truth: string, said: string, n: number) => `${truth} → ${said}: ${rows(n)}`,
  chooseField: (truth: string, said: string, n: number) => `${rows(n)} of ${truth} with the answer ${said}`,
  plane: (title: string, x: string, y: string) => `${title}: ${y} over ${x}`,
  axes: (x: string, y: string) => `${y} upwards, ${x} to the right`,
};
