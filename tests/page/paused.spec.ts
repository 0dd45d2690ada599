// SPDX-License-Identifier: Apache-2.0
// A training that is paused is kept at once: a reload goes on from there.
import { expect, test } from './site';
import { chooseEncoder, chooseSample, loaded, plan, TINY_BERT, untilKept, updates } from './steps';

test('a reload after a pause goes on from the update that was shown', async ({ page }) => {
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  await chooseSample(page, 'Requests, seven labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await plan(page, { fields: { 'option-learning_rate': 0.001, 'option-epochs': 30 } });
  await page.locator('#start').click();
  await expect.poll(() => updates(page), { timeout: 60_000 }).toBeGreaterThan(5);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  const legend = await page.locator('.meter .legend').innerText();
  const at = /([\d,]+) of/.exec(legend)![1];
  await untilKept(page, `"step":${at},"of"`);
  await page.reload();
  await expect(page.locator('main')).toContainText(new RegExp(`after ${at} of \\d`), { timeout: 60_000 });
});
