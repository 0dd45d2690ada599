// SPDX-License-Identifier: Apache-2.0
// Further pre-training through the command line, on a tiny random encoder with a masked-language-modelling head; and
// through the session, as the page does it.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'tabtune-'));
const at = (name: string) => join(dir, name);
const run = promisify(execFile);
const tabtune = (...args: string[]) => run('scripts/tabtune', args);
const bytes = (name: string) => readFileSync(at(name));

beforeAll(() => {
  for (const name of ['config.json', 'model.safetensors']) cpSync(`tests/golden/masked/${name}`, at(`encoder/${name}`));
  const words = Array.from({ length: 78 }, (_, i) => `w${i}`);
  writeFileSync(at('encoder/vocab.txt'), ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...words, ''].join('\n'));
  // each word says what the next one is
  const text = (row: number) => Array.from({ length: 12 }, (_, i) => `w${(row * 7 + i) % 20}`).join(' ');
  writeFileSync(at('texts.txt'), Array.from({ length: 80 }, (_, row) => text(row)).join('\n'));
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('tabtune pretrain', () => {
  it('learns to fill gaps and writes an encoder that can be trained on', async () => {
    const options = ['--epochs', '20', '--learning-rate', '1e-2', '--report', at('report.json')];
    await tabtune('pretrain', '--model', at('encoder'), '--data', at('texts.txt'), '--out', at('better'), ...options);
    const { validation, forgetting } = JSON.parse(bytes('report.json').toString());
    const losses = validation.map(({ loss }: { loss: number }) => loss);
    expect(losses).toHaveLength(20);
    expect(losses.at(-1)).toBeLessThan(losses[0] - 0.5);
    expect(forgetting.at(-1).masked_loss.before).toBeGreaterThan(0);
    expect(bytes('better/vocab.txt')).toEqual(bytes('encoder/vocab.txt'));
    expect(JSON.parse(bytes('better/config.json').toString()).architectures).toEqual(['BertForMaskedLM']);
    expect(bytes('better/model.safetensors').includes('cls.predictions.bias')).toBe(true);
    const labelled = Array.from({ length: 40 }, (_, i) => `w${i % 20} w${(i + 1) % 20},${i % 2 ? 'odd' : 'even'}`);
    writeFileSync(at('labelled.csv'), ['text,label', ...labelled].join('\n'));
    const { stdout } = await tabtune('train', '--model', at('better'), '--data', at('labelled.csv'), '--epochs', '1');
    expect(stdout).toMatch(/accuracy/);
  }, 60_000);

  it('says what is missing where a checkpoint has no such head', async () => {
    const args = ['--model', 'tests/golden/tiny-bert', '--data', at('texts.txt'), '--out', at('none')];
    await expect(tabtune('pretrain', ...args)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/has no masked-language-modelling head/),
    });
  });

  it('refuses other methods than training everything', async () => {
    const args = ['--model', at('encoder'), '--data', at('texts.txt'), '--out', at('none'), '--method', 'bias'];
    await expect(tabtune('pretrain', ...args)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/must be full, not bias/),
    });
  });
});
