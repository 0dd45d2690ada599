// SPDX-License-Identifier: Apache-2.0
// From rows to a trained model without a choice: the encoder at hand or else the first one of the page, and what is
// recommended.
import { computed } from '@preact/signals';
import { dataset, preparing, steady } from './data';
import { isKept } from './head';
import { interrupted } from './kept_run';
import { loading, model } from './model';
import { phase } from './phase';
import { goTo, openStep, type StepId } from './steps';
import {
  chosen,
  discardTrained,
  inTheWay,
  isForData,
  method,
  plan,
  planTrouble,
  startRun,
  wantedPooling,
} from './training';
import { until } from './until';

/** Where nothing answers, or a model of other labels. */
export const mayTrainAtOnce = computed(() => !!steady.value && !isForData.value && phase.value === 'idle');

/** What was chosen in step 4, for these rows or for others, is trained with. */
export const hasChosen = computed(
  () => method.value !== 'full' || wantedPooling.value !== null || Object.keys(chosen.value).length > 0,
);

/** Whether it came to hold while the step was open. */
async function holdsOn(step: StepId, holds: () => boolean): Promise<boolean> {
  goTo(step);
  await until(() => openStep.value === step);
  await until(() => openStep.value !== step || holds());
  return openStep.value === step;
}

/** Shows the steps on the way. Whoever opens another one meanwhile goes on by hand. */
export async function trainAtOnce(): Promise<void> {
  await until(() => !!dataset.value || !preparing.value);
  if (!dataset.value) return;
  // One that is not among the runs would be lost, and a training that broke off given up: step 4 tells it.
  if ((inTheWay.value && !(isKept.value && (await discardTrained()))) || interrupted.value) return goTo('train');
  // Step 3 loads the first encoder by itself.
  if (!model.value && !(await holdsOn('load', () => !!model.value && !loading.value))) return;
  if ((await holdsOn('train', () => !!(plan.value ?? planTrouble.value))) && plan.value?.fits) await startRun();
}
