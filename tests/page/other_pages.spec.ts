// SPDX-License-Identifier: Apache-2.0
// The pages beside the page, and what a first visit asks for.
import { PHONE } from './browser';
import { expect, test } from './site';
import { goTo, loaded } from './steps';

test('the sheets of the lesson fit on a phone', async ({ page }) => {
  const { origin } = new URL(page.url());
  await page.setViewportSize(PHONE);
  for (const sheet of ['worksheet', 'teacher', 'de/worksheet', 'de/teacher']) {
    await page.goto(`${origin}/lesson/${sheet}.html`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), sheet).toBe(PHONE.width);
  }
});

test('the header of a projector is one line, in German too', async ({ page }) => {
  await page.locator('.masthead select').first().selectOption('de');
  await page.getByRole('button', { name: 'Unterricht', exact: true }).click();
  await page.getByRole('button', { name: 'Große Schrift' }).click();
  const parts = page.locator('.masthead > *');
  await expect(page.locator('html')).toHaveClass(/projector/);
  const middles = await parts.evaluateAll((all) =>
    all.map((part) => part.getBoundingClientRect()).map(({ top, bottom }) => Math.round((top + bottom) / 2)),
  );
  expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(5);
});

test.describe("with the site's own encoders", () => {
  test.use({ encoders: 'own' });
  test('the page of publishing, opened by hand, leads to the page; nothing is asked for that is not there', async ({
    page,
  }) => {
    const said: string[] = [];
    page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
    page.on('response', (response) => response.status() >= 400 && said.push(response.url()));
    const { origin } = new URL(page.url());
    await page.goto(`${origin}/publish.html`);
    await page.waitForURL(`${origin}/`);
    await goTo(page, 'load');
    await page.getByRole('button', { name: 'Load tabtune-small', exact: true }).click();
    await loaded(page);
    expect(said).toEqual([]);
  });
});
