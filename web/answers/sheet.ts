// SPDX-License-Identifier: Apache-2.0
// Rows as a file for spreadsheets, on page and command line alike.
import Papa from 'papaparse';
import { TO_GUARD } from '../read/guarded';

/** With the names of the columns first. A text that would be run gets an apostrophe in front: it is shown as it is. */
export const sheetOf = (rows: Record<string, unknown>[], delimiter: ',' | '\t'): string =>
  `${Papa.unparse(rows, { delimiter, newline: '\n', escapeFormulae: TO_GUARD })}\n`;
