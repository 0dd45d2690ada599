// SPDX-License-Identifier: Apache-2.0
// Further pre-training on texts without labels: the encoder reads them with words left out, and learns to fill the gaps.
import { batch, computed, signal } from '@preact/signals';
import { splitTexts } from '../data/split';
import type { RunEnd, StepRow, ValidationRow } from '../engine/messages';
import { dataset } from './data';
import { engine, progress } from './engine';
import { model, ownHead } from './model';
import { phase, pretraining } from './phase';
import { maxLength } from './tokens';
import { discardTrained } from './training';
import { attempt } from './trouble';

const EPOCHS = 3;

export const pretrainTrouble = signal('');
export const pretrainStep = signal<StepRow | null>(null);
export const pretrainLosses = signal<ValidationRow[]>([]);
/** Of the encoder that is loaded: on how many texts it was pre-trained further. */
export const pretrainedOn = signal<{ model: unknown; texts: number } | null>(null);

/** The texts at hand: the training part of the data, without its labels. */
export const ownTexts = computed(() => dataset.value?.parts.train.map(({ text }) => text) ?? []);
export const canPretrain = computed(() => (model.value?.parameters.masked_lm ?? 0) > 0);

export async function pretrain(texts: string[]): Promise<void> {
  if (phase.value !== 'idle' || texts.length < 2) return;
  batch(() => {
    phase.value = 'running';
    pretraining.value = true;
    pretrainStep.value = null;
    pretrainLosses.value = [];
  });
  await attempt(pretrainTrouble, () => run(texts));
  batch(() => {
    phase.value = 'idle';
    pretraining.value = false;
    progress.value = null;
    // the rows and the head in the engine are not the data's any more: a new value says so to whoever put them there
    if (model.value) model.value = { ...model.value };
    if (pretrainedOn.value) pretrainedOn.value = { ...pretrainedOn.value, model: model.value };
  });
}

async function run(texts: string[]): Promise<void> {
  discardTrained();
  const { train, validation } = splitTexts(texts, 1);
  await engine.call('pretrain.open', { train, validation, max_length: maxLength.value });
  let end!: (end: RunEnd) => void;
  const ended = new Promise<RunEnd>((resolve) => (end = resolve));
  const off = [
    engine.on('run.end', (how) => end(how)),
    engine.on('run.rows', (some) => {
      pretrainStep.value = some.findLast((row) => row.kind === 'step') ?? pretrainStep.value;
      pretrainLosses.value = [...pretrainLosses.value, ...some.filter((row) => row.kind === 'validation')];
    }),
  ];
  try {
    await engine.call('run.start', { epochs: EPOCHS });
    const { error } = await ended;
    if (error) throw new Error(error.text);
  } finally {
    off.forEach((stop) => stop());
  }
  const info = await engine.call('pretrain.keep', {});
  batch(() => {
    model.value = info;
    ownHead.value = null;
    pretrainedOn.value = { model: info, texts: train.length };
  });
}

export const stopPretraining = (): Promise<boolean> => attempt(pretrainTrouble, () => engine.call('run.stop', {}));
