// SPDX-License-Identifier: Apache-2.0
// Data that begin in the page: examples that are written here, and texts that get a column for labels.
import { mainFile, openData, setColumns } from './data';
import { words } from '../words';

async function openTable(name: string, columns: string[], rows: string[][]): Promise<boolean> {
  const { sheetOf } = await import('../answers/sheet');
  const records = rows.map((cells) => Object.fromEntries(columns.map((column, i) => [column, cells[i]!])));
  return openData([new File([sheetOf(records)], name, { type: 'text/csv' })]);
}

export interface Written {
  label: string;
  /** One example a line. */
  texts: string;
}

export const linesOf = (texts: string): string[] =>
  texts
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

export const openWritten = (written: Written[]): Promise<boolean> =>
  openTable(
    words.prepare.ownFile,
    ['text', 'label'],
    written.flatMap(({ label, texts }) => linesOf(texts).map((text) => [text, label.trim()])),
  );

/** The rows again, with an empty column for labels that the user fills. */
export async function addLabelColumn(): Promise<void> {
  const file = mainFile.value;
  if (!file) return;
  const { columns, rows } = file.table;
  const first = 'label';
  let name = first;
  for (let n = 2; columns.includes(name); n++) name = `${first} (${n})`;
  const text = columns[file.columns.text]!;
  const opened = await openTable(
    file.name,
    [...columns, name],
    rows.map((cells) => [...cells, '']),
  );
  const made = mainFile.value!.table.columns;
  if (opened) setColumns({ text: Math.max(0, made.indexOf(text)), labels: [made.indexOf(name)] });
}
