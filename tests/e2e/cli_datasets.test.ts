// SPDX-License-Identifier: Apache-2.0
// Data sets by name on the command line, from a stand-in of the hub that has them as Parquet.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

const PARQUET = readFileSync('tests/web/fixtures/parquet/labels.parquet');
const LISTS: Record<string, unknown> = {
  'a/one': { default: { train: ['0', '1'], test: ['0'] } },
  'a/only': { plain: { train: ['0'] } },
  'a/several': { en: { train: ['0'] }, de: { train: ['0'] } },
  'a/broken': ['no list'],
  'a/private': { default: { train: ['0'] } },
};
const asked: string[] = [];
let busy = 0;
const server = createServer(({ method, url, headers }, response) => {
  asked.push(`${method} ${url}`);
  const [, name, file] = /^\/api\/datasets\/([^/]+\/[^/]+)\/parquet(\/.+)?$/.exec(url!) ?? [];
  const end = (status: number, body: string | Buffer = '', more = {}) =>
    response.writeHead(status, more).end(method === 'HEAD' ? '' : body);
  if (busy-- > 0) return end(503, '', { 'Retry-After': '1' });
  if (!name || !(name in LISTS)) return end(401, '', { 'X-Error-Code': 'RepoNotFound' });
  if (name === 'a/private' && headers.authorization !== 'Bearer hf_secret') return end(401);
  return file ? end(200, PARQUET) : end(200, JSON.stringify(LISTS[name]));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
beforeEach(() => (asked.length = busy = 0));
afterAll(() => server.close());

function plan(data: string, token = '', more: string[] = []): Promise<string> {
  const HF_ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const args = ['plan', '--model', 'tests/golden/tiny-bert', '--threads', '1', '--data', data, ...more];
  const env = { ...process.env, HF_ENDPOINT, HF_TOKEN: token };
  return new Promise((resolve) => execFile('scripts/tabtune', args, { env }, (_, __, stderr) => resolve(stderr)));
}
const gets = () => asked.filter((line) => line.startsWith('GET')).map((line) => line.split('/parquet')[1]);

it('is its split "train" where none is named, of all its files', async () => {
  const said = await plan('datasets/a/one');
  expect(said).toMatch(/^datasets\/a\/one\/default\/train is read from http:\/\/127/m);
  expect(said).toMatch(/^columns: text /m);
  expect(gets()).toEqual(['', '/default/train/0.parquet', '/default/train/1.parquet']);
});
it.each([
  ['https://huggingface.co/datasets/a/one/viewer/default/test', '/default/test/0.parquet'],
  ['datasets/a/one/default/test', '/default/test/0.parquet'],
  ['datasets/a/only', '/plain/train/0.parquet'],
  ['datasets/a/several/de', '/de/train/0.parquet'],
])('%s reads %s', async (name, path) => {
  expect(await plan(name)).toMatch(/^columns: text /m);
  expect(gets()).toEqual(['', path]);
});
it('has its test rows from another split', async () => {
  const said = await plan('datasets/a/one', '', ['--test', 'datasets/a/one/default/test']);
  expect(said).toMatch(/of the test file/); // the same rows here
});
it('waits for a hub that is busy', async () => {
  busy = 1;
  expect(await plan('datasets/a/only')).toMatch(/^columns: text /m);
});
it.each([
  ['datasets/a/several', '', /has the parts en, de: name one of them, datasets\/a\/several\/en/],
  ['datasets/a/one/default/dev', '', /has the splits train, test, and no dev/],
  ['datasets/a/broken', '', /list of the files of a\/broken cannot be read/],
  ['datasets/a/none', '', /a\/none/],
  ['datasets/a/private', '', /HF_TOKEN/],
  ['datasets/nothing', '', /datasets\/nothing cannot be read: there is no such file or folder/],
])('%s is told: %s', async (name, token, sentence) => {
  const said = await plan(name, token);
  expect(said).toMatch(sentence);
  expect(said).not.toMatch(/^columns/m);
});
it('that is private takes the token of the environment', async () => {
  const said = await plan('datasets/a/private', 'hf_secret');
  expect(said).toMatch(/^columns: text /m);
  expect(said).not.toContain('hf_secret');
});
