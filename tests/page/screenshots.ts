// SPDX-License-Identifier: Apache-2.0
// Every view of the page as a picture, in each language, at four widths, light and dark, into build/screenshots/.
// usage: npx tsx tests/page/screenshots.ts
import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { DESKTOP, launch, offersEncoder, PHONE } from './browser';
import { chooseEncoder, chooseSample, evaluate, finished, goTo, loaded, plan, TINY_BERT, tryText, LONG } from './steps';

const FOLDER = 'build/screenshots';
const SIZES = [PHONE, { width: 768, height: 1024 }, DESKTOP, { width: 1920, height: 1080 }];
mkdirSync(FOLDER, { recursive: true });

const site = await launch();
const page = await site.browser.newPage({ viewport: DESKTOP });
page.on('pageerror', (error) => console.log(String(error)));

/** The view in all languages, at all sizes, in both themes. */
async function shoot(name: string): Promise<void> {
  for (const language of ['de', 'en']) {
    await page.locator('.masthead select').first().selectOption(language);
    await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
    await shootIn(language, name);
  }
}

async function shootIn(language: string, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(300);
      // The sticky stepper would be drawn where the page happens to be scrolled to.
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: `${FOLDER}/${language}-${size.width}-${colorScheme}-${name}.png`, fullPage: true });
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > size.width) console.log(`${name} in ${language} is ${width} pixels wide on a screen of ${size.width}`);
  }
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: 'light' });
}

const titled = (at: Page, level: 1 | 2, name: string) => at.getByRole('heading', { level, name }).waitFor();

await page.goto(site.address);
await shoot('1-start');
await chooseSample(page, 'Names in sentences');
await shoot('1-names');
await chooseSample(page, 'Reviews, two labels');
await shoot('1-prepare');
if (offersEncoder()) await goTo(page, 'load');
else await chooseEncoder(page, TINY_BERT);
await loaded(page);
await shoot('3-load');
await goTo(page, 'tokenize');
await page.locator('.histogram').waitFor();
await shoot('2-tokenize');
await plan(page, {});
await shoot('4-plan');
await page.locator('#start').click();
await page.locator('.curve canvas').first().waitFor();
await page.waitForTimeout(5000);
await shoot('4-run');
await finished(page, LONG);
await shoot('4-done');
await evaluate(page);
await shoot('5-evaluate');
await tryText(page, 'The battery lasted two days, and then it broke.');
await page.getByRole('region', { name: 'The words that mattered' }).waitFor();
await shoot('6-try');
await goTo(page, 'download');
await shoot('7-download');
await page.goto(`${site.address}#runs`);
await titled(page, 1, 'Runs');
await shoot('8-runs');
await page.goto(`${site.address}#prepare`);
await page.getByRole('button', { name: 'Lesson', exact: true }).click();
await shoot('9-lesson');
await site.close();
console.log(`written: ${FOLDER}/*.png`);
