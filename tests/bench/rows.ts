// SPDX-License-Identifier: Apache-2.0
// What a benchmark says: rows for the JSON file, and the table that people read.
import { quartiles } from './stats';

export interface Row {
  bench: string;
  case: string;
  value: number;
  unit: string;
  /** What stands beside us; null: nothing does. */
  peer: string | null;
  peer_value: number | null;
  /** Larger is better for us; null: without a peer there is none. */
  ratio: number | null;
  /** What the ratio should reach at least, or null. */
  goal: number | null;
}

/** A row with the samples its ratio is the median of, and a remark for the reader. */
export interface Result {
  row: Row;
  ratios?: number[];
  note?: string;
}

const digits = (x: number): string => (Math.abs(x) >= 100 ? x.toFixed(0) : x.toPrecision(3));

function cells({ row, ratios, note }: Result): string[] {
  const [low, high] = ratios && ratios.length > 2 ? quartiles(ratios) : [null, null];
  return [
    row.case,
    `${digits(row.value)} ${row.unit}`,
    row.peer === null ? '' : `${row.peer_value === null ? '' : digits(row.peer_value) + ' '}${row.peer}`,
    row.ratio === null ? '' : row.ratio.toFixed(3),
    low === null ? '' : `${low.toFixed(3)} .. ${high!.toFixed(3)}`,
    row.goal === null ? '' : `>= ${row.goal}`,
    row.goal === null || row.ratio === null ? '' : row.ratio >= row.goal ? 'holds' : 'short',
    note ?? '',
  ];
}

const HEADS = ['case', 'ours', 'peer', 'ratio', 'quartiles', 'goal', '', ''];
const WIDTHS = [62, 14, 24, 6, 16, 8, 5, 0];

const lineOf = (texts: string[]): string =>
  texts
    .map((text, column) => text.padEnd(WIDTHS[column]!))
    .join('  ')
    .trimEnd();

/** The table, line by line as results come. */
export const heads = lineOf(HEADS);
export const line = (result: Result): string => lineOf(cells(result));
