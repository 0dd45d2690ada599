// SPDX-License-Identifier: Apache-2.0
// What a reload brings back, on the page's own state and the built engine.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Storage } from './browser_storage';
import { EngineFailure } from '../../web/border/failure';
import { encoder, gate, errorOf, LocalWorker, maskedEncoder, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 60_000 });

const ENCODER = 'http://page/models/tiny/';
/** Requests of the tab that is open. */
const asked: string[] = [];
let offline = false;
/** The server's weights are others. */
let changed = false;

function serve(url: string, init: RequestInit = {}): Response {
  asked.push(`${init.method ?? 'GET'} ${url.replace('http://page/', '')}`);
  if (offline) throw new TypeError('Failed to fetch');
  const name = /models\/tiny\/(.+)$/.exec(url)?.[1] ?? '';
  try {
    const bytes = readFileSync(`tests/golden/tiny-bert/${name}`);
    if (changed && name === 'model.safetensors') bytes[bytes.length - 9]! ^= 1;
    const headers = { ETag: `"${changed}"`, 'Content-Length': String(bytes.byteLength) };
    return new Response(init.method === 'HEAD' ? null : bytes, { headers });
  } catch {
    return new Response(null, { status: 404 });
  }
}

const storage = new Storage();
let killLast: () => void = () => undefined;

beforeEach(async () => {
  await storage.wipe();
  offline = changed = false;
});
afterEach(async () => {
  killLast();
  vi.unstubAllGlobals();
  await new Promise((resolve) => setTimeout(resolve, 150)); // what was being written
});

/** A tab: what was open before it is killed, unless it stays. `pressed`: “Go on” is, as soon as it can be seen. */
async function tab({ stays = false, pressed = false } = {}) {
  if (!stays) killLast();
  LocalWorker.all.forEach((worker) => worker.terminate());
  killLast = storage.openTab();
  vi.stubGlobal('fetch', async (url: string | URL, init?: RequestInit) => serve(String(url), init));
  const page = await openPage();
  Object.assign(location, { reload: () => undefined });
  const [project, carry, run, trained] = await Promise.all([
    import('../../web/state/project'),
    import('../../web/state/projects'),
    import('../../web/state/kept_run'),
    import('../../web/state/kept_models'),
  ]);
  asked.length = 0;
  let wentOn: Promise<void> | null = null;
  run.interrupted.subscribe((found) => {
    if (found && pressed) queueMicrotask(() => (wentOn ??= project.goOnHere()));
  });
  await project.begin();
  await wentOn;
  return {
    ...page,
    project: { ...project, ...carry },
    runs: { ...run, ...trained },
    kept: () => project.save(),
    openEncoder: () => page.model.openListed({ name: 'tiny', path: 'tiny/', description: '', bytes: 0, licence: '' }),
  };
}

const card = (folder: string) =>
  Object.assign(new File(['---\nlicense: mit\n---\n'], 'README.md'), { webkitRelativePath: `${folder}/README.md` });
/** The card among the encoder's files; their names do not cross the border of threads here. */
async function cardOf({ model }: Awaited<ReturnType<typeof tab>>): Promise<string> {
  const source = model.source.value;
  const card = source?.kind === 'files' && source.files[source.paths!.indexOf('README.md')];
  return card ? card.text() : '';
}

describe('a reload', () => {
  it('brings back edited data that others took the place of, also in another browser', async () => {
    let page = await tab();
    await page.data.openData([rows(120)]);
    await page.data.openOwn('test', [rows(30, ['no', 'yes'], 'own')]);
    (await import('../../web/state/edits')).setLabels('table', 3, ['no']);
    const edited = page.data.dataset.value!;
    await page.data.openData([rows(80, ['a', 'b'], 'other')]);
    (await import('../../web/state/edits')).setLabels('table', 2, ['b']);
    await page.data.openData([rows(90, ['c', 'd'], 'third')]);
    const third = page.data.dataset.value!;
    await page.kept();

    const back = async () => {
      expect(page.data.dataset.value).toEqual(third);
      expect(page.data.asides.value.map(({ main, values }) => [main.name, values.edits.at])).toEqual([
        ['row.csv', 1],
        ['other.csv', 1],
      ]);
      expect(await (await import('../../web/state/asides')).goBack(page.data.asides.value[0]!)).toBe(true);
      expect(page.data.dataset.value).toEqual(edited);
      expect(page.data.asides.value.map(({ main }) => main.name)).toEqual(['other.csv']);
    };
    page = await tab();
    await page.kept();
    const file = await (await import('../../web/project/bundle')).exportProject(page.project.current.value!);
    await back();
    await page.kept();
    page = await tab();
    expect(page.data.asides.value.map(({ main }) => main.name)).toEqual(['other.csv']);

    await storage.wipe();
    page = await tab();
    await page.project.importFrom(new File([file], 'project.zip'));
    page = await tab();
    await back();
  });

  it('and then nothing kept any more: data that were put aside can be had all the same', async () => {
    let page = await tab();
    await page.data.openData([rows(120)]);
    (await import('../../web/state/edits')).setLabels('table', 3, ['no']);
    const edited = page.data.dataset.value!;
    await page.data.openData([rows(80, ['a', 'b'], 'other')]);
    await page.kept();
    page = await tab();
    await page.project.keepNothing(true);
    await page.project.keepNothing(false);
    await page.kept();
    page = await tab();
    expect(await (await import('../../web/state/asides')).goBack(page.data.asides.value[0]!)).toBe(true);
    expect(page.data.dataset.value).toEqual(edited);
  });

  it('brings back the data, the choices and the encoder, without the network', async () => {
    let page = await tab();
    expect(page.project.keeping.value).toBe('empty');
    await page.data.openData([rows(120)]);
    await page.data.openOwn('test', [rows(30, ['no', 'yes'], 'own')]);
    page.data.setColumns({ text: 0 });
    page.data.setFraction('validation', 0.3);
    page.data.seed.value = 7;
    const edits = await import('../../web/state/edits');
    edits.setLabels('table', 3, ['no']);
    edits.leaveOut('table', [4]);
    edits.undo();
    page.tokens.setCut({ max_length: 20, truncation: 'tail' });
    page.training.setMethod('lora');
    page.training.setOption('epochs', 2);
    page.training.setOption('class_weights', [1, 2]);
    await page.openEncoder();
    page.results.tryText.value = 'a draft';
    await until(() => page.data.dataset.value?.instead === null, 'the share that was asked for'); // a moment later
    await page.kept();
    expect(page.project.keeping.value).toBe('kept');
    expect(page.project.project.value).toMatchObject({ name: 'row.csv' });
    const before = page.data.dataset.value!;

    offline = true;
    page = await tab();
    expect(asked).toEqual([]);
    expect(page.project.projectTrouble.value).toBe('');
    expect(page.data.dataset.value).toEqual(before);
    expect(page.data.ownFile.test.value?.name).toBe('own.csv');
    const again = await import('../../web/state/edits');
    expect([again.cellsOf(3)?.[1], again.canRedo.value]).toEqual(['no', true]);
    expect(page.tokens.cut.value).toEqual({ max_length: 20, truncation: 'tail' });
    expect([page.training.method.value, page.training.chosen.value]).toEqual([
      'lora',
      { epochs: 2, class_weights: [1, 2] },
    ]);
    expect(page.results.tryText.value).toBe('a draft');
    expect(page.model.model.value?.name).toBe('tiny');
    await page.planned();
    await page.train();
    await page.train(); // reads the encoder again
    expect(page.training.runTrouble.value).toBe('');
    expect(asked).toEqual([]);
  });

  it('reports another encoder at the address where the copy is gone', async () => {
    let page = await tab();
    await page.data.openData([rows(120)]);
    await page.openEncoder();
    await page.kept();
    expect(page.project.copies.value.map(({ folder }) => page.project.nameOfCopy(folder))).toEqual(['tiny']);
    expect(page.project.nameOfCopy('https://huggingface.co/owner/name/resolve/main/')).toBe('owner/name');
    await page.project.removeCopy(ENCODER);
    expect(page.project.copies.value).toEqual([]);
    changed = true;
    page = await tab();
    expect(page.project.projectTrouble.value).toMatch(/has other weights than in this project/);
  });

  it('brings back what is told of an adapter, and the licence of its base', async () => {
    let page = await tab();
    await page.data.openData([rows(60)]);
    await page.model.openFiles([...encoder(), card('tiny-bert')]);
    await page.planned();
    page.training.setMethod('lora');
    page.training.setOption('epochs', 1);
    await page.replanned();
    await page.train();
    const { engine } = page.engine;
    const adapter = await engine.call('export.adapter', { name: 'mine', metrics: {} });
    page.replace.question.value = null;
    await page.model.openAtOnce({ kind: 'files', name: 'mine', files: [new File([adapter], 'mine.zip')] });
    const before = page.model.model.value!;
    expect(before.novelty_trouble?.text).toMatch(/adapters carry no score/);
    expect(await cardOf(page)).toContain('license: mit');
    await page.kept();
    page = await tab();
    expect(page.model.model.value).toMatchObject({ name: before.name, novelty_trouble: before.novelty_trouble });
    expect(await cardOf(page)).toContain('license: mit');
  });

  it('does not lose the encoder of the project where it cannot be loaded now', async () => {
    let page = await tab();
    await page.data.openData([rows(120)]);
    await page.openEncoder();
    await page.kept();
    await page.project.removeCopy(ENCODER);
    offline = true;
    page = await tab();
    expect(page.model.model.value).toBeNull();
    page.data.seed.value = 3;
    await page.kept();
    offline = false;
    page = await tab();
    expect([page.model.model.value?.name, page.data.seed.value]).toEqual(['tiny', 3]);
  });
});

describe('an encoder of files', () => {
  it('comes back from the project, with the model', async () => {
    let page = await tab();
    await page.data.openData([rows(120)]);
    page.training.setOption('epochs', 1);
    await page.model.openFiles([...encoder(), new File(['x'], 'pytorch_model.bin')]);
    await page.kept();
    await page.replanned();
    await page.training.startRun();
    await page.ended();
    await trainedIsKept(page);
    const before = await bitsOf(page);
    page = await tab();
    expect([page.project.projectTrouble.value, page.model.model.value?.name]).toEqual(['', 'tiny-bert']);
    expect(await bitsOf(page)).toEqual(before);
    await page.planned();
    await page.training.startRun();
    await page.ended();
    expect((await bitsOf(page)).sums).toEqual(before.sums);
  });

  it('that was pre-trained further here too', async () => {
    let page = await tab();
    await page.data.openData([rows(120, ['no', 'yes'], 'w7 w8 w9')]);
    await page.model.openFiles([...maskedEncoder(), card('masked')]);
    const first = page.model.model.value!.fingerprint;
    await page.pretrain.pretrain(Array.from({ length: 40 }, (_, i) => `w${i} w${i + 1} w${i + 2} w3 w4`));
    await page.ended();
    await until(
      () => page.model.source.value?.name !== undefined && page.model.model.value!.fingerprint !== first,
      'its files',
    );
    const made = page.model.model.value!.fingerprint;
    expect([page.pretrain.pretrainTrouble.value, made === first]).toEqual(['', false]);
    await page.kept();
    page = await tab();
    expect(page.model.model.value?.fingerprint).toBe(made);
    expect(await cardOf(page)).toContain('license: mit');
  });

  it('that does not fit leaves the rest kept', async () => {
    storage.quota = 100_000;
    let page = await tab();
    await page.data.openData([rows(120)]);
    await page.model.openFiles(encoder());
    await page.kept();
    expect(page.project.keeping.value).toBe('full');
    page = await tab();
    expect(page.data.mainFile.value?.name).toBe('row.csv');
    expect(page.project.projectTrouble.value).toMatch(/files of the encoder tiny-bert are not kept/);
  });
});

type Page = Awaited<ReturnType<typeof tab>>;

/** Data, an encoder and a plan. */
async function ready(options: Record<string, number>, method: 'full' | 'lora' | 'head' = 'full'): Promise<Page> {
  const page = await tab();
  await page.data.openData([rows(120)]);
  page.training.setMethod(method);
  for (const [name, value] of Object.entries(options)) page.training.setOption(name, value);
  await page.openEncoder();
  await page.kept();
  await page.replanned();
  return page;
}

/** Of the trained model: a checksum of each of its files, and its answers. */
async function bitsOf(page: Page) {
  const { sumOf } = await import('../../web/project/disk');
  const { weights, head, novelty, adapter } = await page.engine.engine.call('model.keep', {});
  const sums = await Promise.all([weights, head, novelty, adapter?.file].map((file) => file && sumOf(file)));
  const said = await page.engine.engine.call('predict', { texts: ['row number 3', 'yes'], max_length: 32 });
  return { sums, said, losses: page.log.steps.value.map(({ loss }) => loss) };
}

const trainedIsKept = (page: Page) => until(() => page.head.isKept.value, 'a kept model');

describe('a training', () => {
  it('that was killed goes on to the same bits', async () => {
    const method = 'full';
    let page = await ready({ epochs: 12 }, method);
    await page.training.startRun();
    await page.ended();
    const undisturbed = await bitsOf(page);
    const metrics = (await page.engine.engine.call('evaluate', { part: 'test' })).metrics;
    const beside = await page.engine.engine.call('baseline', {});

    await storage.wipe();
    page = await ready({ epochs: 12 }, method);
    await page.training.startRun();
    await until(() => page.log.steps.value.length > 0, 'an update'); // the last is a moment away
    await page.training.pauseRun();
    const keptAt = () => (page.project.current.value?.about('run') as { step: number } | undefined)?.step ?? 0;
    await until(() => keptAt() > 0, 'a kept run');

    page = await tab();
    const broken = page.runs.interrupted.value!;
    expect(broken.of).toBe(undisturbed.losses.length);
    expect(broken.step).toBeGreaterThan(0);
    await page.project.goOnHere();
    expect(page.runs.keptRunTrouble.value).toBe('');
    expect(page.log.steps.value.length).toBeGreaterThanOrEqual(broken.step);
    await page.ended();
    // The time is that of both parts.
    const times = page.log.steps.value.map(({ seconds }) => seconds);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(page.head.trained.value!.end.seconds).toBeGreaterThanOrEqual(times.at(-1)!);
    expect(await bitsOf(page)).toEqual(undisturbed);
    expect((await page.engine.engine.call('evaluate', { part: 'test' })).metrics).toEqual(metrics);
    expect(await page.engine.engine.call('baseline', {})).toEqual(beside);
    expect(page.runs.interrupted.value).toBeNull();
    await trainedIsKept(page);

    page = await tab();
    expect(page.runs.interrupted.value).toBeNull();
    expect(await bitsOf(page)).toEqual(undisturbed);
  });

  it('is kept at its beginning without the bytes of an engine that has done nothing, and begins again', async () => {
    let page = await ready({ epochs: 2 }, 'full');
    await page.training.startRun();
    await page.ended();
    const undisturbed = await bitsOf(page);
    await storage.wipe();
    page = await ready({ epochs: 2 }, 'full');
    LocalWorker.calls = [];
    const saved = page.project.current.value!;
    await page.training.startRun();
    await until(() => saved.about('run'), 'a kept run');
    expect(saved.about('run')).toMatchObject({ step: 0 });
    const calls = LocalWorker.calls.filter((name) => name === 'run.save');
    expect(calls).toEqual([]);
    await page.training.pauseRun();
    page = await tab();
    await page.project.goOnHere();
    await page.ended();
    expect(await bitsOf(page)).toEqual(undisturbed);
  });

  it('goes on where it is asked to before anything else is back', async () => {
    let page = await ready({ epochs: 12 }, 'full');
    await page.training.startRun();
    await page.ended();
    const undisturbed = await bitsOf(page);
    await storage.wipe();
    page = await ready({ epochs: 12 }, 'full');
    await page.training.startRun();
    await until(() => page.log.steps.value.length > 0, 'an update'); // the last is a moment away
    await page.training.pauseRun();
    const kept = () => (page.project.current.value?.about('run') as { step: number } | undefined)?.step ?? 0;
    await until(() => kept() > 0, 'a kept run');
    page = await tab({ pressed: true });
    await page.ended();
    expect(page.runs.keptRunTrouble.value).toBe('');
    expect(await bitsOf(page)).toEqual(undisturbed);
  });

  it.each(['before', 'after'])(
    'and other rows that are chosen %s it goes on: the last is what there is',
    async (order) => {
      let page = await ready({ epochs: 1000, patience: 0 }, 'full'); // it goes on until it is stopped
      await page.training.startRun();
      await until(() => page.project.current.value?.about('run'), 'a kept run');
      await page.training.pauseRun();
      page = await tab();
      const kept = page.data.mainFile.value!;
      const others = rows(400, ['a', 'b', 'c'], 'others');
      const { closed, open } = gate();
      const arrayBuffer = others.arrayBuffer.bind(others);
      others.arrayBuffer = async () => (await closed, arrayBuffer());
      if (order === 'before') {
        const opened = page.data.openData([others]);
        const goesOn = page.project.goOnHere();
        await until(() => page.training.ready.value, 'rows'); // those of the training, all along
        await new Promise((resolve) => setTimeout(resolve, 500));
        open();
        await Promise.all([opened, goesOn]);
        expect(page.phase.value).not.toBe('idle');
        expect(page.data.mainFile.value!.name).toBe(kept.name);
        await page.training.stopRun();
      } else {
        open();
        await page.data.openData([rows(60, ['a', 'b'], 'between')]);
        const call = gate();
        LocalWorker.held['data.open'] = call.closed;
        const goesOn = page.project.goOnHere();
        await until(() => page.data.mainFile.value!.name === kept.name, 'the rows of the training');
        await page.data.openData([others]);
        call.open();
        await goesOn;
        expect(page.phase.value).toBe('idle');
        expect(page.data.mainFile.value!.name).toBe(others.name);
        LocalWorker.held = {};
      }
      expect(page.runs.keptRunTrouble.value).toBe('');
    },
  );

  it.each([
    ['E_STATE', ''],
    ['E_MEMORY', 'The training goes on without being kept: There is no room.'],
  ])('that cannot be saved, as it is over or for another reason: %s', async (code, told) => {
    const page = await ready({ epochs: 12 }, 'full');
    const { engine } = page.engine;
    const { call } = engine;
    const saves = vi.fn(() => Promise.reject(new EngineFailure(errorOf(code, 'There is no room.'))));
    engine.call = (name, input) => (name === 'run.save' ? saves() : call(name, input));
    await page.training.startRun();
    await until(() => page.log.steps.value.length > 0, 'an update'); // the last is a moment away
    await page.training.pauseRun();
    await until(() => saves.mock.calls.length, 'a save');
    await new Promise((resolve) => setTimeout(resolve));
    expect(page.runs.keptRunTrouble.value).toBe(told);
  });

  it('that goes on puts aside what was edited after it broke off', async () => {
    let page = await ready({ epochs: 12 }, 'full');
    const file = page.data.mainFile.value!.name;
    await page.training.startRun();
    await until(() => page.project.current.value?.about('run'), 'a kept run');
    await page.training.pauseRun();
    page = await tab();
    const edits = await import('../../web/state/edits');
    edits.setLabels('table', 3, ['no']);
    edits.setText('table', 4, 'another text');
    const edited = page.data.dataset.value!;
    await page.project.goOnHere();
    expect(page.runs.keptRunTrouble.value).toBe('');
    await page.training.stopRun();
    expect(edits.canUndo.value).toBe(false);
    expect(page.data.asides.value).toMatchObject([{ main: { name: file }, values: { edits: { at: 2 } } }]);
    await (await import('../../web/state/asides')).goBack(page.data.asides.value[0]!);
    expect(page.data.dataset.value).toEqual(edited);
  });

  it('that goes on and is stopped tells the time of both parts', async () => {
    let page = await ready({ epochs: 12 }, 'full');
    await page.training.startRun();
    await until(() => page.log.steps.value.length > 0, 'an update'); // the last is a moment away
    await page.training.pauseRun();
    const keptAt = () => (page.project.current.value?.about('run') as { step: number } | undefined)?.step ?? 0;
    await until(() => keptAt() > 0, 'a kept run');
    const seconds = page.log.steps.value.at(-1)!.seconds;
    page = await tab();
    await page.project.goOnHere();
    await page.training.stopRun();
    await page.ended();
    const { end } = page.head.trained.value!;
    expect(end.reason).toBe('stopped');
    expect(end.seconds).toBeGreaterThan(seconds);
    expect(end.steps).toBe(page.log.steps.value.length);
    await trainedIsKept(page);
    page = await tab();
    expect(page.head.trained.value!.end.seconds).toBe(end.seconds);
  });

  it.each(['full', 'lora', 'head'] as const)('comes back after a reload with its results: %s', async (method) => {
    let page = await ready(method === 'lora' ? { epochs: 2 } : {}, method); // by itself it takes many for so few rows
    if (method === 'lora') page.training.wantedPooling.value = 'cls'; // an adapter for PEFT has such a head
    await page.planned();
    await page.training.startRun();
    await page.ended();
    await trainedIsKept(page);
    await page.results.evaluateTest();
    await page.kept();
    const before = await bitsOf(page);
    const { evaluation, baselines } = page.results;
    const figures = [evaluation.value, baselines.value];
    const run = page.head.trained.value;
    const fit = page.log.fit.value;

    offline = true;
    page = await tab();
    expect({ ...page.head.trained.value, id: 0 }).toEqual({ ...run, id: 0 });
    expect(await bitsOf(page)).toEqual(before);
    const now = page.results;
    expect([now.evaluation.value, now.baselines.value]).toEqual(figures);
    expect(page.log.fit.value).toEqual(fit);
    await page.planned();
    expect(await bitsOf(page)).toEqual(before);
    if (method === 'lora') await page.engine.engine.call('export.adapter', { name: 'a', metrics: {} });
    // A new training begins with the encoder as it was.
    await page.training.startRun();
    await page.ended();
    expect((await bitsOf(page)).sums).toEqual(before.sums);
  });
});

describe('projects', () => {
  it('go by the name of their data, until they are given one', async () => {
    const page = await tab();
    const named = () => page.project.project.value?.name;
    await page.data.openData([rows(60)]);
    await page.kept();
    expect(named()).toBe('row.csv');
    await page.data.openData([rows(60, ['a', 'b'], 'second')]);
    await page.kept();
    expect(named()).toBe('second.csv');
    await page.project.rename('mine');
    await page.data.openData([rows(60)]);
    await page.kept();
    expect([named(), page.project.projects.value.map(({ name }) => name)]).toEqual(['mine', ['mine']]);
  });
  it('are several; one is opened, copied, renamed and forgotten', async () => {
    let page = await ready({ epochs: 2 });
    await page.project.rename('first');
    await page.project.newProject();
    page = await tab();
    expect([page.project.keeping.value, page.data.mainFile.value]).toEqual(['empty', null]);
    await page.data.openData([rows(60, ['a', 'b'], 'second')]);
    await page.kept();
    const id = (name: string) => page.project.projects.value.find((entry) => entry.name === name)!.id;
    await page.project.takeCopy(id('first'));
    page = await tab();
    expect(page.project.project.value?.name).toBe('first (copy)');
    expect(page.data.mainFile.value?.name).toBe('row.csv');
    expect(page.training.chosen.value).toEqual({ epochs: 2 });
    await page.project.openOther(id('second.csv'));
    page = await tab();
    expect(page.data.dataset.value?.labels).toEqual(['a', 'b']);
    await page.project.forgetProject(id('first'));
    await page.project.forgetProject(id('second.csv'));
    page = await tab();
    expect(page.project.projects.value.map(({ name }) => name)).toEqual(['first (copy)']);
    expect(page.data.mainFile.value).toBeNull();
    await page.project.forgetAll();
    expect(storage.files.size).toBe(0);
  });

  it('leave as one file and come back from it with the trained model', async () => {
    let page = await ready({ epochs: 1 });
    await page.training.startRun();
    await page.ended();
    await trainedIsKept(page);
    const before = await bitsOf(page);
    const files: File[] = [];
    vi.stubGlobal(
      'URL',
      Object.assign(URL, { createObjectURL: (blob: File) => (files.push(blob), ''), revokeObjectURL: () => undefined }),
    );
    Object.assign(document, { createElement: () => ({ click: () => undefined }) });
    await page.project.exportOpen();
    expect(page.project.projectTrouble.value).toBe('');
    await page.project.forgetAll();

    page = await tab();
    const bytes = new Uint8Array(await files[0]!.arrayBuffer());
    const damaged = bytes.slice();
    damaged[Math.floor(damaged.length / 2)]! ^= 1;
    await page.project.importFrom(new File([damaged], 'damaged.zip'));
    expect(page.project.projectTrouble.value).toMatch(/^files\/\d in damaged\.zip is damaged/);
    await page.project.importFrom(new File(['{}'], 'none.zip'));
    expect(page.project.projectTrouble.value).toMatch(/none\.zip is no zip/);
    expect([page.project.projects.value, storage.files.size]).toEqual([[], 0]);
    storage.crashAfter = 20_000;
    void page.project.importFrom(new File([bytes], 'it.zip'));
    await storage.crashed;
    storage.crashAfter = Infinity;
    page = await tab(); // in the middle of it
    expect([page.project.projects.value, page.project.project.value, storage.files.size]).toEqual([[], null, 0]);
    await page.project.importFrom(new File([bytes], 'it.zip'));

    page = await tab();
    expect(page.project.projectTrouble.value).toBe('');
    expect(page.data.mainFile.value?.name).toBe('row.csv');
    expect(await bitsOf(page)).toEqual(before);
  });

  it('ask no other server for their encoder by themselves', async () => {
    let page = await tab();
    await page.data.openData([rows(120)]);
    await page.model.openUrl('https://example.org/models/tiny');
    await page.kept();
    page = await tab();
    expect([asked, page.model.model.value?.name]).toEqual([[], 'models/tiny']);
    const { folder } = page.project.copies.value[0]!;
    expect(page.project.nameOfCopy(folder)).toBe('models/tiny');
    await page.project.removeCopy(folder);
    page = await tab();
    expect([asked, page.model.model.value]).toEqual([[], null]);
    expect(page.project.projectTrouble.value).toMatch(/not on this computer: .*example\.org/);
    await page.project.away.value!();
    expect(page.model.model.value?.name).toBe('models/tiny');
    await page.kept();
    storage.files.clear(); // by the browser
    page = await tab();
    expect([asked, page.model.model.value, page.project.copies.value]).toEqual([[], null, []]);
  });
});

it('an engine that dies comes back with the model that is kept', async () => {
  const page = await ready({ epochs: 1 });
  await page.training.startRun();
  await page.ended();
  await trainedIsKept(page);
  const before = await bitsOf(page);
  page.worker().die();
  expect([page.model.model.value, page.head.trained.value]).toEqual([null, null]);
  expect(page.recovery.loss.value).toMatch(/trained model is kept on this computer and comes back/);
  await until(() => page.head.trained.value, 'the trained model');
  expect(await bitsOf(page)).toEqual(before);
  expect(page.project.away.value).toBeNull();
});

it('an engine that dies comes back with an encoder that there was no room to keep', async () => {
  storage.quota = 20_000;
  const page = await tab();
  await page.data.openData([rows(120)]);
  await page.model.openFiles(encoder());
  await page.kept();
  expect(page.project.keeping.value).toBe('full');
  const { fingerprint } = page.model.model.value!;
  page.worker().die();
  await until(() => page.model.model.value, 'the encoder');
  expect([page.model.model.value!.fingerprint, page.project.projectTrouble.value]).toEqual([fingerprint, '']);
  storage.quota = Infinity;
  await page.kept();
  expect(page.project.keeping.value).toBe('kept');
});

describe('keeping', () => {
  it('is of one tab', async () => {
    let first = await tab();
    await first.data.openData([rows(120)]);
    await first.kept();
    const second = await tab({ stays: true });
    expect(second.project.keeping.value).toBe('elsewhere');
    expect(second.data.mainFile.value).toBeNull();
    await second.data.openData([rows(60, ['a', 'b'], 'second')]);
    await second.kept();
    expect(second.project.projects.value.map(({ name }) => name).sort()).toEqual(['row.csv', 'second.csv']);
  });

  it('ends when it is not wanted, and nothing is left', async () => {
    let page = await tab();
    await page.data.openData([rows(120)]);
    await page.openEncoder();
    await page.kept();
    expect(storage.files.size).toBeGreaterThan(3);
    await page.project.keepNothing(true);
    expect([page.project.keeping.value, storage.files.size]).toEqual(['unwanted', 0]);
    page.data.seed.value = 9;
    await page.openEncoder();
    await page.kept();
    expect([...storage.files.keys()]).toEqual([]);
    page = await tab();
    expect([page.project.keeping.value, page.data.mainFile.value]).toEqual(['unwanted', null]);
    await page.data.openData([rows(120)]);
    await page.project.keepNothing(false);
    await page.kept();
    expect(page.project.keeping.value).toBe('kept');
  });

  it('ends in this tab when everything is forgotten in another', async () => {
    const page = await tab();
    await page.data.openData([rows(120)]);
    await page.kept();
    storage.openTab();
    await (await import('../../web/project/store')).forgetEverything();
    page.data.seed.value = 9;
    await page.kept();
    expect([page.project.keeping.value, storage.files.size]).toEqual(['cleared', 0]);
    expect(page.project.project.value).toBeNull();
  });

  it('ends where the data of the site are cleared, without an error of the browser, and begins again on request', async () => {
    const page = await ready({ epochs: 1 });
    await page.training.startRun();
    await page.ended();
    await trainedIsKept(page);
    await storage.wipe();
    await page.project.exportOpen();
    const { runsTrouble } = await import('../../web/state/runs');
    await page.project.rename('other');
    page.data.seed.value = 9;
    await page.kept();
    expect(page.project.keeping.value).toBe('cleared');
    expect([page.project.project.value, page.project.projects.value, storage.files.size]).toEqual([null, [], 0]);
    expect([page.project.projectTrouble.value, runsTrouble.value]).toEqual(['', '']);
    await page.project.keepNothing(false);
    await page.kept();
    expect([page.project.keeping.value, page.project.project.value?.name]).toEqual(['kept', 'row.csv']);
  });

  it('tells what is gone where the browser removed the files alone; the rest stays, and the same file brings its choices back', async () => {
    let page = await ready({ epochs: 1 });
    await import('../../web/state/runs');
    const edits = await import('../../web/state/edits');
    edits.setLabels('table', 3, ['no']);
    await page.replanned();
    await page.training.startRun();
    await page.ended();
    await trainedIsKept(page);
    await page.kept();
    storage.files.clear();
    const lostNow = async () => {
      const { dataLost, lost } = await import('../../web/state/removed');
      return [dataLost.value, lost.value, page.data.mainFile.value];
    };
    page = await tab();
    const gone = [['row.csv'], { models: 1, run: false }, null];
    expect(await lostNow()).toEqual(gone);
    expect([page.project.projectTrouble.value, page.model.model.value?.name]).toEqual(['', 'tiny']); // of this site
    expect([page.training.chosen.value, page.runs.keptModels.value]).toEqual([{ epochs: 1 }, []]);
    const { runs } = await import('../../web/state/runs');
    expect(runs.value).toHaveLength(1); // its figures

    page.training.setOption('epochs', 2);
    await page.kept();
    page = await tab(); // what was said for the data stays beside what is chosen since
    expect((await lostNow())[0]).toEqual(['row.csv']);
    expect(page.training.chosen.value).toEqual({ epochs: 2 });
    await page.data.openData([rows(120)]);
    const again = await import('../../web/state/edits');
    await until(() => again.canUndo.value, 'the edits');
    expect(again.cellsOf(3)?.[1]).toBe('no');
    expect([(await lostNow())[0], page.training.chosen.value]).toEqual([[], { epochs: 2 }]);
    await page.kept();
    page = await tab();
    expect([page.data.mainFile.value?.name, (await lostNow())[0]]).toEqual(['row.csv', []]);
  });

  it('writes a file again that was damaged here and is chosen again', async () => {
    let page = await tab();
    await page.data.openData([rows(60)]);
    await page.kept();
    for (const bytes of storage.files.values()) bytes[9]! ^= 1;
    page = await tab();
    const { dataLost } = await import('../../web/state/removed');
    expect(dataLost.value).toEqual(['row.csv']);
    await page.data.openData([rows(60)]);
    await page.kept();
    page = await tab();
    expect(page.data.mainFile.value?.name).toBe('row.csv');
  });

  it('writes again what this tab still has where the browser removed the files alone', async () => {
    let page = await ready({ epochs: 1 });
    await page.training.startRun();
    await page.ended();
    await trainedIsKept(page);
    await page.kept();
    const before = await bitsOf(page);
    storage.files.clear();
    await page.kept();
    await trainedIsKept(page);
    page = await tab();
    const { lost } = await import('../../web/state/removed');
    expect([page.project.projectTrouble.value, lost.value]).toEqual(['', { models: 0, run: false }]);
    expect(await bitsOf(page)).toEqual(before);
  });

  it('is looked up when the browser closes the database', async () => {
    const page = await tab();
    await page.data.openData([rows(120)]);
    await page.kept();
    await storage.wipe();
    storage.databases.forEach((database) => database.onclose?.(new Event('close')));
    await until(() => page.project.keeping.value === 'cleared', 'the end of keeping');
  });

  it('goes on in the page where there is no more room', async () => {
    storage.quota = 500;
    const page = await tab();
    await page.data.openData([rows(120)]);
    await page.kept();
    expect(page.project.keeping.value).toBe('full');
    storage.quota = Infinity;
    page.data.seed.value = 9;
    await page.kept();
    expect(page.project.keeping.value).toBe('kept');
  });

  it('is refused with a reason where the browser stores nothing', async () => {
    storage.openTab();
    const page = await openPage();
    vi.stubGlobal('indexedDB', undefined);
    const project = await import('../../web/state/project');
    await project.begin();
    expect(project.keeping.value).toBe('refused');
    await page.data.openData([rows(120)]);
    expect(page.data.dataset.value?.ok).toBe(true);
  });
});
