// SPDX-License-Identifier: Apache-2.0
// Nothing moves away under the pointer: rows that are checked anew, figures and their comparisons, a file that was
// saved.
import { expect, test, type Locator, type Page } from './site';
import { chooseEncoder, chooseFile, goTo, loaded, TINY_BERT, train } from './steps';

const rows = (n: number) =>
  Array.from({ length: n }, (_, i) => `row ${i} of ${i * 31} tells ${i % 2 ? 'yes' : 'no'},${i % 2 ? 'yes' : 'no'}`);
const file = (n: number) => ({ name: 'rows.csv', text: `text,label\n${rows(n).join('\n')}\n` });

/** Where the elements have been from now on, from the top of the page; those that are not there have no place. */
async function watch(page: Page, selectors: string[]): Promise<() => Promise<(number | null)[][]>> {
  await page.evaluate((of) => {
    const seen: (number | null)[][] = of.map(() => []);
    const look = () => {
      for (const [i, selector] of of.entries()) {
        const at = document.querySelector(selector);
        const y = at && Math.round(at.getBoundingClientRect().y + scrollY);
        if (seen[i]!.at(-1) !== y) seen[i]!.push(y);
      }
      requestAnimationFrame(look);
    };
    look();
    Object.assign(globalThis, { seen });
  }, selectors);
  return () => page.evaluate(() => (globalThis as unknown as { seen: (number | null)[][] }).seen);
}

/** Presses it, and moves it away before it is let go. */
async function pressMoving(page: Page, control: Locator): Promise<void> {
  const main = page.locator('main');
  await main.evaluate(({ style }) => (style.paddingTop = ''));
  await control.hover();
  await page.mouse.down();
  await main.evaluate(({ style }) => (style.paddingTop = '400px'));
  await page.mouse.up();
}

test('a press counts where its control moves away before it is let go', async ({ page }) => {
  await goTo(page, 'prepare');
  await pressMoving(page, page.getByRole('button', { name: 'Reviews, two labels' }));
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await pressMoving(page, page.getByText('Take a sample instead'));
  await page.getByRole('button', { name: 'Requests' }).first().waitFor();
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await goTo(page, 'train');
  for (const method of ['lora', 'head']) {
    const radio = page.locator(`input[name="method"][value="${method}"]`);
    await pressMoving(page, page.locator('label', { has: radio }));
    await expect(radio).toBeChecked();
  }
});

test('a press counts once where what was pressed is drawn anew', async ({ page }) => {
  await goTo(page, 'prepare');
  const line = page.locator('summary', { hasText: 'Take a data set of the hub' });
  const details = page.locator('details', { has: line });
  for (const open of [true, false, true]) {
    await line.locator('*').first().or(line).first().hover();
    await page.mouse.down();
    await line.evaluate((summary) => (summary.innerHTML = String(summary.innerHTML)));
    await page.mouse.up();
    await page.waitForTimeout(100);
    expect(await details.evaluate((element) => (element as HTMLDetailsElement).open)).toBe(open);
  }
});

test('a press that is moved off its button does nothing', async ({ page }) => {
  await goTo(page, 'prepare');
  await page.getByRole('button', { name: 'Reviews, two labels' }).hover();
  await page.mouse.down();
  await page.mouse.move(5, 5);
  await page.mouse.up();
  await page.waitForTimeout(1000);
  await expect(page.getByRole('region', { name: 'Split' })).toHaveCount(0);
});

test('the press after a number was typed is taken, and the steps stay as they are, while many rows are split anew', async ({
  page,
}) => {
  await chooseFile(page, file(20_000)); // enough for the worker
  await page.getByText('20,000 rows, CSV').waitFor({ timeout: 60_000 });
  const button = page.locator('#at-once');
  await button.waitFor();
  const places = await watch(page, ['#at-once', '#text-column']);
  const steps = page.locator('.stepper');
  const before = await steps.innerText();
  await page.evaluate(() => {
    const said = new Set<string>();
    Object.assign(globalThis, { said });
    new MutationObserver(() => said.add(document.querySelector<HTMLElement>('.stepper')!.innerText)).observe(
      document.querySelector('.stepper')!,
      { childList: true, subtree: true, characterData: true },
    );
  });
  await page.locator('#seed').fill('5');
  await page.evaluate(() => scrollTo(0, 0));
  await button.hover();
  await page.mouse.down();
  await page.waitForTimeout(150);
  await page.mouse.up();
  await expect(page).toHaveURL(/#(load|train)$/);
  const said = await page.evaluate(() => [...(globalThis as unknown as { said: Set<string> }).said]);
  expect(said.filter((text) => /error/.test(text))).toEqual([]);
  expect(before).not.toMatch(/error/);
  for (const of of await places()) expect(of.filter((y) => y !== null)).toHaveLength(1);
});

test('figures come with their comparisons, and a file that was saved moves no button', async ({ page }) => {
  await chooseFile(page, file(400));
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { method: 'head' });
  await goTo(page, 'evaluate');
  await page.locator('#evaluate').waitFor(); // the step before has figures too
  const figures = await watch(page, ['#read-rows', '.figures']);
  await page.locator('#evaluate').click();
  await page
    .getByText(/Is (the trained head|fine-tuning) worth it here\?/)
    .first()
    .waitFor();
  await page.waitForTimeout(500);
  for (const of of await figures()) expect(of.filter((y) => y !== null)).toHaveLength(1);

  await goTo(page, 'download');
  await page.locator('#download-model').waitFor();
  const buttons = await watch(page, ['#download-model', '#download-head', '#make-link']);
  for (const what of ['head', 'model']) {
    const [saved] = await Promise.all([page.waitForEvent('download'), page.locator(`#download-${what}`).click()]);
    await page.getByText(`Saved as ${saved.suggestedFilename()}`).waitFor();
  }
  const [model, head] = await buttons();
  expect([model, head]).toEqual([[expect.any(Number)], [expect.any(Number)]]);
});

test('a link that is opened shows itself alone, and what it opened', async ({ page, address }) => {
  await page.addInitScript(() => {
    const seen = new Set<string>();
    Object.assign(globalThis, { seen });
    const look = () => {
      const step = document.querySelector<HTMLElement>('main > .step');
      if (document.querySelector('#link')) seen.add(step?.offsetParent ? 'with a step' : 'alone');
      requestAnimationFrame(look);
    };
    look();
  });
  await page.goto(`${address}?encoder=tiny-bert&data=samples/reviews.csv`);
  await expect(page).toHaveURL(/#train$/, { timeout: 60_000 });
  await expect(page.locator('#link')).toHaveCount(0);
  await expect(page.locator('main > .step')).toBeVisible();
  expect(await page.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen])).toEqual(['alone']);
});
