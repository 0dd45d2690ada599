// SPDX-License-Identifier: Apache-2.0
import { brief, decimal, figure, isShare, percent, tick } from './format';

/** What a regression is about, of any size: where so many digits behind the point would leave less than two that count,
 * three that count. */
export const quantity = (n: number, digits = 3): string =>
  n !== 0 && Math.abs(n) < 10 ** (1 - digits) ? brief(n) : decimal(n, digits);

/** Of a metric by its name: errors are as small as the numbers are. */
export const formatOf = (name: string): ((n: number) => string) =>
  name === 'mae' || name === 'rmse' ? (n) => quantity(n) : (n) => figure(name, n);

/** The same of the labels of an axis that lie `step` apart. */
export const tickOf = (name: string): typeof tick =>
  isShare(name) ? (n, step = 0.01) => percent(n, Math.max(0, Math.ceil(-Math.log10(step) - 2))) : tick;
