// SPDX-License-Identifier: Apache-2.0
// Labels that are most likely a slip of the keys: a few rows' name is one letter away from that of many rows.
import type { Task } from '../border/messages';
import { FEW_ROWS, labelKey, labelRows } from './checks';
import type { Files } from './files';
import { found, type Problem } from '../read/problems';
import { findings } from '../words/en/findings';
import { saying } from '../words/said';

const say = saying('findings', findings);

/** The other label has so many times the rows. */
const OFTEN = 10;
/** Shorter names that differ in one letter are often words of their own ("male", "mail"). */
const LONG = 5;
/** So many are named. */
const NAMED = 5;

/** The name, and what is left of it without each of its letters: names one letter apart share one of these. */
function shortened(name: string): string[] {
  const letters = [...name];
  return [name, ...letters.map((_, i) => letters.filter((__, j) => j !== i).join(''))];
}

/** A letter too many, one missing, another one, or two neighbours swapped. A first letter too many or missing makes
 * another word ("typical", "atypical"), and a number another name ("grade 1", "grade 2"). */
export function isOneSlip(a: string, b: string): boolean {
  const [x, y] = [[...a], [...b]];
  if (x[0] !== y[0] || Math.min(x.length, y.length) < LONG) return false;
  const start = x.findIndex((letter, i) => letter !== y[i]);
  const from = start < 0 ? x.length : start;
  let end = 0;
  while (end < Math.min(x.length, y.length) - from && x.at(-1 - end) === y.at(-1 - end)) end++;
  const [left, right] = [x.slice(from, x.length - end), y.slice(from, y.length - end)];
  if (![...left, ...right].every((letter) => /\p{L}/u.test(letter))) return false;
  const swapped = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  return swapped || Math.max(left.length, right.length) === 1;
}

/** For each label that looks misspelt, the one that is meant. */
export function misspeltLabels(files: Files, task: Task): Map<string, string> {
  const counts = [...labelRows(files.main, task)].map(([label, { length }]) => ({ label, length }));
  const often = new Map<string, { label: string; length: number }[]>();
  for (const one of counts)
    if (one.length >= OFTEN)
      for (const key of shortened(labelKey(one.label))) {
        const list = often.get(key);
        if (list) list.push(one);
        else often.set(key, [one]);
      }
  const meant = new Map<string, string>();
  for (const { label, length } of counts) {
    if (length >= FEW_ROWS) continue;
    const alike = shortened(labelKey(label)).flatMap((key) => often.get(key) ?? []);
    const near = alike.filter((one) => one.length >= OFTEN * length && isOneSlip(labelKey(label), labelKey(one.label)));
    if (near.length) meant.set(label, near.reduce((a, b) => (b.length > a.length ? b : a)).label);
  }
  return meant;
}

export function checkMisspelt(files: Files, task: Task): Problem[] {
  const meant = misspeltLabels(files, task);
  const rows = labelRows(files.main, task);
  const theirs = [...meant.keys()].flatMap((label) => rows.get(label)!).sort((a, b) => a - b);
  return found(
    [...new Set(theirs)],
    () => say.misspelt(meant.size, [...meant].slice(0, NAMED), Math.max(0, meant.size - NAMED)),
    say.misspeltTitle,
    { name: 'misspelt-labels' },
    say.correct,
  );
}
