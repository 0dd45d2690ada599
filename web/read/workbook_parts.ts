// SPDX-License-Identifier: Apache-2.0
// What the library that opens workbooks leaves out of them: which sheets are hidden, and which cells are merged.
import { retried } from '../border/retry';

/** Rows [first, end) of a column, from 0. */
export interface Merged {
  column: number;
  first: number;
  end: number;
}

export interface Part {
  hidden: boolean;
  /** Cells that are one with those below them. */
  merged(): Promise<Merged[]>;
}

/** Bytes of a text that every browser can hold; of a longer sheet merged cells are not looked for. */
const LONGEST = 2 ** 28;

const attribute = (tag: string, name: string) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)`).exec(tag)?.[1];

/** Of the sheets in their order. */
export async function partsOf(bytes: Uint8Array): Promise<Part[]> {
  const { readZip } = await retried(() => import('../zip/zip'));
  const list = await readZip(new File([bytes as Uint8Array<ArrayBuffer>], 'workbook'));
  const read = async (name: string) => {
    const entry = list.find(({ path, size }) => path === name && size < LONGEST);
    const file = await entry?.open();
    return file ? new Response(file.bytes()).text() : '';
  };
  const tags = (text: string, name: string) => text.match(new RegExp(`<(?:\\w+:)?${name}\\s[^>]*>`, 'g')) ?? [];
  const relations = tags(await read('xl/_rels/workbook.xml.rels'), 'Relationship');
  return tags(await read('xl/workbook.xml'), 'sheet').map((tag) => {
    const relation = relations.find((each) => attribute(each, 'Id') === attribute(tag, '\\w+:id'));
    const target = relation && attribute(relation, 'Target');
    return {
      hidden: /^(very)?hidden$/i.test(attribute(tag, 'state') ?? ''),
      merged: async () => {
        const text = target ? await read(target.startsWith('/') ? target.slice(1) : `xl/${target}`) : '';
        return tags(text, 'mergeCell').flatMap((each) => rangeOf(attribute(each, 'ref') ?? ''));
      },
    };
  });
}

/** B2:B11; what is as wide as several columns is a title, as a rule, and no value of each. */
function rangeOf(reference: string): Merged[] {
  const [, column, first, last, end] = /^([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$/.exec(reference) ?? [];
  if (!column || column !== last) return [];
  const number = [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return [{ column: number - 1, first: Number(first) - 1, end: Number(end) }];
}
