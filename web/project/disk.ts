// SPDX-License-Identifier: Apache-2.0
// Bytes on this computer: files in the browser's cache storage, which every browser has and writes as a whole or not at
// all (Safari before 26 and WebKitGTK write no private files from a page), each with its length and a checksum. What is
// read is what was written, or nothing.
import { sha256OfPieces } from '../border/sha256';

/** Names a file, and tells its bytes from all others. */
export interface Kept {
  file: string;
  length: number;
  /** SHA-256 over the SHA-256 of each piece of `PIECE` bytes, in hex digits. */
  sum: string;
}

export interface Disk {
  /** Rejects where it is full, and leaves no file then. */
  write(file: string, bytes: Blob | Uint8Array<ArrayBuffer>): Promise<Kept>;
  /** null: it is not there, or it is cut short or damaged. */
  read(kept: Kept): Promise<Blob | null>;
  remove(file: string): Promise<void>;
  /** Those whose names begin so. */
  list(prefix: string): Promise<string[]>;
}

const CACHE = 'tabtune-kept';
/** Names in a cache are addresses; nothing asks for these. */
const ADDRESS = 'https://kept.invalid/';
/** Of a checksum: so much of a file is in memory at once. */
const PIECE = 8 << 20;

/** An opened cache does not outlive the clearing of the site's data. */
const open = () => caches.open(CACHE);

/** Rejects where the browser has none: in some private windows, and at insecure addresses. */
export async function openDisk(): Promise<Disk> {
  await open();
  return {
    async write(file, bytes) {
      const blob = bytes instanceof Blob ? bytes : new Blob([bytes]);
      const [sum] = await Promise.all([sumOf(blob), (await open()).put(ADDRESS + file, new Response(blob))]);
      return { file, length: blob.size, sum };
    },
    async read({ file, length, sum }) {
      try {
        const blob = await (await (await open()).match(ADDRESS + file))!.blob();
        return blob.size === length && (await sumOf(blob)) === sum ? blob : null;
      } catch {
        return null;
      }
    },
    remove: async (file) => {
      const cache = await open();
      await cache.delete(ADDRESS + file).catch(() => false);
    },
    list: async (prefix) =>
      (await (await open()).keys())
        .map(({ url }) => url.slice(ADDRESS.length))
        .filter((name) => name.startsWith(prefix)),
  };
}

export const sumOf = (blob: Blob): Promise<string> => sha256OfPieces(blob, PIECE);
