// SPDX-License-Identifier: Apache-2.0
// What the step Evaluate makes of a test: the headline, thresholds, and spans drawn in a text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headlineOf } from '../../web/answers/headline';
import { marksOf } from '../../web/answers/marks';
import { cutAt, cutsOf, falseAlarms, precisionOf, recallOf } from '../../web/answers/thresholds';
import type { Baselines, Metrics } from '../../web/border/messages';

const metrics = (numbers: Partial<Metrics>): Metrics => ({ loss: 1, intervals: {}, ...numbers });
const beside = (numbers: Partial<Metrics>, frozen?: Partial<Metrics>): Baselines => ({
  primary: 'accuracy',
  missing: null,
  baselines: [
    { name: 'majority', what: 'always', metrics: metrics(numbers) },
    ...(frozen ? [{ name: 'frozen' as const, what: 'a head', metrics: metrics(frozen) }] : []),
  ],
});

test('the headline counts texts', () => {
  const task = 'single_label_classification';
  const model = metrics({ accuracy: 128 / 150 });
  const labels = ['negative', 'positive', 'none'];
  const per_class = [75, 75, 0].map((support) => ({ precision: 0, recall: 0, f1: 0, support }));
  const told = (numbers: Partial<Metrics>) =>
    headlineOf({
      ...{ task, metrics: model, rows: 150, labels },
      baselines: beside({ accuracy: 0.5, per_class, ...numbers }, { accuracy: 0.84 }),
    }).map(({ text }) => text);
  // In a matrix, or where labels are many in a list of the mistakes, which may be none.
  const matrix: Metrics['confusion'] = [[0, 75, 0], [0, 75, 0], [0, 0, 0]]; // prettier-ignore
  const list: Metrics['confused'] = [[0, 1, 75]];
  for (const metrics of [{ confusion: matrix! }, { confused: list! }])
    expect(told(metrics)).toEqual([
      'Right on 128 of 150 new texts.',
      'Always saying “positive” would be right on 75; the head alone on the frozen encoder on 126.',
    ]);
  expect(told({ confused: [] })[1]).toMatch(/^Always saying “negative”/);
  expect(headlineOf({ task, metrics: model, rows: 1500, baselines: null, labels: [] }).map(({ text }) => text)).toEqual(
    ['Right on 1,280 of 1,500 new texts.'],
  );
});

test('the headline tells how many texts are different', () => {
  const tested = { metrics: metrics({ accuracy: 0.9 }), rows: 400, baselines: null, labels: [], repeats: 360 };
  const [right, repeats] = headlineOf({ task: 'single_label_classification', ...tested }).map(({ text }) => text);
  expect([right, repeats]).toEqual([
    'Right on 360 of 400 new texts.',
    'These are 40 different texts: 360 rows have the text of another, and the figures count each row as a new one.',
  ]);
});

test('the headline counts pairs as pairs', () => {
  const tested = { rows: 40, baselines: null, labels: [], pairs: true, repeats: 4 };
  const of = (task: Parameters<typeof headlineOf>[0]['task'], numbers: Partial<Metrics>) =>
    headlineOf({ task, ...tested, metrics: metrics(numbers) }).map(({ text }) => text);
  expect(of('single_label_classification', { accuracy: 0.9 })).toEqual([
    'Right on 36 of 40 new pairs.',
    'These are 36 different pairs: 4 rows have the texts of another, and the figures count each row as a new one.',
  ]);
  expect(of('multi_label_classification', { subset_accuracy: 0.5 })[0]).toBe(
    'Every label right on 20 of 40 new pairs.',
  );
  expect(of('regression', { mae: 0.25 })[0]).toBe('On 40 new pairs the prediction is off by 0.25 on average.');
});

test('the headline names the labels that were not measured', () => {
  const task = 'single_label_classification';
  const tested = {
    task,
    metrics: metrics({ accuracy: 1 }),
    rows: 15,
    baselines: null,
    labels: [] as string[],
  } as const;
  const last = (labels: string[]) => headlineOf({ ...tested, untested: { of: 3, labels } }).at(-1)!.text;
  expect(last([])).toBe('Right on 15 of 15 new texts.');
  expect(last(['perhaps'])).toBe('One label has no test row, so nothing is known of it: “perhaps” (1 of 3 labels).');
  expect(last(['no', 'perhaps'])).toBe(
    '2 labels have no test row, so nothing is known of them: “no” and “perhaps” (2 of 3 labels).',
  );
});

test('each task has its own', () => {
  const of = (task: Parameters<typeof headlineOf>[0]['task'], numbers: Partial<Metrics>, baselines: Baselines | null) =>
    headlineOf({ task, metrics: metrics(numbers), rows: 10, baselines, labels: [] })
      .map(({ text }) => text)
      .join(' ');
  expect(of('multi_label_classification', { subset_accuracy: 0.7 }, beside({ subset_accuracy: 0.1 }))).toBe(
    'Every label right on 7 of 10 new texts. Always giving the most frequent labels would be right on 1.',
  );
  expect(of('regression', { mae: 0.4321 }, beside({ mae: 1 }))).toBe(
    'On 10 new texts the prediction is off by 0.432 on average. Always saying the mean would be off by 1.',
  );
  const line = { precision: 0.8, recall: 0.5, f1: 0.6, support: 8 };
  expect(of('token_classification', { f1: 0.6, precision: 0.8, recall: 0.5, per_type: [line] }, null)).toBe(
    'Found 4 of 8 spans in 10 new texts. It marked 5 spans, 1 of them wrong.',
  );
  expect(of('token_classification', { f1: 0.7, precision: 1, recall: 0.5, per_type: [line] }, null)).toMatch(
    /It marked 4 spans, none of them wrong\.$/,
  );
  expect(of('token_classification', { accuracy: 0.9 }, null)).toBe('Right on 90.0 % of the words of 10 new texts.');
});

test('a threshold gives what counting gives, for any scores', () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), fc.integer({ min: 0, max: 9 }), (rows, at) => {
      const threshold = at / 8;
      const given = rows.filter(([score]) => score / 8 >= threshold);
      const cuts = cutsOf(rows.map(([score]) => score / 8), rows.map(([, has]) => has)); // prettier-ignore
      const found = cutAt(cuts, threshold);
      expect([found.given, found.right]).toEqual([given.length, given.filter(([, has]) => has).length]);
      if (cuts.positive) expect(recallOf(cuts, found)).toBe(found.right / cuts.positive);
      if (given.length) expect(precisionOf(found)).toBe(found.right / given.length);
      const others = rows.length - cuts.positive;
      if (others) expect(falseAlarms(cuts, found)).toBe((found.given - found.right) / others);
    }),
  );
  expect(precisionOf(cutsOf([0.5], [true]).cuts[0]!)).toBe(1);
});

test('spans are found, missed, invented or of other borders', () => {
  const words: [number, number][] = [[0, 4], [5, 9], [10, 14], [15, 19], [20, 24], [25, 29]]; // prettier-ignore
  const tags = ['B-a', 'O', 'B-b', 'I-b', 'O', 'B-a'];
  const said = (start: number, end: number, label: string) => ({ start, end, label, text: '', score: 1 });
  const found = [said(0, 4, 'a'), said(5, 9, 'b'), said(10, 14, 'b')];
  expect(marksOf({ words, tags }, found).map(({ start, end, kind }) => [start, end, kind])).toEqual([
    [0, 4, 'right'],
    [5, 9, 'invented'],
    [10, 14, 'other'],
    [14, 19, 'missed'],
    [25, 29, 'missed'],
  ]);
  expect(marksOf({ words, tags: tags.map(() => 'O') }, [])).toEqual([]);
});
