// SPDX-License-Identifier: Apache-2.0
// Several files as one data set: tables with the same columns, one below the other; or a text a file, in a folder for
// each label.
import type { DataFile } from './archive';
import { partOf } from './beside';
import { decodeText } from './bytes';
import { asNote, DataError, sentenceOf, type Problem } from './problems';
import { say } from './say';
import type { Table } from './table';

const MOST_LINES = 500;

/** A sentence a line in both, with as many words in one as there are tags in the other; or lines without any columns.
 * Lines of columns are those of two tables. */
export function areWordsAndTags(one: Uint8Array, other: Uint8Array): boolean {
  const lines = (bytes: Uint8Array) => {
    try {
      return decodeText(bytes)
        .text.trimEnd()
        .split(/\r\n|\n|\r/);
    } catch {
      return null;
    }
  };
  const [first, second] = [lines(one), lines(other)];
  if (!first || !second) return false;
  const marked = [first, second].some((list) => list.slice(0, MOST_LINES).some((line) => /[,;\t|{]/.test(line)));
  if (first.length !== second.length) return !marked;
  if (marked && (first[0] === second[0] || [first, second].every(([line]) => isOfColumns(line!)))) return false;
  const words = (line: string) => line.trim().split(/\s+/).length;
  const shown = first.slice(0, MOST_LINES);
  return shown.filter((line, i) => words(line) === words(second[i]!)).length >= 0.9 * shown.length;
}

/** A mark between two cells touches both: one between words stands alone, as does its tag. */
const isOfColumns = (line: string) => /\S[,;|]\S|\t|^\s*\{/.test(line);

/** What is wrong with one of several files, with its name. */
export const inFile = (name: string, error: unknown): unknown =>
  error instanceof DataError
    ? new DataError(say.inFile(name, sentenceOf(error)), error.row, error.byte, error.choices)
    : error;

const folderOf = ({ name }: DataFile) => name.split('/').at(-2);
const depthOf = ({ name }: DataFile) => name.split('/').length;
/** Of many files those without an ending are texts too, as messages are that are named by numbers. */
const MANY = 10;
const isText = ({ name }: DataFile, _: number, { length }: DataFile[]) =>
  /\.txt$/i.test(name) || (length >= MANY && !name.split('/').at(-1)!.includes('.'));
const NO_LABEL = /^(unsup|unsupervised|unlabell?ed)$/i;
const MOST_BESIDE = 0.1;

/** The texts, all as deep in folders as most of them are, without the lists that lie above. null: they are not. */
export function textsAmong<T extends DataFile>(files: T[]): T[] | null {
  const depths = files.map(depthOf).sort((a, b) => a - b);
  const usual = depths[depths.length >> 1];
  const texts = files.filter(isText).filter((file) => depthOf(file) === usual);
  const folders = new Set(texts.map(folderOf));
  const most = texts.length > 1 && files.length - texts.length <= MOST_BESIDE * files.length;
  return most && folders.size > 1 && !folders.has(undefined) ? texts : null;
}

/** A row for each. */
export function tableOfTexts(all: DataFile[], encoding?: string): Table {
  const problems: Problem[] = [];
  const read = ({ name, bytes }: DataFile) => {
    if (bytes.length === 0) return '';
    try {
      return decodeText(bytes, encoding).text;
    } catch (error) {
      throw inFile(name, error);
    }
  };
  const labelled = all.filter((file) => !NO_LABEL.test(folderOf(file)!));
  const texts = new Set(labelled.map(folderOf)).size > 1 ? labelled : all;
  const folders = (of: DataFile[]) => [...new Set(of.map((file) => folderOf(file)!))];
  problems.push(asNote(say.folders(folders(texts).length)));
  const without = texts === all ? [] : all.filter((file) => NO_LABEL.test(folderOf(file)!));
  if (without.length) problems.push(asNote(say.withoutLabel(folders(without), without.length)));
  return {
    format: 'delimited',
    delimiter: '',
    header: true,
    columns: ['text', 'label', 'file'],
    rows: texts.map((file) => [read(file), folderOf(file)!, file.name]),
    numbers: texts.map((_, i) => i + 1),
    problems,
  };
}

/** JSON with a list of rows for each part of a split, {"train": [...], "test": [...]}: a file for each. */
export function partsInJson(file: DataFile): DataFile[] {
  const begin = new TextDecoder().decode(file.bytes.subarray(0, MOST_LINES));
  if (!partOf(/^\uFEFF?\s*\{\s*"([^"]*)"\s*:\s*\[/.exec(begin)?.[1] ?? '')) return [file];
  try {
    const lists = Object.entries(JSON.parse(decodeText(file.bytes).text) as object).filter(
      (entry): entry is [string, object[]] => Array.isArray(entry[1]) && entry[1].length > 0,
    );
    if (lists.length < 2 || !lists.every(([name, [row]]) => partOf(name) && typeof row === 'object')) return [file];
    const write = (rows: object[]) => new TextEncoder().encode(JSON.stringify(rows));
    return lists.map(([name, rows]) => ({ name: `${file.name}/${name}`, bytes: write(rows) }));
  } catch {
    return [file]; // what is wrong with it is told where it is read
  }
}

/** Rows go on counting from file to file. The last column has the name of each row's file. */
export function joinTables(files: { name: string; table: Table }[]): Table {
  const [{ name, table: main }] = files as [(typeof files)[0]];
  let source = 'file';
  for (let n = 2; main.columns.includes(source); n++) source = `file (${n})`;
  const joined: Table = {
    ...main,
    columns: [...main.columns, source],
    source,
    rows: [],
    numbers: [],
    problems: [],
  };
  let before = 0;
  for (const file of files) {
    const at = columnsLike(main, file.table);
    if (!at) throw new DataError(say.otherColumns(file.name, list(file.table), name, list(main)));
    const { rows, numbers, problems } = file.table;
    rows.forEach((row, i) => {
      const cells = at.map((column) => row[column]!);
      joined.rows.push([...cells, file.name]);
      joined.numbers.push(before + numbers[i]!);
    });
    for (const { choices: _, ...problem } of problems)
      joined.problems.push({
        ...problem,
        ...say.inFile(file.name, sentenceOf(problem)),
        rows: problem.rows.map((row) => before + row),
      });
    before = joined.numbers.at(-1) ?? before;
  }
  joined.problems.push(asNote(say.asOne(files.length)));
  return joined;
}

const list = ({ columns }: Table) => columns.map((column) => `"${column}"`).join(', ');

/** Where the columns of the first file are in another one; null: some are not there. */
function columnsLike(main: Table, other: Table): number[] | null {
  if (!main.header || !other.header) {
    if (main.format !== 'conll' || other.format !== 'conll')
      return main.columns.length === other.columns.length ? main.columns.map((_, i) => i) : null;
  }
  const names = other.columns.map((name) => name.trim().toLowerCase());
  const at = main.columns.map((name) => names.indexOf(name.trim().toLowerCase()));
  return at.includes(-1) ? null : at;
}
