// SPDX-License-Identifier: Apache-2.0
// The learning curve: which rows are trained on and measured, and the sentence about twice as many.
import { describe, expect, it } from 'vitest';
import { curveInput, curveJob, curveMeasured, curveSentence, type LearningCurve } from '../../web/answers/curve';
import type { Example } from '../../web/read/table';
import type { Prepared } from '../../web/rows/prepare';
import type { Compared, Primary } from '../../web/border/messages';

const LABELS = ['a', 'b', 'c'];
const rows = (n: number, from = 0): Example[] =>
  Array.from({ length: n }, (_, i) => ({ row: from + i + 1, text: `text ${from + i}`, label: LABELS[(i % 4) % 3]! }));

const prepared = (train: number, validation: number, more: Partial<Prepared> = {}): Prepared =>
  ({
    task: 'single_label_classification',
    labels: LABELS,
    parts: { train: rows(train), validation: rows(validation, 5000), test: rows(40, 9000) },
    ...more,
  }) as Prepared;

const share = (examples: Example[], label: string) =>
  examples.filter((example) => example.label === label).length / examples.length;

describe('the rows of a learning curve', () => {
  it('are nested halves that keep the share of every label, measured on the validation rows', () => {
    const job = curveJob(prepared(400, 60), 1)!;
    expect(job).toMatchObject({ on: 'validation', sizes: [50, 100, 200, 400], measured: 60 });
    const { trains, measured } = job.folds[0]!;
    expect(measured).toHaveLength(60);
    trains.forEach((part, k) => {
      expect(new Set(trains[k + 1] ?? part)).toEqual(new Set([...(trains[k + 1] ?? part), ...part]));
      for (const label of LABELS) expect(share(part, label)).toBeCloseTo(share(trains.at(-1)!, label), 1);
    });
    expect(curveJob(prepared(400, 60), 1)).toEqual(job);
    expect(curveJob(prepared(400, 60), 2)!.folds[0]!.trains[0]).not.toEqual(trains[0]);
  });

  it('are measured in turn where there are few validation rows, and never with their own training', () => {
    const data = prepared(160, 40);
    const job = curveJob(data, 1)!;
    expect(job).toMatchObject({ on: 'folds', sizes: [20, 40, 80, 160], measured: 200 });
    for (const { trains, measured } of job.folds)
      expect(measured.some((example) => trains.at(-1)!.includes(example))).toBe(false);
    const all = job.folds.flatMap(({ measured }) => measured);
    expect(new Set(all)).toEqual(new Set([...data.parts.train, ...data.parts.validation]));
    expect(curveMeasured(job).text).toMatch(
      /^measured by 5-fold cross-validation on the 200 training and validation rows/,
    );
  });

  it('leaves out sizes that are too small, and is not there without two of them', () => {
    expect(curveJob(prepared(40, 60), 1)!.sizes).toEqual([10, 20, 40]);
    expect(curveJob(prepared(12, 60), 1)).toBeNull();
    expect(curveJob(prepared(4, 2), 1)).toBeNull();
  });

  it.each([
    ['multi_label_classification', (i: number) => ({ names: LABELS.filter((_, k) => (i >> k) & 1) }), 3],
    ['regression', (i: number) => ({ values: [i / 7] }), 1],
  ] as const)('are even for %s', (task, more, width) => {
    const data = prepared(200, 60, { task });
    for (const part of [data.parts.train, data.parts.validation]) part.forEach((row, i) => Object.assign(row, more(i)));
    const job = curveJob(data, 1)!;
    expect(job.sizes).toEqual([25, 50, 100, 200]);
    const input = curveInput(job, data, { cut: { max_length: 16 }, options: {}, what: 'head' });
    expect(input.folds[0]!.trains[0]!.labels).toHaveLength(25 * width);
    expect(input.all.labels).toHaveLength(60 * width);
  });

  it('are trained on without early stopping, with the loss of the training', () => {
    const optionsOf = (options: Record<string, number | string>, what: 'head' | 'everything') =>
      curveInput(curveJob(prepared(100, 60), 1)!, prepared(100, 60), { cut: { max_length: 16 }, options, what })
        .options;
    const typed = { seed: 3, epochs: 5, patience: 2, method: 'lora', label_smoothing: 0.1 };
    expect(optionsOf(typed, 'head')).toEqual({ seed: 3, label_smoothing: 0.1, method: 'head' });
    expect(optionsOf(typed, 'everything')).toEqual({ ...typed, method: 'full', patience: 0 });
    expect(optionsOf({ ...typed, method: 'head' }, 'everything')).toEqual({
      seed: 3,
      label_smoothing: 0.1,
      method: 'full',
    });
  });
});

describe('the sentence about twice as many rows', () => {
  const curve = (primary: Primary, value: number, p: number): LearningCurve => {
    const against = { p, differences: { [primary]: { value, interval: [value - 0.02, value + 0.02], p } } };
    const point = { primary, metrics: { loss: 1, intervals: {} }, against } as unknown as Compared;
    return { what: 'head', on: 'validation', sizes: [300, 600], measured: 100, points: [point, point] };
  };
  it('promises nothing where the gain may be chance', () => {
    expect(curveSentence(curve('accuracy', 0.01, 0.3)).text).toBe(
      'From 300 to 600 training rows accuracy is 1.0 percentage points higher, which chance alone may bring (p\u00a0=\u00a00.30). Nothing here shows that more rows would help.',
    );
  });
  it('expects no more than the last gain', () => {
    expect(curveSentence(curve('accuracy', 0.05, 0.001)).text).toMatch(
      /1,200 rows may bring about as much again, or less\.$/,
    );
    expect(curveSentence(curve('rmse', -0.05, 0.001)).text).toMatch(/RMSE is 0.050 lower .* or less\.$/);
  });
  it('says where more rows made it worse', () => {
    expect(curveSentence(curve('accuracy', -0.05, 0.001)).text).toMatch(/made it worse/);
    expect(curveSentence(curve('rmse', 0.05, 0.001)).text).toMatch(/made it worse/);
  });
});
