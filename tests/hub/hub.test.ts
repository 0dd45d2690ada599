// SPDX-License-Identifier: Apache-2.0
// Reading from a stand-in hub over real connections: redirects, refusals, broken and silent lines, and what is kept.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copiesOnDisk, listKept, placeOf } from '../../web/cli/cache';
import { readCheckpoint } from '../../web/hub/checkpoint';
import { readWhole } from '../../web/hub/folder';
import { folderAtUrl, tellingWaits, type Web } from '../../web/hub/url';
import { Hub, type Behaviour } from './hub';

const KB = 1 << 10;
const bytes = (n: number, from = 0) => Uint8Array.from({ length: n }, (_, i) => (i + (i >> 8) + from) & 255);
const FILE = bytes(300 * KB);
const TOKEN = 'hf_secret';

let hub: Hub;
let root: string;
beforeEach(async () => {
  hub = await new Hub().start();
  root = mkdtempSync(join(tmpdir(), 'tabtune-hub-'));
  hub.models.set('a/b', { files: { file: FILE } });
});
afterEach(() => {
  hub.stop();
  rmSync(root, { recursive: true, force: true });
});

const web = (change: Partial<Web> = {}): Web => ({
  fetch: (url, init) => fetch(url, init),
  copies: copiesOnDisk(root, 64 * KB),
  wait: async () => undefined,
  account: null,
  remedies: { account: 'Give a token.', reach: () => 'Check the line.' },
  patience: 0.3,
  ...change,
});

async function read(change: Partial<Web> = {}, { model = 'a/b', name = 'file', revision = 'main' } = {}) {
  hub.asked.length = 0;
  const file = await folderAtUrl(hub.folder(model, revision), web(change)).open(name);
  return file && (await readWhole(file, name));
}
const is = (a: Uint8Array | null, b: Uint8Array) => expect(a && Buffer.compare(a, b)).toBe(0);
const behave = (behaviour: Behaviour) => hub.behaviours.set('file', behaviour);
const nothing = { copies: null };

describe('a line', () => {
  it.each<[string, Behaviour]>([
    ['is passed on to another server', { cdn: true }],
    ['breaks again and again, there too', { cdn: true, cut: { after: 50 * KB, times: 4 } }],
    ['breaks, and begins anew', { ranges: false, cut: { after: 50 * KB, times: 3 } }],
    ['falls silent', { stall: { after: 50 * KB, times: 2 } }],
    ['has a server that is busy', { statuses: [503, 429, 503] }],
    ['has a server that does not answer HEAD', { head: 405 }],
    ['is signed for GET alone', { cdn: true, head: 403 }],
    ['has no version', { etag: null }],
    ['tells no length', { chunked: true }],
    ['tells no length, and breaks', { chunked: true, cut: { after: 50 * KB, times: 3 } }],
    ['packs what comes', { gzip: true }],
    ['packs what comes, and breaks', { gzip: true, cut: { after: 200, times: 2 } }],
    ['packs what comes, tells no length and begins anew', { gzip: true, chunked: true, ranges: false, cut: { after: 200, times: 2 } }], // prettier-ignore
  ])('%s', async (_, behaviour) => {
    behave(behaviour);
    is(await read(), FILE);
    is(await read(), FILE);
    if (behaviour.etag !== null) expect(hub.asked.every(({ method, range }) => method === 'HEAD' || range === null)).toBe(true); // prettier-ignore
  });
  it('is taken up at the byte where it broke', async () => {
    behave({ cut: { after: 100 * KB, times: 2 } });
    is(await read(nothing), FILE);
    expect(hub.log.slice(0, 2)).toEqual(['HEAD file', 'GET file']);
    expect(hub.log.slice(2).every((line) => /^GET file bytes=[1-9]\d+-$/.test(line))).toBe(true);
  });
  it('that stays dead is given up in a sentence with what had come', async () => {
    behave({ cut: { after: 0, times: 99 } });
    await expect(read()).rejects.toThrow(/broke off after 0 bytes, 5 times in a row/);
  });
  it('that falls dead after something had come is not said to be forbidden', async () => {
    behave({ cut: { after: 100 * KB, times: 1 } });
    const dead: Web['fetch'] = (url, init) =>
      hub.asked.length < 2 ? fetch(url, init) : Promise.reject(new TypeError('fetch failed'));
    await expect(read({ ...nothing, fetch: dead })).rejects.toThrow(/broke off after \d+ bytes, 5 times in a row/);
  });
  it('whose length is told wrong ends in a sentence', async () => {
    behave({ longer: 1000 });
    await expect(read()).rejects.toThrow(/file ended after 307200 bytes, though/);
  });
  it('waits as long as it is asked to, and tells', async () => {
    behave({ statuses: [429], retryAfter: '7' });
    const told: number[] = [];
    is(await read(tellingWaits(web(nothing), (seconds) => told.push(seconds))), FILE);
    expect(told).toEqual([7]);
    behave({ statuses: [429, 429, 429, 429, 429, 429], retryAfter: '30' });
    await expect(read(nothing)).rejects.toThrow(/status 429.*try again in 30 seconds/);
  });
});

describe('the hub refuses', () => {
  const account = () => ({ account: { origin: hub.origin, token: TOKEN } });
  it('what does not exist, in a sentence of its own each', async () => {
    await expect(read({}, { model: 'a/typo' })).rejects.toThrow(/under no such name, or is private.* Give a token\./);
    await expect(read({}, { revision: 'v9' })).rejects.toThrow(/no such revision/);
    expect(await read({}, { name: 'other' })).toBeNull();
    hub.models.set('a/gated', { files: {}, gated: true });
    await expect(read(account(), { model: 'a/gated' })).rejects.toThrow(/accepted its terms/);
    hub.models.set('a/page', { files: { file: FILE } });
    behave({ type: 'text/html; charset=utf-8' });
    expect(await read({}, { model: 'a/page' })).toBeNull();
  });
  it('an old name, and passes on to the new one', async () => {
    hub.models.set('a/old', { files: {}, renamed: 'a/b' });
    is(await read({}, { model: 'a/old' }), FILE);
  });
  it('a private model, but for the right token, which goes to the hub alone', async () => {
    hub.models.set('a/private', { files: { file: FILE }, token: TOKEN });
    behave({ cdn: true });
    const to = { model: 'a/private' };
    await expect(read({}, to)).rejects.toThrow(/is private/);
    await expect(read({ account: { origin: hub.origin, token: 'wrong' } }, to)).rejects.toThrow(/is private/);
    await expect(read({ account: { origin: 'https://elsewhere.example', token: TOKEN } }, to)).rejects.toThrow(/is private/); // prettier-ignore
    expect(hub.asked.every(({ authorization }) => authorization === null)).toBe(true);
    is(await read(account(), to), FILE);
    const seen = (server: string) => hub.asked.filter((asked) => asked.server === server).map((asked) => asked.authorization); // prettier-ignore
    expect(new Set(seen('hub'))).toEqual(new Set([`Bearer ${TOKEN}`]));
    expect(seen('cdn').length).toBeGreaterThan(0);
    expect(new Set(seen('cdn'))).toEqual(new Set([null]));
    const kept = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, path, name } of kept)
      expect(readFileSync(join(parentPath ?? path, name)).includes(TOKEN)).toBe(false);
  });
});

describe('what is kept on the disk', () => {
  it('is downloaded once, read offline, and replaced when it has changed', async () => {
    is(await read(), FILE);
    expect(hub.log).toEqual(['HEAD file', 'GET file']);
    is(await read(), FILE);
    expect(hub.log).toEqual(['HEAD file']);
    expect(await listKept(root)).toMatchObject([{ bytes: FILE.byteLength, complete: true }]);
    hub.models.set('a/b', { files: { file: bytes(300 * KB, 1) } });
    behave({ etag: '"2"' });
    is(await read(), bytes(300 * KB, 1));
    const offline = { fetch: async () => Promise.reject(new TypeError('fetch failed')) };
    is(await read(offline), bytes(300 * KB, 1));
  });
  it('goes on in another process where a line stayed dead', async () => {
    behave({ cut: { after: 200 * KB, times: 1 } });
    const dead: Partial<Web> = {
      fetch: (url, init) => (hub.asked.length < 2 ? fetch(url, init) : Promise.reject(new TypeError('fetch failed'))),
    };
    await expect(read(dead)).rejects.toThrow(/broke off|cannot be reached/);
    is(await read(), FILE);
    expect(hub.log[0]).toBe('HEAD file');
    expect(hub.log[1]).toMatch(/^GET file bytes=[1-9]\d{4,}-$/);
    is(await read(), FILE);
    expect(hub.log).toEqual(['HEAD file']);
  });
  it('is fetched again from the piece that is damaged or missing', async () => {
    await read();
    const file = placeOf(root, `${hub.folder('a/b')}file`);
    for (const damage of [(all: Buffer) => ((all[130 * KB]! ^= 1), all), (all: Buffer) => all.subarray(0, 140 * KB)]) {
      writeFileSync(file, damage(readFileSync(file)));
      is(await read(), FILE);
      expect(hub.log).toEqual(['HEAD file', expect.stringMatching(/^GET file bytes=\d{5,}-$/)]);
      expect(Number(/\d+/.exec(hub.log[1]!))).toBeLessThanOrEqual(140 * KB);
    }
    rmSync(file);
    is(await read(), FILE);
    writeFileSync(`${file}.tabtune.json`, '{"pieces":');
    is(await read(), FILE);
    is(new Uint8Array(readFileSync(file)), FILE);
  });
  it('is written by one process at a time; the lock of one that ended is taken', async () => {
    const copies = copiesOnDisk(root);
    const url = `${hub.folder('a/b')}file`;
    const version = { etag: null, modified: null, length: null };
    const writer = await copies.write(url, null, version);
    expect(await copies.write(url, null, version)).toBeNull();
    await writer!.end(false);
    writeFileSync(`${placeOf(root, url)}.lock`, '999999999');
    const next = await copies.write(url, null, version);
    await next!.add(FILE);
    await next!.end(true);
    expect(statSync(placeOf(root, url)).size).toBe(FILE.byteLength);
  });
  it('is fetched from its beginning where it is of another version than the rest', async () => {
    const other = bytes(300 * KB, 1);
    behave({ cut: { after: 200 * KB, times: 1 } });
    const dead: Web['fetch'] = (url, init) =>
      hub.asked.length < 2 ? fetch(url, init) : Promise.reject(new TypeError('fetch failed'));
    await expect(read({ fetch: dead })).rejects.toThrow(/broke off/);
    hub.models.set('a/b', { files: { file: other } });
    behave({ etag: '"2"' });
    is(await read(), other);
    expect(hub.log).toEqual(['HEAD file', 'GET file']);
  });
  it('is never put together of two versions, though HEAD told of one', async () => {
    behave({ cut: { after: 200 * KB, times: 1 }, etag: ['"1"', '"1"', '"2"'] });
    await expect(read()).rejects.toThrow(/changed while it was read/);
    hub.models.set('a/b', { files: { file: bytes(300 * KB, 1) } });
    behave({ etag: ['"1"', '"2"'] });
    await expect(read()).rejects.toThrow(/has changed since it was read first/);
    is(await read(), bytes(300 * KB, 1));
    is(await read(), bytes(300 * KB, 1));
  });
  it('remembers that a file is not there', async () => {
    expect(await read({}, { name: 'absent' })).toBeNull();
    const offline = { fetch: async () => Promise.reject(new TypeError('fetch failed')) };
    expect(await read(offline, { name: 'absent' })).toBeNull();
    hub.models.set('a/b', { files: { absent: FILE } });
    is(await read({}, { name: 'absent' }), FILE);
  });
  it('is no encoder, and goes', async () => {
    hub.models.set('a/b', { files: { 'config.json': bytes(10) } });
    await expect(readCheckpoint('it', folderAtUrl(hub.folder('a/b'), web()))).rejects.toThrow(/no JSON/);
    expect(await listKept(root)).toEqual([]);
  });
});

it.each([
  ['onnx/model.onnx', /onnx\/model\.onnx is an ONNX model/],
  ['tf_model.h5', /tf_model\.h5 has weights of TensorFlow/],
  ['flax_model.msgpack', /has weights of Flax/],
])('a model that has only %s is refused by that name', async (path, sentence) => {
  hub.models.set('a/other', { files: { 'config.json': new TextEncoder().encode('{}'), [path]: bytes(10) } });
  await expect(readCheckpoint('it', folderAtUrl(hub.folder('a/other'), web()))).rejects.toThrow(sentence);
  hub.models.set('a/other', { files: { [path]: bytes(10) } });
  await expect(readCheckpoint('it', folderAtUrl(hub.folder('a/other'), web()))).rejects.toThrow(sentence);
});

describe('a folder of sentence-transformers', () => {
  const text = (value: object) => new Uint8Array(new TextEncoder().encode(JSON.stringify(value)));
  it('of an older release has its encoder in 0_Transformer', async () => {
    const modules = [
      { idx: 0, path: '0_Transformer', type: 'sentence_transformers.models.Transformer' },
      { idx: 1, path: '1_Pooling', type: 'sentence_transformers.models.Pooling' },
    ];
    const files = {
      'modules.json': text(modules),
      'config.json': text({ __version__: '1.0' }),
      '1_Pooling/config.json': text({ pooling_mode_mean_tokens: true }),
      '0_Transformer/config.json': text({ model_type: 'bert' }),
      '0_Transformer/vocab.txt': bytes(3),
      '0_Transformer/model.safetensors': FILE,
      '2_Dense/model.safetensors': bytes(9),
    };
    hub.models.set('a/old', { files });
    const { config, pooling, shards } = await readCheckpoint('it', folderAtUrl(hub.folder('a/old'), web()));
    expect([config, pooling, shards.map(({ name }) => name)]).toEqual(['{"model_type":"bert"}', 'mean', ['model.safetensors']]); // prettier-ignore
    is(await readWhole(shards[0]!.file, 'weights'), FILE);
  });
  it('with a Dense layer that heads here cannot read is refused', async () => {
    const modules = ['Transformer', 'Pooling', 'Dense'].map((type, i) => ({ path: i ? `${i}_${type}` : '', type }));
    const files = {
      'modules.json': text(modules),
      'config.json': text({ model_type: 'distilbert', hidden_size: 8 }),
      'vocab.txt': bytes(3),
      'model.safetensors': FILE,
      '1_Pooling/config.json': text({ pooling_mode: 'mean' }),
      '2_Dense/config.json': text({ in_features: 8, out_features: 4, activation_function: 'torch.nn.Tanh' }),
      '2_Dense/model.safetensors': bytes(9),
    };
    hub.models.set('a/dense', { files });
    await expect(readCheckpoint('it', folderAtUrl(hub.folder('a/dense'), web()))).rejects.toThrow(/the module Dense/);
  });
});
