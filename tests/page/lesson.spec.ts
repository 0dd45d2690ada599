// SPDX-License-Identifier: Apache-2.0
// The lesson beside the controls: its chapters, an experiment that goes wrong on purpose, a question about it, a reload.
import { expect, test } from './site';
import { axe, chooseEncoder, evaluate, finished, loaded, TINY_BERT } from './steps';

test('a lesson, up to a model that was trained on a leak', async ({ page }) => {
  await page.getByRole('button', { name: 'Lesson', exact: true }).click();
  const lesson = page.getByRole('region', { name: /^Lesson, / });
  await lesson.getByRole('button', { name: 'Check' }).first().waitFor();
  await lesson.getByLabel(/will the model not learn from/).fill('12');
  await lesson.getByRole('button', { name: 'Check' }).first().click();
  await lesson.getByText('Choose data first.').waitFor();
  for (const title of ['Cut the text', 'Load an encoder', 'Train, but', '2e-5', 'Is it any', 'Three ways']) {
    await lesson.getByRole('button', { name: `Next: ${title}` }).click();
    // Between two rates the reader chooses, so by the validation rows.
    const tested = lesson.getByRole('columnheader', { name: 'Test rows right' });
    if (title === '2e-5') await lesson.getByRole('columnheader', { name: 'Validation rows right' }).waitFor();
    await expect(tested).toHaveCount(title === 'Three ways' ? 1 : 0);
  }
  expect(await axe(page)).toEqual([]);
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await lesson.getByRole('button', { name: 'Open the leak' }).click();
  await page.locator('#start:not([disabled])').click();
  await finished(page);
  await evaluate(page);
  const figures = lesson.getByRole('row', { name: /with a leak/ }).locator('td');
  const [, validation, tested] = (await figures.allInnerTexts()).map((text) => parseFloat(text));
  expect(validation! - tested!).toBeGreaterThan(20);
  await lesson.getByLabel('validation rows').check();
  await lesson.getByRole('button', { name: 'Check' }).click();
  await lesson.getByText(/^Not quite\. On the validation rows, which have the leak/).waitFor();
  await page.waitForTimeout(1000); // it is kept
  await page.reload();
  await page.getByRole('region', { name: 'Lesson, 7 of 8: Three ways to be wrong' }).waitFor();
});
