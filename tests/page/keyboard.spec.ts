// SPDX-License-Identifier: Apache-2.0
// Whole ways by keyboard alone: from a file and an encoder of one's own to a trained model, an answer and a download;
// names marked in texts; a data scientist's two runs; a teacher's link. After each action the focus is on a heading or
// a control, never on nothing.
import { readFileSync } from 'node:fs';
import { choose, chooseTinyBert, fill, focused, lands, press, tabTo } from './keys';
import { expect, test } from './site';
import { finished } from './steps';

const ROWS = Array.from({ length: 90 }, (_, i) => `row ${i} tells ${i % 2 ? 'yes' : 'no'},${i % 2 ? 'yes' : 'no'}`);
const FILE = { name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from(`text,label\n${ROWS.join('\n')}\n`) };

const NAMES = ['clara', 'james', 'peter', 'maria'];
const PLACES = ['london', 'paris', 'hamburg'];
const SENTENCES = Array.from({ length: 48 }, (_, i) => ({
  words: [NAMES[i % 4]!, 'was', 'seen', 'in', PLACES[i % 3]!, `${i}`, 'days', 'ago'],
}));

test('from the data to the download with the keyboard alone', async ({ page }) => {
  page.on('filechooser', () => undefined); // from now on no dialog of the browser's own is opened
  await press(page, /^BUTTON Reviews, two labels/);
  await lands(page, /^H2 Reviews, two labels/);
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await choose(page, /Choose another file/, FILE);
  await page.getByRole('heading', { name: 'rows.csv' }).waitFor();
  await press(page, /^BUTTON Next: Tokenize/);
  await lands(page, /^H1 Cut the text/);
  await press(page, /^A .*Load/);
  await lands(page, /^H1 Load/);
  await chooseTinyBert(page);
  await press(page, /^BUTTON Next: Train/);
  await lands(page, /^H1 Train/);
  await tabTo(page, /^INPUT Everything/);
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toMatch(/^INPUT Head only/);
  await press(page, /^BUTTON Start/);
  await lands(page, /^H2 /);
  await finished(page);
  expect(await focused(page)).not.toBe('BODY');
  await press(page, /^BUTTON Next: Evaluate/);
  await lands(page, /^H1 Evaluate/);
  await press(page, /^BUTTON Evaluate on the test set/);
  await lands(page, /^BUTTON Evaluate again/);
  await press(page, /^SUMMARY Confusion matrix/);
  await press(page, /^BUTTON \d+.*(yes|no)/);
  await press(page, /^BUTTON Try it/);
  await lands(page, /^H1 Try it/);
  await tabTo(page, /^TEXTAREA Text/);
  await page.keyboard.type('row 7 tells yes');
  await page.locator('.verdict').waitFor();
  await press(page, /^BUTTON Download/);
  await lands(page, /^H1 Download/);
  await tabTo(page, /^BUTTON Download the model/);
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(file.suggestedFilename()).toMatch(/\.zip$/);
});

test('names are marked in texts that have none, trained on and found, with the keyboard alone', async ({ page }) => {
  page.on('filechooser', () => undefined);
  const texts = SENTENCES.map(({ words }) => words.join(' '));
  await choose(page, /^BUTTON Choose a file/, {
    name: 'letters.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`text\n${texts.join('\n')}\n`),
  });
  await press(page, /^BUTTON Add one and label/);
  await lands(page, /^H2 Rows/);
  await tabTo(page, /^SELECT Task/);
  await page.keyboard.type('Mark');
  await tabTo(page, /^DIV clara was/);
  await page.keyboard.press('ArrowRight');
  for (const [i, { words }] of SENTENCES.entries()) {
    if (i) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await lands(page, new RegExp(`^SPAN ${words[0]}`));
    // Each of the two types is written once; from then on it has a digit.
    const mark = (type: string, digit: string) =>
      i ? page.keyboard.press(digit) : fill(page, /^INPUT Another label/, `${type}\n`);
    await mark('person', '1');
    await lands(page, i ? /^SPAN .*, person$/ : /^INPUT Another label/);
    if (!i) await tabTo(page, /^SPAN clara, person/, 'Shift+Tab');
    for (let n = 0; n < 4; n++) await page.keyboard.press('ArrowRight');
    await lands(page, new RegExp(`^SPAN ${words[4]}$`));
    await mark('place', '2');
    await page.keyboard.press('Escape');
    await lands(page, /^DIV .*place/);
  }
  await tabTo(page, /^BUTTON Save the corrected file/);
  const [saved] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(readFileSync(await saved.path(), 'utf8')).toContain(
    `"text":"james was seen in paris 1 days ago","label":[{"start":0,"end":5,"label":"person"},`,
  );

  await press(page, /^A .*Load/);
  await chooseTinyBert(page);
  await press(page, /^A .*Train/);
  await press(page, /^SUMMARY All options/);
  await fill(page, /^INPUT [Ll]earning rate/, '0.003');
  await fill(page, /^INPUT [Ee]pochs/, '20');
  await press(page, /^BUTTON Start/);
  await finished(page);
  await press(page, /^BUTTON Next: Evaluate/);
  await press(page, /^BUTTON Evaluate on the test set/);
  await lands(page, /^BUTTON Evaluate again/);
  await page.getByText('of 14 spans in 7 new texts').waitFor();
  await press(page, /^A .*Try it/);
  await fill(page, /^TEXTAREA Text/, 'peter was seen in london 99 days ago');
  await expect(page.locator('.marked mark')).toHaveText(['peter person', 'london place']); // once all is typed
});

test('messy rows are put right and two runs laid side by side, with the keyboard alone', async ({ page }) => {
  page.on('filechooser', () => undefined);
  const rows = Array.from({ length: 240 }, (_, i) => {
    const [yes, no] = i % 3 ? ['yes', 'no'] : ['YES ', 'No'];
    return `${i};${i % 40 ? `row ${i} tells ${i % 2 ? 'yes' : 'no'}` : ''};${i % 2 ? yes : no}`;
  });
  await choose(page, /^BUTTON Choose a file/, {
    name: 'messy.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`;text;label\n${[...rows, ...rows.slice(1, 20)].join('\n')}\n`),
  });
  for (const remedy of ['Make them one label each', 'Keep the first of each']) {
    await press(page, new RegExp(`^BUTTON ${remedy}`));
    expect(await focused(page)).not.toBe('BODY');
  }
  await press(page, /^A .*Load/);
  await chooseTinyBert(page);
  // All weights, and LoRA, which is three choices below.
  for (const steps of [0, 3]) {
    await press(page, /^A .*Train/);
    await lands(page, /^H1 Train/);
    await tabTo(page, /^INPUT Everything/);
    for (let n = 0; n < steps; n++) await page.keyboard.press('ArrowDown');
    await press(page, steps ? /^BUTTON Train again/ : /^BUTTON Start/);
    await lands(page, /^H2 /);
    await finished(page);
    await press(page, /^BUTTON Next: Evaluate/);
    await press(page, /^BUTTON Evaluate on the test set/);
    await lands(page, /^BUTTON Evaluate again/);
  }
  await press(page, /^A Compare the 2 runs/);
  await lands(page, /^H1 Runs/);
  const verdict = page.getByText(/^Run 2 against Run 1: /);
  await verdict.waitFor();
  await press(page, /^INPUT Lay Run 2 beside/, 'Space');
  await expect(verdict).toHaveCount(0);
  await page.keyboard.press('Space');
  await verdict.waitFor();
});

test.describe("with the site's first encoder", () => {
  test.use({ encoders: 'own' });
  test("a teacher's link is opened by a pupil with the keyboard alone", async ({ page, open }) => {
    await press(page, /^BUTTON Reviews, two labels/);
    await page.getByRole('region', { name: 'Split' }).waitFor();
    await press(page, /^A .*Load/);
    await page.getByRole('region', { name: 'What is inside' }).waitFor({ timeout: 60_000 });
    await press(page, /^A .*Train/);
    await tabTo(page, /^INPUT Everything/);
    await page.keyboard.press('ArrowUp');
    await lands(page, /^INPUT Head only/);
    await press(page, /^BUTTON Start/);
    await lands(page, /^H2 /);
    await finished(page);
    await press(page, /^A .*Save/);
    await press(page, /^BUTTON Make a link/);
    await tabTo(page, /^INPUT .*[Ll]ink/);
    const link = await page.locator(':focus').inputValue();
    expect(link).toMatch(/\?encoder=tabtune-small#head=1[\w-]{900,1500}$/);

    const pupil = await open();
    await pupil.goto(link);
    await pupil.locator('#try-text').waitFor({ timeout: 60_000 });
    await fill(pupil, /^TEXTAREA Text/, 'The food was cold and the waiter rude.');
    await expect(pupil.locator('.verdict')).toHaveText(/^negative/);
  });
});
