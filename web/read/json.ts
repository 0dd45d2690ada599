// SPDX-License-Identifier: Apache-2.0
// JSONL (an object a line) and JSON (an array of objects) -> a table. Columns are the keys, in order of appearance.
import { some } from '../words/listing';
import { adapt } from './adapt';
import { parseExact, parseLiteral } from './literal';
import { isRow, rowsOf, spreadObjects, type Row } from './nested';
import { asWarning, DataError, type Problem } from './problems';
import { say } from './say';
import type { Table } from './table';
import { checkWidth } from './width';

/** As the browsers say it of JSON without its end: in words, or by a position that is the end. */
const breaksOff = (text: string, error: string): boolean =>
  /end of (JSON input|data)|Unexpected EOF|unterminated/i.test(error) ||
  Number(/position (\d+)/.exec(error)?.[1]) >= text.trimEnd().length;

/** `window.YTD.tweets.part0 = [`, as Twitter's archive has it. */
const ASSIGNED = /^\s*(?:(?:var|let|const)\s+)?[\w.$]+\s*=\s*(?=[[{])/;

/** Objects below each other, each indented over several lines, as jq prints them. */
function objectsOfLines(text: string): unknown {
  if (!/^\{\s*$/m.test(text)) return undefined;
  try {
    return parseExact(`[${text.replace(/^\}\s*^\{/gm, '},{')}]`);
  } catch {
    return undefined;
  }
}

/** null: not JSON, the file may be something else. */
export function parseJson(given: string): Table | null {
  const text = given.replace(ASSIGNED, '');
  if (!/^\s*(\[\s*[[{"\]]|\{)/.test(text)) return null;
  let value: unknown;
  try {
    value = parseExact(text);
  } catch (error) {
    if (/^\s*\[\s*\{/.test(text) && breaksOff(text, String(error))) throw new DataError(say.breaksOff, -1, text.length);
    // Objects of several lines each, as Python prints a value, or with a comma too many; else perhaps a line of JSON
    // each, or text that begins with a bracket.
    value = objectsOfLines(text) ?? (/^\s*(\[\s*)?\{/.test(text) ? parseLiteral(text) : undefined);
    if (!Array.isArray(value) && !isRow(value)) return null;
  }
  const notes: Problem[] = [];
  const values = Array.isArray(value) ? (value as unknown[]) : rowsOf(value as Row, notes);
  if (values === null) return null; // one line of JSONL
  if (values.length === 0) throw new DataError(say.emptyArray, 1, 0);
  const table = tableOfRows('json', values, (i) => i + 1);
  return { ...table, problems: [...notes, ...table.problems] };
}

/** Lines above the first object. */
const COMMENTS = /^(?:\s*(?:\/\/|#).*\r?\n){1,20}(?=\s*\{)/;

export function parseJsonLines(given: string): Table | null {
  const text = given.replace(COMMENTS, (lines) => lines.replace(/.+/g, ''));
  if (!/^\s*[{[]/.test(text)) return null;
  const lines = text.split(/\r\n|\n|\r/);
  const values: unknown[] = [];
  const numbers: number[] = [];
  let failed = 0;
  lines.forEach((line, i) => {
    if (line.trim() === '') return;
    let value: unknown = null;
    try {
      value = parseExact(line);
    } catch {
      value = parseLiteral(line.replace(/,\s*$/, ''));
      if (value === undefined) failed++;
    }
    values.push(value);
    numbers.push(i + 1);
  });
  if (failed > values.length / 2) {
    const isArray = /^\s*\[\s*\{\s*"/.test(text) && text.trimEnd().endsWith(']');
    if (!isArray && !/^\s*\{\s*("|\n)/.test(text)) return null;
    throw new DataError(say.halfJson, 1, 0);
  }
  return tableOfRows('jsonl', values, (i) => numbers[i]!);
}

/** Columns are the keys, in order of appearance; what tools for labelling wrote is read as such. */
export function tableOfRows(
  format: 'json' | 'jsonl' | 'parquet',
  values: unknown[],
  number: (i: number) => number,
): Table {
  const table: Table = { format, delimiter: '', header: true, columns: [], rows: [], numbers: [], problems: [] };
  const broken: number[] = [];
  let rows: Row[] = [];
  values.forEach((value, i) => {
    const row = asRow(value);
    if (!row) return void broken.push(number(i));
    for (const key in row)
      if (deeper(row[key], MOST_NESTED)) throw new DataError(say.nested(number(i), key, MOST_NESTED), number(i));
    rows.push(row);
    table.numbers.push(number(i));
  });
  const adapted = adapt(rows, table.numbers);
  if (adapted) {
    ({ rows, numbers: table.numbers } = adapted);
    for (const problem of adapted.problems) table.problems.push(problem);
    if (rows.length === 0) throw new DataError(table.problems.map(({ text: found }) => found).join(' '));
  } else rows = spreadObjects(rows);
  const columns = new Set<string>();
  for (const row of rows) for (const key in row) columns.add(key);
  if (columns.size === 0) throw new DataError(say.noRows);
  checkWidth(columns.size);
  table.columns = [...columns];
  table.rows = rows.map((row) => table.columns.map((key) => asCell(Object.hasOwn(row, key) ? row[key] : null)));
  if (broken.length) table.problems.push(asWarning(say.noObjects(broken.length, some(broken)), broken));
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

function asCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
