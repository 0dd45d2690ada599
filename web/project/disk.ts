// SPDX-License-Identifier: Apache-2.0
// Bytes on this computer: files in the browser's private file system (OPFS), each with its length and a checksum. What is
// read is what was written, or nothing.

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

const FOLDER = 'tabtune';
/** Of a checksum: so much of a file is in memory at once. */
const PIECE = 8 << 20;

/** Rejects where the browser has none: in private windows, at insecure addresses, in old versions. */
export async function openDisk(): Promise<Disk> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  const remove = (file: string) => folder.removeEntry(file).catch(() => undefined);
  return {
    async write(file, bytes) {
      const blob = bytes instanceof Blob ? bytes : new Blob([bytes]);
      const handle = await folder.getFileHandle(file, { create: true });
      try {
        const out = await handle.createWritable();
        try {
          await out.write(blob);
        } catch (error) {
          await out.abort().catch(() => undefined);
          throw error;
        }
        await out.close();
        return { file, length: blob.size, sum: await sumOf(blob) };
      } catch (error) {
        await remove(file);
        throw error;
      }
    },
    async read({ file, length, sum }) {
      try {
        const blob = await (await folder.getFileHandle(file)).getFile();
        return blob.size === length && (await sumOf(blob)) === sum ? blob : null;
      } catch {
        return null;
      }
    },
    remove,
    async list(prefix) {
      const names: string[] = [];
      for await (const name of folder.keys()) if (name.startsWith(prefix)) names.push(name);
      return names;
    },
  };
}

const sha = async (bytes: Uint8Array<ArrayBuffer> | ArrayBuffer) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

export async function sumOf(blob: Blob): Promise<string> {
  const sums: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < blob.size; at += PIECE) sums.push(await sha(await blob.slice(at, at + PIECE).arrayBuffer()));
  const whole = await sha(await new Blob(sums).arrayBuffer());
  return Array.from(whole, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
