// SPDX-License-Identifier: Apache-2.0
// Nothing gets out, in three browsers: the journey of tests/browsers/private.ts behind a proxy that records.
// usage: scripts/browsers --nothing-out [NAME ...] of chromium, firefox, webkit
import { serve } from '../page/browser';
import { record } from '../page/recorder';
import { chromiumTab } from './chromium';
import { firefoxTab } from './firefox';
import { privateJourney } from './private';
import type { Tab } from './tab';
import { webkitTab } from './webkit';

/** How a browser is started, and which requests are its own, to its makers. */
const BROWSERS: Record<string, { open: (proxy: string) => Promise<Tab>; own: RegExp }> = {
  chromium: { open: chromiumTab, own: /^CONNECT content-autofill\.googleapis\.com:443$/ },
  firefox: { open: firefoxTab, own: /^CONNECT ([\w.-]+\.mozilla\.(com|org|net)|update\.googleapis\.com):443$/ },
  webkit: { open: (proxy) => webkitTab(false, proxy), own: /^$/ },
};

const wanted = process.argv.slice(2);
const names = wanted.length ? wanted : Object.keys(BROWSERS);
const unknown = names.filter((name) => !(name in BROWSERS));
if (unknown.length) {
  console.error(`browsers: ${unknown.join(', ')}: the browsers are ${Object.keys(BROWSERS).join(', ')}`);
  process.exit(2);
}
let failed = 0;
const { server, address } = await serve();
for (const name of names) {
  const { open, own } = BROWSERS[name]!;
  const recorder = await record(address);
  let tab: Tab | null = null;
  try {
    tab = await open(recorder.address);
    const wrong = await privateJourney(tab, address, recorder, own);
    wrong.forEach((what) => console.error(`${name}: ${what}`));
    if (wrong.length) failed++;
    console.log(`${tab.browser}: ${recorder.sent.length} requests; ${wrong.length ? 'FAILED' : 'nothing got out'}`);
  } catch (error) {
    failed++;
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await tab?.close().catch(() => undefined);
    recorder.close();
  }
}
server.kill();
process.exit(failed ? 1 : 0);
