// SPDX-License-Identifier: Apache-2.0
// Zips: what is in them is read as it was packed, or refused by name; and compressed files that grow too large.
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { unpack } from '../../web/read/archive';
import { openTable } from '../../web/read/open';
import { DataError } from '../../web/read/problems';
import { Crc32 } from '../../web/zip/crc32';
import { readZip } from '../../web/zip/zip';

type Bytes = Uint8Array<ArrayBuffer>;
const pack = (files: Record<string, string>, level: 0 | 6 = 6) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), { level }) as Bytes;
const opened = (zip: Uint8Array, most?: number) => unpack({ name: 'a.zip', bytes: zip }, most);
const rows = Array.from({ length: 30 }, (_, i) => `a text of the number ${i * 37},${i % 2 ? 'neg' : 'pos'}\n`);
const csv = `text,label\n${rows.join('')}`;

const CENTRAL = 0x02014b50;
/** Where the line of the n-th file in the list begins. */
function lineOf(zip: Bytes, n: number): number {
  const view = new DataView(zip.buffer);
  for (let at = 0, left = n; ; at++) if (view.getUint32(at, true) === CENTRAL && left-- === 0) return at;
}

function changed(zip: Bytes, change: (view: DataView, bytes: Bytes) => void): Bytes {
  const copy = zip.slice();
  change(new DataView(copy.buffer), copy);
  return copy;
}

it('CRC-32 is that of the standard', () => {
  const sum = new Crc32();
  sum.add(strToU8('1234'));
  sum.add(strToU8('56789'));
  expect([sum.value, sum.bytes]).toEqual([0xcbf43926, 9]);
});

describe.each([0, 6] as const)('a zip of level %s', (level) => {
  const zip = pack({ 'a/one.csv': csv, 'a/two.csv': csv.replaceAll('a text', 'another') }, level);
  const inside = 'a/one.csv in a.zip is damaged';
  it('is read whole, or from a byte on', async () => {
    const files = await opened(zip);
    expect(files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes).length])).toEqual([
      ['a/one.csv', csv.length],
      ['a/two.csv', csv.length + 30],
    ]);
    const [entry] = await readZip(new File([zip], 'a.zip'));
    const { size, bytes } = await entry!.open();
    for (const from of [0, 7, size - 1, size]) expect(await new Response(bytes(from)).text()).toBe(csv.slice(from));
  });
  it('with a changed byte, checksum or length is refused with the name of the file', async () => {
    const first = 30 + 'a/one.csv'.length;
    for (const wrong of [
      changed(zip, (_, bytes) => (bytes[first + 40]! ^= 1)),
      changed(zip, (view) => view.setUint32(lineOf(zip, 0) + 16, 1, true)),
      changed(zip, (view) => view.setUint32(lineOf(zip, 0) + 24, csv.length / 2, true)),
      changed(zip, (view) => view.setUint32(lineOf(zip, 0) + 24, csv.length * 2, true)),
      changed(zip, (view) => view.setUint32(lineOf(zip, 0) + 20, 100, true)),
      changed(zip, (view) => view.setUint32(lineOf(zip, 0) + 42, 5, true)),
    ]) {
      await expect(opened(wrong)).rejects.toThrow(inside);
      await expect(opened(wrong)).rejects.toBeInstanceOf(DataError);
    }
  });
  it('with a list that is shorter or longer than it is said to be is refused', async () => {
    const end = zip.length - 22;
    for (const count of [1, 3])
      await expect(opened(changed(zip, (view) => view.setUint16(end + 10, count, true)))).rejects.toThrow(/list of files is damaged/); // prettier-ignore
    await expect(opened(changed(zip, (view) => view.setUint16(end + 4, 1, true)))).rejects.toThrow(/one of several parts/); // prettier-ignore
  });
  it('is read up to a size', async () => {
    expect(await opened(zip, 2 * csv.length + 30)).toHaveLength(2);
    await expect(opened(zip, 2 * csv.length + 29)).rejects.toThrow(/a\.zip has more than .* GiB of data/);
  });
});

describe('names in a zip', () => {
  it('may be those of properties', async () => {
    const table = await openTable([{ name: 'a.zip', bytes: renamed(pack({ 'xxxxxxxxx': csv, 'b.csv': csv }), 'xxxxxxxxx', '__proto__') }]); // prettier-ignore
    expect(table.rows.length).toBe(60);
    expect(new Set(table.rows.map((row) => row[2]))).toEqual(new Set(['__proto__', 'b.csv']));
  });
  it('with ./ and ../ are not hidden ones', async () => {
    const zip = pack({ './a.csv': csv, '../b.csv': csv, '/c.csv': csv, '.d.csv': csv, '__MACOSX/a.csv': csv, 'e/.f': csv }); // prettier-ignore
    expect((await opened(zip)).map(({ name }) => name)).toEqual(['./a.csv', '../b.csv', '/c.csv']);
  });
  it('are there once', async () => {
    const twice = renamed(pack({ 'a.csv': csv, 'b.csv': csv }), 'b.csv', 'a.csv');
    await expect(opened(twice)).rejects.toThrow(/two files called a\.csv/);
    const slashes = renamed(pack({ 'a/b.csv': csv, 'a_b.csv': csv }), 'a_b.csv', 'a\\b.csv');
    await expect(opened(slashes)).rejects.toThrow(/two files called a\/b\.csv/);
  });
  it('are read as UTF-8, and else as code page 437', async () => {
    const zip = pack({ 'größe.csv': csv, 'x.csv': csv });
    expect((await opened(zip)).map(({ name }) => name)).toEqual(['größe.csv', 'x.csv']);
    const old = changed(zip, (_, bytes) => (bytes[lineOf(zip, 1) + 46] = 0x9a));
    expect((await opened(old)).map(({ name }) => name)[1]).toBe('Ü.csv');
  });
});

/** With another name of the same length. */
function renamed(zip: Bytes, from: string, to: string): Bytes {
  const text = Buffer.from(zip).toString('latin1').replaceAll(from, to);
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

describe('a zip without data', () => {
  it('is called empty', async () => {
    await expect(opened(pack({}))).rejects.toThrow('The zip a.zip is empty');
    await expect(opened(pack({ '.DS_Store': 'x' }))).rejects.toThrow(/no file with data in a\.zip/);
  });
  it.each([
    [8, 1, /is encrypted; pack it without a password/],
    [10, 9, /compressed by method 9/],
  ])('or with what cannot be unpacked is refused (%s)', async (offset, value, sentence) => {
    const zip = pack({ 'a.csv': csv });
    await expect(opened(changed(zip, (view) => view.setUint16(lineOf(zip, 0) + offset, value, true)))).rejects.toThrow(sentence); // prettier-ignore
  });
});

describe('a workbook', () => {
  it('with a changed byte is refused with the name of its part', async () => {
    const book = pack({ 'xl/workbook.xml': '<workbook/>', 'xl/worksheets/sheet1.xml': '<a/>'.repeat(99) }, 0);
    const wrong = changed(book, (_, bytes) => (bytes[150]! ^= 1));
    await expect(openTable([{ name: 'a.xlsx', bytes: wrong }])).rejects.toThrow(
      'xl/worksheets/sheet1.xml in a.xlsx is damaged',
    );
  });
});

describe('a gzip file', () => {
  it('is read up to a size, at which it stops', async () => {
    const packed = gzipSync(Buffer.alloc(1 << 24, 'a,b\n'));
    await expect(unpack({ name: 'a.csv.gz', bytes: packed }, 1 << 22)).rejects.toThrow(
      /a\.csv\.gz has more than .* GiB of data/,
    );
    const [file] = await unpack({ name: 'a.csv.gz', bytes: gzipSync(csv) }, csv.length);
    expect(file).toMatchObject({ name: 'a.csv', bytes: strToU8(csv) });
  });
});
