// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { sketchOf, trainedAmong } from '../../web/rows/trained_on';

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ row: i + 2, text: `Review number ${from + i}.`, label: 'a' }));

it('rows that were trained on are counted, as long as they are more than chance', () => {
  const sketch = sketchOf(rows(0, 600));
  expect(atob(sketch.bits)).toHaveLength(300);
  expect(trainedAmong(rows(0, 600), sketch)).toEqual({ about: 600, texts: 600 });
  const shouted = rows(0, 40).map((row) => ({ ...row, text: `  ${row.text.toUpperCase()}` }));
  expect(trainedAmong(shouted, sketch)).toEqual({ about: 40, texts: 40 });
  const half = trainedAmong(rows(500, 700), sketch)!;
  expect(half.texts).toBe(200);
  expect(Math.abs(half.about - 100)).toBeLessThan(20);
});

it('other rows are not, nor a single text', () => {
  const sketch = sketchOf(rows(0, 600));
  for (let from = 600; from < 100_000; from += 1000) expect(trainedAmong(rows(from, from + 150), sketch)).toBeNull();
  expect(trainedAmong(rows(0, 1), sketch)).toBeNull();
  expect(trainedAmong([], sketch)).toBeNull();
});

it('of many training rows a share stands for all', () => {
  const sketch = sketchOf(rows(0, 50_000));
  expect(atob(sketch.bits).length).toBeLessThanOrEqual(8300);
  const some = trainedAmong(rows(49_000, 51_000), sketch)!;
  expect(some.texts).toBe(2000);
  expect(Math.abs(some.about - 1000)).toBeLessThan(200);
  expect(trainedAmong(rows(60_000, 62_000), sketch)).toBeNull();
});
