// SPDX-License-Identifier: Apache-2.0
// Around the engine, without one: the choice of a build, the run loop.
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { attempts, chooseBuild, FULL, isOutOfMemory, whyNone } from '../../web/engine/detect';
import { EngineFailure } from '../../web/border/failure';
import type { LogRow, Progress, RunEnd } from '../../web/border/messages';
import type { Wasm } from '../../web/engine/heap';
import { Engine, type Run } from '../../web/engine/module';
import { anew, retried } from '../../web/border/retry';
import { RunLoop } from '../../web/engine/run';
import { loadPlot } from '../../web/charts/plot';
import { handlersOf } from '../../web/engine/handlers';
import { Session } from '../../web/engine/session';
import type { Web } from '../../web/hub/url';

describe('the build', () => {
  const all = { wasm: true, simd: true, relaxedSimd: true, threads: true, cores: 16, secure: true, isolated: true };
  it('is the fastest that runs', () => {
    expect(chooseBuild(all, {})).toEqual({ build: 'tabtune-relaxed-threads', threads: 8, limit: FULL, note: null });
    expect(chooseBuild({ ...all, relaxedSimd: false, cores: 2 }, {})).toMatchObject({
      build: 'tabtune-simd-threads',
      threads: 2,
    });
    expect(chooseBuild({ ...all, threads: false }, { threads: 4 })).toMatchObject({
      build: 'tabtune-simd',
      threads: 1,
    });
    expect(chooseBuild({ ...all, simd: false }, {})).toBeNull();
  });
  it('is what the user says', () => {
    expect(chooseBuild(all, { build: 'tabtune-simd-threads', threads: 12 })).toMatchObject({
      build: 'tabtune-simd-threads',
      threads: 12,
    });
  });
  it('comes with the one reason why it is not the best', () => {
    const alone = { ...all, threads: false };
    const bare = { ...alone, isolated: false };
    const at = (framed: boolean, headers: 'here' | 'soon' | 'never', silent = false) => ({
      place: { framed, headers, silent },
    });
    const notes = {
      'an old browser': chooseBuild({ ...all, relaxedSimd: false }, {}),
      'an address with http://': chooseBuild({ ...bare, secure: false }, at(false, 'never')),
      'isolated, and no shared memory': chooseBuild(alone, at(false, 'here')),
      'inside another page': chooseBuild(bare, at(true, 'here')),
      'the first visit of a static host': chooseBuild(bare, at(false, 'soon')),
      'a private window on a static host': chooseBuild(bare, at(false, 'never')),
      'headers that are not heeded': chooseBuild(bare, at(false, 'here')),
      'threads that do not come': chooseBuild(all, at(false, 'here', true)),
    };
    expect(notes['threads that do not come']).toMatchObject({ build: 'tabtune-simd', threads: 1 });
    const words: Record<keyof typeof notes, RegExp> = {
      'an old browser': /no relaxed SIMD/,
      'an address with http://': /http:\/\/.*Open the page by https/,
      'isolated, and no shared memory': /SharedArrayBuffer/,
      'inside another page': /tab of its own/,
      'the first visit of a static host': /Cross-Origin-Opener-Policy.*reload it/,
      'a private window on a static host': /Cross-Origin-Opener-Policy.*ordinary window/,
      'headers that are not heeded': /does not heed/,
      'threads that do not come': /did not come/,
    };
    for (const [name, choice] of Object.entries(notes))
      for (const [other, pattern] of Object.entries(words))
        expect(pattern.test(choice!.note!.text), `${name}: ${choice!.note!.text}`).toBe(name === other);
    const none = { ...all, simd: false };
    expect(whyNone(none).text).toMatch(/no WebAssembly SIMD/);
    expect(whyNone({ ...none, wasm: false }).text).toMatch(/switched off/);
  });
  it('is tried with less and less memory, and then without threads', () => {
    const tried = attempts(chooseBuild(all, {})!);
    expect(tried.map(({ limit }) => limit / 2 ** 30)).toEqual([4, 3, 2, 1.5, 1, 0.75, 0.5, 4]);
    expect(tried.map(({ threads }) => threads)).toEqual([8, 8, 8, 8, 8, 8, 8, 1]);
    expect(tried[2]!.note!.text).toMatch(/gives the page 2 GiB/);
    expect(tried.at(-1)!.note!.text).toMatch(/One thread only.*refused the memory/);
    expect(attempts(chooseBuild({ ...all, threads: false }, {})!)).toHaveLength(1);
    expect(isOutOfMemory(new RangeError('Array buffer allocation failed'))).toBe(true);
    expect(isOutOfMemory(new WebAssembly.RuntimeError('Aborted(RangeError: Out of memory)'))).toBe(true);
    expect(isOutOfMemory(new TypeError('Failed to fetch'))).toBe(false);
  });
});

describe('a broken line', () => {
  it('is waited for, a while', async () => {
    const waited: number[] = [];
    const wait = async (seconds: number) => void waited.push(seconds);
    const fetched = async (attempt: number) => (attempt < 2 ? Promise.reject(new TypeError('broken')) : attempt);
    expect(await retried(fetched, undefined, wait)).toBe(2);
    expect(waited).toEqual([0.5, 1.5]);
    const never = vi.fn(() => Promise.reject(new TypeError('broken')));
    await expect(retried(never, undefined, wait)).rejects.toThrow('broken');
    expect(never).toHaveBeenCalledTimes(4);
    await expect(retried(never, () => true, wait)).rejects.toThrow('broken');
    expect(never).toHaveBeenCalledTimes(5);
    expect([anew('https://a/b.js', 0), anew('https://a/b.js', 1)]).toEqual([
      'https://a/b.js',
      'https://a/b.js?retry=1',
    ]);
  });
});

/** A run of `steps` steps that fails at `failsAt`; time goes by a second a step. Each `inEpoch` steps are an epoch. A
 * head is fitted first, in so many calls. */
function startRun(steps: number, failsAt = Infinity, from = 0, inEpoch = Infinity, fits = 0) {
  let step = from - fits;
  let now = 0;
  const freed = vi.fn();
  const run = {
    step() {
      now++;
      if (++step >= failsAt) throw new EngineFailure({ code: 'E_NUMERIC', text: 'not finite', at: step });
      return step === steps;
    },
    log: () =>
      step <= 0
        ? [...(step === 0 ? [{ kind: 'fit' }] : [])]
        : [
            { kind: 'step', step, steps, epoch: 1, loss: 1, learning_rate: 1, grad_norm: 1, tokens: 10 },
            ...(step % inEpoch === 0 ? [{ kind: 'validation', epoch: step / inEpoch }] : []),
          ],
    free: freed,
  } as unknown as Run;
  const rows: LogRow[] = [];
  const onRows = vi.fn((some: LogRow[]) => void rows.push(...some));
  let ended!: (end: RunEnd) => void;
  const end = new Promise<RunEnd>((resolve) => (ended = resolve));
  const epochs: { epoch: number; step: number; goOn: () => void }[] = [];
  const loop = new RunLoop(
    run,
    {
      rows: onRows,
      progress: () => undefined,
      end: ended,
      exclusive: async (use) => use(),
      meter: null,
      features: () => undefined,
      fitted: () => null,
      epoch: (epoch) => new Promise((goOn) => (inEpoch < Infinity ? epochs.push({ epoch, step, goOn }) : goOn())),
      memory: () => 99,
      seconds: () => now,
    },
    from,
  );
  const done = loop.loop();
  return { loop, end, rows, onRows, freed, done, epochs, steps: () => step };
}

const breaths = async (n: number) => {
  for (let i = 0; i < n; i++) await new Promise((resolve) => setTimeout(resolve));
};

describe('the run loop', () => {
  it('tells every row once, with times, then the end', async () => {
    const { end, rows, freed } = startRun(5);
    expect(await end).toEqual({
      reason: 'done',
      steps: 5,
      fitted: false,
      seconds: 5,
      tokens_per_second: 10,
      peak_bytes: 99,
    });
    expect(rows.map((row) => row.kind === 'step' && row.step)).toEqual([1, 2, 3, 4, 5]);
    expect(rows[1]).toMatchObject({ seconds: 2, tokens_per_second: 10, seconds_left: 3 });
    expect(freed).toHaveBeenCalledOnce();
  });
  it('takes the time that is left from the updates alone', async () => {
    const { end, rows } = startRun(5, Infinity, 0, Infinity, 60);
    await end;
    const left = rows.flatMap((row) => (row.kind === 'step' ? row.seconds_left : []));
    expect(left).toEqual([4, 3, 2, 1, 0]);
  });
  it('ends where the pause comes with its last step', async () => {
    const { loop, end } = startRun(1);
    loop.pause();
    expect(await end).toMatchObject({ reason: 'done', steps: 1 });
  });
  it('pauses between two steps and goes on', async () => {
    const run = startRun(1000);
    run.loop.pause();
    await breaths(5);
    const at = run.steps();
    expect(at).toBeLessThan(1000);
    expect(run.rows).toHaveLength(at);
    await breaths(5);
    expect(run.steps()).toBe(at);
    run.loop.resume();
    expect((await run.end).steps).toBe(1000);
  });
  it('stops, also while paused', async () => {
    const run = startRun(1000);
    run.loop.pause();
    await breaths(5);
    run.loop.stop();
    expect(await run.end).toMatchObject({ reason: 'stopped' });
    expect(run.freed).toHaveBeenCalledOnce();
  });
  it('stops, also where a pause comes after it while an epoch is looked at', async () => {
    const run = startRun(6, Infinity, 0, 3);
    await breaths(20);
    run.loop.stop();
    run.loop.pause();
    run.epochs.at(-1)!.goOn();
    expect(await run.end).toMatchObject({ reason: 'stopped', steps: 1 });
  });
  it('that goes on and is stopped before an update has the updates of before', async () => {
    const run = startRun(1000, 41, 40);
    run.loop.stop();
    expect(await run.end).toMatchObject({ steps: 40 });
  });
  it('waits at the first update and at the end of each epoch for what is done there', async () => {
    const run = startRun(6, Infinity, 0, 3);
    for (const [epoch, step] of [
      [0, 1],
      [1, 3],
      [2, 6],
    ]) {
      await breaths(20);
      expect(run.epochs.at(-1)).toMatchObject({ epoch, step });
      expect([run.steps(), run.rows.filter(({ kind }) => kind === 'step').length]).toEqual([step, step]);
      run.epochs.at(-1)!.goOn();
    }
    expect((await run.end).steps).toBe(6);
    expect(run.epochs).toHaveLength(3);
  });
  it('ends with the error of the engine', async () => {
    const run = startRun(5, 3);
    expect(await run.end).toMatchObject({
      reason: 'error',
      steps: 2,
      error: { code: 'E_NUMERIC', text: 'not finite', at: 3 },
    });
    expect(run.rows).toHaveLength(2);
    expect(run.freed).toHaveBeenCalledOnce();
  });
});

describe('the session', () => {
  it('starts the build of one thread where shared memory is refused', async () => {
    const wasm: Wasm = {
      wasmMemory: new WebAssembly.Memory({ initial: 1 }),
      _malloc: () => 1024,
      _free: () => undefined,
    };
    const load = vi.spyOn(Engine, 'load').mockImplementation(async (url) => {
      if (!url.endsWith('tabtune-simd')) throw new RangeError('Out of memory');
      return Object.assign(Engine.on({ ...wasm, _tt_engine_new: () => 0 }, 1), {
        schema: () => ({}),
        tune: () => 40,
      });
    });
    const session = new Session({ moduleUrl: (build) => build, emit: () => undefined });
    const info = await session.start({ build: 'tabtune-simd-threads', threads: 4 });
    expect(info).toMatchObject({
      build: 'tabtune-simd',
      threads: 1,
      note: { text: expect.stringMatching(/refused/) as string },
    });
    expect(load.mock.calls.map(([, , limit]) => limit && limit / 2 ** 30)).toEqual([
      undefined,
      3,
      2,
      1.5,
      1,
      0.75,
      0.5,
      undefined,
    ]);
    load.mockRestore();
  });
});

describe('an encoder that does not fit', () => {
  it('is refused with the memory that there is and what to do', async () => {
    const wasm: Wasm = {
      wasmMemory: new WebAssembly.Memory({ initial: 1 }),
      _malloc: () => 1024,
      _free: () => undefined,
      _tt_engine_new: () => 0,
    };
    vi.spyOn(Engine, 'load').mockImplementation(async (_url, _threads, limit) => {
      if (limit !== 2 ** 30) throw new RangeError('Out of memory');
      return Object.assign(Engine.on(wasm, 1), {
        schema: () => ({}),
        tune: () => 40,
        model: () => {
          throw new EngineFailure({ code: 'E_MEMORY', text: 'there is not enough memory for the weights', at: -1 });
        },
      });
    });
    const session = new Session({ moduleUrl: (build) => build, emit: () => undefined });
    const { note } = await session.start({ build: 'tabtune-simd-threads' });
    expect(note!.text).toMatch(/gives the page 1 GiB/);
    const files = ['config.json', 'vocab.txt', 'model.safetensors'].map(
      (name) => new File([readFileSync(`tests/golden/tiny-bert/${name}`)], name),
    );
    await expect(session.opening.model({ kind: 'files', name: 'large', files })).rejects.toMatchObject({
      code: 'E_MEMORY',
      text: expect.stringMatching(/^large does not fit: .*weights\. .* 1,073 MB .*Choose a smaller encoder/) as string,
    });
    vi.restoreAllMocks();
  });
});

describe('a file that is fetched', () => {
  it('is fetched no further once its call is stopped', async () => {
    let pieces = 0;
    const body = () =>
      new ReadableStream({
        pull: async (to) => {
          pieces++;
          to.enqueue(new Uint8Array(1000));
          await new Promise((resolve) => setTimeout(resolve));
        },
      });
    const web = async (): Promise<Web> => ({
      fetch: async (_, init) => new Response(init?.method === 'HEAD' ? null : body()),
      copies: null,
      wait: async () => undefined,
      account: null,
      remedies: { account: '', reach: () => '' },
    });
    const session = new Session({ moduleUrl: (build) => build, emit: () => undefined, web });
    const call = handlersOf(session);
    const fetched = call['file.fetch']({ url: 'https://host.example/data.csv', name: 'the data', most: 1e12 });
    const stopped = expect(fetched).rejects.toMatchObject({ code: 'E_CANCELLED' });
    await vi.waitFor(() => expect(pieces).toBeGreaterThan(10));
    await call.cancel({ name: 'file.fetch' });
    await stopped;
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = pieces;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(pieces).toBe(before);
  });
});

describe('news of a long call', () => {
  it('is sent a few times a second, and at once where it is of something else', () => {
    vi.useFakeTimers();
    const told: [string, number][] = [];
    const session = new Session({
      moduleUrl: (build) => build,
      emit: (_, data) => told.push([(data as Progress).what, (data as Progress).done]),
    });
    for (let ms = 0; ms < 1000; ms += 10) {
      vi.advanceTimersByTime(10);
      session.report({ what: ms < 600 ? 'Loading' : 'Reading', done: ms, total: 1000, unit: 'bytes' } as Progress);
    }
    expect(told).toEqual([
      ['Loading', 0],
      ['Loading', 250],
      ['Loading', 500],
      ['Reading', 600],
      ['Reading', 850],
    ]);
    vi.useRealTimers();
  });
});

describe('the charts', () => {
  it('are loaded where the language of the browser is no language tag', async () => {
    vi.stubGlobal('navigator', { language: 'C' });
    const listeners = { addEventListener: () => undefined, dispatchEvent: () => true };
    vi.stubGlobal('window', listeners);
    vi.stubGlobal('document', listeners);
    vi.stubGlobal('matchMedia', () => listeners);
    vi.stubGlobal('devicePixelRatio', 1);
    vi.stubGlobal('CustomEvent', class {});
    expect(await loadPlot()).toBeTypeOf('function');
    vi.unstubAllGlobals();
  });
});

describe('the heap', () => {
  it('is left alone after a trap, which may have left its allocator locked', () => {
    const trap = new WebAssembly.RuntimeError('memory access out of bounds');
    const free = vi.fn();
    const wasm: Wasm = {
      wasmMemory: new WebAssembly.Memory({ initial: 1 }),
      _malloc: () => 1024,
      _free: free,
      _tt_engine_new: () => 0,
      _tt_model_new: () => {
        throw trap;
      },
    };
    const engine = Engine.on(wasm, 1);
    expect(() => engine.model('{}', new Uint8Array(1), null)).toThrow(trap);
    expect(free).not.toHaveBeenCalled();
    expect(() => engine.schema()).toThrow(trap);
  });
});
