// SPDX-License-Identifier: Apache-2.0
// A PEFT adapter and its base encoder -> the files of a whole model, with the adapter merged into the weights.
import { fail } from '../border/failure';
import type { HeadFile, ModelSource } from '../border/messages';
import type { Checkpoint } from './checkpoint';
import { labelsOfConfig } from './config';
import { Cursor } from './cursor';
import { encodeJson } from './export_file';
import { readWhole, type Folder, type OpenFile } from './folder';
import { readHead } from './head';
import { ADAPTER_WEIGHTS, innerName, readLora, readLoraConfig, type Lora, type LoraConfig, type LowRank } from './lora'; // prettier-ignore
import { ADAPTER_CONFIG } from './targets';
import { decode, frontOf, headerBytes, PREFIX, readHeader, type TensorAt } from './safetensors';
import { POOLING_FILE } from './sentence';
import { CARD, cardOf, type Terms } from './terms';
import { INDEX } from './weights';
import { adapterErrors } from '../words/en/adapter_errors';
import { saying } from '../words/said';

const say = saying('adapterErrors', adapterErrors);

export interface Adapter {
  name: string;
  config: LoraConfig;
  lora: Lora;
  /** What an adapter made here tells of its head and base; null: it was made elsewhere. */
  made: HeadFile | null;
}

/** Classes of transformers begin so. */
const CLASSES: Record<string, string> = {
  bert: 'Bert',
  distilbert: 'DistilBert',
  electra: 'Electra',
  roberta: 'Roberta',
  'xlm-roberta': 'XLMRoberta',
  camembert: 'Camembert',
  mpnet: 'MPNet',
  modernbert: 'ModernBert',
};

export async function readAdapter(name: string, folder: Folder, json: string): Promise<Adapter> {
  const config = readLoraConfig(name, json);
  for (const file of ADAPTER_WEIGHTS) {
    const found = await folder.open(file);
    if (!found) continue;
    const bytes = await readWhole(file.endsWith('.bin') ? await ofTorch(file, found) : found, file);
    const lora = readLora(file, bytes, config);
    const made = lora.metadata.tabtune ? await readHead(new File([bytes], file), 'adapter') : null;
    return { name, config, lora, made };
  }
  return fail('E_DATA', say.noWeights(folder.name, ADAPTER_CONFIG, ADAPTER_WEIGHTS[0]!));
}

const ofTorch = async (name: string, file: OpenFile) => (await import('./torch')).torchFile(name, file);

/** The whole model. Its files are in memory, or where the browser puts large ones. */
export async function merged(
  adapter: Adapter,
  base: Checkpoint,
  terms: Terms | null,
): Promise<ModelSource & { kind: 'files' }> {
  const { lora, name } = adapter;
  const left = new Set(lora.low.keys());
  const files = new Map<string, Blob>();
  const map: Record<string, string> = {};
  for (const { name: of, file } of base.shards) {
    const shard = `model-${files.size + 1}.safetensors`;
    const front: Uint8Array<ArrayBuffer>[] = [];
    const blobs: Blob[] = [];
    let bytes = 0;
    for await (const piece of mergedPieces(of, file, lora, left)) {
      front.push(piece.slice());
      bytes += piece.byteLength;
      if (bytes < AT_ONCE) continue;
      blobs.push(new Blob(front.splice(0)));
      bytes = 0;
    }
    files.set(shard, new Blob([...blobs, ...front]));
    map[shard] = shard;
  }
  const [lost] = left;
  if (lost !== undefined) fail('E_CONFIG', say.otherBase(name, base.name, lost, adapter.config.base));
  if (lora.whole.length) {
    const shard = `model-${files.size + 1}.safetensors`;
    files.set(shard, new Blob([frontOf(lora.whole), ...lora.whole.map(({ bytes }) => bytes.slice())]));
    map[shard] = shard;
  }
  files.set(`model.safetensors${INDEX}`, new Blob([encodeJson({ weight_map: map })]));
  files.set('config.json', new Blob([encodeJson(configOf(adapter, base))]));
  for (const [path, bytes] of base.tokenizerFiles) files.set(path, new Blob([bytes]));
  if (base.pooling_from === 'file')
    files.set(POOLING_FILE, new Blob([encodeJson({ pooling_mode: base.pooling === 'cls' ? 'cls' : 'mean' })]));
  if (terms) files.set(CARD, new Blob([cardOf(terms)]));
  const paths = [...files.keys()];
  return {
    kind: 'files',
    name,
    paths,
    files: paths.map((path) => new File([files.get(path)!], path.split('/').at(-1)!)),
  };
}

const AT_ONCE = 16 << 20;

/** The file with every matrix that `lora` adds to as float32, and that added. `left` loses the modules that were
 * met. */
async function* mergedPieces(
  name: string,
  file: OpenFile,
  { low }: Lora,
  left: Set<string>,
): AsyncGenerator<Uint8Array> {
  const cursor = new Cursor(file, name);
  const length = headerBytes(name, await cursor.take(PREFIX));
  const { tensors } = readHeader(name, await cursor.take(length));
  const changes = tensors.map((tensor) => changeOf(tensor));
  yield frontOf(tensors.map((tensor, i) => (changes[i] ? { ...tensor, dtype: 'F32' } : tensor)));
  for (const [i, tensor] of tensors.entries()) {
    const change = changes[i];
    const bytes = tensor.to - tensor.from;
    if (!change) yield* cursor.pieces(bytes);
    else {
      const weights = decode(`${name}: ${tensor.name}`, tensor.dtype, await cursor.take(bytes));
      add(weights, change);
      yield new Uint8Array(weights.buffer);
    }
  }
  await cursor.drain();

  function changeOf({ name: tensor, shape }: TensorAt): LowRank | undefined {
    const module = /^(.+)\.weight$/.exec(innerName(tensor))?.[1];
    const found = module === undefined ? undefined : low.get(module);
    if (!found) return undefined;
    if (shape.length !== 2 || shape[0] !== found.rows || shape[1] !== found.cols)
      fail('E_CONFIG', say.otherShape(tensor, shape, [found.rows, found.cols]));
    left.delete(module!);
    return found;
  }
}

function add(weights: Float32Array, { a, b, rank, rows, cols, scale }: LowRank): void {
  const row = new Float64Array(cols);
  for (let o = 0; o < rows; o++) {
    row.fill(0);
    for (let r = 0; r < rank; r++) {
      const factor = scale * b[o * rank + r]!;
      for (let i = 0; i < cols; i++) row[i]! += factor * a[r * cols + i]!;
    }
    for (let i = 0; i < cols; i++) weights[o * cols + i]! += row[i]!;
  }
}

const OUTPUT_LAYER = /^(classifier|score)(\.out_proj)?\.weight$/;

/** The base's config.json with the adapter's head. */
function configOf({ config: { head }, lora, made }: Adapter, base: Checkpoint): object {
  const config = JSON.parse(base.config) as Record<string, unknown>;
  const outputs = lora.whole.filter(({ name, shape }) => OUTPUT_LAYER.test(name) && shape.length === 2).at(-1)
    ?.shape[0];
  const name = CLASSES[String(config.model_type)];
  if (!head || !name) return config;
  const count = outputs ?? Object.keys((config.id2label as object) ?? {}).length;
  const own = Object.keys((config.id2label as object | undefined) ?? {}).length === count;
  const labels = made?.labels ?? labelsOfConfig(own ? base.config : '{}', count);
  for (const key of OF_A_HEAD) delete config[key];
  if (!own) delete config.problem_type;
  return {
    ...config,
    architectures: [`${name}For${head}`],
    id2label: Object.fromEntries(labels.map((label, i) => [i, label])),
    label2id: Object.fromEntries(labels.map((label, i) => [label, i])),
    ...(made && headKeys(made)),
  };
}

/** What a folder that was made here tells of its own head. */
const OF_A_HEAD = ['classifier_pooling', 'novelty', 'thresholds', 'temperature', 'cut', 'reads'];

const headKeys = ({ task, thresholds, temperature, max_length, truncation, stride, pairs, columns }: HeadFile) => ({
  problem_type: task === 'token_classification' ? undefined : task,
  thresholds: thresholds.length ? thresholds : undefined,
  temperature,
  cut: { max_length, truncation, stride },
  reads: { texts: pairs ? 2 : 1, columns },
});
