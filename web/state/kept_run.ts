// SPDX-License-Identifier: Apache-2.0
// The training that is going on, kept in the project: after each epoch, each minute, when it is paused and when the
// page is hidden. Of its beginning the choices are kept alone. Where it broke off, another visit goes on, or begins
// again.
import { effect, signal } from '@preact/signals';
import { stepOf } from '../border/saved_run';
import { hasCode } from '../border/failure';
import type { Project } from '../project/projects';
import { applyChoices, gather, rolesOf, type Choices } from './choices';
import { dataset, mainFile, reading, upToDate } from './data';
import { engine } from './engine';
import { openEncoder } from './kept_encoder';
import { loading, model } from './model';
import { phase, pretraining } from './phase';
import { lengthsTrouble } from './tokens';
import type { LoggedRows } from '../border/messages';
import { words } from '../words';
import { isAtStart, logNow, steps } from './log';
import { plan, ready, startRun } from './training';
import { attempt, newestOnly, sentence } from './trouble';
import { until } from './until';

/** No more than this is lost where a tab dies just before a write has ended. */
const SECONDS = 60;
/** Where keeping is slow, so many times as long passes until the next, and more may be lost. */
const SHARE = 5;
/** Epochs of less are not kept each. */
const EPOCH_SECONDS = 3;

interface About {
  step: number;
  of: number;
  choices: Choices;
}

/** A training of the project that did not come to its end; null: there is none. */
export const interrupted = signal<{ step: number; of: number } | null>(null);
export const keptRunTrouble = signal('');

/** Of the project: the run, as the engine saves it, and its rows. */
export const RUN = ['run', 'log'];

let project: Project | null = null;
/** With the files that the choices speak of, by role; of a model that has come back those are in the project. */
interface Begun {
  choices: Choices;
  files: ReadonlyMap<string, Blob>;
}
/** What the last run was begun with, or the one whose model has come back. */
let begunWith: Promise<Begun> | null = null;
let [keptAt, keptEpoch, begun] = [0, 0, false];
let keptStep = -1;
/** Seconds that the last write took. */
let took = 0;

const seconds = () => performance.now() / 1000;
const going = () => (phase.value === 'running' || phase.value === 'paused') && !pretraining.value;

export const runBegunWith = (): Promise<Begun> | null => begunWith;
export const noteBegunWith = (choices: Choices): void =>
  void (begunWith = Promise.resolve({ choices, files: new Map() }));

export function keepRunsIn(now: Project | null): void {
  if (project !== now) [keptAt, keptStep] = [0, -1];
  project = now;
  const about = project?.about('run') as About | undefined;
  interrupted.value = about && !going() ? { step: about.step, of: about.of } : null;
}

/** Roles of data that the run needs. */
export const filesOfRun = (of: Project): string[] => rolesOf((of.about('run') as About | undefined)?.choices);

/** Nothing is made of the beginning: what is trained anew has the same bits. */
const NOT_BEGUN = new Blob([]);

const keep = newestOnly(async () => {
  if (!project || !begunWith || !going()) return;
  const atStart = isAtStart();
  const { choices } = await begunWith; // checksums of the data: made once
  const start = seconds();
  try {
    const run = atStart ? NOT_BEGUN : await engine.call('run.save', {});
    const step = await stepOf(run);
    if (step === keptStep) return;
    await until(() => (steps.value.at(-1)?.step ?? 0) >= step || !going()); // rows come a moment later
    const of = steps.value.at(-1)?.steps ?? plan.value?.steps ?? 0;
    const about: About = { step, of, choices };
    const log = new Blob([JSON.stringify(logNow())]);
    if (going()) await project.put({ run, log }, { about: { run: about }, generations: 1, passing: true });
    keptStep = step;
    keptRunTrouble.value = '';
  } catch (error) {
    // Its last update may be made already, and the page not know of it yet; else, as without room, the training goes
    // on.
    const ended = hasCode(error, 'E_STATE');
    if (going() && !ended) keptRunTrouble.value = words.kept.runNotKept(sentence(error));
  }
  keptAt = seconds();
  took = keptAt - start;
});

effect(() => {
  if (!going()) {
    if (begun) keptRunTrouble.value = '';
    begun = false;
    return;
  }
  if (!begun) {
    [begun, keptAt, took, keptEpoch, keptStep] = [true, 0, 0, 0, -1];
    begunWith = gather();
    interrupted.value = null;
  }
  const now = steps.value.at(-1)?.epoch ?? 0;
  const since = seconds() - keptAt;
  const slow = SHARE * took;
  const due = keptAt === 0 || phase.value === 'paused' || since > Math.max(SECONDS - 2 * took, slow);
  const epoch = now !== keptEpoch && since > Math.max(EPOCH_SECONDS, slow);
  if (!due && !epoch) return;
  [keptEpoch, keptAt] = [now, seconds()];
  void keep();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void keep();
});
// It is there as it was kept last.
engine.onDeath(() => keepRunsIn(project));

const upTo = (log: LoggedRows, step: number): LoggedRows => ({
  ...log,
  steps: log.steps.filter((row) => row.step <= step),
  validations: log.validations.filter((row) => row.step <= step),
});

/** Nothing that is on its way can make it ready. */
const lacking = (): boolean =>
  (upToDate.value && !dataset.value) || (!loading.value && !model.value) || !!lengthsTrouble.value;

/** With the data, the choices and the encoder that it was begun with. */
export async function goOn(): Promise<void> {
  await attempt(keptRunTrouble, async () => {
    const [run, log] = [await project?.read('run'), await project?.read('log')];
    if (!run || !log) throw new Error(words.kept.runDamaged);
    const { choices, step } = run.about as About;
    const read = async (role: string) => (await project?.read(role))?.bytes ?? null;
    const now = (await gather()).choices;
    // What is still on its way would take the place of what is there.
    if (reading.value || JSON.stringify({ ...now, encoder: null }) !== JSON.stringify({ ...choices, encoder: null }))
      await applyChoices(choices, read);
    const data = mainFile.value;
    if (loading.value || model.value?.fingerprint !== choices.encoder?.fingerprint) {
      const other = await openEncoder(choices.encoder, read, true);
      if (other) throw new Error(other);
    }
    await until(() => (ready.value && phase.value === 'idle') || lacking());
    if (!ready.value) throw new Error(words.kept.runNeeds);
    // Whoever has chosen others meanwhile wants those.
    if (mainFile.value !== data || model.value?.fingerprint !== choices.encoder?.fingerprint) return;
    await startRun(
      run.bytes.size ? run.bytes : undefined,
      upTo(JSON.parse(await log.bytes.text()) as LoggedRows, step),
    );
    keepRunsIn(project);
  });
}

export async function dropRun(): Promise<void> {
  await project?.drop(RUN);
  keepRunsIn(project);
}
