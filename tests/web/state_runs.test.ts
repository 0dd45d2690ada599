// SPDX-License-Identifier: Apache-2.0
// What the page shows beside the run of its engine: begun, stopped, failed, ended with the engine.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunEnd } from '../../web/border/messages';
import { encoder, errorOf, heldBack, LocalWorker, maskedEncoder, openPage, until } from './page';

vi.setConfig({ testTimeout: 120_000 });
afterEach(() => vi.unstubAllGlobals());

describe('a run', () => {
  it('has no option that was typed for another method', async () => {
    const page = await openPage();
    page.training.setOption('learning_rate', 0.01);
    page.training.setOption('label_smoothing', 0.1);
    page.training.setOption('weight_decay', 0.2);
    page.training.setMethod('lora');
    page.training.setOption('lora_rank', 4);
    expect(page.training.chosen.value).toEqual({ label_smoothing: 0.1, weight_decay: 0.2, lora_rank: 4 });
    page.training.setMethod('head');
    expect(page.training.chosen.value).toEqual({ label_smoothing: 0.1 });
  });

  it('is remembered as it was begun', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 60);
    await page.replanned();
    await page.training.startRun();
    await until(() => page.log.steps.value.length > 0, 'an update');
    page.tokens.wantedLength.value = 16;
    page.training.method.value = 'head';
    await page.training.stopRun();
    await page.ended();
    const { cut, method, options } = page.head.trained.value!;
    expect({ cut, method, from: options['method'] }).toEqual({
      cut: { max_length: 128 },
      method: 'full',
      from: 'full',
    });
    expect(page.session().describe().head?.cut).toEqual(cut);
  });

  it('that fails says why, beside the weights it leaves', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 3);
    await page.replanned();
    await page.training.startRun();
    page.worker().change = (note) =>
      note.event === 'run.end'
        ? { ...note, data: { ...(note.data as RunEnd), reason: 'error', error: errorOf('E_NUMERIC', 'Not finite.') } }
        : note;
    await page.ended();
    expect(page.training.runTrouble.value).toBe('Not finite.');
    expect(page.head.trained.value?.summary).toMatch(/^ended by an error/);
  });

  it('that is stopped before its encoder is read again is not begun, and leaves the trained model', async () => {
    const page = await openPage();
    const held = heldBack(encoder());
    await page.load(held.files);
    await page.train();
    const answers = () => page.engine.engine.call('predict', { texts: ['row number 3', 'yes'], max_length: 32 });
    const trained = page.head.trained.value;
    const before = await answers();
    page.training.setOption('epochs', 40);
    await page.replanned();
    const open = held.hold();
    const start = page.training.startRun();
    expect(page.phase.value).toBe('starting');
    await until(held.reading, 'the reading');
    await page.training.stopRun();
    expect(page.phase.value).toBe('stopping');
    await start; // though nothing has come
    open();
    expect(page.phase.value).toBe('idle');
    expect(page.training.runTrouble.value).toBe('');
    await page.replanned();
    expect(page.session().snapshot()).toMatchObject({ run: null, head: { from: 'run' } });
    expect(page.head.trained.value).toEqual(trained);
    expect(await answers()).toEqual(before);
    await page.train({ epochs: 1 });
    expect(page.head.trained.value?.summary).toMatch(/^done/);
  });

  it('that is stopped while it waits for its turn is not begun', async () => {
    const page = await openPage();
    await page.load();
    const before = page.session().snapshot().number;
    const start = page.training.startRun();
    expect(page.phase.value).toBe('starting');
    void page.training.startRun(); // the button was pressed twice
    await page.training.stopRun();
    await start;
    await page.ended();
    expect(LocalWorker.calls.filter((name) => name === 'train')).toHaveLength(1);
    expect(page.session().snapshot().number).toBeGreaterThanOrEqual(before);
    expect(page.head.trained.value?.end.reason ?? 'stopped').toBe('stopped');
    await page.replanned();
  });

  it.each(['head', 'full'])('that is stopped before its first update leaves no model (%s)', async (method) => {
    const page = await openPage();
    await page.load();
    page.training.setMethod(method as 'head');
    page.training.setOption('head_start', 'random');
    await page.replanned();
    const { training } = page.session();
    page.worker().handlers['train'] = async (input) => {
      const id = await page.session().idle('train', () => training.train(input as never));
      training.stop();
      return id;
    };
    await page.training.startRun();
    await page.ended();
    const { head } = page.session().snapshot();
    if (page.log.steps.value.length) return expect(page.head.trained.value?.end.reason).toBe('stopped');
    expect([head?.from, page.head.answering.value]).toEqual(['new', null]);
    expect([page.training.runTrouble.value, page.training.stoppedEarly.value]).toEqual(['', true]); // no trouble
    await page.replanned();
  });

  it('is paused, goes on and is stopped as the worker has it', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 60);
    await page.replanned();
    await page.training.startRun();
    expect(page.phase.value).toBe('running');
    await page.training.pauseRun();
    expect(page.phase.value).toBe('paused');
    const at = page.log.steps.value.length;
    await page.training.resumeRun();
    expect(page.phase.value).toBe('running');
    await until(() => page.log.steps.value.length > at, 'updates');
    await page.training.stopRun();
    expect(['stopping', 'finishing', 'idle']).toContain(page.phase.value);
    await page.training.pauseRun(); // too late
    await page.ended();
    expect(page.head.trained.value?.end.reason).toBe('stopped');
  });

  it('has the options with which the engine began it, whatever was planned', async () => {
    const page = await openPage();
    await page.load();
    page.training.setMethod('head');
    page.training.setOption('epochs', 1);
    await page.training.startRun(); // the plan on the screen is that of the method before
    await page.ended();
    const { method, options } = page.head.trained.value!;
    expect({ method, planned: options['method'], epochs: options['epochs'] }).toEqual({
      method: 'head',
      planned: 'head',
      epochs: 1,
    });
    expect(options['learning_rate']).toBe(page.session().snapshot().run?.options?.['learning_rate'] ?? 0.01);
  });
});

describe('an engine that dies', () => {
  it('ends the run, keeps data and choices, and starts again by itself with its encoder', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 60);
    await page.replanned();
    await page.training.startRun();
    await until(() => page.log.steps.value.length > 0, 'an update');
    const before = page.engine.snapshot.value.number;
    page.worker().die();
    expect(page.phase.value).toBe('idle');
    expect(page.recovery.loss.value).toMatch(/unreachable.*training.*is lost.*tiny-bert is being loaded.*still here/);
    expect(page.model.model.value).toBeNull();
    expect(page.head.answering.value).toBeNull();
    expect(page.data.dataset.value?.labels).toEqual(['no', 'yes']);
    expect(page.training.chosen.value).toEqual({ epochs: 60 });
    await page.training.stopRun();
    await page.training.pauseRun();
    expect(page.phase.value).toBe('idle');
    await page.planned();
    expect(page.engine.snapshot.value.number).toBeGreaterThan(before);
    expect(page.engine.engineTrouble.value).toBe('');
    expect(page.recovery.loss.value).not.toBe('');
    await page.train({ epochs: 1 });
    expect(page.head.trained.value?.summary).toMatch(/^done/);
    expect(page.recovery.loss.value).toBe('');
    expect(LocalWorker.all).toHaveLength(2);
  });

  it('while it loads its encoder again is started once more, without it', async () => {
    const page = await openPage();
    await page.load();
    LocalWorker.held['model.open'] = new Promise(() => undefined);
    page.worker().die();
    await until(() => LocalWorker.calls.filter((call) => call === 'model.open').length === 2, 'the second loading');
    page.worker().die();
    await until(() => page.engine.engineInfo.value, 'a third worker');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(LocalWorker.calls.filter((call) => call === 'model.open')).toHaveLength(2);
    expect(page.recovery.loss.value).toMatch(/Loading tiny-bert again stopped it too/);
    LocalWorker.held = {};
    await page.model.openFiles(encoder());
    await page.planned();
  });

  it.each(['train', 'evaluate', 'data.open'] as const)(
    'during the call %s leaves a page that can be used',
    async (name) => {
      const page = await openPage();
      await page.load();
      await page.train();
      LocalWorker.held[name] = new Promise(() => undefined);
      const asked = LocalWorker.calls.length;
      if (name === 'train') void page.training.startRun();
      if (name === 'evaluate') void page.results.evaluateTest();
      if (name === 'data.open') page.tokens.wantedLength.value = 16;
      await until(() => LocalWorker.calls.slice(asked).includes(name), 'the call');
      LocalWorker.held = {};
      page.worker().die();
      expect(page.recovery.loss.value).toMatch(name === 'train' ? /stopped/ : /trained here is lost/);
      await page.planned();
      expect([page.phase.value, page.results.evaluating.value, page.engine.progress.value]).toEqual([
        'idle',
        false,
        null,
      ]);
      expect([page.results.evaluationTrouble.value, page.results.tryTrouble.value]).toEqual(['', '']);
      await page.train();
      expect(page.head.trained.value?.summary).toMatch(/^done/);
    },
  );

  it('ends a row of runs', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 60);
    await page.replanned();
    const repeating = page.repeat.repeat();
    await until(() => page.log.steps.value.length > 0, 'an update');
    page.worker().die();
    await repeating;
    expect(page.repeat.repeating.value).toBeNull();
  });

  it('ends pre-training', async () => {
    const page = await openPage();
    await page.load();
    await page.model.openFiles(maskedEncoder());
    await page.replanned();
    const texts = Array.from({ length: 2000 }, (_, i) => `w${i % 78} w${(i * 7) % 78} w1 w2 w3`);
    const going = page.pretrain.pretrain(texts);
    await until(() => page.pretrain.pretrainStep.value, 'updates');
    page.worker().die();
    await going;
    expect(page.phases.pretraining.value).toBe(false);
    expect(page.phase.value).toBe('idle');
    expect(page.pretrain.pretrainTrouble.value).toMatch(/unreachable/);
  });

  /** Those that are started after it die one after the other, while the encoder waits for them. */
  async function diesWhileStarted(page: Awaited<ReturnType<typeof openPage>>, times: number) {
    LocalWorker.held['engine.start'] = new Promise(() => undefined);
    page.worker().die();
    const before = LocalWorker.all.length;
    for (let n = 1; n <= times; n++) {
      await until(() => page.model.loading.value && LocalWorker.all.length >= before + n - 1, 'another start');
      if (n === times) LocalWorker.held = {};
      page.worker().die();
    }
  }

  it('again while it is started again is started once more, and what waits for it gets its answer', async () => {
    const page = await openPage();
    await page.load();
    await diesWhileStarted(page, 2);
    await page.planned();
    expect([page.engine.engineTrouble.value, page.model.model.value?.name]).toEqual(['', 'tiny-bert']);
    expect(LocalWorker.all).toHaveLength(4);
  });

  it('at each start says so, and the next call tries again', async () => {
    const page = await openPage();
    await page.load();
    await diesWhileStarted(page, 3);
    await until(() => page.engine.engineTrouble.value && !page.model.loading.value, 'the sentence');
    expect([page.model.model.value, page.engine.progress.value]).toEqual([null, null]);
    await page.model.openFiles(encoder());
    await page.planned();
    expect(page.engine.engineTrouble.value).toBe('');
  });

  it('cannot be started: the next call tries again', async () => {
    const page = await openPage();
    LocalWorker.starting = () => {
      throw new Error('Failed to fetch');
    };
    await page.model.openFiles(encoder());
    expect(page.model.modelTrouble.value).toMatch(/Failed to fetch/);
    expect(page.engine.engineTrouble.value).toMatch(/Failed to fetch/);
    LocalWorker.starting = () => undefined;
    await page.model.openFiles(encoder());
    expect(page.model.model.value?.name).toBe('tiny-bert');
    expect(page.engine.engineTrouble.value).toBe('');
  });
});

describe('an engine that does not answer when it is started', () => {
  afterEach(() => void vi.useRealTimers());

  /** The engine that has died is started again, and the first `silent` times in vain. */
  async function startedAgain(silent: number) {
    const page = await openPage();
    await page.model.openFiles(encoder());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    LocalWorker.held['engine.start'] = new Promise(() => undefined);
    page.worker().die();
    for (const seconds of [30, 60].slice(0, silent)) {
      const waiting = page.worker();
      await vi.advanceTimersByTimeAsync(seconds * 1000 - 500);
      expect(waiting.dead).toBe(false);
      if (silent === LocalWorker.all.length - 1) delete LocalWorker.held['engine.start'];
      await vi.advanceTimersByTimeAsync(500);
      expect(waiting.dead).toBe(true);
    }
    return page;
  }

  it('is started again', async () => {
    const page = await startedAgain(1);
    await page.model.openFiles(encoder());
    expect(page.engine.engineInfo.value?.note?.text ?? '').not.toMatch(/did not come/);
    expect(page.engine.engineTrouble.value).toBe('');
    expect(LocalWorker.all).toHaveLength(3);
  });
  it('is started with one thread at last', async () => {
    const page = await startedAgain(2);
    await page.model.openFiles(encoder());
    expect(page.engine.engineInfo.value?.note?.text).toMatch(/One thread only.*did not come/);
    expect(LocalWorker.all).toHaveLength(4);
  });
});

describe('pre-training', () => {
  it('leaves an encoder that can be trained', async () => {
    const page = await openPage();
    await page.load();
    await page.model.openFiles(maskedEncoder());
    await page.replanned();
    await page.pretrain.pretrain(Array.from({ length: 40 }, (_, i) => `w${i} w${i + 1} w${i + 2} w1`));
    await page.ended();
    expect(page.pretrain.pretrainTrouble.value).toBe('');
    expect(page.pretrain.pretrainedOn.value).toBe(38);
    expect(page.head.answering.value).toBeNull();
    await page.replanned();
    await page.train();
    expect(page.head.trained.value?.summary).toMatch(/^done/);
  });

  it('that is stopped while it waits for its turn is not begun', async () => {
    const page = await openPage();
    const held = heldBack(maskedEncoder());
    await page.load(held.files);
    const texts = Array.from({ length: 40 }, (_, i) => `w${i} w${i + 1} w1`);
    await page.train();
    page.head.noteSaved('m.zip');
    const open = held.hold();
    const going = page.pretrain.pretrain(texts);
    expect([page.phase.value, page.phases.pretraining.value]).toEqual(['starting', true]);
    await until(held.reading, 'the reading');
    await page.pretrain.stopPretraining();
    open();
    await going;
    expect(page.pretrain.pretrainTrouble.value).toBe('');
    expect([page.phase.value, page.pretrain.pretrainedOn.value]).toEqual(['idle', 0]);
    await page.replanned();
  });
});

describe('the screen', () => {
  it('is kept on by one lock while a run goes on, and let go after it', async () => {
    const page = await openPage();
    const locks: { released: boolean }[] = [];
    const request = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const lock = { released: false, release: async () => void (lock.released = true) };
      locks.push(lock);
      return lock;
    };
    vi.stubGlobal('navigator', { wakeLock: { request } });
    Object.assign(document, { visibilityState: 'visible' });
    (await import('../../web/state/keep')).keepTitle();
    const locked = () => locks.filter(({ released }) => !released).length;
    await page.load();
    for (const epochs of [60, 61]) {
      page.training.setOption('epochs', epochs);
      await page.replanned();
      await page.training.startRun();
      await until(() => locked() === 1, 'a lock');
      expect(document.title).toMatch(/Training/);
      await page.training.stopRun();
      await page.ended();
      await until(() => locked() === 0, 'its release');
    }
  });
});
