// SPDX-License-Identifier: Apache-2.0
// Links to the page: a teacher's head opened by a pupil, another host that is asked only after the question, and links
// that are refused.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { PHONE } from './browser';
import { expect, test, type Page } from './site';
import { axe, chooseSample, finished, goTo, openLine, plan, TINY_BERT, tryText, untilKept } from './steps';

const step = (page: Page) => new URL(page.url());

test("a teacher's link opened by a pupil", async ({ page, open }) => {
  test.setTimeout(300_000);
  await chooseSample(page, 'Reviews, two labels');
  await goTo(page, 'load');
  await page.getByRole('region', { name: 'What is inside' }).waitFor({ timeout: 60_000 });
  await plan(page, { method: 'head' });
  await page.locator('#start').click();
  await finished(page);
  await openLine(page, 'Share this task');
  await page.getByText(/^Fingerprint of the weights trained here: [0-9a-f]{4} /).waitFor();
  await expect(page.locator('#task-link')).toHaveValue(
    /\?encoder=tiny-bert&data=samples\/reviews\.csv&options=max_length:128,method:head,seed:1$/,
  );
  expect(await axe(page)).toEqual([]);
  const text = 'The food was cold and the waiter rude.';
  const verdict = await tryText(page, text);

  await openLine(page, 'Compare two models on this text');
  await page.locator('#hold-model').click();
  await page.getByText('Both give the same answer.').waitFor({ timeout: 60_000 });
  expect(await axe(page)).toEqual([]);

  await goTo(page, 'download');
  await page.locator('#make-link').click();
  const link = await page.locator('#head-link').inputValue();
  expect(link).toMatch(/\?encoder=tiny-bert#head=1[\w-]+$/);
  await page.getByRole('img', { name: 'QR code of the link' }).waitFor();
  expect(await axe(page)).toEqual([]);
  await page.locator('#head-address').fill('https://school.example/h.safetensors');
  await expect(page.locator('#head-link')).toHaveValue(/\?encoder=tiny-bert&head=https:\/\/school\.example\/h/);

  const pupil = await open();
  await pupil.setViewportSize(PHONE);
  await pupil.goto(link);
  await pupil.locator('#try-text').waitFor({ timeout: 60_000 });
  expect([step(pupil).search, step(pupil).hash]).toEqual(['', '#try']);
  const [label, shown] = (await tryText(pupil, text)).split(' ');
  const [wanted, share] = verdict.split(' ');
  expect(label).toBe(wanted);
  expect(Math.abs(parseFloat(shown!) - parseFloat(share!))).toBeLessThan(0.2); // per cent: its numbers have 16 bits
  expect(await axe(pupil)).toEqual([]);
  await goTo(pupil, 'load'); // that head is no new one, and there are no rows to count
  await pupil.getByRole('region', { name: 'The head', exact: true }).getByText('Head loaded').waitFor();
  expect(await pupil.locator('main').innerText()).not.toMatch(/The new head|on 0 texts|for each label of your data/);

  // The same link goes to the project that has its head, without a question.
  const kept = () => pupil.getByText('In this browser', { exact: true }).waitFor({ state: 'attached' });
  await kept();
  await pupil.goto(link);
  await pupil.locator('#try-text').waitFor({ timeout: 60_000 });
  expect(await pupil.locator('#open-link').count()).toBe(0);
  // A damaged one is refused, and the page is as usual.
  await pupil.goto(`${link.slice(0, -40)}`);
  await pupil.getByText('What is open here is kept as it is').waitFor();
  await pupil.locator('#open-link').click();
  await pupil.getByText('is damaged or cut off').waitFor({ timeout: 60_000 });
  await pupil.getByRole('heading', { name: 'The link was opened in part' }).waitFor(); // its encoder is there
  await pupil.getByRole('button', { name: 'Go on without it' }).click();
  expect([step(pupil).search, step(pupil).hash]).toEqual(['', '#load']);
});

test.describe('another host', () => {
  test.use({ strict: false });
  test('is asked after the question alone', async ({ page, requests }) => {
    await page.context().route('https://*.example/**', (route) => {
      const { pathname } = new URL(route.request().url());
      const file = pathname === '/rows.csv' ? 'public/samples/reviews.csv' : `${TINY_BERT}/${basename(pathname)}`;
      const headers = { 'Access-Control-Allow-Origin': '*' };
      return existsSync(file)
        ? route.fulfill({ body: readFileSync(file), headers })
        : route.fulfill({ status: 404, headers });
    });
    const foreign = () => requests.filter((url) => url.startsWith('https://'));
    const link = '?encoder=https://models.example/tiny-bert&data=https://data.example/rows.csv';
    await page.goto(`${page.url()}${link}&options=learning_rate:0.003,epochs:2,seed:7,max_length:32,label:sentiment`);
    const asked = page.getByRole('region', { name: 'A link opened this page' });
    await asked.getByText('models.example and data.example').waitFor();
    await page.waitForTimeout(500);
    expect(foreign()).toEqual([]);
    expect(await axe(page)).toEqual([]);
    await page.locator('#open-link').click();
    await page.locator('#start:not([disabled])').waitFor({ timeout: 60_000 });
    expect([step(page).search, step(page).hash]).toEqual(['', '#train']);
    expect(new Set(foreign().map((url) => new URL(url).host))).toEqual(new Set(['models.example', 'data.example']));
    await page.getByText('All options', { exact: true }).click();
    await expect(page.locator('#option-learning_rate')).toHaveValue('0.003');
    await expect(page.locator('#option-epochs')).toHaveValue('2');
    await untilKept(page, '"encoder":{');
    await page.reload();
    await page.getByRole('region', { name: 'Reviews' }).or(page.locator('#start')).first().waitFor();
    expect(await asked.count()).toBe(0);
  });
});

test('links that are refused, with a sentence each', async ({ page }) => {
  for (const [search, sentence] of [
    ['?encoder=javascript:alert(1)', 'addresses that begin with https:// only'],
    ['?data=https://me:secret@files.example/a.csv', 'has a user name in it'],
    ['?enocder=tabtune-small', 'the parameter "enocder"'],
    ['?data=samples/reviews.csv&options=learning_rate:-1,epochs:x,colour:red', 'which there is not'],
  ] as const) {
    await page.goto(new URL(`./${search}`, page.url()).href);
    await page.getByRole('alert').filter({ hasText: sentence }).waitFor();
  }
  for (const more of ['learning_rate of the link is at least', 'epochs of the link needs a whole number'])
    await page.getByRole('alert').filter({ hasText: more }).waitFor();
  await page.goto(new URL('./?data=samples/reviews.csv&options=label:mood', page.url()).href);
  await page.getByText('In the data of the link there is no column "mood"').waitFor();
  await page.getByRole('button', { name: 'Go on without it' }).click();
  expect(step(page).search).toBe('');
  await page.getByText('Take a sample instead').click();
  await page.getByRole('button', { name: 'Reviews, two labels' }).click();
  await page.getByRole('region', { name: 'Split' }).waitFor();
});
