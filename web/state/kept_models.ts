// SPDX-License-Identifier: Apache-2.0
// The trained models of the runs, kept in the project with curves and results, and brought back onto their encoders.
// One of them is in place: that of the last run, or the one that the user has opened again.
import { batch, effect, signal } from '@preact/signals';
import type { Prepared } from '../rows/prepare';
import type { Baselines, Evaluation, KeptModel, LoggedRows } from '../border/messages';
import type { Project } from '../project/projects';
import { fetchRest, words } from '../words';
import { rolesOf, type Choices } from './choices';
import { keyOf } from '../rows/identity';
import { engine, snapshot } from './engine';
import { isKept, keptRuns, trained, type Trained } from './head';
import { noteBegunWith, RUN, runBegunWith } from './kept_run';
import { logNow, placeRun } from './log';
import { testKey } from './looks';
import { model } from './model';
import { baselines, evaluation, placeResults } from './results';
import { attempt, sentence } from './trouble';

interface Results {
  evaluation: Evaluation | null;
  baselines: Baselines | null;
  /** The test rows, by their key; of earlier versions those of the training. */
  rows?: string;
}

/** What is kept of a model beside its bytes. */
interface Result {
  run: Omit<Trained, 'data' | 'id' | 'summary'>;
  about: KeptModel['about'];
  adapter: NonNullable<KeptModel['adapter']>['info'] | null;
  log: LoggedRows;
}

/** Of the project, beside the file that has its result. */
interface About {
  /** That it was trained with. */
  choices: Choices;
  /** Of the encoder that it began with. */
  fingerprint: string;
}

const BYTES = ['weights', 'head', 'novelty', 'adapter'] as const;
/** Roles in the project. Runs are called by their beginnings. */
export const MODEL = 'model ';
export const prefixOf = (began: number) => `${MODEL}${began} `;
const resultOf = (began: number) => `${prefixOf(began)}result`;
const resultsOf = (began: number) => `${prefixOf(began)}results`;
const PLACE = 'place';

/** A model that can be opened again. */
interface KeptSize {
  began: number;
  bytes: number;
}
/** The one begun last comes first. */
export const keptModels = signal<KeptSize[]>([]);
export const keptTrouble = signal('');
/** The run whose model a reload brings back; null: none. */
export const inPlace = signal<number | null>(null);
/** Runs whose models were given up for room in this visit. */
export const givenUp = signal<number[]>([]);

const place = signal<Project | null>(null);

const begunIn = (of: Project): number[] =>
  of
    .roles(MODEL)
    .filter((role) => role.endsWith(' result'))
    .map((role) => Number(role.split(' ')[1]))
    .sort((a, b) => b - a);

function seeModels(): void {
  const of = place.peek();
  const all = of ? begunIn(of) : [];
  const placed = of?.about(PLACE) as number | undefined;
  batch(() => {
    keptRuns.value = new Set(all);
    keptModels.value = all.map((began) => ({ began, bytes: of!.bytesOf(prefixOf(began)) }));
    inPlace.value = placed !== undefined && all.includes(placed) ? placed : null;
  });
}

/** What goes first where the browser has no more room for `bytes`: the oldest model that is more than a head. The one
 * in the engine stays. Nothing goes where all of them together would not do. */
async function spare(of: Project, bytes: number): Promise<string[]> {
  const stays = trained.peek()?.began ?? inPlace.peek();
  const whole = begunIn(of).filter((began) => of.bytesOf(`${prefixOf(began)}weights`) > 0 && began !== stays);
  const oldest = whole.at(-1);
  if (oldest === undefined) return [];
  const { usage = 0, quota = Infinity } = (await navigator.storage?.estimate?.()) ?? {};
  const all = whole.reduce((sum, began) => sum + of.bytesOf(prefixOf(began)), 0);
  if (quota - usage + all < bytes) return [];
  givenUp.value = [...givenUp.peek(), oldest];
  return of.roles(prefixOf(oldest));
}

export function keepModelsIn(now: Project | null): void {
  if (now) Object.assign(now, { spare: (bytes: number) => spare(now, bytes), onChange: seeModels });
  place.value = now;
  seeModels();
}

/** Roles of the data and the encoders that the models need. */
export const filesOfModels = (of: Project): string[] =>
  begunIn(of).flatMap((began) => rolesOf(aboutModel(of, began).choices));

export const aboutModel = (of: Project, began: number): About => of.about(resultOf(began)) as About;

const json = (value: unknown) => new Blob([JSON.stringify(value)]);
const placed = (began: number) => ({ files: { [PLACE]: json(began) }, about: { [PLACE]: began } });

export async function keepModel(run: Trained): Promise<void> {
  const begun = await runBegunWith();
  const project = place.peek();
  if (!project || !begun) return;
  const { choices } = begun;
  const absent = rolesOf(choices).filter((role) => !project.roles(role).length);
  if (!absent.every((role) => begun.files.has(role))) return; // without its rows it could not come back
  const { began } = run;
  try {
    const log = logNow();
    const { about, adapter, ...bytes } = await engine.call('model.keep', {});
    const { data: _, id: __, summary: ___, ...how } = run;
    const result: Result = { run: how, about, adapter: adapter?.info ?? null, log };
    const files: Record<string, Blob> = { ...placed(began).files, [resultOf(began)]: json(result) };
    for (const role of absent) files[role] = begun.files.get(role)!;
    const blobs = { ...bytes, adapter: adapter?.file ?? null };
    for (const role of BYTES) if (blobs[role]) files[prefixOf(began) + role] = blobs[role];
    const beside = { ...placed(began).about, [resultOf(began)]: { choices, fingerprint: about.fingerprint } };
    await project.put(files, { about: beside, without: RUN });
    keptTrouble.value = '';
  } catch (error) {
    keptTrouble.value = words.kept.modelNotKept(sentence(error));
  }
}

effect(() => {
  const run = trained.value;
  if (run && place.value && !keptRuns.peek().has(run.began)) void keepModel(run);
});

// Figures that are measured later.
effect(() => {
  const results: Results = { evaluation: evaluation.value, baselines: baselines.value, rows: testKey.peek() };
  const run = trained.value;
  if (run && results.evaluation && isKept.value)
    void place
      .peek()
      ?.put({ [resultsOf(run.began)]: json(results) })
      .catch(() => undefined);
});

/** Of a run whose numbers stay. */
export const dropModel = (began: number): Promise<boolean> =>
  attempt(keptTrouble, async () => {
    const of = place.peek();
    await of?.drop(of.roles(prefixOf(began)));
  });

/** A reload brings no model back, until there is another one in place. */
export async function leavePlace(): Promise<void> {
  await place.peek()?.drop([PLACE]);
}

async function read<T>(from: Project, role: string): Promise<T | null> {
  const kept = await from.read(role);
  return kept && (JSON.parse(await kept.bytes.text()) as T);
}

/** A page that has just been opened may not have these sentences yet. */
async function damaged(): Promise<Error> {
  await fetchRest();
  return new Error(words.kept.modelDamaged);
}

/** Onto its encoder, which is loaded. `data`: what it was trained on. */
export async function restoreModel(from: Project, began: number, data: Prepared): Promise<void> {
  const result = await read<Result>(from, resultOf(began));
  const [weights, head, novelty, adapter] = await Promise.all(
    BYTES.map(async (role) => (await from.read(prefixOf(began) + role))?.bytes ?? null),
  );
  const missing = BYTES.filter(
    (role, i) => from.bytesOf(prefixOf(began) + role) > 0 && ![weights, head, novelty, adapter][i],
  );
  if (!result || !head || missing.length) throw await damaged();
  const results = await read<Results>(from, resultsOf(began));
  const info = result.adapter;
  try {
    await engine.call('model.restore', {
      about: result.about,
      weights: weights ?? null,
      head,
      novelty: novelty ?? null,
      adapter: adapter && info ? { info, file: adapter } : null,
    });
  } catch (error) {
    if (model.peek()?.fingerprint === result.about.fingerprint) throw error;
    return; // another encoder has taken the place of its own meanwhile
  }
  const now = snapshot.value.head;
  if (now?.from !== 'run') return; // another one has taken its place meanwhile
  const { end, options, ...how } = result.run;
  batch(() => {
    noteBegunWith(aboutModel(from, began).choices);
    placeRun({ id: now.run, kind: 'training', how: { ...how, data }, options, end, ...result.log });
    if (results) placeResults(results, results.rows ?? keyOf(data, 'test'));
  });
  if (inPlace.peek() === began) return;
  const { files, about } = placed(began);
  await from.put(files, { about });
}
