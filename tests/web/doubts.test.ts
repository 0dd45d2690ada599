// SPDX-License-Identifier: Apache-2.0
// Rows to look at after training: confident learning's doubts, and the least certain.
import { expect, it } from 'vitest';
import { doubtsOf, uncertainOf } from '../../web/data/doubts';
import type { Example } from '../../web/data/table';

const example = (row: number, label: string, more: Partial<Example> = {}): Example => ({
  row,
  text: 'a b',
  label,
  ...more,
});
const rowsOf = (looks: { example: Example }[]) => looks.map(({ example: { row } }) => row);
const single = { task: 'single_label_classification' as const, labels: ['x', 'y'], thresholds: [] };

it('doubts a label where another class reaches what its own rows have on average', () => {
  // Means: x over rows 1 to 3 is 0.6, y over rows 4 and 5 is 0.65.
  const outputs = [
    [0.9, 0.1],
    [0.7, 0.3],
    [0.2, 0.8], // labelled x, and 0.8 >= 0.65
    [0.3, 0.7],
    [0.4, 0.6], // less sure than y usually is, but x does not reach 0.6 either
  ];
  const examples = ['x', 'x', 'x', 'y', 'y'].map((label, i) => example(i + 1, label));
  const found = doubtsOf(examples, outputs, single);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ example: examples[2], label: 'x', said: 'y' });
  expect(found[0]!.margin).toBeCloseTo(0.6, 12);
  expect(rowsOf(uncertainOf(examples, outputs, single))).toEqual([5, 2, 4, 3, 1]);
});

it('does not need a wrong prediction: rare classes have low thresholds', () => {
  const outputs = [
    [0.9, 0.1],
    [0.55, 0.45], // predicted x as labelled, but surer of y than the rows of y are
    [0.8, 0.2],
    [0.6, 0.4],
  ];
  const examples = ['x', 'x', 'y', 'y'].map((label, i) => example(i + 1, label));
  // x: 0.725, y: 0.3; row 3 reaches x, row 2 reaches y alone.
  expect(doubtsOf(examples, outputs, single).map(({ example: { row }, said }) => [row, said])).toEqual([
    [3, 'x'],
    [2, 'y'],
  ]);
});

it('takes each of several labels as a question of its own', () => {
  const head = { task: 'multi_label_classification' as const, labels: ['x', 'y'], thresholds: [0.5, 0.5] };
  const examples = [['x'], [], ['x', 'y'], ['y']].map((names, i) => example(i + 1, names.join(), { names }));
  const outputs = [
    [0.9, 0.1],
    [0.95, 0.2], // x is missing
    [0.8, 0.9],
    [0.1, 0.7],
  ];
  const found = doubtsOf(examples, outputs, head);
  expect(found[0]).toMatchObject({ example: { row: 2 }, label: 'not x', said: 'x' });
  expect(uncertainOf(examples, outputs, head)[0]!.example.row).toBe(4);
});

it('does not take a small chance of a rare label for a doubt', () => {
  const head = { task: 'multi_label_classification' as const, labels: ['rare'], thresholds: [0.5] };
  const examples = [[], [], ['rare']].map((names, i) => example(i + 1, names.join(), { names }));
  // no: 0.975, yes: 0.02; row 2 reaches yes alone, and is far likelier not to have it.
  expect(doubtsOf(examples, [[0.01], [0.04], [0.02]], head).map(({ example: { row } }) => row)).toEqual([3]);
});

it('names the word whose tag it doubts, and leaves regression alone', () => {
  const head = { task: 'token_classification' as const, labels: ['O', 'B-X', 'I-X'], thresholds: [] };
  const words: [number, number][] = [
    [0, 1],
    [2, 3],
  ];
  const tagged = (row: number, tags: string[]) => example(row, '', { words, tags });
  const examples = [tagged(1, ['O', 'B-X']), tagged(2, ['O', 'O'])];
  const outputs = [
    [0.9, 0.05, 0.05],
    [0.1, 0.8, 0.1],
    [0.8, 0.1, 0.1],
    [0.05, 0.9, 0.05],
  ];
  expect(doubtsOf(examples, outputs, head)).toMatchObject([{ example: { row: 2 }, label: 'b/O', said: 'b/B-X' }]);
  const regression = { task: 'regression' as const, labels: ['n'], thresholds: [] };
  expect(doubtsOf([example(1, '3', { values: [3] })], [[4]], regression)).toEqual([]);
});
