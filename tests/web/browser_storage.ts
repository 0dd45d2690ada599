// SPDX-License-Identifier: Apache-2.0
// What a browser keeps, in memory: IndexedDB, cache storage, locks between tabs, and ways to break them.
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';

const later = setTimeout;

export class Storage {
  files = new Map<string, Uint8Array<ArrayBuffer>>();
  database = new IDBFactory();
  /** As the newest tab has opened them. */
  databases: IDBDatabase[] = [];
  held = new Set<string>();
  /** How often the data of the site were cleared. */
  private age = 0;
  /** Bytes that fit. */
  quota = Infinity;
  /** After so many bytes are written from now on, the tab is gone: what was begun stays as it is. */
  crashAfter = Infinity;
  private crash: () => void = () => undefined;
  /** Of the newest tab. */
  private listeners: [string, (event: object) => void][] = [];
  readonly crashed = new Promise<void>((resolve) => (this.crash = resolve));

  /** For the next test, whose worker is the same module. */
  async wipe(): Promise<void> {
    this.files.clear();
    this.age++;
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

  /** A cache that was opened before the data of the site were cleared serves no more. */
  private cache() {
    const opened = this.age;
    const usable =
      <Args extends unknown[], Result>(use: (...args: Args) => Promise<Result>) =>
      async (...args: Args) => {
        if (this.age !== opened) throw new Error("Failed to execute 'keys' on 'Cache': Entry was not found.");
        return use(...args);
      };
    const nameOf = (url: string) => url.split('/').at(-1)!;
    return {
      put: usable(async (url: string, response: Response) =>
        this.write(nameOf(url), new Uint8Array(await response.arrayBuffer())),
      ),
      match: usable(async (url: string) => {
        const bytes = this.files.get(nameOf(url));
        return bytes && new Response(bytes);
      }),
      delete: usable(async (url: string) => this.files.delete(nameOf(url))),
      keys: usable(async () => [...this.files.keys()].map((name) => new Request(`https://kept.invalid/${name}`))),
    };
  }

  /** A crash leaves a part: the worst that a browser may do. */
  private async write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.used + bytes.byteLength > this.quota) throw new DOMException('It is full.', 'QuotaExceededError');
    const fits = Math.min(bytes.byteLength, this.crashAfter);
    this.crashAfter -= fits;
    this.files.set(name, bytes.slice(0, fits));
    if (fits === bytes.byteLength) return;
    this.crash();
    await new Promise(() => undefined);
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

  /** What the browser tells the newest tab. */
  tell(type: string, event: object = {}): void {
    for (const [name, listener] of [...this.listeners]) if (name === type) listener(event);
  }

  /** Modules that are imported from now on are of a new tab, or of a reloaded one, which has its own `session`. Returns
   * the way to kill it. */
  openTab(session = new Map<string, string>()): () => void {
    const locks = new Set<string>();
    let alive = true;
    vi.resetModules();
    vi.stubGlobal('isSecureContext', true);
    this.databases = [];
    vi.stubGlobal('indexedDB', {
      open: (name: string) => {
        const request = this.database.open(name);
        request.addEventListener('success', () => this.databases.push(request.result));
        return request;
      },
    });
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => session.get(key) ?? null,
      setItem: (key: string, value: string) => session.set(key, value),
    });
    vi.stubGlobal('setTimeout', (use: () => void, ms?: number) => later(() => alive && use(), ms));
    this.listeners = [];
    vi.stubGlobal('addEventListener', (type: string, listener: () => void) => this.listeners.push([type, listener]));
    vi.stubGlobal('caches', { open: async () => this.cache() });
    vi.stubGlobal('navigator', {
      storage: { estimate: async () => ({ usage: this.used, quota: Math.min(this.quota, 1e9) }) },
      locks: this.locks(locks),
    });
    return () => {
      locks.forEach((name) => this.held.delete(name));
      alive = false;
    };
  }
}
