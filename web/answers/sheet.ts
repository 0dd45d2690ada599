// SPDX-License-Identifier: Apache-2.0
// Rows as a file for spreadsheets, on page and command line alike.
import Papa from 'papaparse';
import { TO_GUARD } from '../read/guarded';
import type { Table } from '../read/table';

export interface Sheet {
  delimiter: string;
  /** A byte order mark stands before letters outside ASCII: Excel takes a file without one for its own 8-bit
   * encoding. */
  marked: boolean;
  /** Numbers have a decimal comma. */
  comma?: boolean;
}
const COMMAS: Sheet = { delimiter: ',', marked: false };

/** Who wrote that file can open one of its kind. Semicolons and old encodings are those of spreadsheets. */
export function sheetLike({
  delimiter,
  encoding = 'utf-8',
  commas = [],
}: Pick<Table, 'delimiter' | 'encoding' | 'commas'>): Sheet {
  const known = [';', '\t', '|'].includes(delimiter) ? delimiter : ',';
  return { delimiter: known, marked: known === ';' || encoding !== 'utf-8', comma: known !== ',' && commas.length > 0 };
}

const withComma = (number: string): string => number.replace('.', ',');

/** A number stays one: a spreadsheet does not run it. */
const asNumber = (cell: string): string | number =>
  cell !== '' && String(Number(cell)) === cell && Number.isFinite(Number(cell)) ? Number(cell) : cell;

/** A cell of the file, as it has it. */
export function cellLike(table: Table): (cell: string, column: number) => string | number {
  const { comma } = sheetLike(table);
  const has = table.columns.map((name) => comma && table.commas!.includes(name));
  return (cell, column) => (has[column] ? withComma(cell) : comma && cell.includes('.') ? cell : asNumber(cell));
}

export const endingOf = ({ delimiter }: Sheet): 'csv' | 'tsv' => (delimiter === '\t' ? 'tsv' : 'csv');

/** With the names of the columns first. A text that would be run gets an apostrophe in front: it is shown as it is. */
export function sheetOf(rows: Record<string, unknown>[], { delimiter, marked, comma = false } = COMMAS): string {
  const written = (cell: unknown) =>
    typeof cell === 'number' && !Number.isInteger(cell) ? withComma(String(cell)) : cell;
  const local = (row: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, written(cell)]));
  const text = `${Papa.unparse(comma && delimiter !== ',' ? rows.map(local) : rows, { delimiter, newline: '\n', escapeFormulae: TO_GUARD })}\n`;
  return marked && /[^\0-\x7f]/.test(text) ? `\ufeff${text}` : text;
}
