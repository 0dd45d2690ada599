// SPDX-License-Identifier: Apache-2.0
// The built page on a server of its own, and Chromium to drive it.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

export interface Site {
  address: string;
  browser: Browser;
  /** A page of its own context; what it says on the console as an error is collected. */
  open(view?: View): Promise<{ page: Page; errors: string[]; requests: string[] }>;
  close(): Promise<void>;
}

export interface View {
  width: number;
  height: number;
  dark?: boolean;
}

export const PHONE: View = { width: 360, height: 760 };
export const DESKTOP: View = { width: 1440, height: 900 };

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

function serve(): Promise<{ server: ChildProcess; address: string }> {
  const server = spawn(process.execPath, ['scripts/serve.mjs', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    server.on('exit', (code) => reject(new Error(`scripts/serve.mjs ended with status ${code}`)));
    server.stdout.on('data', (text: Buffer) => resolve({ server, address: String(text).trim() }));
  });
}

export async function openSite(): Promise<Site> {
  if (!existsSync('dist/index.html')) throw new Error('The page is not built yet: run scripts/build.');
  if (!existsSync(CHROMIUM)) throw new Error(`There is no ${CHROMIUM}: install chromium, or set CHROMIUM to its path.`);
  const { server, address } = await serve();
  // --no-sandbox: Chromium's own sandbox does not start for root, as in most containers.
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  return {
    address,
    browser,
    async open({ width, height, dark } = DESKTOP) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: dark ? 'dark' : 'light',
        acceptDownloads: true,
      });
      const page = await context.newPage();
      const errors: string[] = [];
      const requests: string[] = [];
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      page.on('pageerror', (error) => errors.push(String(error)));
      context.on('request', (request) => requests.push(request.url()));
      await page.goto(address);
      return { page, errors, requests };
    },
    async close() {
      await browser.close();
      server.removeAllListeners('exit');
      server.kill();
    },
  };
}

/** Whether the built page offers an encoder of its own (scripts/fetch_encoder could fetch it). */
export const offersEncoder = (): boolean => readFileSync('dist/models/index.json', 'utf8').trim() !== '[]';
