// SPDX-License-Identifier: Apache-2.0
// A head on the mean of all tokens in the layout of sentence-transformers: the encoder in the folder itself, then
// 1_Pooling, 2_Normalize where the mean is scaled to length 1, and the head as a Dense layer without an activation, so
// that `encode` gives the logits. A head that compares two texts is no module: `encode` gives each text's vector.
import type { Cut, Pooling } from '../border/messages';
import { readWhole, type OpenFile } from './folder';
import { encodeJson, type ExportFile, type Weights } from './export_file';
import { joined } from './joined';

export const POOLING_FILE = '1_Pooling/config.json';
/** Of the head's weights, where it lies apart. */
export const HEAD_FOLDERS: Record<Exclude<Pooling, 'cls'>, string> = {
  mean: '2_Dense',
  mean_normalized: '3_Dense',
  compared: '3_Compared',
};
export type Apart = keyof typeof HEAD_FOLDERS;
export const denseFile = (pooling: Apart) => `${HEAD_FOLDERS[pooling]}/model.safetensors`;
const DENSE_FILES = [denseFile('mean'), denseFile('mean_normalized'), denseFile('compared')];

/** The names of older releases, which release 6 of sentence-transformers reads too. */
const modulesOf = (pooling: Apart) => [
  ['', 'Transformer'],
  ['1_Pooling', 'Pooling'],
  ...(pooling === 'mean' ? [] : [['2_Normalize', 'Normalize']]),
  ...(pooling === 'compared' ? [] : [[HEAD_FOLDERS[pooling], 'Dense']]),
];

/** `head`: as the engine exports it. */
export function sentenceFiles(
  { width, outputs, pooling }: { width: number; outputs: number; pooling: Apart },
  { max_length }: Cut,
  head: Weights,
): ExportFile[] {
  const modules = modulesOf(pooling).map(([path, type], idx) => ({
    idx,
    name: String(idx),
    path,
    type: `sentence_transformers.models.${type}`,
  }));
  const way = {
    word_embedding_dimension: width,
    pooling_mode_cls_token: false,
    pooling_mode_mean_tokens: true,
    pooling_mode_max_tokens: false,
    pooling_mode_mean_sqrt_len_tokens: false,
  };
  const dense = {
    in_features: width,
    out_features: outputs,
    bias: true,
    activation_function: 'torch.nn.modules.linear.Identity',
  };
  const files: (readonly [string, Uint8Array<ArrayBuffer>])[] = [
    ['modules.json', encodeJson(modules)],
    ['config_sentence_transformers.json', encodeJson({ model_type: 'SentenceTransformer', prompts: {} })],
    ['sentence_bert_config.json', encodeJson({ max_seq_length: max_length, do_lower_case: false })],
    [POOLING_FILE, encodeJson(way)],
    ...(pooling === 'compared' ? [] : [[`${HEAD_FOLDERS[pooling]}/config.json`, encodeJson(dense)] as const]),
    [denseFile(pooling), rename(joined([...head.pieces()]), TO_DENSE)],
  ];
  return files.map(([name, bytes]) => ({ name, size: bytes.byteLength, pieces: () => [bytes] }));
}

/** What such a folder has beside other models' files: in one that is written anew without them they are of another. */
export const SENTENCE_FILES = [
  'modules.json',
  'config_sentence_transformers.json',
  'sentence_bert_config.json',
  POOLING_FILE,
  '2_Dense/config.json',
  '3_Dense/config.json',
  ...DENSE_FILES,
];

const TO_DENSE = new Map([
  ['classifier.weight', 'linear.weight'],
  ['classifier.bias', 'linear.bias'],
]);
/** What the engine calls a Dense layer that is the head, or the pooler. */
type DenseName = 'classifier' | 'pooler.dense';

/** The Dense layer's weights under the names that the engine has for it. */
export function denseAs(called: DenseName, file: OpenFile): OpenFile {
  const names = new Map(['weight', 'bias'].map((part) => [`linear.${part}`, `${called}.${part}`]));
  return {
    size: file.size,
    async *stream(from = 0) {
      yield rename(await readWhole(file, 'the Dense layer'), names).subarray(from);
    },
  };
}

const PREFIX = 8;

/** A safetensors file with other names; one that cannot be read stays as it is, for the engine to refuse. */
function rename(file: Uint8Array<ArrayBuffer>, names: Map<string, string>): Uint8Array<ArrayBuffer> {
  if (file.byteLength < PREFIX) return file;
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (length > file.byteLength - PREFIX) return file;
  let header: [string, unknown][];
  try {
    const text = new TextDecoder().decode(file.subarray(PREFIX, PREFIX + length));
    header = Object.entries(JSON.parse(text) as Record<string, unknown>);
  } catch {
    return file;
  }
  const renamed = JSON.stringify(Object.fromEntries(header.map(([name, value]) => [names.get(name) ?? name, value])));
  const bytes = new TextEncoder().encode(renamed);
  const padded = Math.ceil(bytes.byteLength / 8) * 8;
  const front = new Uint8Array(PREFIX + padded).fill(0x20, PREFIX);
  new DataView(front.buffer).setBigUint64(0, BigInt(padded), true);
  front.set(bytes, PREFIX);
  return joined([front, file.subarray(PREFIX + length)]);
}
