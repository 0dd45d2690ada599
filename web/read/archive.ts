// SPDX-License-Identifier: Apache-2.0
// Compressed files and zips -> the files in them. A workbook is a zip too, and stays one.
import { DataError } from './problems';

export interface DataFile {
  /** With the folders it is in, as far as they are known. */
  name: string;
  bytes: Uint8Array;
  /** It is an Excel workbook. */
  workbook?: boolean;
}

/** What is unpacked is in memory. */
const MOST_BYTES = 2 ** 31;

/** Zips that are no data, by a file in them. */
const OTHERS: [RegExp, string][] = [
  [/^word\/document\.xml$/, 'a Word document. Copy its table into a spreadsheet and save that'],
  [/^ppt\/presentation\.xml$/, 'a presentation. Save the texts as CSV'],
  [/^content\.xml$/, 'an OpenDocument file. Save it as .xlsx or CSV'],
  [/\.iwa$/, 'a document of Numbers or Pages. Export it as CSV'],
  [/\.safetensors$|^pytorch_model\.bin$/, 'a model and no data. Load it as the encoder'],
];

export async function unpack({ name, bytes }: DataFile): Promise<DataFile[]> {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    return unpack({ name: name.replace(/\.gz$/i, ''), bytes: await gunzip(name, bytes) });
  if (!(bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4)) return [{ name, bytes }];
  const { unzipSync } = await import('fflate');
  const listed: { name: string; originalSize: number }[] = [];
  const read = (filter: (file: { name: string; originalSize: number }) => boolean) => {
    try {
      return unzipSync(bytes, { filter });
    } catch {
      throw new DataError(`${name} is a damaged zip: pack it again.`, -1, 0);
    }
  };
  read((file) => {
    listed.push({ name: file.name, originalSize: file.originalSize });
    return false;
  });
  if (listed.some((file) => file.name === 'xl/workbook.xml')) return [{ name, bytes, workbook: true }];
  const other = OTHERS.find(([pattern]) => listed.some((file) => pattern.test(file.name)));
  if (other) throw new DataError(`This is ${other[1]}.`, -1, 0);
  const wanted = listed.filter((file) => !/(^|\/)(\.|__MACOSX\/)|\/$/.test(file.name));
  if (wanted.length === 0) throw new DataError(`There is no file in ${name}.`, -1, 0);
  if (wanted.reduce((sum, file) => sum + file.originalSize, 0) > MOST_BYTES)
    throw new DataError(`${name} has more than 2 GiB of files in it. Pack smaller parts.`, -1, 0);
  const names = new Set(wanted.map((file) => file.name));
  return Object.entries(read((file) => names.has(file.name))).map(([path, content]) => ({
    name: path,
    bytes: content,
  }));
}

async function gunzip(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  try {
    const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new DataError(`${name} is a damaged gzip file. Download or pack it again.`, -1, 0);
  }
}
