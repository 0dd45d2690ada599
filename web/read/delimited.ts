// SPDX-License-Identifier: Apache-2.0
// Delimited text -> records. PapaParse cuts the cells; what is decided here is the delimiter, and whether a quote
// is the CSV kind or part of the text.
import Papa from 'papaparse';

export interface Delimited {
  delimiter: string;
  /** Cells of a record with no defect. */
  width: number;
  /** Blank lines are not among them. */
  records: string[][];
  numbers: number[];
  /** Indices of records whose quotes do not close. */
  malformed: Set<number>;
  /** Rows whose text has delimiters in it. */
  joined?: number[];
  /** Delimiters that make a table too; '' is none. */
  rivals: string[];
}

const DELIMITERS = ['\t', ',', ';', '|'];
const SNIFFED_RECORDS = 500;
/** Characters that decodeText never lets through: quote of text that is not quoted, delimiter of one column. */
const NO_QUOTE = '\0';
const NO_DELIMITER = '\0\0'; // PapaParse would guess one for ''

export function parseDelimited(text: string, delimiter?: string): Delimited {
  const [, said] = /^"?sep=(.)"?\r?\n/i.exec(text) ?? [];
  const known = delimiter ?? said;
  const found = known === undefined ? sniffDelimiter(text) : { delimiter: known, rivals: [] };
  return { ...nameRows(evenEnds(withCommas(parseQuotes(text, found.delimiter)))), rivals: found.rivals };
}

const TEXT = /^(text|sentence|review|comment|message|content|tweet|body|utterance|title|document|question)s?$/i;

/** Texts with delimiters in them and no quotes around: the header names the text and labels, and what a row has more
 * cells than these is the rest of its text, where its other cells are labels that come again. */
function withCommas(parsed: Delimited): Delimited {
  const { records, delimiter, numbers } = parsed;
  const [header = [], ...rows] = records;
  const width = header.length;
  const longer = rows.filter((cells) => cells.length > width);
  const text = header.findIndex((name) => TEXT.test(name.trim()));
  if (longer.length === 0 || delimiter === '' || text < 0 || !header.every(isColumnName)) return parsed;
  // R's names of rows.
  if (rows.every((cells) => cells.length === width + 1 && !isSpaced(cells[0]!))) return parsed;
  const whole = rows.map((cells) => {
    const end = cells.length - (width - 1 - text);
    return [...cells.slice(0, text), cells.slice(text, end).join(delimiter), ...cells.slice(end)];
  });
  const others = header.map((_, i) => i).filter((i) => i !== text && !ID.test(header[i]!.trim()));
  const counts = others.map((i) => countsOf(whole.map((cells) => (cells[i] ?? '').trim())));
  const comesAgain = (cells: string[]) =>
    others.every((i, k) => cells[i]!.trim() !== '' && counts[k]!.get(cells[i]!.trim())! > 1);
  const joined = rows.map((cells, i) => cells.length > width && comesAgain(whole[i]!));
  const made = rows.map((cells, i) => (joined[i] ? whole[i]! : cells));
  const fits = others.length > 0 && others.every((i) => areLabels(made.map((cells) => (cells[i] ?? '').trim())));
  if (!fits || !joined.includes(true)) return parsed;
  return { ...parsed, width, records: [header, ...made], joined: numbers.slice(1).filter((_, i) => joined[i]) };
}

const isSpaced = (cell: string) => cell.trim().includes(' ');

const isBlank = (cell: string) => cell.trim() === '';

/** How many cells a row has: as many as the header names, where all others are empty, since spreadsheets write a mark
 * for each column of their widest row; or where rows end before the header does. */
function namedWidth({ records, width }: Delimited): number {
  const [header = [], ...rest] = records;
  const named = header.findLastIndex((cell) => !isBlank(cell)) + 1;
  if (named >= width) return isNames(header) ? named : width;
  const cut = records.slice(0, SNIFFED_RECORDS).map((cells) => cells.slice(0, named));
  return rest.every((cells) => cells.slice(named).every(isBlank)) && looksLikeHeader(cut, named) ? named : width;
}

/** Empty cells at the ends of rows are left out or added, so that those rows are whole. */
function evenEnds(parsed: Delimited): Delimited {
  const width = namedWidth(parsed);
  const lacksIds = lacksRowIds(parsed, width);
  const even = (cells: string[]) => {
    if (cells.length > width && cells.slice(width).every(isBlank)) return cells.slice(0, width);
    const short = cells.length >= parsed.width && cells.length < width;
    const missing = new Array<string>(short ? width - cells.length : 0).fill('');
    return lacksIds ? [...missing, ...cells] : [...cells, ...missing];
  };
  return { ...parsed, width, records: parsed.records.map(even) };
}

const ID = /^(id|idx|index|nr|no|#|unnamed: \d+|)$/i;

/** The header names ids in front that no row has. */
function lacksRowIds({ records, width }: Delimited, named: number): boolean {
  const [header = [], ...rows] = records;
  const missing = header.slice(0, named - width);
  return (
    missing.length > 0 &&
    missing.every((name) => ID.test(name.trim())) &&
    rows.every((cells) => cells.length === width) &&
    !rows.every(([first = '']) => isNumber(first.trim()))
  );
}

/** R's write.table gives no name to its first column, that of the row names. */
function nameRows(parsed: Delimited): Delimited {
  const [first, ...rest] = parsed.records;
  if (!isShort(parsed)) return parsed;
  const rows = rest.filter(({ length }) => length === parsed.width).map(([name = '']) => name);
  const records = [[rows.every(isNumber) ? '' : 'row name', ...first!], ...rest];
  return new Set(rows).size === rows.length && looksLikeHeader(records, parsed.width) ? { ...parsed, records } : parsed;
}

const isShort = ({ records, width }: Delimited) => width > 1 && records[0]?.length === width - 1;

/** Names in quotes and spaces between, then a row that begins with its name: what write.table makes unless told
 * otherwise. */
const IN_SPACES = /^"[^"\n]*"(?: "[^"\n]*")*\r?\n"[^"\n]*" /;

/** The delimiter that makes the best table; '' when none does. */
function sniffDelimiter(text: string): { delimiter: string; rivals: string[] } {
  if (IN_SPACES.test(text) && isShort(parseQuotes(text, ' ', SNIFFED_RECORDS))) return { delimiter: ' ', rivals: [] };
  const scores = DELIMITERS.map((delimiter) => ({
    delimiter,
    score: quality(withCommas(parseQuotes(text, delimiter, SNIFFED_RECORDS))),
  })).sort((a, b) => b.score - a.score);
  const [best, second] = scores as [(typeof scores)[0], (typeof scores)[0]];
  if (best.score <= LEAST) return { delimiter: '', rivals: best.score > 0 ? [best.delimiter] : [] };
  const near = second.score > LEAST && best.score - second.score < CLEAR;
  return { delimiter: best.delimiter, rivals: near ? [second.delimiter] : best.score < LEAST + CLEAR ? [''] : [] };
}

const LEAST = 0.5;
const CLEAR = 0.15;
const LONG_NAME = 40;

/** The share of records with the usual number of cells; more where cells are names of columns or repeat as labels do,
 * less where cells begin with a space, as what follows a comma in a sentence does. */
function quality(parsed: Delimited): number {
  const { records, width } = parsed;
  const share = width < 2 ? 0 : 1 - defects(parsed) / records.length;
  if (share <= LEAST) return 0;
  const rows = records.filter((cells) => cells.length === width);
  const spaced = rows.filter((cells) => cells.slice(1).some((cell) => cell.startsWith(' '))).length / rows.length;
  const named = rows.slice(0, MOST_ABOVE).some((cells) => countNames(cells) > 0);
  const labels = Array.from({ length: width }, (_, i) => rows.map((cells) => cells[i]!.trim())).some(areLabels);
  return share + (named ? 0.3 : 0) + (labels ? 0.2 : 0) - 0.6 * spaced;
}

function areLabels(cells: string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  const distinct = new Set(filled);
  return distinct.size > 1 && distinct.size <= filled.length / 2 && [...distinct].every((c) => c.length <= LONG_NAME);
}

/** In a file with tabs a quote is usually text ("literal quotes"), elsewhere it is CSV's: the doubtful files are those
 * that make sense both ways. A lone quote at the start of a cell must not swallow the lines after it. A quote inside a
 * quoted cell is doubled, or has a backslash before it, as databases write it. Spaces may stand before a quote. */
const SPACED_QUOTES = /([,;|]) +"(?!")/g;
const SPACED_QUOTE = /[,;|] +"/;

function parseQuotes(text: string, delimiter: string, preview = 0): Delimited {
  const doubled = cut(text, delimiter, '"', preview);
  if (!text.includes('"')) return doubled;
  const escaped = text.includes('\\"') ? cut(text, delimiter, '"', preview, '\\') : doubled;
  const quoted = defects(escaped) < defects(doubled) ? escaped : doubled;
  const literal = cut(text, delimiter, NO_QUOTE, preview);
  if (defects(quoted) > 0 && delimiter !== '' && SPACED_QUOTE.test(text)) {
    const spaced = cut(text.replace(SPACED_QUOTES, '$1"'), delimiter, '"', preview);
    if (defects(spaced) < Math.min(defects(quoted), defects(literal))) return spaced;
  }
  const sameRows = literal.records.length === quoted.records.length;
  if (delimiter === '' || delimiter === '\t') {
    const inQuotes = () => defects(quoted) === 0 && (sameRows || isQuotedColumn(text));
    if (defects(literal) === 0 && !inQuotes()) return literal;
  }
  const share = (parsed: Delimited) => defects(parsed) / Math.max(1, parsed.records.length);
  return share(literal) < share(quoted) ? literal : quoted;
}

/** One column as a spreadsheet writes it: a quote stands around whole cells alone, also around several lines. Lines of
 * which one happens to begin and a later one to end with a quote are texts: more cells are quoted on one line, or a
 * name of a column stands above. */
function isQuotedColumn(text: string): boolean {
  const cell = /("[^"]*(?:""[^"]*)*"|[^"\r\n]*)(?:\r\n|\r|\n|$)/y;
  let [lines, spans] = [0, 0];
  let first: string | null = null;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text)?.[1];
    if (found === undefined) return false;
    first ??= found.replace(/^"(.*)"$/, '$1');
    if (found.startsWith('"')) /[\r\n]/.test(found) ? spans++ : lines++;
  }
  return lines > spans || isColumnName(first!);
}

function defects(parsed: Delimited): number {
  return parsed.records.filter((cells, i) => cells.length !== parsed.width || parsed.malformed.has(i)).length;
}

function cut(text: string, delimiter: string, quoteChar: string, preview: number, escapeChar = quoteChar): Delimited {
  const result = Papa.parse<string[]>(text, {
    delimiter: delimiter || NO_DELIMITER,
    quoteChar,
    escapeChar,
    newline: text.includes('\n') ? '\n' : '\r', // not guessed: a file may mix them; a '\r' left over goes below
    preview,
  });
  const malformed = new Set(result.errors.filter((e) => e.type === 'Quotes').map((e) => e.row ?? -1));
  const parsed: Delimited = { delimiter, width: 1, records: [], numbers: [], malformed: new Set(), rivals: [] };
  result.data.forEach((cells, i) => {
    cells.push(cells.pop()!.replace(/\r$/, ''));
    if (isRule(cells)) return;
    if (malformed.has(i)) parsed.malformed.add(parsed.records.length);
    parsed.records.push(
      (delimiter && quoteChar === '"' && cells.length === 1 && wholeRow(cells[0]!, delimiter)) || cells,
    );
    parsed.numbers.push(i + 1);
  });
  parsed.width = commonWidth(parsed.records);
  return parsed;
}

/** A blank line, or the line under the header of a table in Markdown: |---|:--|. */
const isRule = (cells: string[]) =>
  cells.every((cell) => /^\s*(:?-{2,}:?)?\s*$/.test(cell)) &&
  (cells.length === 1 ? cells[0]!.trim() === '' : cells.some((cell) => cell.includes('-')));

/** A row that a spreadsheet has taken for one cell and put in quotes: "1,""a text, with a comma"",pos". Quotes stand
 * around whole cells in it. null: it is a text. */
function wholeRow(cell: string, delimiter: string): string[] | null {
  if (!cell.includes(delimiter) || !cell.includes('"')) return null;
  const { data, errors } = Papa.parse<string[]>(cell, { delimiter, newline: '\n' });
  const [cells = []] = data;
  const quoted = cells.some((inner) => cell.includes(`"${inner.replaceAll('"', '""')}"`));
  const plain = cells.every((inner) => inner === inner.trim());
  return data.length === 1 && errors.length === 0 && cells.length > 1 && quoted && plain ? cells : null;
}

function commonWidth(records: string[][]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [1, 0])[0];
}

const COLUMN_NAMES =
  /^(id|idx|index|text|texts|sentence|sentence[12ab]|question|question[12]|answer|review|comment|message|content|tweet|title|body|document|utterance|query|premise|hypothesis|words?|tokens?|label|labels|category|class|target|intent|sentiment|emotion|topic|tags?|rating|score|gold|split|source|(sentence|sent)[ _]?(#|id|idx|no)|(ner|pos|chunk)_tags?)$/i;

export const isColumnName = (name: string): boolean => COLUMN_NAMES.test(name.trim());
const countNames = (cells: string[]) => cells.filter(isColumnName).length;
const countFilled = (cells: string[]) => cells.filter((cell) => cell.trim() !== '').length;

/** No name of COLUMN_NAMES is longer, spaces around it included. */
const MOST_NAME = 24;

/** Two names of columns or more, and little else. */
const isNames = (cells: string[]) => countNames(cells) > 1 && countNames(cells) >= countFilled(cells) / 2;

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

function countsOf(cells: string[]): Map<string, number> {
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

const looksLikeHeader = (records: string[][], width: number) => headerIn(records, width) !== false;

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
export function linesAbove({ records, width }: Delimited): number {
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

const MOST_ABOVE = 10;
const MOST_HEADERS = 3;
const isAbove = ([first = '']: string[]) => /^\s*(#|sep=)/i.test(first);
/** A comment by itself: a text may begin with a hashtag. */
const isMarked = ([first = '']: string[]) => /^(#+\s|sep=.$)/i.test(first);

function isNumber(cell: string): boolean {
  return cell !== '' && Number.isFinite(Number(cell));
}
