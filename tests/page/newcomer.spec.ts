// SPDX-License-Identifier: Apache-2.0
// Someone who sees the page for the first time, with a sample or rows of their own: few clicks to a trained model.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from './site';
import { finished, TINY_BERT } from './steps';

/** The page as it is served with an encoder of its own, here a tiny one. */
async function offerEncoder(page: Page): Promise<void> {
  const entry = { name: 'tiny', path: 'tiny', description: 'A tiny one.', bytes: 1, licence: 'Apache-2.0' };
  await page.route('**/models/**', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/models/')[1]!.replace(/^tiny\//, '');
    if (name === 'index.json') await route.fulfill({ json: [entry] });
    else if (readdirSync(TINY_BERT).includes(name)) await route.fulfill({ path: join(TINY_BERT, name) });
    else await route.fulfill({ status: 404 });
  });
}

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
  await offerEncoder(page);
  await page.reload();
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
  await offerEncoder(page);
  await page.reload();
  const sample = clicker(page);
  await sample.click('Reviews, two labels');
  await sample.click('Train a model on these rows');
  await finished(page);
  expect(sample.clicks()).toBeLessThanOrEqual(2);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Train/);
});
