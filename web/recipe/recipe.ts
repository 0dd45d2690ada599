// SPDX-License-Identifier: Apache-2.0
// A training that goes on elsewhere: its rows, labels, options and encoder as files, with the program that reads them.
/// <reference path="./raw.d.ts" />
import { labelNames } from '../border/label_names';
import { engineRows } from '../rows/engine_rows';
import type { Prepared } from '../rows/prepare';
import type { Example } from '../read/table';
import { fail } from '../border/failure';
import { sha256 } from '../border/sha256';
import type { Calls, Cut, ModelInfo, Part, Pooling, RunOptions, Tokenized } from '../border/messages';
import { PREDICT_FILE, PREDICT_PY } from '../hub/predict_py';
import { VERSION } from '../hub/version';
import { recipeReadme } from './readme';
import fit from './fit.py?raw';
import train from './train.py?raw';
import { engineErrors } from '../words/en/engine_errors';
import { saying } from '../words/said';

const say = saying('engineErrors', engineErrors);

export interface Recipe {
  name: string;
  prepared: Prepared;
  /** With all defaults filled in, as the plan has them. */
  options: RunOptions;
  cut: Cut;
  pooling: Pooling;
  base: Base;
}

/** The encoder, and what tells another one from it where nothing but its own files is at hand. */
type Base = Pick<ModelInfo, 'name' | 'fingerprint'> &
  Pick<ModelInfo['config'], 'hidden_size' | 'num_hidden_layers' | 'num_attention_heads' | 'vocab_size'> & {
    /** Of the first training rows: the ids of the text without its frame, as far as it is read. */
    tokens: number[][];
  };

const SHOWN_ROWS = 8;

type Tokenize = (input: Calls['tokenize'][0]) => Promise<Tokenized> | Tokenized;

export async function baseOf(model: ModelInfo, prepared: Prepared, cut: Cut, tokenize: Tokenize): Promise<Base> {
  const { name, fingerprint, config } = model;
  const tokens: number[][] = [];
  for (const { text } of prepared.parts.train.slice(0, SHOWN_ROWS)) {
    const { ids } = await tokenize({ text, max_length: cut.max_length });
    tokens.push(ids.slice(1, -1));
  }
  const { hidden_size, num_hidden_layers, num_attention_heads, vocab_size } = config;
  return { name, fingerprint, hidden_size, num_hidden_layers, num_attention_heads, vocab_size, tokens };
}

export interface TextFile {
  name: string;
  text: string;
}

const PARTS: Part[] = ['train', 'validation', 'test'];

export async function recipeFiles({ name, prepared, options, cut, pooling, base }: Recipe): Promise<TextFile[]> {
  const { task, labels, scheme } = prepared;
  if (options['head_start'] === 'kept') fail('E_CONFIG', say.recipeOfOwnHead);
  const files: TextFile[] = [];
  const rows: Partial<Record<Part, [number, string][]>> = {};
  for (const part of PARTS) {
    const examples = prepared.parts[part];
    const lines = linesOf(examples, prepared);
    files.push({ name: `rows/${part}.jsonl`, text: lines.map((line) => `${line}\n`).join('') });
    rows[part] = await Promise.all(lines.map(async (line, i) => [examples[i]!.row, await digest(line)]));
  }
  const pairs = prepared.parts.train[0]?.pair !== undefined;
  const recipe = {
    tabtune: 'recipe',
    version: VERSION,
    name,
    task,
    scheme,
    labels,
    names: pooling === 'compared' ? null : (labelNames(task, labels) ?? null),
    pooling,
    pairs,
    base,
    cut,
    options,
    rows,
  };
  return [
    { name: 'README.md', text: recipeReadme({ name, base: base.name, prepared }) },
    { name: 'recipe.json', text: `${compact(recipe)}\n` },
    { name: 'train.py', text: train },
    { name: 'fit.py', text: fit },
    { name: PREDICT_FILE, text: PREDICT_PY },
    { name: 'requirements.txt', text: 'torch>=2.2\ntransformers>=4.45\naccelerate>=1.0\nsafetensors\npeft>=0.13\n' },
    ...files,
  ];
}

/** A row a line. Its target: a class number; 0 or 1 for each label; numbers; of words a class number each. */
function linesOf(examples: Example[], prepared: Prepared): string[] {
  const { task, labels } = prepared;
  const words = task === 'token_classification';
  const all = engineRows(examples, prepared).labels;
  const width = task === 'multi_label_classification' || task === 'regression' ? labels.length : 1;
  let at = 0;
  return examples.map(({ row, text, pair, words: spans }) => {
    const count = words ? spans!.length : width;
    const numbers = all.slice(at, (at += count));
    const target = words
      ? { words: spans, targets: numbers }
      : { target: width === 1 && task !== 'regression' ? numbers[0] : numbers };
    return JSON.stringify({ row, text, ...(pair === undefined ? {} : { pair }), ...target });
  });
}

/** Of a line, without its end: the first 16 hexadecimal digits of its SHA-256. */
const digest = async (line: string): Promise<string> => (await sha256(new TextEncoder().encode(line))).slice(0, 16);

/** Rows stay on their lines. */
const compact = (value: object): string =>
  JSON.stringify(value, null, 2)
    .replace(/\[\s+(\d+),\s+("[0-9a-f]{16}")\s+\]/g, '[$1, $2]')
    .replace(/\[[\d\s,]+\]/g, (list) => list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'));
