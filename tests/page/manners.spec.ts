// SPDX-License-Identifier: Apache-2.0
// Manners of every step: the first action is near, an enlarged page keeps within its width, and the page stays free
// while it trains and while a long table is scrolled.
import { tasksOf } from '../soak/measures';
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
  plan,
  TINY_BERT,
  train,
  updates,
} from './steps';

const STEPS = ['prepare', 'tokenize', 'load', 'train', 'evaluate', 'try', 'download'];
/** 1280 x 800 at 100 %, a desktop enlarged to 200 %, a phone, and 400 % (WCAG 1.4.10). */
const SIZES = [DESKTOP, { width: 640, height: 400 }, PHONE, { width: 320, height: 256 }];

/** How many screens down the first control of the step is, beside links to other steps. */
const firstAction = (page: Page) =>
  page.evaluate(() => {
    const controls = [...document.querySelectorAll('main :is(button, input, select, textarea, summary)')];
    const tops = controls
      .filter((one) => one.checkVisibility())
      .map((one) => one.getBoundingClientRect().top + scrollY);
    return Math.min(...tops) / innerHeight;
  });

for (const size of [DESKTOP, PHONE])
  test(`no method moves away under the pointer when the plan comes, ${size.width} wide`, async ({ page }) => {
    await page.setViewportSize(size);
    await chooseSample(page, 'Reviews, two labels');
    await chooseEncoder(page, TINY_BERT);
    await loaded(page);
    await page.evaluate(() => {
      const places = new Set<number>();
      Object.assign(globalThis, { places });
      const look = () => {
        const last = document.querySelector('input[name="method"][value="head"]');
        if (last) places.add(Math.round(last.getBoundingClientRect().top + scrollY));
        requestAnimationFrame(look);
      };
      look();
    });
    await plan(page, { method: 'head' });
    expect(await page.evaluate(() => [...(globalThis as unknown as { places: Set<number> }).places])).toHaveLength(1);
  });

test('every step begins within two screens, and an enlarged page keeps within its width', async ({ page }) => {
  const wide: string[] = [];
  const far: string[] = [];
  const look = async (what: string) => {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.evaluate(() => scrollTo(0, 0));
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > size.width) wide.push(`${what} at ${size.width}: ${width}`);
      const screens = await firstAction(page);
      if (screens > 2 && size.height > 256) far.push(`${what} at ${size.width}: ${screens.toFixed(1)} screens`);
    }
    await page.setViewportSize(DESKTOP);
  };
  await page.getByRole('button', { name: 'Reviews, two labels' }).waitFor();
  await look('the start');
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { fields: { 'option-epochs': 1 } });
  await evaluate(page);
  for (const step of STEPS) {
    await goTo(page, step);
    await look(step);
  }
  expect({ wide, far }).toEqual({ wide: [], far: [] });

  // The code that the engine writes comes late, and nothing moves away under the pointer.
  await goTo(page, 'prepare');
  await page.workers()[0]!.evaluate(() => {
    const post = self.postMessage;
    self.postMessage = (...of: unknown[]) => setTimeout(() => post.apply(self, of as Parameters<typeof post>), 1000);
  });
  await goTo(page, 'download');
  const below = page.getByRole('region', { name: 'The head alone' });
  const top = () => below.evaluate((one) => one.getBoundingClientRect().top + scrollY);
  const code = page.locator('pre.code');
  await below.waitFor();
  const before = await top();
  await expect(code).toHaveCount(0);
  await expect(code).toContainText('import');
  expect(await top()).toBe(before);
});

/** Locks of the screen that are held, and what the system was asked to tell; `away`: the tab is hidden. */
interface Seen {
  locks: number;
  told: string[];
  away: boolean;
}
const seen = (page: Page) => page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
const look = (page: Page, away: boolean) =>
  page.evaluate((hidden) => {
    (globalThis as unknown as { seen: Seen }).seen.away = hidden;
    document.dispatchEvent(new Event('visibilitychange'));
  }, away);

/** A screen and a system that can be watched, and trainings that say of themselves that they took two minutes. */
async function watched(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: Seen = { locks: 0, told: [], away: false };
    const request = () => {
      seen.locks++;
      const lock = { released: false, release: async () => void (lock.released ||= (seen.locks--, true)) };
      return Promise.resolve(lock);
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
    Object.defineProperty(document, 'visibilityState', { get: () => (seen.away ? 'hidden' : 'visible') });
    class Notification {
      static permission = 'granted';
      constructor(_: string, { body }: { body: string }) {
        seen.told.push(body);
      }
    }
    Object.assign(globalThis, { seen, Notification });
  });
  await page.context().route('**/assets/worker-*.js', async (route) => {
    const response = await route.fetch();
    const begin = `const post = self.postMessage; self.postMessage = (message, ...rest) => {
      if (message.event === 'run.end') message.data.seconds = 120;
      return post.call(self, message, ...rest);
    };`;
    await route.fulfill({ response, body: `${begin}${await response.text()}` });
  });
}

test('the screen stays on while it trains, its end is told, and closing asks only where something would be lost', async ({
  open,
}) => {
  const page = await open(watched);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  const moves = () =>
    page
      .locator('*')
      .evaluateAll(
        (all) =>
          all.filter((one) =>
            [getComputedStyle(one)].some(
              (style) => parseFloat(style.transitionDuration) || style.animationName !== 'none',
            ),
          ).length,
      );
  expect(await moves()).toBe(0);

  const have = page.getByRole('region', { name: 'What you have' });
  await have.getByText(/^In this browser, \d{3} kB/).waitFor(); // with the encoder
  await page.reload();
  await loaded(page);
  await expect(page.locator('.stepper')).toContainText('a local folder');
  expect(asked).toEqual([]);

  const locks = () => expect.poll(async () => (await seen(page)).locks);
  const start = async () => {
    await plan(page, { fields: { 'option-epochs': 200 } });
    await locks().toBe(0);
    await page.locator('#start').click();
    await expect.poll(() => updates(page)).toBeGreaterThan(0);
    await locks().toBe(1);
  };
  await start();
  await look(page, true);
  await locks().toBe(0);
  await look(page, false);
  await locks().toBe(1);
  await look(page, true);
  await page.getByRole('button', { name: 'Stop' }).first().click();
  await finished(page);
  await look(page, false);
  await locks().toBe(0);
  const ended = page.getByRole('region', { name: 'A training has ended' });
  const sentence = await ended.getByRole('status').innerText();
  expect(sentence).toMatch(/2\smin/);
  expect((await seen(page)).told).toEqual([sentence]);
  await goTo(page, 'load');
  await ended.getByRole('button', { name: 'See the run' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Train/);
  await expect(ended).toHaveCount(0);

  await have.getByText('The trained model is kept with it').waitFor();
  await page.reload();
  await expect(page.locator('.stepper')).toContainText(/done, validation|stopped/, { timeout: 60_000 });
  expect(asked).toEqual([]);
  await start();
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
});

/** The longest task of the page's own thread meanwhile, in ms of the processor: other programs do not count. */
async function longestTask(page: Page, act: () => Promise<unknown>): Promise<number> {
  const browser = page.context().browser()!;
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await act();
  const tasks = tasksOf(await browser.stopTracing(), 10).sort((a, b) => b.cpu - a.cpu);
  const [longest] = tasks;
  test.info().annotations.push({
    type: 'longest task',
    description: longest ? `${longest.cpu} ms, ${longest.what}` : 'under 10 ms',
  });
  return longest?.cpu ?? 0;
}

test('no task of the page takes 50 ms while it trains', async ({ page }) => {
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await plan(page, { fields: { 'option-epochs': 40 } });
  await page.locator('#start').click();
  await page.locator('.curve canvas').first().waitFor();
  const longest = await longestTask(page, () => page.waitForTimeout(2500));
  await page.getByRole('button', { name: 'Stop' }).first().click();
  await finished(page);
  expect(longest).toBeLessThan(50);
});

test('100,000 rows are scrolled, with few of them drawn and no task of 50 ms', async ({ page }) => {
  const rows = Array.from({ length: 100_000 }, (_, i) => `text number ${i} of many,${i % 3 ? 'tea' : 'cake'}`);
  await chooseFile(page, { name: 'many.csv', text: `text,label\n${rows.join('\n')}\n` });
  const grid = page.getByRole('grid', { name: 'All rows' });
  await expect(grid).toHaveAttribute('aria-rowcount', '100001', { timeout: 120_000 });
  await page.getByRole('region', { name: 'Split' }).waitFor({ timeout: 120_000 });
  const body = grid.locator('.rows-body');
  await body.scrollIntoViewIfNeeded();
  await body.hover();
  const longest = await longestTask(page, async () => {
    for (let i = 0; i < 40; i++) await page.mouse.wheel(0, 400 * (i + 1));
    await grid.getByRole('gridcell').nth(1).focus();
    await page.keyboard.press('Control+End');
  });
  await expect(grid.getByText('text number 99999 of many')).toBeVisible();
  expect(await grid.getByRole('row').count()).toBeLessThan(80);
  expect(longest).toBeLessThan(50);
});
