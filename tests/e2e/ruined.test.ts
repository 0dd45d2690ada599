// SPDX-License-Identifier: Apache-2.0
// The command line tells a training that went wrong, options without effect, and rows too few to choose by.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const SAMPLE = 'public/samples/reviews.csv';
const dir = mkdtempSync(join(tmpdir(), 'tabtune-ruined-'));
const at = (name: string) => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true }));

interface Report {
  warnings: { name: string; text: string; change?: string }[];
  problems: { text: string }[];
  split: Record<string, number[]>;
  options: Record<string, unknown>;
  look_at: { doubted: number; none_doubted?: string };
  fitted_on_validation?: object;
  fitted_on_training?: { thresholds: number[] };
  metrics: Record<string, number>;
  worth_it: { sentence: string };
  flops: number;
  forgetting: { layers: { cka: number }[]; masked_loss: { before: number; now: number } }[];
}

function run(
  command: 'train' | 'plan',
  model: string,
  ...more: string[]
): { said: string; out: string; report: Report } {
  const to = at('report.json');
  const args = [command, '--model', model, '--max-length', '32', '--report', to, ...more];
  const { status, stdout, stderr } = spawnSync('scripts/tabtune', args, { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return { said: stderr, out: stdout, report: JSON.parse(readFileSync(to, 'utf8')) as Report };
}
const few = (name: string, rows: number) => {
  writeFileSync(
    at(name),
    readFileSync(SAMPLE, 'utf8')
      .split('\n')
      .slice(0, rows + 1)
      .join('\n'),
  );
  return at(name);
};
const small = (...more: string[]) =>
  run('train', 'public/models/tabtune-small', '--data', few('some.csv', 333), ...more);
const tiny = (...more: string[]) => run('train', 'tests/golden/tiny-bert', ...more);
const namesOf = ({ warnings }: Report) => warnings.map(({ name }) => name);

it('tells a training at 1e-2', () => {
  const { said, report } = small('--learning-rate', '1e-2', '--epochs', '2');
  expect(namesOf(report)).toEqual(expect.arrayContaining(['forgotten', 'majority']));
  const { layers, masked_loss: gaps } = report.forgetting.at(-1)!;
  expect(1 - layers.at(-1)!.cka).toBeGreaterThan(0.3);
  expect(gaps.now).toBeGreaterThan(gaps.before + 0.3);
  expect(namesOf(report).some((name) => name === 'collapsed' || name === 'chance')).toBe(true);
  expect(said).toMatch(/warning: The encoder has lost most/);
  expect(said).toMatch(/What to change: Leave the learning rate at its default, or take a tenth of it \(0.001\)/);
  expect(said).toMatch(/warning: On the test rows the model is no better than always saying the most frequent label/);
  expect(report.look_at).toMatchObject({ doubted: 0, none_doubted: expect.stringMatching(/mistakes of its own/) });
}, 300_000);

it('names options that have no effect, and calls a head a head', () => {
  const { said, out, report } = small('--method', 'head', '--learning-rate', '1e-3', '--epochs', '4');
  expect(said).toMatch(/^warning: --learning-rate, --epochs have no effect: with the method head/m);
  expect(namesOf(report)).toEqual(['no-effect']);
  expect(out).toMatch(/Is the trained head worth it here\?/);
  expect(out).not.toMatch(/fine-tun/i);
}, 300_000);

it('chooses, calibrates and doubts nothing by few rows', () => {
  const rows = readFileSync(SAMPLE, 'utf8').split('\n');
  writeFileSync(at('few.csv'), rows.slice(0, 81).join('\n'));
  const split = tiny('--data', at('few.csv'), '--epochs', '2', '--patience', '1').report;
  expect(split.split).toMatchObject({ validation: [] });
  expect(split.problems.at(-2)!.text).toMatch(/would be too few to choose anything by .* trained on instead/);
  writeFileSync(at('own.csv'), [rows[0], ...rows.slice(100, 119)].join('\n'));
  const { said, report } = tiny(
    '--data',
    at('few.csv'),
    '--validation',
    at('own.csv'),
    '--epochs',
    '2',
    '--patience',
    '1',
  );
  expect(said).toMatch(/note: 19 validation rows are too few to choose by/);
  expect(said).toMatch(
    /warning: --patience has no effect: an epoch is chosen by 20 validation rows or more, not by 19/,
  );
  expect(report.options).toMatchObject({ keep: 'last', patience: 0 });
  expect(report).not.toHaveProperty('fitted_on_validation');
  expect(report.look_at).toMatchObject({ doubted: 0, none_doubted: expect.stringMatching(/so few rows/) });
}, 300_000);

it('gives labels where the rows are too few for a threshold each', () => {
  const rows = readFileSync('public/samples/library.csv', 'utf8').split('\n');
  writeFileSync(at('several.csv'), rows.slice(0, 61).join('\n'));
  const { report } = tiny('--data', at('several.csv'), '--method', 'head');
  expect(report.split).toMatchObject({ validation: [] });
  const { thresholds } = report.fitted_on_training!;
  expect(new Set(thresholds)).toHaveProperty('size', 1);
  expect(report.metrics['micro_f1']).toBeGreaterThan(0.2);
}, 300_000);

it('counts the fit in the estimate, and none where the head begins from chance', () => {
  const flops = (...more: string[]) =>
    run('plan', 'tests/golden/tiny-bert', '--data', SAMPLE, '--pooling', 'mean', '--epochs', '1', ...more).report.flops;
  expect(flops('--method', 'head')).toBeGreaterThan(flops('--method', 'head', '--head-start', 'random'));
  expect(flops()).toBeGreaterThan(flops('--head-start', 'random'));
}, 60_000);
