// SPDX-License-Identifier: Apache-2.0
// Files that cannot be used: each gets a sentence, and what was loaded before stays.
import { readFileSync } from 'node:fs';
import { makeZip } from 'client-zip';
import { expect, test, type Page } from './site';
import { chooseEncoder, chooseFile, chooseSample, goTo, loaded, TINY_BERT } from './steps';

/** Waits for a sentence among the errors of the page. */
const complains = (page: Page, sentence: string | RegExp) =>
  page.locator('.notice.bad').filter({ hasText: sentence }).first().waitFor({ timeout: 20_000 });

test('files that are no labelled table', async ({ page }) => {
  await chooseSample(page, 'Reviews, two labels');
  const summary = page.locator('.stepper a[href="#prepare"] .summary');

  await page
    .locator('#data-file')
    .setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2]) });
  await complains(page, 'a PNG image');
  await chooseFile(page, { name: 'empty.csv', text: '' });
  await complains(page, 'empty');
  await page.locator('#data-file').setInputFiles({
    name: 'cyrillic.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('text,label\n\xf5\xee\xf0\xee\xf8\xee \xef\xeb\xee\xf5\xee,a\n', 'latin1'),
  });
  await complains(page, /Row 2, byte 11/);
  // A byte of what is packed is another one.
  const packed = await new Response(makeZip([{ name: 'a.csv', input: 'text,label\na,b\n' }])).arrayBuffer();
  const buffer = Buffer.from(packed);
  buffer[buffer.indexOf('a,b')] = 99;
  const zip = { name: 'packed.zip', mimeType: 'application/zip', buffer };
  await page.locator('#data-file').setInputFiles(zip);
  await complains(page, 'a.csv in packed.zip is damaged');
  // All of these left the sample where it was.
  expect(await summary.textContent()).toContain('1,000 rows');

  await chooseFile(page, { name: 'one.csv', text: `text,label\n${'fine day,good\n'.repeat(30)}` });
  await complains(page, '"good"');
  expect(await page.locator('#next').isDisabled()).toBe(true);

  await chooseFile(page, { name: 'none.csv', text: 'text\none\ntwo\nthree\n' });
  await complains(page, /label/i);
});

test('a label in the test file that the training has not', async ({ page }) => {
  await chooseSample(page, 'Reviews, two labels');
  await page.locator('#test-file').setInputFiles({
    name: 'test.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('sentence,sentiment\nnice,positive\nso so,neutral\nbad,negative\n'),
  });
  await complains(page, /"neutral".*row 3/);
  await page.getByRole('button', { name: 'Remove it' }).click();
  await page.locator('#next:not([disabled])').waitFor();
});

test('a truncated checkpoint leaves the encoder in place', async ({ page }) => {
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  const part = (name: string) => readFileSync(`${TINY_BERT}/${name}`);
  await page.locator('#model-files').setInputFiles(
    ['config.json', 'vocab.txt', 'model.safetensors'].map((name) => ({
      name,
      mimeType: 'application/octet-stream',
      buffer: name === 'model.safetensors' ? part(name).subarray(0, 100_000) : part(name),
    })),
  );
  await complains(page, /\d/);
  await goTo(page, 'tokenize');
  await page.locator('.piece').first().waitFor();
  await goTo(page, 'train');
  await page.locator('#start:not([disabled])').waitFor();
});

test('weights of other programs are named, and what to take instead', async ({ page }) => {
  await chooseSample(page, 'Reviews, two labels');
  await goTo(page, 'load');
  for (const [name, sentence] of [
    ['model.onnx', 'is an ONNX model, which gives answers and cannot be trained'],
    ['model.Q4_K_M.gguf', 'is a model for llama.cpp'],
    ['tf_model.h5', 'has weights of TensorFlow'],
  ] as const) {
    const files = page.locator('#model-files');
    await files.setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from('x') });
    await complains(page, sentence);
  }
});
