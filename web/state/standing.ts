// SPDX-License-Identifier: Apache-2.0
// Whether fine-tuning is worth it here.
import { computed } from '@preact/signals';
import { standingOf, type Standing } from '../answers/worth';
import { dataset } from './data';
import { trained } from './head';
import { baselines, evaluation } from './results';

export const standing = computed<Standing | null>(() => {
  const [simple, result, data] = [baselines.value, evaluation.value, dataset.value];
  const options = trained.value?.options ?? {};
  return simple && result && data ? standingOf(simple, result.metrics, data.parts.test.length, options) : null;
});
