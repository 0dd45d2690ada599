// SPDX-License-Identifier: Apache-2.0
// Step 4: the options, the plan made from them, and the run.
import { batch, computed, effect, signal } from '@preact/signals';
import type { Example } from '../data/examples';
import { headlines } from '../data/metrics';
import type { Prepared } from '../data/prepare';
import type {
  Cut,
  BestRow,
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
import { headFile, model, ownHead } from './model';
import { phase, pretraining } from './phase';
import { cut, inEngine } from './tokens';
import { attempt, newestOnly } from './trouble';

export const method = signal<Method>('full');
/** What the user has changed; all else is the engine's default. */
export const chosen = signal<RunOptions>({});
export const plan = signal<Plan | null>(null);
export const planTrouble = signal('');

export const runTrouble = signal('');
export const steps = signal<StepRow[]>([]);
export const validations = signal<ValidationRow[]>([]);
/** The epoch whose weights a run with `patience` has kept. */
export const best = signal<BestRow | null>(null);
/** How far the encoder has moved, read last. */
export const meter = signal<MeterRow | null>(null);

/** What a head is for. */
export type HeadKind = Pick<Head, 'task' | 'labels' | 'scheme' | 'thresholds'>;

/** What the engine's weights are after a run. */
export interface Trained {
  method: Method;
  /** The rows it was trained on, and those kept from it. */
  data: Prepared;
  head: HeadKind;
  options: RunOptions;
  cut: Cut;
  end: RunEnd;
  summary: string;
}
export const trained = signal<Trained | null>(null);

const options = computed<RunOptions>(() => ({ ...chosen.value, method: method.value, seed: seed.value }));

/** The data and the encoder of the moment are tokenized in the engine. */
export const ready = computed(
  () =>
    !!inEngine.value &&
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

const headOf = ({ task, labels, scheme }: Prepared): HeadKind => ({
  ...{ task, labels, scheme },
  thresholds: task === 'multi_label_classification' ? labels.map(() => 0.5) : [],
});

/** The trained head in the engine, from a run, a file or the checkpoint: it is able to answer. */
export const answering = computed<HeadKind | null>(
  () => trained.value?.head ?? headFile.value ?? ownHead.value ?? null,
);

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

async function newHead(): Promise<void> {
  const data = dataset.value;
  if (!data) return;
  const { task, labels, scheme } = data;
  await engine.call('head.new', { task, labels, scheme, seed: seed.value });
}

/** What the untrained head is for that is in place for planning. */
let plannedFor: { model: unknown; kind: Kind } | null = null;

const makePlan = newestOnly(async () => {
  if (!ready.value || inTheWay.value || phase.value !== 'idle') return;
  await attempt(planTrouble, async () => {
    const kind = dataset.value!;
    const inPlace = plannedFor?.model === model.value && sameKind(plannedFor!.kind, kind);
    if (!answering.value && !inPlace) {
      await newHead();
      plannedFor = { model: model.value, kind };
    }
    plan.value = await engine.call('run.plan', options.value);
  });
  if (planTrouble.value) plan.value = null;
});

let wait: ReturnType<typeof setTimeout>;
effect(() => {
  void [options.value, ready.value, inTheWay.value, phase.value];
  if (!ready.value) plan.value = null;
  clearTimeout(wait);
  wait = setTimeout(makePlan, 120);
});

export function setOption(name: string, value: RunOptions[string]): void {
  chosen.value = { ...chosen.value, [name]: value };
}

export function resetOption(name: string): void {
  const { [name]: _, ...rest } = chosen.value;
  chosen.value = rest;
}

/** The data of the run that is going on. */
let running: Prepared | null = null;

/** A run starts from the pre-trained encoder and a new head, whatever was trained before. */
export async function startRun(saved?: Blob): Promise<void> {
  if (!ready.value || phase.value !== 'idle') return;
  phase.value = 'running';
  const begun = await attempt(runTrouble, async () => {
    await newHead();
    running = dataset.value;
    batch(() => {
      steps.value = [];
      validations.value = [];
      best.value = meter.value = null;
      trained.value = headFile.value = ownHead.value = null;
    });
    if (saved) await engine.call('run.continue', { options: options.value, saved });
    else await engine.call('run.start', options.value);
  });
  progress.value = null;
  if (!begun) phase.value = 'idle';
}

/** Gives the trained weights up, so that a run for other labels can be planned. */
export function discardTrained(): void {
  batch(() => {
    trained.value = headFile.value = ownHead.value = null;
    plannedFor = null;
  });
}

export const pauseRun = (): Promise<boolean> =>
  attempt(runTrouble, async () => {
    await engine.call('run.pause', {});
    phase.value = 'paused';
  });

export const resumeRun = (): Promise<boolean> =>
  attempt(runTrouble, async () => {
    await engine.call('run.resume', {});
    phase.value = 'running';
  });

export const stopRun = (): Promise<boolean> =>
  attempt(runTrouble, async () => {
    phase.value = 'stopping';
    await engine.call('run.stop', {});
  });

engine.on('run.rows', (rows) => {
  if (pretraining.value) return;
  batch(() => {
    const updates = rows.filter((row) => row.kind === 'step');
    const checks = rows.filter((row) => row.kind === 'validation');
    best.value = rows.find((row) => row.kind === 'best') ?? best.value;
    meter.value = rows.findLast((row) => row.kind === 'meter') ?? meter.value;
    if (updates.length) steps.value = [...steps.value, ...updates];
    if (checks.length) validations.value = [...validations.value, ...checks];
  });
});

engine.on('run.end', (end) => {
  if (pretraining.value) return;
  batch(() => {
    phase.value = 'idle';
    progress.value = null;
    if (end.error) runTrouble.value = end.error.text;
    if (!end.steps || !running) return;
    const last = validations.value.find(({ epoch }) => epoch === best.value?.epoch) ?? validations.value.at(-1);
    trained.value = {
      method: method.value,
      data: running,
      head: headOf(running),
      options: { ...plan.value?.options, ...options.value },
      cut: cut.value,
      end,
      summary: `${end.reason === 'done' ? 'done' : 'stopped'}${last ? `, validation ${decimal(last[headlines(last)[0]] ?? last.loss)}` : ''}`,
    };
    if (running.parts.validation.length) void calibrate();
  });
});

/** What the validation rows are good for at the end: from which probability on each label is given, or the temperature. */
async function calibrate(): Promise<void> {
  await attempt(runTrouble, async () => {
    const { thresholds } = await engine.call('calibrate', {});
    const done = trained.value;
    if (thresholds && done) trained.value = { ...done, head: { ...done.head, thresholds } };
  });
  progress.value = null;
}
