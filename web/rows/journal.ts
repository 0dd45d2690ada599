// SPDX-License-Identifier: Apache-2.0
// Edits of the user: moves laid over the rows that were read. The file stays as it is. A row is called by its number,
// which is unique in a table and rises from row to row; an added row has the number after the last one.
import type { Table } from '../read/table';

/** By the names of columns. What is not named stays. */
export type Cells = Readonly<Record<string, string>>;

export type Change =
  | { kind: 'set'; row: number; cells: Cells }
  | { kind: 'add'; row: number; cells: Cells }
  /** `out`: the row takes part in nothing, until it is brought back. */
  | { kind: 'out'; row: number; out: boolean };

/** One action of the user: undo takes all of its changes back. */
export interface Move {
  /** The part of the page where it was made. */
  where: 'table' | 'queue' | 'results';
  changes: readonly Change[];
}

export interface Journal {
  moves: readonly Move[];
  /** So many of the moves hold. Those after them were undone and can be redone. */
  at: number;
}

export const NO_EDITS: Journal = { moves: [], at: 0 };

/** What was undone before it is forgotten. */
export const withMove = ({ moves, at }: Journal, move: Move): Journal => ({
  moves: [...moves.slice(0, at), move],
  at: at + 1,
});
export const undone = ({ moves, at }: Journal): Journal => ({ moves, at: Math.max(0, at - 1) });
export const redone = ({ moves, at }: Journal): Journal => ({ moves, at: Math.min(moves.length, at + 1) });

export const changesOf = ({ moves, at }: Journal = NO_EDITS): Change[] =>
  moves.slice(0, at).flatMap(({ changes }) => changes);

export interface Laid {
  /** All rows, those that are left out too. `asRead` is the table before the edits. */
  table: Table;
  out: ReadonlySet<number>;
  /** Rows that were added, or have other cells than in the file. */
  changed: ReadonlySet<number>;
}

/** The place of a row in a table; -1: it has none. */
export function placeOf({ numbers }: Pick<Table, 'numbers'>, row: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return numbers[low] === row ? low : -1;
}

/** Rows that an edit changes are new; all others are those of `table` itself. */
export function layEdits(table: Table, changes: readonly Change[]): Laid {
  const out = new Set<number>();
  const changed = new Set<number>();
  if (changes.length === 0) return { table, out, changed };
  const rows = [...table.rows];
  const numbers = [...table.numbers];
  const laid: Table = { ...table, rows, numbers, asRead: table };
  const withCells = (old: readonly string[], cells: Cells) =>
    table.columns.map((name, i) => (Object.hasOwn(cells, name) ? cells[name]! : old[i]!));
  for (const change of changes) {
    const at = placeOf(laid, change.row);
    if (change.kind === 'add') {
      rows.push(withCells(new Array<string>(table.columns.length).fill(''), change.cells));
      numbers.push(change.row);
      changed.add(change.row);
    } else if (at < 0) continue;
    else if (change.kind === 'out') {
      if (change.out) out.add(change.row);
      else out.delete(change.row);
    } else {
      rows[at] = withCells(rows[at]!, change.cells);
      changed.add(change.row);
    }
  }
  for (const row of changed) {
    const at = placeOf(table, row);
    if (at >= 0 && table.rows[at]!.every((cell, i) => cell === rows[placeOf(laid, row)]![i])) changed.delete(row);
  }
  return { table: laid, out, changed };
}

/** Without the rows that are left out: what is checked, split and trained on. */
export function remaining({ table, out }: Laid): Table {
  if (out.size === 0) return table;
  const kept = table.numbers.flatMap((row, i) => (out.has(row) ? [] : [i]));
  return { ...table, rows: kept.map((i) => table.rows[i]!), numbers: kept.map((i) => table.numbers[i]!) };
}

/** Of the next row that is added. */
export const nextRow = ({ table }: Laid): number => (table.numbers.at(-1) ?? 0) + 1;
