// SPDX-License-Identifier: Apache-2.0
// Labels that the model doubts, and projects, by keyboard alone. After each action the focus is on something.
import { choose, chooseTinyBert, fill, focused, lands, press, tabTo } from './keys';
import { expect, test, type Page } from './site';
import { finished } from './steps';

/** The label follows from the text, but for each 13th row. */
const said = (i: number) => (i % 2 ? 'yes' : 'no');
const ROWS = Array.from(
  { length: 600 },
  (_, i) => `row ${i} tells ${said(i)} ${said(i)} ${said(i)},${said(i % 13 === 5 ? i + 1 : i)}`,
);
const csv = (name: string, rows: string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`text,label\n${rows.join('\n')}\n`),
});

const told = (page: Page) => page.locator('#rows p[role=status]');
const somewhere = (page: Page) => expect.poll(() => focused(page)).not.toBe('BODY');

test('labels that it doubts are answered; projects are named, opened and forgotten, with the keyboard alone', async ({
  page,
}) => {
  page.on('filechooser', () => undefined);
  await choose(page, /^BUTTON Choose a file/, csv('doubted.csv', ROWS));
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await press(page, /^A .*Load/);
  await chooseTinyBert(page);
  await press(page, /^A .*Train/);
  await tabTo(page, /^INPUT Everything/);
  await page.keyboard.press('ArrowUp');
  await lands(page, /^INPUT Head only/);
  await press(page, /^BUTTON Start/);
  await finished(page);

  await press(page, /^A .*Prepare/);
  await press(page, /^BUTTON Find labels that it doubts/);
  const queue = page.getByRole('region', { name: 'Labels with the help of the model' });
  const at = queue.getByRole('status').filter({ hasText: / of \d/ });
  const text = queue.locator('#queue-text');
  const seen: string[] = [];
  /** Each doubt is one of the rows whose label is wrong. */
  const look = async (n: number) => {
    await expect(at).toHaveText(new RegExp(`: ${n} of \\d+$`));
    await expect(queue.getByRole('group')).toBeFocused();
    const [, row, word] = /^row (\d+) tells (yes|no) /.exec(await text.innerText())!;
    expect(Number(row) % 13).toBe(5);
    await expect(queue.locator('#queue-said')).toContainText(`The label is ${word === 'yes' ? 'no' : 'yes'}.`);
    seen.push(row!);
    return { row: Number(row) + 2, word: word! }; // the file's header is row 1
  };
  let { row, word } = await look(1);
  await page.keyboard.press('Enter');
  await expect(told(page)).toHaveText(`Row ${row}: ${word}.`);
  await look(2);
  await page.keyboard.press('Space'); // the label stays
  ({ row, word } = await look(3));
  await page.keyboard.press('Delete');
  await expect(told(page)).toHaveText(`Row ${row} is left out.`);
  await look(4);
  await page.keyboard.press('Control+z');
  await expect(told(page)).toHaveText(/taken back/);
  await look(3);
  await page.keyboard.press(word === 'no' ? '1' : '2');
  await expect(told(page)).toHaveText(`Row ${row}: ${word}.`);
  expect(new Set(seen).size).toBe(4);
  await press(page, /^BUTTON Close the list/);
  await somewhere(page);

  // Projects: this one gets a name, another one is begun, and both are there.
  const kept = page.locator('#kept');
  const open = async () => {
    if (!(await page.locator('#project-name').isVisible())) await press(page, /^SUMMARY What is kept/);
  };
  await open();
  await fill(page, /^INPUT Name of the project/, 'Doubts');
  await expect(kept.getByRole('heading', { name: 'Project: Doubts' })).toBeVisible();
  await press(page, /^BUTTON New project/);
  await expect(page.locator('.stepper')).not.toContainText('600 rows'); // the page begins anew, at its top
  await choose(page, /^BUTTON Choose a file/, csv('second.csv', ROWS.slice(0, 80)));
  await expect(page.locator('.stepper')).toContainText('80 rows');
  await expect(kept.getByRole('heading', { name: /^Project: second/ })).toBeVisible();
  await open();
  await press(page, /^BUTTON Open Doubts/);
  await expect(page.locator('.stepper')).toContainText('600 rows');
  await open();
  await press(page, /^BUTTON Forget second/);
  await lands(page, /^SPAN Forget second/);
  for (const [key, next] of [
    ['Tab', /^BUTTON Yes, forget it/],
    ['Tab', /^BUTTON No/],
    ['Enter', /^SPAN Forget second/],
    ['Tab', /^BUTTON Forget second/],
    ['Enter', /^SPAN Forget second/],
    ['Tab', /^BUTTON Yes, forget it/],
  ] as const) {
    await page.keyboard.press(key);
    await lands(page, next);
  }
  await page.keyboard.press('Enter');
  await expect(kept.getByRole('listitem').filter({ hasText: 'second' })).toHaveCount(0);
  await somewhere(page);
  await page.reload();
  await expect(kept.getByRole('heading', { name: 'Project: Doubts' })).toBeVisible();
  await expect(page.locator('.stepper')).toContainText('600 rows');
});
