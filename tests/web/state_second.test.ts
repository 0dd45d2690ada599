// SPDX-License-Identifier: Apache-2.0
// A second model beside the first: its answers, what it is made of, and what is left when it cannot be opened.
import { afterEach, expect, it, vi } from 'vitest';
import { encoder, LocalWorker, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 120_000 });
afterEach(() => vi.unstubAllGlobals());

const close = (a: number[][], b: number[][]) =>
  a.forEach((row, i) => row.forEach((p, k) => expect(p).toBeCloseTo(b[i]![k]!, 4)));

it('answers beside the first, which stays as it is', async () => {
  const page = await openPage();
  const two = await import('../../web/state/second');
  await page.load();
  page.training.method.value = 'head';
  await page.train();
  const head = await page.engine.engine.call('export.head', { name: 'h', metrics: {} });
  page.results.tryOn('row number 3 says yes 21');
  await until(() => page.results.tryAnswer.value, 'an answer');
  const first = page.results.tryAnswer.value!.outputs;

  // A model without a trained head, and a file that is none, are refused; the first model answers on.
  expect(await two.openSecond(encoder())).toBe(false);
  expect(two.secondTrouble.value).toMatch(/^tiny-bert has no trained head/);
  expect(await two.openSecond([new File(['x'], 'x.safetensors')])).toBe(false);
  expect(two.secondTrouble.value).toMatch(/x\.safetensors is no head/);
  expect([two.second.value, two.secondOpening.value]).toEqual([null, null]);
  expect(LocalWorker.all.slice(1).every(({ dead }) => dead)).toBe(true);

  // A head for the encoder in place.
  expect(await two.openSecond([new File([head], 'h.safetensors')])).toBe(true);
  await until(() => two.secondAnswer.value, 'the answer of the second');
  close(two.secondAnswer.value!.outputs, first);
  expect(page.head.answering.value?.from).toBe('run');

  // The model of now is held, and another one trained in its place.
  expect(await two.holdModel()).toBe(true);
  await page.data.openData([rows(150, ['a', 'b', 'c'], 'other')]);
  await page.training.discardTrained();
  page.training.method.value = 'full';
  await page.replanned();
  await page.train();
  expect(page.head.answering.value?.labels).toEqual(['a', 'b', 'c']);
  page.results.tryOn('row number 3 says yes 21 ');
  await until(() => two.secondAnswer.value, 'the answer of the model that was held');
  expect(two.second.value?.head.labels).toEqual(['no', 'yes']);
  close(two.secondAnswer.value!.outputs, first);

  // It dies: the first one does not notice.
  page.worker().die();
  expect(two.second.value).toBeNull();
  expect(two.secondTrouble.value).toMatch(/^The second model was closed: The engine stopped unexpectedly/);
  page.results.tryOn('row');
  await until(() => page.results.tryAnswer.value?.text === 'row', 'an answer of the first');
});
