// SPDX-License-Identifier: Apache-2.0
// A folder at a URL: streamed, taken up again where the line broke, and kept on this computer: the encoder is read from
// there again for each training, and a second visit downloads nothing that has not changed.
import { EngineFailure, fail } from '../border/failure';
import { retryAfter } from '../border/retry_after';
import { webFetch } from '../foreign/fetch';
import { openCopies, type Copies, type Version, type Writer } from '../project/copies';
import { folderUrl, HUB } from './address';
import { inTime, readStream, type Folder, type OpenFile } from './folder';
import { webErrors } from '../words/en/web_errors';
import { saying, type Said, type TablePlace } from '../words/said';

const say = saying('webErrors', webErrors);

export type { Copies, Copy, Version, Writer } from '../project/copies';

const RETRIES = 4;
/** Seconds without an answer or a byte after which a line counts as broken. */
const PATIENCE = 30;
/** Seconds that a server may ask to be left alone before it is asked again. */
const LONGEST_WAIT = 60;

export interface Remedies {
  /** Where an account is wanted. */
  account: string | Said;
  /** Where the server of an address is out of reach. */
  reach(url: string): string | Said;
}

export interface Web {
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** null: nothing is kept (the user's choice, private windows, Node). */
  copies: Copies | null;
  /** Before a retry. */
  wait(seconds: number): Promise<void>;
  /** A token of the user's, and the one server that it is sent to; null: none was given. */
  account: { origin: string; token: string } | null;
  /** What to do here, in sentences. */
  remedies: Remedies;
  /** In place of PATIENCE. */
  patience?: number;
}

/** `token`: of an account at the hub. */
export type OpenWeb = (token?: string) => Promise<Web>;

/** `what`: whose value it is, for a sentence. */
export function accountAt(server: string, token: string | undefined, what: string | Said): Web['account'] {
  const given = token?.trim();
  if (!given) return null;
  if (!/^[!-~]+$/.test(given)) fail('E_DATA', say.badToken(what));
  return { origin: new URL(server).origin, token: given };
}

export async function browserWeb(token?: string): Promise<Web> {
  return {
    fetch: webFetch,
    copies: await openCopies(),
    wait: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
    account: accountAt(HUB, token, say.theToken),
    remedies: {
      account: say.giveToken,
      reach(url) {
        if (globalThis.navigator?.onLine === false) return say.offline;
        return new URL(url).origin === globalThis.origin ? say.ownSite : say.checkAddress;
      },
    },
  };
}

/** Of a call that was left nothing goes on. */
export function leave(stopped: () => boolean): void {
  if (stopped()) throw new EngineFailure({ code: 'E_CANCELLED', text: 'stopped', at: -1 });
}

/** The same, telling of each wait. */
export const tellingWaits = (web: Web, tell: (seconds: number) => void, stopped = () => false): Web => ({
  ...web,
  wait: async (seconds) => {
    leave(stopped);
    tell(seconds);
    return web.wait(seconds);
  },
});

/** `asKept`: where there is a copy the server is not asked whether it still has the same. `has`: its files, where they
 * are known. */
export function folderAtUrl(address: string, web: Web, asKept = false, has?: string[]): Folder {
  const base = folderUrl(address);
  return {
    name: base,
    open: (path) => (has && !has.includes(path) ? absent(base + path, web) : openUrl(base + path, web, asKept)),
    drop: async () => await web.copies?.drop(base),
  };
}

/** That is kept too: the next visit may have no network to ask. */
async function absent(url: string, { copies }: Web): Promise<null> {
  await copies?.noteAbsent(url).catch(() => undefined);
  return null;
}

/** One file, with its query; nothing of it is kept. null: not there. */
export const fileAtUrl = (url: string, web: Web): Promise<OpenFile | null> =>
  openUrl(url, { ...web, copies: null }, false);

async function openUrl(url: string, web: Web, asKept: boolean): Promise<OpenFile | null> {
  const kept = (await web.copies?.find(url).catch(() => null)) ?? null;
  if (asKept && kept?.complete) return kept.absent ? null : fileAt(url, web, { ...kept, size: kept.bytes });
  const head = await request(url, web, { method: 'HEAD' }, kept?.complete ? 0 : RETRIES).catch((error: unknown) => {
    if (kept?.complete) return kept; // offline
    throw error;
  });
  if (head === null && !kept) return absent(url, web);
  if (head === null || (head === kept && kept.absent)) return null;
  if (head === kept) return fileAt(url, web, { ...kept, size: kept.bytes });
  const version = versionOf(head as Response);
  const same = kept && !kept.absent && sameVersion(kept.version, version) === true;
  return fileAt(url, web, { id: same ? kept.id : null, version, size: version.length ?? 0 });
}

/** What was read first is read each time: the copy `id`, or else the same version from the server. */
function fileAt(url: string, web: Web, of: { id: string | null; version: Version; size: number }): OpenFile {
  let { id, version } = of;
  let read = false;
  return {
    size: of.size,
    async *stream(from = 0) {
      const found = id === null ? null : await web.copies?.find(url).catch(() => null);
      const copy = found?.id === id ? found : null;
      let done = from;
      if (copy && from < copy.bytes)
        for await (const piece of copy.read(from)) {
          read = true;
          done += piece.byteLength;
          yield piece;
        }
      if (copy?.complete && done >= copy.bytes) return;
      const response = await request(url, web, rangeFrom(done), RETRIES);
      if (!response) return fail('E_DATA', say.gone(url));
      const now = versionOf(response, done);
      if (read && sameVersion(version, now) === false) return fail('E_DATA', say.changed(url));
      [version, read] = [now, true];
      const left = copy && done ? await web.copies?.find(url).catch(() => null) : null;
      const before = left?.id === id && left?.bytes === done ? left : null;
      // What lies behind a gap is not kept.
      if (done && !before) return yield* resumed(url, response, web, done);
      const writer = (await web.copies?.write(url, before, version).catch(() => null)) ?? null;
      id = writer?.id ?? null;
      yield* written(resumed(url, response, web, done), writer);
    },
  };
}

/** The pieces, kept on their way. */
async function* written(pieces: AsyncIterable<Uint8Array>, writer: Writer | null): AsyncGenerator<Uint8Array> {
  let complete = false;
  try {
    for await (const piece of pieces) {
      await writer?.add(piece);
      yield piece;
    }
    complete = true;
  } finally {
    await writer?.end(complete);
  }
}

/** Of the whole file, where a part of it `from` that byte on was asked for. Of a compressed response the length is that
 * of the wire. */
function versionOf({ headers, status }: Response, from = 0): Version {
  const length = headers.get('Content-Length');
  return {
    etag: headers.get('ETag')?.replace(/^W\//, '') ?? null,
    modified: headers.get('Last-Modified'),
    length: length === null || headers.has('Content-Encoding') ? null : Number(length) + (status === 206 ? from : 0),
  };
}

/** null: what the server shows does not tell. */
function sameVersion(a: Version, b: Version): boolean | null {
  if (a.length !== null && b.length !== null && a.length !== b.length) return false;
  if (a.etag !== null && b.etag !== null) return a.etag === b.etag;
  return a.modified !== null && b.modified !== null ? a.modified === b.modified : null;
}

const rangeFrom = (at: number): RequestInit => (at ? { headers: { Range: `bytes=${at}-` } } : {});

/** The user's token goes to its server alone: where that passes a request on to another one, fetch leaves it out. */
function withAccount(url: string, { account }: Web, options: RequestInit): RequestInit {
  const plain: RequestInit = { ...options, referrerPolicy: 'no-referrer', credentials: 'omit' };
  if (new URL(url).origin !== account?.origin) return plain;
  return { ...plain, headers: { ...(options.headers as object), Authorization: `Bearer ${account.token}` } };
}

/** null: not there. `done`: bytes that have come of it; null: it is asked for the first time. */
async function request(
  url: string,
  web: Web,
  options: RequestInit,
  retries: number,
  done: number | null = null,
): Promise<Response | null> {
  const fetchOnce = () => web.fetch(url, withAccount(url, web, options));
  for (let attempt = 1; ; attempt++) {
    // fetch rejects with a TypeError where the line is broken or the server allows no other pages.
    const response = await inTime(fetchOnce(), web.patience ?? PATIENCE).catch((error: unknown) =>
      error instanceof TypeError ? null : Promise.reject(error),
    );
    const status = response?.status ?? 0;
    if (response?.ok) return isFallbackPage(url, response) ? null : response;
    if (response) refusedByHub(url, response, web);
    if (status === 404 || status === 410) return null;
    if (response && options.method === 'HEAD' && NO_HEAD.has(status)) return headOfGet(url, web, retries);
    if (status === 401 || status === 403)
      fail('E_DATA', say[hasToken(url, web) ? 'refusedToken' : 'noAccount'](url, status, web.remedies.account));
    if (status === 416 && done) fail('E_DATA', say.ended(url, done), done);
    const final = attempt > retries || (status >= 300 && status < 500 && status !== 429);
    const after = response ? retryAfter(response) : 0;
    if (final && status) fail('E_DATA', say.status(url, status, after));
    if (final && done !== null) fail('E_DATA', say.brokeOff(url, done, attempt), done);
    if (final && (await isRedirected(url, web))) fail('E_DATA', say.redirected(url));
    if (final) fail('E_DATA', say.unreachable(url, web.remedies.reach(url)));
    await web.wait(Math.max(2 ** (attempt - 1) / 2, Math.min(after, LONGEST_WAIT)));
  }
}

/** Its server answers, and what could not be read is where it sends on to. */
async function isRedirected(url: string, web: Web): Promise<boolean> {
  const once = withAccount(url, web, { method: 'HEAD', redirect: 'manual' });
  const response = await inTime(web.fetch(url, once), web.patience ?? PATIENCE).catch(() => null);
  return !!response && [0, 3].includes(Math.floor(response.status / 100)); // 0: browsers do not tell which
}

/** Statuses of servers that answer GET where they do not answer HEAD, as for addresses signed for GET alone. */
const NO_HEAD = new Set([403, 405, 501]);

/** What HEAD would have shown. */
async function headOfGet(url: string, web: Web, retries: number): Promise<Response | null> {
  const response = await request(url, web, {}, retries);
  await response?.body?.cancel().catch(() => undefined);
  return response;
}

const hasToken = (url: string, { account }: Web) => new URL(url).origin === account?.origin;

/** The hub answers 401 for what does not exist, too; this header tells them apart. */
const REFUSALS: Record<string, (url: string, how: string | Said) => Said> = {
  RepoNotFound: say.notFound,
  GatedRepo: say.gated,
  RevisionNotFound: say.noRevision,
  DisabledRepo: say.disabled,
};

function refusedByHub(url: string, { headers }: Response, web: Web): void {
  const refusal = REFUSALS[headers.get('X-Error-Code') ?? ''];
  if (refusal) fail('E_DATA', refusal(url, web.remedies.account));
}

/** Servers of single-page sites answer everything they do not have with a page. */
function isFallbackPage(url: string, response: Response): boolean {
  return !url.endsWith('.html') && (response.headers.get('Content-Type') ?? '').startsWith('text/html');
}

/** What turned out to be of another version on the way is read again from its beginning. */
export const isChanged = (error: unknown): boolean => CHANGED.has((error as { said?: TablePlace }).said?.[1] ?? '');
const CHANGED = new Set<string>(['changed', 'changedNow'] satisfies (keyof typeof webErrors)[]);

/** The body from byte `done` on, asked for again from the byte where it broke off. */
async function* resumed(url: string, first: Response, web: Web, done: number): AsyncGenerator<Uint8Array> {
  const version = versionOf(first, done);
  let response = first;
  for (let failures = 0; ; failures++) {
    let skip = response.status === 206 ? 0 : done; // a server without ranges begins anew
    try {
      for await (const piece of readStream(response.body!, web.patience ?? PATIENCE)) {
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
      if (!(error instanceof TypeError)) throw error;
      if (failures >= RETRIES) fail('E_DATA', say.brokeOff(url, done, RETRIES + 1), done);
    }
    await web.wait(2 ** failures / 2);
    const again = await request(url, web, rangeFrom(done), RETRIES, done);
    if (!again || sameVersion(version, versionOf(again, done)) === false) fail('E_DATA', say.changedNow(url), done);
    response = again;
  }
}
