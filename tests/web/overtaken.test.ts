// SPDX-License-Identifier: Apache-2.0
// An error of a call whose encoder, rows or answer are gone when it arrives is told to nobody; and what a head reads
// does not follow the model before it where an adapter is to leave.
import { afterEach, expect, it, vi } from 'vitest';
import { encoder, gate, LocalWorker, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 60_000 });
afterEach(() => {
  LocalWorker.held = {};
  vi.unstubAllGlobals();
});

type Page = Awaited<ReturnType<typeof openPage>>;

async function otherEncoder(page: Page): Promise<void> {
  const at = page.model.modelAt.value;
  void page.model.openFiles(encoder('other'));
  if (page.replace.question.value) void page.replace.answerQuestion(true);
  await until(() => page.model.modelAt.value !== at, 'the other encoder');
}

/** Something comes between while a call waits to be answered; its answer is then an error. */
async function overtaken(
  page: Page,
  name: 'explain' | 'run.plan' | 'head.new',
  ask: () => unknown,
  comes = otherEncoder,
) {
  const { closed, open } = gate();
  LocalWorker.held[name] = closed;
  const before = LocalWorker.calls.length;
  ask();
  await until(() => LocalWorker.calls.slice(before).includes(name), `the call ${name}`);
  await comes(page);
  open();
  await until(() => !page.engine.asking(name), 'its answer');
}

it('words that matter of an answer that is gone', async () => {
  const page = await openPage();
  const { explainTrouble } = await import('../../web/state/explain');
  await page.load();
  page.training.setMethod('head');
  await page.training.startRun();
  await until(() => page.head.trained.value, 'a trained head');
  await overtaken(page, 'explain', () => page.results.tryOn('row number 5 says yes'));
  expect(explainTrouble.value).toBe('');
});

it('a plan for an encoder that is gone', async () => {
  const page = await openPage();
  await page.load();
  const told: string[] = [];
  page.training.planTrouble.subscribe((text) => text && told.push(text));
  await overtaken(page, 'run.plan', () => page.training.setOption('epochs', 2));
  await until(() => page.training.plan.value, 'the plan for the other');
  expect(told).toEqual([]);
});

it('a plan that a training overtakes', async () => {
  const page = await openPage();
  await page.load();
  const told: string[] = [];
  page.training.planTrouble.subscribe((text) => text && told.push(text));
  const starts = async ({ training, phase }: Page) => {
    await training.startRun();
    await until(() => phase.value === 'running', 'a training');
  };
  page.training.setOption('epochs', 10_000);
  await page.replanned();
  await overtaken(page, 'head.new', () => (page.training.wantedPooling.value = 'mean_normalized'), starts);
  expect(told).toEqual([]);
  await page.training.stopRun();
  await page.ended();
});

it('a head with adapters reads the first token, whatever the model before it reads', async () => {
  const page = await openPage();
  await page.data.openData([rows(60)]);
  await page.model.openFiles(encoder().slice(0, -1)); // its files do not name what a head reads
  page.training.wantedPooling.value = 'mean_normalized';
  page.training.setMethod('head');
  await until(() => page.training.plan.value, 'a plan');
  await page.training.startRun();
  await until(() => page.head.trained.value, 'a trained head');
  page.training.wantedPooling.value = null;
  expect(page.training.pooling.value).toBe('mean_normalized');
  page.training.setMethod('lora');
  expect(page.training.pooling.value).toBe('cls');
});
