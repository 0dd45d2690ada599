// SPDX-License-Identifier: Apache-2.0
// Predictions are known to the owner of the file by its other columns.
import { expect, test } from 'vitest';
import { answersOf, writeAnswers } from '../../web/answers/lines';
import { withColumns } from '../../web/answers/own_columns';
import { parseText } from '../../web/read/parse';
import { takeExamples } from '../../web/rows/examples';

const head = {
  task: 'single_label_classification' as const,
  labels: ['no', 'yes'],
  scheme: 'none' as const,
  thresholds: [],
};

test('in a table behind the answers, under names that are free, and in JSON by themselves', () => {
  const table = parseText('id,text,label,row\n7,good,yes,a\n8,,no,b\n9,"bad, bad",no,c\n');
  const columns = { text: 1, pair: null, labels: [2] };
  const { examples } = takeExamples(table, { ...columns, labels: [] }, head.task);
  const found = answersOf(examples, [[0.25, 0.75], [0.75, 0.25]], head); // prettier-ignore
  const answers = withColumns(found, { ...head, examples, table, columns });
  expect(writeAnswers(answers, 'a.csv').split('\n')).toEqual([
    'row,text,label,probability,p(no),p(yes),id,label (2),row (2)',
    '2,good,yes,0.75,0.25,0.75,7,yes,a',
    '4,"bad, bad",no,0.75,0.75,0.25,9,no,c', // the row between has no text
    '',
  ]);
  expect(JSON.parse(writeAnswers(answers, 'a.jsonl').split('\n')[1]!)).toMatchObject({
    label: 'no',
    columns: { id: '9', label: 'no', row: 'c' },
  });
  const alone = { ...table, columns: ['text'], rows: table.rows.map((cells) => [cells[1]!]) };
  expect(withColumns(found, { ...head, examples, table: alone, columns: { ...columns, text: 0 } })).toEqual(found);
});

test('beside each span of a text, without its tags', () => {
  const spans = JSON.stringify({ id: 'x', text: 'Ada met Bo', spans: [{ start: 0, end: 3, label: 'NAME' }] });
  const table = parseText(`${spans}\n${spans.replace('"x"', '"y"')}\n`);
  const at = (name: string) => table.columns.indexOf(name);
  const columns = { text: at('text'), pair: null, labels: [at('spans')] };
  const words = { ...head, task: 'token_classification' as const, labels: ['O', 'B-NAME', 'I-NAME'], scheme: 'iob2' as const }; // prettier-ignore
  const { examples } = takeExamples(table, { ...columns, labels: [] }, words.task);
  const outputs = Array.from({ length: 6 }, (_, i) => (i % 3 === 1 ? [1, 0, 0] : [0, 1, 0]));
  const answers = withColumns(answersOf(examples, outputs, words), { ...words, examples, table, columns });
  const lines = writeAnswers(answers, 'a.csv').trim().split('\n');
  expect(lines[0]).toBe('row,start,end,label,text,score,id');
  expect(lines.slice(1).map((line) => line.at(-1))).toEqual(['x', 'x', 'y', 'y']);
});

test('several labels of a row are read again as they were, also with a mark in one of them', () => {
  const task = 'multi_label_classification' as const;
  const outputs = [[0.9, 0.1, 0.8], [0.1, 0.9, 0.2], [0.1, 0.2, 0.3], [0.9, 0.2, 0.3]]; // prettier-ignore
  const examples = outputs.map((_, i) => ({ row: i + 2, text: `text ${i}`, label: '' }));
  for (const labels of [
    ['red', 'round', 'big'],
    ['red, crimson', 'round|oval', 'big; huge'],
    ['red', 'round/oval', 'b|c'],
  ]) {
    const kind = { task, labels, scheme: 'none' as const, thresholds: [0.5, 0.5, 0.5] };
    const table = parseText(writeAnswers(answersOf(examples, outputs, kind), 'a.csv'));
    const columns = { text: 1, pair: null, labels: [table.columns.indexOf('labels')] };
    const again = takeExamples(table, columns, task).examples.map(({ names }) => names);
    expect(again).toEqual([[labels[0], labels[2]], [labels[1]], [], [labels[0]]]);
  }
});
