// SPDX-License-Identifier: Apache-2.0
// The page's journey with its own controls, step by step; shared by the tests, `scripts/start --check` and the
// screenshots. Each function leaves the page on its step.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, type Download, type Locator, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import type { Method } from '../../web/border/messages';
import { zipEntries } from './zip';

export const TINY_BERT = 'tests/golden/tiny-bert';

/** Less than a test has, so that what the page shows can be told. */
const TRAINING = 150_000;
/** Of the default encoder on two slow cores. */
export const LONG = 20 * 60_000;

export const goTo = (page: Page, step: string) => page.locator(`.stepper a[href="#${step}"]`).click();

export async function chooseSample(page: Page, name: string): Promise<void> {
  await goTo(page, 'prepare');
  // Once there are data the samples are folded away; either shows when the step has rendered.
  const again = page.getByText('Take a sample instead');
  const sample = page.getByRole('button', { name });
  await again.or(sample).first().waitFor();
  if (await again.isVisible()) await again.click();
  await sample.click();
  await page.getByRole('heading', { name, exact: true }).waitFor();
  await page.getByRole('region', { name: 'Split' }).waitFor();
}

export async function chooseFile(page: Page, file: string | { name: string; text: string }): Promise<void> {
  await goTo(page, 'prepare');
  await page
    .locator('#data-file')
    .setInputFiles(
      typeof file === 'string' ? file : { name: file.name, mimeType: 'text/plain', buffer: Buffer.from(file.text) },
    );
}

/** A click is lost where something arrives meanwhile and moves the line away under it. */
async function opened(folded: Locator): Promise<void> {
  await expect(async () => {
    if ((await folded.getAttribute('open')) === null) await folded.locator('> summary').click();
    await expect(folded).toHaveAttribute('open', '', { timeout: 500 });
  }).toPass();
}

/** Opens a card that is folded, as some are on phones. */
export async function unfold(page: Page, title: string): Promise<void> {
  const card = page.getByRole('region', { name: title, exact: true });
  await card.waitFor();
  if (await card.locator('> details').count()) await opened(card.locator('> details'));
}

/** By its files, as chosen on a machine; `folder` in the hub's layout. `more`: files beside them. */
export async function chooseEncoder(page: Page, folder: string, more: Record<string, string> = {}): Promise<void> {
  await goTo(page, 'load');
  // An encoder of the list begins to load by itself; the files are chosen after that.
  const files = page.locator('#model-files');
  await files.waitFor({ state: 'attached' });
  await page.locator('.meter').waitFor({ state: 'detached' });
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
  await files.setInputFiles([
    ...readdirSync(folder).map((name) => file(name, readFileSync(join(folder, name)))),
    ...Object.entries(more).map(([name, text]) => file(name, Buffer.from(text))),
  ]);
}

export async function loaded(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'What is inside' }).waitFor({ timeout: 120_000 });
}

export interface Training {
  method?: Method;
  /** Option fields by their ids: "option-epochs", "option-learning_rate", "train-max-length"... */
  fields?: Record<string, string | number>;
}

/** What is folded away under a line. */
export const openLine = (page: Page, line: string | RegExp): Promise<void> =>
  opened(page.locator('details', { has: page.locator('> summary', { hasText: line }) }).first());

export const openOptions = (page: Page) => openLine(page, /^All options$/);

export async function plan(page: Page, { method = 'full', fields = {} }: Training): Promise<void> {
  await goTo(page, 'train');
  await page.locator(`input[name="method"][value="${method}"]`).check();
  if (Object.keys(fields).length) await openOptions(page);
  for (const [id, value] of Object.entries(fields)) {
    const field = page.locator(`#${id}`);
    // Of another method, whose plan is on its way, the field may show the number already: typing it is then no change.
    for (const number of [2 * Number(value), Number(value)]) {
      await field.fill(String(number));
      await field.blur();
    }
    await expect
      .poll(() => field.evaluate((input) => (input as HTMLInputElement).valueAsNumber), { timeout: 10_000 })
      .toBe(Number(value));
  }
  await page.locator('#start:not([disabled])').waitFor();
}

export async function train(page: Page, training: Training = {}, within = TRAINING): Promise<void> {
  await plan(page, training);
  await page.locator('#start').click();
  await finished(page, within);
}

/** The sentence with which a training ends. */
export const outcome = (page: Page) => page.getByText(/^(Trained with|The head was fitted|Stopped after)/);

export async function finished(page: Page, within = TRAINING): Promise<void> {
  try {
    await outcome(page).waitFor({ timeout: within });
  } catch {
    throw new Error(`No training has ended. The page shows:\n${await page.locator('main').innerText()}`);
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the step that is shown: a line for each rule that is broken, with the first element. */
export async function axe(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]!.html}`);
}

const STEPS = ['prepare', 'tokenize', 'load', 'train', 'evaluate', 'try', 'download'];

/** Every step passes axe and fits into the width of the screen; `steps`: those that another test has not shown as they
 * are. */
export async function sound(page: Page, steps = STEPS): Promise<void> {
  for (const step of steps) {
    await goTo(page, step);
    expect.soft(await axe(page), `the step ${step}`).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(width, `the step ${step}`).toBeLessThanOrEqual(page.viewportSize()!.width);
  }
}

/** The figures that the page shows, by their names. */
export async function figures(page: Page, region: string): Promise<Record<string, string>> {
  const items = page.getByRole('region', { name: region, exact: true }).locator('.figures > div');
  const texts = await items.evaluateAll((nodes) =>
    nodes.map((node) => [node.querySelector('dt')?.textContent, node.querySelector('dd')?.firstChild?.textContent]),
  );
  return Object.fromEntries(texts);
}

export async function evaluate(page: Page): Promise<Record<string, string>> {
  await goTo(page, 'evaluate');
  await page.locator('#evaluate').click();
  await page.getByRole('region', { name: 'Test metrics' }).waitFor({ timeout: 120_000 });
  return figures(page, 'Test metrics');
}

/** The confusion matrix, which is folded at first: rows that it counts. */
export async function matrix(page: Page): Promise<number[]> {
  await openLine(page, 'Confusion matrix');
  const cells = page.locator('.matrix tbody td');
  await cells.first().waitFor();
  return (await cells.allTextContents()).map(Number);
}

/** The first label and its probability. */
export async function tryText(page: Page, text: string): Promise<string> {
  await goTo(page, 'try');
  const verdict = page.locator('.verdict');
  const before = (await verdict.count()) ? await verdict.textContent() : null;
  await page.locator('#try-text').fill(text);
  await verdict.waitFor();
  if (before !== null) await page.waitForTimeout(500);
  return (await verdict.textContent()) ?? '';
}

export async function download(page: Page, what: 'model' | 'head' | 'adapter'): Promise<Download> {
  await goTo(page, 'download');
  const [file] = await Promise.all([
    page.waitForEvent('download', { timeout: 120_000 }),
    page.locator(`#download-${what}`).click(),
  ]);
  return file;
}

/** Of the training that is shown, so far. */
export const updates = async (page: Page) => {
  const text = await page.getByRole('region', { name: 'Training' }).locator('.meter .legend').innerText();
  return Number(/Updates\s*([\d,]+) of/.exec(text)?.[1]?.replace(',', '') ?? 0);
};

/** The weights of the model that the page gives away, without what is written about them. */
export async function weightsOf(page: Page): Promise<string> {
  const zip = await download(page, 'model');
  const file = zipEntries(readFileSync(await zip.path())).get('my-classifier/model.safetensors')!;
  const header = Number(file.readBigUInt64LE());
  return createHash('sha256')
    .update(file.subarray(8 + header))
    .digest('hex');
}

const keptRecords = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        indexedDB.open('tabtune').onsuccess = ({ target }) => {
          const database = (target as IDBOpenDBRequest).result;
          const all = database.transaction('kept').objectStore('kept').getAll();
          all.onsuccess = () => resolve(JSON.stringify(all.result));
          database.close();
        };
      }),
  );

/** Waits until what the page keeps in this browser has `text` in one of its records, as JSON. */
export const untilKept = (page: Page, text: string) =>
  expect
    .poll(async () => (await keptRecords(page)).includes(text), { message: `${text} is kept`, timeout: 60_000 })
    .toBe(true);
