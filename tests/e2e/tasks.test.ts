// SPDX-License-Identifier: Apache-2.0
// Each task through the session on the built engine, under Node: learned by heart, exported, opened again.
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { handlersOf, type Handlers } from '../../web/engine/handlers';
import type { Cut, Outputs, Rows, Scheme, Task } from '../../web/border/messages';
import { Session } from '../../web/engine/session';
import { moduleUrl } from './engine';

const FILES = ['config.json', 'vocab.txt', 'tokenizer_config.json', 'model.safetensors'];
const content = (name: string) => new Uint8Array(readFileSync(`tests/golden/tiny-bert/${name}`));
const cut: Cut = { max_length: 32, stride: 4 };

let call: Handlers;
let session: Session;
beforeEach(async () => {
  session = new Session({
    moduleUrl,
    emit: () => undefined,
  });
  call = handlersOf(session);
  await call['engine.start']({ threads: 2 });
  const files = FILES.map((name) => new File([content(name)], name));
  await call['model.open']({ kind: 'files', name: 'tiny-bert', files });
});

/** "a good film", "a bad book", ...: what is good, what is a book, how many words there are. */
const texts = Array.from({ length: 48 }, (_, i) => `a ${i % 2 ? 'good' : 'bad'} ${i % 3 ? 'film' : 'book'}`);
const spansOf = (text: string) =>
  [...text.matchAll(/\S+/g)].flatMap(({ index, 0: word }) => [index, index + word.length]);

const CASES: { task: Task; labels: string[]; scheme?: Scheme; rows: Rows; architecture: string }[] = [
  {
    task: 'multi_label_classification',
    labels: ['good', 'book', 'good book'],
    rows: { texts, labels: texts.flatMap((_, i) => [i % 2, +(i % 3 === 0), +(i % 6 === 3)]) },
    architecture: 'BertForSequenceClassification',
  },
  {
    task: 'regression',
    labels: ['stars'],
    rows: { texts, labels: texts.map((_, i) => 1 + 3 * (i % 2) + (i % 3 ? 0 : 0.5)) },
    architecture: 'BertForSequenceClassification',
  },
  {
    task: 'token_classification',
    labels: ['O', 'B-thing', 'I-thing'],
    scheme: 'iob2',
    rows: {
      texts,
      words: { ends: texts.map((_, i) => 3 * i + 3), spans: texts.flatMap(spansOf) },
      labels: texts.flatMap((_, i) => [0, 1, i % 3 ? 2 : 0]),
    },
    architecture: 'BertForTokenClassification',
  },
];

async function train({ task, labels, scheme, rows }: (typeof CASES)[number], method: string): Promise<Outputs> {
  await call['head.new']({ task, labels, seed: 1, ...(scheme ? { scheme } : {}) });
  for (const part of ['train', 'validation', 'test'] as const) await call['data.open']({ part, rows, ...cut });
  await call['run.start']({ method, head_start: 'random', epochs: 20, learning_rate: method === 'head' ? 0.05 : 3e-3 });
  await session.runEnded();
  const { outputs, metrics } = await call.evaluate({ part: 'test' });
  if (method === 'full') expect(metrics.loss).toBeLessThan(0.2); // frozen features may not tell all
  return outputs;
}

const best = (row: number[]) => row.indexOf(Math.max(...row));

describe.each(CASES)('$task', (of) => {
  const { task, labels, rows, architecture } = of;
  it('is learned, exported as a folder, and opened again with its head', async () => {
    const outputs = await train(of, 'full');
    if (task === 'token_classification') expect(outputs.map(best)).toEqual(rows.labels);
    else expect(outputs).toHaveLength(texts.length);
    if (task === 'multi_label_classification')
      await call['head.thresholds']({ thresholds: labels.map((_, i) => 0.25 + i / 4) });
    const { head } = session.describe();
    const files = (await session.saving()).model({ name: 'mine', metrics: {}, dtype: 'F32' });
    const exported = files.map(({ name, pieces }) => new File([...pieces()], name));
    const config = JSON.parse(await exported.find(({ name }) => name === 'config.json')!.text()) as object;
    expect(config).toMatchObject({ architectures: [architecture] });
    const info = await call['model.open']({ kind: 'files', name: 'mine', files: exported });
    expect(info.head).toEqual(head);
    expect(info.head).toMatchObject({ task, labels, scheme: of.scheme ?? 'none', trained: true, cut });
    const { labels: _, ...unlabelled } = rows;
    expect((await call.predict({ ...unlabelled, ...cut })).outputs).toEqual(outputs);
  });
  it('has a head of its own as a file', async () => {
    const outputs = await train(of, 'head');
    const file = new File([await call['export.head']({ name: 'mine', metrics: {} })], 'head.safetensors');
    await call['head.new']({ task: 'single_label_classification', labels: ['a', 'b'], seed: 1 });
    expect(await call['head.open'](file)).toMatchObject({ task, labels, scheme: of.scheme ?? 'none', ...cut });
    const { labels: _, ...unlabelled } = rows;
    expect((await call.predict({ ...unlabelled, ...cut })).outputs).toEqual(outputs);
  });
});

it('labels that do not belong to the rows are refused', async () => {
  await call['head.new']({ task: 'regression', labels: ['stars'], seed: 1 });
  const rows = { texts: ['a', 'b'], labels: [1, 2, 3] };
  await expect(call['data.open']({ part: 'train', rows, ...cut })).rejects.toThrow(/3 labels do not belong to 2 rows/);
});
