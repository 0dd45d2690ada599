// SPDX-License-Identifier: Apache-2.0
// The page and the stand-in hub: a download that a reload has cut goes on from where it was, a token is gone with the
// visit that it was typed in, and a data set comes by its name.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Hub } from '../hub/hub';
import { asHub } from './as_hub';
import { storage } from './secret';
import { expect, test as base, type Page } from './site';
import { goTo, TINY_BERT, openLine } from './steps';

const SMALL = 'public/models/tabtune-small';
const TOKEN = 'hf_qzxvkjwqzxvkjw';
const WEIGHTS = 'model.safetensors';

const filesOf = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(`${folder}/${name}`))]));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const test = base.extend<{ hub: Hub; visit: Page }>({
  hub: async ({}, use) => {
    const hub = await new Hub().start();
    await use(hub);
    hub.stop();
  },
  visit: async ({ browser, address, hub }, use) => {
    const { options, close } = await asHub(hub, address);
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(address);
    await use(page);
    await context.close();
    close();
  },
});

async function openAddress(page: Page, name: string, token = ''): Promise<void> {
  await goTo(page, 'load');
  await page.locator('.meter').waitFor({ state: 'detached' });
  // The field is folded away where an encoder is in place already.
  if (!(await page.locator('#model-url').isVisible())) await openLine(page, 'Use another encoder');
  await page.locator('#model-url').fill(name);
  if (token) await page.locator('#model-token').fill(token);
  await page.getByRole('button', { name: 'Load from address' }).click();
}

/** Runs in the page: what is kept of a file that was downloaded. */
async function kept(url: string): Promise<{ bytes: number; complete: boolean; sum: string }> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error as Error);
    });
  const database = await done(indexedDB.open('tabtune'));
  const table = database.transaction('kept').objectStore('kept');
  const record = (await done(table.get(`copy ${url}`))) as
    { complete: boolean; pieces: { file: string }[] } | undefined;
  database.close();
  const cache = await caches.open('tabtune-kept');
  const pieces: Blob[] = [];
  for (const { file } of record?.pieces ?? [])
    pieces.push(await (await cache.match(`https://kept.invalid/${file}`))!.blob());
  const all = await new Blob(pieces).arrayBuffer();
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
  const hex = Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { bytes: all.byteLength, complete: !!record?.complete, sum: hex };
}

test('a download that a reload has cut goes on from there, and is whole', async ({ visit: page, hub }) => {
  const files = filesOf(SMALL);
  const weights = files[WEIGHTS]!;
  hub.models.set('acme/large', { files });
  const url = `https://huggingface.co/acme/large/resolve/main/${WEIGHTS}`;
  // Some bytes come, and then none, however often they are asked for.
  hub.behaviours.set(WEIGHTS, { stall: { after: 10 << 20, times: 1 } });
  await openAddress(page, 'acme/large');
  await expect.poll(async () => (await page.evaluate(kept, url)).bytes, { timeout: 60_000 }).toBeGreaterThan(0);
  hub.behaviours.set(WEIGHTS, { stall: { after: 0, times: Infinity } });
  const { bytes } = await page.evaluate(kept, url);
  expect(bytes).toBeLessThan(weights.byteLength);

  await page.reload();
  hub.behaviours.delete(WEIGHTS);
  hub.asked.length = 0;
  await openAddress(page, 'acme/large');
  await page.getByText('Encoder: acme/large').waitFor({ timeout: 60_000 });
  const asked = hub.asked.filter(({ method, path }) => method === 'GET' && path.endsWith(WEIGHTS));
  expect(asked.map(({ range }) => range)).toEqual([`bytes=${bytes}-`]);
  expect(await page.evaluate(kept, url)).toEqual({ bytes: weights.byteLength, complete: true, sum: sha256(weights) });
});

test('a token opens private models in the visit that it was typed in, and is nowhere behind it', async ({
  visit: page,
  hub,
}) => {
  for (const name of ['acme/private', 'acme/other']) hub.models.set(name, { files: filesOf(TINY_BERT), token: TOKEN });
  const refused = page.locator('.notice.bad').filter({ hasText: 'or is private' });
  await openAddress(page, 'acme/private');
  await refused.waitFor();
  await expect(refused).toContainText('Give a token of your account');
  await openAddress(page, 'acme/private', TOKEN);
  await page.getByText('Encoder: acme/private').waitFor();
  expect(hub.asked.some(({ authorization }) => authorization === `Bearer ${TOKEN}`)).toBe(true);
  const isGone = async () => {
    const { names, contents } = await page.evaluate(storage);
    expect(names.some((name) => name.includes('acme/private'))).toBe(true); // it is looked through where things are kept
    expect([...names, contents, page.url()].filter((text) => text.includes(TOKEN))).toEqual([]);
  };
  await isGone();

  await page.reload();
  hub.asked.length = 0;
  await openAddress(page, 'acme/other');
  await refused.waitFor();
  await expect(page.locator('#model-token')).toHaveValue('');
  expect(hub.asked.length).toBeGreaterThan(0);
  expect(hub.asked.filter(({ authorization }) => authorization !== null)).toEqual([]);
  await isGone();
  await openAddress(page, 'acme/other', TOKEN);
  await page.getByText('Encoder: acme/other').waitFor();
});

test('a data set comes by its name, when its button is pressed', async ({ visit: page, hub }) => {
  const rows = new Uint8Array(readFileSync('tests/web/fixtures/parquet/labels.parquet'));
  hub.dataSets.set('acme/rows', { en: { train: [rows, rows] }, de: { train: [rows] } });
  const trouble = page.locator('.notice.bad');
  await openLine(page, 'Take a data set of the hub');
  const fetchIt = async (name: string) => {
    await page.locator('#set-name').fill(name);
    expect(hub.asked).toEqual([]);
    await page.getByRole('button', { name: 'Fetch it' }).click();
  };
  await fetchIt('acme');
  await expect(trouble).toContainText('“acme” is no name of a data set');
  await fetchIt('acme/none');
  await expect(trouble).toContainText('acme/none');
  hub.asked.length = 0;
  await fetchIt('acme/rows');
  await expect(trouble).toContainText('acme/rows has the parts en, de: name one of them, datasets/acme/rows/en');
  hub.asked.length = 0;
  await fetchIt('acme/rows/en/test');
  await expect(trouble).toContainText('acme/rows has the splits train, and no test');
  hub.asked.length = 0;
  await fetchIt('https://huggingface.co/datasets/acme/rows/viewer/en/train');
  await page.getByRole('heading', { name: 'acme/rows/en/train', exact: true }).waitFor();
  await expect(trouble).toHaveCount(0);
  const files = hub.asked.filter(({ method }) => method === 'GET').map(({ path }) => path.split('/parquet')[1]);
  expect(files).toEqual(['', '/en/train/0.parquet', '/en/train/1.parquet']);
});
