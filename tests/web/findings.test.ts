// SPDX-License-Identifier: Apache-2.0
// What a training that went wrong is told, and that a good one is told nothing.
import { expect, it } from 'vitest';
import { changesOf, findingsOf, testFinding, type Story } from '../../web/answers/findings';
import { validationOf } from '../../web/answers/validation';
import type { Baselines, MeterRow, Metrics, ValidationRow } from '../../web/border/messages';

const check = (numbers: Partial<ValidationRow>): ValidationRow => ({
  ...{
    kind: 'validation',
    step: 1,
    epoch: 1,
    loss: 0.4,
    accuracy: 0.9,
    balanced_accuracy: 0.9,
    macro_f1: 0.9,
    mcc: 0.8,
  },
  ...numbers,
});
const moved = (cka: number, now: number): MeterRow => ({
  ...{
    kind: 'meter',
    step: 1,
    epoch: 1,
    layers: [
      { cka: 1, cosine: 1 },
      { cka, cosine: cka },
    ],
  },
  masked_loss: { before: 4, now },
});
const good: Story = {
  task: 'single_label_classification',
  labels: ['no', 'yes'],
  counts: [50, 50],
  options: { method: 'full', learning_rate: 1e-4, keep: 'best', best_metric: 'loss', class_weights: 'none' },
  ownRate: false,
  foreign: false,
  losses: [0.6, 0.6, 0.5, 0.4, 0.3, 0.3],
  validations: [check({})],
  best: null,
  fit: null,
  meter: moved(0.7, 4.3),
};
const namesOf = (story: Partial<Story>) => findingsOf({ ...good, ...story }).map(({ name }) => name);

it('has nothing to say of a good run', () => {
  expect(namesOf({})).toEqual([]);
  expect(namesOf({ validations: [], meter: null, losses: [] })).toEqual([]);
});

it('tells a loss that exploded', () => {
  expect(namesOf({ losses: [0.6, 0.5, 2, 5, 4, 4] })).toEqual(['exploded']);
  expect(namesOf({ losses: [0.01, 0.01, 0.02, 0.03, 0.03, 0.03] })).toEqual([]); // noise of a head that fits its rows
});

it('tells that the updates have spoiled a head that was fitted', () => {
  const fitted = { kind: 'fit', iterations: 9, strength: 1, held_out_error: 0.5, held_out_accuracy: 0.8 } as const;
  const story = { fit: { ...fitted, held_out_loss: 0.5 }, validations: [check({ loss: 11 })] };
  expect(findingsOf({ ...good, ...story })).toMatchObject([
    { name: 'spoiled', text: expect.stringMatching(/had a loss of 0\.500 .* has 11\.000 /) },
  ]);
  expect(namesOf({ ...story, losses: [] })).toEqual([]); // nothing but the fit
  expect(namesOf({ ...story, validations: [check({ loss: 0.8 })] })).toEqual([]); // above, and below chance's
  expect(namesOf({ ...story, fit: { ...fitted, held_out_loss: null } })).toEqual([]);
});

it('tells one label for all rows, by the numbers of a constant answer', () => {
  const constant = check({ accuracy: 0.3, balanced_accuracy: 1 / 3, macro_f1: (2 * 0.3) / 1.3 / 3, mcc: 0 });
  const story = { labels: ['a', 'b', 'c'], counts: [20, 30, 50], validations: [constant] };
  expect(findingsOf({ ...good, ...story })).toMatchObject([
    { name: 'collapsed', text: 'All 100 validation rows get one label, "b".' },
  ]);
  // The same accuracy by answers of several labels is no constant, and still no better than always "c".
  expect(namesOf({ ...story, validations: [check({ ...constant, macro_f1: 0.28 })] })).toEqual(['chance']);
  expect(
    namesOf({ ...story, validations: [check({ accuracy: 0.51, balanced_accuracy: 0.4, macro_f1: 0.4 })] }),
  ).toEqual([]);
});

it('lets rare labels be paid for with accuracy where weights ask for it', () => {
  const story = { counts: [95, 5], validations: [check({ accuracy: 0.9, balanced_accuracy: 0.85, macro_f1: 0.7 })] };
  expect(namesOf(story)).toEqual(['chance']);
  expect(namesOf({ ...story, options: { ...good.options, class_weights: 'balanced' } })).toEqual([]);
});

it('knows the other tasks', () => {
  const validation = (numbers: object): ValidationRow => ({
    kind: 'validation',
    step: 1,
    epoch: 1,
    loss: 1,
    ...numbers,
  });
  expect(namesOf({ task: 'regression', counts: [], validations: [validation({ pearson: null, rmse: 2 })] })).toEqual([
    'chance',
  ]);
  expect(namesOf({ task: 'regression', counts: [], validations: [validation({ pearson: 0.5, rmse: 2 })] })).toEqual([]);
  const words = { task: 'token_classification' as const, labels: ['O', 'B-X', 'I-X'], counts: [90, 8, 2] };
  expect(namesOf({ ...words, validations: [validation({ f1: 0, strict_f1: 0, accuracy: 0.9 })] })).toEqual([
    'collapsed',
  ]);
  expect(namesOf({ ...words, validations: [validation({ f1: 0.2, strict_f1: 0.2, accuracy: 0.9 })] })).toEqual([]);
});

it('tells an encoder that has forgotten', () => {
  expect(findingsOf({ ...good, meter: moved(0.25, 10.77) })[0]!.text).toMatch(/moved by 75 %.* from 4.00 to 10.77\.$/);
  expect(namesOf({ meter: moved(0.02, 4) })).toEqual(['forgotten']);
  expect(namesOf({ meter: { ...moved(0.5, 4), masked_loss: null } })).toEqual([]);
});

it('looks at the validation of the weights that are left', () => {
  const validations = [check({ epoch: 1, loss: 0.5 }), check({ epoch: 2, loss: 0.2 }), check({ epoch: 3, loss: 0.6 })];
  const best = { kind: 'best' as const, epoch: 1, of: 3, stopped: false, metric: 'accuracy', value: 0.9 };
  const of = (options: object) =>
    validationOf({ validations, best: null, options: { ...good.options, ...options } })?.epoch;
  expect(validationOf({ validations, best, options: {} })?.epoch).toBe(1);
  expect([of({}), of({ keep: 'last' }), of({ keep: 'last', patience: 2 })]).toEqual([2, 3, 2]);
  const byF1 = [0.5, 0.7, 0.6].map((f1, i) => ({ ...check({ epoch: i + 1, loss: i + 1 }), f1 }));
  const options = { ...good.options, keep: 'best', best_metric: 'f1' };
  expect(validationOf({ validations: byF1, best: null, options })?.epoch).toBe(2);
  expect(validationOf({ validations: [], best: null, options })).toBeUndefined();
});

it('says what to change, each once', () => {
  const ruined = { ...good, ownRate: true, losses: [0.6, 0.5, 2, 5, 4, 4], meter: moved(0.02, 10) };
  const own = findingsOf({ ...ruined, options: { ...good.options, learning_rate: 3e-3 } });
  expect(changesOf(own).map(({ text }) => text)).toEqual([
    expect.stringMatching(/at its default, or take a tenth of it \(0.0003\), or train the head alone/),
  ]);
  expect(changesOf(findingsOf({ ...ruined, ownRate: false }))[0]?.text).toMatch(
    /^Take a lower learning rate than 0.0001, or/,
  );
  const head = { ...ruined, options: { method: 'head', head_start: 'fitted', learning_rate: 0.01 } };
  expect(changesOf(findingsOf(head))[0]?.text).toMatch(/^Check that the labels follow/);
});

it('tells a model that the most frequent answer equals on the test rows', () => {
  const metrics = (numbers: Partial<Metrics>): Metrics => ({ loss: 1, intervals: {}, ...numbers });
  const simple = (primary: Baselines['primary'], value: number, more = {}): Baselines => ({
    primary,
    baselines: [{ name: 'majority', what: 'always saying no', metrics: metrics({ [primary]: value, ...more }) }],
    missing: null,
  });
  expect(testFinding(good, metrics({ accuracy: 0.6 }), simple('accuracy', 0.6))!.text).toBe(
    'On the test rows the model is no better than always saying no: Accuracy 60.0\u00a0%, there 60.0\u00a0%.',
  );
  expect(testFinding(good, metrics({ accuracy: 0.61 }), simple('accuracy', 0.6))).toBeNull();
  expect(testFinding(good, metrics({ rmse: 1.9 }), simple('rmse', 2))).toBeNull();
  expect(testFinding(good, metrics({ rmse: 2 }), simple('rmse', 2))).not.toBeNull();
  const weighted = { ...good, options: { ...good.options, class_weights: 'balanced' } };
  const [model, always] = [
    metrics({ accuracy: 0.9, balanced_accuracy: 0.8 }),
    simple('accuracy', 0.95, { balanced_accuracy: 0.5 }),
  ];
  expect(testFinding(weighted, model, always)).toBeNull();
  expect(testFinding(good, model, always)).not.toBeNull();
});

it('of texts that the vocabulary cannot write, no option of the training is to be changed', () => {
  const { options } = good;
  const exploded = { losses: [0.6, 0.5, 2, 5, 4, 4], foreign: true };
  expect(
    changesOf(findingsOf({ ...good, ...exploded }))
      .map(({ text }) => text)
      .join(),
  ).toMatch(/^No other option/);
  const usual: Baselines = { ...{ primary: 'accuracy', rows: 9 }, baselines: [] } as unknown as Baselines;
  usual.baselines.push({ name: 'majority', what: 'label', metrics: { accuracy: 0.5 } } as never);
  const test = { accuracy: 0.5 } as Metrics;
  expect(testFinding({ options, ownRate: true, foreign: true }, test, usual)?.change.text).toMatch(/^No other option/);
});
