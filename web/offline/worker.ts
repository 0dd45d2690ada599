// SPDX-License-Identifier: Apache-2.0
// The service worker: the page without a network, and with threads where its server sends no headers for them.
//
// Files are kept under their address with their hash. A new version fetches only what has changed, and waits until the
// user takes it or no tab is open. Files of the version before stay while another tab may still ask for them.
import { hashOf, isAbsent, isLarge, pathOf, withHeaders, type PageFile, type Version } from './files';
import type { ToWorker } from './messages';

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
  const key = keyOf(file);
  if (await cache.match(key)) return;
  const response = await fetch(new URL(file.path, scope), { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${file.path}: status ${response.status}`);
  const bytes = await response.arrayBuffer();
  // Hosts may write something of theirs into a page, and the parts that it names have their hashes in their names.
  if (!file.path.endsWith('.html') && (await hashOf(bytes)) !== file.hash)
    throw new Error(`${file.path} is of another version`);
  await cache.put(key, new Response(bytes, { headers: response.headers }));
}

async function keepAll(wanted: PageFile[]): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const file of wanted) await keep(cache, file);
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
  event.waitUntil(keepAll(files.filter((file) => !isLarge(file))));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim().then(prune));
});

self.addEventListener('message', (event) => {
  const message = event.data as ToWorker;
  if (message === 'take over') event.waitUntil(self.skipWaiting());
  if (message === 'keep all')
    event.waitUntil(
      keepAll(files).then(
        () => event.source?.postMessage('kept'),
        () => event.source?.postMessage('not kept'),
      ),
    );
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
