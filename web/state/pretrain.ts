// SPDX-License-Identifier: Apache-2.0
// Further pre-training on texts without labels: the encoder reads them with words left out, and learns to fill the
// gaps.
import { computed, signal } from '@preact/signals';
import { splitTexts } from '../rows/split';
import { words } from '../words';
import { dataset } from './data';
import { engine } from './engine';
import { log, noteHow } from './log';
import { learnSource, loading, model } from './model';
import { phase, stop } from './phase';
import { open } from './queue';
import { replaceTrained } from './replace';
import { maxLength } from './tokens';
import { attempt, sentence } from './trouble';

const EPOCHS = 3;

export const pretrainTrouble = signal('');
const going = computed(() => (log.value?.kind === 'pretraining' ? log.value : null));
export const pretrainStep = computed(() => going.value?.steps.at(-1) ?? null);
export const pretrainLosses = computed(() => going.value?.validations ?? []);
/** Of the encoder that is loaded: on how many texts it was pre-trained further. */
export const pretrainedOn = computed(() => model.value?.pretrained ?? 0);

const textsOf = ({ text, pair }: { text: string; pair?: string | undefined }) =>
  pair === undefined ? [text] : [text, pair];

/** The texts at hand, of pairs both: the training part of the data, and rows without a label whose texts are not kept
 * apart. */
export const ownTexts = computed(() => {
  const parts = dataset.value?.parts;
  if (!parts) return [];
  const apart = new Set([...parts.validation, ...parts.test].flatMap(textsOf));
  return [...parts.train.flatMap(textsOf), ...open.value.flatMap(textsOf).filter((text) => !apart.has(text))];
});
export const canPretrain = computed(() => (model.value?.parameters.masked_lm ?? 0) > 0);

/** Resolves when it has begun, or could not be. */
export async function pretrain(texts: string[]): Promise<void> {
  if (phase.value !== 'idle' || loading.value || texts.length < 2) return;
  await replaceTrained('pretraining', words.replace.pretrain, () =>
    attempt(pretrainTrouble, async () => {
      noteHow(null);
      const options = { epochs: EPOCHS };
      await engine.call('pretrain', { ...splitTexts(texts, 1), max_length: maxLength.value, options });
    }),
  );
}

engine.on('run.end', ({ kind, error }) => {
  if (kind !== 'pretraining') return;
  pretrainTrouble.value = error ? sentence(error) : '';
  if (!error) void learnSource();
});
engine.onDeath((error, { run }) => {
  if (run?.kind === 'pretraining') pretrainTrouble.value = sentence(error);
});

export const stopPretraining = (): Promise<boolean> => stop(pretrainTrouble);
