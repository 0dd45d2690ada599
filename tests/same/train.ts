// SPDX-License-Identifier: Apache-2.0
// The runs of tests/golden/same/table.txt on a build of the engine for WebAssembly; tests/core/check_same.c is the same
// for the others.
import type { RunOptions, Scheme, Task, Pooling } from '../../web/border/messages';
import { Engine, type Data, type Model } from '../../web/engine/module';

interface Encoder {
  folder: string;
  vocabulary: string;
}
interface Of {
  head: { task: Task; outputs: number; seed: number; scheme?: Scheme; pooling?: Pooling };
  labels: string;
  cut: { max_length: number; stride: number };
}
interface Wanted {
  encoder: string;
  task: string;
  method: string;
  strict: string;
  relaxed: string;
}
interface Table {
  encoders: Map<string, Encoder>;
  tasks: Map<string, Of>;
  methods: Map<string, RunOptions>;
  runs: Wanted[];
}

const ROWS = 24;
const READ_WORDS = 3;

export function readTable(text: string): Table {
  const table: Table = { encoders: new Map(), tasks: new Map(), methods: new Map(), runs: [] };
  for (const line of text.split('\n')) {
    const [kind, name = '', a = '', b = '', c = '', d = ''] = line.split(' ');
    if (kind === 'encoder') table.encoders.set(name, { folder: a, vocabulary: b });
    else if (kind === 'task') {
      const head = JSON.parse(a) as Of['head'];
      table.tasks.set(name, { head, labels: b, cut: { max_length: Number(c), stride: Number(d) } });
    } else if (kind === 'method') table.methods.set(name, JSON.parse(a) as RunOptions);
    else if (kind === 'run') table.runs.push({ encoder: name, task: a, method: b, strict: c, relaxed: d });
  }
  return table;
}

/** Row i: three words and i mod 5 more. */
const textOf = (i: number): string =>
  Array.from({ length: READ_WORDS + (i % 5) }, (_, k) => `w${(7 * i + 5 * k) % 78}`).join(' ');

const spansOf = (text: string): number[] =>
  [...text.matchAll(/\S+/g)].slice(0, READ_WORDS).flatMap(({ index, 0: word }) => [index, index + word.length]);

function rowsOf(model: Model, { labels: kind, cut }: Of): Data {
  const numbers = Array.from({ length: ROWS }, (_, i) => i);
  const texts = numbers.map(textOf);
  if (kind === 'gaps') return model.gaps(texts, cut.max_length);
  const each = (width: number, label: (i: number, k: number) => number) =>
    numbers.flatMap((i) => Array.from({ length: width }, (_, k) => label(i, k)));
  if (kind === 'words') {
    const words = { ends: numbers.map((i) => READ_WORDS * (i + 1)), spans: texts.flatMap(spansOf) };
    return model.data(
      { texts, words },
      cut,
      each(READ_WORDS, (i, k) => (i + k) % 3),
    );
  }
  const pairs = kind === 'pairs' ? { pairs: numbers.map((i) => textOf((i + 1) % ROWS)) } : {};
  const labels =
    kind === 'flags'
      ? each(3, (i, k) => (i + k) % 2)
      : kind === 'numbers'
        ? each(2, (i, k) => i * 0.25 + k)
        : each(1, (i) => i % 3);
  return model.data({ texts, ...pairs }, cut, labels);
}

/** Of the numbers behind the header of a safetensors file. */
function hashOf(file: Uint8Array): string {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let a = 0x811c9dc5;
  let b = 0;
  for (let at = 8 + Number(view.getBigUint64(0, true)); at < file.byteLength; at += 4) {
    const word = view.getUint32(at, true);
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul(b + word, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

async function weightsOf(model: Model): Promise<string> {
  const { pieces } = model.exportFile({ what: 'model', dtype: 'F32', metadata: {} });
  return hashOf(new Uint8Array(await new Blob([...pieces()]).arrayBuffer()));
}

export interface Site {
  /** The module of a build of the engine. */
  module(build: string): string;
  /** A file of the repository. */
  read(path: string): Promise<Uint8Array>;
}

const TABLE = 'tests/golden/same/table.txt';
const decoder = new TextDecoder();

async function hashOfRun(site: Site, engine: Engine, encoder: Encoder, task: Of, options: RunOptions): Promise<string> {
  const read = (name: string) => site.read(`${encoder.folder}/${name}`);
  const words = Array.from({ length: 78 }, (_, i) => `w${i}`);
  const vocabulary =
    encoder.vocabulary === '-'
      ? new TextEncoder().encode(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...words, ''].join('\n'))
      : await read(encoder.vocabulary);
  const model = engine.model(decoder.decode(await read('config.json')), vocabulary, null);
  const file = model.importFile('model');
  file.write(await read('model.safetensors'));
  file.end();
  if (task.labels === 'gaps') model.maskedHead();
  else model.head({ ...task.head, labels: Array.from({ length: task.head.outputs }, (_, i) => String(i)) });
  const [rows, validation] = [rowsOf(model, task), rowsOf(model, task)];
  const run = model.run(rows, validation, options);
  while (!run.step());
  run.free();
  const hash = await weightsOf(model);
  for (const owned of [rows, validation, model]) owned.free();
  return hash;
}

/** The runs whose weights are others than those of the table, a sentence each, and how many were made. */
export async function compare(site: Site, build: string, threads: number): Promise<{ runs: number; other: string[] }> {
  const table = readTable(decoder.decode(await site.read(TABLE)));
  // Some browsers refuse the whole 4 GiB as shared memory.
  const limit = build === 'tabtune-simd' ? undefined : 2 ** 30;
  const engine = await Engine.load(site.module(build), threads, limit);
  const other: string[] = [];
  for (const wanted of table.runs) {
    const { encoder, task, method, strict, relaxed } = wanted;
    const of = build.includes('relaxed') ? relaxed : strict;
    const hash = await hashOfRun(
      site,
      engine,
      table.encoders.get(encoder)!,
      table.tasks.get(task)!,
      table.methods.get(method)!,
    );
    if (hash !== of) other.push(`${encoder} ${task} ${method}: ${hash}, in the table ${of}`);
  }
  return { runs: table.runs.length, other };
}
