// SPDX-License-Identifier: Apache-2.0
// A project in a real browser: the tab is killed in the middle of a training, and nothing is lost.
import { expect, test, type Page } from './site';
import { chooseEncoder, chooseSample, evaluate, finished, goTo, loaded, plan, TINY_BERT } from './steps';

const LONG = { 'option-learning_rate': 0.001, 'option-epochs': 4 };

async function prepare(page: Page): Promise<void> {
  await chooseSample(page, 'Requests, seven labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await plan(page, { fields: LONG });
}

const updates = async (page: Page) => {
  const text = await page.getByRole('region', { name: 'Training' }).locator('.meter .legend').innerText();
  return Number(/Updates\s*([\d,]+) of/.exec(text)?.[1]?.replace(',', '') ?? 0);
};

test('a killed tab goes on to the same figures, and a reload brings all back', async ({ page }) => {
  test.setTimeout(300_000);
  const context = page.context();
  /** The same project in another tab; the one before is closed without a question, as by a crash. */
  const reopen = async (tab: Page, step: string) => {
    const url = new URL(step, tab.url()).href;
    await tab.close({ runBeforeUnload: false });
    const next = await context.newPage();
    await next.goto(url);
    return next;
  };

  await prepare(page);
  await page.locator('#start').click();
  await expect.poll(() => updates(page), { timeout: 60_000 }).toBeGreaterThan(30);

  let tab = await reopen(page, '#train');
  await tab.locator('#go-on').click({ timeout: 60_000 });
  await finished(tab);
  const figures = await evaluate(tab);

  tab = await reopen(tab, '#evaluate');
  await expect(tab.locator('.stepper')).toContainText(/done, validation/, { timeout: 60_000 });
  await expect(tab.locator('.stepper')).toContainText(/700 rows.*accuracy 0\.\d+/s);

  // The same training, undisturbed.
  await plan(tab, {});
  await tab.locator('#start').click();
  await tab.getByRole('region', { name: 'Training' }).waitFor();
  await finished(tab);
  expect(await evaluate(tab)).toEqual(figures);

  await goTo(tab, 'prepare');
  await tab.getByText('What is kept, and how to forget it').click();
  await tab.getByRole('button', { name: 'Forget everything' }).click();
  tab.on('dialog', (dialog) => dialog.accept());
  await tab.getByRole('button', { name: 'Yes, forget everything' }).click();
  await expect(tab.locator('#kept')).toContainText('Kept on this computer');
  await expect(tab.locator('.stepper')).not.toContainText('700 rows');
});
