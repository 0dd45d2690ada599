// SPDX-License-Identifier: Apache-2.0
// A zip as a folder: its entries are read where they lie, as often as they are wanted. Length and CRC-32 of each are
// checked as it is read.
import { fail } from '../border/failure';
import { Crc32 } from './crc32';
import { zipErrors } from '../words/en/zip_errors';
import { saying, type Said } from '../words/said';

const say = saying('zipErrors', zipErrors);

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
interface ZipRecord {
  path: string;
  encrypted: boolean;
  method: number;
  crc: number;
  /** Bytes in the zip, and bytes of the file. */
  stored: number;
  unpacked: number;
  /** Where its own header begins. */
  local: number;
}

export interface ZipEntry {
  path: string;
  /** Bytes, as its list has them; no more than these come. */
  size: number;
  /** `bytes`: from the beginning or byte `from` on. */
  open(): Promise<{ size: number; bytes: (from?: number) => ReadableStream<Uint8Array> }>;
}

export const isZip = (name: string): boolean => /\.zip$/i.test(name);

type Refuse = (why: Said, at?: number) => never;

const refuseAs =
  (name: string): Refuse =>
  (why, at = 0) =>
    fail('E_FORMAT', say.refused(name, why), at);

const DAMAGED = say.damaged;

/** The entry `path` of the zip `name` is not what was packed. */
export const damagedEntry = (name: string, path: string, at: number): never =>
  fail('E_FORMAT', say.entry(path, name), at);

async function viewOf(zip: Bytes, start: number, size: number): Promise<DataView<ArrayBuffer>> {
  const { buffer, byteOffset, byteLength } = await zip.read(start, size);
  return new DataView(buffer, byteOffset, byteLength);
}

/** Its files; folders are left out. Each has a path of its own. */
export async function listZip(zip: Bytes): Promise<ZipRecord[]> {
  const no = refuseAs(zip.name);
  const { count, start, size } = await findList(zip, no);
  if (size > MOST_LIST || start + size > zip.size) no(DAMAGED);
  const list = await viewOf(zip, start, size);
  const records = new Map<string, ZipRecord>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    const { record, end } = readRecord(list, at) ?? no(DAMAGED, start + at);
    if (records.has(record.path)) no(say.twice(record.path), start + at);
    if (!record.path.endsWith('/')) records.set(record.path, record);
    at = end;
  }
  if (at !== list.byteLength) no(DAMAGED, start + at);
  return [...records.values()];
}

/** The line at byte `at` of the list, and where it ends; null: there is none. */
function readRecord(list: DataView<ArrayBuffer>, at: number): { record: ZipRecord; end: number } | null {
  if (at + CENTRAL_BYTES > list.byteLength || list.getUint32(at, true) !== CENTRAL) return null;
  const u16 = (offset: number) => list.getUint16(at + offset, true);
  const u32 = (offset: number) => list.getUint32(at + offset, true);
  const [nameBytes, extraBytes] = [u16(28), u16(30)];
  const end = at + CENTRAL_BYTES + nameBytes + extraBytes + u16(32);
  if (end > list.byteLength) return null;
  const behind = list.byteOffset + at + CENTRAL_BYTES;
  const path = decodePath(new Uint8Array(list.buffer, behind, nameBytes));
  const extra = new DataView(list.buffer, behind + nameBytes, extraBytes);
  const [unpacked, stored, local] = longNumbers([u32(24), u32(20), u32(42)], extra);
  const record = { path, encrypted: !!(u16(8) & 1), method: u16(10), crc: u32(16), unpacked, stored, local };
  return { record, end };
}

/** Bytes 80 to FF of code page 437, which names are in that are not UTF-8. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** Some programs write UTF-8 without the flag for it, and some write \ between folders. */
function decodePath(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\\', '/');
  } catch {
    return [...bytes].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join('');
  }
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
    const disk = tail.getUint16(at + 4, true);
    if (disk !== 0 && disk !== 0xffff) no(say.part);
    const [size, start] = [tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
    if (start !== ELSEWHERE && size !== ELSEWHERE && count !== 0xffff) return { count, start, size };
    const locator = at - LOCATOR_BYTES;
    if (locator < 0 || tail.getUint32(locator, true) !== LOCATOR_64) no(DAMAGED, from + at);
    const end = await viewOf(zip, Number(tail.getBigUint64(locator + 8, true)), END_64_BYTES);
    if (end.byteLength < END_64_BYTES || end.getUint32(0, true) !== END_64) no(DAMAGED, from + at);
    const [many, bytes, first] = [32, 40, 48].map((offset) => Number(end.getBigUint64(offset, true)));
    return { count: many!, start: first!, size: bytes! };
  }
  return no(say.cut);
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
  return (await listZip(source)).map((record) => ({
    path: record.path,
    size: record.unpacked,
    async open() {
      const { path, method, local, stored } = record;
      if (record.encrypted) no(say.encrypted(path));
      if (method !== STORED && method !== DEFLATED) no(say.method(path, method));
      const header = await viewOf(source, local, LOCAL_BYTES);
      if (!isLocal(header)) damagedEntry(zip.name, path, local);
      const start = local + localBytes(header);
      const packed = zip.slice(start, start + stored);
      let whole = false; // it was read to its end
      return {
        size: record.unpacked,
        bytes(from = 0) {
          if (method === STORED && whole) return packed.slice(from).stream();
          const unpacked = method === STORED ? packed.stream() : packed.stream().pipeThrough(inflate());
          return checked(zip.name, record, unpacked, from, () => (whole = true));
        },
      };
    },
  }));
}

const inflate = () => new DecompressionStream('deflate-raw');

/** From byte `from` on. It breaks where the bytes are more, fewer or others than were packed, and `good` is called
 * where they are the same. */
function checked(
  name: string,
  { path, crc, unpacked, local }: ZipRecord,
  stream: ReadableStream<Uint8Array>,
  from: number,
  good: () => void,
): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  const sum = new Crc32();
  const no = () => damagedEntry(name, path, local);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      for (;;) {
        const { done, value } = await reader.read().catch(no);
        if (done) {
          if (sum.bytes !== unpacked || sum.value !== crc) no();
          good();
          return controller.close();
        }
        const before = sum.bytes;
        sum.add(value);
        if (sum.bytes > unpacked) {
          await reader.cancel().catch(() => undefined);
          no();
        }
        const rest = value.subarray(Math.min(Math.max(from - before, 0), value.byteLength));
        if (rest.byteLength) return controller.enqueue(rest);
      }
    },
    cancel: (why) => reader.cancel(why),
  });
}

export const isLocal = (header: DataView): boolean =>
  header.byteLength >= LOCAL_BYTES && header.getUint32(0, true) === LOCAL;

/** Of the header in front of a file, with the name and what else is in it. */
export const localBytes = (header: DataView): number =>
  LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
