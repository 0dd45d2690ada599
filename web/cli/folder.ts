// SPDX-License-Identifier: Apache-2.0
// The folder that a model is written to: one that takes no file of the user's, and has nothing of another model after
// it.
import { existsSync } from 'node:fs';
import { readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ADAPTER_FILES } from '../hub/adapter';
import type { ExportFile } from '../hub/export_file';
import { NOVELTY_FILE } from '../hub/head';
import { formatOf } from '../hub/other_formats';
import { peek } from '../hub/passing';
import { SENTENCE_FILES } from '../hub/sentence';
import { ONNX_FILES } from '../onnx/files';
import type { OtherFormat } from '../words/en/encoder_errors';
import { modelFiles, openFile } from './files';
import { UsageError } from './usage';
import { checkWritable, makeFolder } from './write';

const WEIGHTS = 'model.safetensors';
/** Beside a model that is a head on an encoder as it was. */
export const HEAD_FILE = 'head.safetensors';
/** Beside a model of adapters. */
export const ADAPTER_FOLDER = 'adapter';
const TOKENIZER = ['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json', 'vocab.txt'];
const OF_MODELS = ['README.md', 'config.json', 'predict.py', ...TOKENIZER];

/** Before long work: that it can be made, or written into without a loss, and that nothing in it is taken for a part of
 * the model. */
export async function checkFolder(path: string): Promise<void> {
  checkOwn(path, WEIGHTS, OF_MODELS);
  if (existsSync(join(path, WEIGHTS)) && !(await isMadeHere(path)))
    throw new UsageError(
      `--out ${path} has a model that was not made here, which would be written over; name another folder`,
    );
  await makeFolder(path);
  const isOwn = (name: string) => OWN.includes(name.replace(/\.part$/, '')); // or one that a killed process had begun
  const other = (await modelFiles(path)).find((name) => !isOwn(name) && isOfOther(name));
  if (other)
    throw new UsageError(
      `--out ${path} has ${other} of another model, which programs would take for a part of the new one; name another folder`,
    );
  await checkWritable(join(path, WEIGHTS));
}

const MOST_HEADER = 1 << 20;

/** Models of earlier versions have no mark in their weights; config.json has how they cut texts. */
async function isMadeHere(path: string): Promise<boolean> {
  const weights = await openFile(join(path, WEIGHTS));
  const front = peek(new Uint8Array(await weights.slice(0, MOST_HEADER).arrayBuffer()), MOST_HEADER);
  return !!front?.metadata.tabtune || /"cut":/.test(await readFile(join(path, 'config.json'), 'utf8').catch(() => ''));
}

/** Files of these names are of what was written there before, where `mark` lies beside them, whole or in part (a
 * process may have been killed); else they are the user's. */
export function checkOwn(path: string, mark: string, names: string[]): void {
  const isThere = (name: string) => existsSync(join(path, name));
  const own = names.find(isThere);
  if (own && !isThere(mark) && !isThere(`${mark}.part`))
    throw new UsageError(`--out ${path} has a ${own} already, which would be written over; name another folder`);
}

const ADAPTER = ADAPTER_FILES.map((name) => `${ADAPTER_FOLDER}/${name}`);
/** All that may be written into the folder of a model. */
const OWN = [...OF_MODELS, WEIGHTS, ...SENTENCE_FILES, ...ONNX_FILES, NOVELTY_FILE, HEAD_FILE, ...ADAPTER];

/** Weights, adapters, modules of sentence-transformers and parts of tokenizers, as other programs name them. */
const OF_OTHERS =
  /^((pytorch_)?model(-\d+-of-\d+)?\.(bin|safetensors)(\.index\.json)?|adapter_(config\.json|model\..+)|vocab\.json|merges\.txt|added_tokens\.json|.+\.model|\d+_[A-Z]\w*\/.+)$/;
/** What nothing opens by itself. */
const HARMLESS: (OtherFormat | null)[] = [null, 'pickle', 'device'];
const isOfOther = (name: string) => OF_OTHERS.test(name) || !HARMLESS.includes(formatOf(name));

/** What `files` have not: it is of another model, which they replaced, or was never whole. */
export async function removeOthers(folder: string, files: ExportFile[]): Promise<void> {
  const kept = new Set(files.map(({ name }) => name));
  for (const name of OWN.flatMap((own) => [own, `${own}.part`]))
    if (!kept.has(name)) await rm(join(folder, name), { force: true }).catch(() => undefined);
  for (const within of new Set(OWN.map(dirname)))
    if (within !== '.') await rmdir(join(folder, within)).catch(() => undefined); // where nothing is left in it
}
