// SPDX-License-Identifier: Apache-2.0
// The steps of fine-tuning in their order, which one is open, and what each has come to.
import { computed, effect, signal } from '@preact/signals';
import { headlines } from '../answers/metrics';
import { decimal, plural } from '../ui/format';
import { dataset, mainFile, rowsOf } from './data';
import { answering, savedTo, trained } from './head';
import { loading, model, openDefault } from './model';
import { evaluation, tried } from './results';
import { lengths, maxLength } from './tokens';
import { phase, pretraining } from './phase';

export type StepId = 'prepare' | 'tokenize' | 'load' | 'train' | 'evaluate' | 'try' | 'download';

/** A step, or the runs so far, which are beside them. */
export type PageId = StepId | 'runs';

export const STEPS: { id: StepId; badge: string; name: string; short: string }[] = [
  { id: 'prepare', badge: '1', name: 'Prepare', short: 'Prepare' },
  { id: 'tokenize', badge: '2', name: 'Tokenize', short: 'Tokens' },
  { id: 'load', badge: '3', name: 'Load', short: 'Load' },
  { id: 'train', badge: '4', name: 'Train', short: 'Train' },
  { id: 'evaluate', badge: '5', name: 'Evaluate', short: 'Evaluate' },
  { id: 'try', badge: '▸', name: 'Try it', short: 'Try' },
  { id: 'download', badge: '↓', name: 'Download', short: 'Save' },
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
  const need = (met: unknown, step: StepId, why: string): Need | null => (met ? null : { step, why });
  const idle = phase.value === 'idle';
  const data = need(
    dataset.value,
    'prepare',
    mainFile.value ? 'The data have an error: see step 1.' : 'Choose data first.',
  );
  const encoder = need(model.value, 'load', loading.value ? 'An encoder is being loaded.' : 'Load an encoder first.');
  const busy = pretraining.value
    ? need(idle, 'load', 'The encoder is being pre-trained further.')
    : need(idle, 'train', 'The training is still going on.');
  const head = busy ?? need(answering.value, 'train', 'Train a model first.');
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
  const test = evaluation.value?.metrics;
  const name = headlines(test ?? {})[0];
  return {
    prepare: dataset.value
      ? `${plural(rowsOf(dataset.value), 'row')}, ${plural(dataset.value.labels.length, 'label')}`
      : '',
    tokenize: lengths.value ? `up to ${maxLength.value} tokens a row` : '',
    load: model.value ? model.value.name : '',
    train: phase.value === 'idle' ? (trained.value?.summary ?? '') : phase.value === 'paused' ? 'paused' : 'running',
    evaluate: test ? `${name.replaceAll('_', ' ')} ${decimal(test[name] ?? NaN)}` : '',
    try: tried.value ? plural(tried.value, 'text') : '',
    download: savedTo.value ? 'saved' : '',
  };
});

export const isDone = (id: StepId): boolean => summaries.value[id] !== '' && !(id === 'train' && !trained.value);

// Step 2 needs the encoder's tokenizer, so whoever opens it without having chosen an encoder gets the first one.
effect(() => {
  if (dataset.value && (openStep.value === 'tokenize' || openStep.value === 'load')) void openDefault();
});
