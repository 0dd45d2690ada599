// SPDX-License-Identifier: Apache-2.0
// What has gone wrong in the training whose model is in memory.
import { computed } from '@preact/signals';
import { findingsOf, testFinding, type Finding } from '../answers/findings';
import { trained, type Trained } from './head';
import { baselines, evaluation } from './results';
import { best, fit, meter, steps, validations } from './log';
import { foreign } from './pieces';
import { trainRowsStay } from './training';

const ownRate = ({ chosen }: Trained) => 'learning_rate' in chosen;
/** As far as the rows that it was trained on are those of now. */
const ofForeign = () => trainRowsStay.value && foreign.value;

/** By its log. */
export const runFindings = computed<Finding[]>(() => {
  const run = trained.value;
  if (!run) return [];
  const { task, labels, counts } = run.data;
  return findingsOf({
    ...{ task, labels, counts: counts.validation, options: run.options },
    ...{ ownRate: ownRate(run), foreign: ofForeign() },
    ...{ losses: steps.value.map(({ loss }) => loss), validations: validations.value },
    ...{ best: best.value, fit: fit.value, meter: meter.value },
  });
});

/** And by its test. */
export const allFindings = computed<Finding[]>(() => {
  const [run, test, simple] = [trained.value, evaluation.value, baselines.value];
  const found =
    run && test && simple
      ? testFinding({ options: run.options, ownRate: ownRate(run), foreign: ofForeign() }, test.metrics, simple)
      : null;
  return [...runFindings.value, ...(found ? [found] : [])];
});
