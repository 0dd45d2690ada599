// SPDX-License-Identifier: Apache-2.0
// Texts that are unlike the training rows: rows of labels that were left out of a training, on the encoder that comes
// with the page.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'tabtune-'));
const at = (name: string) => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true }));

const SMALL = 'public/models/tabtune-small';
const LEFT_OUT = ['play music', 'rate book'];

type Row = Record<string, string>;
const read = (path: string) => Papa.parse<Row>(readFileSync(path, 'utf8').trim(), { header: true }).data;
const write = (name: string, rows: Row[]) => writeFileSync(at(name), `${Papa.unparse(rows)}\n`);

function tabtune(...args: string[]) {
  const { status, stderr } = spawnSync('scripts/tabtune', args, { encoding: 'utf8' });
  return { status, stderr };
}
function succeed(...args: string[]): string {
  const { status, stderr } = tabtune(...args);
  expect(status, stderr).toBe(0);
  return stderr;
}

/** The share of pairs, one of each, in which the second is the larger; ties count half. */
function areaOf(usual: number[], strange: number[]): number {
  const wins = strange.flatMap((s) => usual.map((u) => (s > u ? 1 : s === u ? 0.5 : 0)));
  return wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
}

const rows = read('public/samples/requests.csv');
const known = rows.filter(({ intent }) => !LEFT_OUT.includes(intent!));
const seen = known.filter((_, i) => i % 2 === 0);
const fresh = [...known.filter((_, i) => i % 2), ...rows.filter(({ intent }) => LEFT_OUT.includes(intent!))];
const train = (...more: string[]) =>
  succeed('train', '--model', SMALL, '--data', at('seen.csv'), '--method', 'head', '--max-length', '32', ...more);

function sharesOf(answers: Row[]): [usual: number[], strange: number[]] {
  const shares = (strange: boolean) =>
    answers.filter((_, i) => LEFT_OUT.includes(fresh[i]!.intent!) === strange).map(({ unlike }) => Number(unlike));
  return [shares(false), shares(true)];
}

beforeAll(() => {
  write('seen.csv', seen);
  write(
    'fresh.csv',
    fresh.map(({ text }) => ({ text: text! })),
  );
  train('--out', at('model'), '--validation-share', '0.15');
  succeed('predict', '--model', at('model'), '--data', at('fresh.csv'), '--out', at('all.csv'));
}, 120_000);

describe('rows of labels that were left out', () => {
  it('are stranger than others', () => {
    const [usual, strange] = sharesOf(read(at('all.csv')));
    expect(areaOf(usual, strange)).toBeGreaterThan(0.85);
  });

  it('are turned away from the threshold on, and keep their probabilities', () => {
    const said = succeed(
      ...['predict', '--model', at('model'), '--data', at('fresh.csv'), '--out', at('some.csv')],
      ...['--none-of-these', '0.95'],
    );
    const [all, some] = [read(at('all.csv')), read(at('some.csv'))];
    some.forEach((answer, i) => {
      const away = Number(all[i]!.unlike) >= 0.95;
      expect(answer).toEqual(away ? { ...all[i], label: '', probability: '' } : all[i]);
    });
    const away = some.filter(({ label }) => label === '').length;
    expect(away).toBeGreaterThan(50);
    expect(said).toContain(`${away} of ${fresh.length} turned away as none of these`);
    expect(said).toMatch(/so would be 1 of the 38 validation rows/);
  });

  it('have the same scores from a head on its encoder', () => {
    const head = ['--head', at('model/head.safetensors')];
    succeed('predict', '--model', SMALL, ...head, '--data', at('fresh.csv'), '--out', at('head.csv'));
    expect(read(at('head.csv'))).toEqual(read(at('all.csv')));
  });
});

describe('few rows', () => {
  it('are compared with training rows that a fit on others has scored', () => {
    write(
      'seen.csv',
      seen.filter((_, i) => i % 6 === 0),
    );
    train('--out', at('few'));
    const data = ['--data', at('fresh.csv'), '--out', at('few.csv'), '--none-of-these', '1'];
    expect(succeed('predict', '--model', at('few'), ...data)).toMatch(/so would be 0 of the \d+ training rows/);
    const [usual, strange] = sharesOf(read(at('few.csv')));
    expect(areaOf(usual, strange)).toBeGreaterThan(0.75);
  });
});

describe('a model without the score', () => {
  it('whose file is gone says that', () => {
    rmSync(at('model/novelty.safetensors'));
    const said = succeed('predict', '--model', at('model'), '--data', at('fresh.csv'), '--out', at('gone.csv'));
    expect(said).toMatch(/warning: model lacks novelty\.safetensors, which its config\.json names/);
    expect(read(at('gone.csv'))[0]).not.toHaveProperty('unlike');
  });
  it('answers without it, and says why it turns nothing away', () => {
    const bare = readFileSync(at('model/config.json'), 'utf8').replace('"novelty": "novelty.safetensors",', '');
    writeFileSync(at('model/config.json'), bare);
    succeed('predict', '--model', at('model'), '--data', at('fresh.csv'), '--out', at('bare.csv'));
    expect(read(at('bare.csv'))[0]).not.toHaveProperty('unlike');
    const asked = ['--data', at('fresh.csv'), '--out', at('no.csv'), '--none-of-these', '0.9'];
    const { status, stderr } = tabtune('predict', '--model', at('model'), ...asked);
    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('unlike its training rows') as string,
    });
  });

  it('refuses a threshold that is no share', () => {
    const asked = ['--data', at('fresh.csv'), '--out', at('no.csv'), '--none-of-these', '98'];
    expect(tabtune('predict', '--model', at('model'), ...asked)).toMatchObject({ status: 2 });
  });
});
