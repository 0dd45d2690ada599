// SPDX-License-Identifier: Apache-2.0
// Every step of the page as a picture, at a phone's and a desktop's width, light and dark, into build/screenshots/;
// and the one of the README. usage: npx tsx tests/page/screenshots.ts
import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { DESKTOP, launch, offersEncoder, PHONE } from './browser';
import { chooseEncoder, chooseSample, evaluate, finished, goTo, loaded, plan, TINY_BERT, tryText } from './steps';

const FOLDER = 'build/screenshots';
const README_PICTURE = 'public/screenshot.png';
mkdirSync(FOLDER, { recursive: true });

interface View {
  width: number;
  height: number;
  dark?: boolean;
}

const site = await launch();

async function shoot(page: Page, view: View, name: string): Promise<void> {
  await page.waitForTimeout(400);
  // The sticky stepper would be drawn where the page happens to be scrolled to.
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: `${FOLDER}/${view.width}${view.dark ? '-dark' : ''}-${name}.png`, fullPage: true });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > view.width) console.log(`${name} is ${width} pixels wide on a screen of ${view.width}`);
}

async function walk(view: View, training: Parameters<typeof plan>[1]): Promise<void> {
  const { dark, ...viewport } = view;
  const page = await site.browser.newPage({ viewport, colorScheme: dark ? 'dark' : 'light' });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(site.address);
  await shoot(page, view, '1-start');
  await chooseSample(page, 'Reviews, two labels');
  await shoot(page, view, '1-prepare');
  if (offersEncoder()) await goTo(page, 'load');
  else await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await shoot(page, view, '3-load');
  await goTo(page, 'tokenize');
  await page.locator('.histogram').waitFor();
  await shoot(page, view, '2-tokenize');
  await plan(page, training);
  await shoot(page, view, '4-plan');
  await page.locator('#start').click();
  if (training.method !== 'head') {
    await page.locator('.curve canvas').first().waitFor();
    await page.waitForTimeout(8000);
    await shoot(page, view, '4-run');
  }
  await finished(page);
  await shoot(page, view, '4-done');
  await evaluate(page);
  await shoot(page, view, '5-evaluate');
  if (view === DESKTOP) {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.screenshot({ path: README_PICTURE });
    await page.setViewportSize(view);
  }
  await tryText(page, 'The battery lasted two days, and then it broke.');
  await shoot(page, view, '6-try');
  await goTo(page, 'download');
  await shoot(page, view, '7-download');
  await page.goto(`${site.address}#runs`);
  await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
  await shoot(page, view, '8-runs');
  if (errors.length) console.log(errors.join('\n'));
}

await walk(DESKTOP, {});
await walk({ ...PHONE }, { method: 'head' });
await walk({ ...DESKTOP, dark: true }, { method: 'head' });
await site.close();
console.log(`written: ${FOLDER}/*.png, ${README_PICTURE}`);
