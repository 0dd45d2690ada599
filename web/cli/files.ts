// SPDX-License-Identifier: Apache-2.0
// Files of the disk as the page's code takes them: a folder as a list of File, a table with its columns.
import { existsSync, openAsBlob, realpathSync } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { decodeText } from '../read/bytes';
import { chooseColumns } from '../rows/choose';
import { namesInFile, type NumberNames } from '../rows/number_names';
import type { DataFile } from '../read/archive';
import { openTable } from '../read/open';
import { parseTwoFiles, type ParseOptions } from '../read/parse';
import type { Source } from '../rows/prepare';
import { DataError, flagsOf } from '../read/problems';
import { dataSetIn } from '../read/data_set';
import { parseOptions } from '../read/reading';
import type { Table } from '../read/table';
import type { ModelSource } from '../border/messages';
import { nameOfBase } from '../hub/lora';
import { elsewhere } from '../hub/missing';
import { folderOfFiles } from '../hub/folder';
import { ADAPTER_CONFIG } from '../hub/targets';
import { formatOf, refuseFormat } from '../hub/other_formats';
import { isZip } from '../zip/zip';
import { dataSetFiles } from './datasets';
import { sourceAtAddress } from './hub';
import { UsageError } from './usage';
import { reasonOf, STANDARD } from './write';

/** File-backed: bytes are read when they are asked for. */
export async function openFile(path: string): Promise<File> {
  return new File([await openAsBlob(path)], basename(path));
}

/** A folder or a zip; where there is none, a name on the hub or an address. `base`: of an adapter its encoder, where
 * that is not the one that it names. */
export async function openModelFolder(path: string, base?: string): Promise<ModelSource> {
  const source = await openFolder(path);
  const named = await namedBase(source);
  const is_named = !!named && isSamePlace(named, base ?? named);
  const given = base !== undefined ? await openFolder(base) : named && (await baseCalled(named));
  return given ? { ...source, base: { ...given, ...(is_named && { is_named }) } } : source;
}

/** What an adapter names as its base, or ''. */
async function namedBase(source: ModelSource): Promise<string> {
  const config = source.kind === 'files' ? source.files.find(({ name }) => name === ADAPTER_CONFIG) : undefined;
  return nameIn((await config?.text()) ?? '{}');
}

/** A folder here, seen from this one, or a name on the hub. */
const baseCalled = async (name: string) => (existsSync(name) ? openFolder(name) : sourceAtAddress(name));

const isSamePlace = (one: string, other: string) =>
  existsSync(one) && existsSync(other) && realpathSync(one) === realpathSync(other);

/** '' where the file is broken, which opening it reports. */
function nameIn(json: string): string {
  try {
    return nameOfBase(JSON.parse(json) as Record<string, unknown>);
  } catch {
    return '';
  }
}

async function openFolder(path: string): Promise<ModelSource> {
  const name = basename(resolve(path));
  const found = await stat(path).catch(async (error: unknown) => {
    const isHere = await lstat(path).then(
      () => true,
      () => false,
    );
    return (isHere ? null : sourceAtAddress(path)) ?? cannotRead(path, error); // a link that leads nowhere is no name
  });
  if ('kind' in found) return found;
  if (found.isFile() && isZip(path))
    return { kind: 'files', name: basename(name, '.zip'), files: [await openFile(path)] };
  const format = found.isFile() ? formatOf(path) : null;
  if (format) refuseFormat(path, format);
  if (found.isFile()) {
    const is = await elsewhere(await folderOfFiles(path, [await openFile(path)], [path]));
    throw new UsageError(is?.text ?? `${path} is a file, and a model is a folder or a zip of one; name its folder`);
  }
  const paths = await modelFiles(path);
  return { kind: 'files', name, files: await Promise.all(paths.map((file) => openFile(join(path, file)))), paths };
}

/** Of a folder, and of those in it that models have. */
export async function modelFiles(path: string): Promise<string[]> {
  const names = await readdir(path).catch((error: unknown) => cannotRead(path, error));
  for (const folder of names.filter((each) => MODULE.test(each)))
    for (const file of await readdir(join(path, folder)).catch(() => [])) names.push(`${folder}/${file}`);
  const paths: string[] = [];
  for (const file of names) if ((await stat(join(path, file)).catch(() => null))?.isFile()) paths.push(file);
  return paths;
}

/** A folder of sentence-transformers: 0_Transformer, 1_Pooling, 2_Dense; and what may be all that there is. */
const MODULE = /^(\d+_\w+|onnx)$/;

export async function openHeadFile(path: string): Promise<File> {
  const found = await stat(path).catch((error: unknown) => cannotRead(path, error));
  if (found.isDirectory()) throw new UsageError(`--head ${path} is a folder; name the head.safetensors in it`);
  return openFile(path);
}

/** What was said of the columns on the command line. */
type ColumnFlags = Record<string, string | undefined>;

const readBytes = (path: string) => readFile(path).catch((error: unknown) => cannotRead(path, error));

/** What is wrong with the data, with the name of the file before it. */
async function naming<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const { message, choices, row, byte } = error;
    const name = basename(path);
    const named = message.startsWith(`${name} `) ? `${path}${message.slice(name.length)}` : `${path}: ${message}`;
    throw new DataError(`${named}${flagsOf(choices)}`, row, byte);
  }
}

/** `known`: names of columns that the table may have, beside those that the flags name. */
type Opened = (known?: string[]) => Promise<Table>;

/** Read from the disk once: a pipe cannot be read again. `tags`: a second file, with the tags of the words in the
 * first. */
async function openData(path: string, flags: ColumnFlags, tags?: string): Promise<Opened> {
  const given = [flags.text, flags.pair, flags.label].flatMap((name) => name?.split(',').concat(name) ?? []);
  const options = optionsOf(flags);
  const second = tags === undefined ? null : await readBytes(tags);
  const files = await filesOf(path);
  return (known = []) =>
    naming(path, () =>
      second ? parseTwoFiles(files[0]!.bytes, second) : openTable(files, { ...options, known: [...known, ...given] }),
    );
}

export const readTable = async (path: string, flags: ColumnFlags, tags?: string, known?: string[]): Promise<Table> =>
  (await openData(path, flags, tags))(known);

/** The standard input, a file, or all files of a folder and of the folders in it; hidden ones are left out. Where there
 * is none of these, a data set of the hub. */
async function filesOf(path: string): Promise<DataFile[]> {
  if (path === STANDARD) return [{ name: 'standard input', bytes: await buffer(process.stdin) }];
  const named = (await lstat(path).catch(() => null)) ? null : dataSetIn(path);
  if (named) return dataSetFiles(named);
  const found = await stat(path).catch((error: unknown) => cannotRead(path, error));
  if (!found.isDirectory()) return [{ name: basename(path), bytes: await readBytes(path) }];
  const names = await namesIn(path, '', new Set([await realpath(path)]));
  const files: DataFile[] = [];
  for (const name of names.sort()) files.push({ name, bytes: await readBytes(join(path, name)) });
  if (files.length === 0) throw new DataError(`${path} is a folder without files.`);
  return files;
}

/** Of the files in the folder `inner` of `root`. `seen`: folders that are read only once, whatever links lead to
 * them. */
async function namesIn(root: string, inner: string, seen: Set<string>): Promise<string[]> {
  const folder = join(root, inner);
  const names: string[] = [];
  for (const name of await readdir(folder).catch((error: unknown) => cannotRead(folder, error))) {
    if (name.startsWith('.')) continue;
    const path = join(folder, name);
    const found = await stat(path).catch((error: unknown) => cannotRead(path, error));
    if (found.isFile()) names.push(inner + name);
    if (!found.isDirectory()) continue;
    const whole = await realpath(path);
    if (seen.has(whole)) continue;
    seen.add(whole);
    for (const under of await namesIn(root, `${inner}${name}/`, seen)) names.push(under);
  }
  return names;
}

/** `named`: the same where the first row may have one of these names. */
export async function readSource(
  path: string,
  flags: ColumnFlags,
  tags?: string,
): Promise<Source & { named(known: string[]): Promise<Source> }> {
  const open = await openData(path, flags, tags);
  const sourceOf = (table: Table) => naming(path, () => ({ table, columns: chooseColumns(table, flags) }));
  const source = await sourceOf(await open());
  const { header, format } = source.table;
  const isNameless = !header && format === 'delimited' && flags.header === undefined;
  return {
    ...source,
    named: async (known) => (isNameless && known.length ? sourceOf(await open(known)) : source),
  };
}

function optionsOf(flags: ColumnFlags): ParseOptions {
  try {
    return parseOptions(flags);
  } catch (error) {
    throw error instanceof DataError ? new UsageError(error.message) : error;
  }
}

export const readText = async (path: string): Promise<string> => decodeText(await readBytes(path)).text;

export async function readNames(path: string | undefined): Promise<NumberNames | undefined> {
  if (path === undefined) return undefined;
  const bytes = await readBytes(path);
  return naming(path, () => namesInFile(bytes));
}

function cannotRead(path: string, error: unknown): never {
  throw new DataError(`${path} cannot be read: ${reasonOf(error)}.`);
}
