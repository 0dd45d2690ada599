// SPDX-License-Identifier: Apache-2.0
// Texts that the encoder's vocabulary cannot write: told before a training, while it goes and after it, with what
// helps.
import { afterEach, expect, it, vi } from 'vitest';
import { openPage, rows } from './page';

vi.setConfig({ testTimeout: 120_000 });
afterEach(() => vi.unstubAllGlobals());

it('texts of another alphabet are told, and what was trained on them is told to want another encoder', async () => {
  const page = await openPage();
  const { foreignFound } = await import('../../web/state/pieces');
  const { runFindings } = await import('../../web/state/findings');
  await page.load();
  expect(foreignFound.value).toEqual([]);
  const line = (i: number) => `كان التوصيل متأخرا ${i}متأخرا,${['no', 'yes'][(i * 7 + Math.floor(i / 3)) % 2]}`;
  const file = `text,label\n${Array.from({ length: 160 }, (_, i) => line(i)).join('\n')}\n`;
  await page.data.openData([new File([file], 'foreign.csv')]);
  await page.replanned();
  expect(foreignFound.value.map(({ text }) => text).join()).toMatch(/% of the pieces are \[UNK\].*Choose an encoder/);
  await page.train({ epochs: 1, learning_rate: 0.05 });
  expect(runFindings.value.length).toBeGreaterThan(0);
  for (const { change } of runFindings.value) expect(change.text).toMatch(/^No other option helps/);
  await page.data.openData([rows(120)]);
  await page.replanned();
  expect(foreignFound.value).toEqual([]);
});
