// SPDX-License-Identifier: Apache-2.0
// The rows of a run as columns for the charts.
import { computed } from '@preact/signals';
import { validationOf } from '../answers/validation';
import { headlines } from '../answers/metrics';
import { figure } from '../ui/format';
import { words } from '../words';
import { trained } from './head';
import { best, steps, validations } from './log';
import { phase } from './phase';

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

/** Of the validation rows: while a run goes the last number, then that of the weights that are left, with the last one
 * beside it where that is of another epoch. */
export const validationNow = computed(() => {
  const checks = validations.value;
  const run = phase.value === 'idle' ? trained.value : null;
  const last = checks.at(-1);
  const left = run ? validationOf({ validations: checks, best: best.value, options: run.options }) : last;
  const [name] = columns.value.names;
  const of = (check: typeof last) => figure(name, check?.[name]);
  const note = left && last && left.epoch !== last.epoch ? words.run.ofKept(left.epoch, of(last)) : '';
  return { value: of(left), last: of(last), note };
});
