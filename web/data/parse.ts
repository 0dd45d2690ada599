// SPDX-License-Identifier: Apache-2.0
// A file's bytes -> a table of string cells: CSV, TSV and other delimited text, JSONL, a JSON array, CoNLL.
import { decodeText } from './bytes';
import { parseConll, parseParallel } from './conll';
import { columnNames, linesAbove, looksLikeHeader, parseDelimited, type Delimited } from './delimited';
import { parseJson, parseJsonLines } from './json';
import { count, DataError, listNames, listRows } from './problems';
import type { Table } from './table';

export interface ParseOptions {
  /** What the user said; guessed where absent. */
  header?: boolean;
  delimiter?: string;
}

/** Throws DataError where the file is no table at all. */
export function parseTable(bytes: Uint8Array, options: ParseOptions = {}): Table {
  const { text, problems } = decodeText(bytes);
  const table =
    parseJson(text) ??
    parseJsonLines(text) ??
    parseConll(text) ??
    fromDelimited(parseDelimited(text, options.delimiter), options);
  return { ...table, problems: [...problems, ...table.problems] };
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

function fromDelimited(parsed: Delimited, options: ParseOptions): Table {
  const { records, numbers, delimiter, width } = parsed;
  const above = linesAbove(parsed);
  const header = options.header ?? looksLikeHeader(records.slice(above), width);
  const names = header ? records[above]!.map((cell) => cell.trim()) : [];
  const columns = columnNames(names, width);
  if (header && records.length === above + 1)
    throw new DataError(
      `The file has a header (${listNames(columns)}) and no rows below it. Add a row for each text with its label, ` +
        'and choose the file again.',
      numbers[above],
    );
  const table: Table = { format: 'delimited', delimiter, header, columns, rows: [], numbers: [], problems: [] };
  const doubled = [...new Set(names.filter((name, i) => name !== '' && names.indexOf(name) !== i))];
  if (doubled.length) {
    table.doubled = doubled;
    const all = listNames(doubled.map((name) => `"${name}"`));
    table.problems.push({
      level: 'note',
      rows: [],
      text: `More than one column is named ${all}: the first keeps the name, the next has " (2)" after it, and so on.`,
    });
  }
  const broken: number[] = [];
  const repeated: number[] = [];
  for (let i = above + (header ? 1 : 0); i < records.length; i++) {
    const cells = records[i]!;
    if (cells.length !== width || parsed.malformed.has(i)) broken.push(numbers[i]!);
    else if (header && width > 1 && cells.every((cell, k) => cell.trim() === names[k])) repeated.push(numbers[i]!);
    else {
      table.rows.push(cells);
      table.numbers.push(numbers[i]!);
    }
  }
  if (above)
    table.problems.push({
      level: 'note',
      rows: numbers.slice(0, above),
      text: `${count(above, 'line')} above the header left out (${listRows(numbers.slice(0, above))}).`,
    });
  if (repeated.length)
    table.problems.push({
      level: 'warning',
      rows: repeated,
      text: `${count(repeated.length, 'row')} left out (${listRows(repeated)}): the header again.`,
    });
  if (broken.length)
    table.problems.push({
      level: 'warning',
      rows: broken,
      text:
        `${count(broken.length, 'broken row')} left out (${listRows(broken)}): ` +
        `each row needs ${count(width, 'cell')}, and a quote that opens a cell must close it.`,
    });
  return table;
}
