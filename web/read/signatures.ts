// SPDX-License-Identifier: Apache-2.0
// Formats that people take for tables of text, by their first bytes or lines, with what to do instead.
import { DataError } from './problems';
import { say } from './say';

/** What begins with bytes that a text has not. */
const BINARY: [string, number[]][] = [
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a zip file or an Excel workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel or Word file, or one with a password', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a gzip file', [0x1f, 0x8b]],
  ['an xz file', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a Zstandard file', [0x28, 0xb5, 0x2f, 0xfd]],
  ['a 7-Zip file', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['an HDF5 file', [0x89, 0x48, 0x44, 0x46]],
  ['a NumPy array', [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]],
  ["a pickle of Python's, which may run programs when it is read", [0x80, 0x04, 0x95]],
  ["a pickle of Python's, which may run programs when it is read", [0x80, 0x05, 0x95]],
  ['an Arrow file', [0xff, 0xff, 0xff, 0xff]],
];

/** What begins like a text and is none: it counts where bytes follow that texts have not. */
const LETTERS: [string, string][] = [
  ['a GIF image', 'GIF8'],
  ['a PDF', '%PDF-'],
  ['a Parquet file without its end', 'PAR1'],
  ['an SQLite database', 'SQLite format 3'],
  ['an Arrow file', 'ARROW1'],
  ['an ORC file', 'ORC'],
  ['a bzip2 file', 'BZh'],
  ['a RAR file', 'Rar!'],
  ['a model for llama.cpp (GGUF)', 'GGUF'],
];

const LOOKED_AT = 4096;
const CONTROLS = (byte: number) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b);

/** All that is refused by its name. */
export const kindsRefused = (): string[] =>
  [...BINARY, ...LETTERS].map(([name]) => name).concat(FOREIGN.map(({ name }) => name));

/** "a PNG image" and the like; null: perhaps a text. */
export function signatureOf(bytes: Uint8Array): string | null {
  const found = BINARY.find(([, signature]) => signature.every((byte, i) => bytes[i] === byte));
  if (found) return found[0];
  const [name] = LETTERS.find(([, letters]) => startsWith(bytes, letters)) ?? [];
  return name && bytes.subarray(0, LOOKED_AT).some(CONTROLS) ? name : null;
}

/** The mark stands at both ends. */
export const isParquet = (bytes: Uint8Array): boolean =>
  bytes.length > 12 && startsWith(bytes, 'PAR1') && startsWith(bytes.subarray(bytes.length - 4), 'PAR1');

const startsWith = (bytes: Uint8Array, letters: string): boolean =>
  [...letters].every((letter, i) => bytes[i] === letter.charCodeAt(0));

interface Foreign {
  name: string;
  is: (start: string, lines: string[], end: string) => boolean;
}

const most = (lines: string[], pattern: RegExp) => lines.filter((line) => pattern.test(line)).length > lines.length / 2;

/** Texts that are no table, and cannot be read as one. */
const FOREIGN: Foreign[] = [
  {
    name: 'a BRAT annotation file (.ann)',
    is: (_, lines) =>
      most(lines, /^([TREMNA*#]\d*\t\S+ .+|[TREMNA*#]\d+\t.*)$/) && lines.some((l) => /^T\d+\t\S+ \d/.test(l)),
  },
  {
    name: 'an export of WebAnno or INCEpTION (TSV 3)',
    is: (start) => start.startsWith('#FORMAT=WebAnno TSV'),
  },
  {
    name: 'an RTF document',
    is: (start) => start.startsWith('{\\rtf'),
  },
  {
    name: 'a table in HTML',
    is: (start) => /^\s*<table\b/i.test(start),
  },
  {
    name: 'an XML file',
    is: (start, _, end) => {
      const [, root] = /^\s*<([a-z][\w:.-]*)[^<>]*>\s*</i.exec(start) ?? [];
      return /^\s*<(\?xml|xmi:|TEI|document|corpus)\b/i.test(start) || (!!root && end.endsWith(`</${root}>`));
    },
  },
  {
    name: 'training data of Rasa',
    is: (start) =>
      (/^(version:|nlu:)/m.test(start) && /^\s*-\s*intent:/m.test(start)) || /^\s*##\s*intent:/.test(start),
  },
  {
    name: 'a YAML file',
    is: (start, lines) =>
      /^\s*(---|- [\w-]+:)/.test(start) && lines.length > 2 && most(lines, /^(---|\s*- [\w-]+:\s|\s+[\w-]+:\s)/),
  },
  {
    name: 'an SQL script',
    is: (start) => /^((--|#).*\n|\/\*[^]*?\*\/|\s)*(CREATE TABLE|INSERT INTO|DROP TABLE) [\w`"[]/i.test(start),
  },
  {
    name: 'an ARFF file of Weka',
    is: (start) => /^(%.*\n|\s)*@relation\s/i.test(start),
  },
  {
    name: 'a Jupyter notebook',
    is: (start) => /^\s*\{/.test(start) && /"cells"\s*:\s*\[/.test(start) && /"cell_type"/.test(start),
  },
  {
    name: 'mail (mbox or eml)',
    is: (start) => {
      const [head = ''] = start.replace(/^From \S+ .*\r?\n/, '').split(/\r?\n\r?\n/);
      const isHead = /^([\w-]+:.*(\r?\n[ \t].*)*(\r?\n|$)){2,}$/.test(head);
      return isHead && /^From: .*@/m.test(head) && /^(Date|Subject|To|Message-ID): /im.test(head);
    },
  },
  {
    name: 'a file of CoNLL-2012 (OntoNotes)',
    is: (start) => start.startsWith('#begin document '),
  },
  {
    name: 'a pointer of Git LFS',
    is: (start) => start.startsWith('version https://git-lfs'),
  },
];

/** Throws where the text is of a format that is named in the table. */
export function refuseForeign(text: string): void {
  const start = text.slice(0, LOOKED_AT);
  const lines = start
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 50);
  const end = text.slice(-LOOKED_AT).trimEnd();
  const found = FOREIGN.find(({ is }) => is(start, lines, end));
  if (found) throw new DataError(say.foreign(found.name), 1, 0);
}
