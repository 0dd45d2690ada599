// SPDX-License-Identifier: Apache-2.0
// How long files of many rows take to open in the built page, and its longest task meanwhile. Rows are words of the
// sample of reviews, drawn anew. usage: npx tsx tests/page/large.ts [ROWS ...], default 50000 50000 50000 1000000
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { rngBits } from '../../web/rows/split';
import { DESKTOP, launch } from './browser';

const vocabulary = readFileSync('public/samples/reviews.csv', 'utf8').match(/[a-z']+/gi)!;
const FIRST = ['billing', 'delivery', 'returns', 'opening', 'repair', 'praise', 'other'];
const SECOND = ['low', 'normal', 'high'];
const MANY = 100_000; // rows from which on they are short

/** A file of so many rows: a text of 4 to 27 words (of many rows 3 to 8) and two columns of labels. */
function written(rows: number): string {
  const bits = rngBits(1, 0, 0);
  const [least, most] = rows >= MANY ? [3, 8] : [4, 27];
  const lines = ['text,topic,urgency'];
  for (let row = 0, at = 0; row < rows; row++) {
    const words = Array.from({ length: least + (bits(at++) % (most - least + 1)) }, () => {
      return vocabulary[bits(at++) % vocabulary.length]!;
    });
    lines.push(`${words.join(' ')},${FIRST[bits(at++) % FIRST.length]},${SECOND[bits(at++) % SECOND.length]}`);
  }
  mkdirSync('build/page', { recursive: true });
  const path = `build/page/${rows}_rows.csv`;
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const now = (page: Page) => page.evaluate(() => performance.now());

/** Milliseconds of what is done, and the longest task of the page until a second after it. */
async function timed(page: Page, action: () => Promise<unknown>): Promise<string> {
  await page.evaluate(() => (globalThis as { tasks?: number[] }).tasks?.splice(0));
  const begun = await now(page);
  await action();
  const took = (await now(page)) - begun;
  await wait(1000);
  const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
  return `${took.toFixed(0)} ms, longest task ${Math.max(0, ...tasks).toFixed(0)} ms`;
}

const site = await launch();
for (const rows of process.argv[2] ? process.argv.slice(2).map(Number) : [50_000, 50_000, 50_000, 1_000_000]) {
  const path = written(rows);
  const context = await site.browser.newContext({ viewport: DESKTOP });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { tasks });
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => tasks.push(duration))).observe({
      type: 'longtask',
    });
  });
  await page.goto(site.address);
  await page.locator('#data-file').waitFor({ state: 'attached' });
  await wait(3000); // the engine starts
  const opened = await timed(page, async () => {
    await page.locator('#data-file').setInputFiles(path);
    await page.getByRole('region', { name: 'Split' }).waitFor({ timeout: 600_000 });
  });
  console.log(`${rows} rows opened and checked: ${opened}`);
  await context.close();
}
await site.close();
