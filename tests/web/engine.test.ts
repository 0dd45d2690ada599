// SPDX-License-Identifier: Apache-2.0
// Around the engine, without one: the choice of a build, the run loop, the client.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startClient } from '../../web/engine/client';
import { chooseBuild } from '../../web/engine/detect';
import { EngineFailure } from '../../web/engine/failure';
import type { LogRow, Request, RunEnd } from '../../web/engine/messages';
import type { Wasm } from '../../web/engine/heap';
import { Engine, type Run } from '../../web/engine/module';
import { RunLoop } from '../../web/engine/run';
import { loadPlot } from '../../web/charts/plot';
import { Session } from '../../web/engine/session';

describe('the build', () => {
  const all = { simd: true, relaxedSimd: true, threads: true, cores: 16, secure: true, isolated: true };
  it('is the fastest that runs, with the reason where it is not the best', () => {
    expect(chooseBuild(all, {})).toEqual({ build: 'tabtune-relaxed-threads', threads: 8, note: '' });
    expect(chooseBuild({ ...all, relaxedSimd: false, cores: 2 }, {})).toMatchObject({
      build: 'tabtune-simd-threads',
      threads: 2,
    });
    expect(chooseBuild({ ...all, relaxedSimd: false }, {})!.note).toMatch(/relaxed SIMD/);
    expect(chooseBuild({ ...all, threads: false }, { threads: 4 })).toMatchObject({
      build: 'tabtune-simd',
      threads: 1,
    });
    const alone = { ...all, threads: false };
    expect(chooseBuild({ ...alone, isolated: false }, {})!.note).toMatch(/cross-origin isolated/);
    expect(chooseBuild({ ...alone, isolated: false, secure: false }, {})!.note).toMatch(/https/);
    expect(chooseBuild(alone, {})!.note).toMatch(/no memory that threads could share/);
    expect(chooseBuild({ ...all, simd: false }, {})).toBeNull();
  });
  it('is what the user says', () => {
    expect(chooseBuild(all, { build: 'tabtune-simd-threads', threads: 12 })).toMatchObject({
      build: 'tabtune-simd-threads',
      threads: 12,
    });
  });
});

/** A run of `steps` steps that fails at `failsAt`; time goes by a second a step. */
function startRun(steps: number, failsAt = Infinity) {
  let step = 0;
  let now = 0;
  const freed = vi.fn();
  const run = {
    step() {
      now++;
      if (++step >= failsAt) throw new EngineFailure({ code: 'E_NUMERIC', text: 'not finite', at: step });
      return step === steps;
    },
    log: () => [{ kind: 'step', step, steps, epoch: 1, loss: 1, learning_rate: 1, grad_norm: 1, tokens: 10 }],
    free: freed,
  } as unknown as Run;
  const rows: LogRow[] = [];
  const onRows = vi.fn((some: LogRow[]) => void rows.push(...some));
  let ended!: (end: RunEnd) => void;
  const end = new Promise<RunEnd>((resolve) => (ended = resolve));
  const loop = new RunLoop(run, {
    rows: onRows,
    progress: () => undefined,
    end: ended,
    exclusive: async (use) => use(),
    meter: null,
    fitted: () => null,
    memory: () => 99,
    seconds: () => now,
  });
  const done = loop.loop();
  return { loop, end, rows, onRows, freed, done, steps: () => step };
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

describe('the client', () => {
  class FakeWorker {
    static last: FakeWorker;
    sent: Request[] = [];
    terminated = false;
    onmessage: (event: { data: unknown }) => void = () => undefined;
    onerror: (event: { message: string }) => void = () => undefined;
    constructor() {
      FakeWorker.last = this;
    }
    postMessage(request: Request) {
      this.sent.push(request);
    }
    terminate() {
      this.terminated = true;
    }
  }
  beforeEach(() => vi.stubGlobal('Worker', FakeWorker));
  afterEach(() => vi.unstubAllGlobals());

  it('matches replies to calls in any order', async () => {
    const client = startClient(
      () => undefined,
      () => undefined,
    );
    const [a, b] = [client.call('run.pause', {}), client.call('tokenize', { text: 'x', max_length: 8 })];
    const [first, second] = FakeWorker.last.sent;
    FakeWorker.last.onmessage({ data: { id: second!.id, error: { code: 'E_STATE', text: 'No encoder.', at: -1 } } });
    FakeWorker.last.onmessage({ data: { id: first!.id, output: null } });
    expect(await a).toBeNull();
    await expect(b).rejects.toMatchObject({ code: 'E_STATE', text: 'No encoder.', message: 'No encoder.' });
  });
  it('hands events on', () => {
    const heard = vi.fn();
    startClient(() => undefined, heard);
    const data = { what: 'x', done: 1, total: 2, unit: 'rows' };
    FakeWorker.last.onmessage({ data: { event: 'progress', data } });
    expect(heard.mock.calls).toEqual([['progress', data]]);
  });
  it('rejects everything when the worker dies, also what comes later', async () => {
    const onDead = vi.fn();
    const client = startClient(onDead, () => undefined);
    const call = client.call('run.pause', {});
    FakeWorker.last.onerror({ message: 'unreachable' });
    await expect(call).rejects.toMatchObject({ code: 'E_DEAD', text: expect.stringMatching(/unreachable/) as string });
    await expect(client.call('run.stop', {})).rejects.toMatchObject({ code: 'E_DEAD' });
    expect(onDead).toHaveBeenCalledOnce();
    expect(FakeWorker.last.terminated).toBe(true);
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
    expect(info).toMatchObject({ build: 'tabtune-simd', threads: 1, note: expect.stringMatching(/refused/) as string });
    expect(load).toHaveBeenCalledTimes(2);
    load.mockRestore();
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
