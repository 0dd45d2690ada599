// SPDX-License-Identifier: Apache-2.0
// Where the engine is measured: in a page of headless Chromium, or in this Node.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import type { Lab } from './lab';

export const SITE = 'build/bench/site';
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export interface Place {
  name: 'chromium' | 'node';
  /** A new lab: in Chromium in a page, and so with memory, of its own. */
  lab(): Promise<Lab>;
  close(): Promise<void>;
}

/** The lab's functions, called by `call`. */
function remote(call: (name: string, input: unknown[]) => Promise<unknown>): Lab {
  return new Proxy({} as Lab, {
    get: (_, name: string) => (name === 'then' ? undefined : (...input: unknown[]) => call(name, input)),
  });
}

async function serve(): Promise<{ address: string; stop: () => void }> {
  const server = spawn(process.execPath, ['scripts/serve.mjs', '0', SITE], { stdio: ['ignore', 'pipe', 'inherit'] });
  const address = await new Promise<string>((resolve, reject) => {
    server.on('exit', (code) => reject(new Error(`scripts/serve.mjs ended with status ${code}`)));
    server.stdout.on('data', (text: Buffer) => resolve(String(text).trim()));
  });
  server.removeAllListeners('exit');
  return { address, stop: () => server.kill() };
}

export async function inChromium(): Promise<Place> {
  if (!existsSync(CHROMIUM)) throw new Error(`There is no ${CHROMIUM}: install chromium, or set CHROMIUM to its path.`);
  const { address, stop } = await serve();
  // --no-sandbox: Chromium's own sandbox does not start for root, as in most containers.
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  return {
    name: 'chromium',
    async lab() {
      for (const context of browser.contexts()) await context.close();
      const page = await (await browser.newContext()).newPage();
      page.setDefaultTimeout(0);
      await page.goto(address);
      await page.waitForFunction(() => 'callLab' in globalThis && crossOriginIsolated);
      const lab = remote((name, input) =>
        page.evaluate(
          ([name, input]) =>
            (globalThis as unknown as { callLab: (n: string, i: unknown[]) => Promise<unknown> }).callLab(name, input),
          [name, input] as const,
        ),
      );
      await lab.open(`${address}/`);
      return lab;
    },
    async close() {
      await browser.close();
      stop();
    },
  };
}

export async function inNode(): Promise<Place> {
  const { lab } = await import('./lab');
  await lab.open(pathToFileURL(`${SITE}/`).href);
  return { name: 'node', lab: async () => lab, close: async () => {} };
}
