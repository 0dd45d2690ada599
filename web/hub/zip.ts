// SPDX-License-Identifier: Apache-2.0
// A zip as a folder: its entries are read where they lie, as often as they are wanted.
import { fail } from '../border/failure';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

export interface ZipEntry {
  path: string;
  open(): Promise<{ size: number; bytes: () => ReadableStream<Uint8Array> }>;
}

export const isZip = (name: string): boolean => /\.zip$/i.test(name);

/** Its files. */
export async function readZip(zip: File): Promise<ZipEntry[]> {
  const no = (why: string): never => fail('E_FORMAT', `${zip.name} is no zip that can be read here: ${why}.`, 0);
  const { count, start, size } = await findDirectory(zip, no);
  const directory = await viewOf(zip, start, size);
  const entries: ZipEntry[] = [];
  for (let i = 0, at = 0; i < count; i++) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== CENTRAL) no('its list of files is damaged');
    const u16 = (offset: number) => directory.getUint16(at + offset, true);
    const u32 = (offset: number) => directory.getUint32(at + offset, true);
    const [flags, method, stored, unpacked, local] = [u16(8), u16(10), u32(20), u32(24), u32(42)];
    const [nameBytes, skipped] = [u16(28), u16(30) + u16(32)];
    if (at + 46 + nameBytes > directory.byteLength) no('its list of files is damaged');
    const path = new TextDecoder().decode(new Uint8Array(directory.buffer, at + 46, nameBytes));
    at += 46 + nameBytes + skipped;
    if (path.endsWith('/')) continue;
    const open: ZipEntry['open'] = async () => {
      if (flags & 1) no(`${path} in it is encrypted`);
      if (method !== STORED && method !== DEFLATED) no(`${path} in it is compressed by method ${method}`);
      if ([stored, unpacked, local].includes(0xffffffff)) no(`${path} in it has more than 4 GiB`);
      const header = await viewOf(zip, local, LOCAL_BYTES);
      if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL) no(`${path} in it is damaged`);
      const from = local + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
      return { size: unpacked, bytes: () => unpack(zip.slice(from, from + stored), method) };
    };
    entries.push({ path, open });
  }
  return entries;
}

const unpack = (bytes: Blob, method: number): ReadableStream<Uint8Array> =>
  method === STORED ? bytes.stream() : bytes.stream().pipeThrough(new DecompressionStream('deflate-raw'));

async function viewOf(zip: Blob, start: number, size: number): Promise<DataView<ArrayBuffer>> {
  return new DataView(await zip.slice(start, start + size).arrayBuffer());
}

async function findDirectory(
  zip: Blob,
  no: (why: string) => never,
): Promise<{ count: number; start: number; size: number }> {
  const from = Math.max(0, zip.size - END_BYTES - LONGEST_COMMENT);
  const tail = await viewOf(zip, from, zip.size - from);
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    const [count, size, start] = [
      tail.getUint16(at + 10, true),
      tail.getUint32(at + 12, true),
      tail.getUint32(at + 16, true),
    ];
    if (start === 0xffffffff || count === 0xffff) no('it has more than 4 GiB or 65,534 files');
    return { count, start, size };
  }
  return no('the list of files at its end is missing, perhaps because it was cut short');
}
