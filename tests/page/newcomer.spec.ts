// SPDX-License-Identifier: Apache-2.0
// Someone who sees the page for the first time, with a sample or rows of their own: few clicks to a trained model.
import { expect, test, type Page } from './site';
import { finished } from './steps';

const ROWS = Array.from(
  { length: 80 },
  (_, i) => `this is text number ${i} about ${i % 2 ? 'tea' : 'cake'},${i % 2 ? 'drink' : 'food'}`,
);
const CSV = { name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from(`text,label\n${ROWS.join('\n')}\n`) };

/** Clicks, and counts them. */
function clicker(page: Page) {
  let clicks = 0;
  return {
    click: async (name: string | RegExp) => {
      clicks++;
      await page.locator('button, a').filter({ hasText: name }).filter({ visible: true }).first().click();
    },
    clicks: () => clicks,
  };
}

test("a CSV of one's own becomes a trained model in at most four clicks", async ({ page }) => {
  const { click, clicks } = clicker(page);
  const choosing = page.waitForEvent('filechooser');
  await click('Choose a file');
  await (await choosing).setFiles(CSV);
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await click(/^3Load/);
  await page.getByRole('region', { name: 'What is inside' }).waitFor();
  await click(/^4Train/);
  await page.locator('#start:not([disabled])').waitFor();
  await click(/^Start/);
  await finished(page);
  expect(clicks()).toBeLessThanOrEqual(4);
});

test('a sample becomes a trained model in two clicks', async ({ page }) => {
  const sample = clicker(page);
  await sample.click('Reviews, two labels');
  await sample.click('Train a model on these rows');
  await finished(page);
  expect(sample.clicks()).toBeLessThanOrEqual(2);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Train/);
});
