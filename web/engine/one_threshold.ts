// SPDX-License-Identifier: Apache-2.0
// Several labels and few rows: a threshold for each label, or the one with the largest F1, would fit chance, and at a
// half no text gets a label, since probabilities learned from few rows are small.
import type { Outputs } from '../border/messages';
import type { Evaluation } from './module';

/** The threshold for all labels from which on the rows of this pass get as many labels as they have (proportional
 * thresholding, PCut: Yang, A Study on Thresholding Strategies for Text Categorization, 2001). */
export function oneThreshold(pass: Evaluation, outputs: Outputs): number {
  const sorted = outputs.flat().sort((a, b) => b - a);
  // Where all labels are given, the share of them that is right is the share that there is.
  const { micro_precision: share } = pass.metrics({ thresholds: outputs[0]!.map(() => 0) });
  return sorted[Math.max(1, Math.round((share ?? 0) * sorted.length)) - 1]!;
}
