// SPDX-License-Identifier: Apache-2.0
// Encoders of each family that answer above chance: tabtune-small with the names, positions and pieces of the others,
// and for ModernBERT, whose layers differ, random weights that a test trains.
import { readFileSync } from 'node:fs';
import type { ModelSource } from '../../web/border/messages';
import { decode, frontOf, PREFIX, readHeader } from '../../web/hub/safetensors';
import { bytePairs, unigram } from '../e2e/subwords';

export const read = (path: string): File => new File([readFileSync(path)], path.split('/').at(-1)!);

interface Tensor {
  shape: number[];
  values: Float32Array<ArrayBuffer>;
}

function weights(tensors: Map<string, Tensor>): File {
  const list = [...tensors].map(([name, { shape }]) => ({ name, dtype: 'F32', shape }));
  return new File([frontOf(list), ...[...tensors.values()].map(({ values }) => values)], 'model.safetensors');
}

const SMALL = 'public/models/tabtune-small';
const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

export function small(): ModelSource {
  const names = ['config.json', 'model.safetensors', 'tokenizer_config.json', 'vocab.txt'];
  return { kind: 'files', name: 'tabtune-small', files: names.map((name) => read(`${SMALL}/${name}`)) };
}

function smallTensors(): Map<string, Tensor> {
  const file = new Uint8Array(readFileSync(`${SMALL}/model.safetensors`));
  const start = PREFIX + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const { tensors } = readHeader('model.safetensors', file.subarray(PREFIX, start));
  return new Map(
    tensors.map(({ name, dtype, shape, from, to }) => [
      name,
      { shape, values: decode(name, dtype, file.slice(start + from, start + to)) },
    ]),
  );
}

/** [here, in the small encoder's files, which are BERT's]. */
const NAMES: Record<string, [string, string][]> = {
  distilbert: [
    ['distilbert.transformer.layer', 'bert.encoder.layer'],
    ['attention.q_lin', 'attention.self.query'],
    ['attention.k_lin', 'attention.self.key'],
    ['attention.v_lin', 'attention.self.value'],
    ['attention.out_lin', 'attention.output.dense'],
    ['sa_layer_norm', 'attention.output.LayerNorm'],
    ['ffn.lin1', 'intermediate.dense'],
    ['output_layer_norm', 'output.LayerNorm'],
    ['ffn.lin2', 'output.dense'],
  ],
  mpnet: [
    ['attention.attn.q', 'attention.self.query'],
    ['attention.attn.k', 'attention.self.key'],
    ['attention.attn.v', 'attention.self.value'],
    ['attention.attn.o', 'attention.output.dense'],
    ['attention.LayerNorm', 'attention.output.LayerNorm'],
  ],
};
const SIZES = {
  vocab_size: 0,
  hidden_size: 384,
  intermediate_size: 512,
  num_hidden_layers: 3,
  num_attention_heads: 12,
};
const OF_BERT = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
/** <s>, <pad>, </s>, <unk>, <mask> as rows of the small encoder's table. */
const ROWS = [2, 0, 3, 1, 4];
export const MPNET_MARKS = { cls_token: '<s>', pad_token: '<pad>', sep_token: '</s>', unk_token: '[UNK]', mask_token: '<mask>' }; // prettier-ignore

/** The small encoder as one of another family: `pieces` are the rows of its table that stand for each piece. */
function renamed(
  family: string,
  pieces: number[],
  more: object,
  tokenizer: File[],
  firstPosition: number,
): ModelSource {
  const tensors = new Map<string, Tensor>();
  const width = SIZES.hidden_size;
  const all = smallTensors();
  const types = all.get('bert.embeddings.token_type_embeddings.weight')!.values;
  const stem = family === 'camembert' || family === 'xlm-roberta' ? 'roberta' : family;
  for (const [name, { shape, values }] of all) {
    if (!name.startsWith('bert.') || name.startsWith('bert.pooler')) continue;
    const renamed = (NAMES[family] ?? []).reduce((one, [here, there]) => one.replace(there, here), name);
    const here = renamed.replace(/^bert\./, `${stem}.`);
    if (name.endsWith('word_embeddings.weight')) {
      const rows = new Float32Array(pieces.length * width);
      // without types of tokens every token is of the first
      const added = family === 'distilbert' || family === 'mpnet' ? types : new Float32Array(width);
      pieces.forEach(
        (row, i) =>
        rows.set(values.subarray(row * width, (row + 1) * width).map((x, k) => x + added[k]!), i * width), // prettier-ignore
      );
      tensors.set(here, { shape: [pieces.length, width], values: rows });
    } else if (name.endsWith('position_embeddings.weight')) {
      const rows = new Float32Array(firstPosition * width + values.length);
      rows.set(values, firstPosition * width);
      tensors.set(here, { shape: [shape[0]! + firstPosition, width], values: rows });
    } else if (!name.endsWith('token_type_embeddings.weight')) tensors.set(here, { shape, values });
    else if (family === 'electra') tensors.set(here, { shape, values });
    else if (stem === 'roberta') tensors.set(here, { shape: [1, width], values: values.slice(0, width) });
  }
  if (family === 'mpnet')
    tensors.set('mpnet.encoder.relative_attention_bias.weight', { shape: [32, 12], values: new Float32Array(32 * 12) });
  const config = {
    ...readJson(`tests/golden/encoder/${stem}/config.json`),
    ...SIZES,
    ...{ hidden_act: 'gelu', layer_norm_eps: 1e-12, vocab_size: pieces.length },
    ...{ max_position_embeddings: 256 + firstPosition, hidden_dropout_prob: 0.1, attention_probs_dropout_prob: 0.1 },
    ...{ id2label: undefined, label2id: undefined, ...more },
  };
  const files = [new File([JSON.stringify(config)], 'config.json'), weights(tensors), ...tokenizer];
  return { kind: 'files', name: family, files };
}

const vocabulary = (): string[] => readFileSync(`${SMALL}/vocab.txt`, 'utf8').split('\n').slice(0, -1);

/** The pieces of the small encoder as byte pairs: each grows from its start, words before what is inside of them, so
 * that a text has the words it has there. What is on the way to a piece and is none has the row of what is unknown. */
function grownPairs(): { pieces: number[]; tokenizer: File } {
  const vocab = vocabulary();
  const row = (piece: string) => Math.max(1, vocab.indexOf(piece));
  const characters = ['\u0120', ...Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i))];
  const known = new Map(characters.map((c) => [c, row(/[a-z\d]/.test(c) ? `##${c}` : c)]));
  const merges: string[] = [];
  const words = vocab.filter((piece) => /^[a-z\d]+$/.test(piece));
  const inner = vocab.filter((piece) => /^##[a-z\d]+$/.test(piece));
  for (const piece of [...words.map((word) => `\u0120${word}`), ...inner.map((one) => one.slice(2))])
    for (let n = 1; n < piece.length; n++) {
      const grown = piece.slice(0, n + 1);
      if (known.has(grown)) continue;
      merges.push(`${piece.slice(0, n)} ${piece[n]}`);
      known.set(grown, row(grown.startsWith('\u0120') ? grown.slice(1) : `##${grown}`));
    }
  return { pieces: [...ROWS, ...known.values()], tokenizer: bytePairs('roberta', { characters, merges }) };
}

/** The same as pieces with probabilities: a word is likelier than its letters. */
function likelyPieces(): { pieces: number[]; tokenizer: File } {
  const known = new Map<string, [number, number]>([['\u2581', [1, -12]]]);
  vocabulary().forEach((piece, row) => {
    if (row < OF_BERT.length) return;
    const starts = /^[\p{L}\p{N}]/u.test(piece);
    const here = starts ? `\u2581${piece}` : piece.replace(/^##(?=.)/, '');
    if (!known.has(here)) known.set(here, [row, starts ? -8 : -10]);
  });
  const scores = [...known].map(([piece, [, score]]): [string, number] => [piece, score]);
  return { pieces: [...ROWS, ...[...known.values()].map(([row]) => row)], tokenizer: unigram(scores) };
}

/** The small encoder as each family; texts in small letters have the pieces that it knows. */
export function smallAs(family: string): ModelSource {
  if (family === 'roberta') {
    const { pieces, tokenizer } = grownPairs();
    return renamed(family, pieces, {}, [tokenizer], 2);
  }
  if (family === 'xlm-roberta' || family === 'camembert') {
    const { pieces, tokenizer } = likelyPieces();
    const architectures = [family === 'camembert' ? 'CamembertForMaskedLM' : 'XLMRobertaForMaskedLM'];
    return renamed(family, pieces, { model_type: family, architectures }, [tokenizer], 2);
  }
  const vocab = vocabulary();
  const all = vocab.map((_, row) => row);
  const marks = {
    pad_token: '[PAD]',
    unk_token: '[UNK]',
    cls_token: '[CLS]',
    sep_token: '[SEP]',
    mask_token: '[MASK]',
  };
  const files = (pieces: string[], marks: object) => [
    new File([pieces.join('\n')], 'vocab.txt'),
    new File([JSON.stringify({ do_lower_case: true, ...marks })], 'tokenizer_config.json'),
  ];
  if (family === 'mpnet') {
    const pieces = [...Object.values(MPNET_MARKS), ...vocab.slice(OF_BERT.length)];
    return renamed(family, [...ROWS, ...all.slice(5)], {}, files(pieces, MPNET_MARKS), 2);
  }
  const more = family === 'electra' ? { embedding_size: 384 } : { dim: 384, hidden_dim: 512, n_layers: 3, n_heads: 12, dropout: 0.1, attention_dropout: 0.1 }; // prettier-ignore
  return renamed(family, all, more, files(vocab, marks), 0);
}

/** A random ModernBERT of six layers with the small encoder's vocabulary. */
export function modern(): ModelSource {
  const [hidden, inner, layers] = [128, 192, 6];
  const vocab = read(`${SMALL}/vocab.txt`);
  const config = {
    ...readJson('tests/golden/encoder/modernbert/config.json'),
    ...{ hidden_size: hidden, intermediate_size: inner, num_hidden_layers: layers, num_attention_heads: 4 },
    ...{ vocab_size: 6500, max_position_embeddings: 256, local_attention: 16, global_attn_every_n_layers: 3 },
  };
  const shapes: Record<string, number[]> = {
    'model.embeddings.tok_embeddings.weight': [6500, hidden],
    'model.embeddings.norm.weight': [hidden],
    'model.final_norm.weight': [hidden],
    'head.dense.weight': [hidden, hidden],
    'head.norm.weight': [hidden],
  };
  for (let l = 0; l < layers; l++) {
    const stem = `model.layers.${l}.`;
    if (l) shapes[`${stem}attn_norm.weight`] = [hidden];
    shapes[`${stem}mlp_norm.weight`] = [hidden];
    shapes[`${stem}attn.Wqkv.weight`] = [3 * hidden, hidden];
    shapes[`${stem}attn.Wo.weight`] = [hidden, hidden];
    shapes[`${stem}mlp.Wi.weight`] = [2 * inner, hidden];
    shapes[`${stem}mlp.Wo.weight`] = [hidden, inner];
  }
  let state = 1;
  const uniform = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) + 0.5) / 2 ** 32;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const drawn = Object.entries(shapes).map(([name, shape]): [string, Tensor] => {
    const values = new Float32Array(shape.reduce((a, b) => a * b));
    return [name, { shape, values: values.map(() => (shape.length === 1 ? 1 : 0.05 * normal())) }];
  });
  const files = [new File([JSON.stringify(config)], 'config.json'), weights(new Map(drawn)), vocab];
  return { kind: 'files', name: 'modern', files };
}
