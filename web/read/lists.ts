// SPDX-License-Identifier: Apache-2.0
// Lists in a cell, in every notation that tools write, and which columns of a table have them.
import { parseLiteral } from './literal';
import { readSpans } from './spans';
import { asRead, type Table } from './table';

/** The items of a list without lists in it; null: the cell is no such list. */
export function listCell(cell: string): string[] | null {
  const value = parseLiteral(cell);
  if (Array.isArray(value)) {
    if (value.some((item) => item !== null && typeof item === 'object')) return named(value);
    return value.map((item) => String(item).trim());
  }
  return value === undefined ? bareList(cell) : (choices(value) ?? chosen(value));
}

/** [joy, anger] and {joy,anger}: names without quotes, with commas between. */
const BARE = /^\s*(?:\[[^[\]{}"']*,[^[\]{}"']*\]|\{[^[\]{}"':]*\})\s*$/;

/** O B-PER I-PER: a tag for each word of a text. */
const TAGS = /^\s*(?:O|[BIESLUMW]-\S+)(?:\s+(?:O|[BIESLUMW]-\S+))+\s*$/;

/** <python><list>, as Stack Exchange has its tags. */
const ANGLED = /^\s*(?:<[^<>\s/][^<>\s]*>)+\s*$/;

/** #joy #fear */
const HASHED = /^\s*#[^\s#]+(?:\s+#[^\s#]+)+\s*$/;

function bareList(cell: string): string[] | null {
  if (ANGLED.test(cell)) return cell.trim().slice(1, -1).split('><');
  if (HASHED.test(cell)) return cell.trim().split(/\s+/);
  if (TAGS.test(cell)) return cell.trim().split(/\s+/);
  if (!BARE.test(cell)) return null;
  const items = cell.trim().slice(1, -1).split(',');
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

/** [{"name": "joy", "score": 0.9}]: the names, where each object has one and is no span. */
function named(value: unknown[]): string[] | null {
  const names = value.map((item) => {
    const { name, label, value: inner, ...more } = (item ?? {}) as Record<string, unknown>;
    return PLACES.some((place) => place in more) ? null : (name ?? label ?? inner);
  });
  return names.every((name) => typeof name === 'string') ? names : null;
}
const PLACES = ['start', 'start_offset', 'begin', 'start_char', 'offset', 'points', 'text', 'word'];

/** Label Studio's {"choices": ["a", "b"]}. */
function choices(value: unknown): string[] | null {
  const { choices: list } = value as { choices?: unknown };
  return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : null;
}

/** {"joy": true, "anger": false}, or shares from 0 to 1 as in spaCy's cats: the names of what is given. */
function chosen(value: unknown): string[] | null {
  const entries = Object.entries(value as Record<string, unknown>);
  const share = (given: unknown) => typeof given === 'boolean' || (Number(given) === given && given >= 0 && given <= 1);
  if (entries.length < 2 || !entries.every(([, given]) => share(given))) return null;
  return entries.filter(([, given]) => Number(given) >= 0.5).map(([name]) => name);
}

/** lists: of names or numbers. spans: of an entity's start, end and label. */
export type ColumnKind = 'lists' | 'spans' | 'plain';

const known = new WeakMap<Table, ColumnKind[]>();
const LOOKED_AT = 1000;

/** By what more than half of the cells of a column are. */
export function columnKind(edited: Table, column: number): ColumnKind {
  const table = asRead(edited);
  let kinds = known.get(table);
  if (!kinds) known.set(table, (kinds = []));
  return (kinds[column] ??= kindOf(table, column));
}

function kindOf(table: Table, column: number): ColumnKind {
  const step = Math.max(1, Math.floor(table.rows.length / LOOKED_AT));
  const [filled, empty, lists, spans] = [[], [], [], []] as string[][];
  for (let i = 0; i < table.rows.length; i += step) {
    const cell = table.rows[i]![column]!.trim();
    if (cell === '') continue;
    filled!.push(cell);
    if (/^[[({]\s*[\])}]$/.test(cell)) empty!.push(cell);
    else if (listCell(cell)) lists!.push(cell);
    else if (readSpans(cell)) spans!.push(cell);
  }
  const most = (found: string[]) => found.length > 0 && found.length + empty!.length > filled!.length / 2;
  if (most(spans!) && spans!.length >= lists!.length) return 'spans';
  return most(lists!) ? 'lists' : 'plain';
}
