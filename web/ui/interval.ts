// SPDX-License-Identifier: Apache-2.0
import { words } from '../words';
import { decimal } from './format';

/** Of a number that was measured; '' where it has none. */
export function interval(
  range: [number | null, number | null] | undefined,
  format = (n: number) => decimal(n),
): string {
  const [low, high] = range ?? [null, null];
  return low === null || high === null ? '' : words.numbers.interval(format(low), format(high));
}
