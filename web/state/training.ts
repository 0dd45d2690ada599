// SPDX-License-Identifier: Apache-2.0
// Step 4: the options, the plan made from them, and the run.
import { batch, computed, effect, signal } from '@preact/signals';
import { afterChange, effective, type Circumstances } from '../data/effects';
import { isEnough } from '../data/few';
import { validationOf } from '../data/findings';
import { headlines } from '../data/metrics';
import type { Prepared } from '../data/prepare';
import type { Example } from '../data/table';
import type {
  BestRow,
  Pooling,
  FitRow,
  Cut,
  Head,
  MeterRow,
  Method,
  Plan,
  RunEnd,
  RunOptions,
  StepRow,
  ValidationRow,
} from '../engine/messages';
import { decimal } from '../ui/format';
import { dataset, seed } from './data';
import { engine, progress } from './engine';
import { answering, inPlace, trained, type HeadKind, type Trained } from './head';
import { learn, loading, model } from './model';
import { begin, phase, stop } from './phase';
import { replaceTrained } from './replace';
import { cut, inEngine, setCut } from './tokens';
import { attempt, newestOnly, sentence } from './trouble';

export const method = signal<Method>('full');
/** What the user has changed; all else is the engine's default. */
export const chosen = signal<RunOptions>({});
/** What a head of texts is to read; null: what the encoder was made for. */
export const wantedPooling = signal<Pooling | null>(null);
export const pooling = computed<Pooling>(() =>
  dataset.value?.task === 'token_classification' ? 'cls' : (wantedPooling.value ?? model.value?.pooling ?? 'cls'),
);
export const plan = signal<Plan | null>(null);
export const planTrouble = signal('');

export const runTrouble = signal('');
/** How a new head was fitted before the first update. */
export const fit = signal<FitRow | null>(null);
export const steps = signal<StepRow[]>([]);
export const validations = signal<ValidationRow[]>([]);
/** The epoch whose weights a run with `patience` has kept. */
export const best = signal<BestRow | null>(null);
/** How far the encoder has moved, read last. */
export const meter = signal<MeterRow | null>(null);

/** What decides which options have an effect, before a plan says how the head begins. */
const beforePlan = computed<Circumstances>(() => ({
  method: method.value,
  head_start: null,
  validation: dataset.value?.parts.validation.length ?? 0,
}));

export const circumstances = computed<Circumstances>(() => ({
  ...beforePlan.value,
  head_start: (plan.value?.options['head_start'] ?? null) as Circumstances['head_start'],
}));

const options = computed<RunOptions>(() => ({
  ...effective(chosen.value, beforePlan.value),
  method: method.value,
  seed: seed.value,
}));

/** The data and the encoder of the moment are tokenized in the engine, and no other encoder is on its way. */
export const ready = computed(
  () =>
    !!inEngine.value &&
    !loading.value &&
    inEngine.value.dataset === dataset.value &&
    inEngine.value.model === model.value &&
    inEngine.value.cut === cut.value,
);

type Kind = Pick<Head, 'task' | 'labels' | 'scheme'>;
const sameKind = (a: Kind, b: Kind) =>
  a.task === b.task &&
  a.scheme === b.scheme &&
  a.labels.length === b.labels.length &&
  a.labels.every((label, i) => label === b.labels[i]);

const headOf = ({ task, labels, scheme }: Prepared, reads: Pooling): HeadKind => ({
  ...{ task, labels, scheme, pooling: reads },
  thresholds: task === 'multi_label_classification' ? labels.map(() => 0.5) : [],
});

/** A trained head is in the way of planning for other labels. */
export const inTheWay = computed(
  () => !!answering.value && !!dataset.value && !sameKind(answering.value, dataset.value),
);

const sameRows = (a: Example[], b: Example[]) =>
  a.length === b.length && a.every((example, i) => example.row === b[i]?.row && example.text === b[i].text);

/** The split is not the one of the training any more: its test rows may have been trained on. */
export const splitChanged = computed(() => {
  const [before, now] = [trained.value?.data, dataset.value];
  return !!before && !!now && !sameRows(before.parts.test, now.parts.test);
});

const sameCut = (a: Cut, b: Cut) =>
  a.max_length === b.max_length && a.truncation === b.truncation && a.stride === b.stride;

/** The rows are cut otherwise than in the training: figures of them would be about other texts. */
export const cutChanged = computed(() => !!trained.value && !sameCut(trained.value.cut, cut.value));

export function cutAsTrained(): void {
  if (trained.value) setCut(trained.value.cut);
}

/** What the untrained head is for that is in place for planning. */
let plannedFor: { model: unknown; kind: Kind; pooling: Pooling } | null = null;

/** On the encoder as its checkpoint has it, whatever was trained before. */
async function newHead(): Promise<void> {
  const kind = dataset.value!;
  const { task, labels, scheme } = kind;
  const reads = pooling.value;
  try {
    await engine.call('head.new', { task, labels, scheme, pooling: reads, seed: seed.value });
  } catch (error) {
    await learn();
    throw error;
  }
  inPlace.value = null;
  plannedFor = { model: model.value, kind, pooling: reads };
}

const makePlan = newestOnly(async () => {
  if (!ready.value || inTheWay.value || phase.value !== 'idle') return;
  await attempt(planTrouble, async () => {
    const kind = dataset.value!;
    const made =
      plannedFor?.model === model.value && plannedFor.pooling === pooling.value && sameKind(plannedFor.kind, kind);
    if (!answering.value && !made) await newHead();
    plan.value = await engine.call('run.plan', options.value);
  });
  if (planTrouble.value || !ready.value) plan.value = null;
});

let wait: ReturnType<typeof setTimeout>;
effect(() => {
  void [options.value, pooling.value, ready.value, inTheWay.value, phase.value];
  if (!ready.value) plan.value = null;
  clearTimeout(wait);
  wait = setTimeout(makePlan, 120);
});

/** What was typed for one method does not stay for another that does not use it. */
export function setMethod(next: Method): void {
  const head_start = (chosen.value['head_start'] ?? 'fitted') as Circumstances['head_start'];
  batch(() => {
    chosen.value = afterChange(chosen.value, { ...beforePlan.value, method: next, head_start });
    method.value = next;
  });
}

export function setOption(name: string, value: RunOptions[string]): void {
  chosen.value = { ...chosen.value, [name]: value };
}

export function resetOption(name: string): void {
  const { [name]: _, ...rest } = chosen.value;
  chosen.value = rest;
}

// Numbers for each label are for the labels that they were given for.
const labelsNow = computed(() => dataset.value && JSON.stringify(dataset.value.labels));
let labelsBefore: string | null = null;
effect(() => {
  const labels = labelsNow.value;
  if (labels === null || labels === labelsBefore) return;
  labelsBefore = labels;
  const kept = Object.entries(chosen.peek()).filter(([, value]) => !Array.isArray(value));
  chosen.value = Object.fromEntries(kept);
});

/** The rows of a run. */
export interface RunLog {
  fit: FitRow | null;
  steps: StepRow[];
  validations: ValidationRow[];
  best: BestRow | null;
  meter: MeterRow | null;
}

export const logNow = (): RunLog => ({
  fit: fit.value,
  steps: steps.value,
  validations: validations.value,
  best: best.value,
  meter: meter.value,
});

const NO_ROWS: RunLog = { fit: null, steps: [], validations: [], best: null, meter: null };

export function placeLog(log: RunLog): void {
  batch(() => {
    [fit.value, best.value, meter.value] = [log.fit, log.best, log.meter];
    [steps.value, validations.value] = [log.steps, log.validations];
  });
}

// The curves are those of the encoder that is loaded.
effect(() => {
  void model.value;
  placeLog(NO_ROWS);
});

/** The run that is going on, as it was begun: what is chosen meanwhile is for the next one. */
let running:
  (Pick<Trained, 'method' | 'data' | 'options' | 'chosen' | 'cut'> & { model: unknown; pooling: Pooling }) | null =
  null;

/** It may turn out to be no such file, or one of another training: by then the model trained here is gone. */
export const continueRun = (saved: File): Promise<void> =>
  replaceTrained('run', `Go on with ${saved.name}`, () => startRun(saved));

/** A run starts from the pre-trained encoder and a new head, whatever was trained before; or where it was saved, after
 * the rows `log`. */
export async function startRun(saved?: Blob, log = NO_ROWS): Promise<void> {
  const data = dataset.value;
  if (!data || !ready.value || phase.value !== 'idle') return;
  const wanted = options.value;
  const run = { model: model.value, method: method.value, data, cut: cut.value, pooling: pooling.value };
  const start = () => {
    plannedFor = null;
    placeLog(log);
    running = { ...run, options: { ...plan.value?.options, ...wanted }, chosen: wanted };
    return saved ? engine.call('run.continue', { options: wanted, saved }) : engine.call('run.start', wanted);
  };
  const begun = await attempt(runTrouble, () => begin(newHead, start));
  progress.value = null;
  if (begun) return;
  running = null;
  phase.value = 'idle';
}

/** In place of the model that was trained here; `show` opens the step where it is seen. */
export const trainHeadAlone = (show: () => void): Promise<void> =>
  replaceTrained('alone', 'Train the head alone', async () => {
    show();
    setMethod('head');
    await makePlan();
    await startRun();
  });

/** Gives the trained weights up, so that a run for other labels can be planned. */
export function discardTrained(): void {
  plannedFor = null;
  inPlace.value = null;
}

export const pauseRun = (): Promise<boolean> =>
  attempt(runTrouble, async () => {
    await engine.call('run.pause', {});
    if (phase.value === 'running') phase.value = 'paused';
  });

export const resumeRun = (): Promise<boolean> =>
  attempt(runTrouble, async () => {
    await engine.call('run.resume', {});
    if (phase.value === 'paused') phase.value = 'running';
  });

export const stopRun = (): Promise<boolean> => stop(runTrouble);

engine.on('run.rows', (rows) => {
  if (!running) return;
  batch(() => {
    const updates = rows.filter((row) => row.kind === 'step');
    const checks = rows.filter((row) => row.kind === 'validation');
    fit.value = rows.find((row) => row.kind === 'fit') ?? fit.value;
    best.value = rows.find((row) => row.kind === 'best') ?? best.value;
    meter.value = rows.findLast((row) => row.kind === 'meter') ?? meter.value;
    if (updates.length) steps.value = [...steps.value, ...updates];
    if (checks.length) validations.value = [...validations.value, ...checks];
  });
});

engine.on('run.end', async (end) => {
  const run = running;
  if (!run) return;
  running = null;
  const head = headOf(run.data, run.pooling);
  const trainedSomething = end.steps > 0 || end.fitted;
  runTrouble.value =
    end.error?.text ?? (end.reason === 'stopped' && !trainedSomething ? 'Stopped before anything was trained.' : '');
  if (trainedSomething && isEnough(run.data.parts.validation)) await calibrate(head);
  if (trainedSomething && head.task !== 'token_classification') await measureNovelty();
  batch(() => {
    phase.value = 'idle';
    progress.value = null;
    const { model: encoder, pooling: _, ...how } = run;
    if (trainedSomething && encoder === model.value)
      inPlace.value = { from: 'run', run: { ...how, head, end, summary: summaryOf(end, run.options) } };
  });
});

engine.onDeath(() => {
  running = plannedFor = null;
});

const ENDS: Record<RunEnd['reason'], string> = { done: 'done', stopped: 'stopped', error: 'ended by an error' };

function summaryOf({ reason }: RunEnd, of: RunOptions): string {
  const last = validationOf({ validations: validations.value, best: best.value, options: of });
  if (!last) return ENDS[reason];
  const [name] = headlines(last);
  const value = last[name];
  return `${ENDS[reason]}, validation ${value == null ? `loss ${decimal(last.loss)}` : `${name.replaceAll('_', ' ')} ${decimal(value)}`}`;
}

/** With it the model says of a text how unlike the training rows it is. */
async function measureNovelty(): Promise<void> {
  phase.value = 'finishing';
  try {
    await engine.call('novelty', {});
  } catch (error) {
    runTrouble.value ||= sentence(error);
  }
}

/** What the validation rows are good for at the end: from which probability on each label is given, or the temperature. */
async function calibrate(head: HeadKind): Promise<void> {
  phase.value = 'finishing';
  try {
    const { thresholds } = await engine.call('calibrate', {});
    if (thresholds) head.thresholds = thresholds;
  } catch (error) {
    runTrouble.value ||= sentence(error);
  }
}
