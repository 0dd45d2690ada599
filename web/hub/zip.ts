// SPDX-License-Identifier: Apache-2.0
// A zip as a folder: its entries are read where they lie, as often as they are wanted.
import { fail } from '../border/failure';

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const END_64_BYTES = 56;
const LOCATOR_BYTES = 20;
const CENTRAL_BYTES = 46;
const LONGEST_COMMENT = 0xffff;
/** In place of a number that stands in the fields for zips of more than 4 GiB. */
const ELSEWHERE = 0xffffffff;
const SIZES_64 = 1;
/** Of the list of files. */
const MOST_LIST = 64 << 20;
export const LOCAL_BYTES = 30;
export const STORED = 0;
const DEFLATED = 8;

/** Where a zip lies. */
export interface Bytes {
  name: string;
  size: number;
  /** Fewer than `bytes` only where it ends. */
  read(from: number, bytes: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A line of its list of files. */
export interface ZipRecord {
  path: string;
  encrypted: boolean;
  method: number;
  /** Bytes in the zip, and bytes of the file. */
  stored: number;
  unpacked: number;
  /** Where its own header begins. */
  local: number;
}

export interface ZipEntry {
  path: string;
  /** `bytes`: from the beginning or byte `from` on. */
  open(): Promise<{ size: number; bytes: (from?: number) => ReadableStream<Uint8Array> }>;
}

export const isZip = (name: string): boolean => /\.zip$/i.test(name);

type Refuse = (why: string, at?: number) => never;

const refuseAs =
  (name: string): Refuse =>
  (why, at = 0) =>
    fail('E_FORMAT', `${name} is no zip that can be read here: ${why}.`, at);

async function viewOf(zip: Bytes, start: number, size: number): Promise<DataView<ArrayBuffer>> {
  const { buffer, byteOffset, byteLength } = await zip.read(start, size);
  return new DataView(buffer, byteOffset, byteLength);
}

/** Its files; folders are left out. */
export async function listZip(zip: Bytes): Promise<ZipRecord[]> {
  const no = refuseAs(zip.name);
  const { count, start, size } = await findList(zip, no);
  if (size > MOST_LIST || start + size > zip.size) no('its list of files is damaged');
  const list = await viewOf(zip, start, size);
  const records: ZipRecord[] = [];
  for (let i = 0, at = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > list.byteLength || list.getUint32(at, true) !== CENTRAL)
      no('its list of files is damaged', start + at);
    const u16 = (offset: number) => list.getUint16(at + offset, true);
    const u32 = (offset: number) => list.getUint32(at + offset, true);
    const [nameBytes, extraBytes] = [u16(28), u16(30)];
    const end = at + CENTRAL_BYTES + nameBytes + extraBytes + u16(32);
    if (end > list.byteLength) no('its list of files is damaged', start + at);
    const behind = list.byteOffset + at + CENTRAL_BYTES;
    const path = new TextDecoder().decode(new Uint8Array(list.buffer, behind, nameBytes));
    const extra = new DataView(list.buffer, behind + nameBytes, extraBytes);
    const [unpacked, stored, local] = longNumbers([u32(24), u32(20), u32(42)], extra);
    if (!path.endsWith('/'))
      records.push({ path, encrypted: !!(u16(8) & 1), method: u16(10), unpacked, stored, local });
    at = end;
  }
  return records;
}

/** Those that do not fit into four bytes are in a field of their own, in this order. */
function longNumbers(short: [number, number, number], extra: DataView): [number, number, number] {
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== SIZES_64) continue;
    let next = at + 4;
    const end = Math.min(next + extra.getUint16(at + 2, true), extra.byteLength);
    return short.map((value) => {
      if (value !== ELSEWHERE || next + 8 > end) return value;
      next += 8;
      return Number(extra.getBigUint64(next - 8, true));
    }) as typeof short;
  }
  return short;
}

async function findList(zip: Bytes, no: Refuse): Promise<{ count: number; start: number; size: number }> {
  const from = Math.max(0, zip.size - END_BYTES - LONGEST_COMMENT - LOCATOR_BYTES);
  const tail = await viewOf(zip, from, zip.size - from);
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    const count = tail.getUint16(at + 10, true);
    const [size, start] = [tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
    if (start !== ELSEWHERE && size !== ELSEWHERE && count !== 0xffff) return { count, start, size };
    const locator = at - LOCATOR_BYTES;
    if (locator < 0 || tail.getUint32(locator, true) !== LOCATOR_64) no('its list of files is damaged', from + at);
    const end = await viewOf(zip, Number(tail.getBigUint64(locator + 8, true)), END_64_BYTES);
    if (end.byteLength < END_64_BYTES || end.getUint32(0, true) !== END_64)
      no('its list of files is damaged', from + at);
    const [many, bytes, first] = [32, 40, 48].map((offset) => Number(end.getBigUint64(offset, true)));
    return { count: many!, start: first!, size: bytes! };
  }
  return no('the list of files at its end is missing, perhaps because it was cut short');
}

const bytesOf = (zip: File): Bytes => ({
  name: zip.name,
  size: zip.size,
  read: async (from, bytes) => new Uint8Array(await zip.slice(from, from + bytes).arrayBuffer()),
});

/** Its files. */
export async function readZip(zip: File): Promise<ZipEntry[]> {
  const no = refuseAs(zip.name);
  const source = bytesOf(zip);
  return (await listZip(source)).map(({ path, encrypted, method, stored, unpacked, local }) => ({
    path,
    async open() {
      if (encrypted) no(`${path} in it is encrypted`);
      if (method !== STORED && method !== DEFLATED) no(`${path} in it is compressed by method ${method}`);
      const header = await viewOf(source, local, LOCAL_BYTES);
      if (!isLocal(header)) no(`${path} in it is damaged`);
      const start = local + localBytes(header);
      const end = start + stored;
      return {
        size: unpacked,
        bytes: (from = 0) =>
          method === STORED ? zip.slice(start + from, end).stream() : inflated(zip, start, end, from),
      };
    },
  }));
}

export const isLocal = (header: DataView): boolean =>
  header.byteLength >= LOCAL_BYTES && header.getUint32(0, true) === LOCAL;

/** Of the header in front of a file, with the name and what else is in it. */
export const localBytes = (header: DataView): number =>
  LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);

function inflated(zip: Blob, start: number, end: number, from: number): ReadableStream<Uint8Array> {
  const whole = zip.slice(start, end).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  let skip = from;
  const behind = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      const rest = piece.subarray(Math.min(skip, piece.byteLength));
      skip -= piece.byteLength - rest.byteLength;
      if (rest.byteLength) controller.enqueue(rest);
    },
  });
  return from ? whole.pipeThrough(behind) : whole;
}
