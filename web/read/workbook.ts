// SPDX-License-Identifier: Apache-2.0
// A sheet of an Excel workbook -> a table. The library comes with the first workbook that is opened.
import readSheets from 'read-excel-file/universal';
import { fromDelimited, tidy, type ParseOptions } from './parse';
import { some } from '../words/listing';
import { asNote, asWarning, choice, DataError } from './problems';
import { say, sayNote } from './say';
import type { Table } from './table';
import { entriesOf, partsOf, plain, type Merged } from './workbook_parts';

type Cell = string | number | boolean | Date | null;
interface Sheet {
  sheet: string;
  data: Cell[][];
}

export async function readWorkbook(bytes: Uint8Array, options: ParseOptions): Promise<Table> {
  const entries = await entriesOf(bytes);
  const sheets = (await readSheets((await plain(entries)) ?? new Blob([bytes as Uint8Array<ArrayBuffer>])).catch(
    (error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new DataError(say.workbook(why), -1, 0);
    },
  )) as unknown as Sheet[];
  const parts = await partsOf(entries);
  const shown = (sheet: Sheet) => !parts[sheets.indexOf(sheet)]?.hidden;
  const full = sheets.filter(({ data }) => data.length > 0);
  const filled = [...full.filter(shown), ...full.filter((sheet) => !shown(sheet))];
  const sheet = chosenSheet(sheets, filled, options.sheet);
  const special = await parts[sheets.indexOf(sheet)]?.cells();
  const merged = spread(sheet, special?.merged ?? []);
  const records: string[][] = [];
  const numbers: number[] = [];
  const width = sheet.data.reduce((most, row) => Math.max(most, row.findLastIndex((cell) => cell !== null) + 1), 0);
  sheet.data.forEach((row, i) => {
    const cells = Array.from({ length: width }, (_, k) => written(row[k] ?? null));
    if (cells.every((cell) => cell.trim() === '')) return;
    records.push(cells);
    numbers.push(i + 1);
  });
  const parsed = { delimiter: '', width, records, numbers, malformed: new Set<number>(), rivals: [] };
  const table = tidy(fromDelimited(parsed, options), options);
  if (merged.length) {
    const names = merged.map((column) => table.columns[column] ?? String(column + 1));
    table.problems.push(asNote(sayNote.merged(names)));
  }
  const rows = new Set(table.numbers);
  const hollow = (special?.hollow ?? []).filter(({ row }) => rows.has(row + 1));
  if (hollow.length) {
    const names = [...new Set(hollow.map(({ column }) => table.columns[column] ?? String(column + 1)))];
    const numbers = [...new Set(hollow.map(({ row }) => row + 1))];
    table.problems.push(asWarning(sayNote.hollow(names, numbers.length, some(numbers)), numbers));
  }
  const others = filled.filter((other) => other !== sheet);
  if (others.length && options.sheet === undefined)
    table.problems.push(
      asNote(say.otherSheets(sheet.sheet), [], { choices: others.slice(0, MOST_CHOICES).map(choiceOf) }),
    );
  return { ...table, sheet: sheet.sheet, sheets: sheets.map((one) => one.sheet) };
}

/** A value that is written once for several rows is that of each. The columns that have such. */
function spread({ data }: Sheet, merged: Merged[]): number[] {
  const columns = new Set<number>();
  for (const { column, first, end } of merged) {
    const value = data[first]?.[column] ?? null;
    for (let row = first + 1; value !== null && row < Math.min(end, data.length); row++) {
      data[row]![column] = value;
      columns.add(column);
    }
  }
  return [...columns];
}

const MOST_CHOICES = 8;
const choiceOf = ({ sheet }: Sheet) => choice(say.readSheet(sheet), { sheet });

function chosenSheet(sheets: Sheet[], filled: Sheet[], wanted?: string): Sheet {
  const found = sheets.find(({ sheet }) => sheet === wanted) ?? sheets[Number(wanted) - 1];
  if (wanted !== undefined && !found)
    throw new DataError(
      say.noSheet(
        wanted,
        sheets.map(({ sheet }) => sheet),
      ),
    );
  const sheet = found ?? filled[0];
  if (!sheet || sheet.data.length === 0) throw new DataError(say.noCells);
  return sheet;
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (!(cell instanceof Date)) return String(cell);
  return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().replace(/T00:00:00\.000Z$/, '');
}
