// SPDX-License-Identifier: Apache-2.0
// What opens: the same encoder in other wrappings is the same encoder in the engine.
import { readFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import type { ModelSource } from '../../web/border/messages';
import { handlersOf, type Handlers } from '../../web/engine/handlers';
import { Session } from '../../web/engine/session';
import { torchSave } from '../web/torch_save';
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
beforeEach(async () => {
  call = handlersOf(new Session({ moduleUrl, emit: () => undefined }));
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
