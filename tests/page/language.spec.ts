// SPDX-License-Identifier: Apache-2.0
// The page in another language, and from right to left.
import { PHONE } from './browser';
import { expect, test } from './site';
import { axe } from './steps';

test('a German browser gets the page in German, which can be changed while it is open', async ({
  browser,
  address,
}) => {
  const context = await browser.newContext({ locale: 'de-DE' });
  const page = await context.newPage();
  const tables: string[] = [];
  page.on('request', (request) => /-(first|rest)-/.test(request.url()) && tables.push(request.url()));
  await page.goto(`${address}#load`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lade einen Encoder und gib ihm einen neuen Kopf');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page).toHaveTitle('Laden · Tabtune');
  expect(tables.filter((url) => url.includes('/en-'))).toEqual([]);
  expect(await axe(page)).toEqual([]);
  await page.getByLabel('Sprache').selectOption('English');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Load an encoder, give it a new head');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Load an encoder, give it a new head');
  await context.close();
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
