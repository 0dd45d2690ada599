// SPDX-License-Identifier: Apache-2.0
// The same training several times, each on a split and from a start of its own: how far do the figures move by chance?
// Every run goes the way of one that the user starts, so whatever is in memory at the end is the last of them.
import { batch, computed, signal } from '@preact/signals';
import { plainMetrics } from '../answers/metrics';
import { spreadOf } from '../answers/spread';
import { dataset, fold, ownFile, seed } from './data';
import { trained } from './head';
import { model, modelAt } from './model';
import { phase } from './phase';
import { lengthsTrouble } from './tokens';
import { testModel } from './results';
import { outcomes, setOutcomes, story } from './series';
import { ready, startRun } from './training';
import { attempt } from './trouble';
import { until } from './until';

/** What differs from run to run: the seed, or the part of the data that is tested on. */
export type Differ = 'seeds' | 'folds';

export const differ = signal<Differ>('seeds');
export const times = signal(5);
export const repeating = signal<{ run: number; of: number } | null>(null);
export const repeatTrouble = signal('');
export const spread = computed(() =>
  outcomes.value.length > 1 ? spreadOf(outcomes.value.map(({ metrics }) => metrics)) : null,
);

/** False when it was stopped or could not be done, or no longer belongs to the runs before. */
async function trainAndTest(belongs: () => boolean): Promise<boolean> {
  await until(() => ready.value || !dataset.value || !model.value || !!lengthsTrouble.value);
  const before = trained.value;
  await startRun();
  await until(() => phase.value === 'idle');
  if (trained.value === before || trained.value?.end.reason !== 'done' || !belongs()) return false;
  return attempt(repeatTrouble, async () => {
    const { metrics } = await testModel();
    setOutcomes([...outcomes.value, { seed: seed.value, fold: fold.value, metrics: plainMetrics(metrics) }]);
  });
}

/** Seeds from the present one on, or all parts in turn. A run that is stopped is the last. */
export async function repeat(): Promise<void> {
  const [first, of] = [seed.value, times.value];
  const folds = differ.value === 'folds' && !ownFile.test.value;
  setOutcomes([]);
  const [begun, encoder] = [story.value, modelAt.value];
  const belongs = () => story.value === begun && modelAt.value === encoder;
  for (let i = 0; i < of; i++) {
    batch(() => {
      repeating.value = { run: i + 1, of };
      fold.value = folds ? { index: i, of } : null;
      seed.value = folds ? first : first + i;
    });
    if (!(await trainAndTest(belongs)) || !belongs()) break;
  }
  repeating.value = null;
}
