// SPDX-License-Identifier: Apache-2.0
// What the names of several files say: which of them lie beside the data (also what Windows puts into folders), and which are parts of a split.
import type { DataFile } from './archive';
import type { Problem } from './problems';
import { say } from './say';

const BESIDE =
  /(^|\/)((readme|licen[cs]e|copying|notice|changelog|citation)(\.(txt|rst|bib|cff))?|[^/]*\.(md|markdown)|thumbs\.db|desktop\.ini)$/i;

/** The files of data, and what was left out. Where all lie beside something, all of them are taken. */
export function dataAmong(files: DataFile[]): { data: DataFile[]; left: Problem[] } {
  const data = files.filter(({ name }) => !BESIDE.test(name));
  if (data.length === 0 || data.length === files.length) return { data: files, left: [] };
  const names = files.filter((file) => !data.includes(file)).map(({ name }) => name);
  return { data, left: [{ level: 'note', rows: [], ...say.besideData(names) }] };
}

const PARTS = {
  train: ['train', 'training'],
  validation: ['valid', 'validation', 'val', 'dev', 'devel', 'development', 'eval', 'evaluation'],
  test: ['test', 'testing'],
};
const WORDS = new Map(
  Object.entries(PARTS).flatMap(([part, words]) => words.map((word) => [word, part as keyof typeof PARTS])),
);

/** "train-00000-of-00001" and "reviews_test" are of a part. */
export const partOf = (name: string) =>
  name
    .toLowerCase()
    .split(/[^a-z]+/)
    .map((word) => WORDS.get(word))
    .find((part) => part !== undefined);

/** `inFolders`: each file is a text, and the folder that it lies in a label, which may have any name, but not all of them
 * that of a part. */
export function partsAsOne(files: DataFile[], inFolders: boolean): Problem[] {
  const paths = files.map(({ name }) => name.split('/'));
  const labelled = inFolders && !paths.every((path) => partOf(path.at(-2)!));
  const found = new Map<string, string>();
  for (const path of paths) {
    const looked = path.slice(0, labelled ? -2 : inFolders ? -1 : path.length);
    for (const [i, name] of looked.entries()) {
      const part = partOf(i === path.length - 1 ? name.replace(/\..*$/, '') : name);
      if (part && !found.has(part)) found.set(part, path.slice(0, i + 1).join('/'));
    }
  }
  const names = Object.keys(PARTS).flatMap((part) => found.get(part) ?? []);
  return names.length < 2 ? [] : [{ level: 'warning', rows: [], parts: true, ...say.splitAsOne(names) }];
}
