// SPDX-License-Identifier: Apache-2.0
// The page's other ways in: an encoder from an address, pairs of texts, a test file of one's own.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from './site';
import {
  chooseEncoder,
  chooseFile,
  chooseSample,
  evaluate,
  finished,
  goTo,
  loaded,
  openOptions,
  plan,
  TINY_BERT,
  train,
  tryText,
  openLine,
} from './steps';

test.describe('another server', () => {
  test.use({ strict: false });
  test('an encoder from an address', async ({ page, requests }) => {
    await page.context().route('https://models.example/**', (route) => {
      const { pathname } = new URL(route.request().url());
      const file = `${TINY_BERT}/${basename(pathname)}`;
      const headers = { 'Access-Control-Allow-Origin': '*' };
      return pathname.startsWith('/distant/') && existsSync(file)
        ? route.fulfill({ body: readFileSync(file), headers })
        : route.fulfill({ status: 404, headers });
    });
    await chooseSample(page, 'Reviews, two labels');
    await goTo(page, 'load');
    await page.locator('.meter').waitFor({ state: 'detached' });
    // The field is folded away where an encoder is in place already.
    const openAddress = async (address: string) => {
      if (!(await page.locator('#model-url').isVisible())) await openLine(page, 'Use another encoder');
      await page.locator('#model-url').fill(address);
      await page.getByRole('button', { name: 'Load from address' }).click();
    };
    await openAddress('https://models.example/distant');
    await page.getByText('Encoder: distant').waitFor();
    await loaded(page);
    // What left for the other server are requests for its files, nothing with a body.
    const sent = requests.filter((url) => url.startsWith('https://'));
    expect(sent.every((url) => /distant\/[\w./-]+$/.test(url))).toBe(true);

    await openAddress('https://models.example/nothing-here');
    await page.locator('.notice.bad').filter({ hasText: 'config.json' }).waitFor();
    expect(await page.getByText('Encoder: distant').count()).toBe(1);
  });
});

test.describe('a server', () => {
  test.use({ strict: false });
  test('that is busy, that is not there, and that lets no other pages read', async ({ page }) => {
    let busy = 1;
    await page.context().route('https://models.example/**', (route) => {
      const { pathname } = new URL(route.request().url());
      const headers = {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Expose-Headers': 'Retry-After',
        'Retry-After': '4',
      };
      // Playwright adds the header where there is none.
      const others = { 'Access-Control-Allow-Origin': 'https://other.example' };
      if (pathname.startsWith('/private/')) return route.fulfill({ body: '{}', headers: others });
      if (busy-- > 0) return route.fulfill({ status: 429, headers });
      return route.fulfill({ status: 404, headers });
    });
    await goTo(page, 'load');
    await page.locator('.meter').waitFor({ state: 'detached' });
    const openAddress = async (address: string) => {
      if (!(await page.locator('#model-url').isVisible())) await openLine(page, 'Use another encoder');
      await page.locator('#model-url').fill(address);
      await page.getByRole('button', { name: 'Load from address' }).click();
    };
    await openAddress('https://models.example/busy');
    await page.getByText('asking again in 4 s').waitFor();
    await page.locator('.notice.bad').filter({ hasText: 'config.json' }).waitFor();
    await openAddress('https://models.example/private');
    await page.locator('.notice.bad').filter({ hasText: 'lack the header Access-Control-Allow-Origin' }).waitFor();
    await page.context().unrouteAll({ behavior: 'ignoreErrors' });
  });
});

test('what of an encoder is not taken is said where it is loaded', async ({ page }) => {
  await chooseEncoder(page, TINY_BERT, {
    'modules.json': JSON.stringify([{ path: '', type: 'sentence_transformers.models.Transformer' }]),
    'model_head.pkl': 'a head',
  });
  await loaded(page);
  const said = page.locator('.notice.warn').filter({ hasText: 'its head in model_head.pkl is not read' });
  await said.waitFor();
  await chooseEncoder(page, TINY_BERT);
  await said.waitFor({ state: 'detached' });
});

test('pairs of texts, and own files to validate and to test', async ({ page }) => {
  const pair = (i: number, label: string) =>
    `what is number ${i},it is ${label === 'yes' ? 'number' : 'some colour'} ${i},${label}`;
  const rows = (from: number, to: number) =>
    ['question,sentence,label', ...Array.from({ length: to - from }, (_, i) => pair(from + i, i % 2 ? 'yes' : 'no'))]
      .map((row) => `${row}\n`)
      .join('');
  await chooseFile(page, { name: 'pairs.csv', text: rows(0, 200) });
  await page.getByText('The texts are pairs').waitFor();
  const own = (part: string, name: string, text: string) =>
    page.locator(`#${part}-file`).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await own('test', 'held-out.csv', rows(300, 340));
  await page.getByText('The test file: held-out.csv').waitFor();
  await own('validation', 'watched.csv', rows(400, 430));
  await page.getByText('The validation file: watched.csv').waitFor();
  for (const part of ['Train200', 'Validation30', 'Test40']) await page.getByText(part).waitFor();
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { fields: { 'option-learning_rate': 0.001, 'option-epochs': 6 } });
  await evaluate(page);
  await page.getByText('of 40 right').waitFor();
  await goTo(page, 'try');
  await page.locator('#try-pair').fill('it is some colour 7');
  expect(await tryText(page, 'what is number 7')).toMatch(/^(yes|no)/);
  await plan(page, { method: 'head' });
  await openOptions(page);
  await page.locator('input[name="pooling"][value="compared"]').check();
  await page.getByText('The head reads both texts one by one').waitFor();
  await page.locator('#start:not([disabled])').click();
  await finished(page);
  await evaluate(page);
  await goTo(page, 'try');
  await page.locator('#try-pair').fill('it is some colour 7');
  const answer = await tryText(page, 'what is number 7');
  await page.locator('#try-pair').fill('what is number 7');
  expect(await tryText(page, 'it is some colour 7')).toBe(answer);
  await goTo(page, 'download');
  await page.getByText('the head, which compares two of them').waitFor();
  await goTo(page, 'try');
  const file = page.locator('main input[type=file]').first();
  const two = Buffer.from('question,sentence\nwhat is number 7,it is some colour 7\n');
  await file.setInputFiles({ name: 'two.csv', mimeType: 'text/csv', buffer: two });
  await page.getByText('1 pair of the columns question and sentence in two.csv predicted.').waitFor();
  await file.setInputFiles({ name: 'one.txt', mimeType: 'text/plain', buffer: Buffer.from('what is number 7\n') });
  await page.getByText('The model reads pairs of texts, and one.txt has no column of second texts').waitFor();
});

test('single texts are no data for a head that compares two', async ({ page }) => {
  const rows = (cells: (i: number) => string) => Array.from({ length: 60 }, (_, i) => `${cells(i)}\n`).join('');
  const label = (i: number) => (i % 2 ? 'yes' : 'no');
  const two = rows((i) => `what is number ${i},it is ${i % 2 ? 'number' : 'some colour'} ${i},${label(i)}`);
  await chooseFile(page, { name: 'pairs.csv', text: `first,second,label\n${two}` });
  await page.getByText('The texts are pairs').waitFor();
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await plan(page, { method: 'head' });
  await openOptions(page);
  await page.locator('input[name="pooling"][value="compared"]').check();
  await page.locator('#start:not([disabled])').click();
  await finished(page);
  await chooseFile(page, { name: 'single.csv', text: `text,label\n${rows((i) => `it is number ${i},${label(i)}`)}` });
  await goTo(page, 'train');
  await page.getByRole('button', { name: 'Plan a new run in its place' }).click();
  await page.locator('#start:not([disabled])').waitFor();
});

test('long texts through windows', async ({ page }) => {
  const words =
    'and then we went there did some more of it on a day that was long with two people who like to read'.split(' ');
  const text = (i: number) =>
    Array.from({ length: 24 }, (_, k) => words[(i * 7 + k * (1 + (i % 11))) % words.length]).join(' ');
  const rows = Array.from({ length: 120 }, (_, i) => `${text(i)} ${i % 2 ? 'good' : 'bad'},${i % 2 ? 'yes' : 'no'}\n`);
  await chooseFile(page, { name: 'long.csv', text: `text,label\n${rows.join('')}` });
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await goTo(page, 'tokenize');
  await page.locator('#max-length').fill('16');
  await page.getByText('would lose their end').waitFor();
  await page.locator('#keep').selectOption('windows');
  await page.getByText('would be read through several windows').waitFor();
  // What tells the rows apart is in the last window.
  await train(page, { fields: { 'option-learning_rate': 0.002, 'option-epochs': 20 } });
  expect(Number.parseFloat((await evaluate(page))['Accuracy']!)).toBeGreaterThan(70); // by its beginning: 50
  expect(await tryText(page, `${text(5)} good`)).toMatch(/^(yes|no)/);
});
