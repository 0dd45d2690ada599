// SPDX-License-Identifier: Apache-2.0
// A user who does not tire: moves at random in the built page. After each the page has what the engine has, and shows
// it; once a minute it is measured what page and browser hold. usage: tests/soak/soak.ts [--minutes N] [--seed N]
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { seeded } from '../chaos/chance';
import { DESKTOP, launch, offersEncoder } from '../page/browser';
import { gauge, noteMemories, tasksOf, type Sample, type Task } from './measures';
import { drawn, reload, type User } from './moves';
import { report, type Long } from './report';
import { contradictions } from './shown';
import { bothSides, longTasks, tapInto, waitingFor } from './tap';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '120' }, seed: { type: 'string', default: String(Date.now() % 1e6) } },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);

/** Minutes of a page's life: what it holds is compared within one. */
const LIFE = 40;
const LONG = 50;
/** Seconds for a call, for what the page shows to follow, and for both sides to agree. */
const CALL = 240;
const FOLLOWS = 15;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const { browser, address, close } = await launch();
const context = await browser.newContext({ acceptDownloads: true, serviceWorkers: 'block', viewport: DESKTOP });
const page = await context.newPage();
page.setDefaultTimeout(30_000);

let ending = false;
const faults: string[] = [];
let last = 'the start';
const fault = (what: string) => {
  faults.push(`${clock()}, ${last}: ${what}`);
  console.log(`FAULT ${faults.at(-1)}`);
};
page.on('console', (message) => message.type() === 'error' && fault(`console: ${message.text()}`));
page.on('pageerror', (error) => fault(`page: ${String(error)}`));
// Playwright closes the browser at a signal, and the moves would go on.
browser.on('disconnected', () => ending || void close().finally(() => process.exit(1)));
page.on('crash', () => {
  fault('the tab crashed');
  ends();
});
page.on('dialog', (dialog) => void dialog.accept());

const began = Date.now();
const sinceBegin = () => (Date.now() - began) / 1000;
function clock(): string {
  const seconds = Math.floor(sinceBegin());
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Both sides say the same. A message may be under way. */
async function agree(): Promise<void> {
  let differs = '';
  for (const end = Date.now() + FOLLOWS * 1000; Date.now() < end; await pause(50)) {
    const sides = await bothSides(page);
    if (!sides) return;
    const [had, has] = [JSON.stringify(sides.had), JSON.stringify(sides.has)];
    if (had === has || sides.has.number === 0) return;
    differs = `the page has number ${sides.had?.number}, the engine ${sides.has.number}`;
  }
  fault(`page and engine do not agree within ${FOLLOWS} s: ${differs}`);
}

/** All calls are answered. */
async function answered(): Promise<void> {
  for (;;) {
    const { names, seconds } = await waitingFor(page);
    if (!names.length) return;
    if (seconds > CALL) return fault(`not answered within ${CALL} s: ${names.join(', ')}`);
    await pause(100);
  }
}

async function shows(): Promise<void> {
  let wrong: string[] = [];
  for (const end = Date.now() + FOLLOWS * 1000; Date.now() < end; await pause(100)) {
    const sides = await bothSides(page);
    if (!sides) return;
    const { names } = await waitingFor(page);
    wrong = await contradictions(page, sides.has, names.includes('train'));
    if (!wrong.length) return;
  }
  wrong.forEach(fault);
}

const told = new Set<string>();
/** What a user is told of what they did: one column for a head that reads two, a training while a file is read. */
const EXPECTED =
  /^The model reads pairs of texts, and \S+ has no column of second texts|^The model changed before it had answered/;
/** Troubles that the page tells: none of these moves should make another one. */
async function troubles(): Promise<void> {
  for (const text of await page.locator('.notice.bad').allInnerTexts())
    if (!told.has(text) && !EXPECTED.test(text)) {
      told.add(text);
      fault(`told: ${text}`);
    }
}

await tapInto(page);
await noteMemories(context);
await page.goto(address);
await page.getByText(/GFLOP\/s/).waitFor({ state: 'attached' });
if (!offersEncoder())
  throw new Error('The page has no encoder of its own: run scripts/build where there is a network.');
const session = await context.newCDPSession(page);
const user: User = { page, session, address, chance: seeded(seed) };
const meter = await gauge(browser, page);
console.log(`seed ${seed}, ${minutes} minutes, Chromium ${browser.version()}`);

const samples: (Sample & { life: number; load: number })[] = [];
const done = new Map<string, number>();
const long: Long[] = [];
const observed: number[] = [];
let life = 0;
let bornAt = 0;
let [moves, hidden] = [0, 0];

function ends(): never {
  const browserName = browser.version();
  const failed = report({ seed, minutes, moves, hidden, done, faults, samples, long, observed, browser: browserName });
  process.exit(failed ? 1 : 0);
}

async function sample(): Promise<void> {
  const one = await meter.sample();
  await longTasks(page); // those of the collection
  samples.push({ ...one, life, load: loadavg()[0]! });
  const figures = Object.entries(samples.at(-1)!).map(([name, value]) => `${name} ${value.toFixed(1)}`);
  console.log(`${clock()} ${moves} moves: ${figures.join(', ')}`);
}

async function traced(name: string, act: () => Promise<boolean>): Promise<boolean> {
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  let tasks: Task[] = [];
  try {
    return await act();
  } finally {
    tasks = tasksOf(await browser.stopTracing(), LONG);
    for (const task of tasks) {
      long.push({ move: name, ...task });
      if (task.wall > 100)
        console.log(
          `${clock()} ${name}: a task of ${task.wall.toFixed(0)} ms, ${task.cpu.toFixed(0)} of the processor: ${task.what}`,
        );
    }
  }
}

for (; sinceBegin() < 60 * minutes;) {
  if (samples.length < sinceBegin() / 60) await sample();
  const renew = sinceBegin() - bornAt > 60 * LIFE;
  const [name, move] = renew ? (['a reload', () => reload(user).then(() => true)] as const) : drawn(user);
  last = name;
  try {
    await traced(name, async () => {
      const did = await move(user);
      if (did) done.set(name, (done.get(name) ?? 0) + 1);
      if (did && name === 'another tab') hidden++;
      moves++;
      await agree();
      // Half of the moves are made while the one before goes on.
      if (user.chance() < 0.5) {
        await answered();
        await shows();
      }
      return did;
    });
    observed.push(...(await longTasks(page)).map(({ duration }) => duration));
    await troubles();
  } catch (error) {
    fault(error instanceof Error ? error.message.slice(0, 600) : String(error));
    const shown = await page.locator('main').innerText().catch(String);
    console.log(`waiting for ${JSON.stringify(await waitingFor(page))}, and the page shows: ${shown.slice(0, 1500)}`);
  }
  if (renew) {
    life++;
    bornAt = sinceBegin();
  }
}
await answered();
await agree();
await sample();
ending = true;
await close();
ends();
