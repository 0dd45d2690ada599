// SPDX-License-Identifier: Apache-2.0
// Predictions are safe to open in a spreadsheet.
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { answersOf, writeAnswers } from '../../web/answers/lines';

const RUN = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=1\nsecond line', '＝1'];
const head = {
  task: 'single_label_classification' as const,
  labels: ['=cmd', 'no'],
  scheme: 'none' as const,
  thresholds: [],
};
const answers = answersOf(
  RUN.map((text, row) => ({ row, text, label: '' })) as never,
  RUN.map(() => [0.75, 0.25]),
  head,
);

test.each(['a.csv', 'a.tsv'])('no cell of %s is a formula, and its text is there', (name) => {
  const { data } = Papa.parse<Record<string, string>>(writeAnswers(answers, name), {
    header: true,
    skipEmptyLines: true,
  });
  expect(data.map(({ text }) => text)).toEqual(RUN.map((text) => `'${text}`));
  for (const row of data)
    for (const cell of [...Object.keys(row), ...Object.values(row)]) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
  expect(data[0]!['probability']).toBe('0.75');
});

test('JSONL has the texts as they are', () => {
  const lines = writeAnswers(answers, 'a.jsonl').trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual(RUN);
});
