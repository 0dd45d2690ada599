// SPDX-License-Identifier: Apache-2.0
// Step 4: the options, the plan made from them, and the run.
import { batch, computed, effect, signal } from '@preact/signals';
import { afterChange, effective, type Circumstances } from '../rows/effects';
import { isEnough } from '../border/enough';
import { textKey } from '../rows/files';
import type { Prepared } from '../rows/prepare';
import { toWatch } from '../rows/watched';
import type { Example } from '../read/table';
import { errorsOf, poolingInput, poolingIsOpen as isOpen, waysOf } from '../answers/pooling';
import { bestPooling, liesApart } from '../border/pooling';
import { whyNotKept } from '../border/own_head';
import type { Head, LoggedRows, Method, Plan, Pooling, PoolingInput, RunOptions } from '../border/messages';
import { dataset, prepared, seed } from './data';
import { engine, snapshot } from './engine';
import { answering, trained } from './head';
import { NO_ROWS, noteBegun, noteHow } from './log';
import { loading, model, modelAt } from './model';
import { phase, stop } from './phase';
import { replaceTrained } from './replace';
import { cut, dataNumber, inEngine, sameCut, setCut } from './tokens';
import { attempt, newestOnly, sentence } from './trouble';
import { words } from '../words';

export const method = signal<Method>('full');
/** What the user has changed; all else is the engine's default. */
export const chosen = signal<RunOptions>({});
/** What a head of texts is to read; null: what the encoder was made for. */
export const wantedPooling = signal<Pooling | null>(null);
/** Where that fits: only the texts of a pair can be compared, and not by heads that have a pooler. */
export const fittingPooling = computed(() => {
  const compares = dataset.value?.columns.pair !== undefined && !!model.value && liesApart('mean', model.value.family);
  return wantedPooling.value === 'compared' && !compares ? null : wantedPooling.value;
});
/** Between which the training rows decide, where the user does not. */
const ways = computed(() => (model.value && dataset.value ? waysOf(model.value, dataset.value, method.value) : []));
/** What they tell; null: they were not asked. */
export const measuredPooling = computed(() =>
  fittingPooling.value === null ? errorsOf(model.value?.pooling_errors ?? null, ways.value) : null,
);
/** The encoder came with a head for the data at hand. */
export const ownFits = computed(() => {
  const [info, data] = [model.value, dataset.value];
  return !!info && !!data && whyNotKept(info.own_head, data, info.name) === null;
});
/** It is: where it no longer fits, the head is a new one. */
const kept = computed(() => chosen.value['head_start'] === 'kept' && ownFits.value);

export const pooling = computed<Pooling>(() => {
  if (kept.value) return model.value?.own_head?.pooling ?? 'cls';
  if (dataset.value?.task === 'token_classification') return 'cls';
  if (measuredPooling.value) return bestPooling(measuredPooling.value);
  // Of a model that was brought back nothing is measured until a new one is trained.
  const [head, data] = [answering.value, dataset.value];
  const trained = head && data && serves(head, data) && ways.value.includes(head.pooling) ? head.pooling : null;
  return fittingPooling.value ?? trained ?? model.value?.pooling ?? 'cls';
});

/** Whether training rows have yet to tell: the plan of a first training asks them, or the start of another one. */
export const poolingIsOpen = computed(() => {
  const [info, data] = [model.value, dataset.value];
  if (!info || !data || kept.value || fittingPooling.value !== null || measuredPooling.value) return false;
  return isOpen(info, data, method.value);
});

/** What is to be measured for that; null: nothing. */
const openPooling = (): PoolingInput | null =>
  poolingIsOpen.value ? poolingInput(model.value!, dataset.value!, method.value, cut.value, seed.value) : null;

/** What a plan is made for; the options are those of the moment or of a moment ago. */
const about = computed(() => JSON.stringify([modelAt.value, dataNumber.value, cut.value]));
const planned = signal<{ about: string; plan: Plan } | null>(null);
export const plan = computed(() => (ready.value && planned.value?.about === about.value ? planned.value.plan : null));
export const planTrouble = signal('');

export const runTrouble = signal('');
/** The last run was stopped before anything was trained. */
export const stoppedEarly = signal(false);

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

function withoutKept({ head_start, ...rest }: RunOptions): RunOptions {
  return head_start === undefined || head_start === 'kept' ? rest : { ...rest, head_start };
}

const options = computed<RunOptions>(() => ({
  ...effective(kept.value ? chosen.value : withoutKept(chosen.value), beforePlan.value),
  method: method.value,
  seed: seed.value,
}));

/** The data and the encoder of the moment are tokenized in the engine, and no other encoder is on its way. */
export const ready = computed(() => !!model.value && !loading.value && !!dataset.value && !!inEngine.value);

type Kind = Pick<Head, 'task' | 'labels' | 'scheme'>;
const sameKind = (a: Kind, b: Kind) =>
  a.task === b.task &&
  a.scheme === b.scheme &&
  a.labels.length === b.labels.length &&
  a.labels.every((label, i) => label === b.labels[i]);

/** Rows that cannot be trained on yet may lack labels that the head has. */
const lacksSome = (head: Kind, data: Kind & Pick<Prepared, 'ok'>) =>
  !data.ok && head.task === data.task && data.labels.every((label) => head.labels.includes(label));

/** A head for the labels of the data that reads what they have. Whatever sets a model to work on the data asks this. */
const serves = (head: Kind & Pick<Head, 'pooling'>, data: Kind & Pick<Prepared, 'columns' | 'ok'>) =>
  (sameKind(head, data) || lacksSome(head, data)) && (head.pooling !== 'compared' || data.columns.pair !== undefined);

/** The model that answers is one for the data at hand. */
export const isForData = computed(
  () => !!answering.value && !!prepared.value && serves(answering.value, prepared.value),
);

/** A trained head is in the way of planning for other labels. */
export const inTheWay = computed(() => !!answering.value && !!dataset.value && !serves(answering.value, dataset.value));

const sameRows = (a: Example[], b: Example[]) =>
  a.length === b.length && a.every((example, i) => example.row === b[i]?.row && example.text === b[i].text);

/** The rows to train on are those of the training. */
export const trainRowsStay = computed(() => {
  const [before, now] = [trained.value?.data, dataset.value];
  return !!before && !!now && sameRows(before.parts.train, now.parts.train);
});

/** Test rows of now that the model was trained on or chosen by, as after another split. */
export const trainedOnNow = computed(() => {
  const [before, now] = [trained.value?.data, dataset.value];
  if (!before || !now || sameRows(before.parts.test, now.parts.test)) return 0;
  const known = new Set([...before.parts.train, ...before.parts.validation].map(textKey));
  return now.parts.test.filter((example) => known.has(textKey(example))).length;
});

/** The rows are cut otherwise than in the training: figures of them would be about other texts. */
export const cutChanged = computed(() => !!trained.value && !sameCut(trained.value.cut, cut.value));

export function cutAsTrained(): void {
  if (trained.value) setCut(trained.value.cut);
}

/** For the data at hand. */
const wantedHead = () => {
  const { task, labels, scheme } = dataset.value!;
  return { task, labels, scheme, pooling: pooling.value, seed: seed.value, kept: kept.value };
};

/** A plan needs a head of the right kind: a trained one, or a new one that reads what is wanted. */
const headFits = (): boolean => {
  const { head } = snapshot.value;
  return !!head && serves(head, dataset.value!) && (head.trained || head.pooling === pooling.value);
};

/** The plan of training everything: that is what one should do, where it fits. */
const whole = signal<{ about: string; plan: Plan } | null>(null);
export const recommended = computed<{ method: Method; why: string } | null>(() => {
  if (!ready.value || whole.value?.about !== about.value) return null;
  const { fits, reasons } = whole.value.plan;
  return { method: fits ? 'full' : 'lora', why: reasons['method'] ?? '' };
});

const makePlan = newestOnly(async () => {
  if (!ready.value || inTheWay.value || phase.value !== 'idle') return;
  const made = about.value;
  const planIt = async () => {
    // A model that is being brought back may take its place meanwhile.
    const if_untrained = !snapshot.value.head?.trained;
    const measure = if_untrained ? openPooling() : null;
    if (measure) await engine.call('pooling.measure', { ...measure, if_untrained });
    if (!headFits()) await engine.call('head.new', { ...wantedHead(), if_untrained });
    planned.value = { about: made, plan: await engine.call('run.plan', options.value) };
    if (options.value['method'] === 'full') whole.value = planned.value;
    else if (whole.value?.about !== made)
      whole.value = { about: made, plan: await engine.call('run.plan', { method: 'full', seed: seed.value }) };
  };
  const done = await attempt(planTrouble, planIt, () => `${about.value} ${phase.value === 'idle'}`);
  if (!done) planned.value = null;
});

let wait: ReturnType<typeof setTimeout>;
effect(() => {
  void [options.value, pooling.value, ready.value, inTheWay.value, phase.value];
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

/** It may turn out to be no such file, or one of another training: by then the model trained here is gone. */
export const continueRun = (saved: File): Promise<void> =>
  replaceTrained('run', words.train.goOnWith(saved.name), () => startRun(saved));

/** A run starts from the pre-trained encoder and a new head, whatever was trained before; or where it was saved, after
 * the rows `before`. */
export async function startRun(saved?: Blob, before: LoggedRows = NO_ROWS): Promise<void> {
  const data = dataset.value;
  if (!data || !ready.value || phase.value !== 'idle') return;
  noteHow({ began: Date.now(), method: method.value, data, chosen: options.value, cut: cut.value }, before, !!saved);
  stoppedEarly.value = false;
  await attempt(runTrouble, async () => {
    const wanted = {
      head: wantedHead(),
      measure: openPooling(),
      options: options.value,
      calibrate: isEnough(data.parts.validation),
      watch: toWatch(data, cut.value),
    };
    await engine.call('train', { ...wanted, ...(saved ? { saved } : {}) });
    noteBegun();
  });
}

/** In place of the model that was trained here; `show` opens the step where it is seen. */
export const trainHeadAlone = (show: () => void): Promise<void> =>
  replaceTrained('alone', words.train.trainHead, async () => {
    show();
    setMethod('head');
    await makePlan();
    await startRun();
  });

/** Gives the trained weights up, so that a run for other labels can be planned. */
export const discardTrained = (): Promise<boolean> => attempt(planTrouble, () => engine.call('head.new', wantedHead()));

export const pauseRun = (): Promise<boolean> => attempt(runTrouble, () => engine.call('run.pause', {}));
export const resumeRun = (): Promise<boolean> => attempt(runTrouble, () => engine.call('run.resume', {}));
export const stopRun = (): Promise<boolean> => stop(runTrouble);

engine.on('run.end', ({ kind, reason, steps, fitted, error }) => {
  if (kind !== 'training') return;
  const nothing = reason === 'stopped' && steps === 0 && !fitted;
  runTrouble.value = error ? sentence(error) : '';
  stoppedEarly.value = nothing;
});
