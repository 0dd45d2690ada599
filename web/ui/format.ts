// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them.
const whole = new Intl.NumberFormat('en');

export const count = (n: number): string => whole.format(Math.round(n));

export const percent = (share: number, digits = 1): string =>
  Number.isFinite(share) ? `${(100 * share).toFixed(digits)}\u00a0%` : '–';

/** Errors of a regression are of any size: from a thousand on there is nothing behind the point, and from 1e12 on four
 * digits are left. */
export const decimal = (n: number, digits = 3): string => {
  if (!Number.isFinite(n)) return '–';
  if (Math.abs(n) >= 1e12) return n.toExponential(3);
  return Math.abs(n) >= 1000 ? count(n) : n.toFixed(digits);
};

/** A measured number by its name: shares of right answers as percentages. */
export const figure = (name: string, value: number | null | undefined): string =>
  value == null ? '–' : name === 'accuracy' ? percent(value) : decimal(value);

const compact = new Intl.NumberFormat('en', { notation: 'compact' });
/** On an axis whose labels lie `step` apart, each another one: 0.25, 0.8525, 12K, 3B. */
export function tick(n: number, step = 0.01): string {
  const digits = step.toFixed(6).replace(/0+$/, '').split('.')[1]!.length;
  return Math.abs(n) >= 1000 ? compact.format(n) : n.toFixed(Math.max(2, digits));
}

/** Of a number that was measured; '' where it has none. */
export function interval(
  range: [number | null, number | null] | undefined,
  format = (n: number) => decimal(n),
): string {
  const [low, high] = range ?? [null, null];
  return low === null || high === null ? '' : `95 % interval ${format(low)} to ${format(high)}`;
}

export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** Decimal units, as file managers and browsers' download bars count. */
export function bytes(n: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let unit = 0;
  while (n >= 1000 && unit < units.length - 1) {
    n /= 1000;
    unit++;
  }
  return `${unit === 0 || n >= 100 ? Math.round(n) : n.toFixed(1)} ${units[unit]}`;
}

/** 11.3 million, 384, 22.7 thousand... for sizes of models. */
export function rounded(n: number): string {
  if (n >= 1e9) return `${(n / 1e9).toFixed(2)} billion`;
  if (n >= 1e6) return `${(n / 1e6).toFixed(1)} million`;
  return count(n);
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 10) return `${seconds.toFixed(1)}\u00a0s`;
  if (seconds < 90) return `${Math.round(seconds)}\u00a0s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes}\u00a0min`;
  return `${Math.floor(minutes / 60)}\u00a0h ${minutes % 60}\u00a0min`;
}

/** Learning rates: 2e-5 rather than 0.00002. */
export const scientific = (n: number): string =>
  n !== 0 && Math.abs(n) < 0.001 ? n.toExponential(n.toExponential().includes('.') ? 1 : 0) : String(+n.toPrecision(3));
