// SPDX-License-Identifier: Apache-2.0
// Moves of a user in the page, drawn at random. What the page does not offer at that moment is not done.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Locator, Page } from '@playwright/test';
import { outcome, TINY_BERT } from '../page/steps';

export interface User {
  page: Page;
  session: CDPSession;
  address: string;
  chance(): number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Hands on a control: what is not there within this is not offered. */
const AT_ONCE = 5000;

const offered = async (control: Locator): Promise<boolean> =>
  (await control.count()) > 0 &&
  (await control.first().isVisible()) &&
  control
    .first()
    .isEnabled({ timeout: AT_ONCE })
    .catch(() => false); // it went away

/** false: it is not offered, or went away meanwhile. */
async function press(control: Locator): Promise<boolean> {
  if (!(await offered(control))) return false;
  try {
    await control.first().click({ timeout: AT_ONCE });
    return true;
  } catch (error) {
    if (await offered(control)) throw error; // it is there and cannot be pressed
    return false;
  }
}

/** false: as above. */
async function write(field: Locator, words: string): Promise<boolean> {
  if (!(await offered(field))) return false;
  try {
    await field.fill(words, { timeout: AT_ONCE });
    return true;
  } catch (error) {
    if (await offered(field)) throw error;
    return false;
  }
}

const below = ({ chance }: User, n: number) => Math.floor(chance() * n);
const oneOf = <T>(user: User, of: readonly T[]): T => of[below(user, of.length)]!;

const step = async ({ page }: User, name: string): Promise<boolean> => {
  if (!(await press(page.locator(`.stepper a[href="#${name}"]`)))) return false;
  await page.locator('main h1').waitFor();
  return true;
};
const button = ({ page }: User, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });

async function anyOf(user: User, controls: Locator): Promise<boolean> {
  const n = await controls.count();
  return n > 0 && press(controls.nth(below(user, n)));
}

/** What the browser is given to save, which is looked at and thrown away. */
async function taken({ page }: User, control: Locator): Promise<boolean> {
  if (!(await offered(control))) return false;
  const coming = page.waitForEvent('download', { timeout: 120_000 });
  coming.catch(() => undefined);
  if (!(await press(control))) return false;
  const file = await coming;
  const failed = await file.failure();
  if (failed) throw new Error(`${file.suggestedFilename()}: ${failed}`);
  await file.delete();
  return true;
}

const open = async (user: User, summary: string | RegExp): Promise<void> => {
  await press(user.page.locator('details:not([open]) > summary', { hasText: summary }));
};

const WORDS =
  'the a late train good bad bill phone is was never again where when book table music play rain to of'.split(' ');
const text = (user: User, most = 24) =>
  Array.from({ length: 3 + below(user, most) }, () => oneOf(user, WORDS)).join(' ');

function file(user: User, rows: number): { name: string; text: string } {
  const kind = oneOf(user, ['labels', 'labels', 'labels', 'pairs', 'numbers'] as const);
  const labels = ['red', 'green', 'blue', 'black'].slice(0, 2 + below(user, 3));
  const line = () => {
    if (kind === 'numbers') return `${text(user)},${below(user, 40) / 8}`;
    const label = oneOf(user, labels);
    const first = `${text(user)} ${label === 'red' ? 'warm' : 'cold'}`;
    return kind === 'pairs' ? `${first},${text(user)},${label}` : `${first},${label}`;
  };
  const head = { labels: 'text,label', pairs: 'premise,hypothesis,label', numbers: 'text,stars' }[kind];
  return { name: `${kind}_${rows}.csv`, text: `${[head, ...Array.from({ length: rows }, line)].join('\n')}\n` };
}

const given = ({ name, text }: { name: string; text: string }): Given[] => [
  { name, base64: Buffer.from(text).toString('base64') },
];

interface Given {
  name: string;
  base64: string;
}

/** By the page itself: Playwright's own way holds on to the field for ever, and with it to all that was around it. */
async function into(page: Page, selector: string, files: Given[]): Promise<boolean> {
  return page.evaluate(
    ([where, all]) => {
      const field = document.querySelector<HTMLInputElement>(where);
      if (!field || field.disabled) return false;
      const transfer = new DataTransfer();
      for (const { name, base64 } of all)
        transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
      field.files = transfer.files;
      field.dispatchEvent(new Event('change', { bubbles: true }));
      return true;
    },
    [selector, files] as const,
  );
}

const SAMPLES =
  /^(Reviews, two labels|Requests, seven labels|Library messages, several topics each|Names in sentences)$/;
const SEEN = { timeout: 240_000 };

/** Chromium without a screen shows every tab, so the page is told that it is hidden. */
async function leavesTab({ page }: User, ms: number): Promise<boolean> {
  const turn = (hidden: boolean) =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, value: now ? 'hidden' : 'visible' });
      Object.defineProperty(document, 'hidden', { configurable: true, value: now });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await turn(true);
  const other = await page.context().newPage();
  await pause(ms);
  await other.close();
  await page.bringToFront();
  await turn(false);
  return true;
}

type Move = (user: User) => Promise<boolean>;

/** Each with its weight. `true`: it was done. */
export const MOVES: Record<string, [number, Move]> = {
  'a step': [
    5,
    (user) => step(user, oneOf(user, ['prepare', 'tokenize', 'load', 'train', 'evaluate', 'try', 'download'])),
  ],
  'a sample': [
    3,
    async (user) => {
      await step(user, 'prepare');
      await open(user, 'Take a sample instead');
      return anyOf(user, user.page.getByRole('button', { name: SAMPLES }));
    },
  ],
  'rows of a file': [
    3,
    async (user) => {
      await step(user, 'prepare');
      const rows = oneOf(user, [60, 200, 600, 4000]);
      return into(user.page, '#data-file', given(file(user, rows)));
    },
  ],
  'a remedy': [
    2,
    async (user) => {
      await step(user, 'prepare');
      const checked = user.page.getByRole('region', { name: 'Checked rows' });
      return anyOf(user, checked.getByRole('button', { name: /^(Keep the first|Leave|Take)/ }));
    },
  ],
  'another seed of the split': [
    1,
    async (user) => {
      await step(user, 'prepare');
      const seed = user.page.locator('#seed');
      if (!(await offered(seed))) return false;
      await seed.fill(String(below(user, 100)));
      await seed.blur();
      return true;
    },
  ],
  'another length': [
    2,
    async (user) => {
      if (!(await step(user, 'tokenize'))) return false;
      const length = user.page.locator('#max-length');
      if (!(await offered(length))) return false;
      await length.fill(oneOf(user, ['16', '32', '64', '128']));
      return true;
    },
  ],
  'the encoder of the page': [
    2,
    async (user) => (await step(user, 'load')) && press(button(user, /^Load tabtune-small$/)),
  ],
  'the tiny encoder': [
    2,
    async (user) => {
      if (!(await step(user, 'load')) || (await user.page.locator('main .meter').count())) return false;
      const busy = user.page.getByText('A training is going on').first();
      if ((await busy.count()) && (await busy.isVisible())) return false;
      const base64 = (name: string) => readFileSync(join(TINY_BERT, name)).toString('base64');
      const files = readdirSync(TINY_BERT).map((name) => ({ name, base64: base64(name) }));
      return into(user.page, '#model-files', files);
    },
  ],
  'the question of what is lost': [
    4,
    async (user) => {
      const question = user.page.getByRole('group', { name: 'The trained model would be lost' }).getByRole('button');
      if (!(await question.count())) return false;
      const one = question.nth(below(user, await question.count()));
      return /^Download/.test((await one.textContent()) ?? '') ? taken(user, one) : press(one);
    },
  ],
  'what is in the way': [
    4,
    async (user) => (await step(user, 'train')) && press(button(user, 'Plan a new run in its place')),
  ],
  'a method': [
    4,
    async (user) => {
      if (!(await step(user, 'train'))) return false;
      const methods = user.page.locator('input[name="method"]');
      if (!(await methods.count())) return false;
      await methods.nth(below(user, await methods.count())).check({ timeout: AT_ONCE });
      return true;
    },
  ],
  epochs: [
    2,
    async (user) => {
      if (!(await step(user, 'train'))) return false;
      await open(user, /^All options$/);
      const epochs = user.page.locator('#option-epochs');
      if (!(await offered(epochs))) return false;
      await epochs.fill(oneOf(user, ['1', '2', '3', '20']));
      // A training that begins takes the field away.
      await user.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      return true;
    },
  ],
  start: [9, async (user) => (await step(user, 'train')) && press(user.page.locator('#start'))],
  pause: [5, (user) => press(button(user, 'Pause'))],
  resume: [5, (user) => press(button(user, 'Resume'))],
  stop: [3, (user) => press(button(user, /^Stop and keep the weights$|^Stop$/))],
  'save to go on another day': [1, (user) => taken(user, button(user, 'Save to go on another day'))],
  'a while': [
    4,
    async ({ chance }) => {
      await pause(chance() * 8000);
      return true;
    },
  ],
  'the end': [
    5,
    async (user) => {
      const { page } = user;
      const running = page.getByRole('region', { name: /^(Preparing…|Training|Finishing…)$/ });
      if (!(await running.count())) return false;
      await outcome(page)
        .waitFor({ timeout: 60_000 })
        .catch(() => press(button(user, 'Stop and keep the weights')));
      return true;
    },
  ],
  'the test': [
    7,
    async (user) => {
      if (!(await step(user, 'evaluate')) || !(await press(user.page.locator('#evaluate')))) return false;
      if (user.chance() < 0.6) await user.page.locator('#evaluate:not([aria-busy="true"])').waitFor(SEEN);
      return true;
    },
  ],
  'the learning curve': [1, async (user) => (await step(user, 'evaluate')) && press(user.page.locator('#curve-head'))],
  'a text': [
    6,
    async (user) => {
      if (!(await step(user, 'try'))) return false;
      if (!(await write(user.page.locator('#try-text'), text(user)))) return false;
      await write(user.page.locator('#try-pair'), text(user));
      return true;
    },
  ],
  'predictions of a file': [
    5,
    async (user) => {
      if (!(await step(user, 'try'))) return false;
      const lines = Array.from({ length: oneOf(user, [3, 100, 1000]) }, () => text(user));
      const name = `new_${lines.length}.txt`;
      if (!(await into(user.page, '#many-file', given({ name, text: lines.join('\n') })))) return false;
      // Answered, refused, or away, as a training has begun.
      const ends = user.page.locator('#save-predictions, .notice.bad, main:not(:has(#many-file))');
      if (user.chance() < 0.7) await ends.first().waitFor(SEEN);
      return true;
    },
  ],
  'save the predictions': [3, (user) => taken(user, user.page.locator('#save-predictions'))],
  'the model as a zip': [
    2,
    async (user) => {
      if (!(await step(user, 'download'))) return false;
      await anyOf(
        user,
        user.page.locator('main label', { has: user.page.locator('input[name="dtype"], input[name="uses"]') }),
      );
      return taken(user, user.page.locator('#download-model'));
    },
  ],
  'the head as a file': [
    3,
    async (user) =>
      (await step(user, 'download')) && taken(user, user.page.locator('#download-head, #download-adapter').first()),
  ],
  'the head in a link': [1, async (user) => (await step(user, 'download')) && press(user.page.locator('#make-link'))],
  'the report': [2, (user) => taken(user, user.page.locator('#save-report'))],
  'the recipe': [1, (user) => taken(user, user.page.locator('#save-recipe'))],
  'the project as a file': [
    1,
    async (user) => {
      await step(user, 'prepare');
      await open(user, 'What is kept, and how to forget it');
      return taken(user, user.page.locator('#export-project'));
    },
  ],
  'the model of a run': [
    2,
    async (user) => {
      await user.page.evaluate(() => (location.hash = '#runs'));
      return anyOf(user, button(user, /^Use this model: /));
    },
  ],
  'runs side by side': [
    2,
    async (user) => {
      await user.page.evaluate(() => (location.hash = '#runs'));
      return anyOf(user, user.page.locator('main label, main input[type="checkbox"]').filter({ visible: true }));
    },
  ],
  // As many as a user would have: the list grows by right.
  'fewer runs': [
    6,
    async (user) => {
      await user.page.evaluate(() => (location.hash = '#runs'));
      const all = button(user, /^Delete /);
      return (await all.count()) > 4 && press(all.last());
    },
  ],
  'another tab': [4, (user) => leavesTab(user, 300 + user.chance() * 3000)],
  'the page in a second tab': [
    1,
    async ({ page, address }) => {
      const other = await page.context().newPage();
      await other.goto(address);
      await other.locator('main h1').waitFor();
      await pause(1500);
      await other.close();
      await page.bringToFront();
      return true;
    },
  ],
  'a page that sleeps': [
    1,
    async ({ session, chance }) => {
      await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      await pause(500 + 2000 * chance());
      await session.send('Page.setWebLifecycleState', { state: 'active' });
      return true;
    },
  ],
  'what broke off goes on': [9, (user) => press(user.page.locator('#go-on'))],
  'what broke off is discarded': [3, (user) => press(button(user, 'Discard this training'))],
  'the encoder again': [9, (user) => press(button(user, /^Load the encoder/))],
};

export async function reload({ page }: User): Promise<void> {
  await page.reload();
  await page.locator('.stepper').waitFor();
}

const TOTAL = Object.values(MOVES).reduce((sum, [weight]) => sum + weight, 0);
export function drawn(user: User): [string, Move] {
  let left = user.chance() * TOTAL;
  for (const [name, [weight, move]] of Object.entries(MOVES)) if ((left -= weight) < 0) return [name, move];
  return ['a while', MOVES['a while']![1]];
}
