// SPDX-License-Identifier: Apache-2.0
// Delimited text -> records. PapaParse cuts the cells; what is decided here is the delimiter, and whether a quote
// is the CSV kind or part of the text.
import Papa from 'papaparse';
import { areLabels, countNames, isColumnName, MOST_ABOVE } from './header';
import { evenEnds, isShort, nameRows, withCommas, type Delimited } from './ragged';

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
