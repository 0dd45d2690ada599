// SPDX-License-Identifier: Apache-2.0
// The worker's session on the built engine, under Node: what is loaded survives what goes wrong, and nothing of an
// earlier training leaks into a later one.
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { handlersOf, type Handlers } from '../../web/engine/handlers';
import type { EventName, Events, ModelSource, Rows, RunOptions, Pooling } from '../../web/border/messages';
import { stepOf } from '../../web/border/saved_run';
import { Session } from '../../web/engine/session';
import { filesIn } from '../../web/publish/files';
import { moduleUrl } from './engine';

const FILES = ['config.json', 'vocab.txt', 'tokenizer_config.json', 'model.safetensors'];
const content = (name: string) => new Uint8Array(readFileSync(`tests/golden/tiny-bert/${name}`));
const source = (change: Record<string, Uint8Array<ArrayBuffer>> = {}): ModelSource => ({
  kind: 'files',
  name: 'tiny-bert',
  files: FILES.map((name) => new File([change[name] ?? content(name)], name)),
});

const LABELS = ['bad', 'good'];
const texts = Array.from({ length: 60 }, (_, i) => `${i % 2 ? 'I love it, great' : 'awful, a waste'} number ${i}`);
const rows: Rows = { texts, labels: texts.map((_, i) => i % 2) };
const max_length = 32;

let call: Handlers;
let heard: Partial<Record<EventName, unknown[]>>;
let session: Session;
let onProgress: (progress: Events['progress']) => void;

beforeEach(async () => {
  heard = {};
  onProgress = () => undefined;
  session = new Session({
    moduleUrl,
    emit(event, data) {
      const list: unknown[] = (heard[event] ??= []);
      list.push(data);
      if (event === 'progress') onProgress(data as Events['progress']);
    },
  });
  call = handlersOf(session);
  await call['engine.start']({ threads: 2 });
  await call['model.open'](source());
});

const newHead = (seed = 1, labels = LABELS, pooling?: Pooling) =>
  call['head.new']({ task: 'single_label_classification', labels, seed, ...(pooling ? { pooling } : {}) });
const openRows = async (which: Rows = rows) => {
  for (const part of ['train', 'validation', 'test'] as const)
    await call['data.open']({ part, rows: which, max_length });
};
async function run(options: RunOptions): Promise<Events['run.end']> {
  await call['run.start']({ learning_rate: 5e-3, ...options });
  await session.runEnded();
  return heard['run.end']!.at(-1) as Events['run.end'];
}
/** A safetensors file as its header and its numbers. */
async function readAll(
  file: File,
): Promise<{ header: Record<string, { data_offsets?: number[] }>; data: Buffer<ArrayBuffer> }> {
  const bytes = Buffer.from(await file.arrayBuffer());
  const end = 8 + Number(bytes.readBigUInt64LE(0));
  return { header: JSON.parse(bytes.toString('utf8', 8, end)), data: bytes.subarray(end) };
}

/** The encoder and the Dense layer as one file of weights. */
function both(
  body: Awaited<ReturnType<typeof readAll>>,
  dense: Awaited<ReturnType<typeof readAll>>,
): Buffer<ArrayBuffer> {
  const shifted = Object.entries(dense.header).flatMap(([name, tensor]) =>
    tensor.data_offsets
      ? [
          [
            name.replace('linear', 'classifier'),
            { ...tensor, data_offsets: tensor.data_offsets.map((at) => at + body.data.length) },
          ],
        ]
      : [],
  );
  const header = JSON.stringify({ ...body.header, ...Object.fromEntries(shifted) });
  const front = Buffer.alloc(8);
  front.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([front, Buffer.from(header), body.data, dense.data]);
}
const predict = async () => (await call.predict({ texts: texts.slice(0, 5), max_length })).outputs;
const saidBy = async (action: unknown): Promise<string> =>
  (action as Promise<unknown>).then(
    () => 'nothing',
    (error: Error) => error.message,
  );

describe('a new head', () => {
  it('stands on the encoder of the checkpoint, whatever was trained before', async () => {
    await newHead(7);
    const fresh = await predict();
    await openRows();
    expect(await run({ epochs: 2 })).toMatchObject({ reason: 'done' });
    const trained = await predict();
    await newHead(7);
    expect(await predict()).toEqual(fresh);
    expect(trained).not.toEqual(fresh);
  });
  it('is measured for what it reads, and is then a new one', async () => {
    const texts = Array.from({ length: 12 }, (_, i) => `${i % 2 ? 'good' : 'bad'} ${i}`);
    const rows = { texts, labels: texts.map((_, i) => i % 2) };
    const head = { task: 'single_label_classification' as const, labels: LABELS, seed: 1 };
    const ways = ['mean_normalized', 'cls'] as Pooling[];
    const some = { of: rows, cut: { max_length }, places: texts.map((_, i) => i) };
    const found = await call['pooling.measure']({ ...head, rows: some, ways });
    expect(found.map(({ pooling }) => pooling)).toEqual(['mean_normalized', 'cls']);
    for (const { error } of found) expect(error).toBeGreaterThan(0);
    await call['data.open']({ part: 'train', rows, max_length });
    expect(await call['pooling.measure']({ ...head, rows: null, ways })).toEqual(found);
    expect(session.describe().head).toMatchObject({ trained: false, pooling: 'cls', labels: LABELS });
    const numbers = { texts, labels: texts.map((_, i) => (i % 2 ? 30 : 10) + i) };
    const of = {
      task: 'regression' as const,
      labels: ['price'],
      seed: 1,
      rows: { of: numbers, cut: { max_length }, places: texts.map((_, i) => i) },
      ways,
    };
    for (const { error } of await call['pooling.measure'](of)) expect(error).toBeGreaterThan(0);
  });
  it('is fitted without reading again what was measured, to the same bits', async () => {
    const head = { task: 'single_label_classification' as const, labels: LABELS, seed: 1 };
    const places = [2, 3, 10, 17, 24, 31, 38, 45, 52, 59, 6, 13];
    const of = { texts: places.map((i) => texts[i]!), labels: places.map((i) => i % 2) };
    const trained = async (measured: boolean, at = places) => {
      await call['model.open'](source());
      const { tokens } = await call['data.open']({ part: 'train', rows, max_length });
      const ways: Pooling[] = ['mean_normalized', 'cls'];
      const some = { of, cut: { max_length }, places: at };
      if (measured) await call['pooling.measure']({ ...head, rows: some, ways });
      await newHead(1, LABELS, 'mean_normalized');
      const end = await run({ method: 'head' });
      return { tokens, read: Math.round(end.tokens_per_second * end.seconds), hash: await call['model.hash']({}) };
    };
    const whole = await trained(false);
    expect(whole.read).toBe(whole.tokens);
    const { tokens } = await call['data.open']({ part: 'test', rows: of, max_length });
    expect(await trained(true)).toEqual({ ...whole, read: whole.tokens - tokens });
    // texts that are not those of their places are read
    expect(await trained(true, [3, 2, ...places.slice(2)])).toMatchObject({ hash: whole.hash });
  });
  it('takes other labels, and rows that do not fit it are refused', async () => {
    await newHead();
    await openRows();
    expect((await newHead(1, ['a', 'b', 'c'])).head).toEqual({
      task: 'single_label_classification',
      outputs: 3,
      trained: false,
      labels: ['a', 'b', 'c'],
      scheme: 'none',
      pooling: 'cls',
      thresholds: [],
      temperature: 1,
      cut: null,
    });
    await openRows({ texts: ['x'], labels: [3] });
    expect(await saidBy(call['run.start']({}))).toMatch(/label/);
  });
});

describe('what is loaded', () => {
  it.each([
    ['truncated weights', { 'model.safetensors': content('model.safetensors').slice(0, 200_000) }, /./],
    ['a foreign config', { 'config.json': new TextEncoder().encode('{"model_type": "gpt2"}') }, /gpt2/],
    ['no JSON', { 'config.json': new TextEncoder().encode('{"model_type"') }, /config|JSON/],
  ])('survives %s', async (_, change, sentence) => {
    await newHead();
    await openRows();
    const before = await predict();
    expect(await saidBy(call['model.open'](source(change as Record<string, Uint8Array<ArrayBuffer>>)))).toMatch(
      sentence,
    );
    expect(await predict()).toEqual(before);
    expect((await call.evaluate({ part: 'test' })).outputs.slice(0, 5)).toEqual(before);
  });
  it('takes no more memory when it is loaded again', async () => {
    await call['model.open'](source());
    await newHead();
    await openRows();
    const { peak_bytes: before } = await run({ epochs: 1 });
    for (let i = 0; i < Number(process.env['RUNS'] ?? 20); i++) {
      await call['model.open'](source());
      await newHead();
      await openRows();
      await run({ epochs: 1 });
    }
    expect((heard['run.end']!.at(-1) as Events['run.end']).peak_bytes).toBe(before);
  });
  it('survives a load that is cancelled', async () => {
    await newHead();
    const before = await predict();
    onProgress = ({ what }) => {
      if (what === 'Loading model.safetensors') void call.cancel({ name: 'model.open' });
    };
    expect(await saidBy(call['model.open'](source()))).toMatch(/Loading model.safetensors: stopped/);
    expect(await predict()).toEqual(before);
  });
  it('is asked for by name where it is not', async () => {
    await call['model.close']({});
    expect(await saidBy(call.tokenize({ text: 'x', max_length }))).toMatch(/No encoder is loaded/);
    await call['model.open'](source());
    expect(await saidBy(call['run.plan']({}))).toMatch(/no train rows/);
    await openRows();
    expect(await saidBy(call.evaluate({ part: 'test' }))).toMatch(/head/);
  });
});

describe('a run', () => {
  it('lets questions in between its steps, and no changes', async () => {
    await newHead();
    await openRows();
    await call['run.start']({ epochs: 200 });
    expect(await predict()).toHaveLength(5);
    expect(await saidBy(call['model.open'](source()))).toMatch(/A training is running/);
    expect(await saidBy(newHead())).toMatch(/A training is running/);
    await call['run.stop']({});
    await session.runEnded();
    expect(heard['run.end']).toMatchObject([{ reason: 'stopped' }]);
    expect(heard['run.rows']!.flat().length).toBeGreaterThan(0);
  });
  it('is the same run after a pause', async () => {
    await newHead();
    await openRows();
    await run({ epochs: 2 });
    const straight = await predict();
    await newHead();
    await call['run.start']({ learning_rate: 5e-3, epochs: 2 });
    await call['run.pause']({});
    await predict();
    await call['run.resume']({});
    await session.runEnded();
    expect(await predict()).toEqual(straight);
  });
  it('makes no update once its pause is told, and has told all before it', async () => {
    const updates = () =>
      ((heard['run.rows'] ?? []).flat() as { kind: string; step: number }[]).filter(({ kind }) => kind === 'step');
    await newHead();
    await openRows();
    heard = {};
    await call['run.start']({ epochs: 200 });
    while (updates().length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
    for (let times = 0; times < 5; times++) {
      await call['run.pause']({});
      const told = updates().at(-1)!.step;
      const saved = await stepOf(await call['run.save']({}));
      await predict(); // the engine is asked meanwhile
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect([saved, updates().at(-1)!.step, await stepOf(await call['run.save']({}))]).toEqual([told, told, told]);
      await call['run.resume']({});
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await call['run.stop']({});
    await session.runEnded();
  });
  it('is the same run when it was saved and continued, and refuses what is no saved run', async () => {
    const options = { learning_rate: 5e-3, epochs: 2, patience: 2 };
    await newHead();
    await openRows();
    await run(options);
    const straight = await predict();
    await newHead();
    await call['run.start'](options);
    await call['run.pause']({});
    const saved = await call['run.save']({});
    await call['run.stop']({});
    await session.runEnded();
    await newHead();
    expect(await saidBy(call['run.continue']({ options, saved: new Blob(['none']) }))).toMatch(/it is no saved run/);
    await newHead();
    expect(await saidBy(call['run.continue']({ options, saved: saved.slice(0, -4) }))).toMatch(/cut short/);
    await newHead();
    await call['run.continue']({ options, saved });
    await session.runEnded();
    expect(await predict()).toEqual(straight);
  });
  it('has the same third baseline when it was saved and continued, for the test rows that were answered', async () => {
    const options = { learning_rate: 5e-3, epochs: 2, keep: 'last' };
    await newHead();
    await openRows();
    await run(options);
    const straight = await call.baseline({});
    expect(straight.missing).toBeNull();
    const broken = async (): Promise<Blob> => {
      await newHead();
      await call['run.start'](options);
      while (!heard['run.rows']?.some((part) => (part as { kind: string }[]).some(({ kind }) => kind === 'step')))
        await new Promise((resolve) => setTimeout(resolve, 1));
      await call['run.pause']({});
      const saved = await call['run.save']({});
      await call['run.stop']({});
      await session.runEnded();
      await newHead();
      return saved;
    };
    heard = {};
    const saved = await broken();
    await call['run.continue']({ options, saved });
    await session.runEnded();
    expect(await call.baseline({})).toEqual(straight);

    await newHead();
    const damaged = new Blob([saved.slice(0, 100), 'x', saved.slice(101)]);
    expect(await saidBy(call['run.continue']({ options, saved: damaged }))).toMatch(/damaged: the answers/);
    for (const bytes of [-4, 100, 60])
      expect(await saidBy(call['run.continue']({ options, saved: saved.slice(0, bytes) }))).toMatch(
        /cut short|damaged/,
      );

    // Other rows, as many of them.
    const others = { ...rows, texts: [...texts.slice(1), 'another text'] };
    await call['data.open']({ part: 'test', rows: others, max_length });
    await newHead();
    await call['run.continue']({ options, saved });
    await session.runEnded();
    const { baselines, missing } = await call.baseline({});
    expect(missing?.text).toMatch(/it has answered other test rows/);
    expect(baselines.map(({ name }) => name)).toEqual(straight.baselines.slice(0, -1).map(({ name }) => name));
  });
  it('that is stopped while the third baseline answers the test rows has none, and the reason', async () => {
    await newHead();
    await openRows();
    const many = { texts: Array.from({ length: 400 }, () => texts).flat(), labels: Array.from({ length: 400 }, () => rows.labels).flat() }; // prettier-ignore
    await call['data.open']({ part: 'test', rows: many as Rows, max_length });
    onProgress = ({ what }) => void (/test rows with the frozen encoder/.test(what) && call['run.stop']({}));
    expect(await run({ epochs: 2 })).toMatchObject({ reason: 'stopped', steps: 0, fitted: true });
    const { missing } = await call.baseline({});
    expect(missing?.text).toMatch(/head alone on the frozen encoder: the training ended before that had answered all test rows\.$/); // prettier-ignore
  });
  it('on a frozen encoder leaves it alone', async () => {
    await newHead();
    await openRows();
    const { fingerprint } = await newHead();
    await run({ method: 'head', epochs: 30, learning_rate: 0.01 });
    const trained = await predict();
    const head = await call['export.head']({ name: 'mine', metrics: { accuracy: 1 } });
    const folder = await filesIn(await call['export.head.folder']({ name: 'mine', metrics: { accuracy: 1 } }));
    expect(folder.map(({ path }) => path)).toEqual(['README.md', 'head.safetensors']);
    expect(await folder[1]!.content.arrayBuffer()).toEqual(await head.arrayBuffer());
    const card = await folder[0]!.content.text();
    expect(card).toContain('for the encoder `tiny-bert`, which was not changed');
    expect(card).toContain("{ head: 'head.safetensors' }");
    expect(card).toMatch(/\| accuracy \| 1\.0000 \|/);
    for (const text of texts) expect(card).not.toContain(text);
    await newHead(9);
    const file = new File([head], 'head.safetensors');
    expect(await call['head.open'](file)).toEqual({
      task: 'single_label_classification',
      labels: LABELS,
      scheme: 'none',
      pooling: 'cls',
      thresholds: [],
      temperature: 1,
      base: 'tiny-bert',
      fingerprint,
      encoder: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      pairs: false,
      columns: {},
      trained_on: null,
      metrics: { accuracy: 1 },
      max_length,
    });
    expect(await predict()).toEqual(trained);
  });
});

describe('a head file', () => {
  it('that is broken leaves the head in place', async () => {
    await newHead();
    await openRows();
    await run({ method: 'head', epochs: 3 });
    const head = await call['export.head']({ name: 'mine', metrics: {} });
    await newHead(5);
    const before = await predict();
    expect(await saidBy(call['head.open'](new File([head.slice(0, head.size - 100)], 'cut.safetensors')))).toMatch(/./);
    expect(await saidBy(call['head.open'](new File([content('model.safetensors')], 'no.safetensors')))).toMatch(
      /^no\.safetensors is a whole model, and no head alone/,
    );
    const renamed = Buffer.from(await head.arrayBuffer())
      .toString('latin1')
      .replace('classifier.bias', 'classifier.Bias');
    const odd = new File([Buffer.from(renamed, 'latin1')], 'odd.safetensors');
    expect(await saidBy(call['head.open'](odd))).toMatch(/no tensor classifier\.bias/);
    expect(await predict()).toEqual(before);
  });
  it('is not given away from an encoder that was trained too', async () => {
    await newHead();
    await openRows();
    await run({ epochs: 1 });
    expect(await saidBy(call['export.head']({ name: 'mine', metrics: {} }))).toMatch(/worth nothing without it/);
  });
});

describe('the whole model', () => {
  it('opens again and answers the same', async () => {
    await newHead();
    await openRows();
    await run({ epochs: 1 });
    const trained = await predict();
    const files = (await session.saving()).model({ name: 'mine', metrics: {}, dtype: 'F32' });
    const exported = files.map(({ name, pieces }) => new File([...pieces()], name));
    const info = await call['model.open']({ kind: 'files', name: 'mine', files: exported });
    const rest = { trained: true, labels: LABELS, scheme: 'none', pooling: 'cls', thresholds: [], temperature: 1 };
    expect(info.head).toEqual({ task: 'single_label_classification', outputs: 2, ...rest, cut: { max_length } });
    expect(await predict()).toEqual(trained);
  });
  it.each(['mean', 'mean_normalized'] as const)(
    'with a head on the %s, its temperature included, opens again from the zip and answers with the same bits',
    async (pooling) => {
      await newHead(1, LABELS, pooling);
      await openRows();
      await run({ epochs: 1 });
      const plain = await predict();
      const { temperature } = await call.calibrate({});
      const trained = await predict();
      expect(temperature).not.toBe(1);
      const [p, q] = [plain, trained].map((outputs) => outputs[0]!.map((x) => Math.log(x)));
      expect(q![0]! - q![1]!).toBeCloseTo((p![0]! - p![1]!) / temperature!, 9);
      const zip = new File([await call['export.model']({ name: 'mine', metrics: {}, dtype: 'F32' })], 'mine.zip');
      const info = await call['model.open']({ kind: 'files', name: 'mine', files: [zip] });
      expect(info).toMatchObject({ pooling: 'mean_normalized', pooling_from: 'file' }); // of new heads
      expect(info.head).toMatchObject({
        trained: true,
        labels: LABELS,
        pooling,
        temperature,
        cut: { max_length },
      });
      expect(await predict()).toEqual(trained);
      const again = new File([await call['export.model']({ name: 'mine', metrics: {}, dtype: 'F32' })], 'mine.zip');
      await call['model.open']({ kind: 'files', name: 'mine', files: [again] });
      expect(await predict()).toEqual(trained);
    },
  );
  it('with a head on the mean in the weights themselves, as older ones have it, opens too', async () => {
    await newHead(1, LABELS, 'mean');
    await openRows();
    await run({ epochs: 1 });
    const trained = await predict();
    const files = (await session.saving()).model({ name: 'mine', metrics: {}, dtype: 'F32' });
    const [paths, all] = [
      files.map(({ name }) => name),
      files.map(({ name, pieces }) => new File([...pieces()], name)),
    ];
    const [body, dense] = await Promise.all(
      ['model.safetensors', '2_Dense/model.safetensors'].map((name) => readAll(all[paths.indexOf(name)]!)),
    );
    const old = paths.flatMap((name, i) =>
      name.includes('/') || name === 'modules.json'
        ? []
        : name === 'model.safetensors'
          ? [new File([both(body!, dense!)], name)]
          : [all[i]!],
    );
    const info = await call['model.open']({ kind: 'files', name: 'mine', files: old });
    expect(info.head).toMatchObject({ trained: true, pooling: 'mean' });
    expect(await predict()).toEqual(trained);
  });
  it('comes as a zip', async () => {
    await newHead();
    const blob = await call['export.model']({ name: 'mine', metrics: {}, dtype: 'F16' });
    const bytes = Buffer.from(await blob.arrayBuffer());
    expect([blob.type, bytes.subarray(0, 2).toString()]).toEqual(['application/zip', 'PK']);
    expect(bytes.includes('mine/model.safetensors')).toBe(true);
  });
});

describe('a head that compares the texts of a pair', () => {
  const seconds = texts.map((_, i) => `${i % 3 ? 'I love it' : 'a waste'} ${i % 7}`);
  const pairs: Rows = { texts, pairs: seconds, labels: texts.map((_, i) => +(!(i % 3) === !(i % 2))) };
  const some = { texts: texts.slice(0, 5), pairs: seconds.slice(0, 5), max_length };
  const answers = async () => (await call.predict(some)).outputs;

  it('is measured beside the others, and the plan has its memory', async () => {
    const head = { task: 'single_label_classification' as const, labels: LABELS, seed: 1 };
    const ways = ['mean_normalized', 'compared'] as Pooling[];
    await openRows(pairs);
    const found = await call['pooling.measure']({ ...head, rows: null, ways });
    expect(found.map(({ pooling }) => pooling)).toEqual(ways);
    for (const { error } of found) expect(error).toBeGreaterThan(0);
    const plans = [];
    for (const pooling of ways) {
      await newHead(1, LABELS, pooling);
      plans.push(await call['run.plan']({ method: 'head' }));
    }
    expect(plans[1]!.trained_parameters - LABELS.length).toBe(2 * (plans[0]!.trained_parameters - LABELS.length));
  });
  it('answers the same whichever text is first, and with the same bits from its zip', async () => {
    await newHead(1, LABELS, 'compared');
    await openRows(pairs);
    expect(await run({ epochs: 2 })).toMatchObject({ reason: 'done' });
    expect(await call.novelty({})).toBeNull();
    const trained = await answers();
    const turned = (await call.predict({ ...some, texts: some.pairs, pairs: some.texts })).outputs;
    turned.forEach((row, i) => expect(row[0]).toBeCloseTo(trained[i]![0]!, 5));
    expect(await saidBy(predict())).toMatch(/compares two texts, but the evaluated rows are single/);
    const files = (await session.saving()).model({ name: 'mine', metrics: {}, dtype: 'F32', onnx: true });
    expect(files.map(({ name }) => name)).toContain('3_Compared/model.safetensors');
    expect(files.map(({ name }) => name).filter((name) => name.startsWith('onnx/'))).toEqual([]);
    const zip = new File([await call['export.model']({ name: 'mine', metrics: {}, dtype: 'F32' })], 'mine.zip');
    const info = await call['model.open']({ kind: 'files', name: 'mine', files: [zip] });
    expect(info.head).toMatchObject({ trained: true, pooling: 'compared' });
    expect(await answers()).toEqual(trained);
  });
  it('is a small file of its own', async () => {
    await newHead(1, LABELS, 'compared');
    await openRows(pairs);
    expect(await run({ method: 'head' })).toMatchObject({ reason: 'done' });
    const trained = await answers();
    const file = new File([await call['export.head']({ name: 'mine', metrics: {} })], 'mine.safetensors');
    await newHead();
    expect(await call['head.open'](file)).toMatchObject({ pooling: 'compared', pairs: true });
    expect(await answers()).toEqual(trained);
  });
});

it('pairs are read as pairs', async () => {
  await newHead();
  const pairs: Rows = { texts: ['who came?', 'why?'], pairs: ['he came', 'so it is'], labels: [1, 0] };
  const info = await call['data.open']({ part: 'test', rows: pairs, max_length });
  const both = await call.tokenize({ text: 'who came?', pair: 'he came', max_length });
  expect(both.segments.at(-1)).toBe(1);
  expect(info.rows).toBe(2);
  expect((await call.evaluate({ part: 'test' })).outputs).toHaveLength(2);
  const windows = await call['data.open']({ part: 'test', rows: pairs, max_length: 7, stride: 1 });
  expect(windows).toMatchObject({ rows: 2, sequences: 4, cut: 0 });
  expect(windows.length_counts[8]).toBe(2); // before cutting
  expect((await call.evaluate({ part: 'test' })).outputs).toHaveLength(2);
});

describe('further pre-training', () => {
  const MASKED = ['config.json', 'model.safetensors'];
  const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...Array.from({ length: 78 }, (_, i) => `w${i}`)];
  const masked = (): ModelSource => ({
    kind: 'files',
    name: 'masked',
    files: [
      ...MASKED.map((name) => new File([readFileSync(`tests/golden/masked/${name}`)], name)),
      new File([words.join('\n')], 'vocab.txt'),
    ],
  });
  const plain = Array.from({ length: 40 }, (_, i) => `w${i % 20} w${(i + 1) % 20} w${(i + 2) % 20}`);

  it('changes the encoder that new heads begin with only when it is kept', async () => {
    const before = await call['model.open'](masked());
    expect(before.parameters.masked_lm).toBeGreaterThan(0);
    const pretrain = async () => {
      await call['pretrain.open']({ train: plain, validation: plain.slice(0, 5), max_length: 16 });
      expect(await run({ epochs: 2, learning_rate: 1e-2 })).toMatchObject({ reason: 'done' });
    };
    const fresh = async () => {
      await newHead(7);
      return (await call.predict({ texts: plain.slice(0, 5), max_length: 16 })).outputs;
    };
    const original = await fresh();
    await pretrain();
    expect(await fresh()).toEqual(original); // given up
    await pretrain();
    const kept = await call['pretrain.keep']({});
    expect(kept.fingerprint).not.toBe(before.fingerprint);
    expect(kept.name).toBe('masked');
    const better = await fresh();
    expect(better).not.toEqual(original);
    await call['data.open']({
      part: 'train',
      rows: { texts: plain, labels: plain.map((_, i) => i % 2) },
      max_length: 16,
    });
    await call['data.close']({ part: 'validation' });
    await run({ epochs: 1 });
    expect(await fresh()).toEqual(better); // a later training does not undo it
  });

  it('is refused in one sentence without the head that it needs', async () => {
    const action = call['pretrain.open']({ train: plain, validation: [], max_length: 16 });
    expect(await saidBy(action)).toMatch(/no masked-language-modelling head/);
    await newHead(7); // and what was loaded stays
    expect(await predict()).toHaveLength(5);
  });
});

describe('which words mattered', () => {
  const text = 'I love it, great';
  const explain = (output: number) => call.explain({ texts: [text], max_length, output });
  it('adds up to what the words bring, for and against, beside predictions that stay', async () => {
    await newHead();
    await openRows();
    await run({ epochs: 2 });
    const before = await predict();
    const [bad, good] = [await explain(0), await explain(1)];
    const sum = good.shares.reduce((a, b) => a + b, 0);
    expect(Math.abs(sum - (good.score - good.baseline_score))).toBeLessThan(0.02 * Math.abs(good.score) + 1e-3);
    expect(bad.score).toBeCloseTo(-good.score, 5);
    expect(good.ends.at(-1)).toBe(text.length);
    expect(heard.progress).toContainEqual(expect.objectContaining({ what: 'Finding the words that matter' }));
    expect(await predict()).toEqual(before);
    await expect(explain(2)).rejects.toMatchObject({ code: 'E_CONFIG' });
    expect(await predict()).toEqual(before);
  });
});
