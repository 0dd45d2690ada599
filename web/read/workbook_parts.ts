// SPDX-License-Identifier: Apache-2.0
// What the library that opens workbooks leaves out of them: which sheets are hidden, and which cells are merged; and
// what it cannot read: cells that have their place by their order alone, and texts in CDATA.
import { makeZip } from 'client-zip';
import { retried } from '../border/retry';
import { blobOf } from '../border/whole';
import type { ZipEntry } from '../zip/zip';

/** Rows [first, end) of a column, from 0. */
export interface Merged {
  column: number;
  first: number;
  end: number;
}

export interface Part {
  hidden: boolean;
  cells(): Promise<Cells>;
}

export interface Cells {
  /** Cells that are one with those below them. */
  merged: Merged[];
  /** Places of formulas whose result is not in the file, and of errors, both from 0. */
  hollow: { column: number; row: number }[];
}

/** Bytes of a text that every browser can hold; a longer sheet is left as it is. */
const LONGEST = 2 ** 28;

const attribute = (tag: string, name: string) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)`).exec(tag)?.[1];

export async function entriesOf(bytes: Uint8Array): Promise<ZipEntry[]> {
  const { readZip } = await retried(() => import('../zip/zip'));
  return readZip(new File([bytes as Uint8Array<ArrayBuffer>], 'workbook'));
}

const bytesIn = async (entry: ZipEntry) => (await entry.open()).bytes();
const textIn = async (entry: ZipEntry | undefined) =>
  entry && entry.size < LONGEST ? (await blobOf(await bytesIn(entry))).text() : '';

const HAS_CELLS = /^xl\/(worksheets\/[^/]+|sharedStrings)\.xml$/i;

/** With the places of all cells, and without CDATA; null: it is like that. */
export async function plain(entries: ZipEntry[]): Promise<Blob | null> {
  const changed = new Map<string, string>();
  for (const entry of entries.filter(({ path }) => HAS_CELLS.test(path))) {
    const text = await textIn(entry);
    const better = placed(escaped(text));
    if (better !== text) changed.set(entry.path, better);
  }
  if (changed.size === 0) return null;
  const files = await Promise.all(
    entries.map(async (entry) => ({ name: entry.path, input: changed.get(entry.path) ?? (await bytesIn(entry)) })),
  );
  return blobOf(makeZip(files));
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const escaped = (text: string): string =>
  text.replace(/<!\[CDATA\[([^]*?)\]\]>/g, (_, data: string) => data.replace(/[&<>]/g, (one) => ESCAPES[one]!));

const PLACELESS = /<(?:\w+:)?c(?=[\s/>])(?![^>]*\sr\s*=)/;
const ROW_OR_CELL = /<((?:\w+:)?)(row|c)(?=[\s/>])(?:[^>]*?\sr\s*=\s*["']([^"']*))?/g;

/** A cell without a place is right of the one before it, a row under the one before it. */
function placed(text: string): string {
  if (!PLACELESS.test(text)) return text;
  let [row, column] = [0, 0];
  return text.replace(ROW_OR_CELL, (tag: string, prefix: string, name: string, at?: string) => {
    if (name === 'row') [row, column] = [at ? Number(at) : row + 1, 0];
    else column = at ? columnNumber(at) : column + 1;
    return name === 'row' || at ? tag : `<${prefix}c r="${columnLetters(column)}${row}"${tag.slice(prefix.length + 2)}`;
  });
}

/** Of B2 it is 2. */
const columnNumber = (place: string): number =>
  [...(/^[A-Z]+/.exec(place)?.[0] ?? '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

const columnLetters = (column: number): string =>
  column > 26
    ? columnLetters(Math.floor((column - 1) / 26)) + columnLetters(((column - 1) % 26) + 1)
    : String.fromCharCode(64 + column);

/** Of the sheets in their order. */
export async function partsOf(entries: ZipEntry[]): Promise<Part[]> {
  const read = (name: string) => textIn(entries.find(({ path }) => path === name));
  const tags = (text: string, name: string) => text.match(new RegExp(`<(?:\\w+:)?${name}\\s[^>]*>`, 'g')) ?? [];
  const relations = tags(await read('xl/_rels/workbook.xml.rels'), 'Relationship');
  return tags(await read('xl/workbook.xml'), 'sheet').map((tag) => {
    const relation = relations.find((each) => attribute(each, 'Id') === attribute(tag, '\\w+:id'));
    const target = relation && attribute(relation, 'Target');
    return {
      hidden: /^(very)?hidden$/i.test(attribute(tag, 'state') ?? ''),
      cells: async () => {
        const text = target ? await read(target.startsWith('/') ? target.slice(1) : `xl/${target}`) : '';
        const merged = tags(text, 'mergeCell').flatMap((each) => rangeOf(attribute(each, 'ref') ?? ''));
        return { merged, hollow: hollowIn(text) };
      },
    };
  });
}

/** A cell with nothing but a formula in it, or with an empty value behind that; or the beginning of one of an error. */
const FORMULA_ALONE =
  /<(?:\w+:)?c\s[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:\/>|>[^<]*<\/(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*(?:\/>|><\/(?:\w+:)?v>)\s*)?<\/|<(?:\w+:)?c\s[^>]*\st=["']e["']/g;

function hollowIn(text: string): Cells['hollow'] {
  const cells: Cells['hollow'] = [];
  for (const [tag] of text.matchAll(FORMULA_ALONE)) {
    const [, column, row] = /^([A-Z]+)(\d+)$/.exec(attribute(tag, 'r') ?? '') ?? [];
    const isString = /^[^>]*\st=["']str["']/.test(tag); // an empty one is a result
    if (column && !isString) cells.push({ column: columnNumber(column) - 1, row: Number(row) - 1 });
  }
  return cells;
}

/** B2:B11; what is as wide as several columns is a title, as a rule, and no value of each. */
function rangeOf(reference: string): Merged[] {
  const [, column, first, last, end] = /^([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$/.exec(reference) ?? [];
  if (!column || column !== last) return [];
  return [{ column: columnNumber(column) - 1, first: Number(first) - 1, end: Number(end) }];
}
