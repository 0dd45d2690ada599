// SPDX-License-Identifier: Apache-2.0
// What the names of several files say: which of them lie beside the data (also what Windows puts into folders), and
// which are parts of a split.
import type { Part } from '../border/messages';
import type { DataFile } from './archive';
import { some } from '../words/listing';
import { asNote, asWarning, type Problem } from './problems';
import { say } from './say';
import type { Table } from './table';

/** `place`: that of the given file which it is, or lies in. */
export type Given = DataFile & { place: number };

const BESIDE =
  /(^|\/)((readme|licen[cs]e|copying|notice|changelog|citation)(\.(txt|rst|bib|cff))?|[^/]*\.(md|markdown)|thumbs\.db|desktop\.ini)$/i;

/** The files of data, and what was left out. Where all lie beside something, all of them are taken. */
export function dataAmong<T extends DataFile>(files: T[]): { data: T[]; left: Problem[] } {
  const data = files.filter(({ name }) => !BESIDE.test(name));
  return data.length === 0 ? { data: files, left: [] } : { data, left: notAmong(files, data) };
}

/** A note of those that are left out. */
export function notAmong<T extends DataFile>(files: T[], taken: T[]): Problem[] {
  const among = new Set(taken);
  const names = files.filter((file) => !among.has(file)).map(({ name }) => name);
  return names.length ? [asNote(say.besideData(some(names)))] : [];
}

const PARTS: Record<Part, string[]> = {
  train: ['train', 'training'],
  validation: ['valid', 'validation', 'val', 'dev', 'devel', 'development', 'eval', 'evaluation'],
  test: ['test', 'testing'],
};
const WORDS = new Map(Object.entries(PARTS).flatMap(([part, words]) => words.map((word) => [word, part as Part])));

/** "train-00000-of-00001" and "reviews_test" are of a part. */
export const partOf = (name: string) =>
  name
    .toLowerCase()
    .split(/[^a-z]+/)
    .map((word) => WORDS.get(word))
    .find((part) => part !== undefined);

/** The part of each file by the outermost name in its path that tells one, and the path up to there. Folders that all
 * files are in tell none. `inFolders`: each file is a text, and the folder that it lies in a label, which may have any
 * name, but not all of them that of a part. */
function partsByNames(files: DataFile[], inFolders: boolean) {
  const paths = files.map(({ name }) => name.split('/'));
  const labelled = inFolders && !paths.every((path) => partOf(path.at(-2)!));
  let common = 0;
  while (paths.every((path) => common < path.length - 1 && path[common] === paths[0]![common])) common++;
  return paths.map((path) => {
    const ends = labelled ? -2 : inFolders ? -1 : path.length;
    for (let i = common; i < path.slice(0, ends).length; i++) {
      const part = partOf(i === path.length - 1 ? path[i]!.replace(/\..*$/, '') : path[i]!);
      if (part) return { part, named: path.slice(0, i + 1).join('/') };
    }
    return null;
  });
}

/** The parts that files are by their names, and the files of each. */
export function filesByPart<T extends DataFile>(files: T[], inFolders: boolean): Map<Part, T[]> {
  const found = partsByNames(files, inFolders);
  const of = (part: Part) => files.filter((_, i) => found[i]?.part === part);
  const all = (Object.keys(PARTS) as Part[]).map((part): [Part, T[]] => [part, of(part)]);
  return new Map(all.filter(([, some]) => some.length > 0));
}

/** The parts that a column tells of each row; null: it tells none. A row may tell nothing. */
export function partsIn(rows: string[][], column: number): Set<Part> | null {
  const parts = new Set<Part>();
  for (const row of rows) {
    const cell = row[column]!;
    const part = partNamed(cell);
    if (!part && !NO_PART.test(cell.trim())) return null;
    if (part) parts.add(part);
  }
  return parts.has('train') && parts.size > 1 ? parts : null;
}

export const partNamed = (cell: string): Part | undefined => WORDS.get(cell.trim().toLowerCase());
/** As Vertex AI has it where it is to choose. */
const NO_PART = /^(unassigned)?$/i;

/** The column that does, and its parts. */
export function splitColumn({ rows, columns }: Table): { column: number; parts: Set<Part> } | null {
  for (const column of columns.keys()) {
    const parts = partsIn(rows, column);
    if (parts) return { column, parts };
  }
  return null;
}

/** Its rows are read as one. */
export function columnAsOne(table: Table): Problem[] {
  const found = splitColumn(table);
  if (!found) return [];
  const place = (part: Part) => (found.parts.has(part) ? [0] : []);
  const parts = { train: place('train'), validation: place('validation'), test: place('test') };
  return [asWarning(say.splitColumn(table.columns[found.column]!, [...found.parts]), [], { parts })];
}

export function partsAsOne(files: Given[], inFolders: boolean): Problem[] {
  const found = partsByNames(files, inFolders);
  const names = Object.keys(PARTS).flatMap((part) => found.find((of) => of?.part === part)?.named ?? []);
  if (names.length < 2) return [];
  const places = (part: Part) => [
    ...new Set(files.filter((_, i) => found[i]?.part === part).map(({ place }) => place)),
  ];
  const parts = { train: places('train'), validation: places('validation'), test: places('test') };
  const whole = parts.train.length > 0 && !found.includes(null);
  return [asWarning(say.splitAsOne(names), [], whole ? { parts } : {})];
}
