// SPDX-License-Identifier: Apache-2.0
// Reading from another server through a frame of the page; the frame is played here.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Asked, Told } from '../../web/foreign/messages';
import { sourcesOf } from '../../web/foreign/sources';

const HOST = 'https://models.example';

let asked: Asked[];
let frame: { origin: string; port: MessagePort }[];
/** What the frame answers to each message. */
let answer: (message: Asked) => Told | null;

async function opened() {
  vi.resetModules();
  vi.stubGlobal('WorkerGlobalScope', class {});
  vi.stubGlobal('origin', 'https://page.example');
  vi.stubGlobal(
    'postMessage',
    ({ foreign }: { foreign: string }, { transfer: [port] }: { transfer: MessagePort[] }) => {
      frame.push({ origin: foreign, port: port! });
      port!.onmessage = ({ data }: MessageEvent<Asked>) => {
        asked.push(data);
        const told = answer(data);
        if (told) port!.postMessage(told);
      };
      port!.postMessage({ ready: true });
    },
  );
  return (await import('../../web/foreign/fetch')).webFetch;
}

beforeEach(() => {
  asked = [];
  frame = [];
});
afterEach(() => {
  frame.forEach(({ port }) => port.close());
  vi.unstubAllGlobals();
});

const isRequest = (message: Asked): message is Extract<Asked, { url: string }> => 'url' in message;

test('the own server is asked by the worker, another one by the frame, whose line is kept', async () => {
  const fetched = vi.fn(async () => new Response('own'));
  vi.stubGlobal('fetch', fetched);
  const pieces = ['first ', 'second', null];
  let sent = 0;
  answer = (message) => {
    if (isRequest(message))
      return { id: message.id, status: 206, headers: [['ETag', '"1"']], body: message.method === 'GET' };
    if (!('more' in message)) return null;
    const piece = pieces[sent++];
    return { id: message.id, piece: piece ? new TextEncoder().encode(piece) : null };
  };
  const webFetch = await opened();
  expect(await (await webFetch('https://page.example/models/a')).text()).toBe('own');
  expect(frame).toEqual([]);
  const head = await webFetch(`${HOST}/a/config.json`, { method: 'HEAD' });
  expect([head.status, head.headers.get('ETag'), head.body]).toEqual([206, '"1"', null]);
  const whole = await webFetch(`${HOST}/a/model.safetensors`, { headers: { Range: 'bytes=5-' } });
  expect(await whole.text()).toBe('first second');
  expect(frame.map(({ origin }) => origin)).toEqual([HOST]);
  await webFetch(`${HOST}/a`, { method: 'HEAD', redirect: 'manual' });
  expect(asked.filter(isRequest).map(({ url, method, headers, redirect }) => [url, method, headers, redirect])).toEqual(
    [
      [`${HOST}/a/config.json`, 'HEAD', [], 'follow'],
      [`${HOST}/a/model.safetensors`, 'GET', [['range', 'bytes=5-']], 'follow'],
      [`${HOST}/a`, 'HEAD', [], 'manual'],
    ],
  );
  expect(fetched).toHaveBeenCalledOnce();
});

test('a broken line is a TypeError, as of fetch; what the policy stopped is a sentence', async () => {
  answer = (message) => (isRequest(message) ? { id: message.id, failed: 'Failed to fetch', blocked: false } : null);
  const webFetch = await opened();
  await expect(webFetch(`${HOST}/a`)).rejects.toThrow(TypeError);
  answer = (message) => (isRequest(message) ? { id: message.id, failed: 'Failed to fetch', blocked: true } : null);
  await expect(webFetch(`${HOST}/a`)).rejects.toMatchObject({
    code: 'E_DATA',
    text: expect.stringContaining(`passes the request on to another server, and the page reads from ${HOST} only`),
  });
  answer = (message) => {
    if (isRequest(message)) return { id: message.id, status: 200, headers: [], body: true };
    return 'more' in message ? { id: message.id, failed: 'network error', blocked: false } : null;
  };
  await expect((await webFetch(`${HOST}/a`)).text()).rejects.toThrow(TypeError);
});

test('a frame that is not used is closed, and another one is opened for the next request', async () => {
  answer = (message) => (isRequest(message) ? { id: message.id, status: 404, headers: [], body: false } : null);
  const webFetch = await opened();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await webFetch(`${HOST}/a`);
  vi.advanceTimersByTime(5000);
  vi.useRealTimers();
  await vi.waitFor(() => expect(asked.at(-1)).toEqual({ close: true }));
  await webFetch(`${HOST}/a`);
  expect(frame).toHaveLength(2);
});

test('a policy names the server and nothing that could widen it', () => {
  expect(sourcesOf(HOST)).toEqual([HOST]);
  expect(sourcesOf('https://huggingface.co')).toContain('https://*.hf.co');
  for (const bad of ['http://models.example', `${HOST}/`, `${HOST} *`, `${HOST}; script-src *`, 'https:', '*', ''])
    expect(sourcesOf(bad), bad).toBeNull();
});
