// SPDX-License-Identifier: Apache-2.0
// A training that ends while the tab is hidden, on the page's own state and the built engine.
import { afterEach, expect, it, vi } from 'vitest';
import { openPage } from './page';

vi.setConfig({ testTimeout: 60_000 });
afterEach(() => vi.unstubAllGlobals());

const told: string[] = [];
class Told {
  static permission = 'granted';
  constructor(_: string, { body }: { body: string }) {
    told.push(body);
  }
}

async function trainFor(seconds: number, visibilityState: string) {
  vi.stubGlobal('Notification', Told);
  const page = await openPage();
  const { ended } = await import('../../web/state/ended');
  Object.assign(document, { visibilityState });
  await page.load();
  page.training.setMethod('head');
  page.worker().change = (note) =>
    note.event === 'run.end' ? { ...note, data: { ...(note.data as object), seconds } } : note;
  told.length = 0;
  await page.train({});
  return { ended, page };
}

it.each([
  ['a long one is told', 120, 'hidden', ['The training has ended after 2\u00a0min.']],
  ['a short one is not', 20, 'hidden', []],
  ['nor one that is looked at', 120, 'visible', []],
])('%s', async (_, seconds, visibility, expected) => {
  const { ended } = await trainFor(seconds, visibility);
  expect(told).toEqual(expected);
  expect(ended.value).toBe(expected[0] ?? '');
});

it('everything is recommended, with its reason, whatever is chosen', async () => {
  const { page } = await trainFor(1, 'visible');
  await page.replanned();
  expect(page.training.plan.value!.options['method']).toBe('head');
  expect(page.training.recommended.value).toMatchObject({ method: 'full', why: expect.stringMatching(/ MB /) });
});
