// SPDX-License-Identifier: Apache-2.0
// Nothing gets out: a whole journey behind a proxy that records. What the user brought has a word in it that is nowhere
// else; it is in no request, no log, no title and no name in the browser's storage, and where nothing is to be kept in
// no storage at all.
import { record } from './recorder';
import { FILE, storage, strange, tells, WORD } from './secret';
import { expect, test, type Page } from './site';
import { chooseFile, download, evaluate, finished, goTo, loaded, openLine, plan, tryText } from './steps';

/** Chromium asks its maker what the fields of a page are for (Autofill), by hashes of their names. */
const OF_THE_BROWSER = /^CONNECT content-autofill\.googleapis\.com:443$/;
async function trainHead(page: Page): Promise<void> {
  await plan(page, { method: 'head' });
  await page.locator('#start').click();
  await finished(page);
  await evaluate(page);
  expect(await tryText(page, `${WORD} it is good`)).toContain(WORD);
  for (const step of ['prepare', 'tokenize', 'load', 'train', 'evaluate', 'download', 'try']) {
    await goTo(page, step);
    expect(await page.locator(`:is([id*="${WORD}"], [name*="${WORD}"])`).count(), `names of fields of ${step}`).toBe(0);
  }
}

const keeping = async (page: Page) => {
  await goTo(page, 'prepare');
  await openLine(page, 'What is kept, and how to forget it');
};

test('nothing that the user brought leaves the page, nor stays where nothing is kept', async ({ browser, address }) => {
  test.setTimeout(180_000);
  const { sent, address: proxy, close } = await record(address);
  const context = await browser.newContext({ proxy: { server: proxy }, serviceWorkers: 'allow' });
  const said: string[] = [];
  context.on('console', (message) => said.push(message.text()));
  context.on('weberror', ({ error }) => said.push(String(error())));
  const titles: string[] = [];
  await context.exposeFunction('noteTitle', (title: string) => titles.push(title));
  await context.addInitScript(() => {
    const own = Object.getOwnPropertyDescriptor(Document.prototype, 'title')!;
    const set = function (this: Document, title: string) {
      (globalThis as unknown as { noteTitle(title: string): void }).noteTitle(title);
      own.set!.call(this, title);
    };
    Object.defineProperty(Document.prototype, 'title', { ...own, set });
  });
  const page = await context.newPage();
  page.on('framenavigated', (frame) => titles.push(frame.url()));
  await page.goto(address);

  await chooseFile(page, FILE);
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await goTo(page, 'load');
  await loaded(page); // the first encoder of this site
  await trainHead(page);
  await goTo(page, 'evaluate');
  await openLine(page, 'A report to keep or send');
  await Promise.all([page.waitForEvent('download'), page.locator('#save-report').click()]);
  await download(page, 'head');
  await page.locator('#make-link').click();
  await expect(page.locator('#head-link')).toHaveValue(/#head=/);
  await page.getByText('In this browser', { exact: true }).waitFor({ state: 'attached' });
  await page.waitForTimeout(1500); // all is written
  await page.reload();
  await expect(page.locator('.stepper')).toContainText('160 rows', { timeout: 60_000 });
  const kept = await page.evaluate(storage);
  expect(tells(kept.contents), 'the project is kept, and is found where it is').toBe(true);
  expect(kept.names.filter(tells)).toEqual([]);

  await keeping(page);
  await page.getByRole('button', { name: 'New project' }).click();
  await expect(page.locator('.stepper')).not.toContainText('160 rows');
  await chooseFile(page, FILE);
  await page.getByRole('region', { name: 'Split' }).waitFor();

  await keeping(page);
  await page.getByRole('button', { name: 'Keep nothing on this computer' }).click();
  await page.getByRole('button', { name: /^Yes/ }).click();
  await page.getByRole('button', { name: 'Keep projects on this computer' }).waitFor();
  await chooseFile(page, { ...FILE, name: `${WORD}-again.csv` });
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await goTo(page, 'load');
  await loaded(page);
  await trainHead(page);
  await page.waitForTimeout(1500);
  const left = await page.evaluate(storage);
  expect(left.names.filter(tells)).toEqual([]);
  expect(tells(left.contents), 'something is kept where nothing is to be').toBe(false);
  await context.close();
  close();

  expect(strange(sent, address, OF_THE_BROWSER)).toEqual([]);
  expect(sent.length).toBeGreaterThan(20);
  expect(sent.filter((request) => tells(JSON.stringify(request)))).toEqual([]);
  expect(said.filter(tells)).toEqual([]);
  expect(titles.length).toBeGreaterThan(5);
  expect(titles.filter(tells)).toEqual([]);
});
