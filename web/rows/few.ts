// SPDX-License-Identifier: Apache-2.0
// How many rows it takes to choose something by them.
import { ENOUGH_ROWS, isEnough } from '../border/enough';
import type { Part, Task } from '../border/messages';
import { asNote, type Problem } from '../read/problems';
import { findings } from '../words/en/findings';
import { some } from '../words/listing';
import { saying, type Said } from '../words/said';
import { isNumber } from './number_names';

const say = saying('findings', findings);

/** With fewer rows of each label on average, one more to train on is worth more than one to choose by
 * (tests/RESULTS.md, "Validation rows"): of few rows in all these would be 15 to 75, of more they choose well. */
const fewOfLabel = (rows: number) => (rows < 500 ? 80 : 32);

/** Why rows that a split put aside to validate with are trained on instead; null: they are not. `rows`: of all
 * parts; `labels`: how many there are, null: how few rows are too few was not measured. */
export function trainedInstead(validation: unknown[], rows: number, labels: number | null): Said | null {
  if (validation.length === 0) return null;
  if (!isEnough(validation)) return say.fewPut(validation.length, ENOUGH_ROWS);
  if (labels === null) return null;
  const [each, few] = [rows / labels, fewOfLabel(rows)];
  return each < few ? say.fewOfLabel(validation.length, Math.floor(each), few) : null;
}

/** Labels that no test row has, as with a single text: they are learned, and nothing is measured of them. `counts`:
 * rows of each label in the test. */
export const untested = (task: Task, labels: string[], counts: number[]): string[] =>
  task === 'single_label_classification' || task === 'multi_label_classification'
    ? labels.filter((_, n) => !counts[n])
    : [];

/** Of so many rows of a label names tell nothing that the rows do not (tests/RESULTS.md, "The names of the labels"). */
const NAMES_HELP_BELOW = 64;

/** Labels that are numbers, of rows so few that their names would help. */
export function couldHaveNames(task: Task, labels: string[], rows: number): Problem[] {
  const ofTexts = task === 'single_label_classification' || task === 'multi_label_classification';
  const few = rows < NAMES_HELP_BELOW * labels.length;
  return ofTexts && few && labels.every(isNumber) ? [asNote(say.couldHaveNames)] : [];
}

/** What cannot be done for want of rows. `instead`: why what a split put aside is trained on. */
export function fewRows(parts: Record<Part, unknown[]>, instead: Said | null, unmeasured: string[]): Problem[] {
  const { validation, test } = parts;
  const problems: Problem[] = [];
  const note = (what: Said) => problems.push(asNote(what));
  if (instead) note(instead);
  else if (validation.length > 0 && !isEnough(validation)) note(say.fewValidation(validation.length, ENOUGH_ROWS));
  if (unmeasured.length > 0) note(say.untested(unmeasured.length, some(unmeasured)));
  if (test.length > 0 && !isEnough(test)) note(say.fewTest(test.length));
  return problems;
}
