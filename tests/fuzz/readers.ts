// SPDX-License-Identifier: Apache-2.0
// Damaged files for the readers of TypeScript: what torch.save wrote, zips, adapters, heads, lists of shards, configs,
// and for the engine's reader of tokenizer.json. Each must answer, or fail with a sentence and a code, in two seconds
// of the processor. Prints the executions of each reader; a finding is written to build/fuzz/ and ends the script with
// status 1. npx tsx tests/fuzz/readers.ts [SECONDS [SEED]]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { readCheckpoint } from '../../web/hub/checkpoint';
import { folderOfFiles, readStream } from '../../web/hub/folder';
import { headMetadata, readHead } from '../../web/hub/head';
import { openCheckpoint } from '../../web/hub/open';
import { frontOf } from '../../web/hub/safetensors';
import { sealTensors } from '../../web/hub/tensors';
import { torchFile } from '../../web/hub/torch';
import type { Trained } from '../../web/hub/trained';
import { readZip } from '../../web/zip/zip';
import { Engine } from '../../web/engine/module';

type Bytes = Uint8Array<ArrayBuffer>;
const MOST_SECONDS = 2;
const [seconds = 60, seed = 1] = process.argv.slice(2).map(Number);
let state = seed >>> 0;
/** A whole number below `n`: mulberry32. */
function below(n: number): number {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % n;
}
const one = <T>(list: T[]): T => list[below(list.length)]!;

const golden = (name: string): Bytes => new Uint8Array(readFileSync(`tests/golden/${name}`));
const json = (value: unknown): Bytes => strToU8(JSON.stringify(value)) as Bytes;
const file = (name: string, bytes: Bytes) => new File([bytes], name);

function safetensors(tensors: Record<string, number[]>): Bytes {
  const list = Object.entries(tensors).map(([name, shape]) => ({ name, dtype: 'F32', shape }));
  const floats = list.flatMap(({ shape }) => Array.from({ length: shape.reduce((n, d) => n * d, 1) }, () => 0.5));
  return new Uint8Array(Buffer.concat([frontOf(list), new Uint8Array(Float32Array.from(floats).buffer)]));
}
const BASE = { 'config.json': json({ model_type: 'bert' }), 'vocab.txt': strToU8('[UNK]') as Bytes, 'model.safetensors': safetensors({ 'bert.q.weight': [2, 3], 'bert.k.weight': [2, 2] }) }; // prettier-ignore
const ADAPTER = safetensors({ 'base_model.model.bert.q.lora_A.weight': [2, 3], 'base_model.model.bert.q.lora_B.weight': [2, 2], 'base_model.model.classifier.weight': [3, 2] }); // prettier-ignore
const CONFIG = { peft_type: 'LORA', task_type: 'SEQ_CLS', base_model_name_or_path: 'a/b', r: 2, lora_alpha: 4, alpha_pattern: { 'x.*y': 3 }, use_rslora: false, use_dora: false, layer_replication: null }; // prettier-ignore
const TRAINED = { task: 'multi_label_classification', scheme: 'none', pooling: 'cls', thresholds: [0.1, 0.2], temperature: 1, method: 'lora', labels: ['x', 'y'], base: 'a/b', pairs: true, metrics: { f1: 0.5 }, cut: { max_length: 64 } } as unknown as Trained; // prettier-ignore
const HEAD = sealTensors(
  safetensors({ 'classifier.weight': [2, 2] }),
  headMetadata({ ...TRAINED, columns: { text: 'a' }, trained_on: { share: 1, bits: 'Rg==' } }, 'f00', 'abc'),
);
const ENGINE = { model_type: 'bert', hidden_size: 1, num_attention_heads: 1, num_hidden_layers: 1, intermediate_size: 1, max_position_embeddings: 64, vocab_size: 1 << 18 }; // prettier-ignore

const folderWith = (files: Record<string, Bytes>) =>
  folderOfFiles('it', Object.entries(files).map(([name, bytes]) => file(name, bytes))); // prettier-ignore
const drain = async (stream: AsyncIterable<Uint8Array>) => {
  for await (const _ of stream);
};
const openFile = (bytes: Bytes) => ({
  size: bytes.byteLength,
  async *stream(from = 0) {
    for (let at = from; at < bytes.byteLength; at += 999) yield bytes.slice(at, at + 999);
  },
});

function adapted(config: Bytes, weights: Bytes): Promise<unknown> {
  const files = [file('adapter_config.json', config), file('adapter_model.safetensors', weights)];
  const base = { kind: 'files' as const, name: 'base', files: Object.entries(BASE).map(([n, b]) => file(n, b)) };
  return openCheckpoint({ kind: 'files', name: 'it', files }, { baseOf: (_, open) => open(base) });
}

interface Target {
  inputs: Bytes[];
  read(bytes: Bytes): Promise<unknown>;
}

async function targets(): Promise<Record<string, Target>> {
  const engine = await Engine.load(pathToFileURL('public/engine/tabtune-simd.js').href, 1);
  const torch = ['zip', 'legacy', 'nested', 'legacy_nested', 'module', 'complex', 'protocol5'].map((n) => golden(`torch/${n}.bin`)); // prettier-ignore
  const index = json({
    metadata: { total_size: 9 },
    weight_map: { a: 'model-1.safetensors', b: 'model-2.safetensors' },
  });
  const zip = zipSync({ 'it/config.json': BASE['config.json'], 'it/vocab.txt': BASE['vocab.txt'], 'it/model.safetensors': [BASE['model.safetensors'], { level: 0 }] }) as Bytes; // prettier-ignore
  return {
    torch: {
      inputs: torch,
      read: async (bytes) => drain((await torchFile('pytorch_model.bin', openFile(bytes))).stream()),
    },
    zip: {
      inputs: [zip],
      async read(bytes) {
        for (const entry of await readZip(file('it.zip', bytes)))
          await drain(readStream((await entry.open()).bytes(0)));
      },
    },
    'adapter config': { inputs: [json(CONFIG)], read: (bytes) => adapted(bytes, ADAPTER) },
    'adapter weights': { inputs: [ADAPTER], read: (bytes) => adapted(json(CONFIG), bytes) },
    head: { inputs: [HEAD], read: (bytes) => readHead(file('head.safetensors', bytes)) },
    shards: {
      inputs: [index],
      read: async (bytes) =>
        readCheckpoint('it', await folderWith({ 'config.json': BASE['config.json'], 'vocab.txt': BASE['vocab.txt'], 'model.safetensors.index.json': bytes, 'model-1.safetensors': ADAPTER, 'model-2.safetensors': ADAPTER })), // prettier-ignore
    },
    config: {
      inputs: [
        json({ model_type: 'bert', architectures: ['BertForTokenClassification'], id2label: { 0: 'B-X', 1: 'I-X', 2: 'O' }, novelty: 'novelty.safetensors', classifier_pooling: 'mean' }), // prettier-ignore
      ],
      async read(bytes) {
        const { shards } = await readCheckpoint('it', await folderWith({ ...BASE, 'config.json': bytes }));
        for (const { file } of shards) await drain(file.stream());
      },
    },
    tokenizer: {
      inputs: TOKENIZERS.map(json),
      async read(bytes) {
        const model = engine.model(JSON.stringify(ENGINE), bytes, null);
        try {
          model.tokenize('Naïve café, 100 %\n終 hello', undefined, 32);
        } finally {
          model.free();
        }
      },
    },
  };
}

const special = (id: number, content: string) => ({ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false }); // prettier-ignore
const MARKS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const FRAME = { type: 'TemplateProcessing', single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '[SEP]', type_id: 0 } }] }; // prettier-ignore
const ids = (list: string[]) => Object.fromEntries(list.map((piece, i) => [piece, i]));
const TOKENIZERS = [
  { added_tokens: MARKS.map((mark, i) => special(i, mark)), normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true }, pre_tokenizer: { type: 'BertPreTokenizer' }, post_processor: FRAME, decoder: { type: 'WordPiece', prefix: '##' }, model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: ids([...MARKS, 'h', '##e', '##l', 'cafe']) } }, // prettier-ignore
  { added_tokens: MARKS.map((mark, i) => special(i, mark)), normalizer: null, pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true }, post_processor: FRAME, model: { type: 'BPE', vocab: ids([...MARKS, 'h', 'e', 'l', 'he', 'hel']), merges: ['h e', 'he l'] } }, // prettier-ignore
  { added_tokens: MARKS.map((mark, i) => special(i, mark)), normalizer: { type: 'NFKC' }, pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always' }, post_processor: FRAME, model: { type: 'Unigram', unk_id: 1, vocab: [...MARKS, '▁h', 'e', 'l', 'llo'].map((piece, i) => [piece, -i]) } }, // prettier-ignore
];

const WORDS = ['""', 'null', '-1', '1e999', '4294967296', '{}', '[]', '\\ud800', '__proto__', '"type"', '\0', 'NaN', 'true', '9007199254740993', '../']; // prettier-ignore

function mutated(input: Bytes): Bytes {
  const isJson = input[0] === 0x7b;
  let bytes: Bytes = isJson && below(2) ? json(elsewhere(JSON.parse(new TextDecoder().decode(input)))) : input.slice();
  for (let n = below(isJson ? 3 : 6) + (isJson ? 0 : 1); n > 0 && bytes.byteLength; n--) bytes = changed(bytes);
  return bytes;
}

function changed(bytes: Bytes): Bytes {
  const at = below(bytes.byteLength);
  const length = below(Math.min(64, bytes.byteLength - at) + 1);
  const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
  const way = below(8);
  if (way === 0) bytes[at]! ^= 1 << below(8);
  else if (way === 1) bytes[at] = below(256);
  else if (way === 2) return join(bytes.subarray(0, at), bytes.subarray(at + length));
  else if (way === 3) return join(bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at));
  else if (way === 4) return join(bytes.subarray(0, at), strToU8(one(WORDS)), bytes.subarray(at));
  else if (way === 5) return bytes.slice(0, at);
  else if (way === 6 && bytes.byteLength - at >= 4)
    new DataView(bytes.buffer).setUint32(at, one([0, 1, 0x7fffffff, 0xffffffff, bytes.byteLength]), true); // prettier-ignore
  else bytes.copyWithin(at, below(bytes.byteLength), below(bytes.byteLength));
  return bytes;
}

const VALUES = [null, -1, 0, 1.5, 1e300, '', '\ud800', 'x', true, [], {}, [[]], [null], { a: null }, 2 ** 53];

/** The same with another value or key at one place. */
function elsewhere(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || below(6) === 0) return one(VALUES);
  if (Array.isArray(value)) {
    if (!value.length) return [one(VALUES)];
    const at = below(value.length);
    return value.map((item: unknown, i) => (i === at ? elsewhere(item) : item));
  }
  const entries = Object.entries(value);
  if (!entries.length) return one(VALUES);
  const at = below(entries.length);
  if (below(5) === 0) return Object.fromEntries(entries.filter((_, i) => i !== at));
  return Object.fromEntries(entries.map(([key, item], i) => [key, i === at ? elsewhere(item) : item]));
}

/** '' where the reader answered or refused as it shall. */
async function faultOf(read: Target['read'], bytes: Bytes): Promise<string> {
  const begun = process.cpuUsage();
  try {
    await read(bytes);
  } catch (error) {
    const { code, message, stack } = error as Error & { code?: unknown };
    const sentence = typeof code === 'string' && /^E_[A-Z]+$/.test(code) && message.length > 10;
    if (!sentence) return stack ?? String(error);
  }
  const { user, system } = process.cpuUsage(begun);
  const took = (user + system) / 1e6;
  return took > MOST_SECONDS ? `it took ${took.toFixed(1)} s` : '';
}

const all = Object.entries(await targets());
const counts = Object.fromEntries(all.map(([name]) => [name, 0]));
const seen = new Set<string>();
mkdirSync('build/fuzz', { recursive: true });
for (const [name, { inputs, read }] of all)
  for (const input of inputs) {
    const fault = await faultOf(read, input);
    if (fault) console.log(`whole input of ${name}: ${fault.slice(0, 200)}`);
  }
for (const end = Date.now() + seconds * 1000; Date.now() < end;)
  for (const [name, { inputs, read }] of all) {
    const bytes = mutated(one(inputs));
    counts[name]!++;
    const fault = await faultOf(read, bytes);
    const kind = `${name}: ${fault.split('\n').slice(0, 2).join(' ')}`;
    if (!fault || seen.has(kind)) continue;
    seen.add(kind);
    const path = `build/fuzz/reader-${name.replace(' ', '-')}-${counts[name]}`;
    writeFileSync(path, bytes);
    console.log(`${kind}\n  ${path}`);
  }
console.log(`seed ${seed}, ${seconds} s: ${Object.entries(counts).map(([name, n]) => `${name} ${n}`).join(', ')}; findings: ${seen.size}`); // prettier-ignore
process.exit(seen.size ? 1 : 0);
