// SPDX-License-Identifier: Apache-2.0
// A file's bytes -> a table of string cells: CSV, TSV and other delimited text, JSONL, a JSON array, CoNLL.
import { decodeText } from './bytes';
import { parseConll, parseParallel, parseTagged } from './conll';
import { parseDelimited } from './delimited';
import { columnNames, headerIn, isHeaderAgain, isTotal, linesAbove, linesUnder } from './header';
import { parseJson, parseJsonLines } from './json';
import { parsePrefixed } from './prefixed';
import type { Part } from '../border/messages';
import { unguarded } from './guarded';
import { joinColumns } from './joined';
import { some } from '../words/listing';
import { asNote, asWarning, choice, DataError, type DecimalMark } from './problems';
import { say, sayNote } from './say';
import type { Delimited } from './ragged';
import { refuseForeign } from './signatures';
import type { Table } from './table';
import { ofAnswers, plainNumbers, spreadVectors } from './tidy';
import { checkWidth } from './width';
import { joinWordRows } from './word_rows';

/** What the user said; guessed where absent. */
export interface ParseOptions {
  header?: boolean | undefined;
  /** Names of columns that the file may have, such as those that a model was trained on. */
  known?: string[] | undefined;
  /** '' is none: a text a line. */
  delimiter?: string | undefined;
  /** By the name of the Encoding Standard. */
  encoding?: string | undefined;
  decimal?: DecimalMark | undefined;
  /** Of a workbook: its name, or its number from 1. */
  sheet?: string | undefined;
  /** Of files that are parts of a split by their names: only those of this one. */
  part?: Part | undefined;
}

/** Throws DataError where the file is no table at all. */
export function parseTable(bytes: Uint8Array, options: ParseOptions = {}): Table {
  const { text, encoding, problems } = decodeText(bytes, options.encoding);
  const table = parseText(text, options);
  return { ...table, encoding, problems: [...problems, ...table.problems] };
}

export function parseText(text: string, options: ParseOptions = {}): Table {
  refuseForeign(text);
  const said = options.delimiter !== undefined;
  const own = said
    ? null
    : (parseJson(text) ?? parseJsonLines(text) ?? parsePrefixed(text) ?? parseTagged(text) ?? parseConll(text));
  return tidy(own ?? fromDelimited(parseDelimited(text, options.delimiter), options), options);
}

/** The same of the rows of a workbook or another file of cells. */
export function tidy(table: Table, { decimal }: ParseOptions): Table {
  const joined = table.format === 'delimited' ? joinWordRows(table) : null;
  if (joined || table.format === 'conll') return joined ?? table;
  return ofAnswers(spreadVectors(plainNumbers(joinColumns(table), decimal)));
}

/** Of two such files the one with the tags comes last: it has fewer different words. */
export function tagsLast(one: Uint8Array, other: Uint8Array): [Uint8Array, Uint8Array] {
  const different = (bytes: Uint8Array) => new Set(decodeText(bytes).text.split(/\s+/)).size;
  return different(one) < different(other) ? [other, one] : [one, other];
}

/** Words in one file and their tags in another, a sentence a line. */
export function parseTwoFiles(words: Uint8Array, tags: Uint8Array): Table {
  const [first, second] = [decodeText(words), decodeText(tags)];
  const table = parseParallel(first.text, second.text);
  return { ...table, problems: [...first.problems, ...second.problems, ...table.problems] };
}

/** Names that several columns have; in a table of very many columns too. */
function repeatedIn(names: string[]): string[] {
  const seen = new Set<string>();
  const again = names.filter((name) => name !== '' && (seen.has(name) || !seen.add(name)));
  return [...new Set(again)];
}

export function fromDelimited(parsed: Delimited, options: ParseOptions): Table {
  const { numbers, delimiter, width } = parsed;
  checkWidth(width);
  const records = unguarded(parsed.records);
  const above = options.header === false ? 0 : linesAbove({ ...parsed, records });
  if (records.length === above) throw new DataError(say.noRows);
  const under = options.header === false ? 0 : linesUnder(records, above);
  const found = options.header ?? (under > 0 || headerIn(records.slice(above), width, options.known));
  const header = found !== false;
  const second = under ? records[above + 1]! : [];
  const names = header ? records[above]!.map((cell, i) => cell.trim() || (second[i] ?? '').trim()) : [];
  const columns = columnNames(names, width);
  const first = above + under + (header ? 1 : 0);
  if (records.length === first) throw new DataError(say.headerOnly(some(columns)), numbers[above]);
  const table: Table = { format: 'delimited', delimiter, header, columns, rows: [], numbers: [], problems: [] };
  const doubled = repeatedIn(names);
  if (doubled.length) {
    table.doubled = doubled;
    const names = some(doubled.map((name) => `"${name}"`));
    table.problems.push(asNote(say.doubled(names)));
  }
  if (found === 'guessed')
    table.problems.push(
      asNote(sayNote.namesAlone(some(columns.map((name) => `"${name}"`))), [], {
        choices: [choice(sayNote.firstIsRow, { header: 'no' })],
      }),
    );
  const broken: number[] = [];
  const repeated: number[] = [];
  const lower = names.map((name) => name.toLowerCase());
  const isAgain = (cells: string[]) =>
    width > 1 &&
    options.header !== false &&
    ((header && cells.every((cell, k) => cell.trim().toLowerCase() === lower[k])) || isHeaderAgain(cells));
  for (let i = first; i < records.length; i++) {
    const cells = records[i]!;
    if (cells.length !== width || parsed.malformed.has(i)) broken.push(numbers[i]!);
    else if (isAgain(cells)) repeated.push(numbers[i]!);
    else if (i === records.length - 1 && table.rows.length > 1 && isTotal(cells))
      table.problems.push(asWarning(say.totals(numbers[i]!), [numbers[i]!]));
    else {
      table.rows.push(cells);
      table.numbers.push(numbers[i]!);
    }
  }
  if (above)
    table.problems.push(asNote(say.above(above, header, some(numbers.slice(0, above))), numbers.slice(0, above)));
  if (under) {
    const between = numbers.slice(first - under, first);
    table.problems.push(asNote(say.above(under, false, some(between)), between));
  }
  if (repeated.length)
    table.problems.push(asWarning(say.headerAgain(repeated.length, header, some(repeated)), repeated));
  const { joined = [] } = parsed;
  if (joined.length) table.problems.push(asNote(say.unquoted(joined.length, some(joined)), joined));
  if (broken.length) table.problems.push(asWarning(say.broken(broken.length, width, some(broken)), broken));
  const choices = parsed.rivals.map((rival) => choice(say.cutAt(rival), { delimiter: rival || 'none' }));
  if (choices.length) table.problems.push(asNote(say.wasCut(delimiter), [], { choices }));
  return table;
}
