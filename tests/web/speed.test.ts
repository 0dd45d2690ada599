// SPDX-License-Identifier: Apache-2.0
// How fast the engine is taken to be: what a whole pass over rows has taken decides, and nothing shorter or partial.
import { expect, it } from 'vitest';
import type { Data, Model } from '../../web/engine/module';
import { Speed } from '../../web/engine/speed';

const PASS = 6e9;
const asked: unknown[] = [];
const model = { plan: (...args: unknown[]) => (asked.push(args), { flops: PASS }) } as unknown as Model;
const train = { rows: 700, info: () => ({ tokens: 9000 }) } as Data;
const row = { kind: 'features', rows: 700, of: 700, tokens: 9000 } as const;

it('is that of a whole pass, in the operations of the encoder alone', () => {
  const speed = new Speed(40e9);
  speed.note(model, train, row, 2);
  expect(speed.flops).toBe(3e9);
  expect(asked).toEqual([[train, null, { method: 'head', head_start: 'random' }]]);
});

it('counts what was read, where the rest had been read before', () => {
  const speed = new Speed(40e9);
  speed.note(model, train, { ...row, tokens: 6000 }, 2);
  expect(speed.flops).toBe(2e9);
});

it.each([
  ['a part of the rows', { ...row, rows: 699 }, 2],
  ['rows that it had read before', { ...row, tokens: 0 }, 2],
  ['a moment', row, 0.1],
])('is not that of %s', (_, told, seconds) => {
  const speed = new Speed(40e9);
  speed.note(model, train, told, seconds);
  expect(speed.flops).toBe(40e9);
});
