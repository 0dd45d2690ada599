// SPDX-License-Identifier: Apache-2.0
// Encoders by name on the command line, from a stand-in of the hub.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Hub } from '../hub/hub';

const TINY = 'tests/golden/tiny-bert';
const PLAN = ['plan', '--data', 'public/samples/reviews.csv', '--threads', '1', '--model'];
const dir = mkdtempSync(join(tmpdir(), 'tabtune-hub-'));
const cache = join(dir, 'tabtune', 'encoders');
let hub: Hub;

beforeAll(async () => {
  hub = await new Hub().start();
  const files = Object.fromEntries(
    readdirSync(TINY).map((name) => [name, new Uint8Array(readFileSync(join(TINY, name)))]),
  );
  hub.models.set('a/tiny', { files });
  hub.models.set('a/private', { files, token: 'hf_secret' });
  hub.behaviours.set('model.safetensors', { cdn: true, head: 403 });
});
afterAll(() => {
  hub.stop();
  rmSync(dir, { recursive: true, force: true });
});

function tabtune(args: string[], token = ''): Promise<{ status: number; stdout: string; stderr: string }> {
  const env = { ...process.env, XDG_CACHE_HOME: dir, TABTUNE_CACHE: '', HF_ENDPOINT: hub.origin, HF_TOKEN: token };
  return new Promise((resolve) =>
    execFile('scripts/tabtune', args, { env }, (error, stdout, stderr) =>
      resolve({ status: (error?.code as number | undefined) ?? 0, stdout, stderr }),
    ),
  );
}

it('reads an encoder by its name once, keeps it, lists it and forgets it', async () => {
  const first = await tabtune([...PLAN, 'a/tiny']);
  expect(first.stderr).toContain(`a/tiny is no folder here: reading ${hub.origin}/a/tiny/resolve/main/`);
  expect(first.stderr).toContain(cache);
  expect(first.status).toBe(0);
  hub.asked.length = 0;
  expect((await tabtune([...PLAN, 'https://huggingface.co/a/tiny/tree/main'])).status).toBe(0);
  expect(hub.asked.filter(({ method, path }) => method === 'GET' && !path.endsWith('model.safetensors'))).toEqual([]);
  const list = await tabtune(['cache']);
  expect(list.stdout).toMatch(/[\d.]+ kB {2}127\.0\.0\.1%3A\d+\/a\/tiny\/resolve\/main\n/);
  expect((await tabtune(['cache', '--forget', 'a/other'])).stderr).toMatch(/Nothing in .* is called "a\/other"/);
  expect((await tabtune(['cache', '--forget', 'a/tiny'])).stderr).toMatch(/^Removed [\d.]+ kB/);
  expect((await tabtune(['cache'])).stdout).toBe('');
});

it('tells what is missing from what is private, and takes a token', async () => {
  const private_ = await tabtune([...PLAN, 'a/private']);
  expect([private_.status, private_.stderr]).toEqual([1, expect.stringMatching(/is private\. .*HF_TOKEN/)]);
  const good = await tabtune([...PLAN, 'a/private'], 'hf_secret');
  expect(good.status).toBe(0);
  expect(good.stderr + good.stdout).not.toContain('hf_secret');
  for (const path of ['./a/tiny', 'nowhere.zip', '/nowhere']) {
    hub.asked.length = 0;
    expect((await tabtune([...PLAN, path])).stderr).toMatch(/cannot be read: there is no such file or folder/);
    expect(hub.asked).toEqual([]);
  }
  expect(existsSync(cache)).toBe(true);
});

it('tells that the server asks to be left alone, and for how long', async () => {
  hub.behaviours.set('config.json', { statuses: [429], retryAfter: '2' });
  const before = performance.now();
  const { status, stderr } = await tabtune([...PLAN, 'a/tiny']);
  expect(stderr).toContain('The server is busy or the line is broken: asking again in 2 s\n');
  expect([status, performance.now() - before > 2000]).toEqual([0, true]);
});
