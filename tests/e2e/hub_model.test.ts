// SPDX-License-Identifier: Apache-2.0
// Whole encoders from a stand-in of the hub whose files change, end too soon, or do not come.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { Progress } from '../../web/border/messages';
import { copiesOnDisk, listKept } from '../../web/cli/cache';
import { handlersOf } from '../../web/engine/handlers';
import { Session } from '../../web/engine/session';
import type { Web } from '../../web/hub/url';
import { Hub, type Behaviour } from '../hub/hub';
import { moduleUrl } from './engine';

const TINY = 'tests/golden/tiny-bert';
const WEIGHTS = 'model.safetensors';
const files = Object.fromEntries(
  readdirSync(TINY).map((name) => [name, new Uint8Array(readFileSync(join(TINY, name)))]),
);
const weights = files[WEIGHTS]!;

let hub: Hub;
let root: string;
let waits: boolean;
const told: Progress[] = [];
const web = async (): Promise<Web> => ({
  fetch: (url, init) => fetch(url, init),
  copies: copiesOnDisk(root, 1 << 14),
  wait: (seconds) => (waits ? new Promise((resolve) => setTimeout(resolve, seconds * 1000)) : Promise.resolve()),
  account: null,
  remedies: { account: '', reach: () => '' },
});
const session = new Session({
  web,
  moduleUrl,
  emit: (event, data) => event === 'progress' && void told.push(data as Progress),
});
const call = handlersOf(session);
const open = () => call['model.open']({ kind: 'url', name: 'tiny', url: hub.folder('a/tiny') });
const behave = (behaviour: Behaviour, name = WEIGHTS) => hub.behaviours.set(name, behaviour);

beforeAll(async () => void (await call['engine.start']({ threads: 1 })));
beforeEach(async () => {
  hub = await new Hub().start();
  hub.models.set('a/tiny', { files });
  root = mkdtempSync(join(tmpdir(), 'tabtune-hub-'));
  told.length = 0;
  waits = false;
  return () => {
    hub.stop();
    rmSync(root, { recursive: true });
  };
});

it('weights that become those of another version on the way are read anew, and never mixed', async () => {
  const { fingerprint } = await open();
  const after = weights.slice();
  after.subarray(after.length - 4000).fill(0);
  hub.models.set('a/tiny', { files: { ...files, [WEIGHTS]: after } });
  behave({ etag: '"2"' });
  const changed = (await open()).fingerprint;
  expect(changed).not.toBe(fingerprint);
  hub.models.set('a/tiny', { files });
  behave({ etag: ['"3"', '"3"', '"4"'], cut: { after: weights.length - 2000, times: 1 } });
  expect((await open()).fingerprint).toBe(fingerprint);
  expect(hub.log.slice(-4).filter((line) => line.startsWith('GET'))).toContain('GET model.safetensors');
  // HEAD tells of the version that is kept in part, GET of another one.
  hub.models.set('a/tiny', { files: { ...files, [WEIGHTS]: after } });
  behave({ etag: ['"5"', '"6"'] });
  expect((await open()).fingerprint).toBe(changed);
  hub.asked.length = 0;
  expect((await open()).fingerprint).toBe(changed);
  expect(hub.asked.filter(({ method }) => method === 'GET')).toEqual([]);
});

it('weights that are cut short under a fitting length are not kept, and come whole the next time', async () => {
  hub.models.set('a/tiny', { files: { ...files, [WEIGHTS]: weights.subarray(0, 50_000) } });
  behave({ etag: null });
  await expect(open()).rejects.toThrow(/50000.*cut short/);
  expect(await listKept(root)).toEqual([]);
  hub.models.set('a/tiny', { files });
  expect((await open()).name).toBe('tiny');
});

it('shards come once', async () => {
  const header = Number(new DataView(weights.buffer, weights.byteOffset).getBigUint64(0, true));
  const tensors = JSON.parse(new TextDecoder().decode(weights.subarray(8, 8 + header))) as Record<
    string,
    { data_offsets: [number, number] }
  >;
  delete tensors.__metadata__;
  const names = Object.keys(tensors).sort((a, b) => tensors[a]!.data_offsets[0] - tensors[b]!.data_offsets[0]);
  const shard = (some: string[]) => {
    const first = tensors[some[0]!]!.data_offsets[0];
    const moved = some.map((name) => {
      const [from, to] = tensors[name]!.data_offsets;
      return [name, { ...tensors[name], data_offsets: [from - first, to - first] }];
    });
    const head = new TextEncoder().encode(JSON.stringify(Object.fromEntries(moved)));
    const length = new Uint8Array(BigUint64Array.of(BigInt(head.length)).buffer);
    const last = tensors[some.at(-1)!]!.data_offsets[1];
    return new Uint8Array(Buffer.concat([length, head, weights.subarray(8 + header + first, 8 + header + last)]));
  };
  const third = Math.ceil(names.length / 3);
  const parts = [0, 1, 2].map((i) => names.slice(i * third, (i + 1) * third));
  const map = parts.flatMap((part, i) => part.map((name) => [name, `model-${i}.safetensors`]));
  const { [WEIGHTS]: _, ...rest } = files;
  const index = new TextEncoder().encode(JSON.stringify({ weight_map: Object.fromEntries(map) }));
  const sharded = Object.fromEntries(parts.map((part, i) => [`model-${i}.safetensors`, shard(part)]));
  const { fingerprint } = await open();
  hub.models.set('a/tiny', { files: { ...rest, ...sharded, 'model.safetensors.index.json': index } });
  rmSync(root, { recursive: true });
  expect((await open()).fingerprint).toBe(fingerprint);
  hub.asked.length = 0;
  expect((await open()).fingerprint).toBe(fingerprint);
  expect(hub.asked.filter(({ method }) => method === 'GET')).toEqual([]);
});

it.each<[string, Behaviour, RegExp]>([
  ['on a line that has fallen silent', { stall: { after: 30_000, times: 9 } }, /Loading/],
  [
    'where the server asks to be left alone',
    { statuses: Array(9).fill(429), retryAfter: '30' },
    /asking again in 30 s/,
  ],
])(
  'Stop works at once %s',
  async (_, behaviour, shown) => {
    behave(behaviour);
    waits = true;
    const opening = open();
    const refused = expect(opening).rejects.toMatchObject({ code: 'E_CANCELLED' });
    await expect.poll(() => told.some(({ what }) => shown.test(what)), { timeout: 5000 }).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await call.cancel({ name: 'model.open' });
    await refused;
  },
  20_000,
);
