// SPDX-License-Identifier: Apache-2.0
// Files of encoders as they were downloaded, kept by address in pieces: a download that broke off goes on from the last
// piece, and each piece is checked as it is read. That an address has no such file is kept too.
import type { Kept } from './disk';
import { tryLock } from './lock';
import { openStore, type Store } from './store';

/** What a server lets a page see of a file. Of other origins an ETag is often not shown. */
export interface Version {
  etag: string | null;
  modified: string | null;
  /** Bytes; null: not told. */
  length: number | null;
}

interface CopyRecord extends Version {
  id: string;
  absent: boolean;
  pieces: Kept[];
  complete: boolean;
}

/** One address. */
export interface Copy {
  id: string;
  version: Version;
  absent: boolean;
  complete: boolean;
  bytes: number;
  /** From that byte on; ends before a piece that is damaged, which is forgotten with those behind it. */
  read(from: number): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

export interface Writer {
  id: string;
  /** The next bytes of the file. What cannot be kept is dropped, and the rest with it. */
  add(bytes: Uint8Array): Promise<void>;
  /** Keeps what is left in hand. `complete`: that was all. */
  end(complete: boolean): Promise<void>;
}

export interface Copies {
  find(url: string): Promise<Copy | null>;
  noteAbsent(url: string): Promise<void>;
  /** To write behind what is there of this copy or, for null, a new one in its place. null: nothing may be kept, or
   * another tab is writing. */
  write(url: string, behind: Copy | null, version: Version): Promise<Writer | null>;
  /** Of all addresses that begin so. */
  drop(prefix: string): Promise<void>;
}

const KEY = 'copy ';
const PIECE = 8 << 20;

const prefixOf = (id: string) => `copy-${id}-`;
const fileOf = (id: string, n: number) => `${prefixOf(id)}${n}`;
const bytesOf = (pieces: Kept[]) => pieces.reduce((sum, { length }) => sum + length, 0);

/** null: nothing may be kept, or this is no browser. */
export async function openCopies(pieceBytes = PIECE): Promise<Copies | null> {
  const store = await openStore();
  return typeof store === 'string' ? null : copiesIn(store, pieceBytes);
}

function copiesIn(store: Store, pieceBytes: number): Copies {
  const remove = async (url: string, id?: string) => {
    const record = await store.get<CopyRecord>(KEY + url);
    await store.remove(KEY + url);
    for (const owner of new Set([id, record?.id]))
      if (owner) for (const file of await store.disk.list(prefixOf(owner))) await store.disk.remove(file);
  };
  return {
    async find(url) {
      const record = await store.get<CopyRecord>(KEY + url);
      if (!record) return null;
      const there = asThere(record, await store.disk.list(prefixOf(record.id)));
      if (there !== record)
        await store.update<CopyRecord>(KEY + url, (now) => (now?.id === there.id ? there : undefined));
      return copyOf(store, url, there);
    },
    async noteAbsent(url) {
      await remove(url);
      const none = { etag: null, modified: null, length: null };
      await store.set(KEY + url, { ...none, id: crypto.randomUUID(), absent: true, pieces: [], complete: true });
    },
    async write(url, behind, version) {
      const release = await tryLock(`copy ${url}`);
      if (!release) return null;
      const id = behind?.id ?? crypto.randomUUID();
      if (!behind) {
        await remove(url);
        if (!(await store.set(KEY + url, { ...version, id, absent: false, pieces: [], complete: false }))) {
          release();
          return null;
        }
      }
      return writerOf(store, url, id, { pieceBytes, remove: () => remove(url, id), release });
    },
    async drop(prefix) {
      for (const key of await store.keys(KEY + prefix)) await remove(key.slice(KEY.length));
    },
  };
}

/** Without the pieces that the browser has removed, and those behind them. */
function asThere(record: CopyRecord, files: string[]): CopyRecord {
  const gone = record.pieces.findIndex(({ file }) => !files.includes(file));
  return gone < 0 ? record : { ...record, pieces: record.pieces.slice(0, gone), complete: false };
}

function copyOf({ disk, update }: Store, url: string, record: CopyRecord): Copy {
  const { id, absent, complete, pieces, etag, modified, length } = record;
  return {
    ...{ id, absent, complete, version: { etag, modified, length }, bytes: bytesOf(pieces) },
    async *read(from) {
      let skip = from;
      for (const [n, piece] of pieces.entries()) {
        if (skip >= piece.length) {
          skip -= piece.length;
          continue;
        }
        const blob = await disk.read(piece);
        if (!blob) {
          await update<CopyRecord>(KEY + url, (now) =>
            now?.id === id ? { ...now, pieces: now.pieces.slice(0, n), complete: false } : undefined,
          );
          return;
        }
        yield new Uint8Array(await blob.slice(skip).arrayBuffer());
        skip = 0;
      }
    },
  };
}

function writerOf(
  store: Store,
  url: string,
  id: string,
  { pieceBytes, remove, release }: { pieceBytes: number; remove: () => Promise<void>; release: () => void },
): Writer {
  let held: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  let given = false;
  const change = (to: (record: CopyRecord) => CopyRecord) =>
    store.update<CopyRecord>(KEY + url, (now) => (now?.id === id ? to(now) : undefined));
  const giveUp = async () => {
    given = true;
    held = [];
    await remove().catch(() => undefined);
  };
  const flush = async () => {
    const record = await store.get<CopyRecord>(KEY + url);
    if (record?.id !== id || !(await store.allowed())) return giveUp();
    const piece = await store.disk.write(fileOf(id, record.pieces.length), new Blob(held));
    [held, bytes] = [[], 0];
    if (!(await change((now) => ({ ...now, pieces: [...now.pieces, piece] })))) await giveUp();
  };
  return {
    id,
    async add(piece) {
      if (given) return;
      held.push(piece.slice()); // the engine reads the piece, and what it came in may be used again
      bytes += piece.byteLength;
      if (bytes >= pieceBytes) await flush().catch(giveUp);
    },
    async end(complete) {
      try {
        if (!given && bytes) await flush();
        if (!given && complete) await change((now) => ({ ...now, complete: true }));
      } catch {
        await giveUp();
      } finally {
        release();
      }
    },
  };
}

export interface CopyList {
  /** The folder of the address. */
  folder: string;
  bytes: number;
  complete: boolean;
}

/** By folder, with the folders in it, for a list to remove from. */
export async function listCopies(store: Store): Promise<CopyList[]> {
  const list: CopyList[] = [];
  const urls = (await store.keys(KEY)).map((key) => key.slice(KEY.length));
  const folders = urls.map((url) => new URL('.', url).href);
  const files = await store.disk.list('copy-');
  for (const [i, url] of urls.entries()) {
    const found = await store.get<CopyRecord>(KEY + url);
    const record = found && asThere(found, files);
    if (!record?.pieces.length) continue; // absent, just begun, or removed by the browser
    const outer = folders.filter((folder) => url.startsWith(folder)).sort((a, b) => a.length - b.length)[0];
    const folder = outer ?? folders[i]!;
    let entry = list.find((each) => each.folder === folder);
    if (!entry) list.push((entry = { folder, bytes: 0, complete: true }));
    entry.bytes += bytesOf(record.pieces);
    entry.complete &&= record.complete;
  }
  return list.sort((a, b) => b.bytes - a.bytes);
}
