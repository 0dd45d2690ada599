// SPDX-License-Identifier: Apache-2.0
// Further pre-training on texts without labels: the encoder reads them with words left out, and learns to fill the gaps.
import { batch, computed, signal } from '@preact/signals';
import { splitTexts } from '../data/split';
import type { RunEnd, StepRow, ValidationRow } from '../engine/messages';
import { dataset } from './data';
import { engine, progress } from './engine';
import { inPlace } from './head';
import { loading, model, replaceModel, source } from './model';
import { begin, phase, pretraining, stop } from './phase';
import { replaceTrained } from './replace';
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
  if (phase.value !== 'idle' || loading.value || texts.length < 2) return;
  await replaceTrained('pretraining', 'Pre-train further', () => pretrainOn(texts));
}

async function pretrainOn(texts: string[]): Promise<void> {
  batch(() => {
    pretraining.value = true;
    pretrainStep.value = null;
    pretrainLosses.value = [];
  });
  await attempt(pretrainTrouble, async () => {
    try {
      await run(texts);
    } finally {
      await renew();
    }
  });
  batch(() => {
    phase.value = 'idle';
    pretraining.value = false;
    progress.value = null;
  });
}

/** The rows and the head in the engine are not the data's any more: a new value tells whoever put them there. */
async function renew(): Promise<void> {
  const before = model.value;
  if (!before) return;
  const info = await engine.call('model.info', {});
  batch(() => {
    replaceModel(info, source.value);
    inPlace.value = null;
    if (pretrainedOn.value?.model === before) pretrainedOn.value = { ...pretrainedOn.value, model: info };
  });
}

async function run(texts: string[]): Promise<void> {
  discardTrained();
  const { train, validation } = splitTexts(texts, 1);
  const off: (() => void)[] = [];
  const ended = new Promise<RunEnd>((resolve, reject) => {
    off.push(engine.on('run.end', resolve), engine.onDeath(reject));
  });
  ended.catch(() => undefined); // awaited later, or not at all where nothing was begun
  off.push(
    engine.on('run.rows', (some) => {
      pretrainStep.value = some.findLast((row) => row.kind === 'step') ?? pretrainStep.value;
      pretrainLosses.value = [...pretrainLosses.value, ...some.filter((row) => row.kind === 'validation')];
    }),
  );
  try {
    await begin(
      () => engine.call('pretrain.open', { train, validation, max_length: maxLength.value }),
      () => engine.call('run.start', { epochs: EPOCHS }),
    );
    const { error } = await ended;
    if (error) throw new Error(error.text);
  } finally {
    off.forEach((stop) => stop());
  }
  const info = await engine.call('pretrain.keep', {});
  const files = await engine.call('model.files', {});
  batch(() => {
    replaceModel(info, files);
    pretrainedOn.value = { model: info, texts: train.length };
  });
}

export const stopPretraining = (): Promise<boolean> => stop(pretrainTrouble);
