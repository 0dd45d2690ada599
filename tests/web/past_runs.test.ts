// SPDX-License-Identifier: Apache-2.0
// Runs that are over: kept with the project, laid side by side, tested against each other on the built engine; and how
// often test rows were looked at.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { differing, joined, type Past } from '../../web/answers/past';
import { hashOf } from '../../web/rows/identity';
import { Storage } from './browser_storage';
import { LocalWorker, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 60_000 });

describe('the same rows', () => {
  it('are known by their contents and order', () => {
    expect(hashOf('')).toMatch(/^[0-9a-f]{14}$/);
    expect(new Set(['', 'a', 'b', 'ab', 'ba', 'aa'].map(hashOf)).size).toBe(6);
  });
});

describe('side by side', () => {
  const run = (change: object): Past =>
    ({
      ...{ encoder: 'small', method: 'full', trainKey: 'a', pooling: 'cls' },
      ...{ options: { method: 'full', epochs: 3, seed: 1 }, cut: { max_length: 128 }, rows: { train: 10 } },
      ...change,
    }) as never;

  it('shows only the options that differ', () => {
    expect(differing([run({}), run({})])).toEqual([]);
    const other = run({ method: 'head', trainKey: 'b', options: { method: 'head', seed: 1, l2: 0.5 } });
    const found = differing([run({}), other]).map(({ name, values }) => ({
      name: name.text,
      values: values.map(({ text }) => text),
    }));
    expect(found).toEqual([
      { name: 'What is trained', values: ['Everything', 'Head only'] },
      { name: 'Training rows', values: ['10', '10, others'] },
      { name: 'epochs', values: ['3', '–'] },
      { name: 'l2', values: ['–', '0.5'] },
    ]);
    const fitted = { learning_rate: 0.01, keep: 'last', head_start: 'fitted', seed: 1 };
    const head = run({ method: 'head', options: { method: 'head', ...fitted } });
    expect(differing([run({}), head]).map(({ name, values }) => [name.text, values[1]!.text])).toEqual([
      ['What is trained', 'Head only'],
      ['epochs', '–'],
      ['head start', 'fitted'],
    ]);
  });

  it('lays lines with steps of their own over each other', () => {
    const lines = [
      { at: [1, 3], values: [5, 6] },
      { at: [2, 3], values: [7, null] },
    ];
    expect(joined(lines)).toEqual({
      at: [1, 2, 3],
      values: [
        [5, null, 6],
        [null, 7, null],
      ],
    });
  });
});

describe('the runs of a project', () => {
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
    Object.assign(location, { reload: () => undefined });
    const [project, past, looks] = await Promise.all([
      import('../../web/state/project'),
      import('../../web/state/runs'),
      import('../../web/state/looks'),
    ]);
    await project.begin();
    return { ...page, project, past, looks };
  }
  type Tab = Awaited<ReturnType<typeof tab>>;
  const trainAndTest = async (page: Tab, options: Record<string, number>) => {
    await page.train(options);
    await page.results.evaluateTest();
  };
  const kept = async (page: Tab) => {
    await page.project.save();
    await new Promise((resolve) => setTimeout(resolve, 300));
  };

  it('stay with their answers, are tested against each other, renamed and deleted', async () => {
    let page = await tab();
    await page.load();
    page.training.setMethod('head');
    await trainAndTest(page, { epochs: 1 });
    page.training.setMethod('full');
    await trainAndTest(page, { epochs: 1, learning_rate: 0.01 });
    expect(page.past.runs.value.map(({ name, method }) => [name, method])).toEqual([
      ['Run 2', 'full'],
      ['Run 1', 'head'],
    ]);
    expect(page.past.runs.value.every((run) => page.past.isComparable(run) && run.test)).toBe(true);
    const { speak } = await import('../../web/words');
    await speak('de');
    expect(page.past.runs.value.map(({ name }) => name)).toEqual(['Lauf 2', 'Lauf 1']);
    await speak('en');
    // The same model again is no further look.
    await page.results.evaluateTest();
    expect(page.looks.testedModels.value).toBe(2);
    expect(page.looks.looksInWords.value).toMatch(/^These \d+ test rows have been looked at 2 times; each look /);
    await kept(page);

    page = await tab();
    const [second, first] = page.past.runs.value;
    expect([first!.name, second!.name, page.looks.testedModels.value]).toEqual(['Run 1', 'Run 2', 2]);
    expect(page.past.modelOf(second!)).toMatch(/^kept here, \d/);
    expect(page.past.modelOf(first!)).toMatch(/^kept here, \d/);
    await page.planned();
    // What is read of the first arrives after what is read of the second.
    const from = page.project.current.value!;
    const read = from.read.bind(from);
    let delay = 300;
    from.read = async (role) => {
      const wait = delay;
      delay = 0;
      await new Promise((resolve) => setTimeout(resolve, wait));
      return read(role);
    };
    page.past.toggle(first!);
    page.past.toggle(second!);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await until(() => page.past.pairs.value.length, 'a test of two runs');
    const { compared } = page.past.pairs.value[0]!;
    expect(compared.primary).toBe('accuracy');
    expect(compared.against.p).toBeGreaterThan(0);
    expect(page.past.beside.value.map(({ log }) => log.steps.length > 0)).toEqual([false, true]);
    const before = page.past.beside.value;
    // The engine gets what each run answered: the metrics of the first are those of its own test.
    expect(compared).toMatchObject({ metrics: { accuracy: before[0]!.test!.accuracy } });

    await page.past.renameRun(first!, ' The head ');
    await kept(page);
    page = await tab();
    expect(page.past.runs.value.map(({ name }) => name)).toEqual(['Run 2', 'The head']);
    await page.past.deleteRun(page.past.runs.value[1]!);
    await kept(page);
    page = await tab();
    expect(page.past.runs.value.map(({ name }) => name)).toEqual(['Run 2']);
    expect(page.looks.testedModels.value).toBe(2);
  });

  it('of other data are called by them, and are not laid beside each other', async () => {
    const page = await tab();
    await page.load();
    page.training.setMethod('head');
    await page.train({});
    expect(page.past.areMixed.value).toBe(false);
    await page.data.openData([rows(80, ['no', 'yes'], 'other')]);
    await page.train({});
    const [second, first] = page.past.runs.value;
    expect([first, second].map((run) => page.past.dataOf(run!))).toEqual([page.past.dataOf(first!), 'other.csv']);
    expect(page.past.dataOf(first!)).not.toBe('other.csv');
    expect(page.past.areMixed.value).toBe(true);
    page.past.toggle(first!);
    expect([first, second].map((run) => page.past.fitsSelected(run!))).toEqual([true, false]);
  });

  it('have the last test of their model, also on test rows that were edited since', async () => {
    const page = await tab();
    await page.load();
    page.training.setMethod('head');
    await trainAndTest(page, { epochs: 1 });
    const figures = () => {
      const [run] = page.past.runs.value;
      return [run!.test!.accuracy, page.past.isComparable(run!)];
    };
    const first = page.results.evaluation.value!.metrics.accuracy;
    expect(figures()).toEqual([first, true]);
    const [row] = page.data.dataset.value!.parts.test;
    const { setLabels } = await import('../../web/state/edits');
    setLabels('table', row!.row, [page.data.dataset.value!.labels.find((label) => label !== row!.label)!]);
    await page.replanned();
    expect(figures()).toEqual([first, false]);
    // The texts have been seen, whatever their labels are now.
    expect(page.looks.testedModels.value).toBe(1);
    await page.results.evaluateTest();
    expect(page.looks.testedModels.value).toBe(1);
    const second = page.results.evaluation.value!.metrics.accuracy;
    expect(second).not.toBe(first);
    expect(figures()).toEqual([second, true]);
  });

  it('are not comparable with other test rows, and go along in an exported file', async () => {
    const page = await tab();
    await page.load();
    page.training.setMethod('head');
    await trainAndTest(page, { epochs: 1 });
    await kept(page);
    const [run] = page.past.runs.value;
    page.data.seed.value = 5;
    expect(page.past.isComparable(run!)).toBe(false);
    expect(page.looks.looksInWords.value).toBe('');
    const [{ exportProject, importProject }, { openStore }, shape] = await Promise.all([
      import('../../web/project/bundle'),
      import('../../web/project/store'),
      import('../../web/state/choices_shape'),
    ]);
    const sound = { content: shape.areChoices, about: shape.isAbout };
    const zip = await exportProject(page.project.current.value!);
    const other = await importProject((await openStore()) as never, new File([zip], 'p.zip'), sound);
    expect(other!.roles('past ').map((role) => other!.about(role))).toEqual([run]);
    expect(Object.values(other!.about('looks') as object)).toEqual([[expect.any(String)]]);
  });
});
