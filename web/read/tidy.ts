// SPDX-License-Identifier: Apache-2.0
// Cells in notations that only some programs write -> plain ones: numbers with a decimal comma, with marks of thousands
// or with a sign of currency, and vectors of 0 and 1 in one cell, which become a column for each place.
import { columnKind, listCell } from './lists';
import { asNote, asWarning, choice, type DecimalMark, type Problem } from './problems';
import { sayNote } from './say';
import type { Table } from './table';

const SNIFFED = 2000;
const WHOLE = String.raw`[-+]?\d{1,3}`;
const PLAIN = /^[-+]?\d+(\.\d+)?$/;
const COMMA = /^[-+]?\d+(,\d+)?$|^[-+]?\d{1,3}(\.\d{3})+,\d+$/;
const THOUSANDS = new RegExp(String.raw`^${WHOLE}(,\d{3})+(\.\d+)?$`);
const SPACED = new RegExp(String.raw`^${WHOLE}([ '’\u00A0\u202F]\d{3})+([.,]\d+)?$`);
/** Columns of quantities, in some languages. */
const QUANTITY =
  /score|rating|price|amount|percent|similarity|wert|note\b|preis|betrag|prix|montant|precio|valor|punt/i;

type Notation = 'comma' | 'thousands' | 'spaced';

const SIGNS = /[$€£¥%‰]/;
/** A number between what is written beside numbers: the sign of a currency or of per cent. */
const SIGNED = /^([$€£¥]?)\s?([-+\u2212]?\d(?:[\d.,'’ \u00A0\u202F]*\d)?)\s?([%‰$€£¥]?)$/;
/** Fewer different ones are names of classes, as 5 % and 10 % are. */
const MANY = 20;

/** $4.99, 45 % and \u22121.5 -> 4.99, 45 and -1.5, in columns of nothing else. */
function bareNumbers(table: Table): Table {
  const bare = (cell: string): string | null => {
    const [, before, number, behind] = SIGNED.exec(cell.trim().replace(/^([-+\u2212])\s?([$€£¥])/, '$2$1')) ?? [];
    return number === undefined || (before && behind) ? null : number.replace('\u2212', '-');
  };
  const isSigned = (i: number) => {
    const filled = table.rows.slice(0, SNIFFED).flatMap((row) => row[i]!.trim() || []);
    if (!filled.some((cell) => SIGNS.test(cell) || cell.startsWith('\u2212'))) return false;
    return new Set(filled).size > MANY && filled.every((cell) => bare(cell) !== null);
  };
  const signed = table.columns.map((_, i) => isSigned(i));
  if (!signed.includes(true)) return table;
  const rows = table.rows.map((row) => row.map((cell, i) => (signed[i] ? (bare(cell) ?? cell) : cell)));
  const named = table.columns.filter((_, i) => signed[i] && table.rows.some((row) => SIGNS.test(row[i]!)));
  const notes: Problem[] = named.length ? [asNote(sayNote.signs(named))] : [];
  return { ...table, rows, problems: [...table.problems, ...notes] };
}

export function plainNumbers(given: Table, mark?: DecimalMark): Table {
  const table = bareNumbers(given);
  const notations = table.columns.map((name, i) => notationOf(table, name, i, mark));
  if (!notations.some(Boolean)) return mark ? table : askOfPairs(table);
  const rows = table.rows.map((row) => row.map((cell, i) => plain(cell, notations[i]!)));
  const named = table.columns.filter((_, i) => notations[i]);
  const commas = notations.includes('comma');
  const note: Problem = asNote(commas ? sayNote.decimals(named) : sayNote.thousands(named), [], {
    choices:
      mark !== undefined || notations.includes('spaced')
        ? []
        : commas
          ? [choice(sayNote.commaParts, { decimal: 'point' })]
          : [choice(sayNote.commaDecimal, { decimal: 'comma' })],
  });
  const commaed = table.columns.filter((_, i) => notations[i] === 'comma');
  return { ...table, rows, commas: commaed, problems: [...table.problems, note] };
}

/** 1,5 and 2,7: two numbers of classes, or one number with a decimal comma. */
function askOfPairs(table: Table): Table {
  const pairs = table.columns.filter((_, i) => {
    const filled = table.rows.slice(0, SNIFFED).flatMap((row) => row[i]!.trim() || []);
    return filled.some((cell) => /^\d+,\d+$/.test(cell)) && filled.every((cell) => /^\d+(,\d+)?$/.test(cell));
  });
  if (pairs.length === 0) return table;
  const note: Problem = asNote(sayNote.lists(pairs), [], {
    choices: [choice(sayNote.commaDecimal, { decimal: 'comma' })],
  });
  return { ...table, problems: [...table.problems, note] };
}

function notationOf(table: Table, name: string, column: number, mark?: DecimalMark): Notation | null {
  const cells: string[] = [];
  for (const row of table.rows.slice(0, SNIFFED)) {
    const cell = row[column]!.trim();
    if (cell === '') continue;
    if (!/^[-+\d][\d.,'’ \u00A0\u202F]*$/.test(cell)) return null;
    cells.push(cell);
  }
  const marked = cells.filter((cell) => !PLAIN.test(cell));
  if (marked.length === 0) return null;
  if (marked.every((cell) => SPACED.test(cell))) return 'spaced';
  const thousands = marked.every((cell) => THOUSANDS.test(cell));
  if (!marked.every((cell) => COMMA.test(cell)) || cells.some((cell) => /^\d+\.\d+$/.test(cell)))
    return thousands && mark !== 'comma' ? 'thousands' : null;
  if (mark) return mark === 'comma' ? 'comma' : thousands ? 'thousands' : null;
  const semicolons = table.delimiter === ';';
  if (thousands && !semicolons && !marked.some((cell) => /^[-+]?0/.test(cell))) return 'thousands';
  return semicolons || QUANTITY.test(name) || marked.some(isNoPair) ? 'comma' : null;
}

/** What no list of two class numbers looks like: 5,0 and 2,05 and 3,3. */
function isNoPair(cell: string): boolean {
  const [whole = '', part = ''] = cell.split(',');
  return /^[-+]/.test(cell) || whole === part || /^0\d/.test(part) || /^0/.test(part) || part.length > 3;
}

function plain(cell: string, notation: Notation | null): string {
  if (notation === null || cell.trim() === '') return cell;
  const bare = notation === 'thousands' ? cell.replaceAll(',', '') : cell.replace(/[ '’\u00A0\u202F]/g, '');
  return notation === 'thousands' || !bare.includes(',')
    ? bare.trim()
    : bare.replaceAll('.', '').replace(',', '.').trim();
}

const MOST_PLACES = 2000;

/** A column of vectors as a column for each place: "labels" becomes "labels 1", "labels 2" and so on. */
export function spreadVectors(table: Table): Table {
  if (table.format === 'conll' || table.columns.some((name) => /^(tokens|words)$/i.test(name))) return table;
  const places = table.columns.map((_, i) => placesOf(table, i));
  if (!places.some(Boolean)) return table;
  const names = table.columns.map((name, i) =>
    places[i] ? Array.from({ length: places[i]! }, (_, k) => `${name} ${k + 1}`) : [name],
  );
  const rows = table.rows.map((row) =>
    row.flatMap((cell, i) => (places[i] ? (vectorOf(cell) ?? new Array<string>(places[i]!).fill('')) : [cell])),
  );
  const spread = table.columns.filter((_, i) => places[i]);
  const problems: Problem[] = spread.map((name) => asNote(sayNote.vectors(name, places[table.columns.indexOf(name)]!)));
  const parts = Object.fromEntries(table.columns.flatMap((name, i) => (places[i] ? [[name, names[i]!]] : [])));
  return { ...table, columns: names.flat(), rows, parts, problems: [...table.problems, ...problems] };
}

const ANSWER = /^labels?( \(2\))?$/;

/** A file of predictions, as they are written here: the labels that come first are the model's. */
export function ofAnswers(table: Table): Table {
  const [first, second, answer = '', next = ''] = table.columns;
  const found = first === 'row' && second === 'text' && ANSWER.test(answer) && /^p(\(|robabilit)/.test(next);
  if (!found) return table;
  const own = table.columns.slice(3).filter((name) => ANSWER.test(name));
  const choices = own.map((label) => choice(sayNote.voter(label), { label }));
  return { ...table, problems: [...table.problems, asWarning(sayNote.answers(answer), [], { choices })] };
}

const FLAG = /^(0|1|0\.0?|1\.0?|true|false)$/i;
const SEPARATED = /^[01](\s*[,;| ]\s*[01])+$/;

function vectorOf(cell: string): string[] | null {
  const items = SEPARATED.test(cell.trim()) ? cell.trim().split(/\s*[,;| ]\s*/) : listCell(cell);
  return items?.every((item) => FLAG.test(item)) ? items : null;
}

/** How many places the vectors of a column have; 0: it has none. */
function placesOf(table: Table, column: number): number {
  let places = 0;
  const different = new Set<string>();
  let doubled = false;
  for (const row of table.rows) {
    const cell = row[column]!.trim();
    if (cell === '') continue;
    const vector = /[01eE]/.test(cell) && cell.length < 20 * MOST_PLACES ? vectorOf(cell) : null;
    if (!vector || vector.length < 2 || vector.length > MOST_PLACES || (places && vector.length !== places)) return 0;
    places = vector.length;
    if (different.size < 3) different.add(vector.join());
    doubled ||= new Set(vector).size < vector.length;
  }
  const lists = places > 0 && columnKind(table, column) === 'lists';
  return different.size > 1 && (lists || (doubled && places > 2)) ? places : 0;
}
