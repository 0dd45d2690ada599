// SPDX-License-Identifier: Apache-2.0
// A link that opens the page: followed at once, after a question, in a project of its own, or refused; on the page's
// own state and the built engine.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { packHead } from '../../web/share/packed';
import { Storage } from './browser_storage';
import { LocalWorker, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 60_000 });

const HOST = 'https://files.example/';
/** Requests to other hosts. */
const asked: string[] = [];
/** Files of the other host, by name. */
const files = new Map<string, Blob>();

async function serve(url: string, init: RequestInit = {}): Promise<Response> {
  if (url.startsWith(HOST)) asked.push(url);
  const body = (bytes: BodyInit) => new Response(init.method === 'HEAD' ? null : bytes);
  const path = url.replace('http://page/', '').replace(HOST, '');
  if (path === 'models/index.json')
    return body(JSON.stringify([{ name: 'tiny', path: 'tiny/', description: '', licence: '', bytes: 0 }]));
  if (path === 'samples/reviews.csv') return body(await rows(120).text());
  const file = files.get(path);
  if (file && url.startsWith(HOST)) return body(file);
  const [, name] = /(?:models|far)\/tiny\/(.+)$/.exec(path) ?? [];
  try {
    return name ? body(readFileSync(`tests/golden/tiny-bert/${name}`)) : new Response(null, { status: 404 });
  } catch {
    return new Response(null, { status: 404 });
  }
}

const storage = new Storage();
let kill: () => void = () => undefined;
/** Of the tab, as the browser has it. */
let history: { state: unknown; url: string } = { state: null, url: '' };
let reloads = 0;

beforeEach(async () => {
  await storage.wipe();
  asked.length = reloads = 0;
  files.clear();
  files.set('rows.csv', rows(120));
  history = { state: null, url: '' };
});
afterEach(async () => {
  kill();
  vi.unstubAllGlobals();
  await new Promise((resolve) => setTimeout(resolve, 150)); // what was being written
});

/** With the tab: what it is writing would come after. */
async function forget(): Promise<void> {
  kill();
  await storage.wipe();
}

/** A tab at this address, or the same tab again. */
async function open(address: string, starting: () => void = () => undefined) {
  kill();
  LocalWorker.all.forEach((worker) => worker.terminate());
  kill = storage.openTab();
  vi.stubGlobal('fetch', (url: string | URL, init?: RequestInit) => serve(String(url), init));
  vi.stubGlobal('history', {
    get state() {
      return history.state;
    },
    replaceState: (state: unknown, _: string, url: string) => void (history = { state: structuredClone(state), url }),
  });
  const page = await openPage();
  LocalWorker.starting = starting;
  const { search, hash, origin, pathname } = new URL(address, 'http://page/');
  vi.stubGlobal('location', { search, hash, origin, pathname, reload: () => reloads++ });
  let now = hash;
  Object.defineProperty(location, 'hash', { get: () => now, set: (to: string) => (now = `#${to}`) });
  const [link, arrived, project] = await Promise.all([
    import('../../web/state/link'),
    import('../../web/state/arrived'),
    import('../../web/state/project'),
  ]);
  if (arrived.arrived.value) await link.readArrived();
  else await project.begin();
  return { ...page, link, arrived, project };
}

const step = () => location.hash.slice(1);
const hosts = (page: Awaited<ReturnType<typeof open>>) =>
  page.link.asked.value?.named.map(({ what, host }) => [what, host]);

describe('a link', () => {
  it('to what this site has is followed at once, and is then gone from the address', async () => {
    const options =
      'method:lora,learning_rate:0.002,max_length:32,seed:4,text:text,label:label,truncation:tail,test_share:0.2';
    const page = await open(`?encoder=tiny&data=samples/reviews.csv&options=${options}`);
    expect([page.link.linkFaults.value, page.link.linkTrouble.value]).toEqual([[], '']);
    expect([page.model.model.value?.name, page.data.mainFile.value?.address]).toEqual(['tiny', 'samples/reviews.csv']);
    expect([page.training.method.value, page.training.chosen.value, page.data.seed.value]).toEqual([
      'lora',
      { learning_rate: 0.002 },
      4,
    ]);
    expect(page.tokens.cut.value).toEqual({ max_length: 32, truncation: 'tail' });
    expect(page.data.dataset.value!.parts.test.length).toBe(24);
    expect([step(), page.link.asked.value, page.arrived.arrived.value]).toEqual(['train', null, null]);
    expect(history).toEqual({ state: null, url: 'http://page/#train' });
    expect(asked).toEqual([]);
  });

  it('to another host asks it for nothing before the user’s word', async () => {
    const page = await open(`?encoder=${HOST}far/tiny&data=${HOST}rows.csv`);
    expect(hosts(page)).toEqual([
      ['encoder', 'files.example'],
      ['data', 'files.example'],
    ]);
    expect([asked, page.model.model.value, page.data.mainFile.value]).toEqual([[], null, null]);
    await page.link.follow();
    expect([page.link.linkTrouble.value, page.data.mainFile.value?.address]).toEqual(['', `${HOST}rows.csv`]);
    expect([page.model.model.value?.fingerprint.length, step()]).toEqual([16, 'train']);
    expect(asked).toContain(`${HOST}rows.csv`);
  });

  it('that is not wanted opens nothing', async () => {
    const page = await open(`?data=${HOST}rows.csv`);
    page.link.refuse();
    expect([page.link.asked.value, page.arrived.arrived.value, history.url]).toEqual([null, null, 'http://page/']);
    expect([asked, page.data.mainFile.value]).toEqual([[], null]);
  });

  it('with data alone goes on where rows are read, with an encoder alone where it is loaded', async () => {
    expect((await open('?data=samples/reviews.csv')).data.dataset.value?.ok).toBe(true);
    expect(step()).toBe('prepare');
    await forget();
    const page = await open('?encoder=tiny');
    expect([page.model.model.value?.name, step()]).toEqual(['tiny', 'load']);
  });
});

describe('a head', () => {
  const headOf = async (small: boolean) => {
    const page = await openPage();
    await page.load();
    page.training.setMethod('head');
    await page.train();
    return page.engine.engine.call('export.head', { name: 'h', metrics: {}, small });
  };

  it('in the link itself answers with its encoder; one that is cut off is told', async () => {
    const text = packHead(new Uint8Array(await (await headOf(true)).arrayBuffer()));
    let page = await open(`?encoder=tiny#head=${text}`);
    expect([page.link.linkTrouble.value, page.head.answering.value?.labels]).toEqual(['', ['no', 'yes']]);
    expect([step(), page.head.headFile.value?.base]).toEqual(['try', 'tiny-bert']);
    await forget();
    page = await open(`?encoder=tiny#head=${text.slice(0, -20)}`);
    expect(page.link.linkTrouble.value).toMatch(/damaged or cut off/);
    // The panel stays with the sentence; a reload opens nothing again.
    expect([step(), history.state, page.arrived.arrived.value?.search]).toEqual(['load', null, '?encoder=tiny']);
  });

  it('is kept in its project: a reload brings it back, and the same link goes there without a question', async () => {
    const text = packHead(new Uint8Array(await (await headOf(true)).arrayBuffer()));
    const address = `?encoder=tiny#head=${text}`;
    const answer = async (page: Awaited<ReturnType<typeof open>>) =>
      (await page.engine.engine.call('predict', { texts: ['row number 3'], max_length: 32 })).outputs;
    let page = await open(address);
    const before = await answer(page);
    await page.project.save();
    const { id } = page.project.projects.value[0]!;
    expect(page.project.project.value!.bytes).toBeGreaterThan(500);

    page = await open(history.url);
    expect([page.head.headFile.value?.labels, await answer(page)]).toEqual([['no', 'yes'], before]);
    await new Promise((resolve) => setTimeout(resolve, 500)); // what has come back is not forgotten by keeping it
    page = await open(history.url);
    expect(await answer(page)).toEqual(before);

    page = await open(address);
    expect([page.link.asked.value, page.arrived.arrived.value, step()]).toEqual([null, null, 'try']);
    expect([page.project.project.value?.id, await answer(page)]).toEqual([id, before]);

    // From another project to it.
    await page.project.newProject();
    page = await open('');
    await page.data.openData([rows(60, ['a', 'b'], 'mine')]);
    await page.project.save();
    reloads = 0;
    page = await open(address);
    expect([reloads, page.link.asked.value, history.url]).toEqual([1, null, 'http://page/#try']);
    page = await open(history.url);
    expect([page.project.project.value?.id, await answer(page)]).toEqual([id, before]);

    // The engine dies: it comes back from the project.
    const recovery = await import('../../web/state/recovery');
    page.worker().die();
    expect(recovery.loss.value).toMatch(/kept on this computer and comes back/);
    await until(() => page.head.headFile.value, 'the head again');
    expect(await answer(page)).toEqual(before);

    // What is trained on the encoder takes its place in the project.
    await page.data.openData([rows(120)]);
    await page.planned();
    page.training.setMethod('head');
    await page.train();
    await until(() => page.head.isKept.value, 'a kept model');
    await page.project.save();
    expect(page.project.current.value!.roles('encoder head')).toEqual([]);
    page = await open(history.url);
    expect([page.head.headFile.value, page.head.answering.value?.from]).toEqual([null, 'run']);
  });

  it('at an address is fetched; one of another encoder is told', async () => {
    files.set('h.safetensors', await headOf(false));
    let page = await open(`?encoder=tiny&head=${HOST}h.safetensors`);
    expect(hosts(page)).toEqual([
      ['encoder', null],
      ['head', 'files.example'],
    ]);
    await page.link.follow();
    expect([page.link.linkTrouble.value, page.head.answering.value?.labels]).toEqual(['', ['no', 'yes']]);
    await forget();
    files.set('h.safetensors', new Blob([new Uint8Array(64)]));
    page = await open(`?encoder=tiny&head=${HOST}h.safetensors`);
    await page.link.follow();
    expect([page.link.linkTrouble.value !== '', step()]).toEqual([true, 'load']);
    await forget();
    page = await open(`?encoder=tiny&head=${HOST}none.safetensors`);
    await page.link.follow();
    expect(page.link.linkTrouble.value).toMatch(/none\.safetensors/);
  });
});

describe('a link is not followed', () => {
  it.each([
    ['?encoder=tiny&options=epohcs:3', /the option "epohcs", which there is not/],
    ['?encoder=tiny&options=task:regression', /the option task and no data/],
    ['?data=samples/reviews.csv&options=task:poetry', /The option task of the link .*poetry/],
    ['?data=samples/reviews.csv&options=test_share:0.9', /The option test_share/],
    ['?data=samples/reviews.csv&options=epochs:many', /The option epochs/],
    ['?data=http://files.example/rows.csv', /https/],
    ['?data=ftp://files.example/rows.csv', /https/],
    ['?enocder=tiny', /parameter "enocder"/],
  ])('with a fault: %s', async (address, sentence) => {
    const page = await open(address);
    expect(page.link.linkFaults.value.join(' ')).toMatch(sentence);
    expect([page.model.model.value, page.data.mainFile.value, asked]).toEqual([null, null, []]);
    page.link.refuse();
    expect(page.link.linkFaults.value).toEqual([]);
  });

  it('where its options cannot be read without an engine', async () => {
    const page = await open('?encoder=tiny&options=epochs:3', () => {
      throw new Error('No memory.');
    });
    expect(page.link.linkFaults.value.join()).toMatch(/The options of the link cannot be read: .*No memory/);
  });

  it.each([
    [`?data=${HOST}none.csv`, 'prepare', /none\.csv/, false],
    ['?data=samples/reviews.csv&options=label:nothing', 'prepare', /In the data of the link .*nothing/, true],
    [`?encoder=${HOST}none/tiny`, 'load', /none\/tiny/, false],
    [`?data=samples/reviews.csv&encoder=${HOST}none/tiny`, 'load', /none\/tiny/, true],
  ])('to its end: %s', async (address, place, sentence, inPart) => {
    const page = await open(address);
    if (page.link.asked.value && !page.link.linkTrouble.value) await page.link.follow();
    expect([page.link.linkTrouble.value, step()]).toEqual([expect.stringMatching(sentence), place]);
    expect([page.link.following.value, page.arrived.arrived.value !== null]).toEqual([false, true]);
    expect([page.link.inPart.value, page.data.mainFile.value !== null]).toEqual([inPart, inPart]);
  });
});

it('where something is open it gets a project of its own, after a question', async () => {
  let page = await open('');
  await page.data.openData([rows(60, ['a', 'b'], 'mine')]);
  await page.project.save();
  page = await open('?data=samples/reviews.csv');
  expect(page.link.asked.value).toMatchObject({ busy: true });
  expect(page.data.mainFile.value?.name).toBe('mine.csv');
  await page.link.follow();
  expect(reloads).toBe(1);
  expect(history.state).toMatchObject({ 'tabtune-link': { search: '?data=samples/reviews.csv', agreed: true } });
  page = await open('');
  await until(() => page.data.mainFile.value, 'the data of the link');
  expect(page.data.mainFile.value?.address).toBe('samples/reviews.csv');
  expect(page.link.asked.value).toBeNull();
  await page.project.save();
  expect(page.project.projects.value.map(({ name }) => name)).toContain('mine.csv');
  expect(page.project.projects.value).toHaveLength(2);
});
