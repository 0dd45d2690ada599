// SPDX-License-Identifier: Apache-2.0
// What a test of the page starts from: the page, open on a server of its own. A test fails where the page reports an
// error or asks another server for something, unless `strict` is off. The first encoder that the page offers, which
// step 3 loads by itself, is a tiny one, unless `encoders` are the site's own.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base, expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { serve } from './browser';
import { TINY_BERT } from './steps';

export { expect, type Locator, type Page };

interface Fixtures {
  strict: boolean;
  encoders: 'tiny first' | 'own';
  address: string;
  /** Addresses of all requests so far. */
  requests: string[];
  /** Another page, in a context of its own; `prepare` acts on it before it is opened. */
  open: (prepare?: (page: Page) => Promise<unknown>) => Promise<Page>;
}

type Served = ReturnType<typeof serve>;

/** Fills the folder with the built page, whose list of encoders begins with a tiny one. */
function offerTiny(folder: string): void {
  for (const name of readdirSync('dist')) if (name !== 'models') symlinkSync(resolve('dist', name), join(folder, name));
  mkdirSync(join(folder, 'models'));
  for (const name of readdirSync('dist/models'))
    if (name !== 'index.json') symlinkSync(resolve('dist/models', name), join(folder, 'models', name));
  symlinkSync(resolve(TINY_BERT), join(folder, 'models/tiny-bert'));
  const tiny = { name: 'tiny-bert', path: 'tiny-bert', description: 'A tiny one.', licence: 'Apache-2.0', names: true };
  const files = readdirSync(TINY_BERT);
  const own = JSON.parse(readFileSync('dist/models/index.json', 'utf8')) as object[];
  writeFileSync(join(folder, 'models/index.json'), JSON.stringify([{ ...tiny, files, bytes: 1 }, ...own]));
}

export const test = base.extend<Fixtures, { served: (encoders: Fixtures['encoders']) => Served }>({
  strict: [true, { option: true }],
  encoders: ['tiny first', { option: true }],
  served: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'tabtune-site-'));
      const all = new Map<string, Served>();
      await use((encoders) => {
        if (!all.has(encoders)) {
          if (encoders !== 'own') offerTiny(folder);
          all.set(encoders, serve(encoders === 'own' ? 'dist' : folder));
        }
        return all.get(encoders)!;
      });
      for (const { server } of await Promise.all(all.values())) server.kill();
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  address: async ({ served, encoders }, use) => use((await served(encoders)).address),
  requests: async ({}, use) => use([]),
  open: async ({ browser, address, requests, strict }, use) => {
    const errors: string[] = [];
    const contexts: BrowserContext[] = [];
    await use(async (prepare) => {
      const context = await browser.newContext();
      contexts.push(context);
      context.on('request', (request) => requests.push(request.url()));
      const page = await context.newPage();
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      page.on('pageerror', (error) => errors.push(String(error)));
      await prepare?.(page);
      await page.goto(address);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    if (!strict) return;
    expect(errors).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(address) && !url.startsWith('blob:'))).toEqual([]);
  },
  page: async ({ open }, use) => use(await open()),
});
