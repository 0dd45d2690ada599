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

/** '' of none; of several the one that comes first. */
export function mostFrequent(values: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let [most, found] = [0, ''];
  for (const [value, times] of counts) if (times > most) [most, found] = [times, value];
  return found;
}
