// SPDX-License-Identifier: Apache-2.0
// What label cells hold: one label, several, numbers.
import { largest } from '../read/extremes';
import { listCell } from '../read/lists';
import { asRead, type Columns, type Table } from '../read/table';
import { calledBy, namesInOrder, type NumberNames } from './number_names';

/** What programs write where there is no value. */
const MISSING = /^(nan|NaN|NaT|<NA>|NA|None|null|NULL|nil|n\/a|N\/A|#N\/A|undefined|\\N)$/;
export const isMissing = (label: string): boolean => MISSING.test(label.trim());

/** Where annotators did not agree SNLI has a dash. */
const MARK = /^[-–—?]+$/;
const LETTER = /\p{L}/u;

/** The labels that are none: those, and marks where all others are words. */
export function missingAmong(labels: string[]): Set<string> {
  const isMark = (label: string) => MARK.test(label.trim());
  const others = labels.filter((label) => !isMissing(label) && !isMark(label));
  const words = others.length > 0 && others.every((label) => LETTER.test(label));
  const counted = areCounted(others.filter((label) => label !== UNLABELLED));
  return new Set(
    labels.filter((label) => isMissing(label) || (words && isMark(label)) || (counted && label.trim() === UNLABELLED)),
  );
}

/** What libraries have in the place of the number of a class. */
const UNLABELLED = '-1';

/** 0, 1, 2 and so on, more than two: -1 beside 0 and 1 is most likely a label as they are. */
const areCounted = (labels: string[]) => labels.length > 2 && labels.every((_, i) => labels.includes(String(i)));

export const SEPARATORS = [',', ';', '|', '\n'] as const;
/** These stand in labels more often than between them. */
const JOINTS = ['/', '+', '&', ' '];

/** What stands between labels where nothing else does: each part of what it joins is a label by itself elsewhere, and
 * more than one such pair is joined. One pair is enough where the labels are known. */
export function jointOf(cells: string[], known: readonly string[] = []): string | undefined {
  const names = new Set(known);
  const labels = new Set([...cells.map((cell) => cell.trim()), ...known]);
  const isLabel = (part: string) => LETTER.test(part) && labels.has(part);
  return JOINTS.find((joint) => {
    let joined = 0;
    for (const label of labels) {
      const parts = label.includes(joint) && !names.has(label) ? splitLabels(label, joint) : [];
      if (parts.length < 2) continue;
      if (parts.every(isLabel)) joined++;
      else if (names.size === 0) return false;
    }
    return joined > (names.size > 0 ? 0 : 1);
  });
}

export function splitLabels(cell: string, separator: string): string[] {
  const parts = cell.split(separator).map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

/** The separator that most cells of the column have; where none has one, what joins their labels. */
export function separatorOf(cells: string[], known?: readonly string[]): string {
  const used = SEPARATORS.map((mark) => cells.filter((cell) => cell.includes(mark)).length);
  const most = largest(used);
  return (most === 0 && jointOf(cells, known)) || SEPARATORS[used.indexOf(most)]!;
}

/** Also as a form has it, or a spreadsheet in German. */
export const isFlag = (cell: string): boolean => isSet(cell) || /^(0|0\.0|false|no|nein|falsch)$/i.test(cell.trim());
export const isSet = (cell: string): boolean => /^(1|1\.0|true|yes|ja|wahr|x)$/i.test(cell.trim());

/** What labels with a column each are called: as a file of as many names says, else as the columns. */
export function namesOfColumns(table: Table, columns: Columns, labelNames: NumberNames = []): string[] {
  const names = namesInOrder(labelNames);
  return names.length === columns.labels.length ? names : columns.labels.map((column) => table.columns[column]!);
}

/** The label of a row that has one: of a list of one its item, of columns of 0 and 1 the one that is set. null: it has
 * none, or several. */
export function readLabel(table: Table, columns: Columns, labelNames: NumberNames): (cells: string[]) => string | null {
  if (columns.labels.length > 1) {
    const names = namesOfColumns(table, columns, labelNames);
    return (cells) => {
      const [label, ...more] = new Set(names.filter((_, i) => isSet(cells[i]!)));
      return more.length ? null : (label ?? null);
    };
  }
  const counted = namesInOrder(labelNames).length > 0 && !((-1) in labelNames);
  return ([cell]) => {
    const items = listCell(cell!) ?? [cell!];
    const [item = ''] = items;
    const none = item === '' || (counted && Number(item) === -1); // as Hugging Face's data sets have it
    return items.length > 1 || none ? null : calledBy(labelNames, item);
  };
}

/** Label cells of a row -> names. Several columns: a column for each label, 1 where the row has it. One column: a
 * list. */
export function readLabels(
  table: Table,
  columns: Columns,
  labelNames: NumberNames,
  known?: readonly string[],
): (cells: string[]) => string[] {
  if (columns.labels.length > 1) {
    const names = namesOfColumns(table, columns, labelNames);
    return (cells) => [...new Set(names.filter((_, i) => isSet(cells[i]!)))];
  }
  const separator = separatorOf(
    asRead(table).rows.map((row) => row[columns.labels[0]!] ?? ''),
    known,
  );
  return ([cell]) => {
    const items = listCell(cell!) ?? splitLabels(cell!, separator);
    return [...new Set(items.map((item) => calledBy(labelNames, item)))];
  };
}

/** That the engine takes. */
const LARGEST = 1e30;

export function readNumbers(cells: string[]): number[] | null {
  const numbers = cells.map((cell) => (cell === '' ? NaN : Number(cell)));
  return numbers.every((number) => Math.abs(number) <= LARGEST) ? numbers : null; // NaN is not
}
