// SPDX-License-Identifier: Apache-2.0
// Which options have an effect, and what is left of them when the method changes.
import { expect, it } from 'vitest';
import { afterChange, effective, hasEffect, withoutEffect, type Circumstances } from '../../web/rows/effects';

const at = (method: Circumstances['method'], head_start: Circumstances['head_start'] = 'fitted', validation = 100) => ({
  ...{ method, head_start, validation },
});
const write = (name: string) => `--${name.replaceAll('_', '-')}`;

it('takes the options of updates from a head that is fitted alone', () => {
  for (const name of ['learning_rate', 'epochs', 'batch_size', 'patience', 'keep', 'start_share', 'adam_beta1'])
    expect([hasEffect(name, at('head')), hasEffect(name, at('head', 'random')), hasEffect(name, at('full'))]).toEqual([
      false,
      true,
      true,
    ]);
  for (const name of ['class_weights', 'label_smoothing', 'head_start', 'seed', 'tokens_in_flight'])
    expect(hasEffect(name, at('head'))).toBe(true);
});

it('takes the options of other methods from a method', () => {
  expect(hasEffect('lora_rank', at('lora')) && !hasEffect('lora_rank', at('full'))).toBe(true);
  expect(hasEffect('last_layers', at('layers')) && !hasEffect('last_layers', at('lora'))).toBe(true);
  expect(hasEffect('recompute', at('full')) && !hasEffect('recompute', at('head', 'random'))).toBe(true);
});

it('chooses no epoch by few rows', () => {
  expect(effective({ patience: 3, keep: 'best', epochs: 4 }, at('full', 'fitted', 19))).toEqual({ epochs: 4 });
  expect(effective({ patience: 3 }, at('full', 'fitted', 20))).toEqual({ patience: 3 });
});

it('drops what was typed for one method when another is chosen', () => {
  const typed = { learning_rate: 0.01, epochs: 100, lora_rank: 4, label_smoothing: 0.1, weight_decay: 0.1 };
  expect(afterChange(typed, at('full'))).toEqual({ label_smoothing: 0.1, weight_decay: 0.1 });
  expect(afterChange(typed, at('head'))).toEqual({ label_smoothing: 0.1 });
});

it('names in a sentence what has no effect', () => {
  expect(withoutEffect({ epochs: 3, learning_rate: 1, seed: 2 }, at('head'), write)).toEqual([
    '--epochs, --learning-rate have no effect: with the method head the head is fitted at once, without updates.',
  ]);
  expect(withoutEffect({ patience: 3, lora_rank: 2 }, at('full', 'fitted', 0), write)).toEqual([
    '--patience has no effect: an epoch is chosen by 20 validation rows or more, not by 0.',
    '--lora-rank has no effect: the method full does not use it.',
  ]);
  expect(withoutEffect({ epochs: 3 }, at('full'), write)).toEqual([]);
});
