// SPDX-License-Identifier: Apache-2.0
// Test rows that a model of another visit was trained on are seen by what its files have.
import { afterEach, expect, it, vi } from 'vitest';
import { openPage, rows } from './page';

vi.setConfig({ testTimeout: 120_000 });
afterEach(() => vi.unstubAllGlobals());

it('another split of the rows that a head was trained on has such rows, the same one has none', async () => {
  const page = await openPage();
  const { trainedOnTest } = await import('../../web/state/trained_on');
  await page.load();
  page.training.setMethod('head');
  await page.train({});
  expect(trainedOnTest.value).toBeNull();
  const { aboutTrained } = await import('../../web/state/results');
  const head = await page.engine.engine.call('export.head', await aboutTrained('mine'));
  await page.engine.engine.call('head.new', { ...page.data.dataset.value!, seed: 1 });
  await page.engine.engine.call('head.open', new File([head], 'head.safetensors'));
  expect(page.head.headFile.value?.trained_on?.share).toBe(1);
  expect(trainedOnTest.value).toBeNull();
  page.data.seed.value = 7;
  await page.replanned();
  const found = trainedOnTest.value!;
  const { parts } = page.data.dataset.value!;
  expect(found.texts).toBe(parts.test.length);
  expect(found.about).toBeGreaterThan(found.texts / 3);
});

it('a model is tested on a file of new rows, and not on one of rows that it was trained on', async () => {
  const page = await openPage();
  const { trainedOnNow, trainRowsStay } = page.training;
  await page.load();
  page.training.setMethod('head');
  await page.train({});
  await page.results.evaluateTest();
  const first = page.results.evaluation.value!;
  expect([trainedOnNow.value, page.results.baselines.value !== null]).toEqual([0, true]);

  await page.data.openOwn('test', [rows(30, ['no', 'yes'], 'never seen:')]);
  await page.replanned();
  expect([trainedOnNow.value, page.results.evaluation.value]).toEqual([0, null]);
  await page.results.evaluateTest();
  expect(page.results.evaluation.value!.outputs).toHaveLength(30);
  expect(page.results.evaluation.value!.metrics).not.toEqual(first.metrics);
  // A part of the rows that were the test before is trained on now: no baseline would be a fair one.
  expect([trainRowsStay.value, page.results.baselines.value]).toEqual([false, null]);

  await page.data.openOwn('test', [rows(30)]);
  await page.replanned();
  expect(trainedOnNow.value).toBeGreaterThan(10);
});
