// SPDX-License-Identifier: Apache-2.0
// Whether the test rows are some that a model from a file or an encoder's folder was trained on.
import { computed } from '@preact/signals';
import { trainedAmong } from '../rows/trained_on';
import { dataset } from './data';
import { headFile, ownHead } from './head';

/** null: nothing says so. */
export const trainedOnTest = computed(() => {
  const known = (headFile.value ?? ownHead.value)?.trained_on;
  return known && dataset.value ? trainedAmong(dataset.value.parts.test, known) : null;
});
