// SPDX-License-Identifier: Apache-2.0
// The main journey: sample, head only, evaluate, try, download, reload. It is made of expressions in the page, so that
// every driver can take it.
import { until, type Tab } from './tab';

export interface Journey {
  browser: string;
  /** Build, threads and speed, and why it is not the fastest build. */
  engine: string;
  isolated: boolean;
  sharedMemory: boolean;
  metrics: Record<string, string>;
  verdict: string;
  /** Of the model's zip. */
  bytes: number;
  /** What the first step has come to after a reload. */
  reloaded: string;
  seconds: number;
}

const text = (selector: string) => `(document.querySelector(${JSON.stringify(selector)})?.innerText ?? '')`;
const element = (selector: string) => `document.querySelector(${JSON.stringify(selector)})`;
const region = (name: string) =>
  `[...document.querySelectorAll('section')].find((one) => one.querySelector('h2, h3')?.textContent.startsWith(${JSON.stringify(name)}))`;

export async function journey(tab: Tab, address: string): Promise<Journey> {
  const began = Date.now();
  const holds = (what: string, expression: string, seconds?: number) => {
    console.error(`  ${((Date.now() - began) / 1000).toFixed(0)} s: ${what}`);
    return until(what, () => tab.run<string | boolean | number>(`(${expression}) || null`), seconds);
  };
  const click = async (what: string, expression: string) => {
    await holds(what, `(${expression}) && !(${expression}).disabled`);
    await tab.run(`(${expression}).click()`);
  };
  const step = (name: string) => click(`the step ${name}`, element(`.stepper a[href="#${name}"]`));
  const button = (name: string) =>
    `[...document.querySelectorAll('button')].find((one) => one.textContent.includes(${JSON.stringify(name)}))`;

  await tab.open(address);
  await holds('an engine', `/GFLOP/.test(${text('footer')})`);
  const engine = await tab.run<string>(`${text('footer')}.split('\\n').find((line) => line.includes('GFLOP'))`);
  await click('a sample', button('Requests, seven labels'));
  await holds('a split', region('Split'));
  await step('load');
  await holds('an encoder', region('What is inside'));
  await step('train');
  await click('the method head', element('input[name="method"][value="head"]'));
  await click('a plan', element('#start'));
  await holds('a trained head', `/Trained with|The head was fitted/.test(${text('main')})`, 600);
  await step('evaluate');
  await click('the test', element('#evaluate'));
  await holds('figures', region('Test metrics'));
  const metrics = await tab.run<Record<string, string>>(
    `Object.fromEntries([...(${region('Test metrics')}).querySelectorAll('.figures > div')].map((one) =>
      [one.querySelector('dt').textContent, one.querySelector('dd').firstChild.textContent]))`,
  );
  await step('try');
  await holds('a field', element('#try-text'));
  await tab.run(
    `(() => { const field = ${element('#try-text')};
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, 'My card was charged twice.');
      field.dispatchEvent(new Event('input', { bubbles: true })); })()`,
  );
  const verdict = String(await holds('an answer', text('.verdict')));
  await step('download');
  await holds('the download', element('#download-model'));
  await tab.run(
    `(() => { const make = URL.createObjectURL; globalThis.largest = 0;
      URL.createObjectURL = (blob) => { globalThis.largest = Math.max(globalThis.largest, blob.size ?? 0); return make.call(URL, blob); }; })()`,
  );
  await click('the download', element('#download-model'));
  await holds('a saved model', `/Saved as/.test(${text('main')})`);
  const bytes = Number(await tab.run('globalThis.largest'));
  const isolated = await tab.run<boolean>('crossOriginIsolated');
  const sharedMemory = await tab.run<boolean>(`typeof SharedArrayBuffer !== 'undefined'`);
  await tab.run('setTimeout(() => location.reload(), 0) && (globalThis.old = true)');
  await holds('the page again', `!globalThis.old && /GFLOP/.test(${text('footer')})`);
  const reloaded = String(
    await holds(
      'the data again',
      `/rows/.test(${text('.stepper a[href="#prepare"]')}) && ${text('.stepper a[href="#prepare"]')}.trim().split('\\n').at(-1)`,
      30,
    ).catch(() => 'no data'),
  );
  const seconds = (Date.now() - began) / 1000;
  return { browser: tab.browser, engine, isolated, sharedMemory, metrics, verdict, bytes, reloaded, seconds };
}
