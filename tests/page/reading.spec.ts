// SPDX-License-Identifier: Apache-2.0
// Files that are read in another way than at first, and large ones, which a worker reads.
import { expect, test } from './site';
import { chooseFile } from './steps';

const rows = (n: number, word: string, cut = ',') =>
  Array.from({ length: n }, (_, i) => `a ${word} of the number ${i * 37}${cut}${i % 2 ? 'no' : 'yes'}\n`).join('');

test('Windows-1252 is read as such, another encoding is offered by its preview, and the mark between cells by hand', async ({
  page,
}) => {
  await page.locator('#data-file').setInputFiles({
    name: 'excel.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`text,label\n${rows(60, 'sch\xf6ner Tag')}`, 'latin1'),
  });
  await page.getByRole('button', { name: /Read it as Mac Roman/ }).waitFor();
  const table = page.getByRole('region', { name: 'First rows of the file' });
  await expect(table).toContainText('a schöner Tag of the number 37');
  await expect(page.locator('#encoding')).toHaveValue('windows-1252');
  await page.getByText('How the file is read', { exact: true }).click();
  await page.locator('#delimiter').selectOption({ label: 'Semicolon' });
  await expect(table).toContainText('a schöner Tag of the number 37,no');
});

test('a large file is read, checked and split beside the page', async ({ page }) => {
  await chooseFile(page, { name: 'large.csv', text: `text,label,kind\n${rows(12_000, 'text', ',x,')}` });
  const aside = page.getByRole('region', { name: 'Columns and task' });
  await expect(aside).toContainText('12,000 rows', { timeout: 60_000 });
  const split = page.getByRole('region', { name: 'Split' });
  await expect(split).toContainText(/Train8,[34]\d\d/, { timeout: 60_000 });
  await page.locator('#test-share').fill('20');
  await expect(split).toContainText(/Test2,[34]\d\d/, { timeout: 60_000 });
  expect(page.workers().length).toBeGreaterThan(1);
});
