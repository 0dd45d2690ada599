// SPDX-License-Identifier: Apache-2.0
// What the page shows beside the data that its engine has: other data, and answers about data that were replaced.
import { zipSync } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { encoder, gate, LocalWorker, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 120_000 });
afterEach(() => vi.unstubAllGlobals());

describe('a file that is no data yet', () => {
  it.each([
    ['', /The file is empty\. Save the data as CSV/],
    ['text,label\n', /a header \(text and label\) and no rows below it\. Add a row/],
    ['[]', /The JSON array is empty\. Add a row/],
  ])('%j leaves the one before it in place', async (text, sentence) => {
    const page = await openPage();
    await page.data.openData([rows(60)]);
    await page.data.openData([new File([text], 'new.csv')]);
    expect(page.data.dataTrouble.value).toMatch(sentence);
    expect(page.data.mainFile.value?.name).toBe('row.csv');
  });
  it.each([
    ['text\nhello\nyou there\n', /the file has one column\. Add a second one/],
    ['text,label\nhello,yes\n', /There is only one row with a text and a label\. Add rows/],
  ])('%j has one sentence with what to do', async (text, sentence) => {
    const page = await openPage();
    await page.data.openData([new File([text], 'new.csv')]);
    const errors = page.data.prepared.value!.problems.filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([{ text: expect.stringMatching(sentence) }]);
    expect(page.data.dataset.value).toBeNull();
  });
});

describe('other data', () => {
  const bodies = (n: number, first: string) =>
    `${first},body,label\n${Array.from({ length: n }, (_, i) => `T${i},body of ${i * 7} in ${first},${i % 2 ? 'no' : 'yes'}`).join('\n')}\n`;

  it('in a test file are read from the columns that were chosen for the main file', async () => {
    const page = await openPage();
    await page.data.openData([new File([bodies(60, 'title')], 'main.csv')]);
    await page.data.openOwn('test', [new File([bodies(20, 'pair').replace('pair,', 'title,')], 'test.csv')]);
    page.data.setColumns({ text: 1 });
    expect(page.data.dataset.value?.parts.test[0]?.text).toBe('body of 0 in pair');
    page.data.setColumns({ text: 0 });
    expect(page.data.dataset.value?.parts.test[0]?.text).toBe('T0');
    await page.data.openOwn('test', [new File([bodies(20, 'pair')], 'test.csv')]);
    expect(page.data.ownSource.test.value?.columns.pair).toBeNull();
  });

  it('have no test file of the data before, which can be gone back to', async () => {
    const page = await openPage();
    await page.data.openData([rows(60)]);
    await page.data.openOwn('test', [rows(20)]);
    await page.data.readOtherwise({ header: true });
    expect(page.data.ownFile.test.value?.table.rows).toHaveLength(20); // the same file, read in another way
    await page.data.openData([rows(80)]);
    expect(page.data.ownFile.test.value).toBeNull();
    expect(page.data.asides.value).toHaveLength(1);
    await (await import('../../web/state/asides')).goBack(page.data.asides.value[0]!);
    expect(page.data.dataset.value!.parts.test).toHaveLength(20);
  });

  it('in several files are parts of a split by their names, and can be taken as these', async () => {
    const page = await openPage();
    const { takeApart } = await import('../../web/state/apart');
    const named = (n: number, name: string) => new File([rows(n)], name);
    const parts = () => page.data.prepared.value!.problems.find(({ parts }) => parts)?.parts;
    await page.data.openData([named(60, 'my_train.csv'), named(20, 'other.csv')]);
    expect(parts()).toBeUndefined();
    await page.data.openData(
      [named(20, 'dev/test.csv'), new File(['# About'], 'dev/README.md'), named(60, 'dev/train.csv'), named(24, 'dev/dev.csv')], // prettier-ignore
    );
    await takeApart(parts()!);
    const { test, validation } = page.data.ownFile;
    expect(
      [page.data.mainFile.value, validation.value, test.value].map((file) => [file!.name, file!.table.rows.length]),
    ).toEqual(
      [['dev/train.csv', 60], ['dev/dev.csv', 24], ['dev/test.csv', 20]], // prettier-ignore
    );
  });

  it('in one table are parts by a column', async () => {
    const page = await openPage();
    const { takeApart } = await import('../../web/state/apart');
    const row = (i: number) => `text ${i} of it,${i % 2},${i % 3 ? 'train' : 'test'}\n`;
    const table = `text,label,split\n${Array.from({ length: 90 }, (_, i) => row(i)).join('')}`;
    await page.data.openData([new File([table], 'all.csv')]);
    expect(page.data.dataset.value!.parts.test.length).toBeLessThan(30);
    await takeApart(page.data.prepared.value!.problems.find(({ parts }) => parts)!.parts!);
    const { mainFile, ownFile, dataset } = page.data;
    expect([mainFile.value!.table.rows.length, ownFile.validation.value]).toEqual([60, null]);
    expect(dataset.value!.parts.test.map(({ row: number }) => (number - 2) % 3)).toEqual(new Array(30).fill(0));
  });

  it('in a zip are parts too; another file for the test is read whole', async () => {
    const page = await openPage();
    const { takeApart } = await import('../../web/state/apart');
    const bytesOf = async (n: number, name: string) => [`d/${name}.csv`, new Uint8Array(await rows(n).arrayBuffer())];
    const files = Object.fromEntries(await Promise.all([bytesOf(60, 'train'), bytesOf(24, 'test')])) as Record<string, Uint8Array>; // prettier-ignore
    await page.data.openData([new File([zipSync(files) as Uint8Array<ArrayBuffer>], 'all.zip')]);
    await takeApart(page.data.prepared.value!.problems.find(({ parts }) => parts)!.parts!);
    const { mainFile, ownFile, dataset } = page.data;
    const read = () => [mainFile.value!, ownFile.test.value!].map((file) => [file.name, file.table.rows.length]);
    expect([...read(), ownFile.validation.value]).toEqual([['all.zip', 60], ['all.zip', 24], null]); // prettier-ignore
    expect(dataset.value!.parts.test).toHaveLength(24);
    await page.data.openOwn('test', [rows(30)]);
    expect([page.data.ownTrouble.test.value, read()[1]![1]]).toEqual(['', 30]);
  });

  it('are weighed without the numbers that were given for other labels', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('class_weights', [1, 20]);
    page.training.setOption('epochs', 1);
    page.data.seed.value = 2;
    expect(page.training.chosen.value).toEqual({ class_weights: [1, 20], epochs: 1 });
    await page.data.openData([rows(150, ['a', 'b', 'c'], 'other')]);
    expect(page.training.chosen.value).toEqual({ epochs: 1 });
    await page.replanned();
    expect(page.training.planTrouble.value).toBe('');
  });

  it('end a row of runs', async () => {
    const page = await openPage();
    await page.load();
    page.training.setOption('epochs', 10);
    await page.replanned();
    const repeating = page.repeat.repeat();
    await until(() => page.log.steps.value.length > 0, 'an update');
    await page.data.openData([rows(150, ['a', 'b', 'c'], 'other')]);
    await repeating;
    expect(page.series.outcomes.value).toEqual([]);
    expect(page.repeat.repeatTrouble.value).toBe('');
    expect(LocalWorker.calls.filter((call) => call === 'train')).toHaveLength(1);
  });

  it('of other columns, edits or files beside have no part in the figures of a row of runs', async () => {
    const page = await openPage();
    await page.load();
    const { outcomes, setOutcomes } = page.series;
    const figures = [{ seed: 1, fold: null, metrics: { accuracy: 0.5 } }];
    setOutcomes(figures);
    const { columns } = page.data.mainFile.value!;
    page.data.setColumns({ text: columns.labels[0]!, labels: [columns.text] });
    expect(outcomes.value).toEqual([]);
    page.data.setColumns(columns);
    const edits = await import('../../web/state/edits');
    edits.setLabels('table', 3, ['no']);
    expect(outcomes.value).toEqual([]);
    edits.undo();
    expect(outcomes.value).toEqual(figures);
    edits.leaveOut('table', [4]);
    expect(outcomes.value).toEqual([]);
    edits.undo();
    expect(outcomes.value).toEqual(figures);
    await page.data.openOwn('test', [rows(30, ['no', 'yes'], 'own')]);
    expect(outcomes.value).toEqual([]);
    page.data.closeOwn('test');
    page.data.seed.value = 7;
    expect(outcomes.value).toEqual(figures);
  });

  it('show a row of theirs in pieces', async () => {
    const page = await openPage();
    await page.load();
    page.tokens.showPieces('a row of the first file');
    await until(() => page.tokens.pieces.value, 'pieces');
    await page.data.openData([rows(60, ['a', 'b'], 'other')]);
    expect([page.tokens.piecesText.value, page.tokens.pieces.value]).toEqual(['', null]);
  });

  it('leave a saved model saved', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    page.head.noteSaved('my-classifier.zip');
    await page.data.openData([rows(60, ['a', 'b'], 'other')]);
    expect(page.head.unsaved.value).toBe(false);
  });
});

describe('a test', () => {
  it('reads its rows cut as in the training', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    page.tokens.wantedLength.value = 8;
    page.tokens.keep.value = 'tail';
    await until(() => page.training.ready.value, 'the rows');
    await page.results.evaluateTest();
    expect([page.training.cutChanged.value, page.results.evaluation.value]).toEqual([true, null]);
    page.training.cutAsTrained();
    expect(page.training.cutChanged.value).toBe(false);
    await until(() => page.training.ready.value, 'the rows');
    await page.results.evaluateTest();
    expect(page.results.evaluation.value).not.toBeNull();
  });
});

describe('the first row', () => {
  it('is a row or the names of the columns, as the user says', async () => {
    const page = await openPage();
    await page.data.openData([rows(60)]);
    const shape = () => {
      const { header, columns, rows: cells } = page.data.mainFile.value!.table;
      return [header, columns.join(), cells.length];
    };
    expect(shape()).toEqual([true, 'text,label', 60]);
    await page.data.readOtherwise({ header: false });
    expect(shape()).toEqual([false, 'column 1,column 2', 61]);
    await page.data.readOtherwise({ header: true });
    expect(shape()).toEqual([true, 'text,label', 60]);
  });
});

describe('the list of steps', () => {
  it('has a reason for each step that cannot be used yet', async () => {
    const page = await openPage();
    const closed = () =>
      Object.entries(page.steps.needs.value).flatMap(([id, need]) => (need ? [`${id}: ${need.why}`] : []));
    const head = ['evaluate', 'try', 'download'];
    const untrained = head.map((id) => `${id}: Train a model first.`);
    expect(closed()).toEqual(['tokenize: Choose data first.', 'train: Choose data first.', ...untrained]);
    await page.data.openData([rows(120)]);
    expect(closed()).toEqual(['train: Load an encoder first.', ...untrained]);
    await page.model.openFiles(encoder());
    await page.planned();
    expect(closed()).toEqual(untrained);
    expect(page.steps.summaries.value.train).toBe('');
    page.training.setOption('head_start', 'random');
    page.training.setOption('epochs', 60);
    await page.replanned();
    await page.training.startRun();
    await page.data.openData([new File(['text,label\na,b\n'], 'broken.csv')]);
    expect(closed()).toEqual([
      'tokenize: The data have an error: see step 1.',
      ...head.map((id) => `${id}: The training is still going on.`),
    ]);
    await page.training.stopRun();
    await page.ended();
    await page.data.openData([rows(120)]);
    expect(closed()).toEqual([]);
  });
});

describe('an answer', () => {
  it('about data that were replaced meanwhile is dropped', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    const evaluating = gate();
    LocalWorker.held['evaluate'] = evaluating.closed;
    const evaluated = page.results.evaluateTest();
    await until(() => LocalWorker.calls.includes('evaluate'), 'the call');
    await page.data.openData([rows(400, ['no', 'yes'], 'other')]);
    evaluating.open();
    await evaluated;
    expect(page.results.evaluation.value).toBeNull();
    expect(page.results.evaluationTrouble.value).toBe('');
    const { mistakes } = await import('../../web/state/listed');
    expect(mistakes.value).toEqual([]);
  });

  it('of an encoder that was replaced meanwhile is dropped', async () => {
    const page = await openPage();
    await page.load();
    await page.train();
    const predicting = gate();
    LocalWorker.held['predict'] = predicting.closed;
    page.results.tryOn('hello');
    await until(() => LocalWorker.calls.includes('predict'), 'the call');
    page.head.noteSaved('my-classifier.zip');
    await page.model.openFiles(encoder('other'));
    predicting.open();
    await page.replanned();
    expect(page.results.tryAnswer.value).toBeNull();
    expect(page.results.tryTrouble.value).toBe('');
  });
});

describe('of several that are chosen in a row the last one counts', () => {
  it('among encoders', async () => {
    const page = await openPage();
    const opening = gate();
    LocalWorker.held['model.open'] = opening.closed;
    const first = page.model.openFiles(encoder('first'));
    const second = page.model.openFiles(encoder('second'));
    const third = page.model.openFiles(encoder('third'));
    opening.open();
    await Promise.all([first, second, third]);
    expect(page.model.model.value?.name).toBe('third');
    expect(page.session().describe().name).toBe('third');
    expect(page.model.modelTrouble.value).toBe('');
    expect(page.model.loading.value).toBe(false);
  });

  it('among data', async () => {
    const page = await openPage();
    const slow = rows(60, ['a', 'b'], 'slow');
    const reading = gate();
    const { arrayBuffer } = slow;
    slow.arrayBuffer = async () => {
      await reading.closed;
      return arrayBuffer.call(slow);
    };
    const first = page.data.openData([slow]);
    const second = page.data.openData([rows(60, ['a', 'b'], 'quick')]);
    await second;
    reading.open();
    await first;
    expect(page.data.mainFile.value?.name).toBe('quick.csv');
    expect(page.data.dataTrouble.value).toBe('');
  });
});

it('the test rows are not asked for when a training has been asked for', async () => {
  const page = await openPage();
  await page.load();
  await page.train();
  const begun = page.training.startRun();
  await page.results.evaluateTest();
  await begun;
  expect(page.results.evaluation.value).toBeNull();
  expect(page.results.evaluating.value).toBe(false);
  await page.training.stopRun();
  await page.ended();
});
