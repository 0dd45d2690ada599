// SPDX-License-Identifier: Apache-2.0
// The built page where something is missing or breaks: it says so, and what can be used stays usable.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from './site';
import { chooseEncoder, chooseFile, chooseSample, goTo, loaded, plan, TINY_BERT, train, openLine } from './steps';

test.use({ strict: false });

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
const footer = (page: Page) => page.locator('footer');

test('a language that is no language tag', async ({ open }) => {
  const page = await open((empty) =>
    empty.addInitScript(() => Object.defineProperty(Navigator.prototype, 'language', { get: () => 'C' })),
  );
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { fields: { 'option-epochs': 1 } });
  await page.locator('.curve canvas').first().waitFor();
});

test('a page that does not arrive whole', async ({ open }) => {
  const page = await open(async (empty) => {
    await empty.clock.install();
    await empty.route('**/assets/start-*.js', (route) => route.abort());
  });
  for (const seconds of [1, 3, 8]) {
    await page.getByText(`It is loaded again in ${seconds} s.`).waitFor();
    await page.clock.fastForward(1000 * seconds);
  }
  await page.getByText(/Tabtune could not be started/).waitFor();
});

test('parts of the page that are not on its server any more', async ({ page }) => {
  await chooseSample(page, 'Reviews, two labels');
  await page.waitForTimeout(2000); // its steps are fetched
  await page.context().route(/assets\/(lesson|bundle|worker)-/, (route) => route.fulfill({ status: 404 }));
  await page.getByRole('button', { name: 'Lesson' }).click();
  await page.getByText('This part could not be fetched.').waitFor();
  await page.getByRole('button', { name: 'Lesson' }).click();
  const missing = page.getByText(/A part of the page did not arrive\..*save what you have and reload the page/);
  await openLine(page, 'What is kept, and how to forget it');
  await page.locator('#export-project').click();
  await missing.waitFor();
  await chooseFile(page, { name: 'large.csv', text: `text,label\n${'a text of some words,a\n'.repeat(10_000)}` });
  await expect(missing).toHaveCount(2);
});

test('an engine that cannot be fetched at first', async ({ open }) => {
  const scripts = '**/engine/**';
  const page = await open((empty) => empty.context().route(scripts, (route) => route.abort()));
  await page
    .getByRole('alert')
    .getByText(/could not be started/)
    .waitFor();
  await page.context().unroute(scripts);
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await footer(page).getByText(/GFLOP/).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('an engine that dies in a run', async ({ page }) => {
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await plan(page, { fields: { 'option-epochs': 200 } });
  await page.locator('#start').click();
  await page
    .getByText(/ of [\d,]+$/)
    .first()
    .waitFor();
  await page.workers()[0]!.evaluate(() => {
    setTimeout(() => {
      throw new Error('unreachable');
    });
  });
  await page.getByText(/unreachable.* It has been started again\./).waitFor();
  expect(await page.title()).toMatch(/^Train /);
  await goTo(page, 'load');
  await loaded(page); // by itself
  await train(page, { fields: { 'option-epochs': 1 } });
});

test('a trained model that another encoder would replace is saved first', async ({ page }) => {
  await openLine(page, 'What is kept, and how to forget it');
  await page.getByRole('button', { name: 'Keep nothing on this computer' }).click();
  await page.getByRole('button', { name: 'Yes, forget everything and keep nothing' }).click();
  await page.getByText('Nothing of yours is kept on this computer').waitFor();
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  expect(await page.locator('.stepper a[aria-disabled]').allInnerTexts()).toEqual(
    ['5\nEvaluate', '▸\nTry it', '↓\nDownload'].map((name) => expect.stringContaining(name)),
  );
  await train(page, { method: 'head' });
  expect(await page.locator('.stepper a[aria-disabled]').count()).toBe(0);
  await chooseEncoder(page, TINY_BERT);
  const question = page.getByRole('group', { name: 'The trained model would be lost' });
  await question.getByText(/negative, positive; done.* is not saved/).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    question.getByRole('button', { name: 'Download the head first' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/head\.safetensors$/);
  await question.getByRole('button', { name: 'Load a local folder' }).click();
  await page.locator('.stepper a[aria-disabled]').first().waitFor();
});

/** The encoder at an address of the page's own server; the way to cut the line. */
async function servedEncoder(page: Page, address: string): Promise<() => Promise<void>> {
  const files = '**/served/*';
  await page.context().route(files, (route) => {
    const path = join(TINY_BERT, route.request().url().split('/').at(-1)!);
    return route.fulfill(existsSync(path) ? { path } : { status: 404 });
  });
  await goTo(page, 'load');
  await page.locator('.meter').waitFor({ state: 'detached' });
  await openLine(page, 'Use another encoder');
  await page.locator('#model-url').fill(`${address}/served`);
  await page.getByRole('button', { name: 'Load from address' }).click();
  await page.getByRole('heading', { name: /Encoder: .*served/ }).waitFor();
  return async () => {
    await page.context().unroute(files);
    await page.context().route('**', (route) => route.abort());
  };
}

test('a network that is gone after the encoder has been loaded', async ({ page, address }) => {
  await chooseSample(page, 'Reviews, two labels');
  const cut = await servedEncoder(page, address);
  await cut();
  for (let run = 0; run < 2; run++) {
    await plan(page, { fields: { 'option-epochs': 1 } });
    await page.locator('#start').click();
    // A training of tiny-bert may be over before it was seen.
    await page
      .getByRole('region', { name: 'What you have' })
      .getByText(`Run ${run + 1}`, { exact: true })
      .waitFor();
    await page.getByText(/^Trained with/).waitFor();
  }
});

test('a step that cannot be shown', async ({ page }) => {
  await heading(page, 'Prepare');
  expect(await page.locator('body').innerText()).not.toMatch(/is being loaded/);
  await page.evaluate(() => {
    const { focus } = HTMLElement.prototype;
    HTMLElement.prototype.focus = function () {
      HTMLElement.prototype.focus = focus;
      throw new Error('broken.');
    };
  });
  await goTo(page, 'load');
  await page.getByText('This step cannot be shown: broken.').waitFor();
  await page.getByRole('button', { name: 'Show it again' }).click();
  await heading(page, 'Load');
});
