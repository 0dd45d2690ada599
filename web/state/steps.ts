// SPDX-License-Identifier: Apache-2.0
// The steps of fine-tuning in their order, which one is open, and what each has come to.
import { computed, effect, signal } from '@preact/signals';
import { headlines } from '../data/metrics';
import { decimal, plural } from '../ui/format';
import { dataset, rowsOf } from './data';
import { trained } from './head';
import { model, openDefault } from './model';
import { evaluation, savedTo, tried } from './results';
import { lengths, maxLength } from './tokens';
import { phase } from './phase';

export type StepId = 'prepare' | 'tokenize' | 'load' | 'train' | 'evaluate' | 'try' | 'download';

export const STEPS: { id: StepId; badge: string; name: string; short: string }[] = [
  { id: 'prepare', badge: '1', name: 'Prepare', short: 'Prepare' },
  { id: 'tokenize', badge: '2', name: 'Tokenize', short: 'Tokens' },
  { id: 'load', badge: '3', name: 'Load', short: 'Load' },
  { id: 'train', badge: '4', name: 'Train', short: 'Train' },
  { id: 'evaluate', badge: '5', name: 'Evaluate', short: 'Evaluate' },
  { id: 'try', badge: '▸', name: 'Try it', short: 'Try' },
  { id: 'download', badge: '↓', name: 'Download', short: 'Save' },
];

const fromHash = (): StepId => STEPS.find((step) => `#${step.id}` === location.hash)?.id ?? 'prepare';

export const openStep = signal<StepId>(fromHash());

export const goTo = (id: StepId): void => {
  location.hash = id;
};

addEventListener('hashchange', () => {
  openStep.value = fromHash();
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
