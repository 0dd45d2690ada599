// SPDX-License-Identifier: Apache-2.0
// `scripts/start --check`: the main job once, on the built-in sample, in headless Chromium; prints the test metrics.
import { DESKTOP, launch, offersEncoder } from './browser';
import { chooseEncoder, chooseSample, evaluate, figures, loaded, outcome, plan, TINY_BERT, train, LONG } from './steps';

const say = (text: string) => console.log(text);

const site = await launch();
let status = 0;
try {
  const page = await site.browser.newPage({ viewport: DESKTOP });
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(site.address);
  say(`The page is open at ${site.address}.`);
  await chooseSample(page, 'Reviews, two labels');
  const encoder = offersEncoder();
  if (encoder) await page.locator('.stepper a[href="#load"]').click();
  else {
    say('The default encoder is not there: taking the tiny random one of the tests.');
    await chooseEncoder(page, TINY_BERT);
  }
  await loaded(page);
  await plan(page, {});
  const expected = await figures(page, 'What it will take');
  say(`Training ${expected['Updates']} updates; the page expects ${expected['Time']} and ${expected['Memory']}.`);
  await train(page, {}, LONG);
  say(`${await outcome(page).textContent()}`);
  const metrics = await evaluate(page);
  for (const [name, value] of Object.entries(metrics)) say(`${name}: ${value}`);
  if (errors.length) throw new Error(`The page reported: ${errors.join('; ')}`);
} catch (error) {
  console.error(`The check failed: ${error instanceof Error ? error.message : String(error)}`);
  status = 1;
} finally {
  await site.close();
}
process.exit(status);
