// SPDX-License-Identifier: Apache-2.0
// The table of tests/golden/same on the builds of the engine in Node and in each browser: scripts/same.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { firefoxTab } from '../browsers/firefox';
import type { Tab } from '../browsers/tab';
import { webkitTab } from '../browsers/webkit';
import { CHROMIUM } from '../page/browser';
import { compare } from './train';

type Result = Awaited<ReturnType<typeof compare>>;

const RELAXED = 'tabtune-relaxed-threads';
const BUILDS: [string, number[]][] = [
  ['tabtune-simd', [1]],
  ['tabtune-simd-threads', [1, 2, 8]],
  [RELAXED, [1, 2, 3, 4, 5, 6, 7, 8]],
];

async function chromiumTab(): Promise<Tab> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  return {
    browser: `Chromium ${browser.version()}`,
    open: async (url) => void (await page.goto(url)),
    run: (expression) => page.evaluate(expression),
    close: () => browser.close(),
  };
}

const TABS: Record<string, () => Promise<Tab>> = {
  chromium: chromiumTab,
  firefox: firefoxTab,
  webkit: () => webkitTab(false),
  'webkit-shared': () => webkitTab(true),
};

let failed = 0;
function tell(where: string, build: string, threads: number, { runs, other }: Result): void {
  failed += other.length;
  console.log(`${where}, ${build}, ${threads} threads: ${runs - other.length} of ${runs} the same`);
  for (const line of other) console.log(`  ${line}`);
}

async function inNode(): Promise<void> {
  const site = {
    module: (build: string) => pathToFileURL(`public/engine/${build}.js`).href,
    read: async (path: string) => new Uint8Array(await readFile(path)),
  };
  for (const [build, counts] of BUILDS)
    for (const threads of counts) tell(`Node ${process.version}`, build, threads, await compare(site, build, threads));
}

async function inTab(open: () => Promise<Tab>, address: string): Promise<void> {
  const tab = await open();
  try {
    await tab.open(address);
    for (const [build, counts] of BUILDS)
      for (const threads of counts) {
        const skipped =
          (build !== 'tabtune-simd' &&
            !(await tab.run<boolean>('crossOriginIsolated && typeof SharedArrayBuffer !== "undefined"')) &&
            'no memory that threads share') ||
          (build === RELAXED && !(await tab.run<boolean>('relaxedSimd()')) && 'no relaxed SIMD');
        if (skipped) console.log(`${tab.browser}, ${build}: ${skipped}`);
        else tell(tab.browser, build, threads, await tab.run<Result>(`compareInWorker('${build}', ${threads})`));
        if (skipped) break;
      }
  } finally {
    await tab.close().catch(() => undefined);
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => name !== 'node' && !(name in TABS));
if (unknown.length) {
  console.error(`same: ${unknown.join(', ')}: there are node, ${Object.keys(TABS).join(', ')}`);
  process.exit(2);
}
const server = spawn(process.execPath, ['scripts/serve.mjs', '0', 'build/same'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const address = await new Promise<string>((resolve) =>
  server.stdout.once('data', (text: Buffer) => resolve(String(text).trim())),
);
for (const name of wanted.length ? wanted : ['node', ...Object.keys(TABS)]) {
  try {
    if (name === 'node') await inNode();
    else await inTab(TABS[name]!, address);
  } catch (error) {
    failed++;
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
server.kill();
console.log(failed ? `${failed} failed` : 'all the same');
process.exit(failed ? 1 : 0);
