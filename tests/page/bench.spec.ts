// SPDX-License-Identifier: Apache-2.0
// The frame around the steps: what there is at a glance, on wide and narrow screens, in the colours that are chosen.
import { PHONE } from './browser';
import { expect, test } from './site';
import { chooseSample, goTo } from './steps';

const theme = (page: import('@playwright/test').Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);

test('the panel tells what there is, and the colours that are chosen stay', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const have = page.getByRole('region', { name: 'What you have' });
  await expect(have.getByText('No encoder yet')).toBeVisible();
  await chooseSample(page, 'Reviews, two labels');
  await expect(have.getByText('700 to train, 150 to validate, 150 to test')).toBeVisible();

  expect(await theme(page)).toBe('light');
  await page.getByLabel('Colours').selectOption('dark');
  expect(await theme(page)).toBe('dark');
  await expect(have.getByText('In this browser')).toBeVisible();
  await page.reload();
  expect(await theme(page)).toBe('dark');
  await page.getByLabel('Colours').selectOption('system');
  expect(await theme(page)).toBe('light');

  // A phone, and a desktop enlarged to 200 %: the same, folded into a line.
  for (const size of [PHONE, { width: 720, height: 450 }]) {
    await page.setViewportSize(size);
    await expect(have.getByText('150 to test')).toBeHidden();
    await have.getByText('You have').click();
    await expect(have.getByText('150 to test')).toBeVisible();
    await have.getByText('You have').click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
    await goTo(page, 'tokenize');
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await goTo(page, 'prepare');
  }
});
