// SPDX-License-Identifier: Apache-2.0
// The command line refuses an option that has no effect on what it is given with, or tells it, and writes through
// links.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'tabtune-idle-'));
const at = (name: string) => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true }));

const MODEL = 'tests/golden/tiny-bert';
const rows = (line: (i: number) => string, header = 'text,label') =>
  `${[header, ...Array.from({ length: 60 }, (_, i) => line(i))].join('\n')}\n`;
const text = (i: number) => `it is ${i} ${i % 2 ? 'good' : 'bad'} films`;
const FILES: Record<string, string> = {
  'some.csv': rows((i) => `${text(i)},${'ab'[i % 2]}`),
  'classes.csv': rows((i) => `${text(i)},${i % 2}`),
  'numbers.csv': rows((i) => `${text(i)},${i}.5`),
  'some.jsonl': Array.from({ length: 60 }, (_, i) => `{"text": "${text(i)}", "label": "${'ab'[i % 2]}"}\n`).join(''),
  'words.txt': Array.from({ length: 60 }, (_, i) => `${text(i)}\n`).join(''),
  'tags.txt': Array.from({ length: 60 }, () => `O O B-N O O\n`).join(''),
  'three.csv': rows((i) => `${text(i)},other ${text(i)},${'ab'[i % 2]}`, 'one,two,label'),
  'labels.txt': 'bad\ngood\n',
  'parts.json': JSON.stringify(Object.fromEntries([['train', 0, 40], ['test', 40, 64]].map(([part, from, to]) => [part, Array.from({ length: +to! - +from! }, (_, i) => ({ text: text(+from! + i), label: 'ab'[i % 2] }))]))), // prettier-ignore
};
beforeAll(() => Object.entries(FILES).forEach(([name, content]) => writeFileSync(at(name), content)));

const tabtune = (...args: string[]) =>
  spawnSync('scripts/tabtune', args.map((arg) => (arg in FILES ? at(arg) : arg)), { encoding: 'utf8' }); // prettier-ignore
const plan = (data: string, ...more: string[]) => tabtune('plan', '--model', MODEL, '--data', data, ...more);

it.each<[string[], RegExp]>([
  [['some.csv', '--sheet', '1'], /--sheet has no effect on \S+some\.csv, which is not a workbook: leave it out/],
  [['some.jsonl', '--header', 'yes'], /--header has no effect on \S+, which is not a table with a row of names/],
  [
    ['some.csv', '--test', 'some.jsonl', '--sheet', '1'],
    /on \S+some\.csv, \S+some\.jsonl, of which none is a workbook/,
  ],
  [['words.txt', '--tags', 'tags.txt', '--delimiter', 'tab'], /--delimiter has no effect on \S+words\.txt, which/],
  [['words.txt', '--tags', 'tags.txt', '--encoding', 'utf-8'], /--encoding has no effect/],
  [['words.txt', '--tags', 'tags.txt', '--decimal', 'comma'], /--decimal has no effect/],
  [['words.txt', '--tags', 'tags.txt', '--labels', 'labels.txt'], /--labels has no effect .* no label of it is 0 or 1/],
  [['some.csv', '--labels', 'labels.txt'], /--labels has no effect on \S+some\.csv: no label of it is 0 or 1/],
  [['numbers.csv', '--labels', 'labels.txt'], /--labels has no effect on numbers, which are learned as they are/],
  [['some.csv', '--base', MODEL], /--base has no effect on \S+tiny-bert, which is no adapter/],
  [['some.csv', '--threads', '2', '--build', 'tabtune-simd'], /--threads has no effect with --build tabtune-simd,/],
])('plan %j is refused', (args, sentence) => {
  const { status, stderr } = plan(...(args as [string]));
  expect(stderr).toMatch(sentence);
  expect(status).toBe(2);
});

it('other commands refuse theirs', () => {
  const on = (command: string, data: string) => [command, '--model', MODEL, '--data', data];
  const refused: [string[], RegExp][] = [
    [[...on('train', 'some.csv'), '--dtype', 'F16'], /--dtype has no effect without --out/],
    [[...on('train', 'some.csv'), '--onnx', 'no'], /--onnx has no effect without --out/],
    [[...on('pretrain', 'words.txt'), '--out', at('pre'), '--text', '1'], /--text has no effect on \S+words\.txt,/],
    [[...on('pretrain', 'some.jsonl'), '--out', at('pre'), '--header', 'no'], /--header has no effect/],
    [[...on('predict', 'some.csv'), '--out', at('p.csv'), '--sheet', '1'], /--sheet has no effect/],
    [[...on('eval', 'some.csv'), '--sheet', '1'], /--sheet has no effect/],
  ];
  for (const [args, sentence] of refused) {
    const { status, stderr } = tabtune(...args);
    expect(stderr).toMatch(sentence);
    expect(status).toBe(2);
  }
});

it('what has an effect is taken', () => {
  const { status, stderr } = plan('classes.csv', '--labels', 'labels.txt', '--header', 'yes', '--delimiter', 'comma');
  expect([status, /no effect/.test(stderr)]).toEqual([0, false]);
  expect(plan('some.csv', '--test', 'some.jsonl', '--header', 'yes').status).toBe(0); // of one of the files
});

it('parts of a split that a file has are taken as such where that is asked for', () => {
  expect(plan('parts.json').stderr).toMatch(/^warning: .* parts of a split: parts\.json\/train, parts\.json\/test\..*--given-parts yes/m); // prettier-ignore
  const { status, stderr } = plan('parts.json', '--given-parts', 'yes');
  expect([status, /parts of a split/.test(stderr)]).toEqual([0, false]);
  expect(stderr).toMatch(/^note: 6 validation rows would be too few/m); // of 40, and the test has its own
  const refused = plan('parts.json', '--given-parts', 'yes', '--test-share', '0.2');
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringMatching(/--test-share has no effect beside --given-parts, as \S+parts\.json has that part/)]); // prettier-ignore
  expect(plan('parts.json', '--given-parts', 'yes', '--validation-share', '0.5').stderr).not.toMatch(/no effect/);
  expect(plan('some.csv', '--given-parts', 'yes').stderr).toMatch(/No file is by its name the part "train"/);
});

it('a remedy that finds nothing, and options that masked words are learned without, are told', () => {
  expect(plan('some.csv', '--fix', 'contradictions').stderr).toMatch(/^fixed: contradictions, which no row has$/m);
  expect(plan('some.csv', '--fix', 'all').stderr).not.toMatch(/which no row has/);
  const small = 'public/models/tabtune-small';
  const more = ['--class-weights', 'balanced', '--lora-rank', '4', '--cache-mebibytes', '9', '--patience', '2'];
  const { stderr } = tabtune('pretrain', '--model', small, '--data', 'words.txt', '--out', at('pre'), '--epochs', '1', ...more); // prettier-ignore
  expect(stderr).toMatch(/^warning: --class-weights, --cache-mebibytes are of heads and labels/m);
  expect(stderr).toMatch(/^warning: --lora-rank has no effect: the method full does not use it\.$/m);
  expect(stderr).not.toMatch(/--patience/);
});

describe('a column', () => {
  const twice = /"(text|one|label)" is taken for two things/;
  it.each([
    [['some.csv', '--pair', 'text'], twice],
    [['three.csv', '--text', 'one', '--label', 'one'], twice],
    [['three.csv', '--pair', 'label', '--label', 'label'], twice],
    [['some.csv', '--label', 'text', '--task', 'single_label_classification'], /columns: text "label", label "text"/],
    [['three.csv', '--label', 'one'], /columns: text "two", label "one"/],
  ])('is one thing: %j', (args, sentence) => {
    expect(plan(...(args as [string])).stderr).toMatch(sentence);
  });
});

describe('a file that is a link', () => {
  const head = ['--method', 'head', '--max-length', '16', '--onnx', 'no'];
  it('to what is not there yet stays one, and the file lies where it leads', () => {
    expect(tabtune('train', '--model', MODEL, '--data', 'some.csv', '--out', at('model'), ...head).status).toBe(0);
    mkdirSync(at('folder'));
    symlinkSync('folder/second', at('first'));
    symlinkSync('real.csv', at('folder/second'));
    const args = ['predict', '--model', at('model'), '--data', 'some.csv', '--out', at('first')];
    expect(tabtune(...args).status).toBe(0);
    expect([lstatSync(at('first')).isSymbolicLink(), lstatSync(at('folder/second')).isSymbolicLink()]).toEqual([true, true]); // prettier-ignore
    expect(readFileSync(at('folder/real.csv'), 'utf8').split('\n').length).toBeGreaterThan(60);
    symlinkSync('some.csv', at('to-data'));
    expect(tabtune(...args.slice(0, -1), at('to-data')).stderr).toMatch(/is what --data names/);
  });
  it('to a folder that is not there is told', () => {
    symlinkSync('nowhere/file.csv', at('lost'));
    const { status, stderr } = tabtune('predict', '--model', at('model'), '--data', 'some.csv', '--out', at('lost'));
    expect([status, stderr]).toEqual([1, expect.stringMatching(/lost cannot be written: there is no such file or folder/)]); // prettier-ignore
    expect([lstatSync(at('lost')).isSymbolicLink(), existsSync(at('nowhere'))]).toEqual([true, false]);
  });
  it('to itself is told', () => {
    symlinkSync('round', at('round'));
    const { status, stderr } = tabtune('predict', '--model', at('model'), '--data', 'some.csv', '--out', at('round'));
    expect([status, stderr]).toEqual([1, expect.stringMatching(/round cannot be written: it is a link that leads to/)]);
  });
});
