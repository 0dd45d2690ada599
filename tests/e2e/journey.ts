// SPDX-License-Identifier: Apache-2.0
// The page's journey with its own controls, step by step; shared by the tests, `scripts/start --check` and the
// screenshots. Each function leaves the page on its step.
import type { Method } from '../../web/engine/messages';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, Page } from 'playwright-core';

export const TINY_BERT = 'tests/golden/tiny-bert';

/** Long enough for the default encoder on two slow cores. */
const TRAINING = 20 * 60_000;

export const goTo = (page: Page, step: string) => page.locator(`.stepper a[href="#${step}"]`).click();

export async function chooseSample(page: Page, name: string): Promise<void> {
  await goTo(page, 'prepare');
  // Once there are data the samples are folded away; either shows when the step has rendered.
  const again = page.getByText('Take a sample instead');
  const sample = page.getByRole('button', { name });
  await again.or(sample).first().waitFor();
  if (await again.isVisible()) await again.click();
  await sample.click();
  await page.getByRole('heading', { name }).waitFor();
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

/** By its files, as chosen on a machine; `folder` in the hub's layout. */
export async function chooseEncoder(page: Page, folder: string): Promise<void> {
  await goTo(page, 'load');
  // An encoder of the list begins to load by itself; the files are chosen after that.
  const files = page.locator('#model-files');
  await files.waitFor({ state: 'attached' });
  await page.locator('.meter').waitFor({ state: 'detached' });
  await files.setInputFiles(readdirSync(folder).map((name) => join(folder, name)));
}

export async function loaded(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'What is inside' }).waitFor({ timeout: 120_000 });
}

export interface Training {
  method?: Method;
  /** Option fields by their ids: "option-epochs", "option-learning_rate", "train-max-length"... */
  fields?: Record<string, string | number>;
}

export async function plan(page: Page, { method = 'full', fields = {} }: Training): Promise<void> {
  await goTo(page, 'train');
  await page.locator(`input[name="method"][value="${method}"]`).check();
  for (const [id, value] of Object.entries(fields)) {
    await page.locator(`#${id}`).fill(String(value));
    await page.locator(`#${id}`).blur();
    // What was typed is shown again once the page has rendered.
    await page.waitForFunction(
      ([field, wanted]) => (document.getElementById(field) as HTMLInputElement).valueAsNumber === wanted,
      [id, Number(value)] as const,
      { timeout: 5000 },
    );
  }
  await page.locator('#start:not([disabled])').waitFor();
}

export async function train(page: Page, training: Training = {}): Promise<void> {
  await plan(page, training);
  await page.locator('#start').click();
  await finished(page);
}

/** The sentence with which a training ends. */
export const outcome = (page: Page) => page.getByText(/^(Trained with|The head was fitted|Stopped after)/);

export async function finished(page: Page): Promise<void> {
  await outcome(page).waitFor({ timeout: TRAINING });
}

/** Controls that a screen reader would have no name for. */
export function unnamed(page: Page): Promise<string[]> {
  return page.locator('a, button, input, select, textarea, summary, [role]').evaluateAll((nodes) =>
    nodes
      .filter((node) => {
        const labels = 'labels' in node ? [...((node as HTMLInputElement).labels ?? [])] : [];
        const shown = [node, ...labels].map((element) => element.textContent?.trim()).join('');
        const landmark = ['alert', 'status', 'region'].includes(node.getAttribute('role') ?? '');
        // A node of the step before may be gone by now, and its label with it.
        return node.isConnected && !shown && !node.getAttribute('aria-label') && !landmark;
      })
      .map((node) => node.outerHTML),
  );
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
