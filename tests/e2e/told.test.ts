// SPDX-License-Identifier: Apache-2.0
// The time that is told before a training counts the passes that are then made, and no other: what the clock says is
// the machine's matter.
import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { handlersOf } from '../../web/engine/handlers';
import { Data, Model } from '../../web/engine/module';
import { passFlops, updateFlops } from '../../web/engine/speed';
import type { EventName, Events, LogRow, RunEnd } from '../../web/border/messages';
import { Session } from '../../web/engine/session';
import { moduleUrl } from './engine';

const FILES = ['config.json', 'vocab.txt', 'tokenizer_config.json', 'model.safetensors'].map(
  (name) => new File([readFileSync(`tests/golden/tiny-bert/${name}`)], name),
);
const HEAD = { task: 'single_label_classification' as const, labels: ['bad', 'good'], seed: 1 };
const SIZES = { train: 60, validation: 40, test: 25 };
const EPOCHS = 3;

afterEach(() => vi.restoreAllMocks());

it('are the passes of a training that everything takes part in', async () => {
  const logged: LogRow[] = [];
  let ends: (end: RunEnd) => void;
  const ended = new Promise<RunEnd>((resolve) => (ends = resolve));
  const emit = <K extends EventName>(event: K, data: Events[K]) => {
    if (event === 'run.rows') logged.push(...(data as LogRow[]));
    if (event === 'run.end') ends(data as RunEnd);
  };
  const call = handlersOf(new Session({ moduleUrl, emit }));
  await call['engine.start']({ threads: 1 });
  await call['model.open']({ kind: 'files', name: 'tiny-bert', files: FILES });
  let tokens = 0;
  for (const [part, n] of Object.entries(SIZES) as [keyof typeof SIZES, number][]) {
    const texts = Array.from(
      { length: n },
      (_, i) => `${i % 2 ? 'I love it' : 'awful'} ${part} ${'so '.repeat(i % 5)}`,
    );
    const info = await call['data.open']({ part, rows: { texts, labels: texts.map((_, i) => i % 2) }, max_length: 32 });
    if (part === 'train') tokens = info.tokens;
  }
  await call['head.new'](HEAD);
  const alone = await call['run.plan']({ method: 'head' });
  const speed = (alone.flops + updateFlops(alone)) / alone.seconds;
  const plan = await call['run.plan']({ method: 'full', epochs: EPOCHS });

  const asides: number[] = [];
  const note = (model: Model, ...read: (Data | null)[]) =>
    asides.push(...read.flatMap((rows) => (rows ? [passFlops(model, rows)] : [])));
  const { evaluation, novelty } = Model.prototype;
  vi.spyOn(Model.prototype, 'evaluation').mockImplementation(function (this: Model, rows) {
    note(this, rows);
    return evaluation.call(this, rows);
  });
  vi.spyOn(Model.prototype, 'novelty').mockImplementation(function (this: Model, train, validation) {
    note(this, train, validation);
    return novelty.call(this, train, validation);
  });
  await call.train({ head: HEAD, options: { method: 'full', epochs: EPOCHS }, calibrate: true });
  const end = await ended;
  expect(end).toMatchObject({ reason: 'done', steps: plan.steps });

  // What the engine counts: each training row in each epoch, and the validation rows after it.
  const steps = logged.filter((row) => row.kind === 'step');
  expect(steps.reduce((sum, row) => sum + row.tokens, 0)).toBe(EPOCHS * tokens);
  expect(logged.filter(({ kind }) => kind === 'validation')).toHaveLength(EPOCHS);
  // And what the session adds: the answers of the frozen head, calibration, the score of unlike texts.
  expect(asides).toHaveLength(4);
  const around = plan.seconds * speed - plan.flops - updateFlops(plan);
  expect(around / asides.reduce((sum, flops) => sum + flops)).toBeCloseTo(1, 6);
});
