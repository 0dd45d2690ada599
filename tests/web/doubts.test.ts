// SPDX-License-Identifier: Apache-2.0
// Rows to look at after training: confident learning's doubts, and the least certain.
import { expect, it } from 'vitest';
import { doubtsOf, uncertainOf, whyNoDoubts } from '../../web/answers/doubts';
import type { Example } from '../../web/read/table';

const example = (row: number, label: string, more: Partial<Example> = {}): Example => ({
  row,
  text: 'a b',
  label,
  ...more,
});
const rowsOf = (looks: { example: Example }[]) => looks.map(({ example: { row } }) => row);
const single = { task: 'single_label_classification' as const, labels: ['x', 'y'], thresholds: [] };

/** Rows that nobody doubts, so that the model has shown something: as many of each class, each with all probability. */
const sure = (from: number, times: number) => ({
  examples: Array.from({ length: 2 * times }, (_, i) => example(from + i, i % 2 ? 'y' : 'x')),
  outputs: Array.from({ length: 2 * times }, (_, i) => (i % 2 ? [0, 1] : [1, 0])),
});

it('doubts a label where the answer is another class and reaches what its own rows have on average', () => {
  const [known, examples, outputs] = [
    sure(100, 20),
    ['x', 'x', 'x', 'y'].map((label, i) => example(i + 1, label)),
    [
      [0.9, 0.1],
      [0.01, 0.99], // labelled x, and 0.99 reaches the mean of y
      [0.4, 0.6], // labelled x, and 0.6 does not
      [0.3, 0.7],
    ],
  ];
  const found = doubtsOf([...known.examples, ...examples], [...known.outputs, ...outputs], single);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ example: examples[1], label: 'x', said: 'y' });
  expect(found[0]!.margin).toBeCloseTo(0.98, 12);
  expect(rowsOf(uncertainOf(examples, outputs, single))).toEqual([3, 4, 1, 2]);
});

it('never doubts a label that is the answer of the model', () => {
  // Rows of y are unsure, so that row 1 reaches what they have on average; its answer is x all the same.
  const known = sure(100, 20);
  known.outputs = known.outputs.map((p) => (p[1] ? [0.46, 0.54] : p));
  const found = doubtsOf([...known.examples, example(1, 'x')], [...known.outputs, [0.4, 0.6]], single);
  expect(rowsOf(found)).toEqual([1]);
  expect(doubtsOf([...known.examples, example(1, 'x')], [...known.outputs, [0.55, 0.45]], single)).toEqual([]);
});

it('doubts nothing by a model that is often wrong, nor by few rows, and says why', () => {
  const examples = Array.from({ length: 1000 }, (_, i) => example(i + 1, i % 2 ? 'y' : 'x'));
  // 57 of 100 right, as sure of what is wrong as of what is right.
  const outputs = examples.map((_, i) => (i % 100 < 57 === (i % 2 === 0) ? [0.95, 0.05] : [0.05, 0.95]));
  expect(doubtsOf(examples, outputs, single)).toEqual([]);
  expect(whyNoDoubts(examples, outputs, single)?.text).toMatch(/mistakes of its own/);
  const few = sure(100, 9);
  const [rows, said] = [
    [...few.examples, example(1, 'x')],
    [...few.outputs, [0, 1]],
  ];
  expect(doubtsOf(rows, said, single)).toEqual([]);
  expect(whyNoDoubts(rows, said, single)?.text).toMatch(/so few rows/);
  const many = sure(100, 20);
  expect(whyNoDoubts(many.examples, many.outputs, single)).toBeNull();
});

/** Forty rows, half of them with each label; `special` are put in their place. */
const several = (special: [string[], number[]][]) => {
  const rows: [string[], number[]][] = [
    ...special,
    ...Array.from({ length: 40 }, (_, i): [string[], number[]] =>
      i % 2
        ? [
            ['x', 'y'],
            [0.9, 0.9],
          ]
        : [[], [0.05, 0.05]],
    ),
  ];
  return {
    examples: rows.map(([names], i) => example(i + 1, names.join(), { names })),
    outputs: rows.map(([, p]) => p),
  };
};

it('takes each of several labels as a question of its own, answered by its threshold', () => {
  const head = { task: 'multi_label_classification' as const, labels: ['x', 'y'], thresholds: [0.5, 0.5] };
  const { examples, outputs } = several([
    [[], [0.95, 0.2]], // x is missing
    [['y'], [0.1, 0.7]],
  ]);
  expect(doubtsOf(examples, outputs, head)).toMatchObject([{ example: { row: 1 }, label: 'not x', said: 'x' }]);
  expect(uncertainOf(examples, outputs, head)[0]!.example.row).toBe(2);
  // With a threshold above it the answer is no, and there is nothing to doubt.
  const strict = { ...head, thresholds: [0.97, 0.5] };
  const sureOnes = outputs.map((p) => (p[0] === 0.9 ? [0.99, 0.9] : p));
  expect(doubtsOf(examples, sureOnes, strict)).toEqual([]);
  expect(uncertainOf(examples, sureOnes, strict)[0]).toMatchObject({ example: { row: 1 }, said: 'not x' });
});

it('does not take a small chance of a label for a doubt, whatever its threshold', () => {
  const head = { task: 'multi_label_classification' as const, labels: ['x'], thresholds: [0.2] };
  const { examples, outputs } = several([[[], [0.3, 0]]]);
  expect(doubtsOf(examples, outputs, head)).toEqual([]);
});

it('names the word whose tag it doubts, and leaves regression alone', () => {
  const head = { task: 'token_classification' as const, labels: ['O', 'B-X', 'I-X'], thresholds: [] };
  const words: [number, number][] = [
    [0, 1],
    [2, 3],
  ];
  const tagged = (row: number, tags: string[]) => example(row, '', { words, tags });
  const examples = Array.from({ length: 30 }, (_, i) => tagged(i + 1, ['O', i === 1 ? 'O' : 'B-X']));
  const outputs = examples.flatMap((_, i) => [
    [0.9, 0.05, 0.05],
    [0.1, i === 1 ? 0.85 : 0.8, 0.1],
  ]);
  expect(doubtsOf(examples, outputs, head)).toMatchObject([{ example: { row: 2 }, label: 'b/O', said: 'b/B-X' }]);
  const regression = { task: 'regression' as const, labels: ['n'], thresholds: [] };
  expect(doubtsOf([example(1, '3', { values: [3] })], [[4]], regression)).toEqual([]);
});
