// SPDX-License-Identifier: Apache-2.0
// Nothing gets out: a whole journey behind a proxy that records. What the user brought has a word in it that is nowhere
// else; it is in no request, no log, no title and no name in the browser's storage, and where nothing is to be kept in no
// storage at all.
import { readdirSync } from 'node:fs';
import { record } from './recorder';
import { expect, test, type Page } from './site';
import { chooseFile, download, evaluate, finished, goTo, loaded, plan, tryText } from './steps';

const WORD = 'qzxvkjw';
const SPELLINGS = [
  ...[WORD, encodeURIComponent(WORD), Buffer.from(WORD).toString('hex'), [...WORD].reverse().join('')],
  // what its middle is in base64, for each place in a group of three
  ...[0, 1, 2].map((i) =>
    Buffer.from(`${'_'.repeat(i)}${WORD}__`)
      .toString('base64')
      .slice(i ? 4 : 0, 8),
  ),
];
const tells = (text: string) => {
  const small = text.toLowerCase();
  return SPELLINGS.some((word) => text.includes(word) || small.includes(word));
};

const FILE = {
  name: `${WORD}-file.csv`,
  text: [
    `${WORD}-head,${WORD}-mood`,
    ...Array.from(
      { length: 160 },
      (_, i) => `${WORD} it is ${i % 2 ? 'good' : 'bad'} ${i},${WORD}-${i % 2 ? 'yes' : 'no'}`,
    ),
    '',
  ].join('\n'),
};

/** Chromium asks its maker what the fields of a page are for (Autofill), by hashes of their names. */
const OF_THE_BROWSER = 'CONNECT content-autofill.googleapis.com:443';
/** Files that an encoder may have; this site's has not all of them. */
const ASKED_FOR = ['modules.json', 'tokenizer.json', '1_Pooling/config.json'].map(
  (name) => `models/tabtune-small/${name}`,
);

/** Runs in the page: names and contents of all that the browser keeps for it. */
async function storage(): Promise<{ names: string[]; contents: string }> {
  const names: string[] = [];
  const pieces: string[] = [];
  const latin = new TextDecoder('latin1');
  const take = async (value: unknown): Promise<void> => {
    if (value instanceof Blob) pieces.push(latin.decode(await value.arrayBuffer()));
    else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) pieces.push(latin.decode(value as ArrayBuffer));
    else if (value && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) {
        pieces.push(key);
        await take(inner);
      }
    else pieces.push(String(value));
  };
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name } of await indexedDB.databases()) {
    names.push(name!);
    const database = await done(indexedDB.open(name!));
    for (const store of database.objectStoreNames) {
      const place = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(place.getAllKeys()), done(place.getAll())]);
      names.push(store, ...keys.map(String));
      await take(values);
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    names.push(name);
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      names.push(request.url);
      const response = await cache.match(request, { ignoreVary: true });
      if (!response) continue; // another file has taken its place meanwhile
      await take([...response.headers]);
      await take(await response.arrayBuffer());
    }
  }
  const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
    for await (const [name, entry] of folder as unknown as AsyncIterable<[string, FileSystemHandle]>) {
      names.push(name);
      if (entry.kind === 'directory') await walk(entry as FileSystemDirectoryHandle);
      else await take(await (entry as FileSystemFileHandle).getFile());
    }
  };
  await walk(await navigator.storage.getDirectory());
  for (const place of [localStorage, sessionStorage]) {
    names.push(...Object.keys(place));
    await take({ ...place });
  }
  await take(history.state);
  await take(document.cookie);
  return { names, contents: pieces.join('\n') };
}

async function trainHead(page: Page): Promise<void> {
  await plan(page, { method: 'head' });
  await page.locator('#start').click();
  await finished(page);
  await evaluate(page);
  expect(await tryText(page, `${WORD} it is good`)).toContain(WORD);
  for (const step of ['prepare', 'tokenize', 'load', 'train', 'evaluate', 'download', 'try']) {
    await goTo(page, step);
    expect(await page.locator(`:is([id*="${WORD}"], [name*="${WORD}"])`).count(), `names of fields of ${step}`).toBe(0);
  }
}

const keeping = async (page: Page) => {
  await goTo(page, 'prepare');
  await page.getByText('What is kept, and how to forget it').click();
};

test('nothing that the user brought leaves the page, nor stays where nothing is kept', async ({ browser, address }) => {
  test.setTimeout(180_000);
  const { sent, address: proxy, close } = await record(address);
  const context = await browser.newContext({ proxy: { server: proxy }, serviceWorkers: 'allow' });
  const said: string[] = [];
  context.on('console', (message) => said.push(message.text()));
  context.on('weberror', ({ error }) => said.push(String(error())));
  const titles: string[] = [];
  await context.exposeFunction('noteTitle', (title: string) => titles.push(title));
  await context.addInitScript(() => {
    const own = Object.getOwnPropertyDescriptor(Document.prototype, 'title')!;
    const set = function (this: Document, title: string) {
      (globalThis as unknown as { noteTitle(title: string): void }).noteTitle(title);
      own.set!.call(this, title);
    };
    Object.defineProperty(Document.prototype, 'title', { ...own, set });
  });
  const page = await context.newPage();
  page.on('framenavigated', (frame) => titles.push(frame.url()));
  await page.goto(address);

  await chooseFile(page, FILE);
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await goTo(page, 'load');
  await loaded(page); // the first encoder of this site
  await trainHead(page);
  await goTo(page, 'evaluate');
  await page.locator('summary', { hasText: 'Report' }).first().click();
  await Promise.all([page.waitForEvent('download'), page.locator('#save-report').click()]);
  await download(page, 'head');
  await page.locator('#make-link').click();
  await expect(page.locator('#head-link')).toHaveValue(/#head=/);
  await page.getByText('In this browser', { exact: true }).waitFor({ state: 'attached' });
  await page.waitForTimeout(1500); // all is written
  await page.reload();
  await expect(page.locator('.stepper')).toContainText('160 rows', { timeout: 60_000 });
  const kept = await page.evaluate(storage);
  expect(tells(kept.contents), 'the project is kept, and is found where it is').toBe(true);
  expect(kept.names.filter(tells)).toEqual([]);

  await keeping(page);
  await page.getByRole('button', { name: 'New project' }).click();
  await expect(page.locator('.stepper')).not.toContainText('160 rows');
  await chooseFile(page, FILE);
  await page.getByRole('region', { name: 'Split' }).waitFor();

  await keeping(page);
  await page.getByRole('button', { name: 'Keep nothing on this computer' }).click();
  await page.getByRole('button', { name: /^Yes/ }).click();
  await page.getByRole('button', { name: 'Keep projects on this computer' }).waitFor();
  await chooseFile(page, { ...FILE, name: `${WORD}-again.csv` });
  await page.getByRole('region', { name: 'Split' }).waitFor();
  await goTo(page, 'load');
  await loaded(page);
  await trainHead(page);
  await page.waitForTimeout(1500);
  const left = await page.evaluate(storage);
  expect(left.names.filter(tells)).toEqual([]);
  expect(tells(left.contents), 'something is kept where nothing is to be').toBe(false);
  await context.close();
  close();

  const files = readdirSync('dist', { recursive: true, encoding: 'utf8' });
  const known = new Set(['', ...files, ...ASKED_FOR].map((file) => new URL(file, address).href));
  const strange = sent
    .filter(({ method, url, body }) => !known.has(url) || !/^(GET|HEAD)$/.test(method) || body)
    .map(({ method, url }) => `${method} ${url}`)
    .filter((one) => one !== OF_THE_BROWSER);
  expect([...new Set(strange)]).toEqual([]);
  expect(sent.length).toBeGreaterThan(20);
  expect(sent.filter((request) => tells(JSON.stringify(request)))).toEqual([]);
  expect(said.filter(tells)).toEqual([]);
  expect(titles.length).toBeGreaterThan(5);
  expect(titles.filter(tells)).toEqual([]);
});
