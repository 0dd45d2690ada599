// SPDX-License-Identifier: Apache-2.0
// A running mean for noisy curves.

/** Exponential mean, corrected for its start (as Adam's moments are), so that the first values are not too low. */
export function smoothed(values: number[], window: number): number[] {
  const keep = 1 - 1 / window;
  let mean = 0;
  let weight = 0;
  return values.map((value) => {
    mean = keep * mean + (1 - keep) * value;
    weight = keep * weight + (1 - keep);
    return mean / weight;
  });
}
