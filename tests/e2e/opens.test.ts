// SPDX-License-Identifier: Apache-2.0
// What opens: the same encoder in other wrappings is the same encoder in the engine.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ModelSource } from '../../web/border/messages';
import { handlersOf, type Handlers } from '../../web/engine/handlers';
import { halfOf } from '../../web/hub/half';
import { frontOf } from '../../web/hub/safetensors';
import { Session } from '../../web/engine/session';
import { linesOf, torchSave } from '../web/torch_save';
import { moduleUrl } from './engine';

type Bytes = Uint8Array<ArrayBuffer>;
const content = (name: string): Bytes => new Uint8Array(readFileSync(`tests/golden/tiny-bert/${name}`));
const WEIGHTS = content('model.safetensors');
const REST = ['config.json', 'vocab.txt', 'tokenizer_config.json'];

/** `weights`: files in place of model.safetensors. */
const wrapped = (weights: Record<string, BlobPart>): ModelSource => {
  const all = { ...Object.fromEntries(REST.map((name) => [name, content(name)])), ...weights };
  return { kind: 'files', name: 'it', files: Object.entries(all).map(([name, part]) => new File([part], name)) };
};

let call: Handlers;
let session: Session;
beforeEach(async () => {
  session = new Session({ moduleUrl, emit: () => undefined });
  call = handlersOf(session);
  await call['engine.start']({ threads: 1 });
});

it('as torch.save writes it, whole and in shards', async () => {
  const { fingerprint } = await call['model.open'](wrapped({ 'model.safetensors': WEIGHTS }));
  const first = (name: string) => name.includes('layer.0');
  const shards = {
    'pytorch_model-1.bin': torchSave(WEIGHTS, first),
    'pytorch_model-2.bin': torchSave(WEIGHTS, (name) => !first(name)),
    'pytorch_model.bin.index.json': JSON.stringify({ weight_map: { a: 'pytorch_model-1.bin', b: 'pytorch_model-2.bin' } }), // prettier-ignore
  };
  for (const files of [{ 'pytorch_model.bin': torchSave(WEIGHTS) }, shards])
    expect((await call['model.open'](wrapped(files))).fingerprint).toBe(fingerprint);
  const { 'pytorch_model-2.bin': _, ...missing } = shards;
  await expect(call['model.open'](wrapped(missing))).rejects.toThrow(/lacks pytorch_model-2\.bin/);
  const half = { 'pytorch_model.bin': torchSave(WEIGHTS, first) };
  await expect(call['model.open'](wrapped(half))).rejects.toThrow(/has not all weights of its encoder/);
});

describe('a head goes into a file and comes back', () => {
  const { lines, data } = linesOf(WEIGHTS);
  const isTable = (name: string) => name.includes('word_embeddings');
  /** The table of words in another type. */
  const withTable = (type: string, table: (rows: number, width: number) => Uint8Array): Bytes => {
    const list = lines.map(([name, { dtype, shape }]) => ({ name, dtype: isTable(name) ? type : dtype, shape }));
    const bytes = lines.map(([name, { shape, data_offsets }]) =>
      isTable(name) ? table(shape[0]!, shape[1]!) : data.subarray(...data_offsets),
    );
    return new Uint8Array(Buffer.concat([frontOf(list), ...bytes]));
  };
  /** Of float32, an upper half of which is BF16. */
  const numbers = (first: number) => (rows: number, width: number) =>
    new Uint8Array(Float32Array.from({ length: rows * width }, (_, i) => (i ? (i % 7) / 7 : first)).buffer);
  const labels = ['no', 'yes'];

  async function headOn(weights: Bytes): Promise<File> {
    await call['model.open'](wrapped({ 'model.safetensors': weights }));
    await call['head.new']({ task: 'single_label_classification', labels, seed: 1 });
    await call['data.open']({ part: 'train', rows: { texts: ['bad', 'good'], labels: [0, 1] }, max_length: 16 });
    await call['run.start']({ method: 'head', epochs: 1 });
    await session.runEnded();
    return new File([await call['export.head']({ name: 'it', metrics: {} })], 'head.safetensors');
  }

  it('on weights that float16 cannot hold', async () => {
    const head = await headOn(withTable('F32', numbers(1e30)));
    expect(await call['head.open'](head)).toMatchObject({ labels });
    await call['model.open'](wrapped({ 'model.safetensors': WEIGHTS }));
    await expect(call['head.open'](head)).rejects.toThrow(/weights, sizes or tokenizer differ/);
  });
  it('on a copy in float16, and on none in bfloat16, which has other numbers', async () => {
    const wide = numbers(1);
    const head = await headOn(withTable('F32', wide));
    const halves = (rows: number, width: number) =>
      new Uint8Array(Uint16Array.from(new Float32Array(wide(rows, width).buffer), halfOf).buffer);
    await call['model.open'](wrapped({ 'model.safetensors': withTable('F16', halves) }));
    expect(await call['head.open'](head)).toMatchObject({ labels });
    const upper = (rows: number, width: number) =>
      new Uint8Array(new Uint16Array(wide(rows, width).buffer).filter((_, i) => i % 2).buffer);
    await call['model.open'](wrapped({ 'model.safetensors': withTable('BF16', upper) }));
    await expect(call['head.open'](head)).rejects.toThrow(/a copy in BF16 has other weights/);
  });
});

describe('a tokenizer or a model that is not ours', () => {
  const config = JSON.parse(new TextDecoder().decode(content('config.json'))) as object;
  const open = (of: object, tokenizer?: object) =>
    call['model.open'](
      wrapped({
        'model.safetensors': WEIGHTS,
        'config.json': JSON.stringify({ ...config, ...of }),
        ...(tokenizer && { 'tokenizer_config.json': JSON.stringify(tokenizer) }),
      }),
    );
  it.each([
    'BertJapaneseTokenizer',
    'BertweetTokenizer',
    'PhobertTokenizer',
    'HerbertTokenizerFast',
    'T5Tokenizer',
    'Qwen2Tokenizer',
  ])('%s is refused by its name', async (name) => {
    const refused = new RegExp(`tokenizer_class is ${name}, at byte \\d+; supported is that of BERT`);
    await expect(open({}, { tokenizer_class: name })).rejects.toThrow(refused);
    await expect(open({ tokenizer_class: name }, {})).rejects.toThrow(refused); // where the other file names none
    await expect(open({ tokenizer_class: name }, { tokenizer_class: 'BertTokenizer' })).resolves.toBeDefined();
  });
  it('code of its own is refused, for the tokenizer and for the encoder', async () => {
    const tokenizer = { auto_map: { AutoTokenizer: ['tokenization_x.X', null] } };
    await expect(open({}, tokenizer)).rejects.toThrow(
      /auto_map, code of its own for the tokenizer, is \["tokenization_x/,
    );
    const map = { AutoConfig: 'configuration_x.XConfig', AutoModelForMaskedLM: 'modeling_x.XForMaskedLM' };
    await expect(open({ auto_map: map })).rejects.toThrow(
      /auto_map: code of the model's own \(modeling_x\.XForMaskedLM\)/,
    );
    await expect(open({ auto_map: { AutoConfig: 'configuration_x.XConfig' } })).resolves.toBeDefined();
  });
  it('special tokens of texts that are to be cut are refused', async () => {
    await expect(open({}, { split_special_tokens: true })).rejects.toThrow(/tokenizer_config.json of .+ split_special/);
    await expect(open({}, { split_special_tokens: false })).resolves.toBeDefined();
  });
});

it('with a Dense layer on the first token as its pooler, as LaBSE has it', async () => {
  const plain = await call['model.open'](wrapped({ 'model.safetensors': WEIGHTS }));
  const { lines, data } = linesOf(WEIGHTS);
  const parts = ['weight', 'bias'] as const;
  const pooler = parts.map((part) => lines.find(([name]) => name.endsWith(`pooler.dense.${part}`))![1]);
  const bytes = pooler.map(({ data_offsets }) => data.slice(...data_offsets));
  const dense = (of: Uint8Array[]) => {
    const list = pooler.map(({ dtype, shape }, i) => ({ name: `linear.${parts[i]}`, dtype, shape }));
    return new Uint8Array(Buffer.concat([frontOf(list), ...of]));
  };
  const names = { '': 'Transformer', '1_Pooling': 'Pooling', '2_Dense': 'Dense', '3_Normalize': 'Normalize' };
  const config = { in_features: 64, out_features: 64, bias: true, activation_function: 'torch.nn.modules.activation.Tanh' }; // prettier-ignore
  const folder = (layer: Bytes, of: object, weights = 'model.safetensors'): ModelSource => {
    const { files, ...rest } = wrapped({ 'model.safetensors': WEIGHTS }) as ModelSource & { kind: 'files' };
    const modules = Object.entries(names).map(([path, type]) => ({ path, type: `sentence_transformers.models.${type}` })); // prettier-ignore
    const more = {
      'modules.json': JSON.stringify(modules),
      '1_Pooling/config.json': '{"pooling_mode_cls_token": true}',
      '2_Dense/config.json': JSON.stringify({ ...config, ...of }),
      [`2_Dense/${weights}`]: layer,
    };
    const paths = [...files.map(({ name }) => name), ...Object.keys(more)];
    const all = [...files, ...Object.entries(more).map(([path, part]) => new File([part], path.split('/').at(-1)!))];
    return { ...rest, paths, files: all };
  };
  const open = async (source: ModelSource) => call['model.open'](source);
  expect((await open(folder(dense(bytes), {}))).fingerprint).toBe(plain.fingerprint);
  expect((await open(folder(torchSave(dense(bytes)), {}, 'pytorch_model.bin'))).fingerprint).toBe(plain.fingerprint);
  const other = await open(folder(dense(bytes.map((part) => part.map((byte) => byte & 0xfe))), {}));
  expect(other.fingerprint).not.toBe(plain.fingerprint);
  for (const of of [{ out_features: 32 }, { activation_function: 'torch.nn.GELU' }, { bias: false }])
    await expect(open(folder(dense(bytes), of))).rejects.toThrow(/modules\.json of it has the module Dense/);
});

describe('a model for names', () => {
  const labels = ['O', 'B-LOC', 'I-LOC', 'B-PER', 'I-PER'];
  const texts = ['Ada saw London', 'a good film', 'New York and Bob'];
  const spans = texts.flatMap((text) =>
    [...text.matchAll(/\S+/g)].flatMap(({ index, 0: w }) => [index, index + w.length]),
  );
  const asked = { texts, words: { ends: [3, 6, 10], spans }, max_length: 32 };

  async function exported(): Promise<Record<string, Bytes>> {
    await call['model.open'](wrapped({ 'model.safetensors': WEIGHTS }));
    await call['head.new']({ task: 'token_classification', labels, seed: 3, scheme: 'iob2' });
    const files = (await session.saving()).model({ name: 'mine', metrics: {}, dtype: 'F32' });
    const all = files.map(async ({ name, pieces }) => [
      name,
      new Uint8Array(await new Blob([...pieces()]).arrayBuffer()),
    ]);
    return Object.fromEntries(await Promise.all(all)) as Record<string, Bytes>;
  }

  /** The same model with its outputs in another order. */
  function shuffled(files: Record<string, Bytes>, names: string[]): Record<string, Bytes> {
    const from = names.map((name) => labels.indexOf(name));
    const config = JSON.parse(new TextDecoder().decode(files['config.json'])) as object;
    const weights = files['model.safetensors']!.slice();
    const { lines, data } = linesOf(weights);
    for (const [name, { data_offsets }] of lines) {
      if (!name.startsWith('classifier.')) continue;
      const rows = data.subarray(...data_offsets);
      const [before, bytes] = [rows.slice(), rows.byteLength / labels.length];
      from.forEach((row, to) => rows.set(before.subarray(row * bytes, (row + 1) * bytes), to * bytes));
    }
    const id2label = Object.fromEntries(names.map((name, i) => [i, name]));
    return {
      ...files,
      'config.json': new TextEncoder().encode(JSON.stringify({ ...config, id2label })),
      'model.safetensors': weights,
    };
  }

  const open = (files: Record<string, Bytes>) =>
    call['model.open']({
      kind: 'files',
      name: 'it',
      files: Object.entries(files).map(([n, bytes]) => new File([bytes], n)),
    });

  /** Of the model in place, as it leaves: the digest of each file. */
  async function everyFile(): Promise<Record<string, string>> {
    const files = (await session.saving()).model({ name: 'mine', metrics: {}, dtype: 'F32', onnx: true });
    const digest = (pieces: Iterable<Uint8Array>) =>
      [...pieces].reduce((hash, piece) => hash.update(piece), createHash('sha256')).digest('hex');
    return Object.fromEntries(files.map(({ name, pieces }) => [name, digest(pieces())]));
  }

  it('made elsewhere has its labels in any order', async () => {
    const files = await exported();
    const { head } = await open(files);
    const { outputs } = await call.predict(asked);
    expect(head).toMatchObject({ labels, scheme: 'iob2', trained: true });
    const leaves = await everyFile();
    expect(Object.keys(leaves)).toEqual(expect.arrayContaining(['model.safetensors', 'onnx/model.onnx']));
    for (const names of [[...labels].sort(), ['I-PER', 'B-PER', 'I-LOC', 'B-LOC', 'O']]) {
      const other = shuffled(files, names);
      const weights = { 'pytorch_model.bin': torchSave(other['model.safetensors']!) };
      const { 'model.safetensors': _, ...rest } = other;
      for (const wrapping of [other, { ...rest, ...weights }]) {
        expect((await open(wrapping)).head).toEqual(head);
        expect((await call.predict(asked)).outputs).toEqual(outputs);
        expect(await everyFile()).toEqual(leaves);
      }
    }
  });
  it('with labels that are no whole set stays in its order, and has no sequence of tags', async () => {
    const files = await exported();
    const names = ['I-LOC', 'B-LOC', 'I-PER', 'E-PER', 'O'];
    const config = JSON.parse(new TextDecoder().decode(files['config.json'])) as object;
    const id2label = Object.fromEntries(names.map((name, i) => [i, name]));
    const odd = new TextEncoder().encode(JSON.stringify({ ...config, id2label }));
    expect((await open({ ...files, 'config.json': odd })).head).toMatchObject({ labels: names, scheme: 'none' });
  });
});

describe('tokens that a file beside the vocabulary names', () => {
  const text = 'It is [E1] here';
  /** `files`: beside the weights, or in place of those of tiny-bert. */
  async function piecesWith(files: Record<string, unknown>): Promise<string[]> {
    const written = Object.entries(files).map(([name, json]) => [name, JSON.stringify(json)]);
    await call['model.open'](wrapped({ 'model.safetensors': WEIGHTS, ...Object.fromEntries(written) }));
    return (await call['tokenize']({ text, max_length: 32 })).tokens;
  }
  const count = new TextDecoder().decode(content('vocab.txt')).trimEnd().split('\n').length;
  const map = { additional_special_tokens: ['[E1]'], cls_token: '[CLS]' };

  it.each<[string, Record<string, unknown>]>([
    [
      'special_tokens_map.json and added_tokens.json',
      { 'special_tokens_map.json': map, 'added_tokens.json': { '[E1]': count } },
    ],
    ['special_tokens_map.json alone', { 'special_tokens_map.json': map }],
    ['tokenizer_config.json', { 'tokenizer_config.json': { do_lower_case: true, extra_special_tokens: ['[E1]'] } }],
  ])('%s', async (_, files) => {
    expect(await piecesWith({})).not.toContain('[E1]');
    const pieces = await piecesWith(files);
    expect([pieces.filter((piece) => piece === '[E1]').length, pieces[0]]).toEqual([1, '[CLS]']);
  });
  it('of which one is the first of a text', async () => {
    expect((await piecesWith({ 'special_tokens_map.json': { cls_token: '[SEP]', sep_token: '[CLS]' } }))[0]).toBe(
      '[SEP]',
    );
  });
  it('or tokenizer.json has not', async () => {
    const { tokenizerJson } = await import('../../web/hub/tokenizer_json');
    const how = { lowercase: true, strip_accents: true, chinese: true } as Parameters<typeof tokenizerJson>[2];
    const tokenizer = JSON.parse(tokenizerJson(content('vocab.txt'), {}, how)) as object;
    const token = {
      content: '[E1]',
      lstrip: false,
      rstrip: false,
      normalized: false,
      single_word: false,
      special: true,
    };
    for (const config of [{ additional_special_tokens: ['[E1]'] }, { added_tokens_decoder: { [count]: token } }]) {
      const files = {
        'tokenizer.json': tokenizer,
        'tokenizer_config.json': { tokenizer_class: 'BertTokenizer', ...config },
      };
      expect(await piecesWith(files)).toContain('[E1]');
    }
  });
});
