// SPDX-License-Identifier: Apache-2.0
// Delimited rows that have more or fewer cells than the header names: marks of a spreadsheet's widest row, rows that
// end early, texts with delimiters in them, names of rows and ids that have no column or no cells.
import { areLabels, countsOf, isColumnName, isNames, isNumber, looksLikeHeader } from './header';

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

const TEXT = /^(text|sentence|review|comment|message|content|tweet|body|utterance|title|document|question)s?$/i;

/** Texts with delimiters in them and no quotes around: the header names the text and labels, and what a row has more
 * cells than these is the rest of its text, where its other cells are labels that come again. */
export function withCommas(parsed: Delimited): Delimited {
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

/** Rows in which a header is looked for. */
const LOOKED_AT = 500;

const isSpaced = (cell: string) => cell.trim().includes(' ');

const isBlank = (cell: string) => cell.trim() === '';

/** How many cells a row has: as many as the header names, where all others are empty, since spreadsheets write a mark
 * for each column of their widest row; or where rows end before the header does. */
function namedWidth({ records, width }: Delimited): number {
  const [header = [], ...rest] = records;
  const named = header.findLastIndex((cell) => !isBlank(cell)) + 1;
  if (named >= width) return isNames(header) ? named : width;
  const cut = records.slice(0, LOOKED_AT).map((cells) => cells.slice(0, named));
  return rest.every((cells) => cells.slice(named).every(isBlank)) && looksLikeHeader(cut, named) ? named : width;
}

/** Empty cells at the ends of rows are left out or added, so that those rows are whole. */
export function evenEnds(parsed: Delimited): Delimited {
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
export function nameRows(parsed: Delimited): Delimited {
  const [first, ...rest] = parsed.records;
  if (!isShort(parsed)) return parsed;
  const rows = rest.filter(({ length }) => length === parsed.width).map(([name = '']) => name);
  const records = [[rows.every(isNumber) ? '' : 'row name', ...first!], ...rest];
  return new Set(rows).size === rows.length && looksLikeHeader(records, parsed.width) ? { ...parsed, records } : parsed;
}

/** By the names of rows. */
export const isShort = ({ records, width }: Delimited) => width > 1 && records[0]?.length === width - 1;
