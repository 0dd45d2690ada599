// SPDX-License-Identifier: Apache-2.0
// What of a checkpoint's files is not taken, or does not fit its config.json, is said when it is opened.
import { readFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import type { NewHead } from '../../web/border/messages';
import { handlersOf, type Handlers } from '../../web/engine/handlers';
import { Session } from '../../web/engine/session';
import { frontOf, headerBytes, PREFIX, readHeader } from '../../web/hub/safetensors';
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
