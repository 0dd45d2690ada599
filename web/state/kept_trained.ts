// SPDX-License-Identifier: Apache-2.0
// The trained model, kept in the project with its curves and results, and brought back onto its encoder.
import { batch, effect, signal } from '@preact/signals';
import type { Prepared } from '../data/prepare';
import type { Baselines, Evaluation, KeptModel } from '../engine/messages';
import type { Project } from '../project/projects';
import { rolesOf, type Choices } from './choices';
import { engine, progress } from './engine';
import { inPlace, trained, type Trained } from './head';
import { choicesOfRun, RUN } from './kept_run';
import { loading, model } from './model';
import { baselines, evaluation, testedModels } from './results';
import { logNow, placeLog, type RunLog } from './training';
import { sentence } from './trouble';

interface Results {
  evaluation: Evaluation | null;
  baselines: Baselines | null;
  tested: number;
}

/** What is kept of a model beside its bytes. */
export interface Result {
  run: Omit<Trained, 'data'>;
  /** That it was trained with. */
  choices: Choices;
  about: KeptModel['about'];
  adapter: NonNullable<KeptModel['adapter']>['info'] | null;
  log: RunLog;
}

const BYTES = ['weights', 'head', 'novelty', 'adapter'] as const;
const MODEL = [...BYTES, 'result', 'results'];

/** The trained model that the project has; null: none, or not yet. */
export const keptTrained = signal<Trained | null>(null);
export const keptTrainedTrouble = signal('');

let project: Project | null = null;

export function keepTrainedIn(now: Project | null): void {
  if (project !== now) keptTrained.value = null;
  project = now;
}

export const filesOfTrained = (of: Project): string[] => rolesOf(of.about('result') as Choices | undefined);

const json = (value: unknown) => new Blob([JSON.stringify(value)]);

async function keep(run: Trained): Promise<void> {
  const choices = await choicesOfRun();
  if (!project || !choices) return;
  try {
    const log = logNow();
    const { about, adapter, ...bytes } = await engine.call('model.keep', {});
    const { data: _, ...how } = run;
    const result: Result = { run: how, choices, about, adapter: adapter?.info ?? null, log };
    const files: Record<string, Blob> = { result: json(result), head: bytes.head };
    if (bytes.weights) files['weights'] = bytes.weights;
    if (bytes.novelty) files['novelty'] = bytes.novelty;
    if (adapter) files['adapter'] = adapter.file;
    if (await project.put(files, { about: choices, without: [...RUN, ...MODEL] })) keptTrained.value = run;
    keptTrainedTrouble.value = '';
  } catch (error) {
    keptTrainedTrouble.value = `The trained model is not kept on this computer: ${sentence(error)}`;
  }
}

effect(() => {
  const run = trained.value;
  if (run && run !== keptTrained.peek()) void keep(run);
});

// Figures that are measured later.
effect(() => {
  const results: Results = {
    evaluation: evaluation.value,
    baselines: baselines.value,
    tested: testedModels.value,
  };
  if (results.evaluation && trained.value && trained.value === keptTrained.value)
    void project?.put({ results: json(results) }).catch(() => undefined);
});

/** Gives up what is kept of it. */
export async function forgetTrained(): Promise<void> {
  keptTrained.value = null;
  await project?.drop(MODEL);
}

export async function readResult(from: Project): Promise<Result | null> {
  const kept = await from.read('result');
  return kept && (JSON.parse(await kept.bytes.text()) as Result);
}

/** Onto its encoder, which is loaded. `data`: what it was trained on. */
export async function restoreTrained(from: Project, result: Result, data: Prepared): Promise<void> {
  if (model.value?.fingerprint !== result.about.fingerprint) return;
  loading.value = true; // nobody gives the encoder a new head meanwhile
  try {
    const [weights, head, novelty, adapter] = await Promise.all(
      BYTES.map(async (role) => (await from.read(role))?.bytes ?? null),
    );
    const missing = BYTES.filter((role, i) => from.roles(role).length && ![weights, head, novelty, adapter][i]);
    if (!head || missing.length) throw new Error('The trained model is damaged on this computer. Train it again.');
    const info = result.adapter;
    await engine.call('model.restore', {
      about: result.about,
      weights: weights ?? null,
      head,
      novelty: novelty ?? null,
      adapter: adapter && info ? { info, file: adapter } : null,
    });
    const results = await from.read('results');
    const figures = results && (JSON.parse(await results.bytes.text()) as Results);
    const run: Trained = { ...result.run, data };
    batch(() => {
      keptTrained.value = run;
      inPlace.value = { from: 'run', run };
      placeLog(result.log);
    });
    batch(() => {
      if (!figures) return;
      [evaluation.value, baselines.value] = [figures.evaluation, figures.baselines];
      testedModels.value = figures.tested;
    });
  } finally {
    loading.value = false;
    progress.value = null;
  }
}
