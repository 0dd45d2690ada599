// SPDX-License-Identifier: Apache-2.0
// What a head of texts reads where the encoder's files do not name it: what is measured, what is chosen, and the
// reason.
import { expect, it } from 'vitest';
import { poolingInput, poolingReason } from '../../web/answers/pooling';
import { bestPooling } from '../../web/border/pooling';
import type { ModelInfo, PoolingError, Task } from '../../web/border/messages';
import type { Prepared } from '../../web/rows/prepare';

const CUT = { max_length: 16 };
const errors = (mean: number | null, cls: number | null): PoolingError[] => [
  { pooling: 'mean_normalized', error: mean },
  { pooling: 'cls', error: cls },
];
/** In the order of their labels. */
const prepared = (rows: number, columns: Prepared['columns'] = { text: 'text', labels: ['label'] }) =>
  ({
    ...{ task: 'single_label_classification', labels: ['a', 'b'], scheme: 'none', columns },
    parts: {
      train: Array.from({ length: rows }, (_, i) => ({
        row: i,
        text: `text ${i}`,
        label: i < rows / 2 ? 'a' : 'b',
        values: [i],
      })),
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

const known = (pooling_from: ModelInfo['pooling_from'] = 'default', mean = 'BertModel') => ({
  ...{ pooling: pooling_from === 'file' ? ('mean_normalized' as const) : ('cls' as const), pooling_from },
  family: { architectures: { encoder: 'BertModel', mean } } as ModelInfo['family'],
});
const measured = (rows: number) => poolingInput(known(), prepared(rows), 'full', CUT, 1);

it.each([
  ['default', 'single_label_classification', 'BertModel', 'full', ['mean_normalized', 'cls']],
  ['default', 'single_label_classification', 'BertModel', 'lora', null],
  ['default', 'regression', 'BertModel', 'full', ['mean_normalized', 'cls']],
  ['default', 'token_classification', 'BertModel', 'full', null],
  ['file', 'single_label_classification', 'BertModel', 'full', null],
  ['default', 'single_label_classification', 'ModernBertForSequenceClassification', 'full', null],
] as const)('from %s, %s, %s, %s: the rows decide between %j', (from, task, mean, method, ways) => {
  const input = poolingInput(known(from, mean), { ...prepared(20), task: task as Task }, method, CUT, 1);
  expect(input && input.ways).toEqual(ways);
});

it.each([
  ['default', 'full', ['mean_normalized', 'cls', 'compared']],
  ['file', 'full', ['mean_normalized', 'compared']],
  ['file', 'lora', ['mean_normalized', 'compared']],
  ['default', 'lora', null],
] as const)('of pairs, from %s, %s: whether both texts are read together is open: %j', (from, method, ways) => {
  const pairs = prepared(20, { text: 'text', pair: 'other', labels: ['label'] });
  expect(poolingInput(known(from), pairs, method, CUT, 1)?.ways ?? null).toEqual(ways);
});

it.each([
  [1999, 'full', 'single_label_classification', true],
  [2000, 'full', 'single_label_classification', false],
  [2000, 'lora', 'single_label_classification', false],
  [2000, 'head', 'single_label_classification', true],
  [2000, 'full', 'regression', true],
] as const)('of %i pairs, %s, %s: may be compared: %s', (rows, method, task, compared) => {
  const pairs = { ...prepared(rows, { text: 'text', pair: 'other', labels: ['label'] }), task };
  expect(poolingInput(known('file'), pairs, method, CUT, 1)?.ways.includes('compared') ?? false).toBe(compared);
});

it('measures some rows of each label, of few rows all that are open, of fewer than ten none', () => {
  const { of, cut, places } = measured(2000)!.rows!;
  const { texts, labels } = of;
  expect(cut).toBe(CUT);
  expect(texts).toHaveLength(250);
  expect(labels.filter((label) => label === 1)).toHaveLength(125);
  expect(texts).toEqual(places.map((i) => `text ${i}`));
  expect(measured(2000)).toEqual(measured(2000));
  expect(measured(513)!.rows!.of.texts).toHaveLength(171);
  expect(measured(512)!.rows).toBeNull();
  expect(measured(9)).toBeNull();
});

it('tells why', () => {
  const info = { name: 'small', pooling: 'cls', pooling_from: 'default' } as const;
  expect(poolingReason(info, 'user').text).toBe('as was chosen');
  expect(poolingReason(info, errors(0.5, 0.6)).text).toBe(
    'because a linear model on the frozen encoder has the lowest loss on training rows held out: 0.500, and 0.600 with [CLS], the first token',
  );
  expect(poolingReason(info, [...errors(0.5, 0.6), { pooling: 'compared', error: 0.55 }]).text).toBe(
    'because a linear model on the frozen encoder has the lowest loss on training rows held out: 0.500, and 0.550 with both texts one by one, and how their means differ',
  );
  expect(poolingReason(info, errors(0.0402, 0.0404)).text).toMatch(/held out: 0\.0402, and 0\.0404 with/);
  expect(poolingReason(info, errors(0.5, 0.5)).text).toMatch(/has as low a loss with .* held out: 0\.500$/);
  expect(poolingReason(info, errors(0.5, null)).text).toBe(
    'because a linear model on the frozen encoder can be fitted to it, and not to [CLS], the first token',
  );
  expect(poolingReason(info, errors(null, null)).text).toMatch(/^BERT's default/);
});
