// SPDX-License-Identifier: Apache-2.0
// Rows as a file for spreadsheets, on page and command line alike.
import Papa from 'papaparse';

/** Spreadsheets run a cell that begins so. The last four are the wide forms that some of them read as the first four. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** With the names of the columns first. A text that would be run gets an apostrophe in front: it is shown as it is. */
export const sheetOf = (rows: Record<string, unknown>[], delimiter: ',' | '\t'): string =>
  `${Papa.unparse(rows, { delimiter, newline: '\n', escapeFormulae: FORMULA })}\n`;
