// SPDX-License-Identifier: Apache-2.0
// What a browser keeps, in memory: IndexedDB, the private file system, locks between tabs, and ways to break them.
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';

const later = setTimeout;

export class Storage {
  files = new Map<string, Uint8Array<ArrayBuffer>>();
  database = new IDBFactory();
  held = new Set<string>();
  /** Bytes that fit. */
  quota = Infinity;
  /** After so many bytes are written from now on, the tab is gone: what was begun stays as it is. */
  crashAfter = Infinity;
  private crash: () => void = () => undefined;
  readonly crashed = new Promise<void>((resolve) => (this.crash = resolve));

  /** For the next test, whose worker is the same module. */
  async wipe(): Promise<void> {
    this.files.clear();
    this.held.clear();
    this.quota = this.crashAfter = Infinity;
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = this.database.open('tabtune');
      request.onupgradeneeded = () => request.result.createObjectStore('kept');
      request.onsuccess = () => resolve(request.result);
    });
    await new Promise((resolve) => {
      database.transaction('kept', 'readwrite').objectStore('kept').clear().onsuccess = resolve;
    });
    database.close();
  }

  private get used(): number {
    return [...this.files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  private folder() {
    const missing = () => new DOMException('A file is missing.', 'NotFoundError');
    return {
      getDirectoryHandle: async () => this.folder(),
      getFileHandle: async (name: string, { create = false } = {}) => {
        if (!this.files.has(name) && !create) throw missing();
        if (!this.files.has(name)) this.files.set(name, new Uint8Array());
        return {
          getFile: async () => {
            const bytes = this.files.get(name);
            if (!bytes) throw missing();
            return new File([bytes], name);
          },
          createWritable: async () => this.writable(name),
        };
      },
      removeEntry: async (name: string) => {
        if (!this.files.delete(name)) throw missing();
      },
      keys: async function* (this: Storage) {
        yield* [...this.files.keys()];
      }.bind(this),
    };
  }

  /** In place, so that a crash leaves a part: the worst that a browser may do. */
  private writable(name: string) {
    return {
      write: async (blob: Blob) => {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        if (this.used + bytes.byteLength > this.quota) throw new DOMException('It is full.', 'QuotaExceededError');
        const fits = Math.min(bytes.byteLength, this.crashAfter);
        this.crashAfter -= fits;
        this.files.set(name, bytes.slice(0, fits));
        if (fits === bytes.byteLength) return;
        this.crash();
        await new Promise(() => undefined);
      },
      close: async () => undefined,
      abort: async () => void this.files.delete(name),
    };
  }

  /** Locks of one tab. */
  private locks(tab: Set<string>) {
    return {
      request: async (name: string, _: unknown, use: (lock: object | null) => Promise<void> | undefined) => {
        if (this.held.has(name)) return use(null);
        this.held.add(name);
        tab.add(name);
        await use({ name });
        tab.delete(name);
        this.held.delete(name);
      },
    };
  }

  /** Modules that are imported from now on are of a new tab. Returns the way to kill it. */
  openTab(): () => void {
    const locks = new Set<string>();
    let alive = true;
    vi.resetModules();
    vi.stubGlobal('isSecureContext', true);
    vi.stubGlobal('indexedDB', this.database);
    vi.stubGlobal('setTimeout', (use: () => void, ms?: number) => later(() => alive && use(), ms));
    vi.stubGlobal('navigator', {
      storage: { getDirectory: async () => this.folder(), estimate: async () => ({ usage: this.used, quota: 1e9 }) },
      locks: this.locks(locks),
    });
    return () => {
      locks.forEach((name) => this.held.delete(name));
      alive = false;
    };
  }
}
