// SPDX-License-Identifier: Apache-2.0
// The bytes of a file -> text, or a sentence that says why it is none.
import { ENCODINGS } from './encodings';
import type { Said } from '../words/said';
import { asNote, choice, DataError, type Choice, type Problem } from './problems';
import { say } from './say';
import { signatureOf } from './signatures';

interface Decoded {
  text: string;
  encoding: string;
  problems: Problem[];
}

/** `encoding`: what the user said; recognised where absent. */
export function decodeText(bytes: Uint8Array, encoding?: string): Decoded {
  if (bytes.length === 0) throw new DataError(say.empty);
  const what = encoding === undefined ? signatureOf(bytes) : null;
  if (what) throw new DataError(say.kind(what), -1, 0);
  const decoded = encoding === undefined ? recognise(bytes) : decodeAs(bytes, encoding);
  if (decoded.text.trim() === '') throw new DataError(say.noText);
  if (/^\s*<(!doctype|html)/i.test(decoded.text.slice(0, 200))) throw new DataError(say.webPage, 1, 0);
  return decoded;
}

function recognise(bytes: Uint8Array): Decoded {
  const [marked, guessed] = [byteOrderMark(bytes), utf16Unmarked(bytes)];
  const encoding = marked ?? guessed;
  if (!encoding) return utf8OrWestern(bytes);
  const note: Said = marked ? say.utf16 : say.likeUtf16;
  return { ...decodeAs(bytes, encoding), problems: [asNote(note)] };
}

function utf8OrWestern(bytes: Uint8Array): Decoded {
  const at = bytes.includes(0) ? -1 : firstInvalidUtf8(bytes);
  if (at < 0 || !isWestern(bytes, at)) return { text: decodeUtf8(bytes), encoding: 'utf-8', problems: [] };
  const shown = decode(bytes, WESTERN);
  const choices = encodingsOf(bytes, at).filter(({ flags }) => {
    const { encoding } = flags;
    return encoding !== WESTERN && new TextDecoder(encoding).decode(bytes) !== shown;
  });
  return { text: shown, encoding: WESTERN, problems: [asNote(say.likeWestern, [], { choices })] };
}

const WESTERN = 'windows-1252';

/** Every high byte is a letter of Western Europe beside another letter, a mark of typography, or a pound or degree
 * beside a digit, as far as most of them go: no other encoding is as likely. A file with sequences of UTF-8 is a
 * damaged one, and no Windows-1252. */
function isWestern(bytes: Uint8Array, at: number): boolean {
  const isHigh = (byte: number) => byte >= 0x80;
  if (bytes.subarray(0, at).some(isHigh)) return false;
  const near = bytes.subarray(Math.max(0, at - SNIFFED), at + SNIFFED);
  const text = decode(near, WESTERN);
  const high = text.match(/[^\0-\x7F]/g)?.length ?? 0;
  const letters =
    text.match(/(?<=[a-z])[À-ÖØ-öø-ÿ]|[À-ÖØ-öø-ÿ](?=[a-z])|[‘’‚“”„–—…€«»\u00A0]|£(?=\d)|(?<=\d ?)[£°]/gi)?.length ?? 0;
  const plain = text.match(/[a-z]/gi)?.length ?? 0;
  return letters > 0.9 * high && high < plain / 3 && !/[\u0080-\u009F]/.test(decode(bytes, WESTERN));
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const begins = (...mark: number[]) => mark.every((byte, i) => bytes[i] === byte);
  if (begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff)) throw new DataError(say.utf32, -1, 0);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

const SNIFFED = 1 << 16;

/** UTF-16 without a mark: zero bytes in either the even or the odd places, and characters that texts have. */
function utf16Unmarked(bytes: Uint8Array): string | null {
  const start = bytes.subarray(0, Math.min(bytes.length, SNIFFED) & ~1);
  const zeros = [0, 0];
  for (let i = 0; i < start.length; i++) if (start[i] === 0) zeros[i & 1]!++;
  if (zeros[0]! + zeros[1]! === 0 || (zeros[0]! > 0 && zeros[1]! > 0)) return null;
  const encoding = zeros[1]! > 0 ? 'utf-16le' : 'utf-16be';
  const text = new TextDecoder(encoding).decode(start);
  if (start.includes(0x0a) && !/[\r\n]/.test(text)) return null; // lines of bytes, and a zero byte among them
  // A piece of the file may end within a character.
  return /[^\t\r\n\P{C}]|\uFFFD/u.test(text.replace(/[\uD800-\uDBFF\uFFFD]$/, '')) ? null : encoding;
}

/** The bytes 80 to 9F of Windows-1252, which some versions of Node read as ISO 8859-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

function decode(bytes: Uint8Array, encoding: string): string {
  const text = new TextDecoder(encoding).decode(bytes);
  if (encoding !== 'windows-1252') return text;
  return text.replace(/[\u0080-\u009F]/g, (c) => WINDOWS_1252[c.charCodeAt(0) - 0x80]!);
}

function decodeAs(bytes: Uint8Array, encoding: string): Decoded {
  if (encoding === 'utf-8') return { text: decodeUtf8(bytes), encoding, problems: [] };
  const text = decode(bytes, encoding);
  const wrong = text.search(/[\uFFFD\0]/);
  if (wrong >= 0) {
    const row = text.slice(0, wrong).split('\n').length;
    const why = text[wrong] === '\0' ? say.nul : say.notEncoded;
    throw new DataError(why(row, ENCODINGS[encoding] ?? encoding), row);
  }
  return { text, encoding, problems: [] };
}

function decodeUtf8(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw new DataError(say.zeroByte(rowOfByte(bytes, zero), zero), rowOfByte(bytes, zero), zero);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // drops a byte order mark
  } catch {
    const at = firstInvalidUtf8(bytes);
    if (at < 0) throw new DataError(say.tooLong((bytes.length / 2 ** 20).toFixed(0)));
    throw notUtf8(bytes, at);
  }
}

function notUtf8(bytes: Uint8Array, at: number): DataError {
  const row = rowOfByte(bytes, at);
  const hex = [...bytes.subarray(at, at + 2)].map((b) => b.toString(16).toUpperCase().padStart(2, '0')).join(' ');
  return new DataError(say.notUtf8(row, at, hex), row, at, encodingsOf(bytes, at));
}

/** Some encodings that the bytes at `at` may have, each with what it makes of them. */
function encodingsOf(bytes: Uint8Array, at: number): Choice[] {
  const near = bytes.subarray(Math.max(0, at - 32), at + 32);
  const letters = near.filter((byte) => byte >= 0x80 || /[a-z]/i.test(String.fromCharCode(byte)));
  const foreign = letters.filter((byte) => byte >= 0x80).length > letters.length / 3;
  const latin = ['windows-1252', 'windows-1250', 'macintosh'];
  const others = ['windows-1251', 'shift_jis', 'gb18030', 'euc-kr'];
  return (foreign ? [...others, latin[0]!] : latin).flatMap((encoding) => {
    const shown = previewOf(near, encoding);
    return shown === null ? [] : [choice(say.readAs(ENCODINGS[encoding]!, shown), { encoding })];
  });
}

function previewOf(bytes: Uint8Array, encoding: string): string | null {
  const text = decode(bytes, encoding);
  // A piece may begin and end within a character.
  const whole = text.replace(/^\uFFFD{0,3}|\uFFFD{0,3}$/g, '');
  return /\uFFFD|[\u0080-\u009F]/.test(whole) ? null : whole.replace(/\s+/g, ' ').trim();
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
