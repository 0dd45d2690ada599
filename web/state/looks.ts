// SPDX-License-Identifier: Apache-2.0
// How often test rows have been looked at: each model that was tested on them counts once. Choosing between models by
// their test figures makes the best one a little too good, the more the more there are.
import { computed, signal } from '@preact/signals';
import type { Outputs } from '../border/messages';
import { hashOf, keyOf, keyOfTexts } from '../rows/identity';
import type { Prepared } from '../rows/prepare';
import { words } from '../words';
import { dataset } from './data';

/** By the texts of the test, whose labels may be corrected: of each model what it answered, as a hash. The same
 * training gives the same bits, and is no further look. */
export type Looks = Record<string, string[]>;
export const looks = signal<Looks>({});

export const testKey = computed(() => (dataset.value ? keyOf(dataset.value, 'test') : ''));
const textsKey = computed(() => (dataset.value ? keyOfTexts(dataset.value, 'test') : ''));
/** Models that were tested on the test rows of now. */
export const testedModels = computed(() =>
  Object.keys(looks.value).length ? (looks.value[textsKey.value]?.length ?? 0) : 0,
);

export function addLooks(more: Looks): void {
  const all = { ...looks.peek() };
  for (const [key, models] of Object.entries(more)) all[key] = [...new Set([...(all[key] ?? []), ...models])];
  looks.value = all;
}

export const noteLook = (data: Prepared, outputs: Outputs): void =>
  addLooks({ [keyOfTexts(data, 'test')]: [hashOf(JSON.stringify(outputs))] });

/** In a sentence; '' before the first. */
export const looksInWords = computed<string>(() => {
  const [times, rows] = [testedModels.value, dataset.value?.parts.test.length ?? 0];
  if (times === 0) return '';
  return times === 1 ? words.have.oneLook(rows) : words.have.looks(rows, times);
});
