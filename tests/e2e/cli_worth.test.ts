// SPDX-License-Identifier: Apache-2.0
// What a result has to be better than, and how much data is enough, through the command line, on a tiny random encoder.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const MODEL = 'tests/golden/tiny-bert';
const REVIEWS = 'public/samples/reviews.csv';
const dir = mkdtempSync(join(tmpdir(), 'tabtune-'));
const at = (name: string) => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true }));

const run = promisify(execFile);
const json = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'));

async function train(data: string, ...more: string[]) {
  const fixed = ['--model', MODEL, '--max-length', '24', '--epochs', '1', '--report', at('report.json')];
  const { stdout } = await run('scripts/tabtune', ['train', '--data', data, ...fixed, ...more]);
  return { stdout, ...json('report.json') };
}

function numbersFile(): string {
  const lines = Array.from({ length: 120 }, (_, i) => `${'good '.repeat(i % 7)}film number ${i},${(i % 7) + i / 1000}`);
  writeFileSync(at('numbers.csv'), `text,length\n${lines.join('\n')}\n`);
  return at('numbers.csv');
}

describe('the head alone on the frozen encoder', () => {
  it.each([
    ['one label a row', REVIEWS, 'accuracy'],
    ['several labels', 'public/samples/library.csv', 'macro_f1'],
    ['words', 'public/samples/names.jsonl', 'f1'],
    ['numbers', '', 'rmse'],
  ])(
    'is the third baseline for %s, and is what the method head trains',
    async (_, file, primary) => {
      const data = file || numbersFile();
      const { stdout, ...full } = await train(data, '--learning-rate', '1e-3');
      const head = await train(data, '--method', 'head');
      expect(full.primary).toBe(primary);
      expect(full.baselines.frozen).toMatchObject({
        what: 'the head alone on the frozen encoder',
        against: { p: expect.any(Number) },
      });
      for (const [name, value] of Object.entries<number>(head.metrics))
        expect(full.baselines.frozen[name], name).toBeCloseTo(value, 4);
      expect(full.worth_it.frozen).toMatch(
        /^(Compared with|On these rows .* better than|The) (the )?head alone on the frozen encoder/,
      );
      expect(stdout.includes('The same command with --method head trains it.')).toBe(full.worth_it.head_alone);
      expect(head.baselines.frozen).toBeUndefined();
      expect(head.worth_it).toEqual({ answer: expect.any(String), sentence: expect.any(String) });
    },
    240_000,
  );

  it('is left out with the reason where no head was fitted', async () => {
    const random = await train(REVIEWS, '--head-start', 'random');
    expect(random.baselines.frozen).toBeUndefined();
    expect(random.worth_it).toMatchObject({ frozen: expect.stringMatching(/began at random/), head_alone: false });
    const small = await train(REVIEWS, '--cache-mebibytes', '0');
    expect(small.worth_it.frozen).toMatch(/more memory than cache_mebibytes/);
    const drawn = await train(REVIEWS, '--reinit-layers', '1');
    expect(drawn.worth_it.frozen).toMatch(/reinit_layers/);
  }, 120_000);

  it('is the same where the training was interrupted and went on', async () => {
    const more = ['--epochs', '4', '--resume', at('run.state')];
    const stopped = new Promise<void>((resolve) => {
      const args = ['train', '--model', MODEL, '--data', REVIEWS, '--max-length', '24', ...more];
      const child = execFile('scripts/tabtune', args, () => resolve());
      child.stderr!.on('data', (text: string) => /epoch 1: /.test(text) && child.kill('SIGINT'));
    });
    await stopped;
    const [wentOn, straight] = [await train(REVIEWS, ...more), await train(REVIEWS, '--epochs', '4')];
    expect(wentOn.continued_from_step).toBeGreaterThan(0);
    expect(straight.baselines.frozen).toBeDefined();
    expect(wentOn.baselines).toEqual(straight.baselines);
    expect(wentOn.worth_it).toEqual(straight.worth_it);
  }, 120_000);

  it('leaves the training as it is, whatever the test rows are', async () => {
    const lines = readFileSync(REVIEWS, 'utf8').trim().split('\n');
    const part = (name: string, from: number, to: number) => {
      writeFileSync(at(name), `${[lines[0], ...lines.slice(from, to)].join('\n')}\n`);
      return at(name);
    };
    const files = ['--validation', part('validation.csv', 301, 400), '--learning-rate', '1e-3'];
    const weights = async (test: string) => {
      const out = ['--test', test, '--out', at('model')];
      const { history, validation } = await train(part('train.csv', 1, 300), ...files, ...out);
      return { history, validation, bytes: readFileSync(join(at('model'), 'model.safetensors')) };
    };
    const one = await weights(part('one.csv', 401, 450));
    const other = await weights(part('other.csv', 500, 800));
    expect(other.validation).toEqual(one.validation);
    expect(other.bytes.equals(one.bytes)).toBe(true);
  }, 120_000);
});

describe('a learning curve', () => {
  it('ends with what the method head reaches on the validation rows', async () => {
    const { stdout, learning_curve: curve } = await train(REVIEWS, '--curve', 'head');
    expect(curve).toMatchObject({
      trained: 'head',
      measured_on: 'validation',
      measured_rows: 150,
      primary: 'accuracy',
    });
    const sizes = curve.points.map(({ rows }: { rows: number }) => rows);
    expect(sizes.at(-1)).toBe(700);
    sizes.forEach((rows: number, k: number) => expect(rows / (700 / 2 ** (3 - k))).toBeCloseTo(1, 1));
    const { validation } = await train(REVIEWS, '--method', 'head');
    expect(curve.points.at(-1).accuracy).toBeCloseTo(validation.at(-1).accuracy, 6);
    expect(stdout).toMatch(/Learning curve \(a head on the frozen encoder\), measured on the same 150 validation rows/);
    expect(stdout).toContain(curve.sentence);
    expect(curve.gain_of_last_doubling.interval).toHaveLength(2);
  }, 120_000);

  it('is measured by cross-validation where there are few validation rows, with everything trained if asked', async () => {
    const { learning_curve: curve } = await train('public/samples/library.csv', '--curve', 'everything');
    expect(curve).toMatchObject({ trained: 'everything', measured_on: 'cross-validation', primary: 'macro_f1' });
    expect(curve.points.length).toBeGreaterThan(2);
    for (const { rows, macro_f1: score } of curve.points) expect([rows > 0, score >= 0]).toEqual([true, true]);
  }, 240_000);

  it('is of one split', async () => {
    await expect(train(REVIEWS, '--curve', 'head', '--seeds', '2')).rejects.toThrow(/--curve is of one split/);
    await expect(train(REVIEWS, '--curve', 'body')).rejects.toThrow(/--curve is head, everything/);
  }, 60_000);
});
