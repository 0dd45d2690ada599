// SPDX-License-Identifier: Apache-2.0
// What a test of the page starts from: the page, open on a server of its own. A test fails where the page reports an error
// or asks another server for something, unless `strict` is off.
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { serve } from './browser';

export { expect, type Page };

interface Fixtures {
  strict: boolean;
  /** Addresses of all requests so far. */
  requests: string[];
  /** Another page, in a context of its own; `prepare` acts on it before it is opened. */
  open: (prepare?: (page: Page) => Promise<unknown>) => Promise<Page>;
}

export const test = base.extend<Fixtures, { address: string }>({
  strict: [true, { option: true }],
  address: [
    async ({}, use) => {
      const { server, address } = await serve();
      await use(address);
      server.kill();
    },
    { scope: 'worker' },
  ],
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
