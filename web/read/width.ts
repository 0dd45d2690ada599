// SPDX-License-Identifier: Apache-2.0
// How many columns a table may have.
import { DataError } from './problems';
import { say } from './say';

/** One for each of some thousand labels; of more the page would take minutes to show them. */
const MOST_COLUMNS = 5000;

export function checkWidth(columns: number): void {
  if (columns > MOST_COLUMNS) throw new DataError(say.tooWide(columns, MOST_COLUMNS), 1);
}
