// SPDX-License-Identifier: Apache-2.0
// A model and a head put into an account at a stand-in hub: nothing is sent before the files were shown and "Send" was
// pressed; the sign-in in a window of its own; what fails, in place.
import type { BrowserContext, Route } from '@playwright/test';
import { PublishHub } from '../hub/publish_hub';
import { expect, test, type Page } from './site';
import { axe, chooseEncoder, chooseSample, finished, goTo, loaded, plan, TINY_BERT } from './steps';

const HUB = 'https://huggingface.co';
const STORAGE = 'https://hf-hub-lfs-us-east-1.s3-accelerate.amazonaws.com';

/** The browser's requests to the hub and its storage are the stand-in's. */
async function passOn(context: BrowserContext, hub: PublishHub, sent: string[]): Promise<void> {
  const pass = async (route: Route) => {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    sent.push(`${request.method()} ${pathname}`);
    const body = request.postDataBuffer();
    const response = await fetch(hub.origin + pathname + search, {
      method: request.method(),
      headers: await request.allHeaders(),
      redirect: 'manual',
      ...(body && { body: new Uint8Array(body) }),
    }).catch(() => null);
    if (!response) return route.abort();
    const to = response.headers.get('location');
    if (to)
      return route.fulfill({
        contentType: 'text/html',
        body: `<a id="allow" href="${to.replaceAll('&', '&amp;')}">Allow</a>`,
      });
    return route.fulfill({
      status: response.status,
      headers: Object.fromEntries([...response.headers].filter(([name]) => !/length|encoding/.test(name))),
      body: Buffer.from(await response.arrayBuffer()),
    });
  };
  await context.route(`${HUB}/**`, pass);
  await context.route(`${STORAGE}/**`, pass);
}

const panel = (page: Page) => page.getByRole('region', { name: 'Publish', exact: true });

async function signIn(page: Page): Promise<void> {
  const opens = page.context().waitForEvent('page');
  await page.locator('#sign-in').click();
  const window = await opens;
  await window.locator('#allow').click();
  await panel(page).getByText('Signed in as ada.').waitFor();
  await expect.poll(() => page.context().pages().length).toBe(1); // it has closed itself
}

async function trainedHead(page: Page): Promise<void> {
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await plan(page, { method: 'head' });
  await page.locator('#start').click();
  await finished(page);
  await goTo(page, 'download');
}

test.describe('where the site is known at the hub', () => {
  test.use({ strict: false });
  test('a model and a head are sent on request', async ({ open }) => {
    test.setTimeout(180_000);
    const hub = await new PublishHub(STORAGE).start();
    const sent: string[] = [];
    const page = await open(async (empty) => {
      await passOn(empty.context(), hub, sent);
      await empty
        .context()
        .route('**/publish.json', (route) => route.fulfill({ json: { hub: HUB, client: hub.client } }));
    });
    await trainedHead(page);
    await page.locator('#publish-choose').click();
    const files = page.locator('#publish-files tbody tr');
    await files.first().waitFor();
    const names = await files.locator('td:first-child').allTextContents();
    expect(names).toEqual(expect.arrayContaining(['README.md', 'config.json', 'model.safetensors', 'onnx/model.onnx']));
    await panel(page).getByText('None of your texts is in them').waitFor();
    await page.locator('#sign-in[href]').waitFor();
    expect(await axe(page)).toEqual([]);
    expect(sent).toEqual([]);

    // A window that is closed without an answer, and the answer of another tab, change nothing.
    const opens = page.context().waitForEvent('page');
    await page.locator('#sign-in').click();
    await (await opens).close();
    await page.evaluate(() => {
      new BroadcastChannel('tabtune-sign-in').postMessage({ state: 'other', code: 'x', error: null });
    });
    await page.locator('#sign-in[href]').waitFor();
    expect(sent.filter((line) => !line.startsWith('GET /oauth/authorize'))).toEqual([]);
    sent.length = 0;

    await signIn(page);
    expect(sent).toEqual(['GET /oauth/authorize', 'POST /oauth/token', 'GET /oauth/userinfo']);
    hub.refuse = { which: /preupload/, status: 429, times: 1, after: '2' };
    await page.locator('#send').click();
    await panel(page).getByText('huggingface.co is busy: it is asked again in 2 s').waitFor();
    await panel(page)
      .getByRole('link', { name: `${HUB}/ada/my-classifier` })
      .waitFor();
    const there = hub.repositories.get('ada/my-classifier')!;
    expect([there.private, [...there.files.keys()].sort()]).toEqual([true, names.toSorted()]);
    expect(there.files.get('README.md')!.toString()).toContain('# my-classifier');
    expect(await axe(page)).toEqual([]);

    const frame = page.frames().find((one) => one.url().includes('publish.html'))!;
    const reach = (url: string) => fetch(url).then(() => 'reached', () => 'blocked'); // prettier-ignore
    expect(await frame.evaluate(reach, 'https://elsewhere.example/?text')).toBe('blocked');
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('hf_oauth');

    await page.locator('#send').click();
    await panel(page).getByText('There is a repository ada/my-classifier already').waitFor();
    await page.locator('#send-update').click();
    await panel(page).getByText('Its files are replaced').waitFor();
    expect(there.commits.length).toBe(2);

    await page.locator('input[name="publish-what"][value="head"]').check();
    await expect(files).toHaveCount(0); // they are of the model
    await page.locator('#publish-choose').click();
    await expect(files.locator('td:first-child')).toHaveText(['README.md', 'head.safetensors']);
    await page.locator('#repository').fill('my-head');
    hub.refuse = { which: /PUT|commit/, status: 'never' };
    const asks = () => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
    await page.locator('#send').click();
    await page.locator('#stop-sending').waitFor();
    expect(await asks()).toBe(true); // before the tab is closed
    await page.locator('#stop-sending').click();
    await panel(page).getByText('It was stopped.').waitFor();
    hub.refuse = null;
    await page.locator('#send').click();
    await page.locator('#send-update').click();
    await panel(page)
      .getByRole('link', { name: `${HUB}/ada/my-head` })
      .waitFor();
    expect([...hub.repositories.get('ada/my-head')!.files.keys()].sort()).toEqual(['README.md', 'head.safetensors']);

    hub.expire();
    await page.locator('#repository').fill('third');
    await page.locator('#send').click();
    await panel(page).getByText('The permission from huggingface.co has expired').waitFor();
    await page.locator('#sign-in[href]').waitFor();
    await signIn(page);
    hub.stop();
    await page.locator('#send').click();
    await panel(page).getByText('huggingface.co cannot be reached').waitFor();
    expect(await axe(page)).toEqual([]);
  });
});
