// SPDX-License-Identifier: Apache-2.0
// Downloaded files of encoders on the disk, by their addresses: each beside a record of its pieces, which are checked
// as they are read. What broke off goes on from its last piece.
import { existsSync } from 'node:fs';
import { open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { sha256 } from '../border/sha256';
import type { Copies, Copy, Version, Writer } from '../hub/url';
import { lockOf } from './lock';
import { makeFolder } from './write';

interface Record extends Version {
  absent: boolean;
  complete: boolean;
  pieces: { length: number; sum: string }[];
}

/** Names of records end so. */
const RECORD = '.tabtune.json';
const PIECE = 8 << 20;

export function cacheFolder(): string {
  const { TABTUNE_CACHE: own, XDG_CACHE_HOME: shared } = process.env;
  return join(own || join(shared || join(homedir(), '.cache'), 'tabtune'), 'encoders');
}

/** Server and path; an address has no . or .. in its path. */
export function placeOf(root: string, url: string): string {
  const { host, pathname } = new URL(url);
  const parts = [host, ...pathname.split('/')].filter(Boolean);
  return join(root, parts.map((part) => part.replace(/[^\w.%@=-]/g, encodeURIComponent)).join(sep));
}

const bytesOf = ({ pieces }: Record) => pieces.reduce((sum, { length }) => sum + length, 0);

async function readRecord(file: string): Promise<Record | null> {
  try {
    const record = JSON.parse(await readFile(file + RECORD, 'utf8')) as Record;
    return Array.isArray(record.pieces) ? record : null;
  } catch {
    return null;
  }
}

/** Whole or not at all. */
async function writeRecord(file: string, record: Record): Promise<void> {
  const part = `${file}${RECORD}.part`;
  await writeFile(part, JSON.stringify(record));
  await rename(part, file + RECORD);
}

async function remove(file: string): Promise<void> {
  await rm(file + RECORD, { force: true });
  await rm(file, { force: true });
}

const NO_VERSION = { etag: null, modified: null, length: null };

/** Copies in the folder `root`, which is made when something is kept. */
export function copiesOnDisk(root: string, pieceBytes = PIECE): Copies {
  const folderFor = (file: string) => makeFolder(dirname(file), 0o700);
  return {
    async find(url) {
      const file = placeOf(root, url);
      const record = await readRecord(file);
      return record && copyOf(file, record);
    },
    async noteAbsent(url) {
      const file = placeOf(root, url);
      await folderFor(file);
      await remove(file);
      await writeRecord(file, { ...NO_VERSION, absent: true, complete: true, pieces: [] });
    },
    async write(url, behind, version) {
      const file = placeOf(root, url);
      await folderFor(file);
      const release = await lockOf(file);
      if (typeof release === 'number') return null; // another process is writing
      try {
        const before = behind && (await readRecord(file));
        const record = before ?? { ...version, absent: false, complete: false, pieces: [] };
        if (!before) await remove(file);
        await writeRecord(file, record);
        return writerOf(file, record, pieceBytes, release);
      } catch (error) {
        await release();
        throw error;
      }
    },
    drop: (prefix) => rm(placeOf(root, prefix), { recursive: true, force: true }),
  };
}

function copyOf(file: string, record: Record): Copy {
  const { absent, complete, etag, modified, length } = record;
  return {
    ...{ id: file, absent, complete, version: { etag, modified, length }, bytes: bytesOf(record) },
    async *read(from) {
      if (absent) return;
      let [at, skip] = [0, from];
      const bytes = await open(file).catch(() => null);
      try {
        for (const [n, piece] of record.pieces.entries()) {
          if (skip < piece.length) {
            const part = new Uint8Array(piece.length);
            const { bytesRead } = (await bytes?.read(part, 0, piece.length, at).catch(() => null)) ?? { bytesRead: 0 };
            if (bytesRead !== piece.length || (await sha256(part)) !== piece.sum) {
              await writeRecord(file, { ...record, complete: false, pieces: record.pieces.slice(0, n) });
              return;
            }
            yield part.subarray(skip);
          }
          skip = Math.max(0, skip - piece.length);
          at += piece.length;
        }
      } finally {
        await bytes?.close();
      }
    },
  };
}

function writerOf(file: string, record: Record, pieceBytes: number, release: () => Promise<void>): Writer {
  let held: Uint8Array[] = [];
  let [bytes, at, given] = [0, bytesOf(record), false];
  const giveUp = async () => {
    [given, held] = [true, []];
    await remove(file).catch(() => undefined);
  };
  const flush = async () => {
    const piece = Buffer.concat(held);
    const target = await open(file, existsSync(file) ? 'r+' : 'w', 0o600);
    try {
      await target.truncate(at); // what came after the last record
      await target.write(piece, 0, piece.byteLength, at);
      await target.sync();
    } finally {
      await target.close();
    }
    at += piece.byteLength;
    record.pieces.push({ length: piece.byteLength, sum: await sha256(piece) });
    [held, bytes] = [[], 0];
    await writeRecord(file, record);
  };
  return {
    id: file,
    async add(piece) {
      if (given) return;
      held.push(piece.slice()); // the engine reads the piece, and what it came in may be used again
      bytes += piece.byteLength;
      if (bytes >= pieceBytes) await flush().catch(giveUp);
    },
    async end(complete) {
      try {
        if (!given && (bytes || !existsSync(file))) await flush();
        if (!given && complete) await writeRecord(file, Object.assign(record, { complete: true }));
      } catch {
        await giveUp();
      } finally {
        await release();
      }
    },
  };
}

export interface Kept {
  /** From the cache's folder. */
  folder: string;
  bytes: number;
  complete: boolean;
}

/** What is kept, by the folder that has a config.json or a record of none. */
export async function listKept(root: string): Promise<Kept[]> {
  const names = await readdir(root, { recursive: true }).catch(() => []);
  const records = names
    .filter((name) => name.endsWith(RECORD))
    .map((name) => join(root, name.slice(0, -RECORD.length)));
  const folders = [...new Set(records.map((file) => dirname(file)))].sort((a, b) => a.length - b.length);
  const kept = new Map<string, Kept>();
  for (const file of records) {
    const record = await readRecord(file);
    if (!record || record.absent) continue;
    const outer = folders.find((folder) => file.startsWith(folder + sep))!;
    const folder = relative(root, outer).split(sep).join('/');
    const entry = kept.get(folder) ?? { folder, bytes: 0, complete: true };
    entry.bytes += bytesOf(record);
    entry.complete &&= record.complete;
    kept.set(folder, entry);
  }
  return [...kept.values()].sort((a, b) => b.bytes - a.bytes);
}
