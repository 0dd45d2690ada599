// SPDX-License-Identifier: Apache-2.0
// The lesson beside the controls: its chapters, an experiment that goes wrong on purpose, a question about it, a
// reload; and two learning rates on the forgetting meter, in large type, by keyboard alone.
import { PHONE } from './browser';
import { choose, chooseTinyBert, focused, lands, press, tabTo } from './keys';
import { expect, test, type Page } from './site';
import { axe, chooseEncoder, chooseFile, evaluate, finished, goTo, loaded, sound, TINY_BERT, untilKept } from './steps';

test('a lesson, up to a model that was trained on a leak', async ({ page }) => {
  await page.getByRole('button', { name: 'Lesson', exact: true }).click();
  const lesson = page.getByRole('region', { name: /^Lesson, / });
  await lesson.getByRole('button', { name: 'Check' }).first().waitFor();
  await lesson.getByLabel(/will the model not learn from/).fill('12');
  await page.keyboard.press('Enter');
  await lesson.getByText('Choose data first.').waitFor();
  for (const title of ['Cut the text', 'Load an encoder', 'Train, but', '2e-5', 'Is it any', 'Three ways']) {
    await lesson.getByRole('button', { name: `Next: ${title}` }).click();
    // Between two rates the reader chooses, so by the validation rows.
    const tested = lesson.getByRole('columnheader', { name: 'Test rows right' });
    if (title === '2e-5') await lesson.getByRole('columnheader', { name: 'Validation rows right' }).waitFor();
    await expect(tested).toHaveCount(title === 'Three ways' ? 1 : 0);
  }
  expect(await axe(page)).toEqual([]);
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await lesson.getByRole('button', { name: 'Open the leak' }).click();
  await page.locator('#start:not([disabled])').click();
  await finished(page);
  await evaluate(page);
  const figures = lesson.getByRole('row', { name: /with a leak/ }).locator('td');
  const [, validation, tested] = (await figures.allInnerTexts()).map((text) => parseFloat(text));
  expect(validation! - tested!).toBeGreaterThan(20);
  await lesson.getByLabel('validation rows').check();
  await lesson.getByRole('button', { name: 'Check' }).click();
  await lesson.getByText('Not quite.').waitFor();
  const because = lesson.getByText(/On the validation rows, which have the leak/);
  await expect(because).toHaveCount(0); // so that one can think again
  await lesson.getByRole('button', { name: 'Show the answer' }).click();
  await because.waitFor();
  await untilKept(page, '"answers":{"unseen":"12","leak":"validation"}');
  await page.reload();
  await page.getByRole('region', { name: 'Lesson, 7 of 8: Three ways to be wrong' }).waitFor();
});

const ROWS = Array.from({ length: 200 }, (_, i) => `row ${i} tells ${i % 2 ? 'yes' : 'no'},${i % 2 ? 'yes' : 'no'}`);
const FILE = { name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from(`text,label\n${ROWS.join('\n')}\n`) };

/** Of a bar's text or a cell: the number. */
const percent = (text: string) => Number.parseFloat(text);

/** The forgetting meter after a training: how far the last layer has moved, and each layer. */
async function moved(page: Page): Promise<{ last: number; layers: number[] }> {
  const figure = page.locator('figure').filter({ hasText: 'Moved away from pre-training' });
  const bars = figure.getByRole('list', { name: 'How far each layer has moved' }).getByRole('listitem');
  await expect(bars).toHaveText([/^embeddings/, /^layer 1/, /^layer 2/]);
  const layers = (await bars.locator('.value').allInnerTexts()).map(percent);
  const last = percent(await figure.locator('figcaption b').innerText());
  expect(last).toBe(layers.at(-1));
  return { last, layers };
}

test('1e-3 moves the encoder further than 2e-5: on the meter, in large type, with the keyboard alone', async ({
  page,
}) => {
  page.on('filechooser', () => undefined);
  await choose(page, /^BUTTON Choose a file/, FILE);
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await press(page, /^A .*Load/);
  await chooseTinyBert(page);
  await press(page, /^BUTTON Lesson$/);
  const lesson = page.getByRole('region', { name: /^Lesson, / });
  await lesson.waitFor();
  for (const title of ['Train, but', '2e-5']) {
    await press(page, new RegExp(`^BUTTON Next: ${title}`));
    await expect(lesson.getByRole('heading', { level: 2 })).toContainText(title);
    expect(await focused(page)).not.toBe('BODY');
  }
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  const usual = await size();
  await press(page, /^BUTTON Large type/);
  await lands(page, /^BUTTON Usual type/);
  await expect.poll(size).toBeGreaterThan(1.3 * usual);

  const meters: Record<string, Awaited<ReturnType<typeof moved>>> = {};
  for (const [i, rate] of ['2e-5', '1e-3'].entries()) {
    await press(page, new RegExp(`^BUTTON Set up ${rate}`));
    await page.locator('#start:not([disabled])').waitFor();
    await press(page, i ? /^BUTTON Train again/ : /^BUTTON Start/);
    await finished(page);
    expect(await focused(page)).not.toBe('BODY');
    meters[rate] = await moved(page);
    const row = lesson.getByRole('row', { name: rate }).locator('td');
    await expect(row.first()).toHaveText(/%$/);
    expect(percent(await row.first().innerText())).toBe(meters[rate].last);
  }
  const [low, high] = [meters['2e-5']!, meters['1e-3']!];
  expect(high.last).toBeGreaterThan(low.last);
  for (const [i, layer] of high.layers.entries()) expect(layer).toBeGreaterThanOrEqual(low.layers[i]!);

  await tabTo(page, /^INPUT 2e-5/);
  await page.keyboard.press('ArrowDown');
  await press(page, /^BUTTON Check/);
  await lesson.getByText(/^Right\. /).waitFor();

  await page.setViewportSize({ width: 1024, height: 768 });
  await sound(page);
  await press(page, /^BUTTON Close the lesson/);
  await expect(lesson).toHaveCount(0);
  await expect.poll(size).toBe(usual);
});

test('on a phone: the switch stays where it is, the keyboard goes on in the chapter, a training comes into sight', async ({
  page,
}) => {
  await page.setViewportSize(PHONE);
  const named = {
    English: ['Lesson', /^BUTTON Next: Cut/],
    Deutsch: ['Unterricht', /^BUTTON Weiter: Zerlege/],
  } as const;
  for (const [language, [name, next]] of Object.entries(named)) {
    await page.getByRole('combobox', { name: /Language|Sprache/ }).selectOption({ label: language });
    const toggle = page.getByRole('button', { name, exact: true });
    const closed = await toggle.boundingBox();
    await toggle.click();
    await expect(toggle).toHaveAttribute('aria-expanded', 'true');
    expect(await toggle.boundingBox()).toEqual(closed);
    await press(page, next);
    await expect(page.locator('#step')).toHaveText(/pieces|Stücke/);
    expect(await page.evaluate(() => !!document.activeElement?.closest('.lesson'))).toBe(true);
    await goTo(page, 'prepare');
    await toggle.click();
  }
  await page.getByRole('combobox', { name: /Language|Sprache/ }).selectOption({ label: 'English' });
  await chooseFile(page, { name: 'rows.csv', text: FILE.buffer.toString() });
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await goTo(page, 'load');
  await loaded(page);
  await goTo(page, 'train');
  await page.getByRole('button', { name: 'Lesson', exact: true }).click();
  await page.locator('#start:not([disabled])').waitFor();
  await press(page, /^BUTTON Start/);
  await finished(page);
  const place = () =>
    page.evaluate(() => [!!document.activeElement?.closest('.step'), document.activeElement?.tagName]);
  expect(await place()).toEqual([true, 'H2']);
  await expect(page.locator('.step .panel h2').first()).toBeInViewport();
});
