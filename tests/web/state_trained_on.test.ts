// SPDX-License-Identifier: Apache-2.0
// Test rows that a model of another visit was trained on are seen by what its files have.
import { afterEach, expect, it, vi } from 'vitest';
import { openPage } from './page';

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
