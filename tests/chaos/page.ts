// SPDX-License-Identifier: Apache-2.0
// A training in the page that is disturbed at a random moment, in one of six ways in turn: it ends with the bits of an
// undisturbed one, and where something is lost a sentence tells it. usage: tests/chaos/page.ts [--kills N] [--seed N]
import type { CDPSession, Page } from '@playwright/test';
import { launch } from '../page/browser';
import {
  chooseEncoder,
  chooseSample,
  finished,
  goTo,
  loaded,
  plan,
  TINY_BERT,
  updates,
  weightsOf,
} from '../page/steps';
import { chance, hold, outcome, settings } from './chaos';

const { kills } = settings();
const OPTIONS = { fields: { 'option-learning_rate': 0.001, 'option-epochs': 12 } };
const FULL = /gives this page no more room/;
const CLEARED = /What was kept for this page has been removed/;

const { browser, address, close } = await launch();
const context = await browser.newContext({ acceptDownloads: true });
let page = await context.newPage();
const { origin } = new URL(address);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function prepare(): Promise<void> {
  await chooseSample(page, 'Requests, seven labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await plan(page, OPTIONS);
}

async function begin(): Promise<void> {
  await goTo(page, 'train');
  await page.locator('#start:not([disabled])').click();
  await page.getByRole('region', { name: 'Training' }).waitFor();
}

const shows = async (of: Page, text: RegExp) =>
  of
    .getByText(text)
    .first()
    .waitFor({ timeout: 20_000 })
    .then(
      () => true,
      () => false,
    );

/** The page again, where it was left. */
async function reopen(): Promise<void> {
  await page.close();
  page = await context.newPage();
  await page.goto(`${address}#train`);
}
const goOn = () => page.locator('#go-on').click({ timeout: 60_000 });

/** What each does to a training that goes on. `session`: of the page. */
const ways: Record<string, (session: CDPSession) => Promise<unknown>> = {
  'a worker that is killed': async () => {
    await page.workers()[0]!.evaluate(() => {
      setTimeout(() => {
        throw new Error('unreachable');
      });
    });
    hold('the death of the worker is told', await shows(page, /It has been started again/));
    await goOn();
  },
  'a tab that crashes': async (session) => {
    const crashed = page.waitForEvent('crash');
    session.send('Page.crash').catch(() => undefined); // it is not answered
    await crashed;
    await reopen();
    await goOn();
  },
  'storage that is cleared': async (session) => {
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  },
  'a quota that is gone': async (session) => {
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
    hold('that there is no room is told', await shows(page, FULL));
  },
  'a second tab': async () => {
    const other = await context.newPage();
    await other.goto(address);
    hold('the second tab tells of the first', await shows(other, /open in another tab/));
    await other.close();
  },
  'a page that is frozen': async (session) => {
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await pause(1000 + 2000 * chance());
    await session.send('Page.setWebLifecycleState', { state: 'active' });
  },
};

/** What is looked at once its training has ended. */
const afterwards: Record<string, (session: CDPSession) => Promise<unknown>> = {
  'storage that is cleared': async () => {
    await goTo(page, 'prepare');
    hold('that what was kept is gone is told', await shows(page, CLEARED));
    await reopen();
    await prepare();
  },
  'a quota that is gone': async (session) => {
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await pause(2000);
    await reopen();
    const back = await shows(page, /700 rows/);
    hold('after that there is room again, and the project is back', back);
    if (!back) await prepare();
  },
};

await page.goto(address);
await prepare();
const begun = performance.now();
await begin();
await finished(page);
const length = performance.now() - begun;
const wanted = await weightsOf(page);
console.log(`undisturbed: ${(length / 1000).toFixed(1)} s`);

for (let done = 0; done < kills;) {
  const [name, disturb] = Object.entries(ways)[done % Object.keys(ways).length]!;
  await begin();
  for (const end = Date.now() + 30_000; Date.now() < end && !(await updates(page));) await pause(20);
  await pause(chance() * length * 0.6);
  const at = await updates(page).catch(() => null);
  if (at === null) continue; // it has ended before
  console.log(`${++done} ${name}, after ${at} updates`);
  const session = await context.newCDPSession(page);
  try {
    await disturb(session);
    await finished(page);
    hold('the same bits', (await weightsOf(page)) === wanted);
    await afterwards[name]?.(session);
  } catch (error) {
    hold(`${name}: ${(error as Error).message.slice(0, 400)}`, false);
    await reopen();
    await prepare();
  }
  await session.detach().catch(() => undefined);
}
await close();
outcome();
