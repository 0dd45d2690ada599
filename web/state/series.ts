// SPDX-License-Identifier: Apache-2.0
// The figures of the last series of trainings, kept with the project. Those of other data or of another encoder are no
// part of the same story.
import { computed, signal } from '@preact/signals';
import type { Fold } from '../rows/prepare';
import { chosenTask, mainFile } from './data';
import { model } from './model';

interface Outcome {
  seed: number;
  fold: Fold | null;
  /** Of its test rows. */
  metrics: Record<string, number>;
}

export const series = signal<{ of: string; runs: Outcome[] }>({ of: '', runs: [] });

const story = computed(() => {
  const [file, encoder] = [mainFile.value, model.value];
  if (!file || !encoder) return '';
  return JSON.stringify([file.name, file.files.map(({ size }) => size), chosenTask.value, encoder.fingerprint]);
});

export const outcomes = computed(() => (series.value.of === story.value ? series.value.runs : []));
export const setOutcomes = (runs: Outcome[]): void => void (series.value = { of: story.value, runs });
