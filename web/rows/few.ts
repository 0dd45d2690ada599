// SPDX-License-Identifier: Apache-2.0
// How many rows it takes to choose something by them.
import type { Part } from '../border/messages';
import { count, type Problem } from '../read/problems';

/** With fewer rows no epoch is chosen by them, nothing is calibrated on them and no label of theirs is doubted: the
 * standard error of a rate of 80 % on 20 rows is 9 points. The engine's TT_ENOUGH_VALIDATION. */
export const ENOUGH_ROWS = 20;

export const isEnough = (rows: ArrayLike<unknown>): boolean => rows.length >= ENOUGH_ROWS;

/** What cannot be done for want of rows. `put`: how many rows a split would have put aside, which are trained on instead. */
export function fewRows(parts: Record<Part, unknown[]>, put: number): Problem[] {
  const { validation, test } = parts;
  const problems: Problem[] = [];
  const note = (text: string) => problems.push({ level: 'note', rows: [], text });
  const without = 'no epoch is chosen, no threshold or temperature is fitted and no label is doubted by them';
  const few = (n: number) =>
    `${count(n, 'validation row')} would be too few to choose anything by (${ENOUGH_ROWS} are needed)`;
  if (put > 0) note(`${few(put)}: ${put === 1 ? 'it is' : 'they are'} trained on instead.`);
  else if (validation.length > 0 && !isEnough(validation))
    note(
      `${count(validation.length, 'validation row')} ${validation.length === 1 ? 'is' : 'are'} too few to choose by ` +
        `(${ENOUGH_ROWS} are needed): ${without}.`,
    );
  if (test.length > 0 && !isEnough(test))
    note(
      `The test has only ${count(test.length, 'row')}: look at the intervals of its figures. Several runs (folds) say more.`,
    );
  return problems;
}
