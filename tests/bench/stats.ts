// SPDX-License-Identifier: Apache-2.0
// Medians and quartiles: of noisy times they say more than means.

/** Quantile q of the samples, between neighbours linearly. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  const high = sorted[Math.ceil(at)]!;
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

export const quartiles = (samples: readonly number[]): [number, number] => [
  quantile(samples, 0.25),
  quantile(samples, 0.75),
];

/** What was reached in the quietest moments: on a busy machine the only figure that says something. */
export const best = (samples: readonly number[]): number => quantile(samples, 0.95);
