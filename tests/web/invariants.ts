// SPDX-License-Identifier: Apache-2.0
// What holds of the page's state whatever a user did, at every moment and when all has come to rest.
import { expect } from 'vitest';
import type { OpenMoves } from './moves';

/** What the user did, as far as it decides what must be there in the end. */
export interface Story {
  /** The file that was opened last; null: it could not be read, so that an earlier one stays. */
  file: string | null;
  /** The encoder chosen last; null: it is not whole, or another one may take its place. */
  encoder: string | null;
  /** Rows were edited since. */
  edited: boolean;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function soon(holds: () => unknown, what: string, ms = 10_000): Promise<void> {
  for (const end = Date.now() + ms; !holds(); await pause(5))
    if (Date.now() > end) throw new Error(`This did not happen in ${ms / 1000} s: ${what}`);
}

/** What a result was about when it was first seen. */
const firstSeen = new WeakMap<object, string>();
const sameAsEver = (result: object, about: unknown, what: string): void => {
  const now = JSON.stringify(about);
  if (!firstSeen.has(result)) firstSeen.set(result, now);
  expect(now, what).toBe(firstSeen.get(result));
};

export function holdsAlways(page: OpenMoves): void {
  const { engine, head, phase, training, results, data, tokens, model, replace } = page;
  const held = page.session()['held'];
  expect(held.snapshot(), 'a change that raised no number').toEqual(held['take']());
  const { run, head: has, parts } = engine.snapshot.value;
  if (run) {
    expect(phase.value).toBe(run.state);
    expect(head.answering.value, 'a head answers while it is trained').toBeNull();
    expect(results.evaluation.value, 'a result while it is trained').toBeNull();
  }
  if (training.ready.value) {
    expect(model.model.value).not.toBeNull();
    expect(parts.train?.id, 'rows of other data are ready').toBe(tokens.dataNumber.value);
    expect(tokens.sameCut(parts.train!.cut, tokens.cut.value), 'rows that are cut otherwise are ready').toBe(true);
  }
  const [able, wanted] = [head.answering.value, data.dataset.value];
  const kind = ({ task, scheme, labels }: Pick<NonNullable<typeof able>, 'task' | 'scheme' | 'labels'>) =>
    JSON.stringify([task, scheme, labels]);
  const other = !!able && !!wanted && kind(able) !== kind(wanted);
  expect(training.inTheWay.value, 'a trained head of other labels is in the way of planning').toBe(other);
  if (training.plan.value) expect(training.ready.value, 'a plan, and nothing is ready').toBe(true);
  if (head.trained.value) {
    expect(has?.from).toBe('run');
    expect(run).toBeNull();
    const { end } = head.trained.value;
    expect(end.steps > 0 || end.fitted, 'a model of a run that trained nothing').toBe(true);
  }
  const rows = data.dataset.value;
  const result = results.evaluation.value;
  if (result) {
    expect(head.answering.value, 'a result without its model').not.toBeNull();
    const about = [head.headAt.value, rows?.task, rows?.labels, rows?.parts.test.map(({ row: _, ...rest }) => rest)];
    if (!firstSeen.has(result)) expect(training.cutChanged.value, 'a result of texts cut otherwise').toBe(false);
    sameAsEver(result, about, 'a result of another model or of other rows');
  }
  const answer = results.tryAnswer.value;
  if (answer) sameAsEver(answer, head.headAt.value, 'an answer of another model');
  if (replace.question.value) expect(head.unsaved.value, 'a question about nothing').toBe(true);
}

/** When all is answered, the page has what the engine has. */
export async function settles(page: OpenMoves): Promise<void> {
  const { engine } = page;
  const calls = Object.keys(page.worker().handlers) as never[];
  const none = () => engine.engineTrouble.value; // no worker could be started; the next call tries again
  const same = () => none() || engine.snapshot.value.number === page.session().snapshot().number;
  await soon(() => same() && !engine.asking(...calls), 'the page has all answers, and what the engine has');
  if (none()) expect(engine.snapshot.value).toMatchObject({ model: null, head: null, parts: {}, run: null });
  else expect(engine.snapshot.value).toEqual(page.session().snapshot());
  if (page.phase.value === 'idle') expect(engine.progress.value).toBeNull();
}

/** A training that was stopped ends. */
export const stops = async ({ training, phase }: OpenMoves): Promise<void> => {
  await training.stopRun();
  await soon(() => phase.value === 'idle', 'a training that was stopped ends', 5000);
};

/** No update is made while it is paused. */
export async function pauses({ training, phase, log }: OpenMoves): Promise<void> {
  const [running, paused] = [() => phase.value === 'running', () => phase.value === 'paused'];
  const went = running();
  await training.pauseRun();
  expect(went && running(), 'a training that was paused runs').toBe(false);
  await pause(100); // rows that were made before
  const before = log.steps.value.length;
  if (!paused()) return;
  await pause(100);
  if (paused()) expect(log.steps.value.length, 'updates while it is paused').toBe(before);
}

/** Nothing goes on, and no further move is made: what can be ready is ready. */
export async function comesToRest(page: OpenMoves, { file, encoder, edited }: Story): Promise<void> {
  const { training, tokens, model, data, phase } = page;
  const rows = () => data.dataset.value;
  const planIsOfNow = () => {
    const options = training.plan.value?.options;
    const { epochs } = training.chosen.value;
    const asChosen = training.method.value === 'head' || epochs === undefined || options?.['epochs'] === epochs;
    return asChosen && options?.['method'] === training.method.value && options?.['seed'] === data.seed.value;
  };
  await soon(() => phase.value === 'idle' && !model.loading.value && !data.reading.value, 'nothing goes on', 30_000);
  await soon(
    () => !model.model.value || !rows() || training.ready.value || tokens.lengthsTrouble.value,
    'an encoder and rows are there, and the rows become tokens',
  );
  await soon(
    () => !training.ready.value || training.inTheWay.value || planIsOfNow(),
    'rows are ready, and a plan is made of the options of now',
  );
  await settles(page);
  holdsAlways(page);
  if (model.model.value && rows()) expect(tokens.lengthsTrouble.value).toBe('');
  if (training.ready.value && !training.inTheWay.value) {
    expect(training.planTrouble.value).toBe('');
    const { task, labels } = page.engine.snapshot.value.head!;
    expect({ task, labels }, 'a plan for other labels').toEqual({ task: rows()!.task, labels: rows()!.labels });
  }
  if (training.ready.value) {
    const open = page.session()['held'].rows();
    for (const part of data.PARTS)
      expect(open[part] ?? 0, `the ${part} rows in the engine`).toBe(rows()!.parts[part].length);
  }
  if (encoder) expect(model.model.value?.name, 'the encoder chosen last').toBe(encoder);
  if (file) expect(data.mainFile.value?.name, 'the file opened last').toBe(file);
  if (!edited) expect(page.journal.changes.value, 'edits that nobody made').toEqual([]);
  if (model.source.value) expect(model.source.value.name, 'the source of the encoder').toBe(model.model.value!.name);
}
