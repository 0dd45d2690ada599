// SPDX-License-Identifier: Apache-2.0
// The figures of the last series of trainings, kept with the project. Those of other data or of another encoder are no
// part of the same story.
import { computed, signal } from '@preact/signals';
import { hashOf } from '../rows/identity';
import type { Fold } from '../rows/prepare';
import { chosenTask, fixes, labelNames, mainFile, ownFile } from './data';
import { changes } from './journal';
import { model } from './model';

interface Outcome {
  seed: number;
  fold: Fold | null;
  /** Of its test rows. */
  metrics: Record<string, number>;
}

export const series = signal<{ of: string; runs: Outcome[] }>({ of: '', runs: [] });

/** Of what is trained and tested on, but for the split. */
export const story = computed(() => {
  const [main, encoder] = [mainFile.value, model.value];
  if (!main || !encoder) return '';
  const { text, pair, labels } = main.columns;
  const files = [main, ownFile.validation.value, ownFile.test.value].map(
    (of) => of && [of.name, of.files.map(({ size }) => size), of.options],
  );
  const chosen = [chosenTask.value, labelNames.value, fixes.value, changes.value];
  return hashOf(JSON.stringify([files, text, pair, labels, chosen, encoder.fingerprint]));
});

export const outcomes = computed(() => (series.value.of === story.value ? series.value.runs : []));
export const setOutcomes = (runs: Outcome[]): void => void (series.value = { of: story.value, runs });
