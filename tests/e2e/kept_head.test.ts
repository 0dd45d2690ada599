// SPDX-License-Identifier: Apache-2.0
// Training on with the head that a checkpoint came with: it begins with the checkpoint's own answers.
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { handlersOf, type Handlers } from '../../web/engine/handlers';
import type { Cut, Outputs, Rows, Scheme, Task } from '../../web/border/messages';
import { Session } from '../../web/engine/session';
import { bytePairs } from './subwords';
import { moduleUrl } from './engine';

const file = (folder: string, name: string) =>
  new File([new Uint8Array(readFileSync(`tests/golden/${folder}/${name}`))], name);
const BERT = ['config.json', 'vocab.txt', 'tokenizer_config.json', 'model.safetensors'].map((name) =>
  file('tiny-bert', name),
);
/** Its classifier has a layer in front of the output layer, `classifier.out_proj`. */
const ROBERTA = [
  ...['config.json', 'model.safetensors'].map((name) => file('encoder/roberta', name)),
  bytePairs('roberta'),
];
const cut: Cut = { max_length: 32 };

let call: Handlers;
let session: Session;
beforeEach(async () => {
  session = new Session({ moduleUrl, emit: () => undefined });
  call = handlersOf(session);
  await call['engine.start']({ threads: 1 });
  await call['model.open']({ kind: 'files', name: 'tiny-bert', files: BERT });
});

const texts = Array.from({ length: 24 }, (_, i) => `a ${['good', 'bad', 'long'][i % 3]} ${i % 2 ? 'film' : 'book'}`);
const spans = texts.flatMap((text) =>
  [...text.matchAll(/\S+/g)].flatMap(({ index, 0: w }) => [index, index + w.length]),
);

interface Case {
  task: Task;
  labels: string[];
  scheme?: Scheme;
  rows: Rows;
  files?: File[];
}

const CASES: Case[] = [
  {
    task: 'regression',
    labels: ['price', 'stars'],
    rows: { texts, labels: texts.flatMap((text, i) => [1000 + 10 * text.length, (i % 3) / 2]) },
  },
  {
    task: 'single_label_classification',
    labels: ['bad', 'good', 'long'],
    rows: { texts, labels: texts.map((_, i) => [1, 0, 2][i % 3]!) },
    files: ROBERTA,
  },
  {
    task: 'regression',
    labels: ['price', 'stars'],
    rows: { texts, labels: texts.flatMap((text, i) => [1000 + 10 * text.length, (i % 3) / 2]) },
    files: ROBERTA,
  },
  {
    task: 'single_label_classification',
    labels: ['bad', 'good', 'long'],
    rows: { texts, labels: texts.map((_, i) => [1, 0, 2][i % 3]!) },
  },
  {
    task: 'multi_label_classification',
    labels: ['good', 'film', 'long'],
    rows: { texts, labels: texts.flatMap((_, i) => [+(i % 3 === 0), i % 2, +(i % 3 === 2)]) },
  },
  {
    task: 'token_classification',
    labels: ['O', 'B-a', 'I-a', 'B-b', 'I-b'],
    scheme: 'iob2',
    rows: {
      texts,
      words: { ends: texts.map((_, i) => 3 * i + 3), spans },
      labels: texts.flatMap((_, i) => [0, i % 3 ? 1 : 3, i % 3 ? 2 : 4]),
    },
  },
];

/** As a model that another opens. */
async function exported({ task, labels, scheme, rows, files }: Case): Promise<File[]> {
  if (files) await call['model.open']({ kind: 'files', name: 'other', files });
  await call['head.new']({ task, labels, seed: 1, ...(scheme ? { scheme } : {}) });
  await call['data.open']({ part: 'train', rows, ...cut });
  await call['run.start']({ head_start: 'random', epochs: 4, learning_rate: 1e-3 });
  await session.runEnded();
  const saved = (await session.saving()).model({ name: 'mine', metrics: {}, dtype: 'F32' });
  return saved.map(({ name, pieces }) => new File([...pieces()], name));
}

const ORDER: Record<number, number[]> = { 2: [1, 0], 3: [2, 0, 1], 5: [0, 3, 4, 1, 2] };

/** The same rows with label n called `order.indexOf(n)`. */
function renumbered({ task, rows }: Case, order: number[]): Rows {
  const labels = rows.labels as number[];
  if (task !== 'multi_label_classification' && task !== 'regression')
    return { ...rows, labels: labels.map((n) => order.indexOf(n)) };
  return { ...rows, labels: texts.flatMap((_, i) => order.map((n) => labels[order.length * i + n]!)) };
}

const inOrder = (outputs: Outputs, order: number[], width: number): Outputs =>
  outputs.map((row) => Array.from(row, (_, i) => row[width * Math.floor(i / width) + order[i % width]!]!));

describe.each(CASES.map((of) => [`${of.task}${of.files ? ' of RoBERTa' : ''}`, of] as const))('%s', (_name, of) => {
  const { task, labels, scheme, rows } = of;
  const order = ORDER[labels.length]!;
  const wanted = { task, labels: order.map((n) => labels[n]!), seed: 7, ...(scheme ? { scheme } : {}), kept: true };

  it('begins with the answers of the checkpoint, its labels in the order of the data', async () => {
    const info = await call['model.open']({ kind: 'files', name: 'mine', files: await exported(of) });
    expect(info.own_head).toMatchObject({ task, labels });
    await call['data.open']({ part: 'test', rows, ...cut });
    const own = await call.evaluate({ part: 'test' });

    const kept = await call['head.new'](wanted);
    expect(kept.head).toMatchObject({ labels: wanted.labels, trained: true });
    const again = renumbered(of, order);
    for (const part of ['train', 'test'] as const) await call['data.open']({ part, rows: again, ...cut });
    const before = await call.evaluate({ part: 'test' });
    // Logits are the same bits; a softmax adds them up in another order.
    const want = inOrder(own.outputs, order, labels.length).flatMap((row) => [...row]);
    const got = before.outputs.flatMap((row) => [...row]);
    got.forEach((value, i) => expect(Math.abs(value - want[i]!) / Math.max(1, Math.abs(value))).toBeLessThan(1e-6));
    expect(got).toHaveLength(want.length);
    expect(before.metrics.loss).toBeCloseTo(own.metrics.loss, 6);

    await call['run.start']({ head_start: 'kept', epochs: 1, learning_rate: 0, keep: 'last' });
    await session.runEnded();
    expect((await call.evaluate({ part: 'test' })).outputs).toEqual(before.outputs);

    await call['head.new'](wanted);
    await call['run.start']({ head_start: 'kept', epochs: 4, learning_rate: 1e-3, keep: 'last' });
    await session.runEnded();
    expect((await call.evaluate({ part: 'test' })).metrics.loss).toBeLessThan(own.metrics.loss);
    await call['head.new'](wanted); // read again, over what was trained
    expect((await call.evaluate({ part: 'test' })).outputs).toEqual(before.outputs);
  });
});

it('a head that does not fit is refused with what differs', async () => {
  const of = CASES[3]!;
  const { task, labels } = of;
  await expect(call['head.new']({ task, labels, seed: 1, kept: true })).rejects.toThrow(
    'tiny-bert has no head of its own to keep',
  );
  await call['model.open']({ kind: 'files', name: 'mine', files: await exported(of) });
  const { head } = session.describe();
  await expect(call['head.new']({ task, labels: ['bad', 'good', 'short'], seed: 1, kept: true })).rejects.toThrow(
    'The head of mine does not fit: labels of the data that it has not: short; its labels that the data have not: long.',
  );
  await expect(call['head.new']({ task: 'multi_label_classification', labels, seed: 1, kept: true })).rejects.toThrow(
    'is for one label a text and the data are for several labels a text',
  );
  expect(session.describe().head).toEqual(head);
});

it('a run does not take a new head for one that is kept', async () => {
  const { task, labels, rows } = CASES[3]!;
  await call['head.new']({ task, labels, seed: 1 });
  await call['data.open']({ part: 'train', rows, ...cut });
  await expect(Promise.resolve().then(() => call['run.start']({ head_start: 'kept' }))).rejects.toThrow(
    'head_start is kept, but the head is new',
  );
});
