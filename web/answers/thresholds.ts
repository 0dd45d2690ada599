// SPDX-License-Identifier: Apache-2.0
// What a threshold on the probability of a label brings, for every threshold that changes an answer.

export interface Cut {
  /** Rows with at least this probability are given the label. */
  threshold: number;
  /** Rows that are given it, and those of them that have it. */
  given: number;
  right: number;
}

interface Cuts {
  rows: number;
  /** Rows that have the label. */
  positive: number;
  /** From none to all rows; equal probabilities are one cut. */
  cuts: Cut[];
}

export function cutsOf(scores: number[], has: boolean[]): Cuts {
  const order = scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const cuts: Cut[] = [{ threshold: Infinity, given: 0, right: 0 }];
  let right = 0;
  order.forEach((row, i) => {
    if (has[row]) right++;
    const next = order[i + 1];
    if (next !== undefined && scores[next] === scores[row]) return;
    cuts.push({ threshold: scores[row]!, given: i + 1, right });
  });
  return { rows: scores.length, positive: right, cuts };
}

/** What is given from `threshold` on. */
export function cutAt({ cuts }: Cuts, threshold: number): Cut {
  let [low, high] = [0, cuts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (cuts[middle]!.threshold >= threshold) low = middle;
    else high = middle - 1;
  }
  return cuts[low]!;
}

/** Where nothing is given, no answer is wrong. */
export const precisionOf = ({ given, right }: Cut): number => (given ? right / given : 1);
export const recallOf = ({ positive }: Cuts, { right }: Cut): number => (positive ? right / positive : NaN);
/** The share of the rows without the label that are given it. */
export const falseAlarms = ({ rows, positive }: Cuts, { given, right }: Cut): number =>
  rows > positive ? (given - right) / (rows - positive) : NaN;
