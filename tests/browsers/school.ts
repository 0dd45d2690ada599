// SPDX-License-Identifier: Apache-2.0
// What a class waits for: from the sample to a trained head, and to a wholly trained model, beside the time that the page
// told before. scripts/school gives the browser a slow machine.
import { DESKTOP, launch } from '../page/browser';
import { chooseSample, evaluate, goTo, loaded, outcome, plan } from '../page/steps';

const PATIENCE = 30 * 60_000;
const site = await launch();
const page = await site.browser.newPage({ viewport: DESKTOP });
page.setDefaultTimeout(PATIENCE);

let began = Date.now();
const lap = () => {
  const seconds = (Date.now() - began) / 1000;
  began = Date.now();
  return seconds;
};
const say = (what: string, seconds: number) => console.log(`${what}: ${seconds.toFixed(1)} s`);

await page.goto(site.address);
await page.getByRole('button', { name: 'Reviews, two labels' }).waitFor();
say('the page can be used', lap());
await page.getByText(/GFLOP\/s/).waitFor({ state: 'attached' });
say('its engine is there', lap());
console.log(await page.getByText(/GFLOP\/s/).textContent());

await chooseSample(page, 'Reviews, two labels');
const parts = [lap()];
await goTo(page, 'load');
await loaded(page);
parts.push(lap());
await plan(page, { method: 'head' });
parts.push(lap());
await page.locator('#start').click();
await outcome(page).waitFor();
parts.push(lap());
console.log(await outcome(page).innerText());
const each = ['sample', 'encoder', 'plan', 'head'].map((name, i) => `${name} ${parts[i]!.toFixed(1)} s`).join(', ');
say(
  `from the sample to a trained head (${each})`,
  parts.reduce((sum, part) => sum + part, 0),
);

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
