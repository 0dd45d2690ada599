// SPDX-License-Identifier: Apache-2.0
// The border between the page and its worker: calls and their answers, errors as they cross it, workers that inherit.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startClient } from '../../web/border/client';
import { asEngineError, EngineFailure, fail, hasCode } from '../../web/border/failure';
import { inheritBelow, startInheriting } from '../../web/border/inherit';
import type { Request } from '../../web/border/messages';
import { openFrame } from '../../web/foreign/page';

vi.mock('../../web/foreign/page', () => ({ openFrame: vi.fn() }));

describe('the client', () => {
  class FakeWorker {
    static last: FakeWorker;
    sent: Request[] = [];
    terminated = false;
    onmessage: (event: { data: unknown; ports?: unknown[] }) => void = () => undefined;
    onerror: (event: Event | { message: string }) => void = () => undefined;
    onmessageerror: () => void = () => undefined;
    constructor(
      readonly script: string,
      readonly options: WorkerOptions,
    ) {
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

  const deaf = { onDead: () => undefined, onSnapshot: () => undefined, onEvent: () => undefined };
  const snapshot = { number: 7 };
  it('matches replies to calls in any order', async () => {
    const client = startClient(deaf);
    const [a, b] = [client.call('run.pause', {}), client.call('tokenize', { text: 'x', max_length: 8 })];
    const [first, second] = FakeWorker.last.sent;
    FakeWorker.last.onmessage({
      data: { id: second!.id, error: { code: 'E_STATE', text: 'No encoder.', at: -1 }, snapshot },
    });
    FakeWorker.last.onmessage({ data: { id: first!.id, output: null, snapshot } });
    expect(await a).toBeNull();
    await expect(b).rejects.toMatchObject({ code: 'E_STATE', text: 'No encoder.', message: 'No encoder.' });
  });
  it('hands events on', () => {
    const heard = vi.fn();
    startClient({ ...deaf, onEvent: heard });
    const data = { what: 'x', done: 1, total: 2, unit: 'rows' };
    FakeWorker.last.onmessage({ data: { event: 'progress', data, snapshot } });
    expect(heard.mock.calls).toEqual([[{ event: 'progress', data, snapshot }]]);
  });
  it('rejects everything when the worker dies, also what comes later', async () => {
    const onDead = vi.fn();
    const client = startClient({ ...deaf, onDead });
    const call = client.call('run.pause', {});
    FakeWorker.last.onerror({ message: 'unreachable' });
    await expect(call).rejects.toMatchObject({ code: 'E_DEAD', text: expect.stringMatching(/unreachable/) as string });
    await expect(client.call('run.stop', {})).rejects.toMatchObject({ code: 'E_DEAD' });
    expect(onDead).toHaveBeenCalledOnce();
    expect(FakeWorker.last.terminated).toBe(true);
  });
  it('tells no reason where the browser has none, as of a script that could not be fetched', async () => {
    const call = startClient(deaf).call('run.pause', {});
    FakeWorker.last.onerror(new Event('error'));
    await expect(call).rejects.toMatchObject({ code: 'E_DEAD', text: 'The engine could not be started.' });
  });
  it('rejects a call that cannot be sent, and no other one', async () => {
    const client = startClient(deaf);
    const { last } = FakeWorker;
    last.postMessage = () => {
      throw new DOMException('no clone', 'DataCloneError');
    };
    await expect(client.call('run.pause', {})).rejects.toThrow('no clone');
    last.postMessage = (request) => void last.sent.push(request);
    const call = client.call('run.stop', {});
    last.onmessage({ data: { id: last.sent[0]!.id, output: null, snapshot } });
    expect(await call).toBeNull();
  });
  it('tells what an engine died of that had answered, and which message was not read', async () => {
    const onDead = vi.fn();
    const call = startClient({ ...deaf, onDead }).call('run.pause', {});
    FakeWorker.last.onmessage({ data: { event: 'progress', data: {}, snapshot } });
    FakeWorker.last.onmessageerror();
    const text = 'The engine stopped unexpectedly (a message could not be read).';
    await expect(call).rejects.toMatchObject({ code: 'E_DEAD', text, at: -1 });
    FakeWorker.last.onmessageerror();
    FakeWorker.last.onerror({ message: 'again' });
    expect(onDead).toHaveBeenCalledOnce();
  });
  it('is stopped for good: what waits is rejected, and what the worker still says is not heard', async () => {
    const heard = { onDead: vi.fn(), onSnapshot: vi.fn(), onEvent: vi.fn() };
    const client = startClient(heard);
    const call = client.call('run.pause', {});
    client.terminate();
    client.terminate();
    await expect(call).rejects.toMatchObject({ code: 'E_DEAD', text: 'The engine was stopped.' });
    expect(FakeWorker.last.terminated).toBe(true);
    FakeWorker.last.onmessage({ data: { event: 'progress', data: {}, snapshot } });
    FakeWorker.last.onmessage({ data: { id: 1, output: null, snapshot } });
    FakeWorker.last.onerror({ message: 'late' });
    for (const of of Object.values(heard)) expect(of).not.toHaveBeenCalled();
  });
  it('hears the state before its call resolves, and lets a reply pass that nothing waits for', async () => {
    const said: unknown[] = [];
    const client = startClient({ ...deaf, onSnapshot: (now) => said.push(now) });
    const call = client.call('run.pause', {}).then(() => said.push('resolved'));
    const { last } = FakeWorker;
    last.onmessage({ data: { id: 99, output: null, snapshot } });
    last.onmessage({ data: { id: 99, error: { code: 'E_STATE', text: '', at: -1 }, snapshot } });
    last.onmessage({ data: { id: last.sent[0]!.id, output: null, snapshot } });
    await call;
    expect(said).toEqual([snapshot, snapshot, snapshot, 'resolved']);
  });
  it('opens a frame for a file that the worker has another page read', () => {
    const port = {};
    startClient(deaf);
    FakeWorker.last.onmessage({ data: { foreign: { url: 'x' } }, ports: [port] });
    expect(openFrame).toHaveBeenCalledExactlyOnceWith({ url: 'x' }, port);
  });
});

describe('an error that crosses the border', () => {
  it('keeps what the engine said of it', () => {
    const error = { code: 'E_DATA', text: 'Row 3 is empty.', at: 3 };
    expect(asEngineError(new EngineFailure(error))).toEqual(error);
    const said = ['trouble', 'wasStopped'] as const;
    expect(asEngineError(new EngineFailure({ ...error, said }))).toEqual({ ...error, said });
    expect(asEngineError(error)).toEqual(error);
  });
  it('is of the browser by its name, and of nobody where it has none', () => {
    const told = asEngineError(new TypeError('no such file'));
    const said = ['browserErrors', 'sentence', 'TypeError', 'no such file'];
    expect(told).toEqual({ code: 'E_FAILED', text: 'no such file', at: -1, said });
    expect(asEngineError(new Error('plain'))).toEqual({ code: 'E_FAILED', text: 'plain', at: -1 });
    expect(asEngineError({ name: 'TypeError', message: 'no error' })).not.toHaveProperty('said');
    // A DOMException has a number for a code.
    expect(asEngineError(new DOMException('full', 'QuotaExceededError'))).toMatchObject({
      code: 'E_FAILED',
      said: ['browserErrors', 'sentence', 'QuotaExceededError', 'full'],
    });
    for (const [thrown, text] of [
      [null, 'null'],
      [undefined, 'undefined'],
      ['a text', 'a text'],
    ] as const)
      expect(asEngineError(thrown)).toEqual({ code: 'E_FAILED', text, at: -1 });
  });
  it('is known by its code', () => {
    const thrown = (): unknown => {
      try {
        return fail('E_STATE', { text: 'Not now.', said: ['trouble', 'x'] });
      } catch (error) {
        return error;
      }
    };
    expect(thrown()).toMatchObject({ code: 'E_STATE', text: 'Not now.', at: -1, said: ['trouble', 'x'] });
    expect([hasCode(thrown(), 'E_STATE'), hasCode(thrown(), 'E_DATA'), hasCode(null, 'E_STATE')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('a worker that inherits', () => {
  const scripts = new Map<string, Blob>();
  class Plain {
    constructor(
      readonly script: string | URL,
      readonly options?: WorkerOptions,
    ) {}
  }
  beforeEach(() => {
    vi.stubGlobal('Worker', Plain);
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      const url = `blob:${scripts.size}`;
      scripts.set(url, blob as Blob);
      return url;
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
  const codeOf = async (worker: Plain) => {
    const blob = scripts.get(String(worker.script))!;
    return [blob.type, await blob.text()];
  };

  it('is a blob that imports its script', async () => {
    const worker = startInheriting('https://a.example/x".js', { type: 'module' }) as unknown as Plain;
    expect(await codeOf(worker)).toEqual(['text/javascript', 'import "https://a.example/x\\".js"']);
    expect(worker.options).toEqual({ type: 'module' });
  });
  it('starts those below it in the same way, and blobs as they are', async () => {
    inheritBelow();
    const below = new Worker('https://a.example/below.js', { type: 'module' }) as unknown as Plain;
    expect(await codeOf(below)).toEqual(['text/javascript', 'import "https://a.example/below.js"']);
    expect(below.options).toEqual({ type: 'module' });
    const blob = new Worker('blob:of its own', { name: 'n' }) as unknown as Plain;
    expect([blob.script, blob.options]).toEqual(['blob:of its own', { name: 'n' }]);
  });
});
