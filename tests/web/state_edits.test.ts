// SPDX-License-Identifier: Apache-2.0
// Edits of rows in the page's state: what follows them, what undoes them, and what is kept of them.
import { afterEach, expect, it, vi } from 'vitest';
import { encoder, openPage, rows, until } from './page';

vi.setConfig({ testTimeout: 60_000 });
afterEach(() => vi.unstubAllGlobals());

async function open(file = rows(60)) {
  const page = await openPage();
  await page.data.openData([file]);
  const [edits, view, journal] = await Promise.all([
    import('../../web/state/edits'),
    import('../../web/state/rows_view'),
    import('../../web/state/journal'),
  ]);
  return { ...page, edits, view, journal };
}

const csv = (...lines: string[]) => new File([`text,label\n${lines.join('\n')}\n`], 'few.csv');

it('rows are checked and split anew after each edit, and are the same again after undo', async () => {
  const page = await open();
  const before = page.data.dataset.value!;
  const all = (data: typeof before) => Object.values(data.parts).flat();
  const find = (row: number) => all(page.data.dataset.value!).find((example) => example.row === row);
  page.edits.setLabels('table', 5, ['maybe']);
  expect(find(5)!.label).toBe('maybe');
  expect(page.data.dataset.value!.labels).toEqual(['maybe', 'no', 'yes']);
  page.edits.setText('results', 6, 'another text');
  expect(find(6)!.text).toBe('another text');
  page.edits.leaveOut('results', [7, 8]);
  expect([find(7), find(8)]).toEqual([undefined, undefined]);
  page.edits.bringBack('table', [7]);
  expect(find(7)).toBeDefined();
  page.edits.addRows('table', ['a new one', 'and another'], ['maybe']);
  expect([find(62), find(63)]).toMatchObject([{ text: 'a new one', label: 'maybe' }, { text: 'and another' }]);
  const after = page.data.dataset.value!;
  for (let n = 0; n < 5; n++) page.edits.undo();
  expect(page.data.dataset.value).toEqual(before);
  expect(page.edits.canUndo.value).toBe(false);
  for (let n = 0; n < 5; n++) page.edits.redo();
  expect(page.data.dataset.value).toEqual(after);
});

it('an edit that changes nothing is none', async () => {
  const page = await open();
  page.edits.setLabels('table', 2, ['no']);
  page.edits.leaveOut('table', [9999]);
  page.edits.setText('table', 9999, 'x');
  expect(page.edits.canUndo.value).toBe(false);
});

it('data that take the place of edited ones can be left again for these', async () => {
  const page = await open();
  page.edits.setLabels('table', 2, ['yes']);
  const edited = page.data.dataset.value!;
  await page.data.openData([rows(80, ['a', 'b'], 'other')]);
  expect([page.journal.changes.value, page.data.asides.value[0]!.main.name]).toEqual([[], 'row.csv']);
  await page.data.openData([rows(90, ['c', 'd'], 'third')]); // which were not edited
  await (await import('../../web/state/asides')).goBack(page.data.asides.value[0]!);
  expect(page.data.dataset.value).toEqual(edited);
  expect(page.data.asides.value).toEqual([]);
});

it('the table is searched, filtered and sorted', async () => {
  const lines = ['bb,x', 'a,y', 'a,x', 'ccc,', 'bb,x', 'dd d,y', 'e,x', 'f,y'];
  const page = await open(csv(...lines));
  const { view } = page;
  const shown = () => view.shown.value.map((i) => page.data.laid.value!.table.numbers[i]);
  expect(shown()).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  view.setFilter({ search: 'd' });
  expect(shown()).toEqual([7]);
  view.showAll();
  view.setFilter({ label: '=y' });
  expect(shown()).toEqual([3, 7, 9]);
  view.setFilter({ label: view.NO_LABEL });
  expect(shown()).toEqual([5]);
  view.showAll();
  expect(view.problemsOfRows.value.map(({ title }) => title)).toEqual([
    'Without a label',
    'Rare labels',
    'Repeated',
    'Contradictory labels',
  ]);
  view.setFilter({ problem: 'Contradictory labels' });
  expect(shown()).toEqual([3, 4]);
  view.setFilter({ problem: 'Repeated' });
  expect(shown()).toEqual([2, 6]);
  view.showAll();
  view.sortBy('length');
  expect(shown()).toEqual([3, 4, 8, 9, 2, 6, 5, 7]);
  view.sortBy('label');
  expect(shown()).toEqual([5, 2, 4, 6, 8, 3, 7, 9]);
  view.sortBy('label');
  expect(shown()).toEqual([9, 7, 3, 8, 6, 4, 2, 5]);
  page.edits.leaveOut('table', [9]);
  view.setFilter({ part: 'out' });
  expect(shown()).toEqual([9]);
});

it('a class pools its rows: each row has the file that it came in', async () => {
  const page = await openPage();
  const of = (name: string, n: number) =>
    new File(
      [
        `text,label\n${Array.from({ length: n }, (_, i) => `${name} ${i * 7} wrote this,${i % 2 ? 'no' : 'yes'}\n`).join('')}`,
      ],
      `${name}.csv`,
    );
  await page.data.openData([of('ada', 12), of('ben', 9)]);
  const [edits, view] = await Promise.all([import('../../web/state/edits'), import('../../web/state/rows_view')]);
  expect([...view.sources.value!]).toEqual([
    ['ada.csv', 12],
    ['ben.csv', 9],
  ]);
  edits.addRows('table', ['one more'], ['no']);
  expect(view.sources.value!.get('written here')).toBe(1);
  view.setFilter({ source: '=ben.csv' });
  expect(view.shown.value).toHaveLength(9);
});

it('the table shows and finds rows by the labels that a remedy gave them', async () => {
  const page = await open(csv(...Array.from({ length: 60 }, (_, i) => `text of the number ${i},${['yes', 'no', 'YES', 'yes'][i % 4]}`))); // prettier-ignore
  const labels = () => page.view.labelsOf.value(4, page.edits.cellsOf(4)!);
  expect(labels()).toEqual(['YES']);
  page.data.setFix('same-labels', true);
  expect(labels()).toEqual(['yes']);
  page.view.setFilter({ label: '=yes' });
  expect(page.view.shown.value).toHaveLength(45);
  page.edits.setLabels('table', 4, ['no']);
  expect(labels()).toEqual(['no']);
  page.edits.undo();
  page.data.setFix('same-labels', false);
  expect(labels()).toEqual(['YES']);
});

it('of several labels those that a remedy joins or leaves out are shown so', async () => {
  const page = await open(csv(...Array.from({ length: 60 }, (_, i) => `text of the number ${i},${['a;b', 'A;a;b', 'b', 'nan;b'][i % 4]}`))); // prettier-ignore
  const labels = (row: number) => page.view.labelsOf.value(row, page.edits.cellsOf(row)!);
  expect([labels(3), labels(5)]).toEqual([['A', 'a', 'b'], ['nan', 'b']]); // prettier-ignore
  page.data.setFix('same-labels', true);
  page.data.setFix('missing-labels', true);
  expect([labels(3), labels(5)]).toEqual([['a', 'b'], ['b']]);
});

it('the model suggests labels and doubts some; answers are edits, and the page says that the data have changed', async () => {
  const line = (i: number) => `number ${i} is ${i % 2 ? 'a very good one' : 'bad and broken'} ${i * 7}`;
  const label = (i: number) => (i === 4 ? 'good' : i % 2 ? 'good' : 'bad'); // one is wrong
  const lines = Array.from({ length: 200 }, (_, i) => `${line(i)},${i < 180 ? label(i) : ''}`);
  const page = await open(csv(...lines));
  const queue = await import('../../web/state/queue');
  expect([queue.canAsk.value, queue.open.value.length]).toEqual([false, 20]);
  await page.model.openFiles(encoder());
  await page.planned();
  page.training.setMethod('head');
  await page.replanned();
  await page.training.startRun();
  await page.ended();
  await until(() => queue.canAsk.value, 'a head');
  expect(queue.changedSince.value).toBe(false);

  await queue.askForLabels();
  const { items } = queue.queue.value!;
  expect(items).toHaveLength(20);
  expect(items.map(({ margin }) => margin)).toEqual(items.map(({ margin }) => margin).sort((a, b) => a - b));
  const [first, second, third] = items as [(typeof items)[0], (typeof items)[0], (typeof items)[0]];
  queue.accept();
  expect(page.edits.cellsOf(first.row)![1]).toBe(first.suggested[0]);
  queue.change(['bad']);
  queue.leave();
  queue.next();
  expect(page.edits.cellsOf(second.row)![1]).toBe('bad');
  expect(page.data.laid.value!.out.has(third.row)).toBe(true);
  expect([queue.at.value, queue.open.value.length]).toEqual([4, 17]);
  expect(queue.changedSince.value).toBe(true);
  queue.orderBy('sure');
  expect(queue.queue.value!.items.slice(0, 4)).toEqual(items.slice(0, 4));
  page.edits.undo();
  page.edits.undo();
  page.edits.undo();
  expect(queue.changedSince.value).toBe(false);

  // After ten labels the head is fitted again, and what is still to come is asked of it; but not while a training that
  // broke off would be given up.
  const { interrupted } = await import('../../web/state/kept_run');
  const head = page.head.headAt.value;
  interrupted.value = { step: 5, of: 9 };
  for (let n = 0; n < queue.EVERY; n++) queue.accept();
  await until(() => queue.changedSince.value && page.training.ready.value, 'rows that may be trained on');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([interrupted.value, page.head.headAt.value]).toEqual([{ step: 5, of: 9 }, head]);
  interrupted.value = null;
  const done = queue.queue.value!.items.slice(0, queue.at.value);
  await until(() => page.head.headAt.value > head && queue.queue.value!.head === page.head.headAt.value, 'new answers');
  expect(queue.queue.value!.items.slice(0, queue.at.value)).toEqual(done);
  expect(queue.queue.value!.items).toHaveLength(20);
  expect(queue.changedSince.value).toBe(false);

  await queue.askForDoubts();
  const heldOut = new Set(page.data.dataset.value!.parts.validation.map(({ row }) => row));
  expect(queue.queue.value!.items.every(({ row }) => heldOut.has(row))).toBe(true);
});

it('a model of other labels has no word on the rows; a list of suggestions goes with its rows', async () => {
  const page = await open();
  const queue = await import('../../web/state/queue');
  await page.load();
  await page.train();
  const some = (label: (i: number) => string) =>
    csv(...Array.from({ length: 60 }, (_, i) => `number ${i * 7} is here,${i < 50 ? label(i) : ''}`));
  await page.data.openData([some((i) => (i % 2 ? 'yes' : 'no'))]);
  expect(queue.canAsk.value).toBe(true);
  await queue.askForLabels();
  expect(queue.queue.value!.items).toHaveLength(10);
  queue.leave();
  expect(page.edits.told.value).not.toBe('');
  await page.data.openData([some((i) => (i % 2 ? 'Lieferung' : 'Rechnung'))]);
  expect(page.edits.told.value).toBe('');
  expect([queue.queue.value, queue.canAsk.value, queue.changedSince.value]).toEqual([null, false, false]);
  await page.results.evaluateTest();
  expect(page.results.evaluationTrouble.value).toBe('');

  // Too few to train on, and none at all.
  await page.data.openData([csv('one text,maybe', 'another text,', 'a third,')]);
  expect(queue.canAsk.value).toBe(false);
  await page.data.openData([csv('one text,yes', 'another text,', 'a third,')]);
  expect(queue.canAsk.value).toBe(true);
});

it('a text that is tried is answered by the model that comes next', async () => {
  const page = await open();
  await page.load();
  await page.train();
  page.results.tryOn('row number 3 says yes');
  await until(() => page.results.tryAnswer.value, 'an answer');
  const first = page.head.headAt.value;
  await page.train({ epochs: 2 });
  await until(() => page.head.headAt.value > first && page.results.tryAnswer.value, 'an answer of the second model');
  expect([page.results.tryAnswer.value!.text, page.results.tried.value]).toEqual(['row number 3 says yes', 0]);
});

it('examples that are written are data; texts alone get a column for labels', async () => {
  const page = await openPage();
  const own = await import('../../web/state/own_rows');
  const edits = await import('../../web/state/edits');
  const texts = (word: string) => Array.from({ length: 9 }, (_, i) => `${word} for the ${i * 7}th time`).join('\n');
  await own.openWritten([
    { label: 'glad', texts: `=sum, ${texts('hurray')}\n\n` },
    { label: 'sad ', texts: texts('alas') },
  ]);
  const data = page.data.dataset.value!;
  expect([data.labels, data.counts.train.length]).toEqual([['glad', 'sad'], 2]);
  expect(edits.cellsOf(2)).toEqual(['=sum, hurray for the 0th time', 'glad']);

  await page.data.openData([new File([texts('well, well')], 'texts.txt')]);
  expect(page.data.dataset.value).toBeNull();
  await own.addLabelColumn();
  const { table, columns } = page.data.mainFile.value!;
  expect([table.rows.length, table.columns[columns.labels[0]!]]).toEqual([9, 'label']);
  for (const [i, row] of table.numbers.entries()) edits.setLabels('table', row, [i % 2 ? 'a' : 'b']);
  expect(page.data.dataset.value!.labels).toEqual(['a', 'b']);
});

it('a test stays the result of its rows when other rows are edited, and theirs alone', async () => {
  const page = await open();
  await page.load();
  await page.train();
  await page.results.evaluateTest();
  const result = page.results.evaluation.value!;
  expect(result).not.toBeNull();
  const { train, test } = page.data.dataset.value!.parts;
  page.edits.leaveOut('table', [train[0]!.row]);
  expect(page.results.evaluation.value).toBe(result);
  page.edits.setText('table', test[0]!.row, 'another text');
  expect(page.results.evaluation.value).toBeNull();
  page.edits.undo();
  expect(page.results.evaluation.value).toBe(result);
});
