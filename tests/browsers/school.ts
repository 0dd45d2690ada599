// SPDX-License-Identifier: Apache-2.0
// What a class waits for: from the sample to a trained head, and to a wholly trained model, beside the time that the
// page told before. scripts/school gives the browser a slow machine, and the file that counts its processor time.
import { readFileSync } from 'node:fs';
import { DESKTOP, launch } from '../page/browser';
import { evaluate, goTo, outcome, plan } from '../page/steps';

const PATIENCE = 30 * 60_000;
/** What a browser does for itself after its start (its panels are pages, too) takes 1 s of a processor; a class has it
 * open. */
const SETTLES = 20_000;
const site = await launch();
const page = await site.browser.newPage({ viewport: DESKTOP });
page.setDefaultTimeout(PATIENCE);
await page.waitForTimeout(SETTLES);

/** Seconds of processor time, from cpu.stat (microseconds) or cpuacct.usage (nanoseconds). */
function processor(): number {
  const [, micro, nano] = /usage_usec (\d+)|^(\d+)/.exec(readFileSync(process.env['PROCESSOR_TIME']!, 'utf8'))!;
  return micro ? Number(micro) / 1e6 : Number(nano) / 1e9;
}

interface Lap {
  seconds: number;
  processor: number;
}
const now = (): Lap => ({ seconds: Date.now() / 1000, processor: processor() });
let before = now();
const lap = (): Lap => {
  const [from, to] = [before, now()];
  before = to;
  return { seconds: to.seconds - from.seconds, processor: to.processor - from.processor };
};
const shown = ({ seconds, processor: of }: Lap) => `${seconds.toFixed(1)} s (${of.toFixed(2)} s)`;
const say = (what: string, of: Lap) => console.log(`${what}: ${shown(of)}`);

await page.goto(site.address);
await page.getByRole('button', { name: 'Reviews, two labels' }).waitFor();
say('the page can be used', lap());
await page.getByText(/GFLOP\/s/).waitFor({ state: 'attached' });
say('its engine is there', lap());
console.log(await page.getByText(/GFLOP\/s/).textContent());

/** Seen in the page, at the change that brings it: to ask from outside every half second would be counted. */
const appears = (condition: string) =>
  page.evaluate(`new Promise((resolve) => {
    const look = () => {
      if (!(${condition})) return;
      watch.disconnect();
      resolve(null);
    };
    const watch = new MutationObserver(look);
    watch.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  })`);
const there = (selector: string) => appears(`document.querySelector(${JSON.stringify(selector)})`);

lap();
await page.getByRole('button', { name: 'Reviews, two labels' }).click();
await there('[aria-label="Split"]');
const parts = [lap()];
await goTo(page, 'load');
await there('[aria-label="What is inside"]');
parts.push(lap());
await goTo(page, 'train');
await page.locator('input[name="method"][value="head"]').check();
await there('#start:not([disabled])');
parts.push(lap());
await page.locator('#start').click();
await appears(`/The head was fitted/.test(document.querySelector('main').textContent)`);
parts.push(lap());
console.log(await outcome(page).innerText());
const each = ['sample', 'encoder', 'plan', 'head'].map((name, i) => `${name} ${shown(parts[i]!)}`).join(', ');
const sum = (of: keyof Lap) => parts.reduce((all, part) => all + part[of], 0);
say(`from the sample to a trained head (${each})`, { seconds: sum('seconds'), processor: sum('processor') });

await plan(page, { method: 'full' });
const told = page.getByRole('region', { name: 'What it will take' }).locator('dd').first();
await page.waitForFunction(() => !/Making the plan/.test(document.body.innerText));
console.log(`told before: ${(await told.innerText()).split('\n')[0]}`);
lap();
await page.locator('#start').click();
await outcome(page).waitFor();
say('everything trained', lap());
console.log(await outcome(page).innerText());
console.log(await evaluate(page));
await site.close();
