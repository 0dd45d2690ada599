// SPDX-License-Identifier: Apache-2.0
// Which task the data are for, and the sentence with the reason. A guess, which the user can change.
import type { Task } from '../border/messages';
import { MANY_VALUES, tagColumns } from './guess';
import { isFlag, isMissing, isSet, jointOf, SEPARATORS, splitLabels } from './labels';
import { columnKind, listCell } from '../read/lists';
import type { Columns, Table } from '../read/table';
import { findings } from '../words/en/findings';
import { saying, type Said } from '../words/said';

const say = saying('findings', findings);

interface TaskGuess {
  task: Task;
  reason: Said;
}

/** Whole numbers with more different values than this are a quantity, unless they look like numbers of classes. */
const MANY_WHOLE = 20;
/** At least this share of the cells is a number, where some have decimals: the others, such as "unknown", have none. */
const MOST_NUMBERS = 0.95;
/** At least this share of the cells is a list, where labels are lists at all. */
const SOME_LISTS = 0.01;
const QUANTITY_NAMES = /score|rating|similarity|price|age|percent|amount/i;

export function guessTask(table: Table, columns: Columns): TaskGuess {
  const cells = columns.labels.map((column) => table.rows.flatMap((row) => row[column]?.trim() || []));
  const [first = []] = cells;
  if (table.format === 'conll') return { task: 'token_classification', reason: say.everyWordTag };
  if (first.length === 0) return { task: 'single_label_classification', reason: say.noLabelsGuess };
  return (
    severalColumns(table, columns) ??
    tokenRows(table, columns) ??
    lists(first) ??
    numbers(first, table.columns[columns.labels[0]!]!) ?? {
      task: 'single_label_classification',
      reason: say.oneOf(new Set(first).size),
    }
  );
}

function severalColumns(table: Table, { labels }: Columns): TaskGuess | null {
  if (labels.length < 2) return null;
  const rows = table.rows
    .map((row) => labels.flatMap((column) => row[column]?.trim() || []))
    .filter((cells) => cells.length > 0);
  if (!rows.every((cells) => cells.every(isFlag)))
    return { task: 'regression', reason: say.numberColumns(labels.length) };
  return labels.length > 2 && rows.every((cells) => cells.filter(isSet).length === 1)
    ? { task: 'single_label_classification', reason: say.oneHot(labels.length) }
    : { task: 'multi_label_classification', reason: say.yesNo(labels.length) };
}

function tokenRows(table: Table, columns: Columns): TaskGuess | null {
  const [label] = columns.labels as [number];
  if (columnKind(table, label) === 'spans') return { task: 'token_classification', reason: say.spans };
  if (columnKind(table, label) === 'lists' && tagColumns(table, columns.text).includes(label))
    return { task: 'token_classification', reason: say.tagLists };
  return null;
}

function lists(cells: string[]): TaskGuess | null {
  const several = (share: number): TaskGuess => ({
    task: 'multi_label_classification',
    reason: say.maySeveral(Math.max(1, Math.round(100 * share))),
  });
  const found = cells.map(listCell).filter((list) => list !== null);
  if (found.some((list) => list.length > 0) && found.length >= SOME_LISTS * cells.length) {
    const share = found.filter((list) => list.length > 1).length / cells.length;
    if (share > 0) return several(share);
    const none = found.some((list) => list.length === 0);
    return {
      task: none ? 'multi_label_classification' : 'single_label_classification',
      reason: none ? say.listOrNone : say.listOfOne,
    };
  }
  const joint = jointOf(cells);
  for (const separator of joint ? [...SEPARATORS, joint] : SEPARATORS) {
    if (!cells.some((cell) => cell.includes(separator))) continue;
    const split = cells.map((cell) => splitLabels(cell, separator));
    const share = split.filter((parts) => parts.length > 1).length / cells.length;
    if (share >= SOME_LISTS && partsRecombine(cells, split)) return several(share);
  }
  return null;
}

/** A comma inside a label ("Home, garden") always joins the same parts; labels in lists come in other company too. */
function partsRecombine(cells: string[], split: string[][]): boolean {
  const company = new Map<string, Set<string>>();
  split.forEach((parts, i) => {
    for (const part of parts) company.set(part, (company.get(part) ?? new Set()).add(cells[i]!));
  });
  const recombined = [...company.values()].filter((seen) => seen.size > 1).length;
  const longest = extent([...company.keys()].map((part) => part.length))[1];
  return longest <= 60 && company.size <= cells.length / 2 && recombined >= company.size / 2;
}

function numbers(cells: string[], name: string): TaskGuess | null {
  const given = cells.filter((cell) => !isMissing(cell)).map(Number);
  const values = given.filter(Number.isFinite);
  if (values.length === 0 || values.length < MOST_NUMBERS * given.length) return null;
  const distinct = [...new Set(values)];
  const [least, most] = extent(distinct);
  const regression: TaskGuess = {
    task: 'regression',
    reason: say.numbers(distinct.length, least, most),
  };
  if (values.some((value) => !Number.isInteger(value))) return distinct.length >= MANY_VALUES ? regression : null;
  if (distinct.length <= MANY_WHOLE || values.length < given.length) return null;
  // Numbers of classes leave no gap, begin at 0 or 1 and come again and again.
  const classes = least >= 0 && most <= distinct.length && values.length >= 5 * distinct.length;
  return classes && !QUANTITY_NAMES.test(name) ? null : regression;
}

/** Least and largest of a list of any length. */
const extent = (list: number[]): [number, number] =>
  list.reduce(([least, most], n) => [Math.min(least, n), Math.max(most, n)], [Infinity, -Infinity]);
