// SPDX-License-Identifier: Apache-2.0
// The rows with the user's edits as a file, which is read back as the same rows: a table with the delimiter of the file
// or, of names, the notation that they came in.
import type { Task } from '../border/messages';
import { columnKind } from '../read/lists';
import { parseLiteral } from '../read/literal';
import type { Table } from '../read/table';
import { cellLike, endingOf, sheetLike, sheetOf } from './sheet';

export interface TextFile {
  ending: 'csv' | 'tsv' | 'jsonl' | 'conll';
  text: string;
}

/** `table`: without the rows that are left out; `labels`: its columns of labels. */
export function correctedFile(table: Table, task: Task, labels: number[]): TextFile {
  if (table.format === 'conll') return { ending: 'conll', text: asConll(table) };
  if (task === 'token_classification') return { ending: 'jsonl', text: asJsonLines(table, labels) };
  const sheet = { ...sheetLike(table), marked: true, comma: false }; // cells are those of the file
  return { ending: endingOf(sheet), text: sheetOf(recordsOf(table), sheet) };
}

function recordsOf(table: Table): Record<string, unknown>[] {
  const like = cellLike(table);
  return table.rows.map((cells) => Object.fromEntries(table.columns.map((name, i) => [name, like(cells[i]!, i)])));
}

/** A word a line, a blank line between sentences. */
function asConll({ columns, rows, source }: Table): string {
  const used = columns.flatMap((name, i) => (name === source ? [] : [i]));
  const sentences = rows.map((cells) => {
    const items = used.map((i) => cells[i]!.split(' '));
    return items[0]!.map((_, k) => `${items.map((column) => column[k] ?? '_').join('\t')}\n`).join('');
  });
  return sentences.join('\n');
}

/** Lists and spans as values of JSON; those of a column of labels also where the file that was read had none. */
function asJsonLines(table: Table, labels: number[]): string {
  const plain = table.columns.map((_, i) => columnKind(table, i) === 'plain' && !labels.includes(i));
  const value = (cell: string, i: number): unknown => (plain[i] ? cell : (parseLiteral(cell) ?? cell));
  const line = (cells: string[]) =>
    JSON.stringify(Object.fromEntries(table.columns.map((name, i) => [name, value(cells[i]!, i)])));
  return table.rows.map((cells) => `${line(cells)}\n`).join('');
}
