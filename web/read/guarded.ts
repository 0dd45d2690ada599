// SPDX-License-Identifier: Apache-2.0
// Cells that a spreadsheet would run. Files that are safe to open there have an apostrophe in front of them, and lose
// it when they are read again.

/** Spreadsheets run a cell that begins so. The last four are the wide forms that some of them read as the first
 * four. */
const RUN = '[=+\\-@\\t\\r\\n＝＋－＠]';
/** What gets an apostrophe: cells that would be run, and those that have one in front of such a beginning already, so
 * that the text is the same when one is taken away. A number with a decimal comma is not run. */
export const TO_GUARD = new RegExp(`^'*(?![-+]?\\d+,\\d+(e[-+]?\\d+)?$)${RUN}`, 'i');

const GUARDED = new RegExp(`^'+${RUN}`);
const BARE = new RegExp(`^${RUN}`);
const NUMBER = /^[-+]?\d+([.,]\d+)?(e[-+]?\d+)?$/i;

/** A program that guards one cell guards all of them: in a file with both kinds the apostrophes are part of the
 * texts. */
export function unguarded(records: string[][]): string[][] {
  const some = (is: (cell: string) => boolean) => records.some((cells) => cells.some(is));
  if (!some((cell) => GUARDED.test(cell)) || some((cell) => BARE.test(cell) && !NUMBER.test(cell))) return records;
  return records.map((cells) => cells.map((cell) => (GUARDED.test(cell) ? cell.slice(1) : cell)));
}
