// SPDX-License-Identifier: Apache-2.0
// The packed npm package as others use it: installed into a fresh folder for Node, and served beside a plain page
// without any header. scripts/package --check packs it first.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handlersOf } from '../../web/engine/handlers';
import type { Outputs } from '../../web/border/messages';
import { Session } from '../../web/engine/session';
import { moduleUrl } from '../e2e/engine';
import { CHROMIUM } from '../page/browser';

const dir = mkdtempSync(join(tmpdir(), 'tabtune-package-'));
afterAll(() => rmSync(dir, { recursive: true }));

const read = (name: string) => new File([readFileSync(`tests/golden/tiny-bert/${name}`)], name);
const texts = ['it was good', 'no', 'a very long text '.repeat(20), 'Zażółć 東京 \u{1f600}'];
const rows = { texts: Array.from({ length: 40 }, (_, i) => `${i % 2 ? 'it' : 'the'} row ${i}`) };
const cut = { max_length: 16, stride: 4 };
let ours: Outputs;

beforeAll(async () => {
  const session = new Session({ moduleUrl, emit: () => undefined });
  const call = handlersOf(session);
  await call['engine.start']({ threads: 1, build: 'tabtune-simd' });
  const names = ['config.json', 'model.safetensors', 'tokenizer_config.json', 'vocab.txt'];
  await call['model.open']({ kind: 'files', name: 'tiny', files: names.map(read) });
  await call['head.new']({ task: 'single_label_classification', labels: ['a', 'b'], seed: 1 });
  const labelled = { ...rows, labels: rows.texts.map((_, i) => i % 2) };
  for (const part of ['train', 'validation'] as const) await call['data.open']({ part, rows: labelled, ...cut });
  await call['run.start']({ epochs: 2, learning_rate: 1e-3 });
  await session.runEnded();
  await call.calibrate({});
  await call.novelty({});
  for (const { name, pieces } of (await session.saving()).model({ name: 'model', metrics: {}, dtype: 'F32' })) {
    mkdirSync(dirname(join(dir, 'model', name)), { recursive: true });
    writeFileSync(join(dir, 'model', name), Buffer.concat([...pieces()]));
  }
  ours = (await call.predict({ texts, ...cut })).outputs;
}, 120_000);

interface Answer {
  label: string;
  probability: number;
  probabilities: Record<string, number>;
  unlike: number;
}

function same(answers: Answer[]): void {
  // The temperature is a power, whose last bit is another in each JavaScript engine.
  answers.forEach(({ probabilities }, i) =>
    Object.values(probabilities).forEach((p, k) => expect(Math.abs(p - ours[i]![k]!)).toBeLessThan(1e-12)),
  );
  answers.forEach(({ label, probability, unlike }, i) => {
    expect(label).toBe(ours[i]![0]! >= ours[i]![1]! ? 'a' : 'b');
    expect(probability).toBeCloseTo(Math.max(...ours[i]!), 12);
    expect(unlike).toBeGreaterThanOrEqual(0);
  });
}

it('a fresh Node folder installs it and gets the same answers', () => {
  const folder = join(dir, 'node');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "name": "fresh", "private": true, "type": "module" }');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', resolve('build/package/tabtune-0.1.0.tgz')], {
    cwd: folder,
  });
  writeFileSync(
    join(folder, 'use.js'),
    `import { load } from 'tabtune';
const model = await load('../model');
console.log(JSON.stringify(await model.predict(${JSON.stringify(texts)})));
model.free();`,
  );
  const said = execFileSync('node', ['use.js'], { cwd: folder, encoding: 'utf8' });
  same(JSON.parse(said) as Answer[]);
}, 120_000);

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

async function serve(root: string): Promise<{ server: Server; at: string }> {
  const server = createServer((request, response) => {
    const path = join(root, decodeURIComponent(new URL(request.url!, 'http://x').pathname));
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' });
    response.end(readFileSync(path));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { server, at: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

it('a plain page gets the same answers', async () => {
  cpSync('build/package', join(dir, 'tabtune'), { recursive: true });
  writeFileSync(
    join(dir, 'index.html'),
    `<!doctype html><meta charset="utf-8"><script type="module">
import { load } from './tabtune/index.js';
const model = await load('model/');
window.answers = await model.predict(${JSON.stringify(texts)});
</script>`,
  );
  const { server, at } = await serve(dir);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(`${at}/index.html`);
    const answers = await page.waitForFunction(() => (window as { answers?: unknown }).answers, null, {
      timeout: 60_000,
    });
    same((await answers.jsonValue()) as Answer[]);
  } finally {
    await browser.close();
    server.close();
  }
}, 120_000);
