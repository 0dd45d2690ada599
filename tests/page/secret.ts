// SPDX-License-Identifier: Apache-2.0
// What the user brings to a journey behind a proxy that records: it has a word in it that is nowhere else, and no
// request, no log and no name in the browser's storage may tell it.
import { readdirSync } from 'node:fs';
import type { Sent } from './recorder';
import { TINY_BERT } from './steps';

export const WORD = 'qzxvkjw';
const SPELLINGS = [
  ...[WORD, encodeURIComponent(WORD), Buffer.from(WORD).toString('hex'), [...WORD].reverse().join('')],
  // what its middle is in base64, for each place in a group of three
  ...[0, 1, 2].map((i) =>
    Buffer.from(`${'_'.repeat(i)}${WORD}__`)
      .toString('base64')
      .slice(i ? 4 : 0, 8),
  ),
];
export const tells = (text: string) => {
  const small = text.toLowerCase();
  return SPELLINGS.some((word) => text.includes(word) || small.includes(word));
};

export const FILE = {
  name: `${WORD}-file.csv`,
  text: [
    `${WORD}-head,${WORD}-mood`,
    ...Array.from(
      { length: 160 },
      (_, i) => `${WORD} it is ${i % 2 ? 'good' : 'bad'} ${i},${WORD}-${i % 2 ? 'yes' : 'no'}`,
    ),
    '',
  ].join('\n'),
};

/** Files that an encoder may have; this site's first has not all of them. */
const MAY = ['modules.json', 'tokenizer.json', 'special_tokens_map.json', '1_Pooling/config.json'];
const ASKED_FOR = [...readdirSync(TINY_BERT), ...MAY].map((name) => `models/tiny-bert/${name}`);

/** Requests but those for this site's own files, with nothing in them; those that match `own` are the
 * browser's. */
export function strange(sent: Sent[], address: string, own: RegExp): string[] {
  const files = readdirSync('dist', { recursive: true, encoding: 'utf8' });
  const known = new Set(['', ...files, ...ASKED_FOR].map((file) => new URL(file, address).href));
  const found = sent
    .filter(({ method, url, body }) => !known.has(url) || !/^(GET|HEAD)$/.test(method) || body)
    .map(({ method, url }) => `${method} ${url}`)
    .filter((one) => !own.test(one));
  return [...new Set(found)];
}

/** Runs in the page: names and contents of all that the browser keeps for it. */
export async function storage(): Promise<{ names: string[]; contents: string }> {
  const names: string[] = [];
  const pieces: string[] = [];
  const latin = new TextDecoder('latin1');
  const take = async (value: unknown): Promise<void> => {
    if (value instanceof Blob) pieces.push(latin.decode(await value.arrayBuffer()));
    else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) pieces.push(latin.decode(value as ArrayBuffer));
    else if (value && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) {
        pieces.push(key);
        await take(inner);
      }
    else pieces.push(String(value));
  };
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name } of await indexedDB.databases()) {
    names.push(name!);
    const database = await done(indexedDB.open(name!));
    for (const store of database.objectStoreNames) {
      const place = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(place.getAllKeys()), done(place.getAll())]);
      names.push(store, ...keys.map(String));
      await take(values);
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    names.push(name);
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      names.push(request.url);
      const response = await cache.match(request, { ignoreVary: true });
      if (!response) continue; // another file has taken its place meanwhile
      await take([...response.headers]);
      await take(await response.arrayBuffer());
    }
  }
  const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
    for await (const [name, entry] of folder as unknown as AsyncIterable<[string, FileSystemHandle]>) {
      names.push(name);
      if (entry.kind === 'directory') await walk(entry as FileSystemDirectoryHandle);
      else await take(await (entry as FileSystemFileHandle).getFile());
    }
  };
  const folder = await (navigator.storage as StorageManager | undefined)?.getDirectory();
  if (folder) await walk(folder);
  for (const place of [localStorage, sessionStorage]) {
    names.push(...Object.keys(place));
    await take({ ...place });
  }
  await take(history.state);
  await take(document.cookie);
  return { names, contents: pieces.join('\n') };
}
