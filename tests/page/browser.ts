// SPDX-License-Identifier: Apache-2.0
// The built page on a server of its own, and Chromium to drive it.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Browser } from '@playwright/test';

export const PHONE = { width: 360, height: 760 };
export const DESKTOP = { width: 1440, height: 900 };

export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Features of Chromium that are off. The switch takes the place of Playwright's own, so its features stand here
 * too. */
const OFF = [
  // The list under the address bar is a page of Chromium's own, which each new window loads: 1 s of the processor.
  ...['WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'WebUIOmniboxPopup'],
  ...['AimEnabled', 'AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync'],
  ...[
    'DestroyProfileOnBrowserClose',
    'HttpsFirstBalancedModeAutoEnable',
    'HttpsUpgrades',
    'LensOverlay',
    'MediaRouter',
  ],
  ...['NetworkTimeServiceQuerying', 'OptimizationHints', 'PaintHolding', 'PreconnectToSearch'],
  'ThirdPartyStoragePartitioning',
];
/** Chromium's own sandbox does not start for root, as in most containers. */
export const SWITCHES = ['--no-sandbox', `--disable-features=${OFF.join()}`];

/** Serves the built page, or a folder with it, as scripts/start does, at a free port. */
export function serve(folder = 'dist'): Promise<{ server: ChildProcess; address: string }> {
  if (!existsSync('dist/index.html')) throw new Error('The page is not built yet: run scripts/build.');
  const server = spawn(process.execPath, ['scripts/serve.mjs', '0', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    server.on('exit', (code) => reject(new Error(`scripts/serve.mjs ended with status ${code}`)));
    server.stdout.once('data', (text: Buffer) => {
      server.removeAllListeners('exit');
      resolve({ server, address: String(text).trim() });
    });
  });
}

/** For programs that are no tests. */
export async function launch(): Promise<{ browser: Browser; address: string; close(): Promise<void> }> {
  if (!existsSync(CHROMIUM)) throw new Error(`There is no ${CHROMIUM}: install chromium, or set CHROMIUM to its path.`);
  const { server, address } = await serve();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
  const close = async () => {
    await browser.close();
    server.kill();
  };
  return { browser, address, close };
}

/** Whether the built page offers an encoder of its own (scripts/fetch_encoder could fetch it). */
export const offersEncoder = (): boolean => readFileSync('dist/models/index.json', 'utf8').trim() !== '[]';
