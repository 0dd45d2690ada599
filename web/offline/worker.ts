// SPDX-License-Identifier: Apache-2.0
// The service worker: the page without a network, and with threads where its server sends no headers for them.
//
// Files are kept under their address with their hash. The first version keeps them while its page is quiet, and answers
// from the network until then. A newer version fetches only what has changed, and waits until the user takes it or no
// tab is open. Files of the version before stay while another tab may still ask for them.
import { hashOf, isAbsent, isLarge, pathOf, withHeaders, type PageFile, type Version } from './files';
import type { ToPage, ToWorker } from './messages';

declare const self: ServiceWorkerGlobalScope;
/** Put in by vite.plugins.ts once all files are there. */
declare const __VERSION__: Version;

const CACHE = 'tabtune-page';
const { files, policy } = __VERSION__;
const scope = self.registration.scope;
const named = new Map(files.map((file) => [file.path, file]));
const keyOf = ({ path, hash }: PageFile) => `${new URL(path, scope).href}?v=${hash}`;

/** Fetches a file and keeps it, when it is the one of this version. */
async function keep(cache: Cache, file: PageFile): Promise<void> {
  const response = await fetch(new URL(file.path, scope), { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${file.path}: status ${response.status}`);
  const bytes = await response.arrayBuffer();
  // Hosts may write something of theirs into a page, and the parts that it names have their hashes in their names.
  if (!file.path.endsWith('.html') && (await hashOf(bytes)) !== file.hash)
    throw new Error(`${file.path} is of another version`);
  await cache.put(keyOf(file), new Response(bytes, { headers: response.headers }));
}

/** `on`, between two files: whether to go on. True: all are kept. */
async function keepAll(wanted: PageFile[], on = () => true): Promise<boolean> {
  const cache = await caches.open(CACHE);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  for (const file of wanted.filter((one) => !kept.has(keyOf(one)))) {
    if (!on()) return false;
    await keep(cache, file);
  }
  return true;
}

async function tell(message: ToPage): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of windows) page.postMessage(message);
}

let wanted = false;
let keeping: Promise<void> | null = null;

/** Until a page is at work and needs the machine for itself. */
function keepOn(): Promise<void> {
  wanted = true;
  keeping ??= keepAll(files, () => wanted)
    .then(
      (all) => (all ? tell('kept') : undefined),
      () => tell('not kept'),
    )
    .finally(() => {
      keeping = null;
    });
  return keeping;
}

/** Files of other versions go when no other tab may want them. */
async function prune(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.length > 1) return;
  const cache = await caches.open(CACHE);
  const wanted = new Set(files.map(keyOf));
  for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url);
}

self.addEventListener('install', (event) => {
  if (self.registration.active) event.waitUntil(keepAll(files.filter((file) => !isLarge(file))));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim().then(prune));
});

self.addEventListener('message', (event) => {
  const message = event.data as ToWorker;
  if (message === 'take over') event.waitUntil(self.skipWaiting());
  if (message === 'keep all') event.waitUntil(keepOn());
  if (message !== 'wait') return;
  wanted = false;
  // Nothing to wait with: it is told now.
  event.waitUntil(keepAll(files, () => false).then((all) => (all ? tell('kept') : undefined)));
});

async function answer(request: Request, path: string): Promise<Response> {
  if (isAbsent(path, files)) return new Response('not here', { status: 404 });
  const cache = await caches.open(CACHE);
  const file = named.get(path);
  const kept = request.headers.has('Range')
    ? undefined
    : await (file ? cache.match(keyOf(file)) : cache.match(request.url, { ignoreSearch: true, ignoreMethod: true }));
  const response = kept ?? (await fetch(request));
  const body = request.method === 'HEAD' && kept ? new Response(null, { headers: kept.headers }) : response;
  return withHeaders(body, path, policy, kept && file?.bytes);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = pathOf(request.url, scope);
  if (path === null || (request.method !== 'GET' && request.method !== 'HEAD')) return;
  event.respondWith(answer(request, path));
  if (request.mode === 'navigate') event.waitUntil(prune());
});
