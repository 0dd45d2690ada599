// SPDX-License-Identifier: Apache-2.0
// Texts whose answer changes as the model learns: asked while it trains, without a trace in what is learned.
import { afterEach, expect, it, vi } from 'vitest';
import { encoder, LocalWorker, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 120_000 });
afterEach(() => vi.unstubAllGlobals());

it('are not asked for where a fit is all', async () => {
  const page = await openPage();
  await import('../../web/state/changes');
  await page.data.openData([rows(400)]);
  await page.model.openFiles(encoder());
  page.training.setMethod('head');
  await page.planned();
  LocalWorker.calls.length = 0;
  await page.train();
  expect(LocalWorker.calls).not.toContain('predict');
});

async function trained(watching: boolean) {
  const page = await openPage();
  const changes = watching ? await import('../../web/state/changes') : null;
  await page.data.openData([rows(400)]);
  await page.model.openFiles(encoder());
  await page.planned();
  await page.train({ epochs: 3, learning_rate: 0.002, head_start: 'random' as never });
  const { hashWeights, weightsHash } = await import('../../web/state/share');
  if (changes) await until(() => changes.changes.value.length === 3, 'three epochs');
  await hashWeights();
  return { page, changes: changes?.changes, hash: weightsHash.value };
}

it('are told after each epoch, and the weights are those of a training that nobody watched', async () => {
  const { page, changes, hash } = await trained(true);
  expect(changes!.value.map(({ epoch }) => epoch)).toEqual([3, 2, 1]);
  const { validation } = page.data.dataset.value!.parts;
  const texts = changes!.value.flatMap((epoch) => epoch.texts);
  expect(texts.length).toBeGreaterThan(0);
  for (const { text, label, from, to } of texts) {
    expect(validation.find((row) => row.text === text)?.label).toBe(label);
    expect([from, to].sort()).toEqual(['no', 'yes']);
  }
  expect(changes!.value[0]!.of).toBe(validation.length);
  expect((await trained(false)).hash).toBe(hash);
});
