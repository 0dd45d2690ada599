// SPDX-License-Identifier: Apache-2.0
// The bytes of a file -> text, or a sentence that says why it is none.
import { DataError, type Problem } from './problems';

/** First bytes of files that people take for tables. */
const SIGNATURES: [string, number[]][] = [
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a zip file or an Excel workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel or Word file', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a gzip file', [0x1f, 0x8b]],
  ['an xz file', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['an SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65]],
];

const WHAT_TO_DO = 'Save the data as CSV, TSV or JSONL and choose that file.';

export function decodeText(bytes: Uint8Array): { text: string; problems: Problem[] } {
  if (bytes.length === 0) throw new DataError(`The file is empty. ${WHAT_TO_DO}`);
  for (const [what, signature] of SIGNATURES)
    if (signature.every((byte, i) => bytes[i] === byte))
      throw new DataError(`This is ${what}, not a table of text. ${WHAT_TO_DO}`, -1, 0);
  const text = decodeUtf16(bytes) ?? { text: decodeUtf8(bytes), problems: [] };
  if (text.text.trim() === '') throw new DataError(`The file has no text in it. ${WHAT_TO_DO}`);
  if (/^\s*<(!doctype|html)/i.test(text.text.slice(0, 200)))
    throw new DataError(`This is a web page, not a table of text: the download went wrong. ${WHAT_TO_DO}`, 1, 0);
  return text;
}

function decodeUtf16(bytes: Uint8Array): { text: string; problems: Problem[] } | null {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (!little && !big) return null;
  const text = new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes);
  return { text, problems: [{ level: 'note', rows: [], text: 'The file is UTF-16; it was read as such.' }] };
}

function decodeUtf8(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  if (zero >= 0)
    throw new DataError(
      `Row ${rowOfByte(bytes, zero)}, byte ${zero}: a zero byte, so this is no text file. ${WHAT_TO_DO}`,
      rowOfByte(bytes, zero),
      zero,
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // drops a byte order mark
  } catch {
    const at = firstInvalidUtf8(bytes);
    if (at < 0)
      throw new DataError(
        `The file has ${(bytes.length / 2 ** 20).toFixed(0)} MiB of text, more than fits into one text (512 MiB). ` +
          'Split it into smaller files, or keep fewer of its rows.',
      );
    const row = rowOfByte(bytes, at);
    const hex = [...bytes.subarray(at, at + 2)].map((b) => b.toString(16).toUpperCase().padStart(2, '0')).join(' ');
    throw new DataError(
      `Row ${row}, byte ${at}: ${hex} is not UTF-8. Save the file with the encoding UTF-8 ` +
        `(in a spreadsheet: "CSV UTF-8") and choose it again.`,
      row,
      at,
    );
  }
}

/** Lines before the byte, from 1: a quoted cell with newlines makes it larger than the spreadsheet's number. */
function rowOfByte(bytes: Uint8Array, at: number): number {
  let row = 1;
  for (let i = bytes.indexOf(0x0a); i >= 0 && i < at; i = bytes.indexOf(0x0a, i + 1)) row++;
  return row;
}

/** The first byte of the first sequence that the Unicode standard's table 3-7 does not have. */
export function firstInvalidUtf8(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i]!;
    const n = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (n === 0) return i;
    for (let k = 1; k < n; k++) {
      // The second byte has a smaller range after E0, ED, F0 and F4: no overlong forms, surrogates, or > U+10FFFF.
      const low = k > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = k > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      const byte = bytes[i + k] ?? 0;
      if (byte < low || byte > high) return i;
    }
    i += n;
  }
  return -1;
}
