// SPDX-License-Identifier: Apache-2.0
// What was measured for one training does not decide for another one to which that way is not open.
import { expect, it } from 'vitest';
import { encoder, openPage } from './page';

const word = (i: number) => `number ${i % 97} row`;
/** The second text is the first, or another one. */
const pairs = (rows: number) => {
  const row = (i: number) => `${word(i)},${word(i % 2 ? i : i + 31)},${i % 2 ? 'same' : 'other'}\n`;
  return new File([`first,second,label\n${Array.from({ length: rows }, (_, i) => row(i)).join('')}`], 'pairs.csv');
};

it('of many pairs that a head alone compares, everything reads both texts together', async () => {
  const page = await openPage();
  const { training } = page;
  await page.data.openData([pairs(3000)]);
  page.data.setColumns({ text: 0, pair: 1, labels: [2] });
  training.setMethod('head');
  await page.model.openFiles(encoder());
  await page.replanned();
  expect(training.pooling.value).toBe('compared');
  expect(training.measuredPooling.value).toHaveLength(2);
  for (const method of ['full', 'lora'] as const) {
    training.setMethod(method);
    await page.replanned();
    expect([training.pooling.value, training.measuredPooling.value]).toEqual(['cls', null]);
    expect(training.poolingIsOpen.value).toBe(false);
  }
  training.setMethod('head');
  expect(training.pooling.value).toBe('compared');
}, 60_000);
