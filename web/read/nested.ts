// SPDX-License-Identifier: Apache-2.0
// JSON that is deeper than a table: rows under a name, texts under their labels, objects in cells.
import { some } from '../words/listing';
import { isColumnName } from './header';
import { listCell } from './lists';
import { asNote, type Problem } from './problems';
import { sayNote } from './say';
import { readSpans } from './spans';

export type Row = Record<string, unknown>;
export const isRow = (value: unknown): value is Row =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
export const rowsIn = (value: unknown): Row[] => (Array.isArray(value) ? value.filter(isRow) : []);

/** So many times as long as the lists beside it is the data that lies in an object. */
const MUCH_LONGER = 10;

/** Lists of rows in an object, or in an object in it, the longest first: { "data": { "examples": [{…}, …] } }. */
function listsOfRows(value: Row): { name: string; list: unknown[] }[] {
  const listsIn = (object: Row, weight: number) =>
    Object.entries(object).flatMap(([name, list]) =>
      Array.isArray(list) && typeof list.find((row) => row !== null) === 'object'
        ? [{ name, list: list as unknown[], weight: weight * list.length }]
        : [],
    );
  const deeper = Object.values(value).filter(isRow);
  return [...listsIn(value, MUCH_LONGER), ...deeper.flatMap((object) => listsIn(object, 1))].sort(
    (a, b) => b.weight - a.weight,
  );
}

const DIFFERENT = 0.9;

/** { "greeting": ["hello", …], "goodbye": ["see you", …] } as rows of a text and its label; the texts may be rows too.
 * null: the lists are columns, as names of columns and values that come again tell. */
function textsByLabel(value: Row): Row[] | null {
  const entries = Object.entries(value);
  if (entries.length < 2 || entries.some(([name]) => isColumnName(name))) return null;
  const rows = entries.flatMap(([label, list]) =>
    Array.isArray(list)
      ? list.map((text: unknown): unknown => (isRow(text) ? { ...text, label } : { text, label }))
      : [null],
  );
  const texts = rows.map((row) => (isRow(row) ? (row.text ?? row.data) : null));
  if (entries.some(([, list]) => Array.isArray(list) && list.some(Array.isArray))) return null;
  if (!texts.every((text) => typeof text === 'string' || Array.isArray(text))) return null;
  return new Set(texts).size >= DIFFERENT * texts.length ? (rows as Row[]) : null;
}

/** The rows of an object that holds a table: pandas' DataFrame.to_json() in each of its shapes, columns as lists, texts
 * under their labels, or the longest list under some name. null: it is a row itself. */
export function rowsOf(value: Row, notes: Problem[]): unknown[] | null {
  const entries = Object.entries(value);
  const { columns, data } = value;
  if (Array.isArray(columns) && Array.isArray(data) && data.every(Array.isArray))
    return data.map((cells: unknown[]) => Object.fromEntries(columns.map((name, i) => [String(name), cells[i]])));
  if (Array.isArray(value.rows) && isRow(value.rows[0]) && isRow(value.rows[0].row))
    return value.rows.map((one) => (isRow(one) ? one.row : one));
  const byLabel = textsByLabel(value);
  if (byLabel) {
    notes.push(asNote(sayNote.byLabel(entries.length)));
    return byLabel;
  }
  const lists = entries.filter(([, list]) => Array.isArray(list)) as [string, unknown[]][];
  if (lists.length > 1 && lists.length === entries.length) {
    const [[, first]] = lists as [(typeof lists)[0]];
    if (lists.every(([, list]) => list.length === first.length))
      return first.map((_, i) => Object.fromEntries(lists.map(([name, list]) => [name, list[i]])));
  }
  const inner = entries.map(([, item]) => item).filter(isRow);
  const all = inner.length === entries.length;
  const keys = Object.keys(inner[0] ?? {});
  // By column ({"text": {"0": "a"}}) where each has the same keys and these are numbers; else by row.
  if (all && keys.length > 0 && keys.every((key) => /^\d+$/.test(key)))
    return keys.map((key) => Object.fromEntries(entries.map(([name, column]) => [name, (column as Row)[key]])));
  const alike = inner.every((one) => keys.some((key) => key in one));
  if (all && inner.length > 1 && alike && !Object.values(inner[0]!).every(isRow)) return inner;
  const [longest, ...others] = 'text' in value ? [] : listsOfRows(value);
  if (longest && others.length)
    notes.push(asNote(sayNote.longestList(longest.name, some(others.map(({ name }) => `"${name}"`)))));
  return longest?.list ?? null;
}

const DEEPEST = 8;
const MOST_KEYS = 100;
const LOOKED_AT = 200;

/** What has a meaning as a whole: spans, or labels with a share each. */
const isWhole = (value: unknown): boolean =>
  listCell(JSON.stringify(objectIn(value))) !== null || readSpans(JSON.stringify(value)) !== null;

/** An object, also one that is alone in a list. */
function objectIn(value: unknown): Row | null {
  const [inner, more] = Array.isArray(value) ? (value as unknown[]) : [value];
  return isRow(inner) && more === undefined ? inner : null;
}

const isNothing = (value: unknown) =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** The keys under which all rows that have anything have an object. */
function keysOfObjects(rows: Row[]): Set<string> {
  const inner = new Map<string, Set<string> | null>();
  for (const row of rows)
    for (const key in row) {
      const [names, value] = [inner.get(key), row[key]];
      if (names === null || isNothing(value)) continue;
      const object = objectIn(value);
      const all = object && (names ?? new Set());
      if (all) for (const name in object) all.add(name);
      if (all !== names) inner.set(key, all);
      if (all && all.size > MOST_KEYS) inner.set(key, null);
    }
  const some = rows.slice(0, LOOKED_AT);
  const isSpread = (key: string) => !some.some((row) => isRow(objectIn(row[key])) && isWhole(row[key]));
  return new Set([...inner].flatMap(([key, names]) => (names && isSpread(key) ? [key] : [])));
}

/** A column of objects becomes a column for each of their keys: "data" with {"text": …} becomes "data.text". */
export function spreadObjects(given: Row[]): Row[] {
  let rows = given;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const keys = keysOfObjects(rows);
    if (keys.size === 0) break;
    rows = rows.map((row) => {
      const flat = Object.create(null) as Row; // a key may be "__proto__"
      for (const key in row)
        if (!keys.has(key)) flat[key] = row[key];
        else for (const [name, inner] of Object.entries(objectIn(row[key]) ?? {})) flat[`${key}.${name}`] = inner;
      return flat;
    });
  }
  return rows;
}
