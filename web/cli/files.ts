// SPDX-License-Identifier: Apache-2.0
// Files of the disk as the page's code takes them: a folder as a list of File, a table with its columns.
import { openAsBlob } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { decodeText } from '../data/bytes';
import { guessColumns } from '../data/guess';
import { namesOfNumbers } from '../data/labels';
import { parseTable, parseTwoFiles } from '../data/parse';
import type { Source } from '../data/prepare';
import { DataError } from '../data/problems';
import type { Columns, Table } from '../data/table';
import type { ModelSource } from '../engine/messages';
import { DENSE_FILE, POOLING_FILE } from '../hub/sentence';
import { isZip } from '../hub/zip';
import { UsageError } from './usage';
import { reasonOf } from './write';

/** File-backed: bytes are read when they are asked for. */
export async function openFile(path: string): Promise<File> {
  return new File([await openAsBlob(path)], basename(path));
}

export async function openModelFolder(path: string): Promise<ModelSource> {
  const name = basename(resolve(path));
  const found = await stat(path).catch((error: unknown) => cannotRead(path, error));
  if (found.isFile() && isZip(path))
    return { kind: 'files', name: basename(name, '.zip'), files: [await openFile(path)] };
  const names = await readdir(path).catch((error: unknown) => cannotRead(path, error));
  const paths: string[] = [];
  for (const file of [...names, ...IN_FOLDERS])
    if ((await stat(join(path, file)).catch(() => null))?.isFile()) paths.push(file);
  return { kind: 'files', name, files: await Promise.all(paths.map((file) => openFile(join(path, file)))), paths };
}

const IN_FOLDERS = [POOLING_FILE, DENSE_FILE];

export async function openHeadFile(path: string): Promise<File> {
  await stat(path).catch((error: unknown) => cannotRead(path, error));
  return openFile(path);
}

/** What was said of the columns on the command line. */
export type ColumnFlags = Record<string, string | undefined>;

const readBytes = (path: string) => readFile(path).catch((error: unknown) => cannotRead(path, error));

/** What is wrong with the data, with the name of the file before it. */
function naming<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DataError) throw new DataError(`${path}: ${error.message}`, error.row, error.byte);
    throw error;
  }
}

/** `tags`: a second file, with the tags of the words in the first. */
export async function readSource(path: string, flags: ColumnFlags, tags?: string): Promise<Source> {
  const bytes = await readBytes(path);
  const second = tags === undefined ? null : await readBytes(tags);
  return naming(path, () => {
    const table = second ? parseTwoFiles(bytes, second) : parseTable(bytes, headerOf(flags));
    return { table, columns: chooseColumns(table, flags) };
  });
}

export const readText = async (path: string): Promise<string> => decodeText(await readBytes(path)).text;

export async function readNames(path: string | undefined): Promise<string[] | undefined> {
  if (path === undefined) return undefined;
  const text = await readText(path);
  return naming(path, () => namesOfNumbers(text));
}

function headerOf({ header }: ColumnFlags): { header?: boolean } {
  if (header === undefined) return {};
  if (header !== 'yes' && header !== 'no') throw new UsageError(`--header is yes or no, not "${header}"`);
  return { header: header === 'yes' };
}

function chooseColumns(table: Table, flags: ColumnFlags): Columns {
  const guess = guessColumns(table);
  const find = (name: string | undefined): number | undefined =>
    name === undefined ? undefined : columnOf(table, name);
  const text = find(flags.text) ?? guess.text;
  let labels = flags.label === undefined ? guess.labels : labelColumns(table, flags.label);
  // A text column that was said may be the one that was guessed to be the label.
  if (flags.label === undefined && labels.includes(text)) labels = guess.text !== text ? [guess.text] : [];
  const taken = (column: number | null) => column === text || (column !== null && labels.includes(column));
  const pair = find(flags.pair) ?? (taken(guess.pair) ? null : guess.pair);
  return { text, labels, pair };
}

/** One name, which may have commas in it, or several with commas between. */
function labelColumns(table: Table, names: string): number[] {
  if (table.columns.includes(names) || !names.includes(',')) return [columnOf(table, names)];
  return names.split(',').map((name) => columnOf(table, name.trim()));
}

function columnOf(table: Table, name: string): number {
  const byName = table.columns.indexOf(name);
  if (table.doubled?.includes(name)) {
    const next = table.columns.indexOf(`${name} (2)`);
    throw new DataError(
      `more than one column is named "${name}"; give its number: ${byName + 1} is the first, ${next + 1} the next.`,
    );
  }
  if (byName >= 0) return byName;
  const number = Number(name);
  if (Number.isInteger(number) && number >= 1 && number <= table.columns.length) return number - 1;
  throw new DataError(
    `there is no column "${name}"; the columns are ${table.columns.map((c) => `"${c}"`).join(', ')}.`,
  );
}

function cannotRead(path: string, error: unknown): never {
  throw new DataError(`${path} cannot be read: ${reasonOf(error)}.`);
}
