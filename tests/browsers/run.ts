// SPDX-License-Identifier: Apache-2.0
// The journey in each browser; the result goes into tests/RESULTS.md.
// usage: scripts/browsers [NAME ...] of chromium, firefox, webkit, webkit-shared
import { serve } from '../page/browser';
import { commit, putSection, today } from '../page/results';
import { chromiumTab } from './chromium';
import { firefoxTab } from './firefox';
import { journey, type Journey } from './journey';
import type { Tab } from './tab';
import { webkitTab } from './webkit';

const TABS: Record<string, () => Promise<Tab>> = {
  chromium: chromiumTab,
  firefox: firefoxTab,
  webkit: () => webkitTab(false),
  'webkit-shared': () => webkitTab(true),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in TABS));
if (unknown.length) {
  console.error(`browsers: ${unknown.join(', ')}: the browsers are ${Object.keys(TABS).join(', ')}`);
  process.exit(2);
}

const done: Journey[] = [];
const failed: string[] = [];
const { server, address } = await serve();
for (const name of wanted.length ? wanted : Object.keys(TABS)) {
  let tab: Tab | null = null;
  try {
    tab = await TABS[name]!();
    const result = await journey(tab, address);
    done.push(result);
    console.log(`${name}: ${JSON.stringify(result)}`);
  } catch (error) {
    failed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    console.error(failed.at(-1));
  } finally {
    await tab?.close().catch(() => undefined);
  }
}
server.kill();

const same = new Set(done.map(({ metrics }) => JSON.stringify(Object.entries(metrics).sort())));
if (same.size > 1) failed.push('the figures differ between browsers');
// Builds with relaxed SIMD round once where the others round twice.
const answered = done.map(({ verdict }) => /^([^]*?)([\d.]+)\s%/.exec(verdict)!);
const shares = answered.map(([, , share]) => Number(share));
if (new Set(answered.map(([, label]) => label)).size > 1 || Math.max(...shares) - Math.min(...shares) > 0.11)
  failed.push('the answers differ between browsers');
for (const { browser, reloaded } of done) if (reloaded === 'no data') failed.push(`${browser}: no data after a reload`);
for (const { browser, engine, isolated, sharedMemory } of done)
  if (isolated && !sharedMemory && !/no memory that threads could share/.test(engine))
    failed.push(`${browser}: the reason for one thread is wrong: ${engine}`);

function table(): string {
  const metrics = Object.keys(done[0]?.metrics ?? {});
  const rows = done.map(({ browser, engine, metrics: of, verdict, bytes, reloaded }) =>
    [
      browser,
      engine,
      ...metrics.map((name) => of[name]),
      verdict.replaceAll('\n', ' '),
      bytes.toLocaleString('en'),
      reloaded,
    ]
      .join(' | ')
      .replace(/^.*$/, '| $& |'),
  );
  const head = ['browser', 'engine', ...metrics, 'answer', 'bytes of the zip', 'after a reload'];
  return [
    '## Browsers',
    '',
    `The main journey (sample, head alone on tabtune-small, evaluation, a text of one's own, download, reload), on`,
    `${today()} at commit ${commit()}, by \`scripts/browsers\`. Debian's browsers; WebKitGTK offers`,
    'no SharedArrayBuffer by itself, and a second run tells it to (`JSC_useSharedArrayBuffer=1`).',
    '',
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---|').join('')}`,
    ...rows,
    '',
  ].join('\n');
}

if (!wanted.length && done.length === Object.keys(TABS).length) putSection(table());
console.log(`${done.length} of ${wanted.length || Object.keys(TABS).length} browsers`);
failed.forEach((line) => console.error(line));
process.exit(failed.length ? 1 : 0);
