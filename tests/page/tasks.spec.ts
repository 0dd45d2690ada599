// SPDX-License-Identifier: Apache-2.0
// The page's journey for tasks other than one label a row, on a tiny encoder.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PHONE } from './browser';
import { expect, test, type Page } from './site';
import {
  chooseEncoder,
  chooseFile,
  chooseSample,
  evaluate,
  goTo,
  loaded,
  openLine,
  openOptions,
  plan,
  sound,
  TINY_BERT,
  train,
  matrix,
  unfold,
  untilKept,
} from './steps';

const LONG = { 'option-learning_rate': 0.003, 'option-epochs': 12 };

const MANY = 'text\nWhere is the printer?\n"=1+1, please"\n';

/** Writes a text to try, and waits for what is said of it. */
async function say(page: Page, text: string): Promise<void> {
  await goTo(page, 'try');
  await page.locator('#try-text').fill(text);
  await page.locator('.verdict').waitFor();
}

test('several labels a row: guessed, trained, tested, tried', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await chooseSample(page, 'Library messages, several topics each');
  expect(await page.locator('#task').inputValue()).toBe('multi_label_classification');
  await page.getByText('A row may have several labels').waitFor();
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { fields: LONG });
  await page.getByText('each label from 50 % on').waitFor(); // the test figures are at thresholds of their own
  const figures = await evaluate(page);
  expect(Number(figures['Micro F1'])).toBeGreaterThan(0.4);
  expect(Object.keys(figures)).toContain('Subset accuracy');
  await page.getByRole('region', { name: 'Label by label' }).waitFor();
  await page.getByRole('region', { name: 'Is fine-tuning worth it here?' }).waitFor();
  await openLine(page, 'Thresholds and curves');
  const labels = page.locator('#curve-label');
  const from = page.locator('#curve-threshold');
  const first = await from.inputValue(); // the model's own, from the first look on
  await labels.selectOption('1');
  await labels.selectOption('0');
  expect([first === '50', await from.inputValue()]).toEqual([false, first]);
  await from.fill('100');
  await page.getByText('0 of 0 that are given it have it').waitFor();
  expect(await page.locator('.figures > div', { hasText: '0 of 0 that are' }).innerText()).not.toContain('100');

  await say(page, 'When do you open on Sunday? The printer is broken.');
  expect(await page.getByRole('list', { name: 'Probabilities' }).getByRole('listitem').count()).toBe(6);
  await page.getByText('a text may have several').waitFor();
  const words = page.getByRole('region', { name: 'The words that mattered' });
  await words.locator('.for, .against').first().waitFor();
  await page.getByRole('button', { name: 'hours', exact: true }).focus();
  await words.getByRole('heading', { name: 'hours' }).waitFor();

  await page.locator('#many-file').setInputFiles({ name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from(MANY) });
  await page
    .getByText(/^[0-2] texts? \([\d.]+\D%\) (is|are) stranger than 95\D% of the \d+ (validation|training) rows/)
    .waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#save-predictions').click()]);
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^row,text,labels,p\(/);
  expect(lines[2]).toContain(`"'=1+1`);

  // A file of very many tells how far it is, and is stopped; what was answered before is gone with the file.
  const many = page.getByRole('region', { name: 'Many texts' });
  const buffer = Buffer.from(
    `text\n${`${'When do you open on Sunday, and where is the printer? '.repeat(8)}\n`.repeat(10_000)}`,
  );
  await page.locator('#many-file').setInputFiles({ name: 'very_many.csv', mimeType: 'text/csv', buffer });
  await many.getByText(/^[\d,]+ of 10,000$/).waitFor();
  await many.getByRole('button', { name: 'Stop' }).click();
  await expect(many.locator('.meter')).toHaveCount(0);
  await expect(many.locator('.notice.bad')).toHaveCount(0); // what the user stops is no trouble
  await expect(many.locator('#save-predictions')).toHaveCount(0);
  await page.locator('#many-file').setInputFiles({ name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from(MANY) });
  await many.getByText('2 texts of the column text in new.csv predicted.').waitFor();
  await sound(page, ['prepare', 'train', 'evaluate', 'try']);
});

test('names in sentences: guessed, trained, tested, marked in a text', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await chooseSample(page, 'Names in sentences');
  expect(await page.locator('#task').inputValue()).toBe('token_classification');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await train(page, { fields: LONG });
  const figures = await evaluate(page);
  expect(Number(figures['F1'])).toBeGreaterThan(0.2);
  await page.getByRole('heading', { name: 'Label by label' }).click();
  await page.getByRole('region', { name: 'Label by label' }).getByText('organisation').first().waitFor();

  const text = '😀 Clara Jensen lives in Hamburg.';
  await say(page, text);
  const marks = page.locator('.marked mark');
  await marks.first().waitFor();
  for (const mark of await marks.allTextContents()) {
    const [, words, label] = /^(.*) (person|place|organisation)$/.exec(mark)!;
    expect(text).toContain(words);
    expect(label).toBeTruthy();
  }
  const mattered = page.getByRole('region', { name: 'The words that mattered' }).getByRole('heading');
  await expect(mattered).toHaveText(/speaks for.(person|place|organisation)/);
  await sound(page, ['prepare', 'train', 'evaluate', 'try']);
});

test('the task can be changed, remedies applied and taken back', async ({ page }) => {
  const rows = Array.from({ length: 60 }, (_, i) => `number ${i} is a text of its own,${i % 6}\n`).join('');
  await chooseFile(page, { name: 'stars.csv', text: `text,stars\n${rows}number 3 is a text of its own,3\n` });
  const split = page.getByRole('region', { name: 'Split' });
  await split.waitFor();
  expect(await page.locator('#task').inputValue()).toBe('single_label_classification');
  const checked = page.getByRole('region', { name: 'Checked rows' });
  await checked.getByRole('button', { name: 'Show the row: Repeated' }).click();
  const table = page.getByRole('grid', { name: 'All rows' });
  await expect(table.getByRole('gridcell', { name: 'number 3 is a text of its own' })).toHaveCount(2);
  await page.getByRole('button', { name: 'Show all rows' }).click();
  await checked.getByRole('button', { name: 'Keep the first of each' }).click();
  await checked.getByText('Repeated: 1 row left out.').waitFor();
  await checked.getByRole('button', { name: 'Take it back' }).click();
  await checked.getByRole('button', { name: 'Keep the first of each' }).waitFor();
  await page.locator('#task').selectOption('regression');
  await page.getByRole('region', { name: 'Numbers' }).getByText('from 0 to 5').waitFor();
  await page.getByText('Chosen by you.').waitFor();
});

test('folds: every part is tested once, with the figures of the command line', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await chooseSample(page, 'Requests, seven labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await plan(page, { method: 'head' });
  await openLine(page, 'Train several times');
  await page.locator('input[name="differ"][value="folds"]').check();
  await page.locator('#times').fill('3');
  await page.locator('#times').blur();
  await page.getByRole('button', { name: 'Train 3 times' }).click();
  const shown = page.locator('#outcomes tfoot td').first();
  await page.getByRole('button', { name: 'Train 3 times' }).waitFor({ timeout: 60_000 });
  expect(await page.locator('#outcomes tbody tr').count()).toBe(3);

  const report = join(mkdtempSync(join(tmpdir(), 'tabtune-')), 'report.json');
  const options = ['--method', 'head', '--epochs', '5', '--folds', '3', '--report', report];
  const data = ['--model', TINY_BERT, '--data', 'public/samples/requests.csv'];
  execFileSync('scripts/tabtune', ['train', ...data, ...options], { stdio: 'pipe' });
  const { mean, sd } = JSON.parse(readFileSync(report, 'utf8'));
  const percent = (share: number) => `${(100 * share).toFixed(1)}\u00a0%`;
  expect(await shown.textContent()).toBe(`${percent(mean.accuracy)} ± ${percent(sd.accuracy)}`);

  await untilKept(page, '"fold":{"index":2,"of":3},"metrics"');
  await page.reload();
  await expect(shown).toHaveText(`${percent(mean.accuracy)} ± ${percent(sd.accuracy)}`, { timeout: 60_000 });

  await sound(page, ['prepare', 'train', 'evaluate']);
  await goTo(page, 'prepare');
  await unfold(page, 'Split');
  await page.getByText('The test set is part 3 of 3').waitFor();
  await page.getByRole('button', { name: 'One split again' }).click();
  await page.locator('#test-share').waitFor();
});

test('another seed each time, until it is stopped', async ({ page }) => {
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await plan(page, { fields: { 'option-epochs': 5 } }); // seconds each, so that the third is not the last one by the stop
  await openOptions(page);
  await page.locator('#option-head_start').selectOption('random'); // so that a stop leaves something trained
  await openLine(page, 'Train several times');
  await page.getByRole('button', { name: 'Train 5 times' }).click();
  await page.locator('#outcomes tbody tr').nth(1).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Stop and keep the weights' }).click();
  await page.getByRole('button', { name: 'Train 5 times' }).waitFor({ timeout: 60_000 });
  const runs = await page.locator('#outcomes tbody th').allTextContents();
  expect(runs.slice(0, 2)).toEqual(['seed 1', 'seed 2']);
  expect(runs.length).toBeLessThan(5);
  await page.getByText(/^Stopped after/).waitFor();
});

test('labels weighed by hand: the one that counts most is given most', async ({ page }) => {
  await chooseSample(page, 'Reviews, two labels');
  await chooseEncoder(page, TINY_BERT);
  await loaded(page);
  await goTo(page, 'train');
  await openOptions(page);
  await page.locator('#option-class_weights').selectOption('by hand');
  await train(page, { fields: { 'option-class_weights-1': 20, 'option-epochs': 2 } });
  await evaluate(page);
  const cells = await matrix(page);
  const given = [cells[0]! + cells[2]!, cells[1]! + cells[3]!];
  expect(given[1]).toBeGreaterThan(5 * given[0]!);
});

test('words and tags in two files, and names for labels that are numbers', async ({ page }) => {
  await page.setViewportSize(PHONE);
  const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  const choose = (id: string, ...files: ReturnType<typeof file>[]) => page.locator(`#${id}`).setInputFiles(files);
  const times = (text: string) => text.repeat(20);
  await goTo(page, 'prepare');
  await choose(
    'data-file',
    file('a.out', times('O B-genre\nO O O\n')),
    file('b.in', times('play jazz\nplay it now\n')),
  );
  await page.getByText('a.out and b.in').first().waitFor();
  expect(await page.locator('#task').inputValue()).toBe('token_classification');

  await choose('data-file', file('numbers.csv', 'text,label\ngood,1\nfine,1\nnice,1\nbad,0\npoor,0\nsad,0\n'));
  await openLine(page, 'Names for labels that are numbers');
  await choose('names-file', file('names.txt', ' \n'));
  await page.getByText('There are no names of labels in it').waitFor();
  await choose('names-file', file('names.txt', 'negative\npositive\n'));
  await page.getByText('2 names').waitFor();
  await unfold(page, 'Labels');
  await page.getByRole('region', { name: 'Labels' }).getByText('positive').first().waitFor();
  await page.getByRole('button', { name: 'Numbers again' }).click();

  await openLine(page, 'Names for labels that are numbers');
  await page.locator('#label-name-1').fill(' good ');
  await page.locator('#label-name-0').fill('bad');
  await page.locator('#label-name-0').press('Enter');
  const labels = page.getByRole('region', { name: 'Labels' });
  await labels.getByText('good').first().waitFor();
  await labels.getByText('bad').first().waitFor();
  expect(await page.locator('#label-name-1').inputValue()).toBe('good');
  await page.locator('#label-name-1').fill('');
  await page.locator('#label-name-1').blur();
  await expect(labels.getByText('good')).toHaveCount(0);
  await labels.getByText('bad').first().waitFor();
});

test('what can be called by names: numbers with gaps or a point, places of a vector, tags', async ({ page }) => {
  const rows = (labels: object[]) => labels.map((label, i) => JSON.stringify({ text: `A text of ${i} words.`, label }));
  const twice = <T>(labels: T[]) => Array.from({ length: 24 }, (_, i) => labels[i % labels.length]!);
  const csv = (labels: string[]) => `text,label\n${twice(labels).map((label, i) => `Row ${i} of ${label},${label}\n`).join('')}`; // prettier-ignore
  const labels = page.getByRole('region', { name: 'Labels' });
  const open = async (name: string, text: string, places: number[]) => {
    await chooseFile(page, { name, text });
    await page.getByRole('heading', { name, exact: true }).waitFor();
    await openLine(page, 'Names for labels that are numbers');
    const ids = page.locator('[id^=label-name-]');
    await expect(ids).toHaveCount(places.length);
    expect(await ids.evaluateAll((all) => all.map(({ id }) => id))).toEqual(places.map((n) => `label-name-${n}`));
  };
  const call = async (n: number, name: string) => {
    await page.locator(`#label-name-${n}`).fill(name);
    await page.locator(`#label-name-${n}`).blur();
    if (name) await labels.getByText(name).first().waitFor();
  };

  await open('codes.csv', csv(['404', '200', '1001']), [200, 404, 1001]);
  await call(404, 'not found');
  await page.getByText('1 name', { exact: true }).waitFor();
  // The last name taken out again does not close what one types into.
  await call(404, '');
  await call(200, 'all well');
  const two = { name: 'two.txt', mimeType: 'text/plain', buffer: Buffer.from('no\nyes\n') };
  await page.locator('#names-file').setInputFiles(two);
  await page.getByText('No label here has one of these names').waitFor();
  await page.getByRole('button', { name: 'Numbers again' }).click();
  await open('point.csv', csv(['0.0', '1.0']), [0, 1]);
  await call(1, 'good');
  await open('signs.csv', csv(['-1', '0', '1']), [-1, 0, 1]);
  for (const [n, name] of ['bad', 'so so', 'good'].entries()) await call(n - 1, name);
  await expect(labels.getByText('so so')).toHaveCount(1);
  await open('three.csv', csv(['0', '1', '2']), [0, 1, 2]);
  // Two numbers with one name are one label.
  await call(0, 'same');
  await call(2, 'same');
  await expect(labels.getByText('same')).toHaveCount(1);

  await open('vectors.jsonl', rows(twice([[1, 0, 0], [0, 1, 1], [1, 1, 0]])).join('\n'), [0, 1, 2]); // prettier-ignore
  await call(1, 'round, or big');
  await labels.getByText('label 1').first().waitFor();

  // Columns are in the order of their numbers, whatever these begin with.
  const three = { name: 'three.txt', mimeType: 'text/plain', buffer: Buffer.from('1: red\n2: green\n3: blue\n') };
  await page.locator('#names-file').setInputFiles(three);
  await expect(page.locator('#label-name-0')).toHaveValue('red');
  await call(2, 'yellow');
  await expect(page.locator('#label-name-1')).toHaveValue('green');

  const tags = twice([[1, 0], [2, 0]]).map((ner_tags, i) => JSON.stringify({ tokens: [`Anna${i}`, 'left'], ner_tags })); // prettier-ignore
  await open('tags.jsonl', tags.join('\n'), [0, 1, 2]);
  for (const [n, name] of ['O', 'B-PER', 'B-LOC'].entries()) await call(n, name);
  await expect(page.locator('#label-name-0')).toHaveValue('O');
});

test('a fit tells what the names of the labels brought: of two in either order one tells the rows apart', async ({
  page,
}) => {
  const rows = Array.from({ length: 24 }, (_, i) => `Row ${i} is ${i % 2 ? 'good' : 'bad'},${i % 2}\n`).join('');
  await chooseFile(page, { name: 'two.csv', text: `text,label\n${rows}` });
  const told: string[] = [];
  for (const names of [
    ['', ''],
    ['bad', 'good'],
    ['good', 'bad'],
  ]) {
    await goTo(page, 'prepare');
    await openLine(page, 'Names for labels that are numbers');
    for (const [n, name] of names.entries()) {
      await page.locator(`#label-name-${n}`).fill(name);
      await page.locator(`#label-name-${n}`).blur();
    }
    await goTo(page, 'load');
    await loaded(page);
    await goTo(page, 'train');
    if (told.length) await page.getByRole('button', { name: 'Plan a new run in its place' }).click();
    await page.getByText('What it will take').waitFor();
    await expect(page.getByText('validation included')).toHaveCount(0); // of so few rows none validate
    await train(page, { method: 'head' });
    const text = await page.getByText('A new head was fitted first').innerText();
    told.push(/The fit began with|does not tell these rows apart|$/.exec(text)![0]);
  }
  await goTo(page, 'prepare');
  await page.getByRole('button', { name: 'Numbers again' }).click();
  await goTo(page, 'evaluate');
  await page.getByText('only written as numbers').waitFor();
  expect(told[0]).toBe('');
  expect(told.slice(1).sort()).toEqual(['The fit began with', 'does not tell these rows apart']);
});
