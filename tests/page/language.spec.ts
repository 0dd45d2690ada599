// SPDX-License-Identifier: Apache-2.0
// The page in another language, and from right to left.
import { PHONE } from './browser';
import { expect, test } from './site';
import { axe, chooseEncoder, chooseFile, evaluate, goTo, sound, TINY_BERT, train } from './steps';

test('the page can be had in German, and be changed while it is open', async ({ page }) => {
  await page.goto(`${new URL(page.url()).origin}/#load`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Load an encoder, give it a new head');
  await page.getByLabel('Language').selectOption({ value: 'de' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lade einen Encoder und gib ihm einen neuen Kopf');
  const tables: string[] = [];
  page.on('request', (request) => /-(first|rest)-/.test(request.url()) && tables.push(request.url()));
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Lade einen Encoder und gib ihm einen neuen Kopf');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page).toHaveTitle('Laden · Tabtune');
  expect(tables.filter((url) => url.includes('/en-'))).toEqual([]);
  expect(await axe(page)).toEqual([]);
  await page.getByLabel('Sprache').selectOption('English');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Load an encoder, give it a new head');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Load an encoder, give it a new head');
});

const ROWS = Array.from(
  { length: 300 },
  (_, i) => `${i};Zeile ${i} sagt ${i % 2 ? 'ja' : 'nein'};${i % 2 ? 'ja' : 'nein'}`,
);

/** Words of English sentences that are no German ones. */
const ENGLISH = /\b(the|and|of|with|is|are|rows?|weights|your|head|loss)\b/;

test('step 4 is in German, with every option, before, during and after a training', async ({ page }) => {
  await page.getByLabel('Language').selectOption({ value: 'de' });
  await chooseFile(page, 'public/samples/reviews.csv');
  await chooseEncoder(page, TINY_BERT);
  await page.getByRole('region', { name: 'Was darin steckt' }).waitFor();
  await goTo(page, 'train');
  const panels = [
    'Wie trainiert wird',
    'Was es brauchen wird',
    'Wie viel ist Zufall?',
    'Der Lauf',
    'Training',
    'Angehalten',
  ];
  const german = async (least: number) => {
    let read = 0;
    for (const name of panels)
      for (const panel of await page.getByRole('region', { name, exact: true }).all()) {
        await panel
          .locator('details')
          .evaluateAll((all: HTMLDetailsElement[]) => all.forEach((one) => (one.open = true)));
        const lines = (await panel.innerText()).split('\n');
        expect.soft(lines.filter((line) => ENGLISH.test(line))).toEqual([]);
        read += lines.length;
      }
    expect(read).toBeGreaterThan(least);
  };
  for (const method of ['full', 'layers', 'bias', 'lora', 'head']) {
    await page.locator(`input[name="method"][value="${method}"]`).check();
    await page.locator('#start:not([disabled])').waitFor();
    await german(100);
  }
  await page.locator('input[name="method"][value="full"]').check();
  // A field of numbers takes no comma.
  await expect(page.locator('#option-warmup_ratio')).toHaveValue('0.1');
  await page.locator('#option-epochs').fill('2000');
  await page.locator('#option-epochs').blur();
  await page.locator('#start:not([disabled])').click();
  await page.getByText(/^Epoche \d+ von 2000$/).waitFor();
  await page.getByRole('button', { name: 'Anhalten' }).click();
  await page.getByRole('button', { name: 'Weitermachen' }).waitFor();
  await german(10);
  await page.getByRole('button', { name: 'Beenden und die Gewichte behalten' }).click();
  await page.getByText(/^Nach .* beendet/).waitFor();
  await german(100);
});

test('a model is trained and tested in German on a phone, and every step fits the screen', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await page.getByLabel('Language').selectOption({ value: 'de' });
  await chooseFile(page, { name: 'zeilen.csv', text: `;text;label\n${ROWS.join('\n')}\n` });
  await expect(page.locator('#text-column option').nth(0)).toHaveText('Spalte 1');
  await chooseEncoder(page, TINY_BERT);
  await page.getByRole('region', { name: 'Was darin steckt' }).waitFor();
  await goTo(page, 'train');
  await page.locator('#start:not([disabled])').click();
  await page.getByText(/^Mit .* fertig trainiert/).waitFor({ timeout: 60_000 });
  await goTo(page, 'evaluate');
  await page.locator('#evaluate').click();
  await page.getByRole('region', { name: 'Testzahlen' }).waitFor();
  await sound(page);
  await page.goto(new URL('#runs', page.url()).href);
  await page.getByRole('cell', { name: /^Sein Modell/ }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
  expect(await axe(page)).toEqual([]);
});

test('numbers of a column without a name, a head alone, and the names of runs, in German', async ({ page }) => {
  const rows = Array.from({ length: 60 }, (_, i) => `so lang ist Text ${i},${i / 8}`).join('\n');
  await chooseFile(page, { name: 'zahlen.csv', text: rows });
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await page.locator('#task').selectOption('regression');
  await page.getByRole('region', { name: 'Numbers' }).getByText('column 2').waitFor();
  await chooseEncoder(page, TINY_BERT);
  await train(page, { method: 'head' });
  await expect(page.locator('#pooling-reason')).toHaveText(/^(The head reads|What the head)/);
  await evaluate(page);
  await page.getByLabel('Language').selectOption({ value: 'de' });
  await expect(page.getByRole('region', { name: 'Was du hast' }).getByText('Lauf 1', { exact: true })).toBeVisible();
  await goTo(page, 'try');
  await page.locator('#try-text').fill('so lang ist Text 7');
  const mattered = page.getByRole('region', { name: 'Die Wörter, auf die es ankam' });
  await expect(mattered.getByRole('heading')).toHaveText('Was für Spalte 2 spricht');
  await expect(mattered).toContainText('in dem jedes Wort verdeckt ist.');
  await expect(mattered).not.toContainText('Zeige auf'); // there is no other label
});

test('from right to left nothing leaves the screen', async ({ page }) => {
  for (const step of ['prepare', 'load']) {
    await page.goto(`${new URL(page.url()).origin}/#${step}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('html').evaluate((root) => root.setAttribute('dir', 'rtl'));
    for (const width of [PHONE.width, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      const right = await page.locator('.masthead .brand').evaluate((brand) => brand.getBoundingClientRect().right);
      expect(right).toBeGreaterThan(width / 2);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
});
