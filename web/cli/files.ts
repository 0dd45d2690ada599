// SPDX-License-Identifier: Apache-2.0
// Files of the disk as the page's code takes them: a folder as a list of File, a table with its columns.
import { openAsBlob } from 'node:fs';
import { mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { decodeText } from '../data/bytes';
import { guessColumns, type Columns } from '../data/guess';
import { namesOfNumbers } from '../data/labels';
import { parseTable, parseTwoFiles, type Table } from '../data/parse';
import type { Source } from '../data/prepare';
import { DataError } from '../data/problems';
import type { ModelSource } from '../engine/messages';
import type { ExportFile } from '../hub/export';
import { UsageError } from './usage';

/** File-backed: bytes are read when they are asked for. */
async function openFile(path: string): Promise<File> {
  return new File([await openAsBlob(path)], basename(path));
}

export async function openModelFolder(path: string): Promise<ModelSource> {
  const names = await readdir(path).catch((error: unknown) => cannotRead(path, error));
  const paths = names.map((name) => join(path, name));
  const files: File[] = [];
  for (const file of paths) if ((await stat(file)).isFile()) files.push(await openFile(file));
  return { kind: 'files', name: basename(resolve(path)), files };
}

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
  if (byName >= 0) return byName;
  const number = Number(name);
  if (Number.isInteger(number) && number >= 1 && number <= table.columns.length) return number - 1;
  throw new DataError(
    `there is no column "${name}"; the columns are ${table.columns.map((c) => `"${c}"`).join(', ')}.`,
  );
}

function cannotRead(path: string, error: unknown): never {
  const code = (error as NodeJS.ErrnoException).code;
  const why = code === 'ENOENT' ? 'there is no such file or folder' : code === 'ENOTDIR' ? 'it is no folder' : code;
  throw new DataError(`${path} cannot be read: ${why}.`);
}

/** Before long work: that a file can be written there after it. */
export async function checkWritable(path: string | undefined): Promise<void> {
  if (path === undefined) return;
  await makeFolder(dirname(resolve(path)));
  if (
    await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    )
  )
    throw new UsageError(`${path} is a folder; name a file in it`);
}

/** A folder that does not exist yet, or may be written into. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${path} cannot be made: ${error.code === 'EEXIST' ? 'a file has that name' : error.code}`);
  });
}

export async function writeFiles(folder: string, files: ExportFile[]): Promise<void> {
  for (const { name, pieces } of files) {
    const file = await open(join(folder, name), 'w');
    try {
      for (const piece of pieces()) await file.writeFile(piece);
    } finally {
      await file.close();
    }
  }
}

export async function writeText(path: string, text: string | Uint8Array): Promise<void> {
  await writeFile(path, text);
}
