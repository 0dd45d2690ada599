// SPDX-License-Identifier: Apache-2.0
// Every task through the command line, from the file to predictions in the user's own terms, on a tiny random encoder.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersOf } from '../../web/answers/lines';

const MODEL = 'tests/golden/tiny-bert';
const dir = mkdtempSync(join(tmpdir(), 'tabtune-'));
const at = (name: string) => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true }));

const run = promisify(execFile);
const tabtune = (...args: string[]) => run('scripts/tabtune', args);
const json = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'));
const jsonLines = (name: string) =>
  readFileSync(at(name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Trains on `data` and measures the model again on the rows of its test. */
async function trainAndEvaluate(data: string, more: string[], rows: (test: number[]) => string, ending: string) {
  const out = ['--out', at('model'), '--report', at('report.json')];
  await tabtune('train', '--model', MODEL, '--data', data, '--learning-rate', '3e-3', ...out, ...more);
  const report = json('report.json');
  writeFileSync(at(`test.${ending}`), rows(report.split.test));
  await tabtune('eval', '--model', at('model'), '--data', at(`test.${ending}`), '--report', at('eval.json'));
  const again = json('eval.json');
  expect(again.task).toBe(report.task);
  for (const [name, value] of Object.entries(report.metrics))
    expect(again.metrics[name], name).toBeCloseTo(value as number, 5);
  return report;
}

const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n');
/** A file of the header and the rows with these numbers, or of the rows alone. */
const rowsOf = (file: string, header: boolean) => (test: number[]) =>
  [...(header ? [linesOf(file)[0]] : []), ...test.map((row) => linesOf(file)[row - 1])].join('\n');

describe('several labels a row', () => {
  const DATA = 'public/samples/library.csv';
  let report: Awaited<ReturnType<typeof trainAndEvaluate>>;
  beforeAll(async () => {
    report = await trainAndEvaluate(DATA, ['--epochs', '20'], rowsOf(DATA, true), 'csv');
  }, 120_000);

  it('are guessed, trained, measured', () => {
    expect(report).toMatchObject({
      task: 'multi_label_classification',
      labels: ['building', 'computers', 'events', 'hours', 'loans', 'thanks'],
    });
    expect(report.reason).toMatch(/may have several labels/);
    // Always giving the most frequent label has a macro F1 of 0.1.
    for (const name of ['micro_f1', 'macro_f1']) expect(report.metrics[name]).toBeGreaterThan(0.3);
    expect(report.metrics.subset_accuracy).toBeTypeOf('number');
  });
  it('are predicted as lists, with the probability of each', async () => {
    writeFileSync(at('new.txt'), 'When do you open on Sunday? The lift is out of order.\nThank you!\n');
    const { stderr } = await tabtune(
      ...['predict', '--model', at('model'), '--data', at('new.txt'), '--out', at('new.jsonl')],
    );
    expect(stderr).not.toContain('There is no column');
    const answers = jsonLines('new.jsonl');
    expect(answers).toHaveLength(2);
    for (const { labels, probabilities } of answers) {
      expect(Object.keys(probabilities)).toEqual(report.labels);
      for (const label of labels) expect(probabilities[label]).toBeGreaterThan(0);
    }
    await tabtune('predict', '--model', at('model'), '--data', at('new.txt'), '--out', at('new.csv'));
    expect(linesOf(at('new.csv'))[0]).toBe(
      `row,text,labels,${report.labels.map((l: string) => `p(${l})`).join(',')},unlike`,
    );
  });
});

describe('numbers', () => {
  // How many words a text has, in tens: what a tiny encoder can learn.
  const rows = linesOf('public/samples/requests.csv').slice(1, 401).filter(Boolean);
  const texts = rows.map((row) => row.slice(0, row.lastIndexOf(',')).replaceAll('"', ''));
  const data = `text,tens\n${texts.map((text) => `"${text}",${text.split(' ').length / 10 + 0.05}\n`).join('')}`;
  let report: Awaited<ReturnType<typeof trainAndEvaluate>>;
  beforeAll(async () => {
    writeFileSync(at('numbers.csv'), data);
    report = await trainAndEvaluate(
      at('numbers.csv'),
      ['--epochs', '6', '--head-start', 'random'],
      rowsOf(at('numbers.csv'), true),
      'csv',
    );
  }, 120_000);

  it('are guessed, trained, measured', () => {
    expect(report).toMatchObject({ task: 'regression', labels: ['tens'] });
    expect(report.metrics.pearson).toBeGreaterThan(0.8);
    expect(report.metrics.mae).toBeLessThan(0.3);
  });
  it('are predicted as numbers', async () => {
    writeFileSync(at('new.txt'), `play a song\nplay ${'a song and '.repeat(6)}end\n`);
    await tabtune('predict', '--model', at('model'), '--data', at('new.txt'), '--out', at('new.jsonl'));
    const [short, long] = jsonLines('new.jsonl');
    expect(long.tens).toBeGreaterThan(short.tens + 0.3);
  });
});

it('numbers that are called text stand beside the text', () => {
  const head = { task: 'regression' as const, labels: ['text', 'row'], scheme: 'none' as const, thresholds: [] };
  const [answer] = answersOf([{ row: 2, text: 'a song', label: '' }], [[0.5, 3]], head);
  const cells = { row: 2, text: 'a song', 'text (2)': 0.5, 'row (2)': 3 };
  expect(answer).toEqual({ flat: [cells], nested: cells });
});

describe('words', () => {
  const DATA = 'public/samples/names.jsonl';
  let report: Awaited<ReturnType<typeof trainAndEvaluate>>;
  beforeAll(async () => {
    report = await trainAndEvaluate(DATA, ['--epochs', '20'], rowsOf(DATA, false), 'jsonl');
  }, 120_000);

  it('are guessed, trained, measured', () => {
    expect(report).toMatchObject({
      task: 'token_classification',
      scheme: 'iob2',
      labels: ['O', 'B-organisation', 'I-organisation', 'B-person', 'I-person', 'B-place', 'I-place'],
    });
    expect(report.metrics.f1).toBeGreaterThan(0.2);
    expect(Object.keys(report.per_type)).toEqual(['organisation', 'person', 'place']);
  });
  it('are predicted as spans in the text as it was written', async () => {
    const text = '😀  Clara Jensen lives in Hamburg.';
    writeFileSync(at('new.jsonl'), JSON.stringify({ text }));
    await tabtune('predict', '--model', at('model'), '--data', at('new.jsonl'), '--out', at('spans.jsonl'));
    const [{ text: same, spans }] = jsonLines('spans.jsonl');
    expect(same).toBe(text);
    expect(spans.length).toBeGreaterThan(0);
    for (const span of spans) {
      expect(Array.from(text).slice(span.start, span.end).join('')).toBe(span.text);
      expect(['person', 'place', 'organisation']).toContain(span.label);
    }
    await tabtune('predict', '--model', at('model'), '--data', at('new.jsonl'), '--out', at('spans.csv'));
    expect(linesOf(at('spans.csv')).slice(0, -1)).toHaveLength(1 + spans.length);
    await tabtune('predict', '--model', at('model'), '--data', at('new.jsonl'), '--out', at('spans.conll'));
    expect(linesOf(at('spans.conll')).map((line) => line.split('\t')[0])).toEqual(
      ['😀', 'Clara', 'Jensen', 'lives', 'in', 'Hamburg', '.', ''], // prettier-ignore
    );
  });
  it('are those of one text, whoever made the model', async () => {
    cpSync(at('model'), at('foreign'), { recursive: true });
    const { reads: _, ...config } = JSON.parse(readFileSync(at('foreign/config.json'), 'utf8'));
    writeFileSync(at('foreign/config.json'), JSON.stringify(config));
    writeFileSync(at('pairs.csv'), 'premise,hypothesis\nClara Jensen sings.,A woman sings.\n');
    const given = ['--model', at('foreign'), '--data', at('pairs.csv'), '--out', at('words.jsonl')];
    await expect(tabtune('predict', ...given, '--pair', 'hypothesis')).rejects.toThrow(/reads single texts/);
    await tabtune('predict', ...given);
    expect(jsonLines('words.jsonl')).toMatchObject([{ text: 'Clara Jensen sings.' }]);
  });
  it('come from CoNLL, and from two files', async () => {
    const sentence = (i: number) => ['meet\tO', `Ada${i % 7}\tI-person`, 'in\tO', `Rome${i % 5}\tI-place`, `at${i}\tO`];
    writeFileSync(at('data.conll'), Array.from({ length: 60 }, (_, i) => `${sentence(i).join('\n')}\n\n`).join(''));
    const plan = await tabtune('plan', '--model', MODEL, '--data', at('data.conll'), '--report', at('plan.json'));
    expect(plan.stderr).toMatch(/IOB1/);
    expect(json('plan.json')).toMatchObject({
      task: 'token_classification',
      labels: ['O', 'B-person', 'I-person', 'B-place', 'I-place'],
    });
    writeFileSync(at('seq.in'), Array.from({ length: 60 }, (_, i) => `play jazz${i}\n`).join(''));
    writeFileSync(at('seq.out'), 'O B-genre\n'.repeat(60));
    await tabtune(
      'plan',
      '--model',
      MODEL,
      '--data',
      at('seq.in'),
      '--tags',
      at('seq.out'),
      '--report',
      at('plan.json'),
    );
    expect(json('plan.json').labels).toEqual(['O', 'B-genre', 'I-genre']);
  });
});

describe('several runs', () => {
  const common = [
    '--model',
    MODEL,
    '--data',
    'public/samples/reviews.csv',
    '--epochs',
    '1',
    '--report',
    at('runs.json'),
  ];
  it('of several seeds have a mean and a standard deviation', async () => {
    const { stdout } = await tabtune('train', ...common, '--seeds', '3', '--seed', '5');
    const { runs, mean, sd } = json('runs.json');
    expect(runs.map(({ seed }: { seed: number }) => seed)).toEqual([5, 6, 7]);
    const values: number[] = runs.map((one: { metrics: { accuracy: number } }) => one.metrics.accuracy);
    const average = values.reduce((a, b) => a + b) / 3;
    expect(mean.accuracy).toBeCloseTo(average, 10);
    expect(sd.accuracy).toBeCloseTo(Math.sqrt(values.reduce((sum, x) => sum + (x - average) ** 2, 0) / 2), 10);
    expect(stdout).toMatch(/accuracy +\d\.\d{4} ± \d\.\d{4}/);
    await tabtune('train', ...common, '--seed', '6');
    expect(json('runs.json').metrics).toEqual(runs[1].metrics);
  });
  it('of k folds test every row once', async () => {
    await tabtune('train', ...common, '--folds', '3');
    const { runs } = json('runs.json');
    const tested = runs.flatMap(({ split }: { split: { test: number[] } }) => split.test);
    expect(tested.sort((a: number, b: number) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 2));
  });
});

it('remedies are applied and named', async () => {
  const rows = linesOf('public/samples/reviews.csv').slice(0, 200);
  writeFileSync(at('twice.csv'), [...rows, ...rows.slice(1, 21)].join('\n'));
  const said = await tabtune('plan', '--model', MODEL, '--data', at('twice.csv'));
  expect(said.stderr).toMatch(/20 rows \(rows 201, 202, .*with the text and label.*--fix duplicates/);
  const report = ['--report', at('fixed.json')];
  const args = ['--data', at('twice.csv'), '--fix', 'duplicates', '--epochs', '1', ...report];
  await tabtune('train', '--model', MODEL, ...args);
  const { fixed, split } = json('fixed.json');
  const twice = (part: number[]) => part.filter((row) => row > 200);
  // The copies in the training part are left out; those in the other parts stay.
  expect(fixed).toMatchObject([{ name: 'duplicates' }]);
  expect(twice(split.train)).toEqual([]);
  expect([...fixed[0].rows, ...twice(split.validation), ...twice(split.test)]).toHaveLength(20);
  expect(fixed[0].rows.length).toBeGreaterThan(5);
  const refused = tabtune('plan', '--model', MODEL, '--data', at('twice.csv'), '--fix', 'magic');
  await expect(refused).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/--fix takes duplicates, .*not "magic"/),
  });
});
