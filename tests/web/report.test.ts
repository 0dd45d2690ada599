// SPDX-License-Identifier: Apache-2.0
// The report is one file without scripts and links; texts are in it only where they are wanted, and as text.
import { expect, test } from 'vitest';
import { reportOf, type Reported } from '../../web/answers/report';
import { metrics as metricsInGerman } from '../../web/words/de/metrics';
import { report } from '../../web/words/de/report';
import { worth } from '../../web/words/de/worth';

const examples = [
  { row: 2, text: '<script>alert(1)</script> secret', label: 'a&b' },
  { row: 3, text: 'fine', label: 'c' },
];
const of: Reported = {
  data: 'my <file>.csv',
  encoder: 'tiny',
  date: '1 May',
  head: { task: 'single_label_classification', labels: ['a&b', 'c'], scheme: 'none', thresholds: [] },
  rows: { train: 8, validation: 0, test: 2 },
  options: { epochs: 3 },
  headline: ['Right on 1 of 2 new texts.', 'Always saying “c” would be right on 1.'],
  metrics: {
    loss: 0.5,
    accuracy: 0.5,
    intervals: { accuracy: [0.1, 0.9] },
    confusion: [
      [0, 1],
      [0, 1],
    ],
    per_class: [
      { precision: 0, recall: 0, f1: 0, support: 1 },
      { precision: 0.5, recall: 1, f1: 0.667, support: 1 },
    ],
  },
  baselines: null,
  examples,
  outputs: [
    [0.4, 0.6],
    [0.2, 0.8],
  ],
  mistakes: null,
};

test('without texts there is none of them, with them they are text', () => {
  const bare = reportOf(of);
  expect(bare).not.toMatch(/secret|fine|<script|href=|src=|url\(/);
  for (const part of [
    'my &lt;file&gt;.csv',
    'Right on 1 of 2',
    '10.0\u00a0% to 90.0\u00a0%',
    'a&amp;b',
    '<polyline',
    'epochs',
  ])
    expect(bare).toContain(part);
  const full = reportOf({ ...of, mistakes: [{ example: examples[0]!, said: 'c', size: 0.6 }] });
  expect(full).toContain('&lt;script&gt;alert(1)&lt;/script&gt; secret');
  expect(full).not.toContain('<script');
  expect(full).not.toContain('fine');
});

test('a label that no row has is measured by dashes', () => {
  const one = of.metrics.per_class![0]!;
  const metrics = { ...of.metrics, per_class: [one, { precision: 0, recall: 0, f1: 0, support: 0 }] };
  expect(reportOf({ ...of, metrics })).toMatch(/(<td>–<\/td>){3}<td>0<\/td>/);
  expect(reportOf(of)).not.toContain('<td>–</td>');
});

test('what the figures of a label count is named: rows, spans, or words', () => {
  const heads = (task: Reported['head']['task'], metrics: Reported['metrics']) =>
    /<th scope="col">F1<\/th><th scope="col">(\w+)<\/th>/.exec(
      reportOf({ ...of, head: { ...of.head, task }, metrics }),
    )?.[1];
  const { per_class, ...others } = of.metrics;
  expect(heads('single_label_classification', of.metrics)).toBe('Rows');
  expect(heads('token_classification', { ...others, per_type: per_class! })).toBe('Spans');
  expect(heads('token_classification', of.metrics)).toBe('Words');
});

test('tasks without curves have none', () => {
  const numbers = { ...of, head: { ...of.head, task: 'regression' as const, labels: ['n'] } };
  const metrics = { loss: 1, mae: 0.5, intervals: {} };
  expect(reportOf({ ...numbers, metrics })).not.toContain('<svg');
});

test('numbers of the rows are written as the figures beside them, in German too', () => {
  const head = { ...of.head, task: 'regression' as const, labels: ['stars', 'price'] };
  const example = { ...examples[0]!, label: '1.5, 7' };
  const metrics = { loss: 1, mae: 0.5, intervals: {} };
  const numbers = { ...of, head, metrics, mistakes: [{ example, said: '2.25, 1234.5', size: 1 }] };
  for (const shown of ['1.5, 7', '2.25, 1234.5']) expect(reportOf(numbers)).toContain(shown);
  const german = reportOf(numbers, { report, metrics: metricsInGerman, worth });
  for (const shown of ['1,5; 7', '2,25; 1234,5']) expect(german).toContain(shown);
});
