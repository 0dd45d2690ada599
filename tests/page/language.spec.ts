// SPDX-License-Identifier: Apache-2.0
// The page in another language, and from right to left.
import { PHONE } from './browser';
import { expect, test } from './site';
import { axe } from './steps';

test('the page can be had in German, and be changed while it is open', async ({ page }) => {
  await page.goto(`${new URL(page.url()).origin}/#load`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Load an encoder, give it a new head');
  await page.getByLabel('Language').selectOption({ value: 'de' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lade einen Encoder und gib ihm einen neuen Kopf');
  const tables: string[] = [];
  page.on('request', (request) => /-(first|rest)-/.test(request.url()) && tables.push(request.url()));
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lade einen Encoder und gib ihm einen neuen Kopf');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page).toHaveTitle('Laden · Tabtune');
  expect(tables.filter((url) => url.includes('/en-'))).toEqual([]);
  expect(await axe(page)).toEqual([]);
  await page.getByLabel('Sprache').selectOption('English');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Load an encoder, give it a new head');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Load an encoder, give it a new head');
});

test('from right to left nothing leaves the screen', async ({ page }) => {
  for (const step of ['prepare', 'load']) {
    await page.goto(`${new URL(page.url()).origin}/#${step}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('html').evaluate((root) => root.setAttribute('dir', 'rtl'));
    for (const width of [PHONE.width, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      const right = await page.locator('.masthead .brand').evaluate((brand) => brand.getBoundingClientRect().right);
      expect(right).toBeGreaterThan(width / 2);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
});
