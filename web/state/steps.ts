// SPDX-License-Identifier: Apache-2.0
// The steps of fine-tuning in their order, which one is open, and what each has come to.
import { computed, effect, signal } from '@preact/signals';
import { headlines } from '../answers/metrics';
import { figure } from '../ui/format';
import { words } from '../words';
import { dataset, mainFile, preparing, sizeInWords, steady } from './data';
import { answering, savedTo, trained } from './head';
import { loading, model, openDefault } from './model';
import { evaluation, tried } from './results';
import { lengths, maxLength } from './tokens';
import { phase, pretraining } from './phase';

export type StepId = 'prepare' | 'tokenize' | 'load' | 'train' | 'evaluate' | 'try' | 'download';

/** A step, or the runs so far, which are beside them. */
export type PageId = StepId | 'runs';

export const STEPS: { id: StepId; badge: string }[] = [
  { id: 'prepare', badge: '1' },
  { id: 'tokenize', badge: '2' },
  { id: 'load', badge: '3' },
  { id: 'train', badge: '4' },
  { id: 'evaluate', badge: '5' },
  { id: 'try', badge: '▸' },
  { id: 'download', badge: '↓' },
];

const fromHash = (): PageId =>
  location.hash === '#runs' ? 'runs' : (STEPS.find((step) => `#${step.id}` === location.hash)?.id ?? 'prepare');

export const openStep = signal<PageId>(fromHash());

export const goTo = (id: PageId): void => {
  location.hash = id;
};

addEventListener('hashchange', () => {
  openStep.value = fromHash();
});

/** What a step cannot do without yet, and the step where that is got. */
export interface Need {
  step: StepId;
  why: string;
}

/** null: the step can be used. */
export const needs = computed<Record<StepId, Need | null>>(() => {
  const { steps } = words;
  const need = (met: unknown, step: StepId, why: string): Need | null => (met ? null : { step, why });
  const idle = phase.value === 'idle';
  const without = !mainFile.value ? steps.dataFirst : preparing.value ? steps.dataComes : steps.dataBroken;
  const data = need(steady.value, 'prepare', without);
  const encoder = need(model.value, 'load', loading.value ? steps.encoderComes : steps.encoderFirst);
  const busy = pretraining.value ? need(idle, 'load', steps.pretraining) : need(idle, 'train', steps.training);
  const head = busy ?? need(answering.value, 'train', steps.trainFirst);
  return {
    prepare: null,
    tokenize: data,
    load: null,
    train: pretraining.value ? busy : idle ? (data ?? encoder) : null,
    evaluate: head ?? data,
    try: head,
    download: head,
  };
});

/** A few words on what a step has come to; empty while it is still to be done. */
export const summaries = computed<Record<StepId, string>>(() => {
  const { steps } = words;
  const test = evaluation.value?.metrics;
  const name = headlines(test ?? {})[0];
  return {
    prepare: steady.value ? sizeInWords(steady.value) : '',
    tokenize: lengths.value ? steps.tokens(maxLength.value) : '',
    load: model.value ? model.value.name : '',
    train:
      phase.value === 'idle' ? (trained.value?.summary ?? '') : phase.value === 'paused' ? steps.paused : steps.running,
    evaluate: test ? steps.figure(words.metrics.inside(name), figure(name, test[name])) : '',
    try: tried.value ? steps.texts(tried.value) : '',
    download: savedTo.value ? steps.saved : '',
  };
});

export const isDone = (id: StepId): boolean => summaries.value[id] !== '' && !(id === 'train' && !trained.value);

// Step 2 needs the encoder's tokenizer, so whoever opens it without having chosen an encoder gets one.
effect(() => {
  if (dataset.value && (openStep.value === 'tokenize' || openStep.value === 'load'))
    void openDefault(dataset.value.task);
});
