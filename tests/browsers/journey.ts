// SPDX-License-Identifier: Apache-2.0
// The main journey: sample, head only, evaluate, try, download, reload.
import { button, drive, element, region, text } from './drive';
import type { Tab } from './tab';

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

export async function journey(tab: Tab, address: string): Promise<Journey> {
  const { seconds, holds, click, step, trainHead, tryText } = drive(tab);
  await tab.open(address);
  await holds('an engine', `/GFLOP/.test(${text('footer')})`);
  const engine = await tab.run<string>(`${text('footer')}.split('\\n').find((line) => line.includes('GFLOP'))`);
  await click('a sample', button('Requests, seven labels'));
  await holds('a split', region('Split'));
  await trainHead();
  const metrics = await tab.run<Record<string, string>>(
    `Object.fromEntries([...(${region('Test metrics')}).querySelectorAll('.figures > div')].map((one) =>
      [one.querySelector('dt').textContent, one.querySelector('dd').firstChild.textContent]))`,
  );
  const verdict = await tryText('My card was charged twice.');
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
  // WebDriver opens WebKit's private windows, which keep a cache as long as something has it open: the service worker
  // does, once the page is kept. A window of every day keeps it.
  await holds('the page kept', `/open without a network from now on/.test(${text('footer')})`, 60);
  await tab.run('setTimeout(() => location.reload(), 0) && (globalThis.old = true)');
  await holds('the page again', `!globalThis.old && /GFLOP/.test(${text('footer')})`);
  const reloaded = String(
    await holds(
      'the data again',
      `/rows/.test(${text('.stepper a[href="#prepare"]')}) && ${text('.stepper a[href="#prepare"]')}.trim().split('\\n').at(-1)`,
      30,
    ).catch(() => 'no data'),
  );
  return {
    browser: tab.browser,
    engine,
    isolated,
    sharedMemory,
    metrics,
    verdict,
    bytes,
    reloaded,
    seconds: seconds(),
  };
}
