// SPDX-License-Identifier: Apache-2.0
// brat's standoff: a text and, beside it under the same name, its entities -> a row for each line of the texts.
import type { DataFile } from './archive';
import { decodeText } from './bytes';
import { tableOfRows } from './json';
import { asNote } from './problems';
import { sayNote } from './say';
import { inFile } from './several';
import type { Table } from './table';

const stemOf = ({ name }: DataFile) => name.replace(/\.(txt|ann)$/i, '');
const isEntities = ({ name }: DataFile) => /\.ann$/i.test(name);
const isText = ({ name }: DataFile) => /\.txt$/i.test(name);
/** brat's own settings. */
const isSetting = ({ name }: DataFile) => /\.conf$/i.test(name);
/** Type, first character, the one after the last; of an entity in pieces from the first to the last. */
const ENTITY = /^T\d+\t(\S+) (\d+) (?:\d+;\d+ )*(\d+)\t/gm;

/** The texts and their entities; null: they are others. */
export function bratAmong<T extends DataFile>(files: T[]): T[] | null {
  const others = files.filter((file) => !isSetting(file));
  const entities = new Set(others.filter(isEntities).map(stemOf));
  const texts = new Set(others.filter(isText).map(stemOf));
  const whole = others.every((file) => entities.has(stemOf(file)) && texts.has(stemOf(file)));
  return others.length > 0 && whole ? others : null;
}

export function tableOfBrat(files: DataFile[], encoding?: string): Table {
  const read = ({ name, bytes }: DataFile): string => {
    try {
      return bytes.length === 0 ? '' : decodeText(bytes, encoding).text;
    } catch (error) {
      throw inFile(name, error);
    }
  };
  const found = new Map(files.filter(isEntities).map((file) => [stemOf(file), read(file)]));
  const rows = files.filter(isText).flatMap((file) => {
    const entities = [...found.get(stemOf(file))!.matchAll(ENTITY)].map(([, label = '', start, end]) => ({
      ...{ label, start: Number(start), end: Number(end) },
    }));
    return linesOf(read(file), entities).map((row) => ({ ...row, file: file.name }));
  });
  const table = tableOfRows('json', rows, (i) => i + 1);
  return { ...table, problems: [asNote(sayNote.exportOf('brat')), ...table.problems] };
}

interface Entity {
  label: string;
  start: number;
  end: number;
}

/** Lines with anything in them; places count code points, in the text before and in a line after. */
function linesOf(text: string, entities: Entity[]): { text: string; spans: Entity[] }[] {
  let from = 0;
  return text.split('\n').flatMap((line) => {
    const [begin, length] = [from, [...line].length];
    from += length + 1;
    const spans = entities
      .filter(({ start }) => start >= begin && start < begin + length)
      .map(({ label, start, end }) => ({ label, start: start - begin, end: Math.min(end - begin, length) }));
    return line.trim() === '' ? [] : [{ text: line.replace(/\r$/, ''), spans }];
  });
}
