// SPDX-License-Identifier: Apache-2.0
// A sheet of an Excel workbook -> a table. The library comes with the first workbook that is opened.
import readSheets from 'read-excel-file/universal';
import { retried } from '../border/retry';
import { fromDelimited, tidy, type ParseOptions } from './parse';
import { choice, DataError } from './problems';
import { say } from './say';
import type { Table } from './table';

type Cell = string | number | boolean | Date | null;
interface Sheet {
  sheet: string;
  data: Cell[][];
}

export async function readWorkbook(bytes: Uint8Array, options: ParseOptions): Promise<Table> {
  const sheets = (await readSheets(new Blob([bytes as Uint8Array<ArrayBuffer>])).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new DataError(say.workbook(why), -1, 0);
  })) as unknown as Sheet[];
  const hidden = await hiddenSheets(bytes);
  const shown = (sheet: Sheet) => !hidden[sheets.indexOf(sheet)];
  const full = sheets.filter(({ data }) => data.length > 0);
  const filled = [...full.filter(shown), ...full.filter((sheet) => !shown(sheet))];
  const sheet = chosenSheet(sheets, filled, options.sheet);
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
  const others = filled.filter((other) => other !== sheet);
  if (others.length && options.sheet === undefined)
    table.problems.push({
      level: 'note',
      rows: [],
      ...say.otherSheets(sheet.sheet),
      choices: others.slice(0, MOST_CHOICES).map(choiceOf),
    });
  return { ...table, sheet: sheet.sheet, sheets: sheets.map((one) => one.sheet) };
}

/** Of the sheets in their order, those that Excel does not show: lists of its own choices, as a rule. */
async function hiddenSheets(bytes: Uint8Array): Promise<boolean[]> {
  const { readZip } = await retried(() => import('../zip/zip'));
  const list = await readZip(new File([bytes as Uint8Array<ArrayBuffer>], 'workbook'));
  const file = await list.find(({ path }) => path === 'xl/workbook.xml')?.open();
  const text = file ? await new Response(file.bytes()).text() : '';
  return [...text.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)].map(([tag]) =>
    /\sstate\s*=\s*["'](hidden|veryHidden)/.test(tag),
  );
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
