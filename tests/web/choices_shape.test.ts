// SPDX-License-Identifier: Apache-2.0
// A project's record that this page did not write is refused as a whole, wherever it differs.
import { expect, it } from 'vitest';
import { encoder, openPage, rows } from './page';

/** The record with one of its values, at any depth, replaced. */
function* changed(value: unknown, by: unknown): Generator<unknown> {
  yield by;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    for (const other of changed(inner, by)) yield Array.isArray(value) ? value.map((old, i) => (String(i) === key ? other : old)) : { ...value, [key]: other }; // prettier-ignore
}

it('of another shape is no record of choices', async () => {
  const page = await openPage();
  const { gather } = await import('../../web/state/choices');
  const { areChoices, isAbout } = await import('../../web/state/choices_shape');
  await page.data.openData([rows(60)], { address: 'https://files.example/rows.csv' });
  await page.model.openFiles(encoder());
  const { leaveOut } = await import('../../web/state/edits');
  leaveOut('table', [3]);
  await page.data.openData([rows(60)], { address: 'https://files.example/rows.csv' });
  leaveOut('table', [4]);
  const { gatherAsides } = await import('../../web/state/asides');
  const now = { ...(await gather()).choices, asides: await gatherAsides(new Map()) };
  expect(now.asides).toHaveLength(1);
  const choices = JSON.parse(JSON.stringify(now)) as { values: object };
  expect(areChoices(choices)).toBe(true);
  const called = (names: unknown) => areChoices({ ...choices, values: { ...choices.values, names } });
  expect([called(['no', 'yes']), called({ '-1': 'no', 1: 'yes' }), called({ 1: 2 }), called('no')]).toEqual([true, true, false, false]); // prettier-ignore
  expect(isAbout({ step: 1, choices })).toBe(true);
  const refused = [...changed(choices, Symbol())].filter((other) => !areChoices(other));
  const all = [...changed(choices, Symbol())];
  expect(all.length).toBeGreaterThan(40);
  expect(refused.length).toBe(all.length);
  for (const other of [null, [], {}, 'x', { tables: {} }]) expect([areChoices(other), isAbout({ choices: other })]).toEqual([false, false]); // prettier-ignore
});
