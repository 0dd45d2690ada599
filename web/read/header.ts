// SPDX-License-Identifier: Apache-2.0
// The rows above the data: whether the first is a header, what stands above and under it, and names for all columns.

const COLUMN_NAMES =
  /^(id|idx|index|text|texts|sentence|sentence[12ab]|question|question[12]|answer|review|comment|message|content|tweet|title|body|document|utterance|query|premise|hypothesis|words?|tokens?|label|labels|category|class|target|intent|sentiment|emotion|topic|tags?|rating|score|gold|split|source|(sentence|sent)[ _]?(#|id|idx|no)|(ner|pos|chunk)_tags?)$/i;

export const isColumnName = (name: string): boolean => COLUMN_NAMES.test(name.trim());
export const countNames = (cells: string[]) => cells.filter(isColumnName).length;
const countFilled = (cells: string[]) => cells.filter((cell) => cell.trim() !== '').length;

/** No name of COLUMN_NAMES is longer, spaces around it included. */
const MOST_NAME = 24;

/** Two names of columns or more, and little else. */
export const isNames = (cells: string[]) => countNames(cells) > 1 && countNames(cells) >= countFilled(cells) / 2;

/** The second line of a header, where the first names groups of columns or nothing that is known. */
const isFuller = (cells: string[], first: string[]) =>
  isNames(cells) && !cells.some(isNumber) && (countNames(first) === 0 || countFilled(first) < countFilled(cells));

/** The second line of a header whose first names groups of columns and has gaps: all of its cells are filled, none
 * with a value, and values or ticks alone are below one of them. */
function isBelowGroups(records: string[][], line: number): boolean {
  const [first, cells, rows] = [records[0]!, records[line]!, records.slice(line + 1, line + 1000)];
  const isName = (cell: string) => cell.trim() !== '' && !isValue(cell.trim()) && cell.length <= LONGEST_NAME;
  if (countFilled(first) >= cells.length || rows.length < LEAST_ROWS || !cells.every(isName)) return false;
  const below = (i: number) => rows.map((row) => (row[i] ?? '').trim());
  return cells.some((_, i) => below(i).every(isValue) || areTicks(below(i)));
}

/** Nothing but x, as in a list that people have ticked. */
const areTicks = (cells: string[]) => cells.every((cell) => /^x?$/i.test(cell)) && cells.some((cell) => cell !== '');

const TOTAL = /^(grand totals?|totals?|sum|summe|gesamt(summe|ergebnis)?|insgesamt|total général|totale|suma)\s*:?$/i;

/** A last row of a spreadsheet: "Total" and numbers. */
export function isTotal(cells: string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const words = filled.filter((cell) => !isNumber(cell));
  return words.length > 0 && words.length < filled.length && words.every((cell) => TOTAL.test(cell));
}

/** All cells are names of columns, two or more: a header, wherever it stands. */
export const isHeaderAgain = (cells: string[]): boolean =>
  cells.every((cell) => cell.length < MOST_NAME) &&
  countNames(cells) > 1 &&
  countNames(cells) === countFilled(cells) &&
  new Set(cells).size > 1;

/** Of less rows it cannot be told whether a column has few values. */
const LEAST_ROWS = 8;

export function countsOf(cells: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return counts;
}

/** Each of them comes again and again, as labels do. */
function areFew(cells: string[]): boolean {
  if (cells.length < LEAST_ROWS) return false;
  const counts = countsOf(cells);
  return counts.size <= cells.length / 4 && [...counts.values()].every((rows) => rows > 1);
}

/** A day, with a time of day or without, as forms and spreadsheets write it. */
export const DATE = /^\d{1,4}([-./])\d{1,2}\1\d{1,4}([ T,]+\d{1,2}:\d{2}.{0,20})?$/;

/** What no name of a column is. */
const isValue = (cell: string) => isNumber(cell) || DATE.test(cell);

/** Numbers, or little else than empty cells: what is left of some rows that a comma in a text has cut. */
const isRest = (cells: string[]) =>
  cells.filter((cell) => cell !== '' && !isNumber(cell)).length <= MOST_REST * cells.length;
const MOST_REST = 0.1;

/** As a text ends, and hardly a name of a column: the first row of data may have a label that comes once. */
const SENTENCE = /[.!…。！]["'”’»)]*$/u;

/** A question of a form is as long as that; a text may be longer. */
const LONGEST_NAME = 200;

/** A header is a row of short names that looks unlike the rows below it. One nameless column may be an index (pandas
 * and R write one); a name may come twice where others are names that columns have. `known`: names of columns that the
 * file may have, in any case: a row with one of them is a header. 'guessed': the labels under it alone make it one. */
export function headerIn(records: string[][], width: number, known: string[] = []): boolean | 'guessed' {
  const [first, ...rest] = records;
  if (!first || first.length !== width) return false;
  const names = first.map((cell) => cell.trim());
  const lower = known.map((name) => name.trim().toLowerCase());
  if (names.some((name) => name !== '' && !isNumber(name) && lower.includes(name.toLowerCase()))) return true;
  if (rest.length === 0) return names.every(isColumnName); // a header and no rows
  const columns = names.map((_, i) => rest.slice(0, 1000).map((cells) => cells[i]?.trim() ?? ''));
  const named = names.map((_, i) => i).filter((i) => names[i] !== '');
  const nameless = names.map((_, i) => i).filter((i) => names[i] === '');
  if (named.length === 0) return false;
  if (named.some((i) => isValue(names[i]!) || names[i]!.length > LONGEST_NAME)) return false;
  if (isNames(first)) return true;
  if (!nameless.every((i) => isRest(columns[i]!))) return false;
  if (named.some((i) => isColumnName(names[i]!))) return true;
  if (new Set(named.map((i) => names[i])).size !== named.length) return false;
  if (named.some((i) => columns[i]!.includes(names[i]!))) return false; // a label of the data itself
  if (columns.some((cells) => cells.every(isValue))) return true;
  if (named.some((i) => names[i]!.length > 60)) return false;
  if (width < 2) return false;
  if (named.every((i) => /^[\p{L}_][\p{L}\p{N}_.-]*( [\p{L}\p{N}_.-]+)?$/u.test(names[i]!))) return true;
  const few = named.filter((i) => areFew(columns[i]!));
  const likeText = named.some((i) => !few.includes(i) && SENTENCE.test(names[i]!));
  return few.length > 0 && !likeText && 'guessed';
}

export const looksLikeHeader = (records: string[][], width: number) => headerIn(records, width) !== false;

/** Names for all columns, each once. */
export function columnNames(header: string[], width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, i) => {
    const name = header[i]?.trim() || `column ${i + 1}`;
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name} (${n})`;
    taken.add(free);
    return free;
  });
}

/** Lines above the table, which are none of its rows: Excel's `sep=;`, comments, a title, a first line of a header that
 * has two. */
export function linesAbove({ records, width }: { records: string[][]; width: number }): number {
  const starts = records.slice(0, MOST_ABOVE).findIndex((cells) => cells.length === width && !isAbove(cells));
  if (starts < 0) return 0;
  const below = records
    .slice(starts + 1, starts + MOST_HEADERS)
    .findIndex((cells, i) => isFuller(cells, records[starts]!) || isBelowGroups(records.slice(starts), i + 1));
  if (below >= 0 && records[starts + 1 + below]!.length === width) return starts + 1 + below;
  if (starts > 0 && looksLikeHeader(records.slice(starts), width)) return starts;
  const titled = records.slice(0, MOST_ABOVE).findIndex((cells) => countFilled(cells) > 1);
  if (width > 2 && titled > 0 && headerIn(records.slice(titled), width) === true) return titled;
  const marked = records.slice(0, MOST_ABOVE).findIndex((cells) => !isMarked(cells));
  return marked > 0 && !records.slice(marked).some(isMarked) ? marked : 0;
}

/** Lines between the names of columns and the rows: the questions and ids of Qualtrics, the choices of SurveyMonkey. */
export function linesUnder(records: string[][], header: number): number {
  const next = records.slice(header + 1, header + MOST_HEADERS);
  const ids = next.findIndex((cells) => cells.some((cell) => cell.startsWith('{"ImportId":')));
  const choices = next[0]?.[0] === '' && next[0].some((cell) => /^(Open-Ended )?Response$/.test(cell.trim()));
  return choices ? 1 : ids + 1;
}

/** Lines in which a header is looked for. */
export const MOST_ABOVE = 10;
const MOST_HEADERS = 3;
const isAbove = ([first = '']: string[]) => /^\s*(#|sep=)/i.test(first);
/** A comment by itself: a text may begin with a hashtag. */
const isMarked = ([first = '']: string[]) => /^(#+\s|sep=.$)/i.test(first);

export function isNumber(cell: string): boolean {
  return cell !== '' && Number.isFinite(Number(cell));
}

const LONG_NAME = 40;

/** Short, and most of them come again. */
export function areLabels(cells: string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  const distinct = new Set(filled);
  return distinct.size > 1 && distinct.size <= filled.length / 2 && [...distinct].every((c) => c.length <= LONG_NAME);
}
