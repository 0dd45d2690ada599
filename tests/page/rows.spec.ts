// SPDX-License-Identifier: Apache-2.0
// The table of all rows: with the keyboard alone, and what becomes of the edits.
import { readFileSync } from 'node:fs';
import { PHONE } from './browser';
import { expect, test, type Page } from './site';
import {
  axe,
  chooseEncoder,
  chooseFile,
  chooseSample,
  evaluate,
  goTo,
  loaded,
  TINY_BERT,
  train,
  unfold,
  untilKept,
} from './steps';

const grid = (page: Page) => page.getByRole('grid', { name: 'All rows' });
const line = (page: Page, row: number) =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell', { name: String(row), exact: true }) });
const told = (page: Page) => page.locator('#rows p[role=status]');

test('rows are corrected with the keyboard, kept, and taken away as a file that is read again', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await chooseSample(page, 'Reviews, two labels');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '1001');
  expect(await grid(page).getByRole('row').count()).toBeLessThan(40);

  await grid(page).getByRole('gridcell').nth(1).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('1');
  await expect(told(page)).toHaveText('Row 3: negative.');
  await page.keyboard.press('Control+z');
  await expect(told(page)).toHaveText(/taken back\. The rows are those of the file\./);
  await page.keyboard.press('Control+Shift+z');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Text', exact: true })).toBeFocused();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('=A corrected text. ');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Text', exact: true })).not.toHaveValue(/corrected/);
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('=A corrected text. ');
  await page.keyboard.press('Control+Enter');
  await expect(told(page)).toHaveText('Row 4 has another text.');
  await page.keyboard.press('Escape');
  await expect(page.locator('.rows-body :focus')).toHaveCount(1);
  await page.keyboard.press('Delete');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+End');
  await expect(page.locator('.rows-body :focus')).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(told(page)).toHaveText('Row 1001 is left out.');

  await page.locator('summary', { hasText: 'Add rows' }).click();
  await page.getByLabel('One example a line').fill('Never again.\nOnce more!');
  await page.getByRole('button', { name: 'Add 2 rows' }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '1003');
  expect(await axe(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);

  await untilKept(page, 'Once more!');
  await page.reload();
  await page.locator('#filter-part').selectOption('changed');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '5');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the corrected file' }).click(),
  ]);
  const text = readFileSync(await file.path(), 'utf8');
  expect(text).toContain(`"'=A corrected text. `);
  await chooseFile(page, { name: file.suggestedFilename(), text });
  await page.getByText('put aside, with 6 edits of yours').waitFor();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '1002');
  await expect(line(page, 3)).toContainText('negative');
  await expect(line(page, 4)).toContainText('=A corrected text.');
});

test('each label has its key beside it; the eleventh is given by the first letters of its name', async ({ page }) => {
  const labels = ['ant', 'bee', 'cat', 'dog', 'eel', 'fox', 'gnu', 'hen', 'ibis', 'jay', 'kite', 'kiwi'];
  const rows = Array.from(
    { length: 252 },
    (_, i) => `animal ${i} ${labels[i % 12]},${i < 240 ? labels[i % 12] : ''}\n`,
  );
  await chooseFile(page, { name: 'animals.csv', text: `text,label\n${rows.join('')}` });
  const legend = page.locator('#rows .label-keys');
  await expect(legend).toContainText('Keys that give a label:1 ant2 bee');
  await expect(legend).toContainText('9 ibis0 jay');
  await expect(legend).not.toContainText('kite');
  await grid(page).getByRole('gridcell').nth(1).focus();
  await page.keyboard.press('2');
  await expect(told(page)).toHaveText('Row 2: bee.');
  await page.keyboard.press('0');
  await expect(told(page)).toHaveText('Row 2: jay.');
  await page.keyboard.type('ki');
  await expect(legend.getByRole('status')).toHaveText('ki kite, kiwi. Enter takes the first.');
  await page.keyboard.type('wi');
  await expect(told(page)).toHaveText('Row 2: kiwi.');
  await expect(legend.getByRole('status')).toHaveText('');
  await page.keyboard.type('k');
  await page.keyboard.press('Enter');
  await expect(told(page)).toHaveText('Row 2: kite.');
  expect(await axe(page)).toEqual([]);

  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { method: 'head' });
  await goTo(page, 'prepare');
  const panel = page.getByRole('region', { name: 'Labels with the help of the model' });
  await panel.getByRole('button', { name: 'Suggest labels for 12 rows' }).click();
  const status = panel.getByRole('status').filter({ hasText: 'of 12' });
  await expect(panel.locator('.label-buttons').nth(1)).toHaveText(/^1 ant.*9 ibis *0 jay *kite *kiwi$/);
  for (const [typed, given] of [
    ['0', 'jay'],
    ['kit', 'kite'],
    ['kiw', 'kiwi'],
    ['4', 'dog'],
  ] as const) {
    const at = await status.innerText();
    await page.keyboard.type(typed);
    await expect(status).not.toHaveText(at);
    await expect(told(page)).toHaveText(new RegExp(`: ${given}\\.$`));
  }
  expect(await axe(page)).toEqual([]);
});

test('files of several pupils are one table, which tells who brought which row', async ({ page }) => {
  const file = (name: string, label: string) => ({
    name: `${name}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `text,label\n${Array.from({ length: 30 }, (_, i) => `${name} wrote ${i},${label}`).join('\n')}\n`,
    ),
  });
  await page.locator('#data-file').setInputFiles([file('mia', 'good'), file('ben', 'bad')]);
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '61');
  await expect(grid(page).getByRole('columnheader', { name: 'From' })).toBeVisible();
  await page.locator('#search').fill('ben wrote 7');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await expect(grid(page).locator('.rows-body .cell.from')).toHaveText('ben.csv');
  await page.getByText('2 files were read as one').waitFor();
});

test('names are marked with the mouse and with the keyboard', async ({ page }) => {
  await chooseSample(page, 'Names in sentences');
  await page.locator('#search').fill('jensen');
  await expect(grid(page)).not.toHaveAttribute('aria-rowcount', '207');
  const cells = grid(page).locator('.rows-body [role=row]').first().getByRole('gridcell');
  const before = await cells.nth(2).innerText();
  await cells.nth(1).click();
  const words = page.getByRole('listbox', { name: 'Words of the row' });
  const options = words.getByRole('option');
  const [first, third] = [options.first(), options.nth(2)];
  await first.hover();
  await page.mouse.down();
  await third.hover();
  await page.mouse.up();
  await page.getByRole('button', { name: 'organisation', exact: true }).click();
  const spoken = async () => options.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  expect((await spoken()).slice(0, 3)).toEqual(new Array(3).fill(expect.stringMatching(/, organisation$/)));

  await options.last().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('3');
  expect((await spoken()).slice(-2)).toEqual([expect.stringMatching(/, place$/), expect.stringMatching(/, place$/)]);
  await page.keyboard.press('Delete');
  expect((await spoken()).at(-1)).not.toMatch(/, /);
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(cells.nth(2)).toHaveText(before);
  await expect(told(page)).toHaveText(/The rows are those of the file/);
});

test('the model suggests labels for rows without one; each is answered with a key, and the model follows', async ({
  page,
}) => {
  const rows = Array.from(
    { length: 140 },
    (_, i) =>
      `number ${i} is ${i % 2 ? 'a very good one' : 'bad and broken'} ${i * 7},${i < 120 ? (i % 2 ? 'good' : 'bad') : ''}\n`,
  );
  await chooseFile(page, { name: 'open.csv', text: `text,label\n${rows.join('')}` });
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { method: 'head' });
  await goTo(page, 'prepare');
  const panel = page.getByRole('region', { name: 'Labels with the help of the model' });
  await panel.getByRole('button', { name: 'Suggest labels for 20 rows' }).click();
  const status = panel.getByRole('status').filter({ hasText: 'of 20' });
  await expect(status).toContainText('1 of 20');
  await page.keyboard.press('Enter');
  await expect(status).toContainText('2 of 20');
  await page.keyboard.press('1');
  await page.keyboard.press('Space');
  await page.keyboard.press('Delete');
  await expect(status).toContainText('5 of 20');
  await expect(told(page)).toHaveText(/^Row \d+ is left out\.$/);
  expect(await axe(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Train again' }).click();
  await expect(panel.getByText('The data have changed since the training')).toHaveCount(0, { timeout: 60_000 });
  await panel.getByRole('button', { name: 'Suggest labels for 17 rows' }).waitFor();
  await panel.getByRole('button', { name: 'Find labels that it doubts' }).click();
  await expect(panel.getByRole('status').last()).toHaveText(/doubt|Row/);
});

test('a wrong answer leads to its row, to be corrected, and back to the test', async ({ page }) => {
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { method: 'head' });
  await evaluate(page);
  const link = page.getByRole('button', { name: /^open in the table: row \d+$/ }).first();
  const [, row] = /row (\d+)/.exec((await link.getAttribute('aria-label'))!)!;
  await link.click();
  await expect(line(page, Number(row))).toHaveAttribute('aria-selected', 'true');
  await expect(line(page, Number(row))).toBeInViewport();
  await expect(page.locator('#row-text')).toBeInViewport();
  await page.goBack();
  await page.getByRole('region', { name: 'Test metrics' }).waitFor();

  await page.setViewportSize(PHONE); // where a line of the table is higher
  const last = page.getByRole('button', { name: /^open in the table: row \d+$/ }).last();
  const row2 = Number(/row (\d+)/.exec((await last.getAttribute('aria-label'))!)![1]);
  await last.click();
  await expect(page.locator('#row-text')).toBeInViewport();
  await expect(line(page, row2)).toBeInViewport();
});

test('labels of one long word, and 60 of them, stay within a phone', async ({ page }) => {
  await page.setViewportSize(PHONE);
  const long = 'Rechtsschutzversicherungsgesellschaftenangestelltenverzeichnisverwaltung';
  const address = `https://example.org/${'a'.repeat(120)}`;
  const rows = Array.from({ length: 180 }, (_, i) => `text ${i} ${address},${long}${i % 60}`);
  await chooseFile(page, { name: 'long.csv', text: `text,label\n${rows.join('\n')}` });
  await unfold(page, 'Labels');
  await page.getByRole('region', { name: 'Rows for each label' }).waitFor();
  expect(await axe(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
  const preview = page.getByRole('region', { name: 'First rows of the file' });
  expect(await preview.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(1);
});
