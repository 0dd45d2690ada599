// SPDX-License-Identifier: Apache-2.0
// The folder that a model is written to: nothing in it is taken for a part of the new one.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFolder, removeOthers } from '../../web/cli/folder';

let folder: string;
const put = (...names: string[]) => {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name === 'model.safetensors' ? weights({ tabtune: 'model' }) : '');
  }
};
const weights = (metadata: object) => {
  const header = JSON.stringify({ __metadata__: { format: 'pt', ...metadata } });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header)]);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tabtune-out-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each(
  [
    ['pytorch_model.bin', 'model-00001-of-00002.safetensors', 'pytorch_model.bin.index.json', 'adapter_config.json'],
    ['added_tokens.json', 'sentencepiece.bpe.model', '2_Dense/pytorch_model.bin', '3_CNN/config.json'],
    ['tf_model.h5', 'onnx/model_fp16.onnx', 'onnx/model.onnx_data', 'openvino_model.bin'],
  ].flat(),
)('is refused with %s of another model', async (name) => {
  put('model.safetensors', 'config.json', name);
  await expect(checkFolder(folder)).rejects.toThrow(`has ${name} of another model`);
});

it('is refused with a model of another program, and not with one of an earlier version', async () => {
  const refused = 'has a model that was not made here, which would be written over';
  for (const bytes of [weights({}), weights({}).subarray(0, 9), Buffer.alloc(0)]) {
    writeFileSync(join(folder, 'model.safetensors'), bytes);
    await expect(checkFolder(folder)).rejects.toThrow(refused);
  }
  writeFileSync(join(folder, 'config.json'), '{"model_type": "bert"}');
  await expect(checkFolder(folder)).rejects.toThrow(refused);
  writeFileSync(join(folder, 'config.json'), '{\n  "cut": {"max_length": 128}\n}');
  await checkFolder(folder);
});

it('may have files of the user, and a model that was written there before', async () => {
  const own = ['notes.md', 'data.csv', '1_first.csv', 'scores.pkl', 'results/model.onnx'];
  put(...own, 'model.safetensors', 'config.json', 'vocab.txt', 'special_tokens_map.json', 'onnx/model.onnx');
  put('1_Pooling/config.json', '2_Dense/model.safetensors', 'adapter/adapter_model.safetensors', 'head.safetensors');
  await checkFolder(folder);
  await removeOthers(folder, [{ name: 'model.safetensors', size: 0, pieces: () => [] }]);
  const left = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (each) => each.isFile() && !each.name.endsWith('.lock'),
  );
  expect(left.map(({ name }) => name).sort()).toEqual(
    ['model.safetensors', ...own].map((name) => name.split('/').at(-1)!).sort(),
  );
});

it('may have what a killed process had begun', async () => {
  put(
    'model.safetensors',
    '1_Pooling/config.json.part',
    'onnx/model.onnx.part',
    'adapter/adapter_model.safetensors.part',
    'onnx/of_mine.txt',
  );
  await checkFolder(folder);
  await removeOthers(folder, [{ name: 'model.safetensors', size: 0, pieces: () => [] }]);
  const left = readdirSync(folder, { recursive: true }).map(String);
  const lock = 'model.safetensors.lock'; // of this process
  expect(left.sort()).toEqual(['model.safetensors', lock, 'onnx', 'onnx/of_mine.txt']); // and no empty folder
});
