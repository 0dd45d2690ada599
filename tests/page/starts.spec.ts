// SPDX-License-Identifier: Apache-2.0
// The page where a browser gives less than Chromium does, and on a server that sends files and nothing else.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { expect, test, type Page } from './site';
import { chooseEncoder, chooseSample, goTo, loaded, plan, TINY_BERT, openLine } from './steps';

test.use({ strict: false });

const engine = (page: Page, text: RegExp) => page.locator('footer').getByText(text).waitFor();

/** The engine's worker begins with this. */
const worker = (begin: string) => (page: Page) =>
  page.context().route('**/assets/worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${begin};${await response.text()}` });
  });

const sharedUpTo = (gib: number) =>
  worker(
    `const Memory = WebAssembly.Memory; WebAssembly.Memory = function (asked) {
      if (asked.shared && asked.maximum > ${gib} * 16384) throw new RangeError('Out of memory');
      return new Memory(asked);
    }`,
  );

test('shared memory that is given in part, and not at all', async ({ open }) => {
  const part = await open(sharedUpTo(1));
  await engine(part, /tabtune-relaxed-threads.*gives the page 1 GiB/);
  await chooseSample(part, 'Reviews, two labels');
  await chooseEncoder(part, TINY_BERT);
  await loaded(part);
  await goTo(part, 'train');
  await part.getByText(/of 1\.0 GB a page may have|of 1,010 MB a page may have/).waitFor();
  await engine(await open(sharedUpTo(0)), /tabtune-simd, 1 thread.*refused the memory that threads share/);
});

test('a browser without SharedArrayBuffer', async ({ open }) => {
  const page = await open(worker('delete globalThis.SharedArrayBuffer'));
  await engine(page, /tabtune-simd, 1 thread.*no memory that threads could share \(SharedArrayBuffer\)/);
});

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

/** A server of files in a sub-folder, without a header for the page; `changed`: files that differ. */
async function staticHost() {
  const changed = new Map<string, string>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path =
      decodeURIComponent(new URL(request.url!, 'http://host').pathname.replace(/^\/sub\//, '')) || 'index.html';
    const file = join('dist', path);
    asked.push(path);
    const there = request.url!.startsWith('/sub/') && existsSync(file) && statSync(file).isFile();
    response.writeHead(there ? 200 : 404, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' });
    if (!there || request.method === 'HEAD') response.end();
    else if (changed.has(path)) response.end(changed.get(path));
    else createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { server, changed, asked, address: `http://127.0.0.1:${port}/sub/` };
}

test('a host that sends no headers: threads, then no network, then a newer version', async ({ browser }) => {
  const host = await staticHost();
  const context = await browser.newContext({ serviceWorkers: 'allow' });
  const page = await context.newPage();
  await page.goto(host.address);
  await engine(page, /tabtune-relaxed-threads/);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const kept = page.getByText('they open without a network from now on');
  await kept.waitFor();
  await page.reload();
  await kept.waitFor({ timeout: 4000 }); // before the page has been quiet for so long that it would keep them

  const text = await readFile('dist/service-worker.js', 'utf8');
  host.changed.set('service-worker.js', `${text}// newer\n`);
  await page.reload();
  await page.getByText('A newer version of this page is ready').waitFor();
  await page.evaluate(() => document.body.setAttribute('data-open', ''));
  await page.waitForTimeout(500);
  expect(await page.locator('body[data-open]').count()).toBe(1); // it was not loaded unasked
  await page.getByRole('button', { name: 'Load the newer version' }).click();
  await page.locator('body:not([data-open])').waitFor();
  await engine(page, /tabtune-relaxed-threads/);
  expect(await page.getByText('A newer version').count()).toBe(0);

  host.server.closeAllConnections();
  await new Promise((resolve) => host.server.close(resolve));
  await page.reload();
  await engine(page, /tabtune-relaxed-threads/);
  await chooseSample(page, 'Requests, seven labels');
  await goTo(page, 'load');
  await loaded(page);
  await context.close();
});

test('while a model is trained nothing is fetched for visits without a network', async ({ browser }) => {
  const host = await staticHost();
  const context = await browser.newContext({ serviceWorkers: 'allow' });
  const page = await context.newPage();
  // Parts of the page that nothing in this visit opens.
  const fetched = () =>
    host.asked.filter((path) => /assets\/(parquet|workbook|lesson|publish|push)-/.test(path)).length;
  await page.clock.install();
  await page.goto(host.address);
  await engine(page, /tabtune-relaxed-threads/);
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await plan(page, { fields: { 'option-epochs': 1000 } });
  await page.locator('#start').click();
  await page.getByText(/^Updates/).waitFor();
  await page.waitForTimeout(500);
  const before = fetched();
  expect(before).toBeLessThan(7);
  for (let i = 0; i < 2; i++) {
    await page.clock.fastForward(7000); // for so long nobody touches anything
    await page.waitForTimeout(700);
  }
  expect(fetched()).toBe(before);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText(/^Stopped after/).waitFor();
  await page.clock.fastForward(7000);
  await page.getByText('they open without a network from now on').waitFor({ timeout: 60_000 });
  expect(fetched()).toBeGreaterThanOrEqual(7);
  await context.close();
  host.server.close();
});

test('what has texts reaches no other server, on a host that sends no policy', async ({ browser }) => {
  const host = await staticHost();
  const spied: string[] = [];
  const spy = createServer((request, response) => {
    spied.push(request.url!);
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end();
  });
  await new Promise<void>((resolve) => spy.listen(0, '127.0.0.1', resolve));
  const other = `http://127.0.0.1:${(spy.address() as { port: number }).port}/`;
  const context = await browser.newContext();
  for (const name of ['models', 'elsewhere'])
    await context.route(`https://${name}.example/**`, (route) => {
      spied.push(route.request().url());
      return route.fulfill({ status: 404, headers: { 'Access-Control-Allow-Origin': '*' } });
    });
  const page = await context.newPage();
  await page.goto(host.address);
  await engine(page, /tabtune-simd, 1 thread.*allows no service worker|tabtune-simd, 1 thread.*reload it/);
  const reach = (url: string) =>
    fetch(url).then(
      () => 'reached',
      () => 'blocked',
    );
  for (const url of [other, 'https://elsewhere.example/?text']) {
    expect(await page.evaluate(reach, url)).toBe('blocked');
    expect(await page.workers()[0]!.evaluate(reach, url)).toBe('blocked');
  }
  expect(spied).toEqual([]);

  await goTo(page, 'load');
  await openLine(page, 'Use another encoder');
  await page.locator('#model-url').fill('https://models.example/bert');
  await page.getByRole('button', { name: 'Load from address' }).click();
  await page.getByText('has no config.json').waitFor();
  // The files by which an encoder is known, here or to other programs.
  const read = [...spied];
  for (const url of read) expect(url).toMatch(/^https:\/\/models\.example\/bert\/[\w./]+$/);
  expect(read).toContain('https://models.example/bert/config.json');
  const frame = page.frames().find((one) => one.url().includes('foreign.html'))!;
  expect(await frame.evaluate(reach, 'https://elsewhere.example/?text')).toBe('blocked');
  expect(await frame.evaluate(reach, other)).toBe('blocked');
  await expect(page.locator('iframe')).toHaveCount(0); // it is gone when nothing is read
  expect(spied).toEqual(read);
  await context.close();
  spy.close();
  host.server.close();
});

test('a part of the page that arrives at the third attempt', async ({ open }) => {
  // By loads of the page and by address, since a browser may ask more than once in an attempt: before the import and
  // for it.
  let loads = 0;
  const page = await open(async (empty) => {
    empty.on('request', (request) => request.isNavigationRequest() && loads++);
    await empty.route('**/assets/start-*.js', (route) => (loads < 3 ? route.abort() : route.continue()));
    await empty.route(/\/assets\/tokenize-.*\.js/, (route) =>
      route.request().url().endsWith('?retry=2') ? route.continue() : route.abort(),
    );
  });
  await chooseSample(page, 'Reviews, two labels');
  await goTo(page, 'tokenize');
  await page.getByRole('heading', { level: 1, name: 'Cut the text into pieces' }).waitFor();
  expect(loads).toBe(3);
});
