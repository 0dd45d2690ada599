// SPDX-License-Identifier: Apache-2.0
// What the page shows beside the run of its engine: begun, stopped, failed, ended with the engine.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunEnd } from '../../web/engine/messages';
import { encoder, errorOf, gate, LocalWorker, maskedEncoder, openPage, until } from './page';

vi.setConfig({ testTimeout: 60_000 });
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
    await until(() => page.training.steps.value.length > 2, 'updates');
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

  it('that is stopped while its encoder is read again is not begun', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    page.training.setOption('epochs', 40);
    await page.replanned();
    const reading = gate();
    LocalWorker.held['head.new'] = reading.closed;
    const start = page.training.startRun();
    expect(page.phase.value).toBe('starting');
    await page.training.stopRun();
    reading.open();
    await start;
    await page.ended();
    expect(LocalWorker.calls.filter((name) => name === 'run.start')).toHaveLength(1);
    expect(page.training.runTrouble.value).toBe('');
    await page.replanned();
  });

  it('that is stopped before it has begun is stopped then', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 200);
    await page.replanned();
    const starting = gate();
    LocalWorker.held['run.start'] = starting.closed;
    const start = page.training.startRun();
    await until(() => LocalWorker.calls.includes('run.start'), 'the start');
    await page.training.stopRun();
    starting.open();
    await start;
    await page.ended();
    expect(page.head.trained.value?.end.reason ?? 'stopped').toBe('stopped');
  });
});

describe('an engine that dies', () => {
  it('ends the run, keeps data and choices, and starts again with the next call', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 60);
    await page.replanned();
    await page.training.startRun();
    await until(() => page.training.steps.value.length > 2, 'updates');
    page.worker().die();
    expect(page.phase.value).toBe('idle');
    expect(page.engine.engineTrouble.value).toMatch(/unreachable.*are lost.*still here/);
    expect(page.model.model.value).toBeNull();
    expect(page.head.answering.value).toBeNull();
    expect(page.data.dataset.value?.labels).toEqual(['no', 'yes']);
    expect(page.training.chosen.value).toEqual({ epochs: 60 });
    await page.training.stopRun();
    await page.training.pauseRun();
    expect(page.phase.value).toBe('idle');
    await page.model.openFiles(encoder());
    expect(page.engine.engineTrouble.value).toBe('');
    await page.train();
    expect(page.head.trained.value?.summary).toMatch(/^done/);
    expect(LocalWorker.all).toHaveLength(2);
  });

  it('ends a row of runs', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 60);
    await page.replanned();
    const repeating = page.repeat.repeat();
    await until(() => page.training.steps.value.length > 2, 'updates');
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

describe('pre-training', () => {
  it('leaves an encoder that can be trained', async () => {
    const page = await openPage();
    await page.load();
    await page.model.openFiles(maskedEncoder());
    await page.replanned();
    await page.pretrain.pretrain(Array.from({ length: 40 }, (_, i) => `w${i} w${i + 1} w${i + 2} w1`));
    expect(page.pretrain.pretrainTrouble.value).toBe('');
    expect(page.pretrain.pretrainedOn.value).toMatchObject({ model: page.model.model.value, texts: 38 });
    expect(page.head.answering.value).toBeNull();
    await page.replanned();
    await page.train();
    expect(page.head.trained.value?.summary).toMatch(/^done/);
  });

  it('that is stopped while its texts are made ready is not begun', async () => {
    const page = await openPage();
    await page.load();
    await page.model.openFiles(maskedEncoder());
    await page.replanned();
    const opening = gate();
    LocalWorker.held['pretrain.open'] = opening.closed;
    const going = page.pretrain.pretrain(['w1 w2', 'w3 w4', 'w5 w6']);
    await until(() => LocalWorker.calls.includes('pretrain.open'), 'the call');
    await page.pretrain.stopPretraining();
    opening.open();
    await going;
    expect(LocalWorker.calls).not.toContain('run.start');
    expect(page.phase.value).toBe('idle');
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
    await import('../../web/state/keep');
    page.phase.value = 'starting';
    page.phase.value = 'running';
    page.phase.value = 'idle';
    page.phase.value = 'running';
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(locks.filter(({ released }) => !released)).toHaveLength(1);
    page.phase.value = 'idle';
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(locks.filter(({ released }) => !released)).toHaveLength(0);
  });
});
