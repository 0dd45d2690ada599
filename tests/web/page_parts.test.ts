// SPDX-License-Identifier: Apache-2.0
// Small parts of the page that are pure functions, and the colours of its style sheet.
import { readFileSync } from 'node:fs';
import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import { spread } from '../../web/charts/lines';
import { smoothed } from '../../web/charts/smooth';
import { headlines, titleOf } from '../../web/answers/metrics';
import { isFew } from '../../web/answers/unlike';
import { attempt, newestOnly } from '../../web/state/trouble';
import { directionOf } from '../../web/ui/direction';
import { bytes, duration, percent, scientific, tick } from '../../web/ui/format';

test('numbers as people read them', () => {
  expect(bytes(999)).toBe('999 bytes');
  expect(bytes(90_864_192)).toBe('90.9 MB');
  expect(bytes(4_294_967_296)).toBe('4.3 GB');
  expect(duration(9.96)).toBe('10.0\u00a0s');
  expect(duration(89)).toBe('89\u00a0s');
  expect([90, 119, 173, 594].map(duration)).toEqual([
    '1\u00a0min 30\u00a0s',
    '2\u00a0min',
    '2\u00a0min 50\u00a0s',
    '9\u00a0min 50\u00a0s',
  ]);
  expect([595, 700].map(duration)).toEqual(['10\u00a0min', '12\u00a0min']);
  expect(duration(3 * 3600)).toBe('3\u00a0h 0\u00a0min');
  expect(percent(0.9137)).toBe('91.4\u00a0%');
  expect(percent(NaN)).toBe('–');
  expect([scientific(2e-5), scientific(0.00015), scientific(0.01), scientific(0)]).toEqual([
    '2e-5',
    '1.5e-4',
    '0.01',
    '0',
  ]);
});

test('a text is read in the direction of its first letter', () => {
  expect(['12 «مرحبا» abc', 'שלום', '[CLS] مرحبا', 'hello مرحبا', '12!', ''].map(directionOf)).toEqual([
    ...['rtl', 'rtl', 'ltr', 'ltr', 'ltr', 'ltr'],
  ]);
});

test('of fewer than 20 rows the strangest is no rare thing', () => {
  expect([3, 19, 20].map((count) => isFew({ reference: 'training', count }))).toEqual([true, true, false]);
});

test('the smoothed curve starts at the first value and keeps a constant', () => {
  for (const value of smoothed([3, 3, 3], 20)) expect(value).toBeCloseTo(3, 12);
  const [first, second] = smoothed([1, 0], 2);
  expect(first).toBe(1);
  expect(second).toBeCloseTo(1 / 3, 12); // weights 1/4 and 1/2
});

test('an axis of values that hardly differ has labels that are short', () => {
  const [low, high] = spread(0.886661, 0.886667);
  expect(high - low).toBeCloseTo(0.024, 6);
  expect(spread(0, 0)[0]).toBe(0);
  expect(spread(-1, 1)).toEqual([-1.2, 1.2]);
  const [least, most] = spread(41_200, 41_201);
  expect(most - least).toBeGreaterThan(400);
});

test('each task has its headline numbers', () => {
  const zero = { loss: 0 };
  expect(headlines({ ...zero, f1: 1, strict_f1: 1, accuracy: 1 })).toEqual(['f1', 'strict_f1']);
  expect(headlines({ ...zero, micro_f1: 1, macro_f1: 1, subset_accuracy: 0 })).toEqual(['macro_f1', 'micro_f1']);
  expect(headlines({ ...zero, pearson: null, spearman: null })).toEqual(['pearson', 'spearman']);
  expect(headlines({ ...zero, accuracy: 1, macro_f1: 1 })).toEqual(['accuracy', 'macro_f1']);
  expect(titleOf('roc_auc')).toBe('ROC-AUC');
  expect(titleOf('macro_f1')).toBe('Macro F1');
  expect(titleOf('rmse')).toBe('RMSE');
});

test('an error becomes a sentence, and success takes it away', async () => {
  const trouble = signal('');
  expect(await attempt(trouble, () => Promise.reject({ code: 'E_DATA', at: 3, text: 'Row 3 is bad.' }))).toBe(false);
  expect(trouble.value).toBe('Row 3 is bad.');
  expect(await attempt(trouble, () => Promise.resolve())).toBe(true);
  expect(trouble.value).toBe('');
});

test('of requests that come while one is served only the last is served', async () => {
  let value = 0;
  const seen: number[] = [];
  const serve = newestOnly(async () => {
    seen.push(value);
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
  const all = [1, 2, 3, 4].map((n) => {
    value = n;
    return serve();
  });
  await Promise.all(all);
  expect(seen).toEqual([1, 4]);
});

test('a request that comes while another one ends is served too', async () => {
  for (let moments = 0; moments < 8; moments++) {
    let value = 0;
    let seen = 0;
    const serve = newestOnly(async () => {
      seen = value;
      await Promise.resolve();
    });
    void serve();
    for (let i = 0; i < moments; i++) await Promise.resolve();
    value = 1;
    await serve();
    expect(seen, `after ${moments} moments`).toBe(1);
  }
});

describe.each(['light', 'dark'])('the %s colours', (scheme) => {
  const css = readFileSync('web/style/tokens.css', 'utf8');
  const [light, dark] = css.split(':root[data-theme');
  const colors = new Map<string, string>();
  for (const part of scheme === 'light' ? [light] : [light, dark])
    for (const [, name, value] of part?.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g) ?? []) colors.set(name!, value!);

  // WCAG 2.2, relative luminance.
  const luminance = (color: string) => {
    const [r, g, b] = [1, 3, 5]
      .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const contrast = (a: string, b: string) => {
    const [low, high] = [luminance(colors.get(a)!), luminance(colors.get(b)!)].sort((x, y) => x - y);
    return (high! + 0.05) / (low! + 0.05);
  };

  const grounds = ['page', 'surface', 'sunken'];
  const pairs: [string, string][] = [
    ...grounds.flatMap((ground) => ['ink', 'muted', 'accent'].map((text): [string, string] => [text, ground])),
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['accent', 'accent-soft'],
    ['muted', 'accent-soft'],
    ['ink', 'accent-soft'],
    ['good', 'good-soft'],
    ['warn', 'warn-soft'],
    ['bad', 'bad-soft'],
    ['bad', 'surface'],
  ];
  test.each(pairs)('%s on %s can be read', (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(grounds)('the edges of controls can be seen on %s', (ground) => {
    expect(contrast('line-strong', ground)).toBeGreaterThanOrEqual(3);
  });
});

test('writes the labels of an axis so that no two are the same', () => {
  expect([0.85, 0.852, 0.854].map((n) => tick(n, 0.002))).toEqual(['0.850', '0.852', '0.854']);
  expect([0, 0.25, 0.5].map((n) => tick(n, 0.25))).toEqual(['0.00', '0.25', '0.50']);
  expect(tick(12_000, 2000)).toBe('12K');
});
