// SPDX-License-Identifier: Apache-2.0
// The page by keyboard alone: Tab until a control has the focus, then a key.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { TINY_BERT } from './steps';

/** The tag of what has the focus, and its name: of a field its label's text. */
export const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement!;
    if (at === document.body) return 'BODY';
    const label = (at as HTMLInputElement).labels?.[0] ?? at;
    return `${at.tagName} ${at.getAttribute('aria-label') ?? label.textContent?.trim()}`;
  });

/** Presses Tab, or Shift and Tab, until the focus is on a control of that name, from wherever it is. */
export async function tabTo(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = [];
  while (!name.test(passed.at(-1) ?? '')) {
    if (passed.length > 150) throw new Error(`Tab does not reach ${name}: ${passed.join(' | ')}`);
    await page.keyboard.press(key);
    passed.push(await focused(page));
  }
}

export async function press(page: Page, name: RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

export async function choose(page: Page, name: RegExp, files: Parameters<Page['setInputFiles']>[1]): Promise<void> {
  await tabTo(page, name);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
  await chooser.setFiles(files);
}

/** After an action the focus is on a heading or a control of that name. */
export const lands = (page: Page, on: RegExp) => expect.poll(() => focused(page)).toMatch(on);

export async function fill(page: Page, name: RegExp, value: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(value);
}

/** On step 3. */
export async function chooseTinyBert(page: Page): Promise<void> {
  await page.locator('.meter').waitFor({ state: 'detached' });
  await press(page, /^SUMMARY Use another encoder/);
  const files = readdirSync(TINY_BERT).map((name) => join(TINY_BERT, name));
  await choose(page, /^INPUT Choose files/, files);
  await page.getByRole('heading', { name: /^Encoder: / }).waitFor();
}
