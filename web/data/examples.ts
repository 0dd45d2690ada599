// SPDX-License-Identifier: Apache-2.0
// A table and its columns -> examples, with the rows that have none listed.
import type { Columns } from './guess';
import type { Table } from './parse';
import { count, listRows, type Problem } from './problems';

export interface Example {
  /** Row number in the file. */
  row: number;
  text: string;
  pair?: string;
  /** '' where the table has no label column. */
  label: string;
}

/** A cell of this many characters is no sentence: most likely a quote that never closes. */
const LONG_CELL = 20_000;

export function takeExamples(table: Table, columns: Columns): { examples: Example[]; problems: Problem[] } {
  const examples: Example[] = [];
  const noText: number[] = [];
  const noLabel: number[] = [];
  const long: number[] = [];
  table.rows.forEach((cells, i) => {
    const row = table.numbers[i]!;
    const text = cells[columns.text] ?? '';
    const label = columns.label === null ? '' : (cells[columns.label] ?? '').trim();
    const pair = columns.pair === null ? undefined : (cells[columns.pair] ?? '');
    if (text.trim() === '' || pair?.trim() === '') return void noText.push(row);
    if (columns.label !== null && label === '') return void noLabel.push(row);
    if (text.length > LONG_CELL || (pair?.length ?? 0) > LONG_CELL) long.push(row);
    examples.push({ row, text, label, ...(pair === undefined ? {} : { pair }) });
  });
  const problems: Problem[] = [];
  const list = (rows: number[], say: (what: string) => string) => {
    if (rows.length)
      problems.push({ level: 'warning', rows, text: say(`${count(rows.length, 'row')} (${listRows(rows)})`) });
  };
  list(noText, (what) => `${what} without text left out.`);
  list(noLabel, (what) => `${what} without a label left out.`);
  list(
    long,
    (what) =>
      `${what} with a cell of more than ${LONG_CELL.toLocaleString('en')} characters: only the first tokens of it are read. Check its quotes.`,
  );
  return { examples, problems };
}
