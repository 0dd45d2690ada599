// SPDX-License-Identifier: Apache-2.0
// Predictions are safe to open in a spreadsheet.
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { correctedFile } from '../../web/answers/corrected';
import { withColumns } from '../../web/answers/own_columns';
import { sheetLike } from '../../web/answers/sheet';
import { parseTable } from '../../web/read/parse';
import { answersOf, isWritten, writeAnswers } from '../../web/answers/lines';

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

test('a table has the delimiter of the file that came in, and a byte order mark where Excel needs one', () => {
  const words = answersOf([{ row: 2, text: 'Grün; blau', label: '' }], [[0.75, 0.25]], head);
  const line = (name: string, table: Parameters<typeof sheetLike>[0]) =>
    writeAnswers(words, name, sheetLike(table)).split('\n')[0];
  expect(line('a.csv', { delimiter: ';' })).toBe('\ufeffrow;text;label;probability;p(=cmd);p(no)');
  expect(line('a.csv', { delimiter: ',', encoding: 'windows-1252' })).toBe(
    '\ufeffrow,text,label,probability,p(=cmd),p(no)',
  );
  expect(line('a.csv', { delimiter: '\t', encoding: 'utf-8' })).toBe('row,text,label,probability,p(=cmd),p(no)');
  expect(line('a.tsv', { delimiter: ';' })).toBe('\ufeffrow\ttext\tlabel\tprobability\tp(=cmd)\tp(no)');
  expect(writeAnswers(words, 'a.csv', sheetLike({ delimiter: ';' }))).toContain('"Grün; blau"');
  expect(writeAnswers(answers.slice(0, 1), 'a.csv', sheetLike({ delimiter: ';' }))).toMatch(/^row;/); // ASCII alone
});

test('numbers have a decimal comma where those of the file have one', () => {
  const prices = ['1.357,95 €', '-0,5 €', '12,00 €'];
  const lines = Array.from(
    { length: 60 },
    (_, i) => `Nr. ${i};Wohnung ${i};${i % 3 ? `${i},5 €` : prices[i % 9 ? 1 : 0]};-7`,
  );
  const read = (text: string) => parseTable(new TextEncoder().encode(text));
  const table = read(`Nummer;Text;Preis;Etage\n${lines.join('\n')}\n`);
  expect([table.commas, table.rows[0], table.rows[3]![2]]).toEqual([['Preis'], ['Nr. 0', 'Wohnung 0', '1357.95', '-7'], '-0.5']); // prettier-ignore
  const columns = { text: 1, pair: null, labels: [2] };
  const kind = { ...head, task: 'regression' as const, labels: ['Preis'] };
  const examples = table.rows.slice(0, 4).map(([, text], i) => ({ row: i + 2, text: text!, label: '' }));
  const predicted = answersOf(examples, [[2028.9591], [-1.5], [7], [1e-7]], kind, [0.25, 0.5, 0.75, 1]);
  const written = (name: string) =>
    writeAnswers(withColumns(predicted, { task: 'regression', examples, table, columns }), name, sheetLike(table));
  expect(written('a.csv').split('\n').slice(0, 5)).toEqual([
    'row;text;Preis;unlike;Nummer;Preis (2);Etage',
    '2;Wohnung 0;2028,9591;0,25;Nr. 0;1357,95;-7',
    '3;Wohnung 1;-1,5;0,5;Nr. 1;1,5;-7',
    '4;Wohnung 2;7;0,75;Nr. 2;2,5;-7',
    '5;Wohnung 3;1e-7;1;Nr. 3;-0,5;-7',
  ]);
  expect(JSON.parse(written('a.jsonl').split('\n')[0]!)).toMatchObject({
    Preis: 2028.9591,
    columns: { Preis: '1357.95' },
  });
  const { text } = correctedFile(table, 'regression', [2]);
  expect(text.split('\n')[4]).toBe('Nr. 3;Wohnung 3;-0,5;-7');
  expect(read(text).rows).toEqual(table.rows);
  expect(sheetLike({ ...table, delimiter: ',' }).comma).toBe(false);
});

test('JSONL has the texts as they are', () => {
  const lines = writeAnswers(answers, 'a.jsonl').trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual(RUN);
});

test('JSON is an array of the same, and other formats are not written under their names', () => {
  const list = JSON.parse(writeAnswers(answers, 'a.JSON')) as object[];
  const lines = writeAnswers(answers, 'a.jsonl').trim().split('\n');
  expect(list).toEqual(lines.map((line) => JSON.parse(line) as object));
  for (const name of ['a.csv', 'a.json', 'a.jsonl', 'a.conll', 'a.txt', '-', '/dev/fd/63'])
    expect(isWritten(name)).toBe(true);
  for (const name of ['a.xlsx', 'a.parquet', 'a.csv.gz']) expect(isWritten(name)).toBe(false);
});
