// SPDX-License-Identifier: Apache-2.0
// Whole journeys through the page, on a tiny encoder.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DESKTOP, PHONE } from './browser';
import { expect, test } from './site';
import {
  chooseEncoder,
  chooseSample,
  download,
  evaluate,
  finished,
  goTo,
  loaded,
  openOptions,
  plan,
  sound,
  TINY_BERT,
  train,
  tryText,
  matrix,
} from './steps';
import { zipEntries } from './zip';

const FAST = { 'option-learning_rate': 0.001, 'option-epochs': 4 };

const percentOf = (text: string | undefined) => Number(text?.replace(/[^\d.]/g, ''));

/** Sample, encoder, training, test, a text, the model as a zip: the figures of the test. */
async function journey(page: Page) {
  await chooseSample(page, 'Requests, seven labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);

  await goTo(page, 'tokenize');
  await page.locator('.piece').nth(3).waitFor();
  await page.locator('.histogram').waitFor();

  await train(page, { fields: FAST });
  const metrics = await evaluate(page);
  await expect(page.getByRole('region', { name: 'The result' })).toBeInViewport({ ratio: 0.9 });
  // Seven even labels: chance is 14 %.
  expect(percentOf(metrics['Accuracy'])).toBeGreaterThan(40);
  const cells = await matrix(page);
  expect(cells.length).toBe(7 * 7);

  expect(await tryText(page, 'play some jazz music')).toMatch(/\d/);

  const file = await download(page, 'model');
  const entries = zipEntries(await readFile(await file.path()));
  const names = [...entries.keys()].map((name) => name.split('/')[1]);
  expect(names).toEqual(
    expect.arrayContaining(['config.json', 'model.safetensors', 'vocab.txt', 'tokenizer_config.json', 'README.md']),
  );
  const config = JSON.parse(String(entries.get('my-classifier/config.json')));
  expect(names).toContain('modules.json'); // the training rows chose the mean
  expect(config.architectures).toEqual(['BertModel']);
  expect(Object.values(config.id2label)).toContain('play music');

  await sound(page);
  return { shown: metrics, cells };
}

test('on a phone in the dark from the sample to the model as a zip, with the metrics of the command line; on a desk in the light', async ({
  page,
}) => {
  const colours = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(colours).toBe('dark');
  const { shown, cells } = await journey(page);
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(colours).toBe('light');
  await sound(page);

  const folder = mkdtempSync(join(tmpdir(), 'tabtune-'));
  const report = join(folder, 'report.json');
  const said = ['--epochs', '4', '--learning-rate', '0.001', '--out', join(folder, 'model'), '--report', report];
  const data = ['--model', TINY_BERT, '--data', 'public/samples/requests.csv'];
  execFileSync('scripts/tabtune', ['train', ...data, ...said], { stdio: 'pipe' });
  const { metrics, confusion } = JSON.parse(readFileSync(report, 'utf8'));
  const number = (name: string) => metrics[name].value ?? metrics[name];
  expect(cells).toEqual(confusion.flat());
  expect(percentOf(shown['Accuracy'])).toBeCloseTo(100 * number('accuracy'), 1);
  expect(Number(shown['Macro F1'])).toBeCloseTo(number('macro_f1'), 3);
  expect(Number(shown['Matthews correlation'])).toBeCloseTo(number('mcc'), 3);
});

test('a default that arrives while a field is being filled does not mix with what is typed', async ({ page }) => {
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await goTo(page, 'train');
  await page.locator('#start:not([disabled])').waitFor();
  await openOptions(page);
  const rate = page.locator('#option-learning_rate');
  const before = await rate.inputValue();
  await rate.selectText();
  // Another method has another default; the click of a script leaves the focus where it is.
  await page.locator('input[name="method"][value="lora"]').evaluate((input: HTMLInputElement) => input.click());
  await page.locator('#option-learning_rate-hint', { hasText: 'few numbers' }).waitFor();
  expect(await rate.inputValue()).toBe(before);
  await page.keyboard.insertText('0.004');
  await rate.blur();
  await page.locator('#option-learning_rate-hint', { hasText: 'back to the default' }).waitFor();
  expect(Number(await rate.inputValue())).toBe(0.004);
});

test('a head trained on the frozen encoder comes back from its file and says the same', async ({ page, open }) => {
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { method: 'head' });
  const said = await tryText(page, 'A great phone.');
  const file = await download(page, 'head');
  // This site is not known at a hub.
  await expect(page.getByRole('region', { name: 'Publish', exact: true })).toHaveCount(0);
  const bytes = await readFile(await file.path());
  expect(bytes.length).toBeLessThan(200_000);

  const again = await open();
  await chooseEncoder(again, TINY_BERT);
  await loaded(again);
  await again
    .locator('#head-file')
    .setInputFiles({ name: 'head.safetensors', mimeType: 'application/octet-stream', buffer: bytes });
  await again.getByText('Head loaded: negative, positive').waitFor();
  expect(await tryText(again, 'A great phone.')).toBe(said);

  // It opens in the command line, and one that was trained there opens here.
  const folder = mkdtempSync(join(tmpdir(), 'tabtune-'));
  const at = (name: string) => join(folder, name);
  writeFileSync(at('head.safetensors'), bytes);
  writeFileSync(at('texts.csv'), 'sentence\nA great phone.\nIt never worked.\n');
  const model = ['--model', TINY_BERT];
  const predict = [...model, '--head', at('head.safetensors'), '--data', at('texts.csv'), '--out', at('said.jsonl')];
  execFileSync('scripts/tabtune', ['predict', ...predict], { stdio: 'pipe' });
  const { label } = JSON.parse(readFileSync(at('said.jsonl'), 'utf8').split('\n')[0]!) as { label: string };
  expect(said).toContain(label);
  const data = ['--data', 'public/samples/reviews.csv', '--method', 'head', '--onnx', 'no', '--out', at('model')];
  execFileSync('scripts/tabtune', ['train', ...model, ...data], { stdio: 'pipe' });
  const other = await open();
  await chooseEncoder(other, TINY_BERT);
  await loaded(other);
  await goTo(other, 'load');
  await other.locator('#head-file').setInputFiles(at('model/head.safetensors'));
  await other.getByText('Head loaded: negative, positive').waitFor();
  expect(await tryText(other, 'A great phone.')).toBe(said);
});

test('a run can be paused, resumed and stopped, and keeps its weights', async ({ page }) => {
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await plan(page, { fields: { 'option-epochs': 200 } });
  await page.locator('#start').click();
  await page.getByRole('button', { name: 'Pause' }).click();
  const updates = page.locator('.meter .legend .number');
  await page.getByRole('region', { name: 'Paused' }).waitFor();
  const before = await updates.textContent();
  await page.waitForTimeout(500);
  expect(await updates.textContent()).toBe(before);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => updates.textContent(), { timeout: 20_000 }).not.toBe(before);
  // What is changed while it runs waits for its end.
  await chooseSample(page, 'Requests, seven labels');
  await goTo(page, 'train');
  await page.getByRole('button', { name: 'Stop and keep the weights' }).click();
  await finished(page);
  await page.getByText('trained for other labels').waitFor();
  await chooseSample(page, 'Reviews, two labels');
  expect((await evaluate(page))['Accuracy']).toMatch(/%/);
  await chooseSample(page, 'Requests, seven labels');
  await goTo(page, 'train');
  await page.getByRole('button', { name: 'Plan a new run in its place' }).click();
  await page.locator('#start:not([disabled])').waitFor();
});

test('a paused training is saved, and another page goes on with it to the same model', async ({ open }) => {
  const options = { method: 'lora' as const, fields: { 'option-learning_rate': 0.001, 'option-epochs': 3 } };
  const start = async () => {
    const page = await open();
    await chooseSample(page, 'Reviews, two labels');
    await chooseEncoder(page, TINY_BERT);
    await loaded(page);
    return page;
  };
  const whole = await start();
  await train(whole, options);
  const said = await tryText(whole, 'A great phone.');
  expect((await download(whole, 'adapter')).suggestedFilename()).toMatch(/adapter\.zip$/);

  const first = await start();
  await plan(first, options);
  await first.locator('#start').click();
  await first.getByRole('button', { name: 'Pause' }).click();
  const [file] = await Promise.all([
    first.waitForEvent('download'),
    first.getByRole('button', { name: 'Save to go on another day' }).click(),
  ]);
  const buffer = await readFile(await file.path());

  const second = await start();
  await plan(second, options);
  const saved = { name: 'training.tabtune', mimeType: 'application/octet-stream', buffer };
  await second.locator('#continue').setInputFiles(saved);
  await finished(second);
  expect(await tryText(second, 'A great phone.')).toBe(said);
});
