// SPDX-License-Identifier: Apache-2.0
// How sure a share is that was counted on few rows.

const Z = 1.959964; // 95 % of a normal distribution lies within it

/** Wilson's interval for a share of `n` rows: sensible near 0 and 1 too, where the usual one leaves [0, 1]. */
export function wilson(share: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const center = (share + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  const half = (Z / (1 + (Z * Z) / n)) * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}
