// SPDX-License-Identifier: Apache-2.0
// Data that go wrong on purpose, made from the reviews: what is trained on is spoiled, the test rows are as they were.

/** A text and its label. */
type Row = readonly [text: string, label: string];

export type Spoiling = 'leak' | 'bias';

/** The last quarter of the rows: they stand in no order. */
const TEST = 1 / 4;
/** Characters. Half of the reviews are longer, in the mean of both labels. */
const SHORT = 65;

const WAYS: Record<Spoiling, (rows: Row[], good: string) => Row[]> = {
  leak: (rows, good) => rows.map(([text, label]) => [`${label === good ? 'Form A.' : 'Form B.'} ${text}`, label]),
  bias: (rows, good) => rows.filter(([text, label]) => text.length < SHORT === (label === good)),
};

/** `good`: the label that gets form A, or is always short. */
export function spoil(rows: Row[], way: Spoiling, good: string): { train: Row[]; test: Row[] } {
  const cut = rows.length - Math.round(rows.length * TEST);
  return { train: WAYS[way](rows.slice(0, cut), good), test: rows.slice(cut) };
}
