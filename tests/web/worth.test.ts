// SPDX-License-Identifier: Apache-2.0
// The sentence that says whether fine-tuning is worth it.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changeInWords, standingOf } from '../../web/answers/worth';
import type { Baseline, Baselines, Difference, Metrics } from '../../web/border/messages';
import { chance } from '../../web/ui/format';
import { refusal } from '../../web/engine/refusals';
import { findings as german } from '../../web/words/de/findings';
import { findings } from '../../web/words/en/findings';
import { headline } from '../../web/words/en/headline';
import { metrics as named } from '../../web/words/en/metrics';
import { worth } from '../../web/words/en/worth';

const metrics = (numbers: Partial<Metrics>): Metrics => ({ loss: 1, intervals: {}, ...numbers });

function baselines(primary: Baselines['primary'], majority: number, pieces: number, p: number): Baselines {
  const of = (name: 'majority' | 'pieces', value: number) => ({
    name,
    what: name === 'pieces' ? 'a bag' : 'the mean',
    metrics: metrics({ [primary]: value }),
    against: { p, differences: {} },
  });
  return { primary, baselines: [of('majority', majority), of('pieces', pieces)], missing: null };
}

it('compares with the better baseline', () => {
  const yes = standingOf(baselines('accuracy', 0.5, 0.7, 0.0004), metrics({ accuracy: 0.9 }), 1000, {});
  expect(yes).toMatchObject({ worth: 'yes', name: 'accuracy' });
  expect(yes.values.map(({ value }) => value)).toEqual([0.5, 0.7, 0.9]);
  expect(yes.sentence.text).toBe('Yes: it is better than a bag on these 1,000 test rows (p\u00a0<\u00a00.001).');
  const no = standingOf(baselines('accuracy', 0.8, 0.7, 0.01), metrics({ accuracy: 0.6 }), 50, {});
  expect(no.sentence.text).toBe('No: the mean is better on these 50 test rows (p\u00a0=\u00a00.010).');
});

it('says so where a difference is not shown', () => {
  const open = standingOf(baselines('f1', 0, 0.7, 0.19), metrics({ f1: 0.72 }), 50, {});
  expect(open).toMatchObject({ worth: 'open', name: 'f1' });
  expect(open.sentence.text).toMatch(
    /^Not shown: .* cannot be told apart on these 50 test rows \(p\u00a0=\u00a00.19\)\.$/,
  );
});

it('knows that a smaller error is better', () => {
  const result = standingOf(baselines('rmse', 1.5, 1.7, 0.001), metrics({ rmse: 0.9 }), 50, {});
  expect(result.sentence.text).toBe('Yes: it is better than the mean on these 50 test rows (p\u00a0=\u00a00.001).');
  expect(standingOf(baselines('rmse', 1.5, 1.7, 0.001), metrics({ rmse: 1.6 }), 50, {}).worth).toBe('no');
  expect(chance(0.0499)).toBe('p\u00a0=\u00a00.050');
});

it('calls a head that was trained alone what it is', () => {
  const of = standingOf(baselines('accuracy', 0.5, 0.7, 0.3), metrics({ accuracy: 0.72 }), 50, { method: 'head' });
  expect(of.question.text).toBe('Is the trained head worth it here?');
  expect(of.values.at(-1)!.what.text).toBe('trained head');
  expect(of.sentence.text).toMatch(/^Not shown: the trained head and a bag cannot/);
});

describe('a head on the frozen encoder', () => {
  const beside = (value: number, p: number, difference: Partial<Difference>): Baselines => {
    const two = baselines('accuracy', 0.5, 0.7, 0.0004);
    const against = { p, differences: { accuracy: { value: null, interval: [null, null], p, ...difference } } };
    const head = { name: 'frozen', what: 'a frozen head', metrics: metrics({ accuracy: value }), against };
    return { ...two, baselines: [...two.baselines, head as Baseline] };
  };

  it('is told apart: how much fine-tuning brings', () => {
    const found = standingOf(
      beside(0.85, 0.002, { value: 0.05, interval: [0.02, 0.081] }),
      metrics({ accuracy: 0.9 }),
      200,
      {},
    );
    expect(found).toMatchObject({ worth: 'yes', headAlone: false });
    expect(found.sentence.text).toBe(
      'Yes: it is better than a frozen head on these 200 test rows (p\u00a0=\u00a00.002).',
    );
    expect(found.frozen?.text).toBe(
      'Compared with the head alone on the frozen encoder, accuracy is 5.0 percentage points higher (95 % interval 2.0 to 8.1).',
    );
  });

  it('is offered where the difference is not shown, though another baseline is the better one', () => {
    const found = standingOf(
      beside(0.89, 0.4, { value: 0.01, interval: [-0.01, 0.03] }),
      metrics({ accuracy: 0.9 }),
      200,
      {},
    );
    expect(found).toMatchObject({ worth: 'open', headAlone: true });
    expect(found.frozen?.text).toMatch(
      /^On these rows nothing shows that .*: fine-tuned, accuracy is 1.0 percentage points higher, which chance alone may bring \(p\u00a0=\u00a00.40\)\. .* by validation rows, or by several runs .*, and not by these rows\.$/,
    );
    const second = standingOf(beside(0.6, 0.2, { value: 0.3 }), metrics({ accuracy: 0.9 }), 200, {});
    expect(second).toMatchObject({ worth: 'yes', headAlone: true });
  });

  it('is offered where it is better', () => {
    const found = standingOf(
      beside(0.95, 0.01, { value: -0.05, interval: [-0.08, -0.02] }),
      metrics({ accuracy: 0.9 }),
      200,
      {},
    );
    expect(found).toMatchObject({ worth: 'no', headAlone: true });
    expect(found.frozen?.text).toMatch(
      /is better on these rows: fine-tuned, accuracy is 5.0 percentage points lower \(95 % interval 2.0 to 8.0\)\. .* by validation rows, or by several runs .*, and not by these rows\.$/,
    );
  });

  it('is missing with its reason, or is the model itself', () => {
    const two = baselines('accuracy', 0.5, 0.7, 0.0004);
    const found = standingOf(
      { ...two, missing: refusal.notCompared(refusal.keptHead) },
      metrics({ accuracy: 0.9 }),
      50,
      {},
    );
    expect(found).toMatchObject({
      frozen: {
        text: expect.stringMatching(/^It is not compared .*: the head is the one of the checkpoint/) as string,
      },
      headAlone: false,
    });
    expect(standingOf(two, metrics({ accuracy: 0.9 }), 50, {}).frozen).toBeNull();
  });
});

it('writes a difference of any size', () => {
  const of = (value: number | null, low: number | null, high: number | null) =>
    changeInWords({ p: 0.01, differences: { rmse: { value, interval: [low, high], p: 0.01 } } }, 'rmse').text;
  expect(of(-1234.5, -2000, 12.345)).toBe('RMSE is 1,235 lower (95 % interval -12.35 to 2,000)');
  expect(of(0.5, null, null)).toBe('RMSE is 0.500 higher');
  expect(of(0, -0.05, 0.04)).toBe('RMSE is the same');
  expect(of(null, null, null)).toBe('RMSE is not defined');
});

describe('a figure is called by the name that the page shows', () => {
  it('inside a sentence too', () => {
    const inside = ['pearson', 'spearman', 'rmse', 'macro_f1', 'accuracy'].map(named.inside);
    expect(inside).toEqual(['Pearson', 'Spearman', 'RMSE', 'macro F1', 'accuracy']);
  });
  it('of spans, which have no macro F1', () => {
    for (const { unevenTypes } of [findings, german])
      expect(unevenTypes('many', 80, 'few', 5)).not.toMatch(/ma[ck]ro|mi[ck]ro/i);
  });
  it('the head that fine-tuning is compared with by one', () => {
    const name = 'the head alone on the frozen encoder';
    expect(headline.usualLabel('yes', 50, 80)).toContain(name);
    expect(worth.headEnough('')).toContain(name);
    expect(readFileSync('web/engine/frozen_head.ts', 'utf8')).toContain(`what = '${name}'`);
  });
});
