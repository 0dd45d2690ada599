// SPDX-License-Identifier: Apache-2.0
// The trained model, kept in the project with its curves and results, and brought back onto its encoder.
import { batch, computed, effect, signal } from '@preact/signals';
import type { Prepared } from '../rows/prepare';
import type { Baselines, Evaluation, KeptModel, LoggedRows } from '../border/messages';
import type { Project } from '../project/projects';
import { fetchRest, words } from '../words';
import { rolesOf, type Choices } from './choices';
import { engine, snapshot } from './engine';
import { trained, type Trained } from './head';
import { choicesOfRun, RUN } from './kept_run';
import { logNow, placeRun } from './log';
import { model } from './model';
import { baselines, evaluation, placeResults } from './results';
import { sentence } from './trouble';

interface Results {
  evaluation: Evaluation | null;
  baselines: Baselines | null;
}

/** What is kept of a model beside its bytes. */
export interface Result {
  run: Omit<Trained, 'data' | 'id' | 'summary'>;
  /** That it was trained with. */
  choices: Choices;
  about: KeptModel['about'];
  adapter: NonNullable<KeptModel['adapter']>['info'] | null;
  log: LoggedRows;
}

const BYTES = ['weights', 'head', 'novelty', 'adapter'] as const;
const MODEL = [...BYTES, 'result', 'results'];

/** The run whose model the project has; 0: none, or not yet. */
const keptTrained = signal(0);
export const isKeptRun = (id: number): boolean => id === keptTrained.value;
/** The trained model in place is in the project. */
export const isKept = computed(() => !!trained.value && isKeptRun(trained.value.id));
export const keptTrainedTrouble = signal('');

const place = signal<Project | null>(null);

export function keepTrainedIn(now: Project | null): void {
  batch(() => {
    if (place.peek() !== now) keptTrained.value = 0;
    place.value = now;
  });
}

export const filesOfTrained = (of: Project): string[] => rolesOf(of.about('result') as Choices | undefined);

const json = (value: unknown) => new Blob([JSON.stringify(value)]);

async function keep(run: Trained): Promise<void> {
  const choices = await choicesOfRun();
  const project = place.peek();
  if (!project || !choices) return;
  try {
    const log = logNow();
    const { about, adapter, ...bytes } = await engine.call('model.keep', {});
    const { data: _, id, summary: __, ...how } = run;
    const result: Result = { run: how, choices, about, adapter: adapter?.info ?? null, log };
    const files: Record<string, Blob> = { result: json(result), head: bytes.head };
    if (bytes.weights) files['weights'] = bytes.weights;
    if (bytes.novelty) files['novelty'] = bytes.novelty;
    if (adapter) files['adapter'] = adapter.file;
    if (await project.put(files, { about: choices, without: [...RUN, ...MODEL] })) keptTrained.value = id;
    keptTrainedTrouble.value = '';
  } catch (error) {
    keptTrainedTrouble.value = words.kept.modelNotKept(sentence(error));
  }
}

effect(() => {
  const run = trained.value;
  if (run && place.value && run.id !== keptTrained.peek()) void keep(run);
});

// Figures that are measured later.
effect(() => {
  const results: Results = { evaluation: evaluation.value, baselines: baselines.value };
  if (results.evaluation && isKept.value)
    void place
      .peek()
      ?.put({ results: json(results) })
      .catch(() => undefined);
});

/** Gives up what is kept of it. */
export async function forgetTrained(): Promise<void> {
  keptTrained.value = 0;
  await place.peek()?.drop(MODEL);
}

export async function readResult(from: Project): Promise<Result | null> {
  const kept = await from.read('result');
  return kept && (JSON.parse(await kept.bytes.text()) as Result);
}

/** Onto its encoder, which is loaded. `data`: what it was trained on. */
export async function restoreTrained(from: Project, result: Result, data: Prepared): Promise<void> {
  if (model.value?.fingerprint !== result.about.fingerprint) return;
  const [weights, head, novelty, adapter] = await Promise.all(
    BYTES.map(async (role) => (await from.read(role))?.bytes ?? null),
  );
  const missing = BYTES.filter((role, i) => from.roles(role).length && ![weights, head, novelty, adapter][i]);
  if (!head || missing.length) {
    await fetchRest(); // a page that has just been opened may not have these sentences yet
    throw new Error(words.kept.modelDamaged);
  }
  const figures = await from.read('results');
  const results = figures && (JSON.parse(await figures.bytes.text()) as Results);
  const info = result.adapter;
  await engine.call('model.restore', {
    about: result.about,
    weights: weights ?? null,
    head,
    novelty: novelty ?? null,
    adapter: adapter && info ? { info, file: adapter } : null,
  });
  const placed = snapshot.value.head;
  if (placed?.from !== 'run') return; // another one has taken its place meanwhile
  const { end, options, ...how } = result.run;
  batch(() => {
    keptTrained.value = placed.run;
    placeRun({
      id: placed.run,
      kind: 'training',
      how: { ...how, began: how.began ?? Date.now(), data },
      options,
      end,
      ...result.log,
    });
    if (results) placeResults(results, data);
  });
}
