// SPDX-License-Identifier: Apache-2.0
import { brief, decimal } from './format';

/** What a regression is about, of any size: where so many digits behind the point would leave less than two that count,
 * three that count. */
export const quantity = (n: number, digits = 3): string =>
  n !== 0 && Math.abs(n) < 10 ** (1 - digits) ? brief(n) : decimal(n, digits);

/** Of a metric by its name: errors are as small as the numbers are. */
export const formatOf = (name: string): ((n: number) => string) =>
  name === 'mae' || name === 'rmse' ? (n) => quantity(n) : (n) => decimal(n);
