// SPDX-License-Identifier: Apache-2.0
// Chromium, driven by Playwright.
import { launch } from '../page/browser';
import type { Tab } from './tab';

/** `address`: of the page, served for the run. */
export async function chromiumTab(proxy?: string): Promise<Tab & { address: string }> {
  const { browser, address, close } = await launch();
  const context = await browser.newContext({ serviceWorkers: 'allow', ...(proxy && { proxy: { server: proxy } }) });
  const page = await context.newPage();
  return {
    browser: `Chromium ${browser.version()}`,
    address,
    open: async (url) => void (await page.goto(url)),
    run: (expression) => page.evaluate(expression),
    close,
  };
}
