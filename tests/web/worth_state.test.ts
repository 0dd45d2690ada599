// SPDX-License-Identifier: Apache-2.0
// The page's state: the head on the frozen encoder among the baselines, the offer to train it, and the learning curve.
import { afterEach, expect, it, vi } from 'vitest';
import { LocalWorker, openPage, until } from './page';

vi.setConfig({ testTimeout: 120_000 });
afterEach(() => vi.unstubAllGlobals());

async function trained() {
  const page = await openPage();
  const curves = await import('../../web/state/curve');
  await page.load();
  await page.train();
  return { ...page, curves };
}

it('a test shows the head on the frozen encoder beside the model, and nothing of it before', async () => {
  const { results, session } = await trained();
  expect(results.baselines.value).toBeNull();
  await results.evaluateTest();
  const { baselines, missing } = results.baselines.value!;
  expect(baselines.map(({ name }) => name)).toEqual(['majority', 'pieces', 'frozen']);
  expect(baselines.at(-1)!.against!.p).toBeTypeOf('number');
  expect(missing).toBeNull();
  const { standing } = await import('../../web/state/standing');
  expect(standing.value!.frozen!.text).toMatch(/head alone/);
  await session().opening.newHead({ task: 'single_label_classification', labels: ['no', 'yes'], seed: 1 });
  const again = await session().asking.baseline({});
  expect([again.baselines.length, again.missing]).toEqual([2, null]);
});

it('the head alone is trained in place of the model when the user says so', async () => {
  const { training, replace, head, ended, phase } = await trained();
  await training.trainHeadAlone(() => undefined);
  expect([replace.question.value?.what, head.trained.value?.method]).toEqual(['Train the head alone', 'full']);
  await replace.answerQuestion(true);
  await until(() => phase.value !== 'idle' || head.trained.value?.method === 'head', 'the run');
  await ended();
  expect(head.trained.value).toMatchObject({ method: 'head', end: { reason: 'done', steps: 0 } });
});

it('a learning curve leaves the trained model as it is', async () => {
  const { curves, results, session, head, training } = await trained();
  const said = async () =>
    (await session().asking.predict({ texts: ['row number 3 says no'], max_length: 32 })).outputs;
  const before = await said();
  await curves.measureCurve('everything');
  expect(curves.curveTrouble.value).toBe('');
  expect(curves.curve.value).toMatchObject({ what: 'everything', on: 'folds', measured: 102 });
  expect(curves.curve.value!.points.map(({ primary }) => primary)).toEqual([
    'accuracy',
    'accuracy',
    'accuracy',
    'accuracy',
  ]);
  expect(await said()).toEqual(before);
  await results.evaluateTest();
  const { standing } = await import('../../web/state/standing');
  expect(standing.value).not.toBeNull();
  await training.discardTrained();
  expect(head.trained.value).toBeNull();
  expect(curves.curve.value).toBeNull();
});

it('a learning curve that is stopped says nothing and leaves nothing behind', async () => {
  const { curves, engine, session } = await trained();
  const off = engine.engine.on('progress', ({ what }) => {
    if (what.startsWith('Measuring')) engine.cancelCalls(['curve']);
  });
  await curves.measureCurve('head');
  off();
  expect([curves.curve.value, curves.curveTrouble.value, curves.measuring.value]).toEqual([null, '', null]);
  const { bytes } = (session() as unknown as { started: { engine: { bytes: number } } }).started.engine;
  for (let i = 0; i < 3; i++) await curves.measureCurve('head');
  expect((session() as unknown as { started: { engine: { bytes: number } } }).started.engine.bytes).toBe(bytes);
  expect(LocalWorker.calls.filter((call) => call === 'curve')).toHaveLength(4);
});
