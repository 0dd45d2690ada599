// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them, in the language that is chosen.
import { locale, perLocale } from '../words/locale';

const whole = perLocale((locale) => new Intl.NumberFormat(locale));
const fixed = perLocale(
  (locale, digits) =>
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      useGrouping: false,
    }),
);

export const count = (n: number): string => whole().format(Math.round(n));

export const percent = (share: number, digits = 1): string =>
  Number.isFinite(share) ? `${fixed(digits).format(100 * share)}\u00a0%` : '–';

/** Errors of a regression are of any size: from a thousand on there is nothing behind the point, and from 1e12 on four
 * digits are left. */
export const decimal = (n: number, digits = 3): string => {
  if (!Number.isFinite(n)) return '–';
  if (Math.abs(n) >= 1e12) return n.toExponential(3);
  return Math.abs(n) >= 1000 ? count(n) : fixed(digits).format(n);
};

/** So many digits, three at least and six at most, that it is told from the other one. */
export function apart(n: number, other: number): string {
  const digits = [3, 4, 5].find((some) => decimal(n, some) !== decimal(other, some)) ?? 6;
  return decimal(n, digits);
}

/** With four digits that count, three of them at most behind the point: 0.043, 12.35, 1,235. */
export function four(n: number): string {
  const size = Math.abs(Number(n.toPrecision(4)));
  return decimal(n, size < 10 ? 3 : size < 100 ? 2 : 1);
}

/** A p-value: p = 0.004, p < 0.001. */
export const chance = (p: number): string =>
  (p < 0.001 ? `p < ${decimal(0.001)}` : `p = ${decimal(p, p < 0.1 ? 3 : 2)}`).replaceAll(' ', '\u00a0');

/** Shares of right answers are written as percentages, wherever they stand. */
export const isShare = (name: string): boolean => name.endsWith('accuracy');

/** A measured number by its name. */
export const figure = (name: string, value: number | null | undefined): string =>
  value == null ? '–' : isShare(name) ? percent(value) : decimal(value);

const compact = perLocale((locale) => new Intl.NumberFormat(locale, { notation: 'compact' }));
/** On an axis whose labels lie `step` apart, each another one: 0.25, 0.8525, 12K, 3B. */
export function tick(n: number, step = 0.01): string {
  const digits = step.toFixed(6).replace(/0+$/, '').split('.')[1]!.length;
  return Math.abs(n) >= 1000 ? compact().format(n) : fixed(Math.max(2, digits)).format(n);
}

export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
/** In the unit of this number, and with or without a digit behind the point. */
const sized = perLocale(
  (locale, kind) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: UNITS[kind >> 1]!,
      unitDisplay: kind >> 1 === 0 ? 'long' : 'short',
      minimumFractionDigits: kind & 1,
      maximumFractionDigits: kind & 1,
    }),
);

/** Decimal units, as file managers and browsers' download bars count. */
export function bytes(n: number): string {
  let unit = 0;
  while (n >= 1000 && unit < UNITS.length - 1) {
    n /= 1000;
    unit++;
  }
  return sized(2 * unit + (unit === 0 || n >= 100 ? 0 : 1)).format(n);
}

const long = perLocale(
  (locale, digits) =>
    new Intl.NumberFormat(locale, {
      notation: 'compact',
      compactDisplay: 'long',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }),
);

/** 11.3 million, 384, 22,700... for sizes of models. */
export const rounded = (n: number): string => (n < 1e6 ? count(n) : long(n >= 1e9 ? 2 : 1).format(n));

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 10) return `${fixed(1).format(seconds)}\u00a0s`;
  if (seconds < 90) return `${Math.round(seconds)}\u00a0s`;
  const tens = Math.round(seconds / 10);
  if (tens < 60) return `${Math.floor(tens / 6)}\u00a0min${tens % 6 ? ` ${10 * (tens % 6)}\u00a0s` : ''}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes}\u00a0min`;
  return `${Math.floor(minutes / 60)}\u00a0h ${minutes % 60}\u00a0min`;
}

const significant = perLocale(
  (locale) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 3, useGrouping: false }),
);

/** With three digits at most: 4, 2.67. */
export const brief = (n: number): string => significant().format(n);

/** Learning rates: 2e-5 rather than 0.00002. */
export function scientific(n: number): string {
  if (n === 0 || Math.abs(n) >= 0.001) return brief(n);
  const [mantissa = '', exponent = ''] = n.toExponential(n.toExponential().includes('.') ? 1 : 0).split('e');
  return `${brief(Number(mantissa))}e${exponent}`;
}

/** A day and a time of it, of milliseconds as Date.now() gives them. */
export const dateTime = (at: number): string =>
  new Date(at).toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'short' });
