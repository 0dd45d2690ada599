// SPDX-License-Identifier: Apache-2.0
// Every run of a project keeps its trained model: it is opened again, comes back after a reload, goes along in a file,
// and is removed by the user or where the browser has no more room.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Method } from '../../web/border/messages';
import { Storage } from './browser_storage';
import { LocalDesk } from './local_desk';
import { encoder, LocalWorker, maskedEncoder, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 90_000 });

const storage = new Storage();
let kill: () => void = () => undefined;
beforeEach(() => storage.wipe());
afterEach(async () => {
  kill();
  vi.unstubAllGlobals();
  await new Promise((resolve) => setTimeout(resolve, 150)); // what was being written
});

async function tab() {
  kill();
  LocalWorker.all.forEach((worker) => worker.terminate());
  kill = storage.openTab();
  const page = await openPage();
  const { Worker } = globalThis;
  const start = (_: string, { name }: WorkerOptions) => (name === 'data' ? new LocalDesk() : new Worker(''));
  vi.stubGlobal('Worker', function (this: object, url: string, options: WorkerOptions = {}) {
    return start(url, options);
  });
  Object.assign(location, { reload: () => undefined });
  const [project, carry, past, models] = await Promise.all([
    import('../../web/state/project'),
    import('../../web/state/projects'),
    import('../../web/state/runs'),
    import('../../web/state/kept_models'),
  ]);
  await project.begin();
  return { ...page, project: { ...project, ...carry }, past, models };
}
type Page = Awaited<ReturnType<typeof tab>>;

const isKept = (page: Page) => until(() => page.head.isKept.value, 'a kept model');
/** The beginning of the run. */
async function train(page: Page, method: Method, options: Record<string, number> = { epochs: 1 }): Promise<number> {
  page.training.setMethod(method);
  await page.train(options);
  await isKept(page);
  return page.head.trained.value!.began;
}
async function ready(): Promise<Page> {
  const page = await tab();
  await page.load();
  await page.project.save();
  return page;
}
async function reload(page: Page): Promise<Page> {
  await page.project.save();
  await new Promise((resolve) => setTimeout(resolve, 100));
  return tab();
}
const saidBy = async (page: Page) => {
  const { outputs } = await page.engine.engine.call('predict', { texts: ['row number 3', 'yes'], max_length: 32 });
  return { outputs, hash: await page.engine.engine.call('model.hash', {}) };
};
const began = (page: Page) => page.head.trained.value?.began;
const named = (page: Page) => page.past.runs.value.map(({ name }) => name);

describe('the model of an earlier run', () => {
  it.each(['full', 'layers', 'bias', 'lora', 'head'] as const)(
    'is opened again, to the same bits: %s',
    async (method) => {
      let page = await ready();
      const first = await train(page, method, { epochs: 1, learning_rate: 0.01 });
      await page.results.evaluateTest();
      const of = await saidBy(page);
      const results = [page.results.evaluation.value, page.results.baselines.value];
      const { chosen, options, method: was } = page.head.trained.value!;
      const losses = page.log.steps.value;
      const second = await train(page, 'full', { epochs: 2, learning_rate: 0.003 });
      await page.results.evaluateTest();
      const ofSecond = await saidBy(page);
      expect(ofSecond).not.toEqual(of);

      await page.project.useModel(first);
      expect([page.project.openingTrouble.value, page.project.opening.value, began(page)]).toEqual(['', null, first]);
      expect(await saidBy(page)).toEqual(of);
      expect(page.head.trained.value).toMatchObject({ chosen, options, method: was });
      expect(page.log.steps.value).toEqual(losses);
      expect([page.results.evaluation.value, page.results.baselines.value]).toEqual(results);
      expect(page.past.runs.value.filter(page.past.isInPlace).map((run) => run.began)).toEqual([first]);
      // What is chosen for the next run stays.
      expect(page.training.chosen.value).toMatchObject({ epochs: 2 });

      page = await reload(page);
      expect([began(page), await saidBy(page)]).toEqual([first, of]);
      expect(page.results.evaluation.value).toEqual(results[0]);
      await page.project.useModel(second);
      expect([began(page), await saidBy(page)]).toEqual([second, ofSecond]);
      page = await reload(page);
      expect([began(page), await saidBy(page)]).toEqual([second, ofSecond]);
      expect(page.models.keptModels.value.map((model) => model.began)).toEqual([second, first]);
    },
  );

  it('takes no more room than what its training has moved', async () => {
    const page = await ready();
    const sizes = new Map<Method, number>();
    for (const method of ['full', 'layers', 'bias', 'lora', 'head'] as const) {
      const first = await train(page, method, { epochs: 1, learning_rate: 0.01 });
      const of = page.project.current.value!;
      sizes.set(method, of.bytesOf(`model ${first} weights`) + of.bytesOf(`model ${first} head`));
    }
    const share = (method: Method) => sizes.get(method)! / sizes.get('full')!;
    const rank: Method[] = ['full', 'layers', 'lora', 'bias', 'head'];
    expect([...sizes.keys()].sort((a, b) => sizes.get(b)! - sizes.get(a)!)).toEqual(rank);
    expect([share('layers') < 0.7, share('lora') < 0.3, share('bias') < 0.1]).toEqual([true, true, true]);
    // A head of another size moves the bytes of a file, and not the encoder.
    await page.data.openData([rows(60, ['a', 'b', 'c', 'd', 'e'], 'second')]);
    await until(() => page.training.inTheWay.value, 'other labels');
    await page.training.discardTrained();
    const other = await train(page, 'bias', { epochs: 1, learning_rate: 0.01 });
    expect(page.project.current.value!.bytesOf(`model ${other} weights`)).toBeLessThan(0.1 * sizes.get('full')!);
    const of = await saidBy(page);
    await page.project.useModel([...page.models.keptModels.value].at(-1)!.began);
    await page.project.useModel(other);
    expect(await saidBy(page)).toEqual(of);
  });

  it('is about the rows that it was trained on; the data of now stay', async () => {
    let page = await ready();
    page.data.seed.value = 4;
    const first = await train(page, 'head');
    const of = page.head.trained.value!.data;
    await page.data.openData([rows(60, ['a', 'b', 'c'], 'second')]);
    await until(() => page.training.inTheWay.value, 'other labels');
    await page.training.discardTrained();
    await page.models.leavePlace();
    await train(page, 'head');
    await page.results.evaluateTest();
    await page.project.useModel(first);
    expect(page.head.trained.value!.data).toEqual(of);
    expect([page.data.mainFile.value?.name, page.training.inTheWay.value]).toEqual(['second.csv', true]);

    page = await reload(page);
    expect(page.head.trained.value!.data).toEqual(of);
    expect([page.data.mainFile.value?.name, began(page)]).toEqual(['second.csv', first]);
  });

  it('comes with the edits, the user’s own files and the columns of then', async () => {
    const page = await ready();
    await page.data.openOwn('test', [rows(30, ['no', 'yes'], 'own')]);
    const edits = await import('../../web/state/edits');
    edits.setLabels('table', 3, ['no']);
    edits.leaveOut('table', [4, 5]);
    const first = await train(page, 'head');
    const of = page.head.trained.value!.data;
    edits.setLabels('table', 6, ['yes']);
    page.data.closeOwn('test');
    page.data.seed.value = 9;
    await train(page, 'head');
    await page.project.useModel(first);
    expect(page.head.trained.value!.data).toEqual(of);
    expect([page.data.seed.value, page.data.ownFile.test.value]).toEqual([9, null]);
  });

  it('comes back on many rows, which are prepared after its encoder is there', async () => {
    let page = await ready();
    await page.data.openData([rows(6000)]);
    await page.replanned();
    const first = await train(page, 'head');
    const of = page.head.trained.value!.data;
    LocalDesk.delay = 400;
    page = await reload(page);
    LocalDesk.delay = 0;
    expect([page.data.mainFile.value?.large, began(page)]).toEqual([true, first]);
    expect(page.head.trained.value!.data).toEqual(of);
    page.data.seed.value = 5;
    await until(() => page.data.upToDate.value, 'another split');
    const second = await train(page, 'head');
    await page.project.useModel(first);
    expect([began(page), page.data.seed.value, second === first]).toEqual([first, 5, false]);
    expect(page.head.trained.value!.data).toEqual(of);
  });

  it('is of a training that broke off, and waits for its many rows to be prepared again', async () => {
    let page = await ready();
    await page.data.openData([rows(6000)]);
    page.training.setOption('epochs', 3);
    await page.replanned();
    await page.training.startRun();
    await until(() => page.log.steps.value.length > 0, 'an update');
    await page.training.pauseRun();
    await until(() => page.project.current.value?.about('run'), 'a kept run');
    page = await tab();
    const { interrupted, keptRunTrouble } = await import('../../web/state/kept_run');
    expect(interrupted.value).not.toBeNull();
    page.data.seed.value = 5;
    LocalDesk.delay = 400;
    await page.project.goOnHere();
    LocalDesk.delay = 0;
    expect([keptRunTrouble.value, page.data.seed.value]).toEqual(['', 1]);
    await page.training.stopRun();
    await page.ended();
  });

  it('brings its own encoder', async () => {
    let page = await ready();
    const { fingerprint } = page.model.model.value!;
    const first = await train(page, 'full');
    const of = await saidBy(page);
    await page.model.openFiles(maskedEncoder());
    expect(page.replace.question.value).toBeNull(); // nothing is lost
    const other = page.model.model.value!.fingerprint;
    expect(other).not.toBe(fingerprint);
    const second = await train(page, 'full');
    page = await reload(page);
    expect([began(page), page.model.model.value!.fingerprint]).toEqual([second, other]);
    await page.project.useModel(first);
    expect([page.project.openingTrouble.value, page.model.model.value!.fingerprint]).toEqual(['', fingerprint]);
    expect(await saidBy(page)).toEqual(of);
    page = await reload(page);
    expect([began(page), await saidBy(page)]).toEqual([first, of]);
  });

  it('that is damaged is told, and leaves the one in place', async () => {
    const page = await ready();
    const first = await train(page, 'head');
    const second = await train(page, 'head', { epochs: 1 });
    const open = page.project.current.value!;
    const read = open.read.bind(open);
    open.read = async (role) => (role === `model ${first} head` ? null : read(role));
    await page.project.useModel(first);
    expect(page.project.openingTrouble.value).toMatch(/damaged on this computer/);
    expect([began(page), page.project.opening.value]).toEqual([second, null]);
  });

  it('does not come in the middle of a training', async () => {
    const page = await ready();
    const first = await train(page, 'head');
    page.training.setMethod('full');
    page.training.setOption('epochs', 40);
    await page.replanned();
    await page.training.startRun();
    await page.project.useModel(first);
    await page.training.stopRun();
    await page.ended();
    expect(began(page)).not.toBe(first);
  });

  it('takes the place of one that is not kept after a question', async () => {
    const page = await ready();
    const first = await train(page, 'head');
    const second = await train(page, 'head', { epochs: 1 });
    await page.models.dropModel(second);
    expect([page.head.isKept.value, page.head.unsaved.value]).toEqual([false, true]);
    await page.project.useModel(first);
    expect([began(page), page.replace.question.value?.place]).toEqual([second, 'kept']);
    await page.replace.answerQuestion(true);
    await until(() => began(page) === first, 'the first model');
  });
});

describe('what is kept', () => {
  it('goes when the user removes it, with its run or alone', async () => {
    let page = await ready();
    const first = await train(page, 'head');
    const second = await train(page, 'head', { epochs: 1 });
    await train(page, 'head', { epochs: 1 });
    await page.models.dropModel(first);
    const run = page.past.runs.value.find((one) => one.began === first)!;
    expect([page.past.isOpenable(run), page.past.modelOf(run)]).toEqual([false, '']);
    await page.past.deleteRun(page.past.runs.value.find((one) => one.began === second)!);
    page = await reload(page);
    expect(named(page)).toEqual(['Run 3', 'Run 1']);
    expect(page.models.keptModels.value).toHaveLength(1);
    const { roles } = { roles: page.project.current.value!.roles('model ') };
    expect(roles.filter((role) => role.includes(String(first)) || role.includes(String(second)))).toEqual([]);
  });

  it('is not brought back by a reload once it is closed for other labels', async () => {
    let page = await ready();
    const first = await train(page, 'head');
    await page.models.leavePlace();
    page = await reload(page);
    expect(page.head.trained.value).toBeNull();
    await page.project.useModel(first);
    expect(began(page)).toBe(first);
  });

  it('goes along in an exported file and in a copy, and with the project', async () => {
    let page = await ready();
    const first = await train(page, 'head');
    const of = await saidBy(page);
    const second = await train(page, 'full');
    const { exportProject } = await import('../../web/project/bundle');
    const zip = new File([await exportProject(page.project.current.value!)], 'p.zip');
    const { id } = page.project.project.value!;
    await page.project.takeCopy(id);
    page = await tab();
    expect([page.project.project.value!.id === id, began(page)]).toEqual([false, second]);
    expect(page.models.keptModels.value.map((model) => model.began)).toEqual([second, first]);
    await page.project.forgetAll();
    expect(storage.files.size).toBe(0);
    page = await tab();
    await page.project.importFrom(zip);
    page = await tab();
    expect(began(page)).toBe(second);
    await page.project.useModel(first);
    expect(await saidBy(page)).toEqual(of);
    await page.project.forgetProject(page.project.project.value!.id);
    expect(storage.files.size).toBe(0);
  });

  it('is nothing where nothing is to be kept; what is in the tab is kept again on request', async () => {
    let page = await ready();
    const first = await train(page, 'head');
    await train(page, 'full');
    await page.project.keepNothing(true);
    expect([storage.files.size, page.models.keptModels.value, page.head.isKept.value]).toEqual([0, [], false]);
    page.training.setMethod('head');
    await page.train({ epochs: 1 });
    expect([storage.files.size, page.head.unsaved.value]).toEqual([0, true]);
    const last = began(page)!;
    await page.project.keepNothing(false);
    await page.project.save();
    await isKept(page);
    page = await reload(page);
    expect([began(page), page.models.keptModels.value.map((model) => model.began)]).toEqual([last, [last]]);
    expect(first).toBeLessThan(last);
  });
});

describe('where the browser has no more room', () => {
  const used = () => [...storage.files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);

  it('the oldest models that are more than a head go, in a sentence', async () => {
    let page = await ready();
    const head = await train(page, 'head');
    const one = await train(page, 'full');
    const size = page.models.keptModels.value[0]!.bytes;
    const two = await train(page, 'full', { epochs: 1, learning_rate: 0.001 });
    storage.quota = used() + size / 2;
    const three = await train(page, 'full', { epochs: 1, learning_rate: 0.002 });
    const left = () => page.models.keptModels.value.map((model) => model.began);
    expect(left()).toEqual([three, two, head]);
    expect(page.past.givenUpInWords.value).toBe(
      'The browser had no more room, so the model of Run 2 was removed; its figures stay.',
    );
    const four = await train(page, 'full', { epochs: 1, learning_rate: 0.003 });
    expect(left()).toEqual([four, three, head]);
    expect(page.past.givenUpInWords.value).toMatch(/the models of these runs were removed: Run 2, Run 3\./);
    expect(named(page)).toHaveLength(5);
    expect(page.models.keptTrouble.value).toBe('');
    page = await reload(page);
    expect(began(page)).toBe(four);
    await page.project.useModel(head);
    expect(began(page)).toBe(head);
    expect(one).toBeLessThan(two);
  });

  it('the model in use and its project come first', async () => {
    const page = await ready();
    const one = await train(page, 'full');
    await train(page, 'full', { epochs: 1, learning_rate: 0.001 });
    await page.project.useModel(one);
    storage.quota = used() + 100;
    await page.data.openData([rows(200, ['no', 'yes'], 'some other')]);
    await page.project.save();
    expect(page.project.keeping.value).toBe('kept');
    expect(page.models.keptModels.value.map((model) => model.began)).toEqual([one]);
  });

  it('none goes for a run that is saved on its way', async () => {
    const page = await ready();
    const one = await train(page, 'full');
    await train(page, 'full', { epochs: 1, learning_rate: 0.001 });
    const open = page.project.current.value!;
    storage.quota = used() + 100;
    const run = { run: new Blob([new Uint8Array(200)]) };
    await expect(open.put(run, { passing: true })).rejects.toThrow(/full/);
    expect(page.models.keptModels.value.map((model) => model.began)).toContain(one);
    expect(await open.put(run)).toBe(true);
    expect(page.models.keptModels.value.map((model) => model.began)).not.toContain(one);
  });

  it('none goes for what would not fit even then', async () => {
    const page = await ready();
    const one = await train(page, 'full');
    await train(page, 'full', { epochs: 1, learning_rate: 0.001 });
    const size = page.models.keptModels.value[0]!.bytes;
    storage.quota = used() + 100;
    const open = page.project.current.value!;
    await expect(open.put({ 'data large': new Blob([new Uint8Array(2 * size)]) })).rejects.toThrow(/full/);
    expect(page.models.keptModels.value.map((model) => model.began)).toContain(one);
    expect(page.past.givenUpInWords.value).toBe('');
  });

  it('one whose encoder another one takes the place of meanwhile is not told', async () => {
    const page = await ready();
    const one = await train(page, 'full');
    const { restoreModel } = await import('../../web/state/kept_models');
    const [from, rows] = [page.project.current.value!, page.data.dataset.value!];
    await page.model.openFiles(maskedEncoder());
    const name = page.model.model.value!.name;
    await restoreModel(from, one, rows);
    expect(page.model.model.value!.name).toBe(name);
  });

  it('a model that does not fit is told, and asked about before it is lost', async () => {
    const page = await ready();
    storage.quota = used() + 50_000;
    page.training.setMethod('full');
    await page.train({ epochs: 1 });
    await until(() => page.models.keptTrouble.value, 'a sentence');
    expect(page.models.keptTrouble.value).toMatch(/^The trained model is not kept on this computer: .*no more room/);
    await page.model.openFiles(encoder('again'));
    expect(page.replace.question.value?.place).toBe('encoder');
  });
});
