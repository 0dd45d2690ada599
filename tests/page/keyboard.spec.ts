// SPDX-License-Identifier: Apache-2.0
// The whole way by keyboard alone: from a file and an encoder of one's own to a trained model, an answer and a download.
// After each action the focus is on a heading or a control, never on nothing.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from './site';
import { finished, TINY_BERT } from './steps';

const ROWS = Array.from({ length: 90 }, (_, i) => `row ${i} tells ${i % 2 ? 'yes' : 'no'},${i % 2 ? 'yes' : 'no'}`);
const FILE = { name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from(`text,label\n${ROWS.join('\n')}\n`) };

/** The tag of what has the focus, and its name: of a field its label's text. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement!;
    if (at === document.body) return 'BODY';
    const label = (at as HTMLInputElement).labels?.[0] ?? at;
    return `${at.tagName} ${at.getAttribute('aria-label') ?? label.textContent?.trim()}`;
  });

/** Presses Tab until the focus is on a control of that name, from wherever it is. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = [];
  while (!name.test(passed.at(-1) ?? '')) {
    if (passed.length > 150) throw new Error(`Tab does not reach ${name}: ${passed.join(' | ')}`);
    await page.keyboard.press('Tab');
    passed.push(await focused(page));
  }
}

async function press(page: Page, name: RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

async function choose(page: Page, name: RegExp, files: Parameters<Page['setInputFiles']>[1]): Promise<void> {
  await tabTo(page, name);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
  await chooser.setFiles(files);
}

test('from the data to the download with the keyboard alone', async ({ page }) => {
  page.on('filechooser', () => undefined); // from now on no dialog of the browser's own is opened
  const lands = (on: RegExp) => expect.poll(() => focused(page)).toMatch(on);
  await press(page, /^BUTTON Reviews, two labels/);
  await lands(/^H2 Reviews, two labels/);
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await choose(page, /Choose another file/, FILE);
  await page.getByRole('heading', { name: 'rows.csv' }).waitFor();
  await press(page, /^BUTTON Next: Tokenize/);
  await lands(/^H1 Cut the text/);
  await press(page, /^A .*Load/);
  await lands(/^H1 Load/);
  await page.locator('.meter').waitFor({ state: 'detached' });
  await press(page, /^SUMMARY Use another encoder/);
  await choose(
    page,
    /^INPUT Choose files/,
    readdirSync(TINY_BERT).map((name) => join(TINY_BERT, name)),
  );
  await page.getByRole('heading', { name: /^Encoder: / }).waitFor();
  await press(page, /^BUTTON Next: Train/);
  await lands(/^H1 Train/);
  await tabTo(page, /^INPUT Everything/);
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toMatch(/^INPUT Head only/);
  await press(page, /^BUTTON Start/);
  await lands(/^H2 /);
  await finished(page);
  expect(await focused(page)).not.toBe('BODY');
  await press(page, /^BUTTON Next: Evaluate/);
  await lands(/^H1 Evaluate/);
  await press(page, /^BUTTON Evaluate on the test set/);
  await lands(/^BUTTON Evaluate again/);
  await press(page, /^SUMMARY Confusion matrix/);
  await press(page, /^BUTTON \d+.*(yes|no)/);
  await press(page, /^BUTTON Try it/);
  await lands(/^H1 Try it/);
  await tabTo(page, /^TEXTAREA Text/);
  await page.keyboard.type('row 7 tells yes');
  await page.locator('.verdict').waitFor();
  await press(page, /^BUTTON Download/);
  await lands(/^H1 Download/);
  await tabTo(page, /^BUTTON Download the model/);
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(file.suggestedFilename()).toMatch(/\.zip$/);
});
