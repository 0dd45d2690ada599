// SPDX-License-Identifier: Apache-2.0
// JSONL (an object a line) and JSON (an array of objects) -> a table. Columns are the keys, in order of appearance.
import { count, DataError, listRows } from './problems';
import type { Table } from './table';

type Row = Record<string, unknown>;

/** null: not JSON, the file may be something else. */
export function parseJson(text: string): Table | null {
  if (!/^\s*\[\s*[[{"\]]/.test(text)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // perhaps a line of JSON each, or text that begins with a bracket
  }
  if (!Array.isArray(value) || value.length === 0)
    throw new DataError(
      'The JSON array is empty. Add a row for each text with its label, and choose the file again.',
      1,
      0,
    );
  return tableOf('json', value, (i) => i + 1);
}

export function parseJsonLines(text: string): Table | null {
  if (!/^\s*[{[]/.test(text)) return null;
  const lines = text.split(/\r\n|\n|\r/);
  const values: unknown[] = [];
  const numbers: number[] = [];
  let failed = 0;
  lines.forEach((line, i) => {
    if (line.trim() === '') return;
    let value: unknown = null;
    try {
      value = JSON.parse(line);
    } catch {
      failed++;
    }
    values.push(value);
    numbers.push(i + 1);
  });
  if (failed > values.length / 2) {
    if (!/^\s*\{\s*("|\n)/.test(text)) return null;
    throw new DataError(
      'The file begins like JSON, but its lines are not: JSONL has one whole object a line, for example ' +
        '{"text": "Great value.", "label": "positive"}.',
      1,
      0,
    );
  }
  return tableOf('jsonl', values, (i) => numbers[i]!);
}

function tableOf(format: 'json' | 'jsonl', values: unknown[], number: (i: number) => number): Table {
  const table: Table = { format, delimiter: '', header: true, columns: [], rows: [], numbers: [], problems: [] };
  const broken: number[] = [];
  const rows: Row[] = [];
  const columns = new Set<string>();
  values.forEach((value, i) => {
    const row = asRow(value);
    if (!row) return void broken.push(number(i));
    Object.keys(row).forEach((key) => columns.add(key));
    rows.push(row);
    table.numbers.push(number(i));
  });
  table.columns = [...columns];
  table.rows = rows.map((row, i) =>
    table.columns.map((key) => asCell(Object.hasOwn(row, key) ? row[key] : null, key, table.numbers[i]!)),
  );
  if (broken.length)
    table.problems.push({
      level: 'warning',
      rows: broken,
      text: `${count(broken.length, 'broken row')} left out (${listRows(broken)}): each must be a JSON object.`,
    });
  return table;
}

/** Objects as they are; arrays as columns by position; a bare string is a text. */
function asRow(value: unknown): Row | null {
  if (typeof value === 'string') return { text: value };
  if (value === null || typeof value !== 'object') return null;
  if (Array.isArray(value)) return Object.fromEntries(value.map((cell, i) => [`column ${i + 1}`, cell]));
  return value as Row;
}

const MOST_NESTED = 100;

const deeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => deeper(inner, levels - 1)));

function asCell(value: unknown, key: string, row: number): string {
  if (value === null || value === undefined) return '';
  if (deeper(value, MOST_NESTED))
    throw new DataError(`Row ${row}: "${key}" is nested more than ${MOST_NESTED} deep. Leave it out of the file.`, row);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
