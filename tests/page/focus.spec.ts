// SPDX-License-Identifier: Apache-2.0
// Where the keyboard is after each of the page's main actions: on a heading or a control, never on nothing.
import { expect, test } from './site';
import { chooseEncoder, chooseFile, finished, loaded, plan, TINY_BERT } from './steps';

const ROWS = Array.from({ length: 90 }, (_, i) => `row ${i} tells ${i % 2 ? 'yes' : 'no'},${i % 2 ? 'yes' : 'no'}`);

test('the focus stays in the page from the data to the test', async ({ page }) => {
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: at } = document;
      return at === document.body ? 'BODY' : `${at?.tagName} ${at?.textContent?.trim()}`;
    });
  const press = async (name: string | RegExp, wanted: RegExp) => {
    await page.getByRole('button', { name }).first().focus();
    await page.keyboard.press('Enter');
    await expect.poll(focused).toMatch(wanted);
  };
  await press('Reviews, two labels', /^H2 Reviews, two labels/);
  await chooseFile(page, { name: 'rows.csv', text: `text,label\n${ROWS.join('\n')}\n` });
  await page.getByRole('heading', { name: 'rows.csv' }).waitFor();
  await press(/^Next: Tokenize/, /^H1 Cut the text/);
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await press(/^Next: Train/, /^H1 Train/);
  await plan(page, { method: 'head' });
  await press(/^Start/, /^H2 /);
  await finished(page);
  expect(await focused()).not.toBe('BODY');
  await press(/^Next: Evaluate/, /^H1 Evaluate/);
  await press('Evaluate on the test set', /^BUTTON Evaluat/);
  await page.getByRole('button', { name: 'Evaluate again' }).waitFor();
  expect(await focused()).toMatch(/^BUTTON Evaluate again/);
});
