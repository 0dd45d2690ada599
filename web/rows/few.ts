// SPDX-License-Identifier: Apache-2.0
// How many rows it takes to choose something by them.
import { ENOUGH_ROWS } from '../border/enough';
import type { Part } from '../border/messages';
import type { Problem } from '../read/problems';
import { findings } from '../words/en/findings';
import { saying, type Said } from '../words/said';

const say = saying('findings', findings);

export const isEnough = (rows: ArrayLike<unknown>): boolean => rows.length >= ENOUGH_ROWS;

/** What cannot be done for want of rows. `put`: how many rows a split would have put aside, which are trained on instead. */
export function fewRows(parts: Record<Part, unknown[]>, put: number): Problem[] {
  const { validation, test } = parts;
  const problems: Problem[] = [];
  const note = (what: Said) => problems.push({ level: 'note', rows: [], ...what });
  if (put > 0) note(say.fewPut(put, ENOUGH_ROWS));
  else if (validation.length > 0 && !isEnough(validation)) note(say.fewValidation(validation.length, ENOUGH_ROWS));
  if (test.length > 0 && !isEnough(test)) note(say.fewTest(test.length));
  return problems;
}
