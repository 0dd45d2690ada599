// SPDX-License-Identifier: Apache-2.0
// What a head of texts reads where the encoder's files do not name it: what is measured, what is chosen, and the reason.
import { expect, it } from 'vitest';
import { isOpen, poolingInput, poolingReason } from '../../web/answers/pooling';
import { bestPooling } from '../../web/border/pooling';
import type { PoolingError, Task } from '../../web/border/messages';
import type { Prepared } from '../../web/rows/prepare';

const CUT = { max_length: 16 };
const errors = (mean: number | null, cls: number | null): PoolingError[] => [
  { pooling: 'mean_normalized', error: mean },
  { pooling: 'cls', error: cls },
];
/** In the order of their labels. */
const prepared = (rows: number) =>
  ({
    ...{ task: 'single_label_classification', labels: ['a', 'b'], scheme: 'none' },
    parts: {
      train: Array.from({ length: rows }, (_, i) => ({ row: i, text: `text ${i}`, label: i < rows / 2 ? 'a' : 'b' })),
    },
  }) as Prepared;

it.each([
  [errors(0.5, 0.6), 'mean_normalized'],
  [errors(0.7, 0.6), 'cls'],
  [errors(0.7, null), 'mean_normalized'],
  [errors(null, 0.9), 'cls'],
  [errors(null, null), 'cls'],
])('of the errors %j the least decides', (found, best) => {
  expect(bestPooling(found)).toBe(best);
});

it.each([
  ['default', 'single_label_classification', 'BertModel', true],
  ['default', 'single_label_classification', 'BertModel', false, 'lora'],
  ['default', 'regression', 'BertModel', true],
  ['default', 'token_classification', 'BertModel', false],
  ['file', 'single_label_classification', 'BertModel', false],
  ['default', 'single_label_classification', 'ModernBertForSequenceClassification', false],
] as const)('from %s, %s, %s: the rows decide: %s', (pooling_from, task, mean, open, method: string = 'full') => {
  const architectures = { encoder: 'BertModel', mean } as never;
  expect(isOpen({ pooling_from, family: { architectures } as never }, task as Task, method)).toBe(open);
});

it('measures some rows of each label, of few rows all, of fewer than ten none', () => {
  const input = (rows: number) => poolingInput(prepared(rows), CUT, 1);
  const { texts, labels } = input(2000)!.rows;
  expect(texts).toHaveLength(250);
  expect(labels.filter((label) => label === 1)).toHaveLength(125);
  expect(input(2000)).toEqual(input(2000));
  expect(input(40)!.rows.texts).toHaveLength(40);
  expect(input(9)).toBeNull();
});

it('tells why', () => {
  const info = { name: 'small', pooling: 'cls', pooling_from: 'default' } as const;
  expect(poolingReason(info, 'user').text).toBe('as was chosen');
  expect(poolingReason(info, errors(0.5, 0.6)).text).toBe(
    'because a linear model on the frozen encoder errs less on training rows held out: 0.500, and 0.600 with [CLS], the first token',
  );
  expect(poolingReason(info, errors(0.5, null)).text).toBe(
    'because a linear model on the frozen encoder can be fitted to it, and not to [CLS], the first token',
  );
  expect(poolingReason(info, errors(null, null)).text).toMatch(/^BERT's default/);
});
