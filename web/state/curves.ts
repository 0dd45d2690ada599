// SPDX-License-Identifier: Apache-2.0
// The rows of a run as columns for the charts.
import { computed } from '@preact/signals';
import { headlines } from '../answers/metrics';
import { steps, validations } from './log';

export const columns = computed(() => {
  const rows = steps.value;
  const checks = validations.value;
  const names = headlines(checks[0] ?? {});
  const loss = rows.map((row) => row.loss);
  const byStep = new Map(checks.map((check) => [check.step, check.loss]));
  return {
    at: rows.map((row) => row.step),
    loss,
    rate: rows.map((row) => row.learning_rate),
    validationLoss: rows.map((row) => byStep.get(row.step) ?? null),
    checkedAt: checks.map((check) => check.step),
    names,
    scores: names.map((name) => checks.map((check) => check[name] ?? null)),
  };
});
