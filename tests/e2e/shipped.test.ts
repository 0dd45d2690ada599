// SPDX-License-Identifier: Apache-2.0
// The encoder that comes with the page: what it has learned shows after two epochs.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';

const MODEL = 'public/models/tabtune-small';
const REVIEWS = 'public/samples/reviews.csv';
const dir = mkdtempSync(join(tmpdir(), 'tabtune-'));
afterAll(() => rmSync(dir, { recursive: true }));
const run = promisify(execFile);

async function train(file: string, ...options: string[]) {
  const report = join(dir, 'report.json');
  const data = ['--data', file, '--epochs', '2', '--report', report];
  await run('scripts/tabtune', ['train', '--model', MODEL, ...data, ...options]);
  return JSON.parse(readFileSync(report, 'utf8'));
}

it('is small', () => expect(statSync(`${MODEL}/model.safetensors`).size).toBeLessThan(12e6));

it('knows more than the words of the training rows say', async () => {
  const { metrics, baselines, forgetting, warnings } = await train(REVIEWS);
  expect(warnings).toEqual([]);
  expect(metrics.accuracy).toBeGreaterThan(0.78);
  expect(metrics.accuracy).toBeGreaterThan(baselines.majority.accuracy + 0.2);
  const { layers, masked_loss: gaps } = forgetting.at(-1);
  expect(layers).toHaveLength(4);
  expect(layers.at(-1).cka).toBeLessThan(layers[0].cka);
  expect(gaps.before).toBeLessThan(5);
}, 180_000);
