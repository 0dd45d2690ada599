// SPDX-License-Identifier: Apache-2.0
// Files -> one table: text of any format, workbooks, Parquet, compressed files, zips, and several of them as one. What
// only some files need is loaded with the first such file.
import type { Part } from '../border/messages';
import { unpack, type DataFile } from './archive';
import { bratAmong, tableOfBrat } from './brat';
import { columnAsOne, dataAmong, filesByPart, notAmong, partNamed, partsAsOne, splitColumn } from './beside';
import { parseTable, parseTwoFiles, tagsLast, type ParseOptions } from './parse';
import { DataError, type Problem } from './problems';
import { say } from './say';
import { areWordsAndTags, inFile, joinTables, partsInJson, tableOfTexts, textsAmong } from './several';
import { isParquet } from './signatures';
import type { Table } from './table';

export const bytesOf = (files: { name: string; blob: Blob }[]): Promise<DataFile[]> =>
  Promise.all(files.map(async ({ name, blob }) => ({ name, bytes: new Uint8Array(await blob.arrayBuffer()) })));

/** Throws DataError where they are no table. */
export async function openTable(files: DataFile[], options: ParseOptions = {}): Promise<Table> {
  const given = files.map(async (file, place) =>
    (await unpack(file)).flatMap(partsInJson).map((one) => ({ ...one, place })),
  );
  const { data, left } = dataAmong((await Promise.all(given)).flat());
  const texts = textsAmong(data);
  const brat = texts ? null : bratAmong(data);
  const all = texts ?? brat ?? data;
  const beside = [...left, ...notAmong(data, all)];
  const read = (some: DataFile[]) => {
    if (brat) return tableOfBrat(some, options.encoding);
    return texts ? tableOfTexts(some, options.encoding) : openTables(some, options);
  };
  if (options.part) return openPart(filesByPart(all, texts !== null), options.part, all, beside, read);
  const table = await read(all);
  const asOne = partsAsOne(all, texts !== null);
  const more = asOne.length || texts || all.length > 1 ? asOne : columnAsOne(table);
  return { ...table, problems: [...beside, ...more, ...table.problems] };
}

async function openPart(
  byPart: Map<Part, DataFile[]>,
  part: Part,
  all: DataFile[],
  beside: Problem[],
  read: (files: DataFile[]) => Table | Promise<Table>,
): Promise<Table> {
  if (byPart.size === 0 && all.length === 1) return rowsOfPart(await read(all), part, beside);
  const files = byPart.get(part);
  if (!files) throw new DataError(say.noPart(part));
  const table = await read(files);
  const left = [...beside, ...notAmong(all, [...byPart.values()].flat())];
  const told = part === 'train' ? left : []; // once
  return { ...table, given: [...byPart.keys()], problems: [...told, ...table.problems] };
}

/** Those of a table in which a column tells parts. */
function rowsOfPart(table: Table, part: Part, beside: Problem[]): Table {
  const { column, parts } = splitColumn(table) ?? {};
  if (column === undefined || !parts?.has(part)) throw new DataError(say.noPart(part));
  const taken = table.rows.map((row) => partNamed(row[column]!) === part);
  const told = part === 'train' ? [...beside, ...table.problems] : []; // once
  return {
    ...table,
    given: [...parts],
    rows: table.rows.filter((_, i) => taken[i]),
    numbers: table.numbers.filter((_, i) => taken[i]),
    problems: told,
  };
}

async function openTables(all: DataFile[], options: ParseOptions): Promise<Table> {
  const [first, second] = all as [DataFile, DataFile | undefined];
  if (!second) return openOne(first, options);
  if (all.length === 2 && areWordsAndTags(first.bytes, second.bytes))
    return openWordsAndTags(first.bytes, second.bytes);
  const tables: { name: string; table: Table }[] = [];
  for (const file of all) {
    const table = await openOne(file, options).catch((error: unknown) => Promise.reject(inFile(file.name, error)));
    tables.push({ name: file.name, table });
  }
  return joinTables(tables);
}

/** A file of words and one of their tags, in either order. */
async function openWordsAndTags(one: Uint8Array, other: Uint8Array): Promise<Table> {
  const [words, tags] = tagsLast(one, other);
  return parseTwoFiles(words, tags);
}

async function openOne({ bytes, workbook }: DataFile, options: ParseOptions): Promise<Table> {
  if (workbook) return (await import('./workbook')).readWorkbook(bytes, options);
  if (isParquet(bytes)) return (await import('./parquet')).readParquet(bytes);
  return parseTable(bytes, options);
}
