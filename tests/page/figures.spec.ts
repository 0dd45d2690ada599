// SPDX-License-Identifier: Apache-2.0
// What is drawn of a training and of its test can be read: with the mouse, with the keyboard and as text; and a report
// of it is one file.
import { readFileSync } from 'node:fs';
import { expect, test } from './site';
import { chooseEncoder, chooseSample, evaluate, goTo, loaded, openLine, TINY_BERT, train } from './steps';

test('curves, changed answers, a threshold to drag, probabilities against what is right, and the report', async ({
  page,
  browser,
}) => {
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { fields: { 'option-epochs': 3, 'option-learning_rate': 0.003 } });
  for (const name of [/^Training loss/, /^Learning rate/]) {
    const slider = page.getByRole('slider', { name: new RegExp(`^Read: ${name.source.slice(1)}`) });
    const figure = page.locator('figure, .curve').filter({ has: slider }).first();
    await figure.locator('.u-over').hover();
    await expect(figure.locator('.read')).toHaveText(/^Update \d+/);
    await slider.focus();
    await page.keyboard.press('End');
    const read = (await slider.getAttribute('aria-valuetext'))!;
    await page.keyboard.press('ArrowLeft');
    await expect(slider).not.toHaveAttribute('aria-valuetext', read);
    // Two keys between two frames: the page draws the first, and has not followed it yet when the second comes.
    await slider.evaluate(async (input: HTMLInputElement) => {
      for (const value of [input.max, '0']) {
        input.value = value;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        for (let i = 0; i < 20; i++) await null;
      }
    });
    await expect(slider).toHaveAttribute('aria-valuetext', /^Update 1,/);
    await figure.locator('summary', { hasText: 'As a table' }).click();
    await expect.poll(() => figure.locator('tbody tr').count()).toBeGreaterThan(2);
  }

  // After each epoch, which of the validation texts that are watched have another answer than before.
  const changed = page.getByRole('region', { name: 'Texts whose answer changes' });
  await changed.locator('summary').click();
  await expect(changed.getByRole('region')).toHaveCount(3);
  const answers = /^Epoch [123]: (\d+ answers? changed|no answer changed)$/;
  await expect(changed.getByRole('heading', { level: 3 })).toHaveText([answers, answers, answers]);
  const texts = await changed.getByRole('listitem').allInnerTexts();
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts)
    expect(text).toMatch(/(negative → positive|positive → negative) (right|wrong, it is (negative|positive))$/);

  const { Accuracy: accuracy } = await evaluate(page);
  // A share of right answers is a percentage wherever it stands, in baselines, curves and sentences too.
  for (const step of ['train', 'evaluate']) {
    await goTo(page, step);
    await openLine(page, step === 'train' ? 'As a table' : /worth it here/);
    expect(await page.locator('main').innerText()).not.toMatch(/accuracy (is )?[01]\.\d/i);
  }
  await openLine(page, 'Thresholds and curves');
  const panel = page.getByRole('region', { name: 'Thresholds and curves' });
  const planes = ['Precision and recall', 'ROC'].map((name) => panel.getByRole('img', { name }));
  for (const plane of planes) await plane.waitFor();
  const slider = panel.locator('#curve-threshold');
  /** The figures, and the points that are chosen on both curves. */
  const given = async () => {
    const text = (await panel.locator('.figures').innerText()).replace(/\s+/g, ' ');
    const [right, rows] = /(\d+) of (\d+) that are given it have it/.exec(text)!.slice(1).map(Number);
    const [, positive] = /(\d+) of (\d+) that have it are given it/.exec(text)!.slice(1).map(Number);
    const points = await Promise.all(
      planes.map((plane) =>
        plane
          .locator('circle')
          .evaluateAll((all) => all.map((one) => [one.getAttribute('cx'), one.getAttribute('cy')].map(Number))),
      ),
    );
    return { text, right: right!, rows: rows!, positive: positive!, points };
  };
  const check = async () => {
    const { text, right, rows, positive, points } = await given();
    if (rows) expect(text).toContain(`Precision ${(right / rows).toFixed(3)} `);
    expect(text).toContain(`Recall ${(right / positive).toFixed(3)} `);
    expect(text).toContain(`Given ${rows} of 150 rows`);
    if (rows) expect(points[0]![0]![0]).toBeCloseTo((100 * right) / positive, 6);
    if (rows) expect(points[0]![0]![1]).toBeCloseTo(100 - (100 * right) / rows, 6);
    expect(points[1]![0]![0]).toBeCloseTo((100 * (rows - right)) / (150 - positive), 6);
    expect(points[1]![0]![1]).toBeCloseTo(100 - (100 * right) / positive, 6);
    return rows;
  };
  const before = await check();
  const box = (await slider.boundingBox())!;
  const y = box.height / 2;
  await slider.dragTo(slider, { sourcePosition: { x: box.width / 2, y }, targetPosition: { x: 2, y } });
  await expect.poll(async () => Number(await slider.inputValue())).toBeLessThan(5);
  await expect.poll(check).toBeGreaterThan(before);
  await page.keyboard.press('End');
  await expect.poll(check).toBeLessThan(before);

  // Whether 80 % is right in 80 %: bars with their numbers beside them, which tell of each test row once.
  await openLine(page, 'Are its probabilities right?');
  const bars = page.getByRole('list', { name: 'Share of right answers by their probability' }).getByRole('listitem');
  await bars.first().waitFor();
  const told = (await bars.allInnerTexts()).map((text) => {
    const [, from, to, share, rows] = /^probability (\d+)\s% to (\d+)\s%\s+right in (\d+)\s% of (\d+) rows?$/
      .exec(text)!
      .map(Number);
    return { from: from!, to: to!, share: share!, rows: rows! };
  });
  expect(told.reduce((sum, { rows }) => sum + rows, 0)).toBe(150);
  const right = told.reduce((sum, { share, rows }) => sum + Math.round((share * rows) / 100), 0);
  expect(`${((100 * right) / 150).toFixed(1)}`).toBe(accuracy!.match(/[\d.]+/)![0]);
  for (const [i, { from, to, share }] of told.entries()) {
    expect(to).toBeGreaterThan(Math.max(from, 50)); // of two labels the answer has at least half
    expect(from).toBeGreaterThanOrEqual(told[i - 1]?.to ?? 0);
    const width = await bars
      .nth(i)
      .locator('.fill')
      .evaluate((fill) => (fill as HTMLElement).style.width);
    expect(Math.round(parseFloat(width))).toBe(share);
  }

  // The report opens by itself: nothing is asked for, and no script runs.
  await openLine(page, 'A report to keep or send');
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#save-report').click()]);
  const context = await browser.newContext({ offline: true });
  const asked: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  const report = await context.newPage();
  const path = test.info().outputPath('report.html');
  await file.saveAs(path);
  await report.goto(`file://${path}`);
  await expect(report.locator('.big')).toHaveText(/^Right on \d+ of 150 new texts/);
  await expect(report.locator('svg polyline')).toHaveCount(2);
  expect(await report.evaluate(() => performance.getEntriesByType('resource').length)).toBe(0);
  expect(asked).toEqual([`file://${path}`]);
  expect(readFileSync(path, 'utf8')).not.toMatch(/<script|\bsrc=|\bhref=|url\(|@import/);
  await context.close();
});
