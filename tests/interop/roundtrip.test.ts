// SPDX-License-Identifier: Apache-2.0
// Exports beside transformers.js, which opens their ONNX files: the answers are those of the engine. `npm ci` in this
// folder installs it; scripts/test does so.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTable } from '../../web/read/parse';
import { wordsOf } from '../../web/read/words';
import { handlersOf } from '../../web/engine/handlers';
import type { ModelSource, Outputs, Pooling, Rows, Task, Unlabelled } from '../../web/border/messages';
import { Session } from '../../web/engine/session';
import { bytePairs, unigram } from '../e2e/subwords';
import { moduleUrl } from '../e2e/engine';

/** As much of transformers.js as is used here. */
interface Answer {
  label: string;
  score: number;
}
interface Numbers {
  tolist(): number[][];
  sigmoid(): Numbers;
}
type Options = { dtype?: 'q8' | 'fp32' };
interface Transformers {
  pipeline(task: 'text-classification', folder: string, options?: Options): Promise<TextPipeline>;
  pipeline(task: 'token-classification', folder: string, options?: Options): Promise<WordPipeline>;
  AutoTokenizer: { from_pretrained(folder: string): Promise<(texts: string[], options: object) => object> };
  AutoModelForSequenceClassification: {
    from_pretrained(folder: string): Promise<(inputs: object) => Promise<{ logits: Numbers }>>;
  };
}
type TextPipeline = (texts: string[], options: { top_k: null }) => Promise<Answer[][]>;
type WordPipeline = (
  text: string,
  options: { ignore_labels: string[] },
) => Promise<{ entity: string; score: number; index: number }[]>;

const dir = mkdtempSync(join(tmpdir(), 'tabtune-'));
afterAll(() => rmSync(dir, { recursive: true }));
const session = new Session({ moduleUrl, emit: () => undefined });
const call = handlersOf(session);
let js: Transformers;
beforeAll(async () => {
  const entry = createRequire(import.meta.url).resolve('@huggingface/transformers');
  js = (await import(pathToFileURL(entry).href)) as Transformers;
  await call['engine.start']({ threads: 2 });
});

const read = (path: string) => new File([readFileSync(path)], path.split('/').at(-1)!);

const MPNET_MARKS = { cls_token: '<s>', pad_token: '<pad>', sep_token: '</s>', unk_token: '[UNK]', mask_token: '<mask>' }; // prettier-ignore

/** Random encoders whose vocabulary is letters, and one of whole pieces. */
function encoder(family: string): ModelSource {
  if (family === 'bert') {
    const names = ['config.json', 'model.safetensors', 'tokenizer_config.json', 'vocab.txt'];
    return { kind: 'files', name: family, files: names.map((name) => read(`tests/golden/tiny-bert/${name}`)) };
  }
  if (family === 'modernbert' || family === 'roberta') {
    const files = ['config.json', 'model.safetensors'].map((name) => read(`tests/golden/encoder/${family}/${name}`));
    return { kind: 'files', name: family, files: [...files, bytePairs(family)] };
  }
  if (family === 'xlm-roberta') {
    const config = readFileSync('tests/golden/encoder/roberta/config.json', 'utf8');
    const renamed = config.replace('"roberta"', '"xlm-roberta"').replace('RobertaFor', 'XLMRobertaFor');
    const files = [new File([renamed], 'config.json'), read('tests/golden/encoder/roberta/model.safetensors'), unigram()]; // prettier-ignore
    return { kind: 'files', name: family, files };
  }
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const marks = family === 'mpnet' ? MPNET_MARKS : { pad_token: '[PAD]', unk_token: '[UNK]', cls_token: '[CLS]', sep_token: '[SEP]', mask_token: '[MASK]' }; // prettier-ignore
  const vocab = [...Object.values(marks), ...letters, ...letters.map((c) => `##${c}`), ...'.,!?\'"-()'];
  const folder = `tests/golden/encoder/${family}`;
  const files = [
    read(`${folder}/config.json`),
    read(`${folder}/model.safetensors`),
    new File([vocab.join('\n')], 'vocab.txt'),
    new File([JSON.stringify(marks)], 'tokenizer_config.json'),
  ];
  return { kind: 'files', name: family, files };
}

const table = parseTable(new Uint8Array(readFileSync('public/samples/reviews.csv')));
const texts = table.rows.slice(0, 80).map((cells) => cells[0]!);
const asked = table.rows.slice(80, 140).map((cells) => cells[0]!);
asked.push(asked.slice(0, 12).join(' '), 'Zażółć gęślą jaźń 東京 \u{1f600} co-op', 'x'.repeat(120));
/** Pairs that fit: transformers.js cuts the second text alone. */
const few = asked.map((text) => text.split(' ').slice(0, 2).join(' ').slice(0, 7));
const cut = { max_length: 24 };

interface Case {
  task: Task;
  labels: string[];
  pooling?: Pooling;
  pairs?: boolean;
  labelsOf(text: string, i: number): number[];
}
const CASES: Case[] = [
  { task: 'single_label_classification', labels: ['a "b"', 'c'], labelsOf: (text) => [Number(text.includes('it'))] },
  {
    task: 'single_label_classification',
    labels: ['a', 'b'],
    pooling: 'mean',
    labelsOf: (text) => [Number(text.includes('it'))],
  },
  {
    task: 'single_label_classification',
    labels: ['a', 'b'],
    pairs: true,
    labelsOf: (text) => [Number(text.includes('it'))],
  },
  {
    task: 'multi_label_classification',
    labels: ['it', 'the', 'was'],
    labelsOf: (text) => ['it', 'the', 'was'].map((w) => Number(text.includes(w))),
  },
  { task: 'regression', labels: ['length', 'row'], labelsOf: (text, i) => [1000 + text.length, i] },
];

async function train({ task, labels, pooling, pairs, labelsOf }: Case, family: string): Promise<string> {
  await call['model.open'](encoder(family));
  const words = task === 'token_classification' ? wordRows(texts) : {};
  await call['head.new']({ task, labels, seed: 1, ...(pooling && { pooling }) });
  const rows: Rows = {
    texts,
    ...words,
    ...(pairs && { pairs: texts.toReversed() }),
    labels: texts.flatMap((text, i) => labelsOf(text, i)),
  };
  await call['data.open']({ part: 'train', rows, ...cut });
  await call['data.open']({ part: 'validation', rows, ...cut });
  await call['run.start']({ epochs: 2, learning_rate: 3e-3, head_start: 'random' });
  await session.runEnded();
  await call.calibrate({});
  return save(family);
}

/** What is loaded as a folder. */
async function save(name: string): Promise<string> {
  const folder = mkdtempSync(join(dir, `${name}-`));
  for (const { name, pieces } of (await session.saving()).model({
    name: 'mine',
    metrics: {},
    dtype: 'F32',
    onnx: true,
  })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), Buffer.concat([...pieces()]));
  }
  return folder;
}

function wordRows(of: string[]): Pick<Unlabelled, 'words'> & { words: NonNullable<Unlabelled['words']> } {
  const spans = of.map((text) => wordsOf(text));
  let end = 0;
  return { words: { ends: spans.map((list) => (end += list.length)), spans: spans.flat(2) } };
}

const predict = async (rows: Unlabelled): Promise<Outputs> => (await call.predict({ ...rows, ...cut })).outputs;

/** The largest difference, relative above 1, and the share of rows with the same best label. */
function compare(ours: number[][], theirs: number[][]): { worst: number; same: number } {
  let worst = 0;
  let same = 0;
  const best = (row: number[]) => row.indexOf(Math.max(...row));
  ours.forEach((row, i) => {
    row.forEach((n, k) => (worst = Math.max(worst, Math.abs(n - theirs[i]![k]!) / Math.max(1, Math.abs(n)))));
    same += Number(best(row) === best(theirs[i]!));
  });
  expect(theirs).toHaveLength(ours.length);
  return { worst, same: same / ours.length };
}

/** As the card of the folder does. */
async function theirAnswers({ task, labels, pairs }: Case, folder: string, options?: Options): Promise<number[][]> {
  if (!pairs && task !== 'regression') {
    const classify = await js.pipeline('text-classification', folder, options);
    const answers = await classify(asked, { top_k: null });
    return answers.map((row) => labels.map((label) => row.find((one) => one.label === label)!.score));
  }
  const tokenizer = await js.AutoTokenizer.from_pretrained(folder);
  const model = await js.AutoModelForSequenceClassification.from_pretrained(folder);
  const second = pairs ? { text_pair: few.toReversed() } : {};
  const { logits } = await model(tokenizer(pairs ? few : asked, { ...second, padding: true, truncation: true }));
  if (task === 'regression') return logits.tolist();
  return logits.tolist().map((row) => {
    const powers = row.map((x) => Math.exp(x - Math.max(...row)));
    return powers.map((p) => p / powers.reduce((a, b) => a + b));
  });
}

describe.each(['bert', 'distilbert', 'electra', 'mpnet', 'roberta', 'xlm-roberta', 'modernbert'])('%s', (family) => {
  it.each(CASES)('$task $pooling $pairs: transformers.js gives the same numbers', async (of) => {
    const folder = await train(of, family);
    const ours = await predict(of.pairs ? { texts: few, pairs: few.toReversed() } : { texts: asked });
    expect(compare(ours, await theirAnswers(of, folder)).worst).toBeLessThan(1e-5);
    if (of.pairs || of.task === 'regression') return;
    const quantized = compare(ours, await theirAnswers(of, folder, { dtype: 'q8' }));
    expect(quantized.worst).toBeGreaterThan(1e-5); // it is the other file
    expect(quantized.worst).toBeLessThan(family === 'modernbert' ? 0.1 : 0.03);
  });

  it('words: transformers.js gives the first piece of each the same label and probability', async () => {
    const labels = ['O', 'B-X', 'I-X'];
    const of: Case = {
      task: 'token_classification',
      labels,
      labelsOf: (text) => wordsOf(text).map(([start]) => Number(/[A-Z]/.test(Array.from(text)[start]!))),
    };
    const folder = await train(of, family);
    const short = asked.slice(0, 20);
    const rows = { texts: short, ...wordRows(short) };
    const ours = await predict(rows);
    const label = await js.pipeline('token-classification', folder);
    for (const [i, text] of short.entries()) {
      const tokens = await label(text, { ignore_labels: [] });
      const { offsets } = await call.tokenize({ text, ...cut });
      const first = i === 0 ? 0 : rows.words.ends[i - 1]!;
      wordsOf(text).forEach(([start], k) => {
        const index = offsets.findIndex(([from, to]) => from === start && to > from);
        const token = tokens.find((one) => one.index === index);
        if (!token) return; // cut off
        const answer = ours[first + k]!;
        expect(token.entity).toBe(labels[answer.indexOf(Math.max(...answer))]);
        expect(Math.abs(token.score - Math.max(...answer))).toBeLessThan(1e-5);
      });
    }
  });
});

function small(): ModelSource {
  const folder = 'public/models/tabtune-small';
  const names = ['config.json', 'model.safetensors', 'tokenizer_config.json', 'vocab.txt'];
  return { kind: 'files', name: 'tabtune-small', files: names.map((name) => read(`${folder}/${name}`)) };
}

/** A random ModernBERT of six layers with the small encoder's vocabulary. */
function modern(): ModelSource {
  const [hidden, inner, layers] = [128, 192, 6];
  const vocab = read('public/models/tabtune-small/vocab.txt');
  const config = {
    ...(JSON.parse(readFileSync('tests/golden/encoder/modernbert/config.json', 'utf8')) as object),
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
  let end = 0;
  const [header, numbers]: [Record<string, object>, Float32Array[]] = [{}, []];
  for (const [name, shape] of Object.entries(shapes)) {
    const values = new Float32Array(shape.reduce((a, b) => a * b)).map(() =>
      shape.length === 1 ? 1 : 0.05 * normal(),
    );
    header[name] = { dtype: 'F32', shape, data_offsets: [end, (end += values.byteLength)] };
    numbers.push(values);
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const weights = [BigUint64Array.of(BigInt(text.length)), text, ...numbers] as BlobPart[];
  const files = [new File([JSON.stringify(config)], 'config.json'), new File(weights, 'model.safetensors'), vocab];
  return { kind: 'files', name: 'modern', files };
}

// Some minutes: scripts/parity asks for it.
it.runIf(process.env.TABTUNE_PARITY).each([
  ['tabtune-small', small, { epochs: 2 }],
  ['a ModernBERT', modern, { epochs: 6, learning_rate: 1e-3, head_start: 'random' }],
])(
  'a page gets %s quantized, which answers the same on 98 of 100 texts or more',
  { timeout: 600_000 },
  async (name, source, options) => {
    await call['model.open'](source());
    const labels = ['negative', 'positive'];
    await call['head.new']({ task: 'single_label_classification', labels, seed: 1 });
    const all = table.rows.map((cells) => ({ text: cells[0]!, label: labels.indexOf(cells[1]!) }));
    const [trained, tested] = [all.slice(0, 500), all.slice(500, 1000)];
    const rows = { texts: trained.map(({ text }) => text), labels: trained.map(({ label }) => label) };
    await call['data.open']({ part: 'train', rows, ...cut });
    await call['run.start'](options);
    await session.runEnded();
    const saved = await save('small');
    const texts = tested.map(({ text }) => text);
    const { outputs } = await call.predict({ texts, ...cut });
    const theirs: Record<'fp32' | 'q8', number[][]> = { fp32: [], q8: [] };
    for (const dtype of ['fp32', 'q8'] as const) {
      const classify = await js.pipeline('text-classification', saved, { dtype });
      for (let i = 0; i < texts.length; i += 50)
        for (const row of await classify(texts.slice(i, i + 50), { top_k: null }))
          theirs[dtype].push(labels.map((label) => row.find((one) => one.label === label)!.score));
    }
    const right = outputs.filter((row, i) => row.indexOf(Math.max(...row)) === tested[i]!.label).length / texts.length;
    const { same, worst } = compare(outputs, theirs.q8);
    const whole = compare(outputs, theirs.fp32).worst;
    console.log(
      `quantized: ${name}: ${(100 * same).toFixed(1)} % of the answers (${(100 * right).toFixed(1)} % right), largest ` +
        `difference ${worst.toFixed(3)}; not quantized ${whole.toExponential(1)}`,
    );
    expect(same).toBeGreaterThanOrEqual(0.98);
    expect(whole).toBeLessThan(1e-5);
  },
);
