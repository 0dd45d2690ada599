// SPDX-License-Identifier: Apache-2.0
// What leaves for other programs: tokenizer.json, quantized numbers, hashes, the rows of a recipe.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { guessColumns } from '../../web/rows/guess';
import { parseTable } from '../../web/read/parse';
import { prepare } from '../../web/rows/prepare';
import { Hash } from '../../web/hub/hash';
import { sealTensors, isSound } from '../../web/hub/tensors';
import { tokenizerJson } from '../../web/hub/tokenizer_json';
import { quantizeRows } from '../../web/onnx/layout';
import { baseOf, recipeFiles } from '../../web/recipe/recipe';
import type { ModelInfo, Tokenized } from '../../web/border/messages';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('tokenizer.json of a vocab.txt', () => {
  const vocab = '[PAD]\r\n[UNK]\n[CLS]\n[SEP]\n7\n\n__proto__\n##a\n##a\n';
  const settings = {
    ...{ size: 9, kind: 'wordpiece' as const, lowercase: true, strip_accents: false, chinese: true },
    special: { start: '[CLS]', separator: '[SEP]', mask: '[MASK]', unknown: '[UNK]' },
  };
  const config = {
    unk_token: { content: '[UNK]' },
    added_tokens_decoder: { 20: { content: '<x>', normalized: true } },
  };
  const json = tokenizerJson(utf8(vocab), config, settings);
  const parsed = JSON.parse(json) as {
    model: { vocab: object };
    added_tokens: { id: number; content: string; special: boolean; normalized: boolean }[];
    normalizer: object;
    post_processor: { special_tokens: object };
  };
  it('has each piece by its line: ends of lines are cut, blank lines skipped, the last of two counts', () => {
    expect(json).toContain('"vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"7":4,"__proto__":6,"##a":8}');
  });
  it('has the special tokens that are there, the added ones, and the normalizer', () => {
    expect(
      parsed.added_tokens.map(({ id, content, special, normalized }) => [id, content, special, normalized]),
    ).toEqual([
      [0, '[PAD]', true, false],
      [1, '[UNK]', true, false],
      [2, '[CLS]', true, false],
      [3, '[SEP]', true, false],
      [20, '<x>', false, true],
    ]);
    expect(parsed.normalizer).toMatchObject({ lowercase: true, strip_accents: false, handle_chinese_chars: true });
    expect(parsed.post_processor.special_tokens).toMatchObject({ '[SEP]': { ids: [3] } });
  });
});

it('quantized rows are within half a step, each with its own', () => {
  const x = Float32Array.from([0.5, -1, 0.25, 100, -50, 3, 0, 0, 0]);
  const whole = new Int8Array(9);
  const scales = quantizeRows(x, whole, 3, 63);
  expect(scales[2]).toBe(1); // of a row of zeros
  x.forEach((n, i) => {
    const scale = scales[Math.floor(i / 3)]!;
    expect(Math.abs(whole[i]! * scale - n)).toBeLessThanOrEqual(scale / 2 + 1e-6);
    expect(Math.abs(whole[i]!)).toBeLessThanOrEqual(63);
  });
});

describe('hashes', () => {
  const hashOf = (...pieces: string[]) => {
    const hash = new Hash();
    pieces.forEach((piece) => hash.add(utf8(piece)));
    return hash.hex();
  };
  it('are of the bytes, however they come', () => {
    expect(hashOf('abcdefghij')).toBe(hashOf('a', 'bcdef', '', 'ghij'));
    expect(new Set([hashOf(''), hashOf('a'), hashOf('a\0'), hashOf('b'), hashOf('abcd'), hashOf('abce')]).size).toBe(6);
  });
  it('of tensors notice a bit that has turned', () => {
    const header = '{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
    const file = new Uint8Array(8 + header.length + 8);
    new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
    file.set(utf8(header), 8);
    const sealed = sealTensors(file, { tabtune: 'head' });
    expect(isSound(sealed)).toBe(true);
    sealed[sealed.byteLength - 3]! ^= 16;
    expect(isSound(sealed)).toBe(false);
    expect(isSound(file)).toBe(true); // older ones have no checksum
  });
});

it('a recipe has every row by number and hash', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `"row ${i}, ""said""","${i % 2 ? 'yes' : 'no'}"`);
  const table = parseTable(utf8(`text,label\n${rows.join('\n')}\n`));
  const prepared = prepare({ table, columns: guessColumns(table) }, { seed: 1 });
  const sizes = { hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 4, vocab_size: 99 };
  const model = { name: 'tabtune-small', fingerprint: '0', config: { ...sizes, intermediate_size: 5 } };
  const tokenize = ({ text, max_length }: { text: string; max_length: number }) =>
    Promise.resolve({ ids: [101, text.length, max_length, 102] } as Tokenized);
  const base = await baseOf(model as ModelInfo, prepared, { max_length: 32 }, tokenize);
  const files = await recipeFiles({
    name: 'mine',
    prepared,
    options: { method: 'full', seed: 1 },
    cut: { max_length: 32 },
    pooling: 'cls',
    base,
  });
  const text = (name: string) => files.find((file) => file.name === name)!.text;
  const recipe = JSON.parse(text('recipe.json')) as {
    labels: string[];
    rows: Record<string, [number, string][]>;
    base: object;
  };
  const tokens = prepared.parts.train.slice(0, 8).map((row) => [row.text.length, 32]);
  expect(recipe.base).toEqual({ name: 'tabtune-small', fingerprint: '0', ...sizes, tokens });
  expect(recipe.labels).toEqual(['no', 'yes']);
  for (const part of ['train', 'validation', 'test'] as const) {
    const lines = text(`rows/${part}.jsonl`).split('\n').slice(0, -1);
    expect(lines.length).toBe(prepared.parts[part].length);
    lines.forEach((line, i) => {
      const row = JSON.parse(line) as { row: number; text: string; target: number };
      const digest = createHash('sha256').update(line).digest('hex').slice(0, 16);
      expect(recipe.rows[part]![i]).toEqual([row.row, digest]);
      expect(recipe.labels[row.target]).toBe(prepared.parts[part][i]!.label);
    });
  }
  expect(text('README.md')).toContain('--base PATH_TO_ENCODER');
  // A job has nothing but what was put up for it, and its packages are listed in what it fetches.
  const job = text('README.md').split('## A Hugging Face Job')[1]!;
  expect(job).toMatch(
    /cp -r PATH_TO_ENCODER encoder\nhf upload [^]*hf download [^]*requirements\.txt[^]*--base encoder /,
  );
  expect(job.match(/PATH_TO_ENCODER/g)).toHaveLength(1);
  for (const [, module] of text('train.py').matchAll(/^from (predict|fit) import/gm))
    expect(text(`${module}.py`)).not.toBe('');
  expect(text('fit.py')).toContain('def fit_layer');
});
