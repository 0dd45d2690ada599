// SPDX-License-Identifier: Apache-2.0
// The split: a function of the rows and the seed, the same on every machine. Every label keeps its share in each part;
// with several labels a row that is iterative stratification (iterative.ts), for numbers it is by quantile.
//
// Random numbers are those of core/base/rng.h: counter-based, a value is a hash of (key, index), and the key one of
// (seed, step, site). Here step is 0 and site the label's number.
import type { Task } from '../border/messages';
import { DEFAULT_FRACTIONS, type Fractions } from './fractions';
import { iterativeStratification } from './iterative';
import { numbered } from './label_map';
import type { Example } from '../read/table';

export interface Split {
  /** Indices into the examples, ascending. */
  train: number[];
  validation: number[];
  test: number[];
}

const MASK = (1n << 64n) - 1n;
const GOLDEN = 0x9e3779b97f4a7c15n;

function mix64(x: bigint): bigint {
  x ^= x >> 30n;
  x = (x * 0xbf58476d1ce4e5b9n) & MASK;
  x ^= x >> 27n;
  x = (x * 0x94d049bb133111ebn) & MASK;
  return x ^ (x >> 31n);
}

function mix32(x: number): number {
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** tt_rng_key and tt_rng_bits: 32 bits for each index. */
export function rngBits(seed: number, step: number, site: number): (index: number) => number {
  let key = 0n;
  for (const part of [seed, step, site]) key = mix64((key + BigInt(part) + GOLDEN) & MASK);
  const a = Number(key & 0xffffffffn);
  const b = Number(key >> 32n);
  return (index) => mix32((mix32(index ^ a) + b) | 0);
}

/** Fisher-Yates in place, as tt_rng_shuffle. */
export function shuffle<T>(items: T[], bits: (index: number) => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor((bits(i) * (i + 1)) / 4294967296);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
}

/** What is kept even: a row's class, or its set of them. */
export type Strata = { kind: 'class'; of: number[] } | { kind: 'set'; of: number[][] };

/** Numbers as classes of equal size: tenths of the rows by their first number. */
export function quantiles(values: number[][], bins = 10): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]![0]! - values[b]![0]! || a - b);
  const bin = new Array<number>(values.length);
  order.forEach((i, rank) => (bin[i] = Math.floor((rank * bins) / values.length)));
  return bin;
}

/** What a split keeps even. */
export function strataOf(examples: Example[], { task, labels }: { task: Task; labels: string[] }): Strata {
  const { numbers } = numbered(labels);
  if (task === 'multi_label_classification')
    return { kind: 'set', of: examples.map(({ names }) => names!.flatMap((name) => numbers.get(name) ?? [])) };
  if (task === 'regression') return { kind: 'class', of: quantiles(examples.map(({ values }) => values!)) };
  if (task === 'token_classification') return { kind: 'class', of: examples.map(() => 0) };
  return { kind: 'class', of: examples.map(({ label }) => numbers.get(label) ?? 0) };
}

/** Rows of the same group stay together: equal texts, or a test row would have been trained on. */
export function splitRows(strata: Strata, groups: unknown[], seed: number, fractions = DEFAULT_FRACTIONS): Split {
  if (strata.kind === 'class') return stratifiedSplit(strata.of, groups, seed, fractions);
  const { validation, test } = fractions;
  const [train, first, second] = deal(strata.of, groups, [1 - validation - test, validation, test], seed);
  return { train: train!, validation: first!, test: second! };
}

/** K parts of even size and labels: the rows of each, ascending. */
export function foldRows(strata: Strata, groups: unknown[], seed: number, folds: number): number[][] {
  const sets = strata.kind === 'set' ? strata.of : strata.of.map((n) => [n]);
  return deal(sets, groups, new Array<number>(folds).fill(1 / folds), seed);
}

/** Indices that have the same key, in order of appearance. */
function groupRows(groups: unknown[]): number[][] {
  const byKey = new Map<unknown, number[]>();
  groups.forEach((key, i) => {
    const group = byKey.get(key);
    if (group) group.push(i);
    else byKey.set(key, [i]);
  });
  return [...byKey.values()];
}

function deal(sets: number[][], groups: unknown[], shares: number[], seed: number): number[][] {
  const grouped = groupRows(groups);
  const labels = grouped.map((rows) => [...new Set(rows.flatMap((i) => sets[i]!))]);
  const sizes = grouped.map((rows) => rows.length);
  const order = grouped.map((_, g) => g);
  shuffle(order, rngBits(seed, 0, 0));
  const part = iterativeStratification(labels, sizes, shares, order);
  return shares.map((_, k) => grouped.flatMap((rows, g) => (part[g] === k ? rows : [])).sort((a, b) => a - b));
}

/** One label a row. A label of one text is trained only; the test takes the second, the validation the third. */
export function stratifiedSplit(
  labels: number[],
  texts: unknown[],
  seed: number,
  fractions: Fractions = DEFAULT_FRACTIONS,
): Split {
  const byLabel = new Map<number, number[][]>();
  for (const group of groupRows(texts)) {
    const label = labels[group[0]!]!;
    const groupsOfLabel = byLabel.get(label);
    if (groupsOfLabel) groupsOfLabel.push(group);
    else byLabel.set(label, [group]);
  }
  const split: Split = { train: [], validation: [], test: [] };
  for (const [label, all] of byLabel) {
    shuffle(all, rngBits(seed, 0, label));
    const rows = all.reduce((sum, group) => sum + group.length, 0);
    take(all, quota(rows, fractions.test), split.test);
    take(all, quota(rows, fractions.validation), split.validation);
    for (const group of all) for (const row of group) split.train.push(row);
  }
  for (const part of Object.values(split) as number[][]) part.sort((a, b) => a - b);
  return split;
}

/** Texts kept aside from further pre-training, to see what it teaches of texts that it does not read. */
const MOST_ASIDE = 500;

export function splitTexts(texts: string[], seed: number): { train: string[]; validation: string[] } {
  const fractions = { validation: Math.min(0.05, MOST_ASIDE / texts.length), test: 0 };
  const rows = stratifiedSplit(new Array<number>(texts.length).fill(0), texts, seed, fractions);
  const pick = (list: number[]) => list.map((row) => texts[row]!);
  return { train: pick(rows.train), validation: pick(rows.validation) };
}

function quota(rows: number, fraction: number): number {
  return fraction > 0 ? Math.max(1, Math.round(rows * fraction)) : 0;
}

/** Moves groups from the end until there are `rows`; the last one stays for the training. */
function take(groups: number[][], rows: number, into: number[]): void {
  for (let taken = 0; taken < rows && groups.length > 1;) {
    const group = groups.pop()!;
    for (const row of group) into.push(row);
    taken += group.length;
  }
}
