// SPDX-License-Identifier: Apache-2.0
// A project in a real browser: the tab is killed in the middle of a training, and nothing is lost. KILLS says how
// often, at random moments; the test's own training is killed once.
import { DESKTOP, PHONE } from './browser';
import { expect, test, type Page } from './site';
import {
  chooseEncoder,
  chooseFile,
  chooseSample,
  evaluate,
  finished,
  goTo,
  loaded,
  openLine,
  plan,
  TINY_BERT,
  untilKept,
  updates,
  weightsOf,
} from './steps';

const KILLS = Number(process.env['KILLS'] ?? 1);
/** Some seconds of training for each kill, so that it does not end before. */
const LONG = { 'option-learning_rate': 0.001, 'option-epochs': 8 * (1 + KILLS) };

async function prepare(page: Page): Promise<void> {
  await chooseSample(page, 'Requests, seven labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await plan(page, { fields: LONG });
}

test('a second tab tells above the fold, on each step, that the first has the project', async ({ page, address }) => {
  await chooseSample(page, 'Reviews, two labels');
  await page.getByRole('region', { name: 'What you have' }).getByText('In this browser').waitFor();
  const second = await page.context().newPage();
  for (const viewport of [PHONE, DESKTOP]) {
    await second.setViewportSize(viewport);
    for (const step of ['prepare', 'load']) {
      await second.goto(`${address}#${step}`);
      const hint = second.locator('.have').getByText('Your last project is open in another tab');
      await expect(hint).toBeInViewport();
    }
  }
  await chooseFile(second, { name: 'own.csv', text: `text,label\n${'a good one,a\na bad one,b\n'.repeat(20)}` });
  await second.getByRole('region', { name: 'What you have' }).getByText('In this browser').waitFor();
  await expect(second.getByText('open in another tab')).toHaveCount(0);
});

test('a killed tab goes on to the same bits, and a reload brings all back', async ({ page }) => {
  test.setTimeout(300_000 + KILLS * 30_000);
  const context = page.context();
  /** The same project in another tab; the renderer of the one before crashes. */
  const reopen = async (tab: Page, step: string) => {
    const url = new URL(step, tab.url()).href;
    const crashed = tab.waitForEvent('crash');
    const session = await context.newCDPSession(tab);
    session.send('Page.crash').catch(() => undefined); // it is not answered
    await crashed;
    await tab.close();
    const next = await context.newPage();
    await next.goto(url);
    return next;
  };

  await prepare(page);
  await page.locator('#start').click();
  await expect.poll(() => updates(page), { timeout: 60_000 }).toBeGreaterThan(30);
  await untilKept(page, '"run":['); // its beginning is written while the first updates are made

  let tab = page;
  for (let kills = 0; kills < KILLS; kills++) {
    if (kills) await tab.waitForTimeout(Math.random() * 3000);
    tab = await reopen(tab, '#train');
    // Pressed until it is heard: the encoder and the plan arrive meanwhile, and move it away under the pointer. While
    // the training is being brought back it is busy.
    const goOn = tab.locator('#go-on');
    await expect(goOn, `after kill ${kills + 1}`).toBeVisible({ timeout: 60_000 });
    const apart = () =>
      goOn.evaluate((button) => {
        const panel = button.closest('.panel')!;
        const step = panel.nextElementSibling; // it comes a moment later
        return step ? step.getBoundingClientRect().top - panel.getBoundingClientRect().bottom : 0;
      });
    await expect.poll(apart).toBeGreaterThan(8);
    await tab.getByText('Gives up the training that broke off.').waitFor({ timeout: 60_000 });
    await expect(async () => {
      if (await tab.locator('#go-on:not([aria-busy=true])').isVisible()) await goOn.click({ timeout: 5000 });
      await expect(goOn).toHaveCount(0, { timeout: 10_000 });
    }).toPass({ timeout: 90_000 });
  }
  await finished(tab);
  const figures = await evaluate(tab);
  const weights = await weightsOf(tab);

  tab = await reopen(tab, '#evaluate');
  await expect(tab.locator('.stepper')).toContainText(/done, validation/, { timeout: 60_000 });
  await expect(tab.locator('.stepper')).toContainText(/700 rows.*accuracy \d+\.\d\s%/s);

  // The same training, undisturbed.
  await plan(tab, {});
  await tab.locator('#start').click();
  await tab.getByRole('region', { name: 'Training' }).waitFor();
  await finished(tab);
  expect(await evaluate(tab)).toEqual(figures);
  expect(await weightsOf(tab)).toBe(weights);

  await goTo(tab, 'prepare');
  await openLine(tab, 'What is kept, and how to forget it');
  await tab.getByRole('button', { name: 'Forget everything' }).click();
  tab.on('dialog', (dialog) => dialog.accept());
  await tab.getByRole('button', { name: 'Yes, forget everything' }).click();
  await expect(tab.locator('#kept')).toContainText('Kept on this computer');
  await expect(tab.locator('.stepper')).not.toContainText('700 rows');
});
