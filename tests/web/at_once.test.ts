// SPDX-License-Identifier: Apache-2.0
// From rows to a trained model without a choice, and whoever goes elsewhere meanwhile: on the page's own state and the
// built engine.
import { expect, it, vi } from 'vitest';
import { encoder, LocalWorker, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 60_000 });

/** Rows, and no encoder yet; `goes` does what the browser does with the address. */
async function begin() {
  const page = await openPage();
  const { mayTrainAtOnce, trainAtOnce } = await import('../../web/state/at_once');
  expect(mayTrainAtOnce.value).toBe(false);
  await page.data.openData([rows(120)]);
  expect(mayTrainAtOnce.value).toBe(true);
  const goes = async (step: 'load' | 'train') => {
    await until(() => location.hash === step, step);
    page.steps.openStep.value = step;
  };
  return { page, mayTrainAtOnce, trainAtOnce, goes };
}

it('the encoder is waited for, then what is recommended is trained', async () => {
  const { page, mayTrainAtOnce, trainAtOnce, goes } = await begin();
  const going = trainAtOnce();
  await goes('load');
  await page.model.openFiles(encoder());
  await goes('train');
  await going;
  await until(() => page.head.trained.value, 'a trained model');
  expect(page.head.trained.value!.method).toBe(page.training.recommended.value!.method);
  expect(mayTrainAtOnce.value).toBe(false);

  // Rows with other labels, for which the model is no answer: where it is kept the next one takes its place.
  await page.data.openData([rows(120, ['east', 'west'])]);
  expect(mayTrainAtOnce.value).toBe(true);
  page.head.keptRuns.value = new Set();
  await trainAtOnce();
  expect([location.hash, page.head.answering.value?.labels]).toEqual(['train', ['no', 'yes']]);
  page.head.keptRuns.value = new Set([page.head.trained.value!.began]);
  const next = trainAtOnce();
  await goes('train');
  await next;
  await until(() => page.head.answering.value?.labels.includes('west'), 'a model of these labels');
});

it('what was chosen for other rows is told', async () => {
  const { page } = await begin();
  const { hasChosen } = await import('../../web/state/at_once');
  expect(hasChosen.value).toBe(false);
  page.training.setMethod('head');
  expect(hasChosen.value).toBe(true);
});

it('nothing is trained for someone who has gone to another step', async () => {
  const { page, mayTrainAtOnce, trainAtOnce, goes } = await begin();
  const going = trainAtOnce();
  await goes('load');
  page.steps.openStep.value = 'prepare';
  await going;
  await page.model.openFiles(encoder());
  await page.planned();
  expect([location.hash, mayTrainAtOnce.value, LocalWorker.calls.includes('train')]).toEqual(['load', true, false]);
});

it('nothing is trained in the place of a training that broke off: the step tells that it is given up', async () => {
  const { page, trainAtOnce, goes } = await begin();
  const { interrupted } = await import('../../web/state/kept_run');
  await page.model.openFiles(encoder());
  interrupted.value = { step: 5, of: 9 };
  const going = trainAtOnce();
  await goes('train');
  await going;
  expect([LocalWorker.calls.includes('train'), interrupted.value]).toEqual([false, { step: 5, of: 9 }]);
});
