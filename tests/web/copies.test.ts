// SPDX-License-Identifier: Apache-2.0
// Encoders that are kept: what is downloaded once, again, not at all, and what is never kept.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readWhole } from '../../web/hub/folder';
import type { Web } from '../../web/hub/url';
import { Storage } from './browser_storage';

/** In place of the real sizes; a piece on the disk has eight. */
const KB = 1 << 10;
const bytes = (n: number, from = 0) => Uint8Array.from({ length: n }, (_, i) => (i + (i >> 8) + from) & 255);
const BASE = 'https://example.org/model/';

interface Server {
  files: Record<string, Uint8Array>;
  version: string;
  /** Headers that a page is shown. */
  shown: string[];
  ranges: boolean;
  /** The line is dead after so many bytes of a body. */
  dead: number;
  offline: boolean;
  asked: string[];
}

const serving = (file: Uint8Array, to: Partial<Server> = {}): Server => ({
  files: { file },
  version: '1',
  shown: ['ETag', 'Last-Modified', 'Content-Length', 'Content-Range'],
  ranges: true,
  dead: Infinity,
  offline: false,
  asked: [],
  ...to,
});

const fetchFrom = (server: Server) =>
  (async (url: string, init: RequestInit) => {
    const range = (init.headers as Record<string, string>)?.Range;
    server.asked.push(`${init.method ?? 'GET'}${range ? ` ${range}` : ''}`);
    if (server.offline) throw new TypeError('Failed to fetch');
    const file = server.files[url.slice(BASE.length)];
    if (!file) return new Response(null, { status: 404 });
    const from = server.ranges && range ? Number(/\d+/.exec(range)) : 0;
    const body = file.subarray(from, Math.min(file.byteLength, server.dead));
    const all: Record<string, string> = {
      ETag: `"${server.version}"`,
      'Last-Modified': `day ${server.version}`,
      'Content-Length': String(file.byteLength - from),
      ...(from ? { 'Content-Range': `bytes ${from}-${file.byteLength - 1}/${file.byteLength}` } : {}),
    };
    const headers = Object.fromEntries(Object.entries(all).filter(([name]) => server.shown.includes(name)));
    if (init.method === 'HEAD') return new Response(null, { headers });
    let at = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at < body.byteLength) return controller.enqueue(body.slice(at, (at += KB)));
        if (from + body.byteLength < file.byteLength) return controller.error(new TypeError('network error'));
        return controller.close();
      },
    });
    return new Response(stream, { status: from ? 206 : 200, headers });
  }) as typeof globalThis.fetch;

let storage: Storage;
beforeEach(() => {
  storage = new Storage();
});
afterEach(() => void vi.unstubAllGlobals());

/** A visit: a tab of its own. */
async function visit(server: Server, { asKept = false, name = 'file', has = undefined as string[] | undefined } = {}) {
  const kill = storage.openTab();
  const { openCopies } = await import('../../web/project/copies');
  const { folderAtUrl } = await import('../../web/hub/url');
  const web: Web = {
    fetch: fetchFrom(server),
    copies: await openCopies(8 * KB),
    wait: async () => undefined,
    account: null,
    remedies: { account: '', reach: () => '' },
  };
  server.asked.length = 0;
  const folder = folderAtUrl(BASE, web, asKept, has);
  try {
    const file = await folder.open(name);
    return { file, folder, size: file?.size, bytes: file && (await readWhole(file, name)) };
  } finally {
    kill();
  }
}

const FILE = bytes(20 * KB);
const equal = (a: Uint8Array | null, b: Uint8Array) => expect(a && Buffer.compare(a, b)).toBe(0);

describe('a copy', () => {
  it('is downloaded once', async () => {
    const server = serving(FILE);
    equal((await visit(server)).bytes, FILE);
    expect(server.asked).toEqual(['HEAD', 'GET']);
    const again = await visit(server);
    equal(again.bytes, FILE);
    expect([again.size, server.asked]).toEqual([FILE.byteLength, ['HEAD']]);
  });
  it('is read offline, and that a file is absent too', async () => {
    const server = serving(FILE);
    await visit(server);
    expect((await visit(server, { name: 'other' })).file).toBeNull();
    server.offline = true;
    equal((await visit(server)).bytes, FILE);
    expect((await visit(server, { name: 'other' })).file).toBeNull();
    await expect(visit(server, { name: 'third' })).rejects.toThrow(/cannot be reached/);
  });
  it('is all that is asked for where the files of a folder are known, and the next visit knows it', async () => {
    const server = serving(FILE);
    expect((await visit(server, { name: 'other', has: ['file'] })).file).toBeNull();
    expect(server.asked).toEqual([]);
    equal((await visit(server, { has: ['file'] })).bytes, FILE);
    server.offline = true;
    expect((await visit(server, { name: 'other', asKept: true })).file).toBeNull();
    expect(server.asked).toEqual([]);
  });
  it('is taken as it is for a project, and the server not asked', async () => {
    const server = serving(FILE);
    await visit(server);
    await visit(server, { name: 'other' });
    Object.assign(server, { version: '2', files: { file: bytes(100), other: bytes(1) } });
    equal((await visit(server, { asKept: true })).bytes, FILE);
    expect((await visit(server, { asKept: true, name: 'other' })).file).toBeNull();
    expect(server.asked).toEqual([]);
  });
  it.each([
    ['ETag', ['ETag', 'Content-Length']],
    ['Last-Modified', ['Last-Modified', 'Content-Length']],
    ['Content-Length', ['Content-Length']],
    ['nothing', []],
  ])('is replaced when the file changes at a server that shows %s', async (_, shown) => {
    const server = serving(FILE, { shown });
    await visit(server);
    Object.assign(server, { version: '2', files: { file: bytes(20 * KB, 1) } });
    equal((await visit(server)).bytes, bytes(20 * KB, 1));
  });
  it.each([['ETag'], ['Last-Modified']])('stays when the file does: %s', async (header) => {
    const server = serving(FILE, { shown: [header, 'Content-Length'] });
    await visit(server);
    await visit(server);
    expect(server.asked).toEqual(['HEAD']);
  });
  it('is another where only the length differs', async () => {
    const server = serving(FILE, { shown: ['Last-Modified', 'Content-Length'] });
    await visit(server);
    server.files = { file: bytes(5000) };
    equal((await visit(server)).bytes, bytes(5000));
  });
  it.each([[true], [false]])('goes on in the next tab where a line was dead: ranges %s', async (ranges) => {
    const server = serving(FILE, { dead: 17 * KB, ranges });
    await expect(visit(server)).rejects.toThrow(/broke off after 17408 bytes/);
    server.dead = Infinity;
    equal((await visit(server)).bytes, FILE);
    expect(server.asked).toEqual(['HEAD', `GET bytes=${17 * KB}-`]);
    await visit(server);
    expect(server.asked).toEqual(['HEAD']);
  });
  it('begins anew where the file has changed since', async () => {
    const server = serving(FILE, { dead: 17 * KB });
    await expect(visit(server)).rejects.toThrow();
    Object.assign(server, { version: '2', files: { file: bytes(20 * KB, 1) }, dead: Infinity });
    equal((await visit(server)).bytes, bytes(20 * KB, 1));
  });
  it('survives a crash at any byte', async () => {
    for (let crashAfter = 0; crashAfter <= 20 * KB; crashAfter += 1531) {
      storage = new Storage();
      storage.crashAfter = crashAfter;
      const server = serving(FILE);
      await Promise.race([visit(server), storage.crashed]);
      storage.held.clear();
      storage.crashAfter = Infinity;
      equal((await visit(server)).bytes, FILE);
      equal((await visit(server)).bytes, FILE);
      expect(server.asked).toEqual(['HEAD']);
    }
  });
  it('that is damaged is fetched again from there', async () => {
    const server = serving(FILE);
    await visit(server);
    const second = [...storage.files.keys()].find((name) => name.endsWith('-1'))!;
    storage.files.get(second)![5]! ^= 1;
    equal((await visit(server)).bytes, FILE);
    expect(server.asked).toEqual(['HEAD', `GET bytes=${8 * KB}-`]);
    await visit(server);
    expect(server.asked).toEqual(['HEAD']);
  });
  it('is dropped where it is no encoder', async () => {
    const server = serving(FILE);
    const { folder } = await visit(server);
    await folder.drop!();
    expect(storage.files.size).toBe(0);
    await visit(server);
    expect(server.asked).toEqual(['HEAD', 'GET']);
  });
  it('is not kept where it does not fit', async () => {
    storage.quota = 17 * KB;
    const server = serving(FILE);
    equal((await visit(server)).bytes, FILE);
    expect(storage.files.size).toBe(0);
    equal((await visit(server)).bytes, FILE);
  });
  it('is read a second time without the network', async () => {
    for (const shown of [['ETag'], []]) {
      storage = new Storage();
      const server = serving(FILE, { shown });
      const { file } = await visit(server);
      server.offline = true;
      equal(await readWhole(file!, 'file'), FILE);
      equal(await readWhole(file!, 'file'), FILE);
    }
  });
  it('of a file of torch.save is kept whole, and then read without the network', async () => {
    const { torchFile } = await import('../../web/hub/torch');
    const saved = new Uint8Array(readFileSync('tests/golden/torch/zip.bin'));
    for (const ranges of [true, false]) {
      storage = new Storage();
      const server = serving(saved, { ranges });
      server.asked.length = 0;
      storage.openTab();
      const { openCopies } = await import('../../web/project/copies');
      const { folderAtUrl } = await import('../../web/hub/url');
      const web: Web = {
        fetch: fetchFrom(server),
        copies: await openCopies(KB),
        wait: async () => undefined,
        account: null,
        remedies: { account: '', reach: () => '' },
      };
      const file = await folderAtUrl(BASE, web).open('file');
      const tensors = await torchFile('it', file!);
      const first = await readWhole(tensors, 'it');
      expect(first.byteLength).toBe(tensors.size);
      server.offline = true;
      equal(await readWhole(tensors, 'it'), first);
      server.offline = false;
      equal((await visit(server)).bytes, saved);
      expect(server.asked).toEqual(['HEAD']);
    }
  });
  it('is written by one tab at a time', async () => {
    const server = serving(FILE);
    storage.held.add(`tabtune copy ${BASE}file`);
    equal((await visit(server)).bytes, FILE);
    expect(storage.files.size).toBe(0);
  });
  it('is not kept where nothing may be, and goes when all is forgotten in the middle', async () => {
    const server = serving(FILE);
    storage.openTab();
    const { forgetEverything, setKeepNothing } = await import('../../web/project/store');
    let pulled = 0;
    const stopAt = fetchFrom(server);
    const { openCopies } = await import('../../web/project/copies');
    const { folderAtUrl } = await import('../../web/hub/url');
    const web: Web = {
      fetch: stopAt,
      copies: await openCopies(8 * KB),
      wait: async () => undefined,
      account: null,
      remedies: { account: '', reach: () => '' },
    };
    const file = await folderAtUrl(BASE, web).open('file');
    for await (const piece of file!.stream()) {
      if (pulled < 10 * KB && pulled + piece.byteLength >= 10 * KB) await forgetEverything();
      pulled += piece.byteLength;
    }
    expect([pulled, storage.files.size]).toEqual([FILE.byteLength, 0]);
    await setKeepNothing(true);
    equal((await visit(server)).bytes, FILE);
    expect(storage.files.size).toBe(0);
    expect(await openCopies()).toBeNull();
    await setKeepNothing(false);
    await visit(server);
    expect(storage.files.size).toBe(3);
  });
  it('is listed by folder with what lies in it', async () => {
    const server = serving(FILE);
    server.files['1_Pooling/config.json'] = bytes(10);
    await visit(server);
    await visit(server, { name: '1_Pooling/config.json' });
    await visit(server, { name: 'other' });
    const { listCopies } = await import('../../web/project/copies');
    const { openStore } = await import('../../web/project/store');
    const store = await openStore();
    if (typeof store === 'string') throw new Error(store);
    expect(await listCopies(store)).toEqual([{ folder: BASE, bytes: 20 * KB + 10, complete: true }]);
  });
});

it('nothing is kept at an insecure address, or where the browser refuses', async () => {
  storage.openTab();
  const { openStore } = await import('../../web/project/store');
  vi.stubGlobal('isSecureContext', false);
  expect(await openStore()).toBe('insecure');
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('caches', { open: () => Promise.reject(new DOMException('', 'SecurityError')) });
  expect(await openStore()).toBe('refused');
  vi.stubGlobal('indexedDB', {
    open: () => {
      throw new DOMException('', 'SecurityError');
    },
  });
  vi.resetModules();
  expect(await (await import('../../web/project/store')).openStore()).toBe('refused');
});
