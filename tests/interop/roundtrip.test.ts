// SPDX-License-Identifier: Apache-2.0
// Exports beside transformers.js, which opens their ONNX files: the answers are those of the engine. `npm ci` in this
// folder installs it; scripts/test does so.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseTable } from '../../web/read/parse';
import { wordsOf } from '../../web/read/words';
import type { ModelSource, Outputs, Pooling, Rows, Task, Unlabelled } from '../../web/border/messages';
import { bytePairs, unigram } from '../e2e/subwords';
import { MPNET_MARKS, read } from './encoders';
import {
  call,
  compare,
  openTransformers,
  save,
  session,
  wordRows,
  type Options,
  type Transformers,
} from './transformers_js';

let js: Transformers;
beforeAll(async () => {
  js = await openTransformers();
  await call['engine.start']({ threads: 2 });
});

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

const predict = async (rows: Unlabelled): Promise<Outputs> => (await call.predict({ ...rows, ...cut })).outputs;

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
