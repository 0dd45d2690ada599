// SPDX-License-Identifier: Apache-2.0
// Texts and labels in Hebrew, in a page from left to right: in the table, in answers, and as spans, of which the missed
// and the invented ones are told apart.
import type { Locator } from '@playwright/test';
import { expect, test, type Page } from './site';
import { chooseEncoder, chooseFile, evaluate, goTo, loaded, openLine, TINY_BERT, train, tryText } from './steps';

const direction = (at: Locator) => at.evaluate((one) => getComputedStyle(one).direction);
const box = async (at: Locator) => (await at.boundingBox())!;

/** The first stands right of the second, as it is read. */
async function leads(first: Locator, second: Locator): Promise<void> {
  expect((await box(first)).x).toBeGreaterThan((await box(second)).x);
}

/** What a label and what follows it look like: in the order of the page. */
async function follows(first: Locator, second: Locator): Promise<void> {
  const [one, two] = [await box(first), await box(second)];
  expect(one.x + one.width).toBeLessThanOrEqual(two.x + 1);
}

const PEOPLE = ['דנה', 'יוסי', 'רחל', 'משה', 'נועה', 'אורי'];
const PLACES = ['חיפה', 'עכו', 'צפת', 'אילת', 'לוד'];
const [NAME, PLACE] = ['שם', 'מקום'];

/** Every fourth row has its place marked and not its name, so that the model errs there in both ways. */
function marked(n: number): string {
  const row = (i: number) => {
    const [person, place] = [PEOPLE[i % 6]!, PLACES[i % 5]!];
    const text = `${person} גר עכשיו בעיר ${place} ${i}`;
    const start = i % 4 === 3 ? text.indexOf(place) : 0;
    const span = { start, end: start + (start ? place : person).length, label: start ? PLACE : NAME };
    return JSON.stringify({ text, spans: [span] });
  };
  return Array.from({ length: n }, (_, i) => `${row(i)}\n`).join('');
}

/** The first row of the table. */
const cells = (page: Page) =>
  page.getByRole('grid', { name: 'All rows' }).locator('.rows-body [role=row]').first().getByRole('gridcell');

test('spans in texts from right to left: marked, found, missed and invented', async ({ page }) => {
  await chooseFile(page, { name: 'names.jsonl', text: marked(120) });
  await page.getByRole('region', { name: 'Split' }).waitFor();
  expect(await direction(cells(page).nth(1))).toBe('rtl');
  await cells(page).nth(1).click();
  const words = page.getByRole('listbox', { name: 'Words of the row' }).getByRole('option');
  await leads(words.first(), words.nth(4));
  await words.first().focus();
  await page.keyboard.press('ArrowLeft'); // ahead
  await expect(words.nth(1)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(words.first()).toBeFocused();
  await expect(words.first()).toHaveAccessibleName(`דנה, ${NAME}`);

  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { fields: { 'option-learning_rate': 0.003, 'option-epochs': 6 } });
  await evaluate(page);
  const wrong = page.getByRole('region', { name: 'Rows to read' }).getByRole('listitem');
  await wrong.first().waitFor();
  for (const row of (await wrong.all()).slice(0, 2)) {
    const drawn = row.locator('.drawn');
    expect(await direction(drawn)).toBe('rtl');
    // The name that is there is no name in the file; the place is, and the model says nothing of it.
    await expect(drawn.locator('mark.invented')).toHaveText(new RegExp(`^(${PEOPLE.join('|')}) ${NAME} invented$`));
    await expect(drawn.locator('mark.missed')).toHaveText(new RegExp(`^(${PLACES.join('|')}) ${PLACE} missed$`));
    await leads(drawn.locator('mark.invented'), drawn.locator('mark.missed'));
    await expect(row.locator('p').nth(1)).toHaveText(/^row \d+ open in the table\s*$/); // what is marked is not listed once more
  }
  const looks = (mark: string) =>
    wrong
      .locator(`mark.${mark}`)
      .first()
      .evaluate((one) => {
        const { backgroundColor, borderStyle, textDecorationLine } = getComputedStyle(one);
        return [backgroundColor, borderStyle, textDecorationLine].join();
      });
  expect(await looks('missed')).not.toBe(await looks('invented'));

  await goTo(page, 'try');
  await page.locator('#try-text').fill('רחל גר עכשיו בעיר חיפה 7');
  const said = page.locator('.verdict.marked');
  await expect(said.locator('mark').first()).toHaveText(`רחל ${NAME}`);
  for (const at of [page.locator('#try-text'), said]) expect(await direction(at)).toBe('rtl');
  const [line, mark] = [await box(said), await box(said.locator('mark').first())];
  expect(line.x + line.width - (mark.x + mark.width)).toBeLessThan(20);
});

test('labels from right to left stand in the order of the page', async ({ page }) => {
  // Of no rule, so that answers change as it learns.
  const rows = Array.from(
    { length: 160 },
    (_, i) => `${PEOPLE[i % 6]} ${i},${(i * 7919) % 13 > 6 ? 'חיובי' : 'שלילי'}`,
  );
  await chooseFile(page, { name: 'labels.csv', text: `text,label\n${rows.join('\n')}\n` });
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { fields: { 'option-learning_rate': 0.003, 'option-epochs': 3 } });
  const changed = page.getByRole('region', { name: 'Texts whose answer changes' });
  await changed.locator('summary').click();
  const first = changed.getByRole('listitem').first();
  expect(await direction(first.locator('q'))).toBe('rtl');
  await follows(first.locator('bdi').first(), first.locator('strong'));

  await evaluate(page);
  await openLine(page, 'Confusion matrix');
  await page.locator('.matrix tbody td button').first().click();
  const chip = page.getByRole('group', { name: 'Which rows' }).getByRole('button', { pressed: true });
  await follows(chip.locator('bdi').first(), chip.locator('bdi').last());

  expect(await tryText(page, 'דנה 7')).toMatch(/^(חיובי|שלילי) [\d.]+\s%$/);
  await follows(page.locator('.verdict strong'), page.locator('.verdict .number'));
});
