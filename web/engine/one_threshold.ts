// SPDX-License-Identifier: Apache-2.0
// Several labels and few rows: a threshold for each label would fit chance, and at a half nothing is given, since the
// probabilities of few rows are small. One threshold for all labels takes what the training rows tell of it.
import type { Outputs } from '../border/messages';
import type { Evaluation } from './module';

/** Thresholds tried, from one at which a single label is given to one at which all are. */
const TRIED = 24;

/** The threshold with the largest micro F1 on the rows of this pass, which have labels. */
export function oneThreshold(pass: Evaluation, outputs: Outputs): number {
  const sorted = outputs.flat().sort((a, b) => b - a);
  const labels = outputs[0]!.length;
  let best = { threshold: 0.5, f1: 0 };
  for (let i = 0; i <= TRIED; i++) {
    const threshold = sorted[Math.round(sorted.length ** (i / TRIED)) - 1]!;
    const f1 = pass.metrics({ thresholds: Array<number>(labels).fill(threshold) }).micro_f1 ?? 0;
    if (f1 > best.f1) best = { threshold, f1 };
  }
  return best.threshold;
}
