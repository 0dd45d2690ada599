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
}
const COMMAS: Sheet = { delimiter: ',', marked: false };

/** Who wrote that file can open one of its kind. Semicolons and old encodings are those of spreadsheets. */
export function sheetLike({ delimiter, encoding = 'utf-8' }: Pick<Table, 'delimiter' | 'encoding'>): Sheet {
  const known = [';', '\t', '|'].includes(delimiter) ? delimiter : ',';
  return { delimiter: known, marked: known === ';' || encoding !== 'utf-8' };
}

export const endingOf = ({ delimiter }: Sheet): 'csv' | 'tsv' => (delimiter === '\t' ? 'tsv' : 'csv');

/** With the names of the columns first. A text that would be run gets an apostrophe in front: it is shown as it is. */
export function sheetOf(rows: Record<string, unknown>[], { delimiter, marked } = COMMAS): string {
  const text = `${Papa.unparse(rows, { delimiter, newline: '\n', escapeFormulae: TO_GUARD })}\n`;
  return marked && /[^\0-\x7f]/.test(text) ? `\ufeff${text}` : text;
}
