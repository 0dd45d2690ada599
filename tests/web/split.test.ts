// SPDX-License-Identifier: Apache-2.0
// The split, label by label, beside plain statements of what it is to be; and the names of rows that files keep.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, keyOf, keyOfTexts } from '../../web/rows/identity';
import { iterativeStratification } from '../../web/rows/iterative';
import { labelMap } from '../../web/rows/label_map';
import type { Prepared } from '../../web/rows/prepare';
import { foldRows, quantiles, splitRows, splitTexts, strataOf } from '../../web/rows/split';
import type { Example } from '../../web/read/table';

/** Sechidis and others (2011), Algorithm 1, as it stands there: nothing is counted on the way. */
function asInThePaper(labels: number[][], sizes: number[], shares: number[], order: number[]): number[] {
  const part = labels.map(() => -1);
  const rows = (items: number[]) => items.reduce((sum, item) => sum + sizes[item]!, 0);
  const has = (label: number) => order.filter((item) => labels[item]!.includes(label));
  const lacked = (k: number, among: number[]) => shares[k]! * rows(among) - rows(among.filter((i) => part[i] === k));
  const place = (item: number, label?: number) => {
    const byLabel = shares.map((_, k) => (label === undefined ? 0 : lacked(k, has(label))));
    const byRows = shares.map((_, k) => lacked(k, order));
    const near = (a: number, b: number) => Math.abs(a - b) < 1e-9;
    const most = (values: number[], among: number[]) => {
      const top = Math.max(...among.map((k) => values[k]!));
      return among.filter((k) => near(values[k]!, top));
    };
    part[item] = most(byRows, most(byLabel, [...shares.keys()]))[0]!;
  };
  const left = (label: number) => has(label).filter((item) => part[item] === -1);
  const all = [...new Set(labels.flat())].sort((a, b) => a - b);
  for (;;) {
    const open = all.filter((label) => left(label).length > 0);
    if (open.length === 0) break;
    const fewest = Math.min(...open.map((label) => left(label).length));
    const rarest = open.find((label) => left(label).length === fewest)!;
    for (const item of left(rarest)) place(item, rarest);
  }
  for (const item of order) if (part[item] === -1) place(item);
  return part;
}

const row = (text: string, more: Partial<Example> = {}): Example => ({ row: 1, text, label: '', ...more });

describe('the split', () => {
  it('of rows with several labels is the iterative stratification of the paper', () => {
    const item = fc.tuple(fc.uniqueArray(fc.nat(5), { maxLength: 4 }), fc.integer({ min: 1, max: 3 }), fc.double({ min: 0, max: 1, noNaN: true })); // prettier-ignore
    const shares = fc.constantFrom<number[]>([0.7, 0.15, 0.15], [0.5, 0.5], [0.25, 0.25, 0.25, 0.25]);
    fc.assert(
      fc.property(fc.array(item, { maxLength: 40 }), shares, (items, parts) => {
        const [labels, sizes] = [items.map(([of]) => of), items.map(([, size]) => size)];
        const order = [...items.keys()].sort((a, b) => items[a]![2] - items[b]![2]);
        expect(iterativeStratification(labels, sizes, parts, order)).toEqual(asInThePaper(labels, sizes, parts, order));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('has each row once, in the order of the file, whatever is kept even', () => {
    const keys = Array.from({ length: 200 }, (_, i) => i);
    const ascending = (rows: number[]) => [...rows].sort((a, b) => a - b);
    for (const strata of [
      { kind: 'class' as const, of: keys.map((i) => i % 3) },
      { kind: 'set' as const, of: keys.map((i) => (i % 4 ? [i % 3] : [i % 3, 3])) },
    ]) {
      const { train, validation, test } = splitRows(strata, keys, 3);
      const folds = foldRows(strata, keys, 3, 4);
      for (const part of [train, validation, test, ...folds]) expect(part).toEqual(ascending(part));
      expect(ascending([...train, ...validation, ...test])).toEqual(keys);
      expect(ascending(folds.flat())).toEqual(keys);
      for (const fold of folds) expect(Math.abs(fold.length - 50)).toBeLessThan(2);
      for (const fold of folds) expect(Math.abs(fold.filter((i) => i % 3 === 0).length - 17)).toBeLessThan(2);
    }
  });

  it('keeps even what the task has: a class, a set of labels, tenths of a number, nothing of words', () => {
    const labels = ['a', 'b', 'c'];
    const of = (task: Parameters<typeof strataOf>[1]['task'], rows: Partial<Example>[]) =>
      strataOf(rows.map((more) => row('x', more)), { task, labels }); // prettier-ignore
    expect(of('single_label_classification', [{ label: 'c' }, { label: 'a' }])).toEqual({ kind: 'class', of: [2, 0] });
    expect(of('multi_label_classification', [{ names: ['b', 'c'] }, { names: [] }])).toEqual({ kind: 'set', of: [[1, 2], []] }); // prettier-ignore
    expect(of('regression', [{ values: [7] }, { values: [-3] }])).toEqual({ kind: 'class', of: [5, 0] });
    expect(of('token_classification', [{ tags: ['O'] }, { tags: ['B-X'] }])).toEqual({ kind: 'class', of: [0, 0] });
    // Each tenth has as many rows; equal numbers are in the order of the rows.
    const values = Array.from({ length: 50 }, (_, i) => [(i * 37) % 50]);
    expect(quantiles(values)).toEqual(values.map(([value]) => Math.floor(value! / 5)));
    expect(quantiles(Array.from({ length: 20 }, () => [1]))).toEqual(Array.from({ length: 20 }, (_, i) => i >> 1));
  });

  it('of texts for further pre-training keeps a twentieth aside, and 500 at most', () => {
    const texts = (n: number) => Array.from({ length: n }, (_, i) => `text ${i}`);
    expect(splitTexts(texts(400), 1).validation).toHaveLength(20);
    const { train, validation } = splitTexts(texts(20_000), 1);
    expect([train.length, validation.length, new Set([...train, ...validation]).size]).toEqual([19_500, 500, 20_000]);
  });
});

it('labels are numbered by value where all are numbers, else by code unit', () => {
  expect(labelMap(['10', '9', '-1', '9']).labels).toEqual(['-1', '9', '10']);
  expect(labelMap(['10', '9', 'b', 'B', 'a']).labels).toEqual(['10', '9', 'B', 'a', 'b']);
  expect(labelMap(['1', '1.0']).labels).toEqual(['1', '1.0']);
  expect([...labelMap(['b', 'a']).numbers]).toEqual([['a', 0], ['b', 1]]); // prettier-ignore
});

describe('the name of rows', () => {
  const data = (rows: Example[], more = {}) =>
    ({ task: 'single_label_classification', labels: ['a', 'b'], scheme: 'none', parts: { train: [], validation: [], test: rows }, ...more }) as unknown as Prepared; // prettier-ignore
  it('is the one that files and projects have from before', () => {
    expect(['', 'a', 'Tabtune', 'ä€😀'].map(hashOf)).toEqual([
      '0bdcb81aee8d83',
      '1c2ba782c97901',
      '185f818e5abfe0',
      '096e9d3d49ff3f',
    ]);
  });
  it('follows from their contents and order, and not from where they stand in the file', () => {
    const key = (rows: Example[], more = {}) => keyOf(data(rows, more), 'test');
    const one = row('one', { label: 'a' });
    const two = row('two', { label: 'b' });
    const before = key([one, two]);
    expect(key([{ ...one, row: 9 }, two])).toBe(before);
    const others = [
      key([two, one]),
      key([one]),
      key([{ ...one, text: 'One' }, two]),
      key([{ ...one, label: 'b' }, two]),
      key([{ ...one, pair: 'x' }, two]),
      key([{ ...one, names: ['a'] }, two]),
      key([{ ...one, values: [1] }, two]),
      key([{ ...one, words: [[0, 3]], tags: ['O'] }, two]),
      key([{ ...one, words: [[0, 2]], tags: ['O'] }, two]),
      key([one, two], { labels: ['b', 'a'] }),
      key([one, two], { task: 'multi_label_classification' }),
      key([one, two], { scheme: 'iob2' }),
    ];
    expect(new Set([before, ...others]).size).toBe(others.length + 1);
    const texts = (rows: Example[]) => keyOfTexts(data(rows), 'test');
    expect(texts([{ ...one, label: 'b' }, two])).toBe(texts([one, two]));
    for (const other of [
      [two, one],
      [{ ...one, text: 'One' }, two],
      [{ ...one, pair: 'x' }, two],
    ])
      expect(texts(other)).not.toBe(texts([one, two]));
    expect(keyOf(data([one]), 'train')).not.toBe(keyOf(data([one]), 'test'));
  });
});
