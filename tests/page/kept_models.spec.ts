// SPDX-License-Identifier: Apache-2.0
// Two trainings in a real browser: the model of the first is opened again, also after a reload, and the page speaks of
// it.
import { expect, test, type Page } from './site';
import {
  axe,
  chooseEncoder,
  chooseSample,
  evaluate,
  goTo,
  loaded,
  train,
  tryText,
  TINY_BERT,
  weightsOf,
  openLine,
} from './steps';

const TEXT = 'I would never buy this again.';

const runs = (page: Page) => page.goto(new URL('#runs', page.url()).href);
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

async function use(page: Page, name: string): Promise<void> {
  await runs(page);
  await page.getByRole('button', { name: `Use this model: ${name}` }).click();
  await expect(row(page, name)).toContainText('in use');
}

test('the model of an earlier run is opened again, and after a reload too', async ({ page }) => {
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { method: 'lora', fields: { 'option-epochs': 1, 'option-learning_rate': 0.01 } });
  const first = { figures: await evaluate(page), said: await tryText(page, TEXT), weights: await weightsOf(page) };
  await train(page, { method: 'full', fields: { 'option-epochs': 1, 'option-learning_rate': 0.003 } });
  const second = { figures: await evaluate(page), said: await tryText(page, TEXT), weights: await weightsOf(page) };
  expect(second.weights).not.toBe(first.weights);

  await use(page, 'Run 1');
  await expect(row(page, 'Run 2')).toContainText(/kept here, \d/);
  expect(await axe(page)).toEqual([]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()!.width);
  await goTo(page, 'evaluate');
  expect(await evaluate(page)).toEqual(first.figures);
  expect(await tryText(page, TEXT)).toBe(first.said);
  expect(await weightsOf(page)).toBe(first.weights);

  await page.reload();
  await expect(page.locator('.stepper')).toContainText(/done, validation/, { timeout: 60_000 });
  expect(await weightsOf(page)).toBe(first.weights);
  await use(page, 'Run 2');
  expect(await weightsOf(page)).toBe(second.weights);
  await use(page, 'Run 1');

  await goTo(page, 'prepare');
  await openLine(page, 'What is kept, and how to forget it');
  const models = page.locator('#kept').getByRole('listitem').filter({ hasText: /^Run / });
  await expect(models).toHaveText([/^Run 2\d/, /^Run 1.*in use/]);
  await page.getByRole('button', { name: 'Remove its model: Run 2' }).click();
  await expect(models).toHaveCount(1);
  await runs(page);
  await expect(row(page, 'Run 2')).toContainText('numbers only');
});
