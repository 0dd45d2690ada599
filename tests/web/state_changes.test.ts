// SPDX-License-Identifier: Apache-2.0
// Texts whose answer changes as the model learns: asked while it trains, without a trace in what is learned.
import { afterEach, expect, it, vi } from 'vitest';
import { encoder, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 120_000 });
afterEach(() => vi.unstubAllGlobals());

it('are not asked for where a fit is all', async () => {
  const page = await openPage();
  await import('../../web/state/changes');
  await page.data.openData([rows(400)]);
  await page.model.openFiles(encoder());
  page.training.setMethod('head');
  await page.planned();
  const told = vi.spyOn(page.worker(), 'change');
  await page.train();
  const events = told.mock.calls.map(([{ event }]) => event);
  expect(events).toContain('run.end');
  expect(events).not.toContain('run.answers');
});

async function trained(watching: boolean) {
  const page = await openPage();
  const changes = await import('../../web/state/changes');
  await page.data.openData([rows(400)]);
  await page.model.openFiles(encoder());
  await page.planned();
  const { handlers } = page.worker();
  const { train } = handlers;
  if (!watching) handlers['train'] = (input) => train!({ ...(input as object), watch: null });
  await page.train({ epochs: 3, learning_rate: 0.002, head_start: 'random' as never });
  const { hashWeights, weightsHash } = await import('../../web/state/share');
  if (watching) await until(() => changes.changes.value.length === 3, 'three epochs');
  await hashWeights();
  return { page, changes: changes.changes, hash: weightsHash.value };
}

it('are told after each epoch, and the weights are those of a training that nobody watched', async () => {
  const { page, changes, hash } = await trained(true);
  expect(changes.value.map(({ epoch }) => epoch)).toEqual([3, 2, 1]);
  const { validation } = page.data.dataset.value!.parts;
  const texts = changes.value.flatMap((epoch) => epoch.texts);
  expect(texts.length).toBeGreaterThan(0);
  for (const { text, label, from, to } of texts) {
    expect(validation.find((row) => row.text === text)?.label).toBe(label);
    expect([from, to].sort()).toEqual(['no', 'yes']);
  }
  expect(changes.value[0]!.of).toBe(validation.length);
  const alone = await trained(false);
  expect([alone.changes.value, alone.hash]).toEqual([[], hash]);
});
