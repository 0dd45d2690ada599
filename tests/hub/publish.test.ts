// SPDX-License-Identifier: Apache-2.0
// A model sent to a stand-in hub over real connections: the sign-in, what arrives, and each way in which it fails.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeZip } from 'client-zip';
import { answerIn, beginSignIn, endSignIn, type Account } from '../../web/publish/account';
import { filesIn } from '../../web/publish/files';
import type { Done, Push } from '../../web/publish/messages';
import { LONGEST_WAIT, sleep, type Wait } from '../../web/publish/patient';
import { push, TITLE } from '../../web/publish/push';
import { siteOf } from '../../web/publish/site';
import { EXPIRED, TAKEN } from '../../web/publish/trouble';
import { sentence } from '../../web/state/trouble';
import { fetchRest, speak } from '../../web/words';
import { LARGE, PART, PublishHub } from './publish_hub';

const REDIRECT = 'https://site.example/publish.html';
const bytes = (n: number, of: number) => Uint8Array.from({ length: n }, (_, i) => (i * of + (i >> 8)) & 255);
const FILES = {
  'README.md': new TextEncoder().encode('---\ntags:\n- tabtune\n---\n# mine\n'),
  'model.safetensors': bytes(3 * PART + 17, 7),
  'onnx/model.onnx': bytes(LARGE + 1, 3),
};

let hub: PublishHub;
beforeEach(async () => {
  hub = await new PublishHub().start();
  await fetchRest();
});
afterEach(async () => {
  hub.stop();
  await speak('en');
});

async function signIn(change: { state?: string; verifier?: string } = {}): Promise<Account> {
  const begun = await beginSignIn(hub.origin, hub.client, REDIRECT);
  const response = await fetch(begun.url, { redirect: 'manual' });
  const back = new URL(response.headers.get('location')!);
  expect(back.href.startsWith(`${REDIRECT}?`)).toBe(true);
  return endSignIn({ ...begun, ...change }, answerIn(back.search)!);
}

const zip = async (): Promise<Blob> =>
  new Response(makeZip(Object.entries(FILES).map(([name, input]) => ({ name: `mine/${name}`, input })))).blob();

interface Change extends Partial<Push> {
  signal?: AbortSignal;
  told?: (done: Done) => void;
  wait?: Wait;
}
/** Seconds that were waited for, which take none here. */
const waited: number[] = [];
const noting: Wait = async (seconds) => void waited.push(seconds);
async function publish(
  account: Account,
  { signal, told = () => undefined, wait = noting, ...change }: Change = {},
): Promise<string> {
  const input = { name: 'mine', files: await filesIn(await zip()), isPrivate: true, update: false };
  waited.length = 0;
  return push(account, { ...input, ...change }, { signal: signal ?? new AbortController().signal, told, wait });
}
const arrived = (name = 'mine') => {
  const { files } = hub.repositories.get(`ada/${name}`)!;
  return Object.entries(FILES).every(
    ([path, content]) => files.has(path) && !Buffer.compare(files.get(path)!, content),
  );
};

/** The error of what fails, whose sentence is there in both languages. */
async function trouble(action: Promise<unknown>): Promise<{ code: string; text: string }> {
  const error = (await action.then(
    () => expect.fail('it went well'),
    (thrown: unknown) => thrown,
  )) as { code: string };
  const text = sentence(error);
  await speak('de');
  expect(sentence(error)).not.toBe(text);
  await speak('en');
  return { code: error.code, text };
}

describe('the sign-in', () => {
  it('goes to the hub and back, to a token and a name; nothing is asked before', async () => {
    await beginSignIn(hub.origin, hub.client, REDIRECT);
    expect(hub.asked).toEqual([]);
    const { name, token, until } = await signIn();
    expect([name, token]).toEqual(['ada', 'hf_oauth_code-1']);
    expect(until).toBeGreaterThan(Date.now() + 3000_000);
    expect(hub.asked).toEqual(['GET /oauth/authorize', 'POST /oauth/token', 'GET /oauth/userinfo']);
  });
  it('is of this tab: an answer with another state gets no further', async () => {
    expect((await trouble(signIn({ state: 'other' }))).text).toMatch(/another sign-in/);
    expect(hub.asked).toEqual(['GET /oauth/authorize']);
  });
  it.each([false, true])(
    'has one answer: a second with its state is told to nobody (refused by the user: %s)',
    async (denies) => {
      hub.denies = denies;
      const begun = await beginSignIn(hub.origin, hub.client, REDIRECT);
      const answers = [0, 1].map(async () => {
        const response = await fetch(begun.url, { redirect: 'manual' });
        return answerIn(new URL(response.headers.get('location')!).search)!;
      });
      const [first, second] = await Promise.all(answers);
      await expect(endSignIn(begun, { ...first!, state: 'other' })).rejects.toThrow(); // which uses nothing up
      if (denies) await expect(endSignIn(begun, first!)).rejects.toThrow(/permission/);
      else expect((await endSignIn(begun, first!)).name).toBe('ada');
      hub.asked.length = 0;
      expect((await trouble(endSignIn(begun, second!))).text).toMatch(/another sign-in/);
      expect(hub.asked).toEqual([]);
    },
  );
  it('is of whoever began it: a code without its verifier is worth nothing (PKCE)', async () => {
    expect((await trouble(signIn({ verifier: 'guessed' }))).text).toMatch(/did not succeed \(400\)/);
  });
  it.each(['<!doctype html><p>Sign in to this network</p>', '{}', 'null', '[]', '{"access_token": 5}'])(
    'is none where the answer has no token: %s',
    async (body) => {
      const begun = await beginSignIn(hub.origin, hub.client, REDIRECT);
      const asked = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(body));
      const { text } = await trouble(endSignIn(begun, { state: begun.state, code: '1', error: null }));
      expect(text).toBe('The sign-in did not succeed (200, access_token). Sign in once more.');
      expect(asked).toHaveBeenCalledTimes(1);
      asked.mockRestore();
    },
  );
  it('may be refused by the user', async () => {
    hub.denies = true;
    expect((await trouble(signIn())).text).toMatch(/permission was not given/);
  });
  it('has an answer only in an address that has one', () => {
    expect(answerIn('')).toBeNull();
    expect(answerIn('?code=1')).toBeNull();
    expect(answerIn('?state=1')).toBeNull();
    expect(answerIn('?state=1&code=2')).toEqual({ state: '1', code: '2', error: null });
  });
});

describe('the files', () => {
  it('of the zip are those that arrive, the card among them, small and large ones, in a private repository', async () => {
    const told: Done[] = [];
    const url = await publish(await signIn(), { told: (done) => told.push(done) });
    expect(url).toBe(`${hub.origin}/ada/mine`);
    const there = hub.repositories.get('ada/mine')!;
    expect([there.private, there.commits]).toEqual([true, [TITLE]]);
    expect([...there.files.keys()].sort()).toEqual(Object.keys(FILES).sort());
    for (const [path, content] of Object.entries(FILES))
      expect(Buffer.compare(there.files.get(path)!, content)).toBe(0);
    const parts = hub.asked.filter((line) => /^PUT .*\/\d{5}$/.test(line));
    expect(parts.length).toBe(4);
    const large = FILES['model.safetensors'].length + FILES['onnx/model.onnx'].length;
    expect(told.at(-1)).toEqual({ done: large, total: large + FILES['README.md'].length });
    expect(told.every(({ done }, i) => i === 0 || done >= told[i - 1]!.done)).toBe(true);
  });
  it('are public where that was chosen', async () => {
    await publish(await signIn(), { isPrivate: false });
    expect(hub.repositories.get('ada/mine')!.private).toBe(false);
  });
  it('replace those of a repository that is there only when that is wanted', async () => {
    const account = await signIn();
    await publish(account);
    const changed = new Blob(['# changed\n']);
    const files = [{ path: 'README.md', content: changed }];
    const { code, text } = await trouble(publish(account, { files }));
    expect([code, text]).toEqual([TAKEN, expect.stringMatching(/ada\/mine already/)]);
    expect(hub.repositories.get('ada/mine')!.commits).toEqual([TITLE]);
    await publish(account, { files, update: true });
    const { files: there, commits } = hub.repositories.get('ada/mine')!;
    expect([there.get('README.md')!.toString(), there.size, commits]).toEqual(['# changed\n', 3, [TITLE, TITLE]]);
  });
});

describe('what fails has a sentence', () => {
  it.each(['', '-a', 'a.', 'a--b', 'a b', 'a/b', 'x'.repeat(97), 'a.git', '../a'])('the name "%s"', async (name) => {
    const account = await signIn();
    hub.asked.length = 0;
    expect((await trouble(publish(account, { name }))).text).toMatch(/is no name/);
    expect(hub.asked).toEqual([]);
  });
  it('a token that has run out, told by the clock before anything is sent', async () => {
    hub.expiresIn = 0;
    const account = await signIn();
    hub.asked.length = 0;
    expect((await trouble(publish(account))).code).toBe(EXPIRED);
    expect(hub.asked).toEqual([]);
  });
  it('a token that has run out, told by the hub', async () => {
    const account = await signIn();
    hub.expire();
    const { code, text } = await trouble(publish(account));
    expect([code, text]).toEqual([EXPIRED, expect.stringMatching(/has expired/)]);
  });
  it('a repository that another program made', async () => {
    hub.repositories.set('ada/mine', { private: true, files: new Map(), commits: [], foreign: true });
    expect((await trouble(publish(await signIn(), { update: true }))).text).toMatch(/does not reach to ada\/mine/);
  });
  it('a repository that was deleted meanwhile', async () => {
    expect((await trouble(publish(await signIn(), { update: true }))).text).toMatch(/no repository ada\/mine/);
  });
  it.each([
    [503, /busy \(503\)/],
    [429, /busy \(429\)/],
    [400, /refused it \(400\): as the test wants it/],
  ])('status %d', async (status, told) => {
    hub.refuse = { which: /commit/, status };
    expect((await trouble(publish(await signIn()))).text).toMatch(told);
  });
  it('a storage that refuses a part, and then no file is in the repository', async () => {
    hub.refuse = { which: /^PUT \/storage/, status: 500 };
    expect((await trouble(publish(await signIn()))).text).toMatch(/busy \(500\)/);
    expect(hub.repositories.get('ada/mine')!.files.size).toBe(0);
  });
  it('a line that is dead', async () => {
    const account = await signIn();
    hub.stop();
    expect((await trouble(publish(account))).text).toMatch(/cannot be reached/);
  });
  it('Stop, at once and before the commit', async () => {
    const stopped = { signal: AbortSignal.abort() };
    expect((await trouble(publish(await signIn(), stopped))).code).toBe('E_CANCELLED');
    expect(hub.repositories.size).toBe(0);
    hub.refuse = { which: /^PUT \/storage/, status: 'never' };
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(), 300);
    expect((await trouble(publish(await signIn(), { signal: stopping.signal }))).code).toBe('E_CANCELLED');
    expect(hub.asked.filter((line) => /commit/.test(line))).toEqual([]);
    expect(hub.repositories.get('ada/mine')!.files.size).toBe(0);
  });
});

describe('what is not for good', () => {
  it.each([
    ['the first request', /create/],
    ['a part of a large file', /^PUT .*00002/],
    ['the end of a large file', /^POST \/storage/],
    ['the commit', /commit/],
  ])('429 on %s: it is asked again after the time that the hub names, which is told', async (_, which) => {
    hub.refuse = { which, status: 429, times: 2, after: '7' };
    const told: Done[] = [];
    await publish(await signIn(), { told: (done) => told.push(done) });
    expect([waited, arrived()]).toEqual([[7, 7], true]);
    expect(told.filter(({ waiting }) => waiting === 7)).toHaveLength(2);
    expect(told.at(-1)!.waiting).toBeUndefined();
  });
  it('503 without a time: longer and longer, four times in all', async () => {
    hub.refuse = { which: /commit/, status: 503 };
    expect((await trouble(publish(await signIn()))).text).toMatch(/busy \(503\)/);
    expect(waited).toEqual([1, 2, 4]);
  });
  it('a longer time than anyone waits ends at once', async () => {
    hub.refuse = { which: /create/, status: 429, after: String(LONGEST_WAIT + 1) };
    expect((await trouble(publish(await signIn()))).text).toMatch(/busy \(429\)/);
    expect(waited).toEqual([]);
  });
  it('Stop while it waits', async () => {
    hub.refuse = { which: /commit/, status: 429, after: '60' };
    const stopping = new AbortController();
    const told = ({ waiting }: Done) => waiting && stopping.abort();
    const { code } = await trouble(publish(await signIn(), { signal: stopping.signal, told, wait: sleep }));
    expect(code).toBe('E_CANCELLED');
  }, 30_000);
  it('a line that breaks within a file: that part is sent again, and no other', async () => {
    hub.refuse = { which: /^PUT .*00003/, status: 'breaks', times: 2 };
    await publish(await signIn());
    expect(arrived()).toBe(true);
    const puts = hub.asked.filter((line) => /^PUT .*\/\d{5}$/.test(line)).map((line) => line.slice(-5));
    expect(puts.sort()).toEqual(['00001', '00002', '00003', '00003', '00003', '00004']);
  });
  it('a line that breaks for good: what is in the storage is not sent a second time', async () => {
    hub.refuse = { which: /commit/, status: 'breaks' };
    const account = await signIn();
    expect((await trouble(publish(account))).text).toMatch(/cannot be reached, or the line broke/);
    expect(hub.repositories.get('ada/mine')!.files.size).toBe(0);
    [hub.refuse, hub.asked.length] = [null, 0];
    await publish(account, { update: true });
    expect([arrived(), hub.asked.filter((line) => /^PUT/.test(line))]).toEqual([true, []]);
  });
  it('a token that runs out between two files: signed in anew, the rest is sent', async () => {
    hub.expires = { which: /info\/lfs|commit/, after: 1 };
    const { code } = await trouble(publish(await signIn()));
    expect([code, hub.repositories.get('ada/mine')!.files.size]).toEqual([EXPIRED, 0]);
    hub.expires = null;
    await publish(await signIn(), { update: true });
    expect(arrived()).toBe(true);
  });
  it('files that are too large, and an account that is full, are told as such', async () => {
    hub.refuse = { which: /^PUT/, status: 413 };
    expect((await trouble(publish(await signIn()))).text).toMatch(/takes no file of that size \(413\).*half precision/);
    hub.refuse = { which: /commit/, status: 403, why: 'Private repository storage limit reached' };
    expect((await trouble(publish(await signIn(), { update: true }))).text).toMatch(
      /\(403\): Private repository storage/,
    );
    expect(hub.repositories.get('ada/mine')!.files.size).toBe(0);
  });
  it('two tabs with the same name: one makes the repository, and the other is told that it is there', async () => {
    const accounts = [await signIn(), await signIn()];
    const ends = await Promise.allSettled(accounts.map((account) => publish(account)));
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((ends.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason).toMatchObject({
      code: TAKEN,
    });
    expect([arrived(), hub.repositories.get('ada/mine')!.commits]).toEqual([true, [TITLE]]);
  });
});

it.each([
  [{ client: 'c', hub: 'https://hub.example/' }, 'https://hub.example'],
  [{ client: '', hub: 'https://hub.example' }, null],
  [{ client: 'c' }, null],
  [{ client: 'c', hub: 'localhost:8080' }, null],
  [{ client: 'c', hub: 'http://hub.example' }, null],
  [{ client: 'c', hub: 'javascript:alert(1)' }, null],
])('publish.json with %j leads to %s', (found, hub) => {
  expect(siteOf(found)?.hub ?? null).toBe(hub);
});
