// SPDX-License-Identifier: Apache-2.0
// A saved folder in a plain page with transformers.js, all from one local server: its answers beside those of
// `tabtune predict` on the same folder.
import { execFile } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseTable } from '../../web/read/parse';
import { wordsOf } from '../../web/read/words';
import { CHROMIUM } from '../page/browser';
import { read } from './encoders';
import { call, compare, save, session, wordRows, type Answer, type Token } from './transformers_js';

const PACKAGES = 'tests/interop/node_modules';
const WEB: Record<string, string> = {
  'transformers.js': `${PACKAGES}/@huggingface/transformers/dist/transformers.min.js`,
  'ort.mjs': `${PACKAGES}/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.mjs`,
  'ort.wasm': `${PACKAGES}/onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm`,
};
/** As on a page of a user's: where files lie is set, and `pipeline` gets no options but the ones that a test names. */
const PAGE = `<!doctype html><meta charset="utf-8"><script type="module">
import { env, pipeline } from './transformers.js';
env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = '/models/';
env.backends.onnx.wasm.wasmPaths = { mjs: '/ort.mjs', wasm: '/ort.wasm' };
window.answers = async (task, folder, texts, asking, options) => {
  const answer = await pipeline(task, folder, options);
  return answer(texts, asking);
};
</script>`;
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' }; // prettier-ignore

const table = parseTable(new Uint8Array(readFileSync('public/samples/reviews.csv')));
const texts = table.rows.slice(0, 80).map((cells) => cells[0]!);
const asked = [
  ...table.rows.slice(80, 130).map((cells) => cells[0]!),
  'Zażółć gęślą jaźń 東京 \u{1f600}',
  'x'.repeat(120),
];
const cut = { max_length: 24 };

let models = ''; // the folder that models lie in
const paths: string[] = [];
const elsewhere: string[] = [];
let server: Server;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, 'http://x').pathname.slice(1));
    paths.push(path);
    if (!path) return void response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE);
    const file = WEB[path] ?? join(models, path.replace(/^models\//, ''));
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await call['engine.start']({ threads: 2 });
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  page = await browser.newPage();
  page.on('request', (one) => /^https?:/.test(one.url()) && !one.url().startsWith(at) && elsewhere.push(one.url()));
  await page.goto(at);
  await page.waitForFunction(() => 'answers' in window);
});
afterAll(async () => {
  await browser.close();
  server.close();
  expect(elsewhere).toEqual([]);
});

async function trained(task: 'single_label_classification' | 'token_classification', labels: string[]) {
  const names = ['config.json', 'model.safetensors', 'tokenizer_config.json', 'vocab.txt'];
  const files = names.map((name) => read(`tests/golden/tiny-bert/${name}`));
  await call['model.open']({ kind: 'files', name: 'tiny', files });
  await call['head.new']({ task, labels, seed: 1 });
  const words = task === 'token_classification';
  const labelled = (text: string) =>
    words
      ? wordsOf(text).map(([start]) => Number(/[A-Z]/.test(Array.from(text)[start]!)))
      : [Number(text.includes('it'))];
  const rows = { texts, ...(words && wordRows(texts)), labels: texts.flatMap(labelled) };
  for (const part of ['train', 'validation'] as const) await call['data.open']({ part, rows, ...cut });
  await call['run.start']({ epochs: 4, learning_rate: 3e-3, head_start: 'random' });
  await session.runEnded();
  await call.calibrate({});
  const folder = await save(task);
  models = dirname(folder);
  return folder;
}

/** Of each text what the command line writes. */
async function commandLine<T>(folder: string): Promise<T[]> {
  const [data, out] = [`${folder}.json`, `${folder}.jsonl`];
  writeFileSync(data, JSON.stringify(asked.map((text) => ({ text }))));
  await promisify(execFile)('scripts/tabtune', ['predict', '--model', folder, '--data', data, '--out', out]);
  const lines = readFileSync(out, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as T);
}

type Asking = { top_k: null } | { ignore_labels: string[] };
const inPage = <T>(task: string, folder: string, asking: Asking, options?: { dtype: string }): Promise<T[]> =>
  page.evaluate(
    ([task, folder, texts, asking, options]) =>
      (window as unknown as { answers: (...of: unknown[]) => Promise<T[]> }).answers(task, folder, texts, asking, options), // prettier-ignore
    [task, basename(folder), asked, asking, options] as const,
  ) as Promise<T[]>;

it('texts: the answers of model.onnx to 1e-5, and of model_quantized.onnx without options', async () => {
  const labels = ['a "b"', 'c'];
  const folder = await trained('single_label_classification', labels);
  const ours = (await commandLine<{ probabilities: Record<string, number> }>(folder)).map(({ probabilities }) =>
    labels.map((label) => probabilities[label]!),
  );
  const theirs = async (options?: { dtype: string }) => {
    const answers = await inPage<Answer[]>('text-classification', folder, { top_k: null }, options);
    return compare(
      ours,
      answers.map((row) => labels.map((label) => row.find((one) => one.label === label)!.score)),
    );
  };
  expect((await theirs({ dtype: 'fp32' })).worst).toBeLessThan(1e-5);
  const { worst, same } = await theirs();
  expect(worst).toBeGreaterThan(1e-5); // it is the other file
  expect(worst).toBeLessThan(0.03);
  expect(same).toBeGreaterThanOrEqual(0.98);
  for (const name of ['model', 'model_quantized'])
    expect(paths).toContain(`models/${basename(folder)}/onnx/${name}.onnx`);
});

it('words: the first piece of each has the label and probability of the command line', async () => {
  const folder = await trained('token_classification', ['small', 'capital']);
  const ours = await commandLine<{ spans: { start: number; label: string; score: number }[] }>(folder);
  let compared = 0;
  for (const [options, most] of [[{ dtype: 'fp32' }, 1e-5] as const, [undefined, 0.03] as const]) {
    const answers = await inPage<Token[]>('token-classification', folder, { ignore_labels: [] }, options);
    for (const [i, text] of asked.entries()) {
      const { offsets } = await call.tokenize({ text, ...cut });
      for (const { start, label, score } of ours[i]!.spans) {
        const index = offsets.findIndex(([from, to]) => from === start && to > from);
        const token = answers[i]!.find((one) => one.index === index);
        if (!token) continue; // cut off
        compared++;
        if (most < 0.01) expect(token.entity).toBe(label);
        if (token.entity === label) expect(Math.abs(token.score - score)).toBeLessThan(most);
        else expect(Math.max(token.score, score)).toBeLessThan(0.5 + most);
      }
    }
  }
  expect(compared).toBeGreaterThan(200);
});
