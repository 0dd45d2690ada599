// SPDX-License-Identifier: Apache-2.0
// Compressed files, zips and tar archives -> the files in them. A workbook is a zip too, and stays one.
import type { EngineFailure } from '../border/failure';
import { retried } from '../border/retry';
import { blobOf } from '../border/whole';
import { DataError } from './problems';
import { say } from './say';

export interface DataFile {
  /** With the folders it is in, as far as they are known. */
  name: string;
  bytes: Uint8Array;
  /** It is an Excel workbook. */
  workbook?: boolean;
}

/** What is unpacked is in memory. */
const MOST_BYTES = 2 ** 31;

/** Archives that are no data, by a file in them. */
export const OTHERS: [RegExp, string][] = [
  [/^word\/document\.xml$/, 'a Word document. Copy its table into a spreadsheet and save that'],
  [/^ppt\/presentation\.xml$/, 'a presentation. Save the texts as CSV'],
  [/^content\.xml$/, 'an OpenDocument file. Save it as .xlsx or CSV'],
  [/\.iwa$/, 'a document of Numbers or Pages. Export it as CSV'],
  [/\.safetensors$|^pytorch_model\.bin$/, 'a model and no data. Load it as the encoder'],
];

/** Not ./ and ../, which some programs write in front of names. */
const HIDDEN = /(^|\/)(\.(?!\.?\/)|__MACOSX\/)/;

/** What follows PK at the beginning of a zip: a file, the end of a zip without any, a part of several. */
const ZIPS = [0x0403, 0x0605, 0x0807];
const isZipped = (bytes: Uint8Array) =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && ZIPS.includes(bytes[2]! | (bytes[3]! << 8));

const MAGIC = [...'ustar'].map((letter) => letter.charCodeAt(0));
const isTar = (bytes: Uint8Array) => MAGIC.every((code, i) => bytes[257 + i] === code);

/** `most`: bytes of all that is unpacked. */
export async function unpack({ name, bytes }: DataFile, most = MOST_BYTES): Promise<DataFile[]> {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    return unpack({ name: name.replace(/\.gz$/i, ''), bytes: await gunzip(name, bytes, most) }, most);
  if (isTar(bytes)) return untar(name, bytes);
  if (!isZipped(bytes)) return [{ name, bytes }];
  try {
    return await unzip(name, bytes, most);
  } catch (error) {
    const { code, text, said, at } = error as EngineFailure;
    throw code === 'E_FORMAT' ? new DataError({ text, said }, -1, at) : error;
  }
}

async function unzip(name: string, bytes: Uint8Array, most: number): Promise<DataFile[]> {
  const { readZip } = await retried(() => import('../zip/zip'));
  const all = await readZip(new File([bytes as Uint8Array<ArrayBuffer>], name));
  if (all.length === 0) throw new DataError(say.emptyZip(name), -1, 0);
  const workbook = all.some(({ path }) => path === 'xl/workbook.xml');
  const wanted = workbook ? all : dataIn(name, all);
  if (wanted.reduce((sum, { size }) => sum + size, 0) > most) throw tooLarge(name, most);
  const files: DataFile[] = [];
  for (const { path, open } of wanted) {
    const content = await (await blobOf((await open()).bytes())).arrayBuffer();
    // The library that opens workbooks unpacks them itself, without a look at the checksums.
    if (!workbook) files.push({ name: path, bytes: new Uint8Array(content) });
  }
  return workbook ? [{ name, bytes, workbook }] : files;
}

async function untar(name: string, bytes: Uint8Array): Promise<DataFile[]> {
  const { unpackTar } = await retried(() => import('modern-tar'));
  const all = await unpackTar(bytes, { strict: true }).catch(() => {
    throw new DataError(say.tar(name), -1, 0);
  });
  const files = all.flatMap(({ header, data }) =>
    header.type === 'file' && data ? [{ path: header.name, data }] : [],
  );
  return dataIn(name, files).map(({ path, data }) => ({ name: path, bytes: data }));
}

function dataIn<T extends { path: string }>(name: string, all: T[]): T[] {
  const other = OTHERS.find(([pattern]) => all.some(({ path }) => pattern.test(path)));
  if (other) throw new DataError(say.otherZip(other[1]), -1, 0);
  const wanted = all.filter(({ path }) => !HIDDEN.test(path));
  if (wanted.length === 0) throw new DataError(say.noData(name), -1, 0);
  return wanted;
}

const tooLarge = (name: string, most: number) => new DataError(say.tooLarge(name, most / 2 ** 30), -1, 0);

async function gunzip(name: string, bytes: Uint8Array, most: number): Promise<Uint8Array> {
  let unpacked = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      unpacked += piece.byteLength;
      if (unpacked > most) controller.error(tooLarge(name, most));
      else controller.enqueue(piece);
    },
  });
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  try {
    const stream = packed.pipeThrough(new DecompressionStream('gzip')).pipeThrough(counted);
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(say.gzip(name), -1, 0);
  }
}
