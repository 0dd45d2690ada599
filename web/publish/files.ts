// SPDX-License-Identifier: Apache-2.0
// The files of a zip that was made here, where they lie in it: nothing is copied.
import { damagedEntry, isLocal, LOCAL_BYTES, listZip, localBytes, STORED } from '../zip/zip';
import type { Named } from './messages';

const NAME = 'zip';

export async function filesIn(zip: Blob): Promise<Named[]> {
  const read = async (from: number, bytes: number) => new Uint8Array(await zip.slice(from, from + bytes).arrayBuffer());
  const records = await listZip({ name: NAME, size: zip.size, read });
  return Promise.all(
    records.map(async ({ path, method, local, stored }) => {
      const header = new DataView((await read(local, LOCAL_BYTES)).buffer);
      if (method !== STORED || !isLocal(header)) damagedEntry(NAME, path, local);
      const start = local + localBytes(header);
      return { path: path.slice(path.indexOf('/') + 1), content: zip.slice(start, start + stored) };
    }),
  );
}

export const total = (files: Named[]): number => files.reduce((sum, { content }) => sum + content.size, 0);
