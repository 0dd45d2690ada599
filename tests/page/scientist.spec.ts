// SPDX-License-Identifier: Apache-2.0
// A data scientist with 5,000 messy rows: they are put right with the remedies, LoRA and all weights are trained on
// them, and the two runs are laid side by side.
import { DESKTOP, PHONE } from './browser';
import { expect, test, type Page } from './site';
import { axe, chooseEncoder, chooseFile, evaluate, loaded, TINY_BERT, train } from './steps';

const TOPICS = ['Billing', 'Shipping', 'Returns', 'Account'] as const;
const ABOUT = [
  ['bill', 'money', 'price', 'paid twice'],
  ['train', 'road', 'late', 'days on the way'],
  ['broken', 'wrong size', 'back again', 'too big'],
  ['name', 'phone number', 'key', 'closed'],
];
const NOISE = ['—', '“so”', 'naïve', '\u00a0', '\u200b', 'Ünder', '😀', '&amp;', "don't", '日本'];
const ROWS = 5000;
/** Of them, in the test part. */
const TESTED = 744;

/** As a spreadsheet and a data frame leave it: semicolons, an index without a name, and rows of every kind of
 * trouble. */
function messy(): string {
  let state = 1;
  const next = (n: number) => (state = (state * 48271) % 2147483647) % n;
  const rows = Array.from({ length: ROWS }, () => {
    const topic = next(TOPICS.length);
    // One row in six is about something else than its label.
    const words = ABOUT[next(6) ? topic : next(TOPICS.length)]!;
    const [word, other] = [words[next(4)], words[next(4)]];
    const text = `case ${next(9999)} of ${next(9999)}: ${word} and ${other} ${NOISE[next(NOISE.length)]} ${next(9999)}`;
    const name = TOPICS[topic]!;
    const label = [name, name, name, name.toLowerCase(), ` ${name.toUpperCase()}  `][next(5)];
    return [text, label] as const;
  });
  const cell = (text: string) => (/[";]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows
    .map(([text, label], i) => {
      if (i % 400 === 7) return ';;';
      if (i % 500 === 11) return `${i};${cell(text)};`;
      if (i % 250 === 13) return `${i};${cell(text)};nan`;
      if (i % 100 === 17) return `${i};${cell(rows[i - 10]![0])};${rows[i - 10]![1]}`;
      if (i % 250 === 19) return `${i};${cell(rows[i - 1]![0])};${TOPICS.find((topic) => topic !== rows[i - 1]![1])}`;
      if (i % 1000 === 23) return `${i};"${text}; ""quoted""\nand on a second line";${label}`;
      if (i % 2500 === 29) return `${i};${cell(text)};Biling`;
      return `${i};${cell(text)};${label}`;
    })
    .reduce((all, line) => `${all}${line}\r\n`, '\ufeff;message;topic\r\n');
}

const EPOCHS = { lora: 2, full: 1 };

/** Trains with the method and tests the model: the accuracy in per cent. */
async function trainAndTest(page: Page, method: 'lora' | 'full'): Promise<number> {
  await train(page, { method, fields: { 'option-epochs': EPOCHS[method], 'train-max-length': 32 } });
  return Number.parseFloat((await evaluate(page))['Accuracy']!);
}

test('LoRA against all weights on 5,000 messy rows', async ({ page }) => {
  await chooseFile(page, { name: 'tickets.csv', text: messy() });
  await page.getByText('5,000 rows, CSV with semicolons').waitFor();
  // The index is taken for no text and no label.
  expect(await page.locator('#text-column option:checked, #label-column option:checked').allTextContents()).toEqual([
    'message',
    'topic',
  ]);
  const checked = page.getByRole('region', { name: 'Checked rows' });
  for (const found of ['13 rows (rows 9, 409', '10 rows (rows 13, 513', '"nan" is what programs write'])
    await checked.getByText(found).waitFor();
  for (const [remedy, done] of [
    ['Make them one label each', 'Labels alike: '],
    ['Take the frequent one', 'Misspelt labels: 2 rows'],
    ['Leave these rows out', 'Missing labels: 20 rows'],
    ['Keep the first of each', 'Repeated: '],
    ['Leave out all rows of these texts', 'Contradictory labels: '],
  ] as const) {
    await checked.getByRole('button', { name: remedy }).click();
    await checked.getByText(done).waitFor();
  }
  const labels = page.getByRole('region', { name: 'Labels', exact: true });
  await labels.getByText('4 labels').waitFor();
  for (const topic of TOPICS) await labels.getByText(topic).waitFor();

  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  const accuracies = { 'Run 1': await trainAndTest(page, 'lora'), 'Run 2': await trainAndTest(page, 'full') };
  for (const accuracy of Object.values(accuracies)) expect(accuracy).toBeGreaterThan(50); // by chance: 25
  await page.getByRole('link', { name: 'Compare the 2 runs' }).click();
  await page.getByRole('status').getByText(`These ${TESTED} test rows have been looked at 2 times`).waitFor();
  // They lie side by side: the first one is what the other is tested against.
  for (const run of ['Run 1', 'Run 2'])
    await expect(page.getByRole('checkbox', { name: `Lay ${run} beside others` })).toBeChecked();
  const verdict = page.getByRole('region', { name: 'Are they different?' }).locator('.notice.good');
  const told = (await verdict.innerText()).replaceAll('\n', ' ');
  const [, difference, only2, only1] =
    /^Run 2 against Run 1: accuracy is (\S+) percentage points higher \(95 % interval \d+\.\d to \d+\.\d\)\. Rows that only Run 2 has right: (\d+)\. Rows that only Run 1 has right: (\d+)\.$/.exec(
      told,
    )!;
  expect(Number(difference)).toBeCloseTo((100 * (Number(only2) - Number(only1))) / TESTED, 1);
  expect(Number(difference)).toBeCloseTo(accuracies['Run 2'] - accuracies['Run 1'], 0);
  const differing = (name: string) =>
    page.getByRole('table').filter({ hasText: 'What is trained' }).getByRole('row', { name }).locator('td');
  expect(await differing('What is trained').allTextContents()).toEqual(['Adapters (LoRA)', 'Everything']);
  expect(await differing('epochs').allTextContents()).toEqual(['2', '1']);
  await page.getByRole('heading', { name: 'Curves' }).waitFor();
  const slider = page.getByRole('slider', { name: 'Read: Training loss, smoothed' });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', /^Update 1, Run 1 \d+\.\d+, Run 2 \d+\.\d+$/);
  await expect(page.locator('.read').first()).toContainText('Update 1');
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size);
    expect(await axe(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
  }
});
