// SPDX-License-Identifier: Apache-2.0
// What the command line says of models that are taken in part, or onto a base that could not be compared.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const BASE = 'tests/golden/tiny-bert';
const dir = mkdtempSync(join(tmpdir(), 'tabtune-'));
const at = (name: string) => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true }));

/** Its standard error. */
const tabtune = (...args: string[]): Promise<string> =>
  new Promise((resolve) => execFile('scripts/tabtune', args, (_, __, stderr) => resolve(stderr)));

const DATA = at('data.csv');
beforeAll(() => {
  const rows = Array.from({ length: 40 }, (_, i) => `it is number ${i},LABEL_${i % 3}\n`);
  writeFileSync(DATA, `text,label\n${rows.join('')}`);
});

it('the head of a SetFit folder is not read', async () => {
  const folder = at('setfit');
  cpSync(BASE, folder, { recursive: true });
  writeFileSync(join(folder, 'modules.json'), '[{"path": "", "type": "sentence_transformers.models.Transformer"}]');
  writeFileSync(join(folder, 'model_head.pkl'), 'a head');
  const warning = /^warning: .*setfit is a model of SetFit, and its head in model_head\.pkl is not read/m;
  expect(await tabtune('plan', '--model', folder, '--data', DATA)).toMatch(warning);
  const asked = await tabtune('predict', '--model', folder, '--data', DATA, '--out', at('none.csv'));
  expect(asked).toMatch(warning);
  expect(asked).toMatch(/setfit has no head that was trained/);
});

it.each([
  ['tiny-bert', false],
  ['/home/ann/models/tiny-bert', true],
  [resolve(BASE), false],
  [`${BASE}/../tiny-bert`, false],
  [resolve('tests/golden/adapters'), true],
])('an adapter whose base is called %s', async (path, isSaid) => {
  const folder = at('adapter');
  cpSync('tests/golden/adapters/plain', folder, { recursive: true });
  const file = join(folder, 'adapter_config.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), base_model_name_or_path: path }));
  const open = ['--model', folder, '--base', BASE, '--data', DATA];
  if (path === resolve(BASE)) open.splice(2, 2); // what it names is there
  for (const said of [
    await tabtune('predict', ...open, '--out', at('answers.jsonl')),
    await tabtune('eval', ...open),
  ]) {
    expect(said.includes(`made for the encoder that it calls ${path}, and is merged into tiny-bert`)).toBe(isSaid);
    expect(said).toMatch(/^warning: .*adapters carry no score of texts that are unlike their training rows/m);
    expect(said).not.toMatch(/^tabtune: /m);
  }
  const answers = readFileSync(at('answers.jsonl'), 'utf8').trim().split('\n');
  expect(answers).toHaveLength(40);
  expect(answers[0]).not.toContain('unlike');
});
