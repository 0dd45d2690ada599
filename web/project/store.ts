// SPDX-License-Identifier: Apache-2.0
// What the page keeps on this computer, and whether it may: small records in IndexedDB, bytes beside them (disk.ts).
// The user's word against it is looked up before each write, since another tab may have given it.
import { clear, del, get, getMany, keys, set, update, type UseStore } from 'idb-keyval';
import { openDisk, type Disk } from './disk';

const DATABASE = 'tabtune';
const TABLE = 'kept';
/** true: the user wants nothing kept. */
const NOTHING = 'keep-nothing';
/** Names what is kept since everything was forgotten last, here or in the browser's settings. */
const AGE = 'age';

export interface Store {
  disk: Disk;
  get<T>(key: string): Promise<T | undefined>;
  /** False: nothing may be kept any more. */
  set(key: string, value: unknown): Promise<boolean>;
  /** What is there becomes what `change` returns, with no other change between; undefined: it stays. */
  update<T>(key: string, change: (value: T | undefined) => T | undefined): Promise<boolean>;
  remove(key: string): Promise<void>;
  keys(prefix: string): Promise<string[]>;
  /** Whether what was opened here may still be written. */
  allowed(): Promise<boolean>;
}

/** Why nothing is kept. */
export type Refusal = 'unwanted' | 'insecure' | 'refused';

export const isFull = (error: unknown): boolean => error instanceof DOMException && error.name === 'QuotaExceededError';

let database: Promise<IDBDatabase> | null = null;
const listeners: (() => void)[] = [];
/** The browser has closed the database, as it does where the user clears the data of this site. */
export const onClosed = (listener: () => void): unknown => listeners.push(listener);

function openDatabase(): Promise<IDBDatabase> {
  const opened = new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(DATABASE);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error as Error);
  });
  opened.then(
    (db) =>
      (db.onclose = () => {
        database = null;
        listeners.forEach((listener) => listener());
      }),
    () => (database = null),
  );
  return opened;
}

/** A record that was written is on the disk when its promise resolves. */
const table: UseStore = async (mode, use) => {
  const db = await (database ??= openDatabase());
  return use(db.transaction(TABLE, mode, { durability: 'strict' }).objectStore(TABLE));
};

/** Begins one where there is none; another tab may do so at the same moment. */
async function age(): Promise<string> {
  await update<string>(AGE, (now) => now ?? crypto.randomUUID(), table);
  return (await get<string>(AGE, table))!;
}

export async function openStore(): Promise<Store | Refusal> {
  if (!globalThis.isSecureContext) return 'insecure';
  try {
    if (await get<boolean>(NOTHING, table)) return 'unwanted';
    const opened = await age();
    const disk = await openDisk();
    const allowed = async () => {
      const [nothing, now] = await getMany<unknown>([NOTHING, AGE], table);
      return !nothing && now === opened;
    };
    return {
      disk,
      get: (key) => get(key, table),
      async set(key, value) {
        if (!(await allowed())) return false;
        await set(key, value, table);
        return true;
      },
      async update<T>(key: string, change: (value: T | undefined) => T | undefined) {
        if (!(await allowed())) return false;
        let changed = true;
        await update<T>(
          key,
          (value) => {
            const next = change(value);
            changed = next !== undefined;
            return next ?? value!;
          },
          table,
        );
        return changed;
      },
      remove: (key) => del(key, table),
      keys: async (prefix) => (await keys<string>(table)).filter((key) => key.startsWith(prefix)),
      allowed,
    };
  } catch {
    return 'refused';
  }
}

/** Projects, encoders, all: of other tabs too, which keep nothing from then on. */
export async function forgetEverything(): Promise<void> {
  const nothing = await get<boolean>(NOTHING, table);
  await clear(table);
  if (nothing) await set(NOTHING, true, table);
  const disk = await openDisk().catch(() => null);
  for (const file of (await disk?.list('')) ?? []) await disk!.remove(file);
}

/** The choice itself is all that is kept then. */
export async function setKeepNothing(nothing: boolean): Promise<void> {
  await set(NOTHING, nothing, table);
  if (nothing) await forgetEverything();
}
