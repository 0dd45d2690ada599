// SPDX-License-Identifier: Apache-2.0
// The rows of a run as columns for the charts.
import { computed } from '@preact/signals';
import { steps, validations } from './training';

/** Updates over which the smoothed loss roughly averages. */
export const LOSS_WINDOW = 20;

/** Exponential mean, corrected for its start (as Adam's moments are), so that the first values are not too low. */
export function smoothed(values: number[], window: number): number[] {
  const keep = 1 - 1 / window;
  let mean = 0;
  let weight = 0;
  return values.map((value) => {
    mean = keep * mean + (1 - keep) * value;
    weight = keep * weight + (1 - keep);
    return mean / weight;
  });
}

export const columns = computed(() => {
  const rows = steps.value;
  const checks = validations.value;
  const loss = rows.map((row) => row.loss);
  const byStep = new Map(checks.map((check) => [check.step, check.loss]));
  return {
    at: rows.map((row) => row.step),
    loss,
    smooth: smoothed(loss, LOSS_WINDOW),
    rate: rows.map((row) => row.learning_rate),
    validationLoss: rows.map((row) => byStep.get(row.step) ?? null),
    checkedAt: checks.map((check) => check.step),
    accuracy: checks.map((check) => check.accuracy),
    f1: checks.map((check) => check.macro_f1),
  };
});
