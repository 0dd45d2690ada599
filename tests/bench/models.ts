// SPDX-License-Identifier: Apache-2.0
// Encoders of real shapes with random weights, and texts for them: everything follows from names and seeds.

export interface Shape {
  name: string;
  hidden_size: number;
  num_hidden_layers: number;
  num_attention_heads: number;
  intermediate_size: number;
  vocab_size: number;
  max_position_embeddings: number;
  type_vocab_size: number;
}

const BERT = { vocab_size: 30522, max_position_embeddings: 512, type_vocab_size: 2 };
const shape = (name: string, E: number, L: number, H: number): Shape => ({
  name,
  hidden_size: E,
  num_hidden_layers: L,
  num_attention_heads: H,
  intermediate_size: 4 * E,
  ...BERT,
});

export const BERT_BASE = shape('BERT-base', 768, 12, 12);
export const MINILM = shape('MiniLM-L6', 384, 6, 12);
export const TINY = shape('2 x 128', 128, 2, 2);
/** multilingual-e5-small, paraphrase-multilingual-MiniLM-L12-v2: four fifths of the weights are the vocabulary's. */
export const MULTILINGUAL: Shape = { ...shape('12 x 384, 250,037 pieces', 384, 12, 12), vocab_size: 250_037 };

export const LAYER_NORM_EPS = 1e-12;

export const config = (s: Shape): string =>
  JSON.stringify({ model_type: 'bert', hidden_act: 'gelu', layer_norm_eps: LAYER_NORM_EPS, ...s });

const SPECIALS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/** A word of letters for every number: every word is one token. */
function word(n: number): string {
  let text = '';
  for (let rest = n; rest >= 0; rest = Math.floor(rest / 26) - 1) text = String.fromCharCode(97 + (rest % 26)) + text;
  return text;
}

/** Made-up words, after those that are given. */
export function vocab(s: Shape, given: Iterable<string> = []): Uint8Array {
  const tokens = new Set([...SPECIALS, ...given]);
  for (let i = 0; tokens.size < s.vocab_size; i++) tokens.add(word(i));
  return new TextEncoder().encode([...tokens].join('\n') + '\n');
}

/** The words and marks of texts, so that they have about as many tokens as with a vocabulary that was learned. */
export function wordsOf(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap((text) => text.toLowerCase().match(/[a-z0-9]+|[!-/:-@[-`{-~]/g) ?? []));
}

/** Uniform in [0, 1); mulberry32. */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Rows of exactly `length` tokens, [CLS] and [SEP] counted; words as rare as their rank says (Zipf). */
export function texts(s: Shape, rows: number, length: number, seed = 1): string[] {
  const next = random(seed);
  const words = s.vocab_size - SPECIALS.length;
  const draw = () => word(Math.floor(words ** next()) - 1);
  return Array.from({ length: rows }, () => Array.from({ length: length - 2 }, draw).join(' '));
}

export interface Tensor {
  name: string;
  dims: number[];
}

export function tensors(s: Shape): Tensor[] {
  const { hidden_size: E, intermediate_size: F } = s;
  const linear = (name: string, O: number, I: number) => [
    { name: `${name}.weight`, dims: [O, I] },
    { name: `${name}.bias`, dims: [O] },
  ];
  const norm = (name: string) => [
    { name: `${name}.weight`, dims: [E] },
    { name: `${name}.bias`, dims: [E] },
  ];
  const layer = (l: number) => {
    const at = `encoder.layer.${l}`;
    return [
      ...linear(`${at}.attention.self.query`, E, E),
      ...linear(`${at}.attention.self.key`, E, E),
      ...linear(`${at}.attention.self.value`, E, E),
      ...linear(`${at}.attention.output.dense`, E, E),
      ...norm(`${at}.attention.output.LayerNorm`),
      ...linear(`${at}.intermediate.dense`, F, E),
      ...linear(`${at}.output.dense`, E, F),
      ...norm(`${at}.output.LayerNorm`),
    ];
  };
  return [
    { name: 'embeddings.word_embeddings.weight', dims: [s.vocab_size, E] },
    { name: 'embeddings.position_embeddings.weight', dims: [s.max_position_embeddings, E] },
    { name: 'embeddings.token_type_embeddings.weight', dims: [s.type_vocab_size, E] },
    ...norm('embeddings.LayerNorm'),
    ...Array.from({ length: s.num_hidden_layers }, (_, l) => layer(l)).flat(),
    ...linear('pooler.dense', E, E),
  ];
}

export const sizeOf = (tensor: Tensor): number => tensor.dims.reduce((a, b) => a * b, 1);

/** Deviation 0.04, a bit wider than a new BERT's, around 0 or, for a norm's weight, around 1. */
export function numbers(tensor: Tensor): Float32Array<ArrayBuffer> {
  const out = new Float32Array(sizeOf(tensor));
  const middle = tensor.name.endsWith('LayerNorm.weight') ? 1 : 0;
  const scale = (2 * Math.sqrt(3) * 0.04) / 2 ** 32;
  let state = 2166136261;
  for (const letter of tensor.name) state = Math.imul(state ^ letter.charCodeAt(0), 16777619);
  state |= 1;
  for (let i = 0; i < out.length; i++) {
    // xorshift32, Marsaglia 2003
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    out[i] = middle + state * scale;
  }
  return out;
}

/** The bytes of a safetensors file with all of it, tensor by tensor. */
export function* safetensors(s: Shape): Generator<Uint8Array<ArrayBuffer>> {
  const header: Record<string, unknown> = {};
  let at = 0;
  for (const tensor of tensors(s)) {
    const end = at + 4 * sizeOf(tensor);
    header[tensor.name] = { dtype: 'F32', shape: tensor.dims, data_offsets: [at, end] };
    at = end;
  }
  let json = JSON.stringify(header);
  json += ' '.repeat((8 - (json.length % 8)) % 8);
  const head = new Uint8Array(8 + json.length);
  new DataView(head.buffer).setBigUint64(0, BigInt(json.length), true);
  head.set(new TextEncoder().encode(json), 8);
  yield head;
  for (const tensor of tensors(s)) yield new Uint8Array(numbers(tensor).buffer);
}
