// SPDX-License-Identifier: Apache-2.0
// What of a checkpoint's files is not taken, or does not fit its config.json, is said when it is opened.
import { readFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import type { NewHead, Rows } from '../../web/border/messages';
import { handlersOf, type Handlers } from '../../web/engine/handlers';
import { Session } from '../../web/engine/session';
import { frontOf, headerBytes, PREFIX, readHeader } from '../../web/hub/safetensors';
import { engineRows } from '../../web/rows/engine_rows';
import { moduleUrl } from './engine';

const bytesOf = (name: string) => new Uint8Array(readFileSync(`tests/golden/tiny-bert/${name}`));
const CONFIG = JSON.parse(readFileSync('tests/golden/tiny-bert/config.json', 'utf8')) as { architectures: string[] };

let call: Handlers;
beforeEach(async () => {
  call = handlersOf(new Session({ moduleUrl, emit: () => undefined }));
  await call['engine.start']({ threads: 1 });
});

/** tiny-bert with a classifier of `outputs` beside its encoder. */
function weights(outputs: number): Uint8Array<ArrayBuffer> {
  const file = bytesOf('model.safetensors');
  const start = PREFIX + headerBytes('model', file.subarray(0, PREFIX));
  const { tensors } = readHeader('model', file.subarray(PREFIX, start));
  if (!outputs) return file;
  const shapes = { 'classifier.weight': [outputs, 64], 'classifier.bias': [outputs] };
  const added = Object.entries(shapes).map(([name, shape]) => ({ name, dtype: 'F32', shape }));
  return new Uint8Array(
    Buffer.concat([frontOf([...tensors, ...added]), file.subarray(start), new Uint8Array(outputs * 65 * 4)]),
  );
}

async function opened(config: object, outputs = 0, vocab: string | null = null) {
  const files = [
    new File([JSON.stringify({ ...CONFIG, ...config })], 'config.json'),
    new File([vocab ?? bytesOf('vocab.txt')], 'vocab.txt'),
    new File([bytesOf('tokenizer_config.json')], 'tokenizer_config.json'),
    new File([weights(outputs)], 'model.safetensors'),
  ];
  return call['model.open']({ kind: 'files', name: 'mine', files });
}
const saidOf = async (...given: Parameters<typeof opened>) =>
  (await opened(...given)).remarks?.map(({ text }) => text) ?? [];

const CLASSIFIER = { architectures: ['BertForSequenceClassification'] };
const names = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [i, `label ${i}`]));

it.each<[object, RegExp]>([
  [{}, /classifier\.weight in its file has 3 outputs, and config\.json names no labels, which means two\./],
  [{ id2label: names(2) }, /has 3 outputs, and config\.json names 2 labels\./],
  [{ num_labels: 4 }, /has 3 outputs, and config\.json names 4 labels\./],
  [{ id2label: names(1) }, /has 3 outputs, and config\.json names 1 label\./],
])('a head with other outputs than labels: %o', async (labels, words) => {
  expect(await saidOf({ ...CLASSIFIER, ...labels }, 3)).toEqual([expect.stringMatching(words)]);
  const data: NewHead = { task: 'single_label_classification', labels: ['a', 'b'], seed: 1 };
  await expect(call['head.new']({ ...data, kept: true })).rejects.toThrow(words);
  expect((await call['head.new'](data)).head).toMatchObject({ outputs: 2, trained: false });
});

it('a head that fits, or that its class has not, is no remark', async () => {
  expect(await saidOf({ ...CLASSIFIER, id2label: names(3) }, 3)).toEqual([]);
  expect(await saidOf({ ...CLASSIFIER, id2label: names(3) })).toEqual([]);
  expect(await saidOf({}, 3)).toEqual([]);
});

it('layers after those that config.json counts', async () => {
  expect(await saidOf({ num_hidden_layers: 1 })).toEqual([
    'The file of mine has 2 layers, and num_hidden_layers in config.json is 1: the layers after the first are not taken.',
  ]);
});

const lines = new TextDecoder().decode(bytesOf('vocab.txt')).trimEnd();
const longer = (n: number) => [lines, ...Array.from({ length: n }, (_, i) => `zz${i}`)].join('\n');

it('far fewer pieces than vectors', async () => {
  const first = (n: number) => lines.split('\n').slice(0, n).join('\n');
  expect(await saidOf({}, 0, first(1400))).toEqual([]);
  expect(await saidOf({}, 0, first(1000))).toEqual([
    expect.stringMatching(/^The vocabulary of mine has 1,000 pieces, and its encoder 1,500 vectors: .* cut short\./),
  ]);
});

it('more pieces than vectors', async () => {
  expect(await saidOf({}, 0, longer(0))).toEqual([]);
  expect(await saidOf({}, 0, longer(500))).toEqual([
    expect.stringMatching(/^The vocabulary of mine has 2,000 pieces, and its encoder has 1,500 vectors alone/),
  ]);
});

it('a row with a piece that has no vector is named by its number in the file', async () => {
  await opened({}, 0, longer(500));
  await call['head.new']({ task: 'single_label_classification', labels: ['a', 'b'], seed: 1 });
  const examples = ['it is good', 'it is zz499'].map((text, i) => ({ row: 48 + i, text, label: 'a' }));
  const rows = engineRows(examples, { task: 'single_label_classification', labels: ['a', 'b'] });
  const open = (of: Rows) => call['data.open']({ part: 'train', rows: of, max_length: 16 });
  await expect(open(rows)).rejects.toMatchObject({
    message: expect.stringMatching(/^row 49 has the piece "zz499", number 1999/) as string,
    at: 49,
    said: ['engineSaid', 'sentence', expect.stringMatching(/^row 49 has/)],
  });
  await expect(open({ texts: rows.texts, labels: rows.labels })).rejects.toThrow(/^row 1 has the piece/);
});

it('the vocabulary of another encoder is refused where everyday words have no vector', async () => {
  const others = `${lines.split('\n').slice(0, 5).join('\n')}\n${longer(2000).split('\n').slice(5).reverse().join('\n')}`;
  await expect(opened({}, 0, others)).rejects.toThrow(/^The vocabulary of mine has 3,500 pieces/);
});
