// SPDX-License-Identifier: Apache-2.0
// A folder at a URL: streamed, taken up again where the line broke, and kept in the browser's cache: the encoder is read
// from there again for each training, and a second visit downloads nothing that has not changed.
import { fail } from '../engine/failure';
import { readStream, type Folder, type OpenFile } from './folder';

const HUB = 'https://huggingface.co/';
const CACHE = 'tabtune-checkpoints';
const RETRIES = 4;

export interface Web {
  fetch: typeof fetch;
  /** null: no cache (private windows, Node). */
  cache: Cache | null;
  /** Seconds before retry n = 1, 2, ... */
  wait(seconds: number): Promise<void>;
}

export async function browserWeb(): Promise<Web> {
  const cache = await globalThis.caches?.open(CACHE).catch(() => null);
  return {
    fetch: (input, init) => fetch(input, init),
    cache: cache ?? null,
    wait: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
  };
}

/** The address that file names are appended to. Understands "name/model" and pages of the public hub; any other URL is
 * a plain folder. */
export function folderUrl(address: string): string {
  const text = address.trim();
  if (/^[\w.-]+\/[\w.-]+$/.test(text)) return `${HUB}${text}/resolve/main/`;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    fail('E_DATA', `"${text}" is no address. Give the URL of a folder, or a name on the hub such as "name/model".`);
  }
  if (!/^https?:$/.test(url.protocol)) fail('E_DATA', `"${text}" is no web address: it must begin with https://.`);
  const page = globalThis.location?.origin;
  if (url.protocol === 'http:' && page && url.origin !== page)
    fail(
      'E_DATA',
      `"${text}" begins with http://, and this page reads from https:// only. Use such an address, or files.`,
    );
  url.search = url.hash = '';
  if (/^(www\.)?(huggingface\.co|hf\.co)$/.test(url.host)) url = new URL(hubFolder(text, url.pathname));
  const last = url.pathname.split('/').at(-1)!;
  if (/\.(safetensors|json|txt|bin)$/.test(last)) return new URL('.', url).href;
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/** Of a page of the hub: OWNER/MODEL, and behind it /tree/REVISION/FOLDER or /blob/REVISION/FILE. */
function hubFolder(text: string, path: string): string {
  const [owner, model, , revision = 'main', ...inside] = path.split('/').filter(Boolean);
  if (!owner || !model || /^(datasets|spaces)$/.test(owner))
    fail('E_DATA', `"${text}" names no model: the address is ${HUB}OWNER/MODEL.`);
  return `${HUB}${[owner, model, 'resolve', revision, ...inside].join('/')}`;
}

export function folderAtUrl(address: string, web: Web): Folder {
  const base = folderUrl(address);
  return { name: base, open: (path) => openUrl(base + path, web) };
}

async function openUrl(url: string, web: Web): Promise<OpenFile | null> {
  const { cache } = web;
  const kept = await cache?.match(url).catch(() => undefined);
  const head = await request(url, web, { method: 'HEAD' }, kept ? 0 : RETRIES).catch((error: unknown) => {
    if (kept) return kept; // offline
    throw error;
  });
  if (!head) return null;
  // Of a compressed response the length is that of the wire.
  const size = head.headers.has('Content-Encoding') ? 0 : Number(head.headers.get('Content-Length') ?? 0);
  const unchanged = kept && (kept === head || (versionOf(head) !== null && versionOf(kept) === versionOf(head)));
  /** What was read first: it is read each time. */
  let first = unchanged ? kept : null;
  let inCache = !!unchanged;
  return {
    size,
    async *stream() {
      const copy = inCache ? await cache?.match(url).catch(() => undefined) : undefined;
      if (copy && versionOf(copy) === versionOf(first!)) return yield* readStream(copy.body!);
      const response = await request(url, web, {}, RETRIES);
      if (!response) return fail('E_DATA', `${url} is not there any more.`);
      if (first && versionOf(response) !== versionOf(first))
        return fail('E_DATA', `${url} has changed since it was read first. Load it again.`);
      first = response;
      const pieces = resumed(url, response, web);
      if (cache) inCache = yield* keeping(url, response, pieces, cache);
      else yield* pieces;
    },
  };
}

/** null: the server does not tell. Many show pages of other origins no ETag. */
const versionOf = ({ headers }: Response): string | null => headers.get('ETag') ?? headers.get('Last-Modified');

/** null: not there. */
async function request(url: string, web: Web, options: RequestInit, retries: number): Promise<Response | null> {
  const fetchOnce = () => web.fetch(url, { ...options, referrerPolicy: 'no-referrer', credentials: 'omit' });
  for (let attempt = 1; ; attempt++) {
    // fetch rejects with a TypeError where the line is broken or the server allows no other pages.
    const response = await fetchOnce().catch((error: unknown) =>
      error instanceof TypeError ? null : Promise.reject(error),
    );
    const status = response?.status ?? 0;
    if (response?.ok) return isFallbackPage(url, response) ? null : response;
    if (status === 404 || status === 410) return null;
    if (response && options.method === 'HEAD' && (status === 405 || status === 501)) return new Response(null);
    if (status === 401 || status === 403)
      fail(
        'E_DATA',
        `${url} may not be read without an account (${status}). Download the folder and choose its files.`,
      );
    const final = attempt > retries || (status >= 300 && status < 500 && status !== 429);
    if (final && status) fail('E_DATA', `${url} answers with status ${status}. Check the address, or try again later.`);
    if (final)
      fail(
        'E_DATA',
        `${url} cannot be reached. Check the address and the connection; its server must allow other pages to read it (CORS).`,
      );
    await web.wait(2 ** (attempt - 1) / 2);
  }
}

/** Servers of single-page sites answer everything they do not have with a page. */
function isFallbackPage(url: string, response: Response): boolean {
  return !url.endsWith('.html') && (response.headers.get('Content-Type') ?? '').startsWith('text/html');
}

/** The body, asked for again from the byte where it broke off. */
async function* resumed(url: string, first: Response, web: Web): AsyncGenerator<Uint8Array> {
  let response = first;
  let done = 0;
  for (let failures = 0; ; failures++) {
    let skip = response.status === 206 ? 0 : done; // a server without ranges begins anew
    try {
      for await (const piece of readStream(response.body!)) {
        const rest = piece.subarray(Math.min(skip, piece.byteLength));
        skip -= piece.byteLength - rest.byteLength;
        done += rest.byteLength;
        if (rest.byteLength) {
          failures = 0;
          yield rest;
        }
      }
      return;
    } catch (error) {
      if (!(error instanceof TypeError) || failures >= RETRIES) throw error;
    }
    await web.wait(2 ** failures / 2);
    const again = await request(url, web, { headers: { Range: `bytes=${done}-` } }, RETRIES);
    if (!again || versionOf(again) !== versionOf(first))
      fail('E_DATA', `${url} changed while it was read. Load it again.`, done);
    response = again;
  }
}

/** Passes the bytes on and puts them into the cache; when that is full, they are only passed on. Returns whether they
 * are there. */
async function* keeping(
  url: string,
  response: Response,
  pieces: AsyncIterable<Uint8Array>,
  cache: Cache,
): AsyncGenerator<Uint8Array, boolean> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  let writer: WritableStreamDefaultWriter<Uint8Array> | null = writable.getWriter();
  const headers = new Headers();
  for (const name of ['ETag', 'Last-Modified', 'Content-Type', 'Content-Length']) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const put = cache.put(url, new Response(readable, { headers })).then(
    () => true,
    () => false, // over the quota
  );
  let complete = false;
  try {
    for await (const piece of pieces) {
      // A copy: the engine reads the piece, and a stream may take its buffer away.
      const written = writer?.write(piece.slice()).then(() => true);
      if (written && !(await Promise.race([written, put]).catch(() => false))) writer = null;
      yield piece;
    }
    complete = true;
  } finally {
    if (complete) await writer?.close().catch(() => undefined);
    else await writer?.abort().catch(() => undefined);
    await put;
  }
  return put;
}
