// SPDX-License-Identifier: Apache-2.0
// A journey with data of one's own behind a proxy that records: what got out, and what the browser keeps where nothing
// is to be kept.
import type { Recorder } from '../page/recorder';
import { FILE, storage, strange, tells, WORD } from '../page/secret';
import { button, drive, element, region, text } from './drive';
import { pause, type Tab } from './tab';

/** Sentences about what should not have happened. `own`: requests of the browser itself. */
export async function privateJourney(tab: Tab, address: string, { sent }: Recorder, own: RegExp): Promise<string[]> {
  const { holds, click, step, trainHead, tryText } = drive(tab);
  const choose = async () => {
    await step('prepare');
    await holds('a place for files', element('#data-file'));
    await tab.run(`(() => { const field = ${element('#data-file')}, files = new DataTransfer();
      files.items.add(new File([${JSON.stringify(FILE.text)}], ${JSON.stringify(FILE.name)}));
      field.files = files.files;
      field.dispatchEvent(new Event('change', { bubbles: true })); })()`);
    await holds('a split', region('Split'));
  };
  const keptNow = () =>
    tab.run<{ names: string[]; contents: string }>(
      // tsx gives functions their names by a helper
      `(() => { globalThis.__name ??= (named) => named; return (${storage.toString()})(); })()`,
    );
  const wrong: string[] = [];
  const must = (holds: unknown, what: string) => void (holds || wrong.push(what));

  await tab.open(address);
  await holds('an engine', `/GFLOP/.test(${text('footer')})`);
  await choose();
  await trainHead();
  must((await tryText(`${WORD} it is good`)).includes(WORD), 'the labels are not those of the file');
  await pause(1500); // all is written
  const kept = await keptNow();
  must(tells(kept.contents), 'the project is not found where it is kept');
  must(!kept.names.some(tells), `a name in the storage tells: ${kept.names.filter(tells).join(', ')}`);

  await step('prepare');
  await click(
    'what is kept',
    `[...document.querySelectorAll('summary')].find((one) => /What is kept/.test(one.innerText))`,
  );
  await click('to keep nothing', button('Keep nothing on this computer'));
  await click('yes', `[...document.querySelectorAll('button')].find((one) => /^Yes/.test(one.innerText))`);
  await holds('to keep again', button('Keep projects on this computer'));
  await choose();
  await trainHead();
  await pause(1500);
  const left = await keptNow();
  must(!tells(left.contents) && !left.names.some(tells), 'something is kept where nothing is to be');

  must(sent.length > 20, `the proxy saw ${sent.length} requests: it is not in between`);
  wrong.push(...strange(sent, address, own).map((request) => `a request: ${request}`));
  must(!sent.some((request) => tells(JSON.stringify(request))), 'a request tells what is in the file');
  return wrong;
}
