// SPDX-License-Identifier: Apache-2.0
// The sentence that says whether fine-tuning is worth it.
import { expect, it } from 'vitest';
import { pOf, standingOf } from '../../web/data/worth';
import type { Baselines, Metrics } from '../../web/engine/messages';

const metrics = (numbers: Partial<Metrics>): Metrics => ({ loss: 1, intervals: {}, ...numbers });

function baselines(primary: Baselines['primary'], majority: number, pieces: number, p: number): Baselines {
  const of = (name: 'majority' | 'pieces', value: number) => ({
    name,
    what: name === 'pieces' ? 'a bag' : 'the mean',
    metrics: metrics({ [primary]: value }),
    against: { p, differences: {} },
  });
  return { primary, baselines: [of('majority', majority), of('pieces', pieces)] };
}

it('compares with the better baseline', () => {
  const yes = standingOf(baselines('accuracy', 0.5, 0.7, 0.0004), metrics({ accuracy: 0.9 }), 1000, {});
  expect(yes).toMatchObject({ worth: 'yes', name: 'accuracy' });
  expect(yes.values.map(({ value }) => value)).toEqual([0.5, 0.7, 0.9]);
  expect(yes.sentence).toBe('Yes: it is better than a bag on these 1,000 test rows (p < 0.001).');
  const no = standingOf(baselines('accuracy', 0.8, 0.7, 0.01), metrics({ accuracy: 0.6 }), 50, {});
  expect(no.sentence).toBe('No: the mean is better on these 50 test rows (p = 0.010).');
});

it('says so where a difference is not shown', () => {
  const open = standingOf(baselines('f1', 0, 0.7, 0.19), metrics({ f1: 0.72 }), 50, {});
  expect(open).toMatchObject({ worth: 'open', name: 'f1' });
  expect(open.sentence).toMatch(/^Not shown: .* cannot be told apart on these 50 test rows \(p = 0.19\)\.$/);
});

it('knows that a smaller error is better', () => {
  const result = standingOf(baselines('rmse', 1.5, 1.7, 0.001), metrics({ rmse: 0.9 }), 50, {});
  expect(result.sentence).toBe('Yes: it is better than the mean on these 50 test rows (p = 0.001).');
  expect(standingOf(baselines('rmse', 1.5, 1.7, 0.001), metrics({ rmse: 1.6 }), 50, {}).worth).toBe('no');
  expect(pOf(0.0499)).toBe('p = 0.050');
});

it('calls a head that was trained alone what it is', () => {
  const of = standingOf(baselines('accuracy', 0.5, 0.7, 0.3), metrics({ accuracy: 0.72 }), 50, { method: 'head' });
  expect(of.question).toBe('Is the trained head worth it here?');
  expect(of.values.at(-1)!.what).toBe('trained head');
  expect(of.sentence).toMatch(/^Not shown: the trained head and a bag cannot/);
});
