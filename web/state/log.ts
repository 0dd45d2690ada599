// SPDX-License-Identifier: Apache-2.0
// The run that was begun last: how it was begun, and its rows as they arrive.
import { computed, signal } from '@preact/signals';
import type { Cut, LoggedRows, LogRow, Method, RunEnd, RunOptions, RunState } from '../border/messages';
import type { Prepared } from '../rows/prepare';
import { engine, snapshot } from './engine';

/** How a training was begun: what is chosen meanwhile is for the next one. */
export interface How {
  /** Milliseconds, as of Date.now(): its name among the runs of a project. */
  began: number;
  method: Method;
  /** The rows it is trained on, and those kept from it. */
  data: Prepared;
  /** Options that the user chose: the others are defaults for its rows. */
  chosen: RunOptions;
  cut: Cut;
}

export const NO_ROWS: LoggedRows = { fit: null, steps: [], validations: [], best: null, meter: null };

export interface RunLog extends LoggedRows {
  id: number;
  kind: RunState['kind'];
  /** null: further pre-training. */
  how: How | null;
  /** All of them, as the engine took them. */
  options: RunOptions;
  end: RunEnd | null;
}

const last = signal<RunLog | null>(null);
/** That of the run that goes on or, where none does, of the one that made the head in place. */
export const log = computed(() => {
  const { run, head } = snapshot.value;
  const of = run && run.state !== 'starting' ? run.id : head?.from === 'run' ? head.run : undefined;
  return last.value && last.value.id === of ? last.value : null;
});

let begun = { how: null as How | null, before: NO_ROWS, goesOn: false };
/** To be called before a run is begun. `before`: the rows of the run that it `goesOn` with. */
export const noteHow = (how: How | null, before = NO_ROWS, goesOn = false): void =>
  void (begun = { how, before, goesOn });
/** No update was made, here or before. */
export const isAtStart = (): boolean => !begun.goesOn && steps.value.length === 0;

/** To be called when it has begun. */
export const noteBegun = (): void => void (last.value = current());

/** A run of another visit, whose model is in the engine again. */
export const placeRun = (run: RunLog): void => void (last.value = run);

/** How this run was begun, where it is the last one. */
export const howOf = (id: number): How | null => (last.peek()?.id === id ? last.peek()!.how : null);

/** The rows of the training that goes on, or of the one whose model is in place. */
export const logNow = (): LoggedRows => {
  const { fit, steps, validations, best, meter } = training.value ?? NO_ROWS;
  return { fit, steps, validations, best, meter };
};

/** The log of the run that goes on. */
function current(): RunLog | null {
  const { run } = snapshot.value;
  if (!run || run.id === last.peek()?.id) return last.peek();
  const { how, before } = begun;
  return { id: run.id, kind: run.kind, how, options: run.options ?? {}, ...before, end: null };
}

const ofKind = <K extends LogRow['kind']>(rows: LogRow[], kind: K) =>
  rows.filter((row): row is Extract<LogRow, { kind: K }> => row.kind === kind);

/** Of a run that goes on the engine counts from there. */
const secondsBefore = () => begun.before.steps.at(-1)?.seconds ?? 0;

engine.on('run.rows', (rows) => {
  const before = current();
  if (!before) return;
  const added = secondsBefore();
  const updates = ofKind(rows, 'step').map((row) => ({ ...row, seconds: row.seconds + added }));
  const checks = ofKind(rows, 'validation');
  last.value = {
    ...before,
    fit: ofKind(rows, 'fit').at(-1) ?? before.fit,
    best: ofKind(rows, 'best').at(-1) ?? before.best,
    meter: ofKind(rows, 'meter').at(-1) ?? before.meter,
    steps: updates.length ? [...before.steps, ...updates] : before.steps,
    validations: checks.length ? [...before.validations, ...checks] : before.validations,
  };
});

engine.on('run.end', (end) => {
  const before = last.peek();
  if (before?.id === end.id) last.value = { ...before, end: { ...end, seconds: end.seconds + secondsBefore() } };
});

const training = computed(() => (log.value?.kind === 'training' ? log.value : null));
const NONE: never[] = [];
export const fit = computed(() => training.value?.fit ?? null);
export const steps = computed(() => training.value?.steps ?? NONE);
export const validations = computed(() => training.value?.validations ?? NONE);
export const best = computed(() => training.value?.best ?? null);
export const meter = computed(() => training.value?.meter ?? null);
