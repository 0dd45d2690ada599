// SPDX-License-Identifier: Apache-2.0
// Files that are written: each is whole or not there. The bytes go into NAME.part, which takes the place of NAME when
// they are on the disk.
import { existsSync, rmdirSync } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { DataError } from '../read/problems';
import type { ExportFile } from '../hub/export_file';
import { lockOf } from './lock';
import { UsageError } from './usage';

type Pieces = Iterable<string | Uint8Array> | AsyncIterable<Uint8Array>;

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  ELOOP: 'it is a link that leads to itself',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EEXIST: 'a file has that name',
  EACCES: 'it is not permitted',
  EPERM: 'it is not permitted',
  EROFS: 'the disk is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the disk takes no file of that size',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
  ERR_FS_FILE_TOO_LARGE: 'it has more than 2 GiB, split it into smaller files',
};

/** Why the disk refused something, for a sentence. */
export function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? (code || message);
}

const cannotWrite = (path: string, error: unknown): never => {
  throw new DataError(`${path} cannot be written: ${reasonOf(error)}.`);
};

/** A file beside its place. Neither is there for a pipe or a terminal, which is written to directly. */
interface Place {
  path: string;
  part: string | null;
}

/** Where a file of this name lies, or will lie: links are followed, also one to what is not there yet. */
async function wholePath(path: string, links = 0): Promise<string> {
  const found = await realpath(path).catch(() => null);
  if (found !== null || links > MOST_LINKS) return found ?? resolve(path);
  const target = await readlink(path).catch(() => null);
  return target === null ? resolve(path) : wholePath(resolve(dirname(path), target), links + 1);
}

/** As Linux has it. */
const MOST_LINKS = 40;

async function placeOf(path: string): Promise<Place> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) throw new UsageError(`${path} is a folder; name a file in it`);
  if (found && !found.isFile()) return { path, part: null };
  const whole = await wholePath(path); // a link stays one
  if (!found && (await lstat(whole).catch(() => null))?.isSymbolicLink()) cannotWrite(path, { code: 'ELOOP' });
  return { path: whole, part: `${whole}.part` };
}

async function fill({ path, part }: Place, pieces: Pieces): Promise<void> {
  const file = await open(part ?? path, 'w');
  try {
    for await (const piece of pieces) await file.writeFile(piece);
    if (part !== null) await file.sync();
  } finally {
    await file.close();
  }
}

const discard = async ({ part }: Place) => part !== null && rm(part, { force: true }).catch(() => undefined);

/** Throws a DataError; what was there before is then still there. */
export async function writeWhole(path: string, pieces: Pieces): Promise<void> {
  const place = await placeOf(path);
  try {
    await fill(place, pieces);
    if (place.part !== null) await rename(place.part, place.path);
  } catch (error) {
    await discard(place);
    cannotWrite(path, error);
  }
}

/** As other commands have it. */
export const STANDARD = '-';

export async function writeText(path: string, text: string | Uint8Array): Promise<void> {
  if (path !== STANDARD) return writeWhole(path, [text]);
  await new Promise<void>((written) => process.stdout.write(text, () => written()));
}

/** The files take their places together, after the last of them is on the disk. */
export async function writeFiles(folder: string, files: ExportFile[]): Promise<void> {
  const places: Place[] = [];
  try {
    for (const { name, pieces } of files) {
      if (name.includes('/')) await makeFolder(dirname(join(folder, name)));
      places.push(await placeOf(join(folder, name)));
      await fill(places.at(-1)!, pieces());
    }
    for (const { path, part } of places) if (part !== null) await rename(part, path);
  } catch (error) {
    for (const place of places) await discard(place);
    if (error instanceof UsageError) throw error;
    cannotWrite(folder, error);
  }
}

const READ = ['model', 'base', 'head', 'data', 'tags', 'test', 'test-tags', 'validation', 'validation-tags', 'labels'];
const WRITTEN = ['out', 'report', 'resume'];
const MODELS = ['model', 'base', 'out'];
/** Whether a file of a model's folder may have this name. */
const isOfModel = (path: string) =>
  /^(README\.md|vocab\.txt|merges\.txt|predict\.py|train\.py|fit\.py|(.*config|modules|tokenizer|special_tokens_map|recipe)\.json|.*\.(safetensors|bin|onnx|index\.json))$/.test(
    path,
  );

/** What is written takes the place of nothing that is read, and of nothing else that is written. `out` may be a
 * file. */
export async function checkApart(values: Record<string, string | undefined>, outIsFile: boolean): Promise<void> {
  const taken = new Map<string, string>();
  const folders: [string, string][] = [];
  for (const name of [...READ, ...WRITTEN]) {
    const path = values[name];
    if (path === undefined || path === STANDARD) continue;
    const found = await stat(path).catch(() => null);
    if (found && !found.isFile() && !found.isDirectory()) continue; // a pipe or a terminal
    const whole = await wholePath(path);
    const other = taken.get(whole);
    if (other !== undefined && WRITTEN.includes(name))
      throw new UsageError(`--${name} ${path} is what --${other} names, and would be written over it; give another`);
    taken.set(whole, name);
    if (MODELS.includes(name) && !(outIsFile && name === 'out')) folders.push([name, `${whole}${sep}`]);
  }
  for (const [path, name] of taken) {
    const inside = folders.find(([other, folder]) => other !== name && path.startsWith(folder));
    if (inside && WRITTEN.includes(name) && isOfModel(path.slice(inside[1].length)))
      throw new UsageError(`--${name} ${values[name]} is a file of the model that --${inside[0]} names; give another`);
  }
}

/** Before long work: that a file can be written there after it, by this process alone until it ends. */
export async function checkWritable(path: string | undefined): Promise<void> {
  if (path === undefined || path === STANDARD) return;
  await makeFolder(dirname(resolve(path)));
  const place = await placeOf(path);
  if (place.part === null) return;
  const holder = await lockOf(place.path).catch((error: unknown) => cannotWrite(path, error));
  if (typeof holder === 'number' && holder !== process.pid)
    throw new DataError(
      `Another tabtune writes ${path}${holder ? ` (process ${holder})` : ''}. Wait until it has ended, or name another file.`,
    );
  await fill(place, []).catch((error: unknown) => cannotWrite(path, error));
  await discard(place);
}

/** What was made for files goes again where none was written, since the command was refused. */
const made: string[] = [];
process.on('exit', () => {
  for (const folder of made.reverse())
    try {
      rmdirSync(folder);
    } catch {
      // there is something in it
    }
});

/** A folder that does not exist yet, or may be written into. One level after the other: Node's own recursion does not
 * end where a file system answers that the parent, which is there, is not. */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  const whole = resolve(path);
  const missing: string[] = [];
  for (let at = whole; !existsSync(at); at = dirname(at)) missing.unshift(at);
  try {
    if (missing.length === 0 && !(await stat(whole)).isDirectory())
      throw Object.assign(new Error(), { code: 'EEXIST' });
    for (const folder of missing)
      await mkdir(folder, { mode }).then(
        () => made.push(folder),
        (error: unknown) => unlessFolder(folder, error),
      );
  } catch (error) {
    throw new UsageError(`${path} cannot be made: ${reasonOf(error)}`);
  }
}

/** Another process, or another file of this one, may have made it. */
async function unlessFolder(path: string, error: unknown): Promise<void> {
  if (!(await stat(path).catch(() => null))?.isDirectory()) throw error;
}
