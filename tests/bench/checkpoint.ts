// SPDX-License-Identifier: Apache-2.0
// A checkpoint of BERT-base's size in the site's folder, written once.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { BERT_BASE, config, safetensors, sizeOf, tensors, vocab } from './models';
import { SITE } from './place';

export const CHECKPOINT = 'checkpoint/';
export const WEIGHT_BYTES = tensors(BERT_BASE).reduce((sum, tensor) => sum + 4 * sizeOf(tensor), 0);

export async function writeCheckpoint(): Promise<void> {
  const folder = `${SITE}/${CHECKPOINT}`;
  const path = `${folder}model.safetensors`;
  mkdirSync(folder, { recursive: true });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > WEIGHT_BYTES) return;
  writeFileSync(`${folder}config.json`, config(BERT_BASE));
  writeFileSync(`${folder}vocab.txt`, vocab(BERT_BASE));
  const file = createWriteStream(path);
  for (const piece of safetensors(BERT_BASE)) if (!file.write(piece)) await once(file, 'drain');
  file.end();
  await once(file, 'close');
}
