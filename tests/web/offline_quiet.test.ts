// SPDX-License-Identifier: Apache-2.0
// When the page lets the service worker keep its files: not while the engine works or the user is at it.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

let posted: string[];
let registered: number;
let working: boolean;
let page: EventTarget;
let shown: EventTarget & { visibilityState: string };
let workers: EventTarget & { controller: object | null };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  vi.resetModules();
  [posted, registered, working] = [[], 0, false];
  page = new EventTarget();
  shown = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const active = { postMessage: (message: string) => posted.push(message) };
  const register = () => (registered++, Promise.resolve(Object.assign(new EventTarget(), { waiting: null })));
  workers = Object.assign(new EventTarget(), { controller: null, register, ready: Promise.resolve({ active }) });
  vi.stubGlobal('navigator', { serviceWorker: workers });
  vi.stubGlobal('document', shown);
  vi.stubGlobal('crossOriginIsolated', true);
  for (const name of ['addEventListener', 'removeEventListener'] as const) vi.stubGlobal(name, page[name].bind(page));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function start() {
  const offline = await import('../../web/offline/page');
  void offline.install('service-worker.js', () => working);
  await seconds(0);
  return offline;
}
async function seconds(n: number) {
  await vi.advanceTimersByTimeAsync(n * 1000);
  for (let i = 0; i < 10; i++) await Promise.resolve();
}
const click = () => page.dispatchEvent(new Event('pointerdown'));
const last = () => posted.at(-1);

it('begins when the engine has been at rest, and the user, for five seconds', async () => {
  working = true;
  await start();
  await seconds(60);
  working = false;
  await seconds(4);
  click();
  await seconds(4);
  expect(registered).toBe(0);
  await seconds(3);
  expect([registered, last()]).toEqual([1, 'keep all']);
});

it('begins at once where threads wait for it, and keeps the files later', async () => {
  vi.stubGlobal('crossOriginIsolated', false);
  working = true;
  await start();
  await seconds(20);
  expect([registered, posted]).toEqual([1, ['wait']]); // nor goes on with what the page before asked for as it ended
  working = false;
  await seconds(7);
  expect(last()).toBe('keep all');
});

it('waits in the middle, goes on, and ends with the answer', async () => {
  const { offline } = await start();
  await seconds(8);
  expect(last()).toBe('keep all');
  click();
  await seconds(1);
  expect(last()).toBe('wait');
  await seconds(3);
  expect(posted.filter((message) => message === 'wait')).toHaveLength(2); // and at the beginning
  await seconds(3);
  expect([last(), offline.value]).toEqual(['keep all', 'soon']);
  workers.dispatchEvent(Object.assign(new Event('message'), { data: 'kept' }));
  const before = posted.length;
  await seconds(60);
  page.dispatchEvent(new Event('pagehide'));
  expect([posted.length, offline.value]).toEqual([before, 'yes']);
});

it('begins at once in a tab that is hidden and has no work, and at the end of a page', async () => {
  workers.controller = {};
  working = true;
  await start();
  shown.visibilityState = 'hidden';
  shown.dispatchEvent(new Event('visibilitychange'));
  expect(posted).toEqual(['wait']);
  working = false;
  shown.dispatchEvent(new Event('visibilitychange'));
  expect(posted).toEqual(['wait', 'keep all']);
  shown.visibilityState = 'visible';
  working = true;
  await seconds(1);
  expect(last()).toBe('wait');
  page.dispatchEvent(new Event('pagehide'));
  expect(last()).toBe('keep all');
});
