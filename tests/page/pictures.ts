// SPDX-License-Identifier: Apache-2.0
// The README's pictures, of the built page with its own encoder, into public/pictures/.
// usage: npx tsx tests/page/pictures.ts
import { mkdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { launch } from './browser';
import { chooseFile, chooseSample, evaluate, goTo, loaded, LONG, train, tryText } from './steps';

const FOLDER = 'public/pictures';
const TALL = { width: 1280, height: 1180 };
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 400, height: 800 };
mkdirSync(FOLDER, { recursive: true });

const site = await launch();
const open = async (viewport: { width: number; height: number }) => {
  const page = await site.browser.newPage({ viewport });
  page.setDefaultTimeout(LONG);
  await page.goto(site.address);
  return page;
};

const withEncoder = async (viewport: { width: number; height: number }) => {
  const page = await open(viewport);
  await chooseSample(page, 'Reviews, two labels');
  await goTo(page, 'load');
  await loaded(page);
  return page;
};

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(500); // until what moves has come to rest
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
}

/** The sample's rows as a file of one's own, with what files have: rows that are empty, repeated and contradicted. */
async function privateWork(): Promise<void> {
  const page = await open(WIDE);
  const [header, ...rows] = readFileSync('public/samples/requests.csv', 'utf8').trim().split('\n');
  const text = [
    header,
    ...rows,
    ...rows.slice(0, 3),
    rows[0]!.replace(/,[^,]*$/, ',add to playlist'),
    ',play music',
  ].join('\n');
  await chooseFile(page, { name: 'requests-2026.csv', text });
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await page.getByRole('region', { name: 'Checked rows' }).evaluate((found) => {
    scrollBy(0, found.getBoundingClientRect().top - 16);
  });
  await shoot(page, 'private');
  await page.close();
}

async function result(): Promise<void> {
  const page = await withEncoder(TALL);
  await train(page, {}, LONG);
  await evaluate(page);
  await shoot(page, 'result');
  await page.close();
}

/** The lesson beside the step that it speaks of. */
async function aClass(): Promise<void> {
  const page = await withEncoder(WIDE);
  await page.getByRole('button', { name: 'Lesson', exact: true }).click();
  await page
    .getByRole('region', { name: /^Lesson, / })
    .getByText('BERT-base')
    .first()
    .waitFor();
  await shoot(page, 'class');
  await page.close();
}

/** A phone that has opened the link of a head. */
async function sharing(): Promise<void> {
  const page = await withEncoder(WIDE);
  await train(page, { method: 'head' });
  await goTo(page, 'download');
  await page.locator('#make-link').click();
  const link = await page.locator('#head-link').inputValue();
  const phone = await open(PHONE);
  await phone.goto(link);
  await phone.locator('#try-text').waitFor();
  await tryText(phone, 'The battery lasted two days, and then it broke.');
  await phone.getByRole('region', { name: 'The words that mattered' }).waitFor();
  await phone.evaluate(() => scrollTo(0, 0));
  await shoot(phone, 'phone');
}

await privateWork();
await result();
await aClass();
await sharing();
await site.close();
console.log(`written: ${FOLDER}/*.png`);
