// SPDX-License-Identifier: Apache-2.0
// A folder in the hub's layout -> what the engine needs of it: texts, and streams of weights.
import { fail, hasCode } from '../border/failure';
import type { ModelSource, Pooling } from '../border/messages';
import { ADAPTER_CONFIG } from './targets';
import { folderIn, readWhole, type Folder, type OpenFile } from './folder';
import { NOVELTY_FILE } from './head';
import { inOrder, labelOrder } from './label_order';
import { checkJson, readJson } from './json_file';
import { isPooler, MODULES, modulesOf, poolingOf, type Modules } from './modules';
import { denseAs, denseFile, HEAD_FOLDERS, type Apart } from './sentence';
import { noting, type Shapes } from './passing';
import { CARD, termsOf, type Terms } from './terms';
import { readTokenizer, type TokenizerFiles } from './tokenizer_files';
import { INDEX, OF_TORCH, WEIGHTS } from './weights';
import { encoderErrors } from '../words/en/encoder_errors';
import { modelRemarks } from '../words/en/model_remarks';
import { saying, type Said } from '../words/said';

const say = saying('encoderErrors', encoderErrors);
const remark = saying('modelRemarks', modelRemarks);

/** A head of scikit-learn, beside the modules of its encoder. */
const SETFIT_HEAD = 'model_head.pkl';
const COMPARED = denseFile('compared');

export interface Checkpoint extends TokenizerFiles {
  name: string;
  config: string;
  /** What the encoder was trained to give texts by, where a sentence-transformers folder says it; else the first
   * token. */
  pooling: Pooling;
  /** How unlike the training rows of its head texts are; null: it has no such file. */
  novelty: Uint8Array | null;
  pooling_from: 'file' | 'default';
  /** Its licence, where its card tells it. */
  terms: Terms | null;
  /** Files of safetensors, to be read one after the other. `size` 0: unknown. */
  shards: { name: string; file: OpenFile }[];
  /** Of the tensors of files that have been read. */
  shapes: Shapes;
  /** What of it is not taken, or could not be checked. */
  remarks: Said[];
  /** It wants its texts in lower case, which a tokenizer that keeps capitals does not make them. */
  lowered: Said | null;
  /** Why its answers come without a score of unlike texts, where a user could miss it. */
  noScore?: Said;
  /** The files that it was made as, where it was an adapter. */
  files?: ModelSource & { kind: 'files' };
  /** Forgets what is kept of its files, where they turn out to be damaged. */
  drop?: (() => Promise<void>) | undefined;
}

export interface Reading {
  /** The name of the only weights file, where it is not the usual one. */
  weights?: string | undefined;
  /** Of a folder that has an adapter and no weights of its own. */
  adapted?: ((folder: Folder, config: string) => Promise<Checkpoint>) | undefined;
}

export async function readCheckpoint(name: string, folder: Folder, reading: Reading = {}): Promise<Checkpoint> {
  try {
    return await readParts(name, folder, reading);
  } catch (error) {
    if (hasCode(error, 'E_FORMAT')) await folder.drop?.();
    throw error;
  }
}

async function readParts(name: string, outer: Folder, { weights, adapted }: Reading): Promise<Checkpoint> {
  const listed = await readJson(outer, MODULES);
  const modules = modulesOf(name, listed);
  const inner = modules.encoder;
  const folder = inner ? folderIn(outer, inner) : outer;
  const given = await readJson(folder, 'config.json');
  const shards = given === null ? null : await openShards(folder, inner ? undefined : weights);
  const adapter = shards ? null : await readJson(folder, ADAPTER_CONFIG);
  if (adapter !== null && adapted) return adapted(folder, adapter);
  if (!shards) await (await import('./other_formats')).refuseOthers(folder);
  if (given === null) return (await import('./missing')).refuseWithoutConfig(folder);
  const tokenizer = await readTokenizer(folder);
  const named = labelOrder(given);
  const config = named?.config ?? given;
  checkCode(name, config);
  if (!shards) return (await import('./missing')).refuseWithoutWeights(folder);
  if (named) for (const shard of shards) shard.file = inOrder(shard.file, named.order);
  const said = await readJson(outer, modules.pooling);
  if (said === null && modules.isPooled) fail('E_DATA', say.lacksModule(outer.name, modules.pooling));
  const pooling = said === null ? null : poolingOf(name, modules.pooling, said);
  const apart = headFile(config);
  const head = apart && (await outer.open(apart));
  if (head) shards.push({ name: apart, file: denseAs('classifier', head) });
  else if (apart && listed !== null && isOfList(apart, modules)) fail('E_DATA', say.lacksModule(outer.name, apart));
  else if (modules.dense) shards.push(await poolerIn(outer, modules.dense, config, pooling));
  const shapes: Shapes = new Map();
  const setFit = listed !== null && (await outer.open(SETFIT_HEAD)) ? [remark.setFit(name, SETFIT_HEAD)] : [];
  const texts = listed !== null ? await (await import('./sentence_texts')).textRemarks(name, outer, folder) : null;
  return {
    name,
    config,
    ...tokenizer,
    ...(await readNovelty(folder, config)),
    pooling: pooling ?? 'cls',
    pooling_from: pooling === null ? 'default' : 'file',
    terms: await readTerms(outer),
    remarks: [...setFit, ...(texts?.prompted ?? [])],
    lowered: texts?.lowered ?? null,
    shards: shards.map(({ name, file }) => ({ name, file: noting(file, shapes) })),
    shapes,
    drop: outer.drop,
  };
}

/** Code of the model's own computes what config.json does not tell. */
function checkCode(name: string, config: string): void {
  const { auto_map: map } = JSON.parse(config) as { auto_map?: unknown };
  const code = Object.entries((map ?? {}) as object).find(([key]) => key.startsWith('AutoModel'));
  if (code) fail('E_CONFIG', say.ownCode(name, String(code[1])));
}

/** A Dense layer that is no head made here. */
async function poolerIn(
  outer: Folder,
  path: string,
  config: string,
  pooling: Pooling | null,
): Promise<Checkpoint['shards'][0]> {
  const folder = folderIn(outer, path);
  const dense = await readJson(folder, 'config.json');
  if (dense === null) fail('E_DATA', say.lacksModule(outer.name, `${path}/config.json`));
  if (!isPooler(dense, config, pooling)) fail('E_CONFIG', say.module(outer.name, 'Dense'));
  const [shard] = (await openShards(folder)) ?? fail('E_DATA', say.noWeights(folder.name));
  return { ...shard!, file: denseAs('pooler.dense', shard!.file) };
}

/** An encoder can be used without its card: one that cannot be read is none. */
export async function readTerms(folder: Folder): Promise<Terms | null> {
  try {
    const file = await folder.open(CARD);
    return file && termsOf(new TextDecoder().decode(await readWhole(file, CARD)));
  } catch (error) {
    if (hasCode(error, 'E_CANCELLED')) throw error;
    return null;
  }
}

/** Only where config.json names it: a folder at an address is asked for no file that it has not. */
async function readNovelty(folder: Folder, config: string): Promise<Pick<Checkpoint, 'novelty' | 'noScore'>> {
  if ((JSON.parse(config) as { novelty?: unknown }).novelty !== NOVELTY_FILE) return { novelty: null };
  const file = await folder.open(NOVELTY_FILE);
  return file
    ? { novelty: await readWhole(file, NOVELTY_FILE) }
    : { novelty: null, noScore: remark.noScoreFile(folder.name, NOVELTY_FILE) };
}

/** The head's file of a model made here with a head on the mean, where config.json names the encoder's class. */
function headFile(config: string): string | null {
  const { classifier_pooling: pooling, architectures } = JSON.parse(config) as {
    classifier_pooling?: unknown;
    architectures?: unknown;
  };
  if (Array.isArray(architectures) && String(architectures[0]).endsWith('ForSequenceClassification')) return null;
  return typeof pooling === 'string' && Object.hasOwn(HEAD_FOLDERS, pooling) ? denseFile(pooling as Apart) : null;
}

/** Of a folder made here: its list names it, or it is the head of a folder whose list cannot. */
const isOfList = (file: string, { dense }: Modules) => file === `${dense}/model.safetensors` || file === COMPARED;

async function openShards(folder: Folder, lone?: string): Promise<Checkpoint['shards'] | null> {
  for (const weights of lone ? [lone] : WEIGHTS) {
    const file = await folder.open(weights);
    if (!file) continue;
    if (!weights.endsWith(INDEX)) return [await shardOf(weights, file)];
    const names = shardNames(weights, checkJson(weights, await readWhole(file, weights)));
    const shards: Checkpoint['shards'] = [];
    for (const name of names) shards.push(await openShard(folder, name, weights));
    return shards;
  }
  return null;
}

/** What torch.save wrote comes as safetensors; the reader is loaded when it is wanted. */
async function shardOf(name: string, file: OpenFile): Promise<Checkpoint['shards'][0]> {
  if (!OF_TORCH.test(name)) return { name, file };
  const { torchFile } = await import('./torch');
  return { name, file: await torchFile(name, file) };
}

async function openShard(folder: Folder, name: string, index: string): Promise<Checkpoint['shards'][0]> {
  const file = await folder.open(name);
  return shardOf(name, file ?? fail('E_DATA', say.lacks(folder.name, name, index)));
}

function shardNames(index: string, json: string): string[] {
  const kind = index.replace(INDEX, '').split('.').at(-1);
  try {
    const { weight_map: map } = JSON.parse(json) as { weight_map: Record<string, string> };
    const names = [...new Set(Object.values(map))].sort();
    if (names.length && names.every((name) => /^[\w.-]+$/.test(name) && name.endsWith(`.${kind}`))) return names;
  } catch {
    // said below
  }
  return fail('E_FORMAT', say.noIndex(index));
}
