// SPDX-License-Identifier: Apache-2.0
// The page's end of the service worker: it is installed, asked to keep the page, and may offer a newer version.
import { signal } from '@preact/signals';
import type { ToPage, ToWorker } from './messages';

/** Whether the page opens without the network: it does, the files are still being kept, this window keeps nothing, or
 * the service worker did not start. */
export const offline = signal<'yes' | 'soon' | 'no' | 'failed'>('no');

/** Loads a version that waits, or the page once more with headers for threads; null: there is nothing to load. */
export const offer = signal<{ what: 'version' | 'threads'; take: () => void } | null>(null);

const TRIED = 'tabtune-threads';

const container = (): ServiceWorkerContainer | undefined => globalThis.navigator?.serviceWorker;

/** Who supplies the headers that threads need, where the server does not. */
export function headers(): 'here' | 'soon' | 'never' {
  if (globalThis.crossOriginIsolated !== false || container()?.controller) return 'here';
  return container() ? 'soon' : 'never';
}

export const isFramed = (): boolean => globalThis.self !== globalThis.top;

/** When there was a click or key; until the first one the page may be loaded again without a loss. */
let touched: number | null = null;
const EVENTS = ['pointerdown', 'keydown', 'dragenter'] as const;
const touch = () => {
  touched = performance.now();
};

const post = (worker: ServiceWorker | null | undefined, message: ToWorker) => worker?.postMessage(message);

/** Once a tab: a browser that does not heed the headers would load the page for ever. */
function reloadOnce(): boolean {
  try {
    if (sessionStorage.getItem(TRIED)) return false;
    sessionStorage.setItem(TRIED, 'yes');
  } catch {
    return false;
  }
  location.reload();
  return true;
}

/** The service worker answers for the page from now on. Threads need the page to have been loaded through it. */
function controlled(): void {
  if (globalThis.crossOriginIsolated !== false || isFramed()) return;
  if (touched === null && reloadOnce()) return;
  offer.value ??= { what: 'threads', take: () => location.reload() };
}

/** A version that is installed waits for the tabs of the one before to be closed, or for the user. */
function watch(registration: ServiceWorkerRegistration): void {
  const waiting = () => {
    const { waiting: next } = registration;
    if (!next || !container()?.controller) return;
    const take = () => {
      container()!.addEventListener('controllerchange', () => location.reload(), { once: true });
      post(next, 'take over');
    };
    offer.value = { what: 'version', take };
  };
  waiting();
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => installing.state === 'installed' && waiting());
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void registration.update().catch(() => undefined);
  });
}

/** Keeping all files costs a slow machine seconds, which the user's first steps would wait for: it goes on where there
 * was no work, no click and no key for so long. */
const QUIET_SECONDS = 5;
/** When it was seen at work; the page's beginning is work. */
let worked = performance.now();

/** Each second until `ask` or the page has all; at its end a page has no more work. */
function whenQuiet(busy: () => boolean, ask: (quiet: boolean) => void): () => void {
  const look = () => {
    const now = performance.now();
    if (busy()) worked = now;
    const since = now - Math.max(worked, touched ?? 0);
    ask(!busy() && (document.visibilityState === 'hidden' || since >= QUIET_SECONDS * 1000));
  };
  const end = () => ask(true);
  const timer = setInterval(look, 1000);
  document.addEventListener('visibilitychange', look);
  addEventListener('pagehide', end);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
    removeEventListener('pagehide', end);
  };
}

const quietOnce = (busy: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const leave = whenQuiet(busy, (quiet) => {
      if (!quiet) return;
      leave();
      resolve();
    });
  });

/** The files are kept while the page is quiet. */
function keepAll(workers: ServiceWorkerContainer, active: ServiceWorker | null, busy: () => boolean): void {
  let asked = false;
  post(active, 'wait'); // a page that was loaded once more for its threads has asked for them as it ended
  const leave = whenQuiet(busy, (quiet) => {
    if (quiet) post(active, 'keep all');
    else if (asked) post(active, 'wait');
    asked = quiet;
  });
  workers.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
    if (data !== 'kept' && data !== 'not kept') return;
    leave();
    offline.value = data === 'kept' ? 'yes' : 'no';
  });
}

/** `url`: of the service worker; `busy`: whether the engine is at work. Where there can be none the page works as
 * before. */
export async function install(url: string, busy: () => boolean): Promise<void> {
  const workers = container();
  if (!workers) return;
  EVENTS.forEach((name) => addEventListener(name, touch, { capture: true }));
  offline.value = 'soon';
  const first = !workers.controller;
  if (first) workers.addEventListener('controllerchange', controlled, { once: true });
  if (first && globalThis.crossOriginIsolated) await quietOnce(busy); // nothing needs the service worker before
  try {
    const registration = await workers.register(url, { updateViaCache: 'none' });
    watch(registration);
    const { active } = await workers.ready;
    keepAll(workers, active, busy);
  } catch (error) {
    const refused = error instanceof DOMException && error.name === 'SecurityError'; // as private windows do
    offline.value = refused ? 'no' : 'failed';
  }
}
