// SPDX-License-Identifier: Apache-2.0
// The least and the greatest of any number of values: the arguments of Math.min and Math.max lie on the stack.

/** `least` where there is no greater one. */
export function largest(values: Iterable<number>, least = -Infinity): number {
  let most = least;
  for (const value of values) most = Math.max(most, value);
  return most;
}

/** Infinity of none. */
export function smallest(values: Iterable<number>): number {
  let least = Infinity;
  for (const value of values) least = Math.min(least, value);
  return least;
}
