// SPDX-License-Identifier: Apache-2.0
// How far the numbers of several runs lie apart.

export interface Spread {
  mean: Record<string, number>;
  /** Standard deviation of the sample: its square is the sum of squares over n - 1. */
  sd: Record<string, number>;
}

/** Over several runs; of the numbers that all of them have. */
export function spreadOf(runs: Record<string, number>[]): Spread {
  const spread: Spread = { mean: {}, sd: {} };
  for (const name of Object.keys(runs[0]!)) {
    const values = runs.map((run) => run[name]!);
    if (!values.every(Number.isFinite)) continue;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    spread.mean[name] = mean;
    spread.sd[name] = Math.sqrt(squares / (values.length - 1));
  }
  return spread;
}
