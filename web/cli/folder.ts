// SPDX-License-Identifier: Apache-2.0
// The folder that a model is written to: one that takes no file of the user's, and has nothing of another model after it.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ADAPTER_FILES } from '../hub/adapter';
import type { ExportFile } from '../hub/export_file';
import { NOVELTY_FILE } from '../hub/head';
import { SENTENCE_FILES } from '../hub/sentence';
import { ONNX_FILES } from '../onnx/files';
import { UsageError } from './usage';
import { checkWritable, makeFolder } from './write';

const WEIGHTS = 'model.safetensors';
/** Beside a model that is a head on an encoder as it was. */
export const HEAD_FILE = 'head.safetensors';
/** Beside a model of adapters. */
export const ADAPTER_FOLDER = 'adapter';
const OF_MODELS = ['README.md', 'config.json', 'predict.py', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt'];

/** Before long work: that it can be made, or written into without a loss. */
export async function checkFolder(path: string): Promise<void> {
  checkOwn(path, WEIGHTS, OF_MODELS);
  await makeFolder(path);
  await checkWritable(join(path, WEIGHTS));
}

/** Files of these names are of what was written there before, where `mark` lies beside them, whole or in part (a process
 * may have been killed); else they are the user's. */
export function checkOwn(path: string, mark: string, names: string[]): void {
  const isThere = (name: string) => existsSync(join(path, name));
  const own = names.find(isThere);
  if (own && !isThere(mark) && !isThere(`${mark}.part`))
    throw new UsageError(`--out ${path} has a ${own} already, which would be written over; name another folder`);
}

const ADAPTER = ADAPTER_FILES.map((name) => `${ADAPTER_FOLDER}/${name}`);

/** What models have beside their own files, where `files` have it not: it is of another model, which they replaced. */
export async function removeOthers(folder: string, files: ExportFile[]): Promise<void> {
  for (const name of [...SENTENCE_FILES, ...ONNX_FILES, NOVELTY_FILE, HEAD_FILE, ...ADAPTER])
    if (!files.some((file) => file.name === name)) await rm(join(folder, name), { force: true }).catch(() => undefined);
}
