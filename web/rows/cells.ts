// SPDX-License-Identifier: Apache-2.0
// What a user makes of a row -> the cells that read.ts and examples.ts read it from, in the notation of the file.
import type { Task } from '../border/messages';
import { columnKind, listCell } from '../read/lists';
import { asRead, type Columns, type Example, type Table } from '../read/table';
import { takeExamples } from './examples';
import type { Cells } from './journal';
import { namesOfColumns, readLabel, readLabels, readNumbers, separatorOf, splitLabels } from './labels';
import type { NumberNames } from './number_names';
import { entitiesOf, tagWords } from './tags';
import { areNameless, countUnits } from './tokens';

/** How rows are read. */
export interface Reading {
  table: Table;
  columns: Columns;
  task: Task;
  /** What numbers in the label column stand for. */
  labelNames: NumberNames;
}

/** The first text of a row, words of a list with spaces between them. */
export function textOf({ table, columns }: Reading, cells: string[]): string {
  const cell = cells[columns.text] ?? '';
  return columnKind(table, columns.text) === 'lists' ? (listCell(cell)?.join(' ') ?? cell) : cell;
}

/** The labels of a row that has one label or several; its numbers. None: it has no label, or it cannot be read. */
export function labelReader({ table, columns, task, labelNames }: Reading): (cells: string[]) => string[] {
  const targets = (cells: string[]) => columns.labels.map((column) => (cells[column] ?? '').trim());
  if (columns.labels.length === 0 || task === 'token_classification') return () => [];
  if (task === 'regression') return (cells) => (readNumbers(targets(cells)) ?? []).map(String);
  if (task === 'multi_label_classification') {
    const read = readLabels(table, columns, labelNames);
    return (cells) => read(targets(cells));
  }
  const read = readLabel(table, columns, labelNames);
  return (cells) => {
    const label = read(targets(cells));
    return label === null ? [] : [label];
  };
}

/** Nobody has said what the row's label is. */
export const isUnlabelled = ({ columns }: Reading, cells: string[]): boolean =>
  columns.labels.length > 0 && columns.labels.every((column) => (cells[column] ?? '').trim() === '');

/** The example of a row; null: it has none. */
export function exampleOf({ table, columns, task, labelNames }: Reading, row: number, cells: string[]): Example | null {
  const alone = { ...table, rows: [cells], numbers: [row], asRead: asRead(table) };
  return takeExamples(alone, columns, task, labelNames).examples[0] ?? null;
}

/** The words of a row for names, with their tags: O where it has none yet. */
export function wordsOfRow(reading: Reading, row: number, cells: string[]): Example | null {
  const found = exampleOf(reading, row, cells);
  if (found) return found;
  const bare = exampleOf({ ...reading, columns: { ...reading.columns, labels: [] } }, row, cells);
  return bare && { ...bare, tags: bare.words!.map(() => 'O') };
}

/** One label, several (none: the row has no label at all), or a number for each label column. */
export function labelCells(reading: Reading, values: string[]): Cells {
  const { table, columns, task, labelNames } = reading;
  const name = (column: number) => table.columns[column]!;
  const [first] = columns.labels;
  if (first === undefined) return {};
  if (task === 'regression')
    return Object.fromEntries(columns.labels.map((column, i) => [name(column), values[i] ?? '']));
  if (columns.labels.length > 1) {
    const names = namesOfColumns(table, columns, labelNames);
    return Object.fromEntries(
      columns.labels.map((column, i) => [name(column), values.includes(names[i]!) ? '1' : '0']),
    );
  }
  const written = values.map((value) => {
    const [number] = Object.entries(labelNames).find(([, called]) => called === value) ?? [];
    return number === undefined ? value : asWritten(reading, first, number);
  });
  return { [name(first)]: labelCell(reading, first, written) };
}

/** A number as its column has it: 1 may be 1.0 there. */
function asWritten({ table }: Reading, column: number, number: string): string {
  const isSame = (cell = '') => cell.trim() !== '' && Number(cell) === Number(number);
  const row = asRead(table).rows.find((cells) => isSame(cells[column]));
  return row ? row[column]!.trim() : number;
}

function labelCell({ table, task }: Reading, column: number, values: string[]): string {
  const lists = columnKind(table, column) === 'lists';
  if (task === 'single_label_classification')
    return lists || listCell(values[0] ?? '') ? JSON.stringify(values) : (values[0] ?? '');
  const separator = separatorOf(asRead(table).rows.map((cells) => cells[column] ?? ''));
  const joined = values.join(`${separator} `.replace(/ +$/, ' '));
  const parts = splitLabels(joined, separator);
  const plain = !lists && listCell(joined) === null && values.length > 0;
  return plain && parts.length === values.length && parts.every((part, i) => part === values[i])
    ? joined
    : JSON.stringify(values);
}

/** A tag for each word of the row, IOB2 where tags mark entities. */
export function tagCells({ table, columns }: Reading, example: Example, tags: string[]): Cells {
  const [column] = columns.labels;
  if (column === undefined) return {};
  const name = table.columns[column]!;
  const listed = tagsAreItems({ table, columns });
  if (listed) {
    const bare = areNameless(table, column) ? tags.map((tag) => tag.split('-')[0]!) : tags;
    return { [name]: table.format === 'conll' ? bare.join(' ') : JSON.stringify(bare) };
  }
  const at = countUnits(table, columns.text, column) ? unitsOf(example.text) : (point: number) => point;
  const spans = entitiesOf(tags).map(({ type, first, end }) => ({
    start: at(example.words![first]![0]),
    end: at(example.words![end - 1]![1]),
    label: type,
  }));
  return { [name]: JSON.stringify(spans) };
}

/** Each word has an item of its own: a line of CoNLL, or a list. */
export function tagsAreItems({ table, columns }: Pick<Reading, 'table' | 'columns'>): boolean {
  const [column] = columns.labels;
  const lists = (i: number) => columnKind(table, i) === 'lists';
  return table.format === 'conll' || (column !== undefined && (lists(columns.text) || lists(column)));
}

/** Places in code points -> in UTF-16 units. */
function unitsOf(text: string): (point: number) => number {
  const starts = [0];
  for (const character of text) starts.push(starts.at(-1)! + character.length);
  return (point) => starts[point]!;
}

/** Another text for a row. Tags and spans stay with the words that stay. */
export function textCells(reading: Reading, row: number, cells: string[], text: string): Cells {
  const { table, columns, task } = reading;
  const name = table.columns[columns.text]!;
  const words = text.trim().split(/\s+/);
  const lists = columnKind(table, columns.text) === 'lists';
  const written = { [name]: table.format === 'conll' ? words.join(' ') : lists ? JSON.stringify(words) : text };
  const before = task === 'token_classification' ? exampleOf(reading, row, cells) : null;
  if (!before?.tags || columns.labels.length === 0) return written;
  return tagsAreItems(reading)
    ? { ...written, ...itemCells(reading, cells, textOf(reading, cells).trim().split(/\s+/), words) }
    : { ...written, ...shiftedSpans(reading, before, text) };
}

/** A row that is new. Without values it has no label yet. */
export function newCells(reading: Reading, row: { text: string; pair: string; values: string[] }): Cells {
  const { table, columns } = reading;
  const empty = table.columns.map(() => '');
  const label = row.values.length ? labelCells(reading, row.values) : {};
  const pair = columns.pair === null ? {} : { [table.columns[columns.pair]!]: row.pair };
  // In CoNLL each word has an item in each column.
  const items = table.format === 'conll' ? itemCells(reading, empty, [], row.text.trim().split(/\s+/)) : {};
  return { ...label, ...pair, ...items, ...textCells(reading, 0, empty, row.text) };
}

/** What two lists have in common: so many items at their beginning and at their end. */
function common<T>(a: readonly T[], b: readonly T[]): { head: number; tail: number } {
  const most = Math.min(a.length, b.length);
  let [head, tail] = [0, 0];
  while (head < most && a[head] === b[head]) head++;
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return { head, tail };
}

/** The columns with an item for each word, for other words. */
function itemCells({ table, columns }: Reading, cells: string[], before: string[], after: string[]): Cells {
  const { head, tail } = common(before, after);
  const [label] = columns.labels;
  const others = table.columns.flatMap((name, i) =>
    i === label || (i !== columns.text && table.format === 'conll' && name !== table.source) ? [i] : [],
  );
  return Object.fromEntries(
    others.map((column) => {
      const items =
        table.format === 'conll' ? cells[column]!.split(' ').filter(Boolean) : (listCell(cells[column]!) ?? []);
      const inner = items.slice(head, items.length - tail);
      const filler = column === label ? 'O' : '_';
      const same = before.length === after.length;
      const middle = after.slice(head, after.length - tail).map((_, i) => (same ? inner[i]! : filler));
      const made = [...items.slice(0, head), ...middle, ...(tail ? items.slice(-tail) : [])];
      return [table.columns[column]!, table.format === 'conll' ? made.join(' ') : JSON.stringify(made)];
    }),
  );
}

/** A span moves with its words, and grows with what is changed inside it; one that the change cuts is gone. */
function shiftedSpans(reading: Reading, before: Example, text: string): Cells {
  const [old, now] = [[...before.text], [...text]];
  const { head, tail } = common(old, now);
  const [from, to, by] = [head, old.length - tail, now.length - old.length];
  const spans = entitiesOf(before.tags!).flatMap(({ type, first, end }) => {
    const [start, stop] = [before.words![first]![0], before.words![end - 1]![1]];
    if (stop <= from) return [{ start, end: stop, label: type }];
    if (start >= to) return [{ start: start + by, end: stop + by, label: type }];
    const within = start <= from && stop >= to && stop + by > start;
    return within ? [{ start, end: stop + by, label: type }] : [];
  });
  const bare = exampleOf({ ...reading, columns: { ...reading.columns, labels: [] } }, 0, cellsWith(reading, text));
  if (!bare) return {};
  return tagCells(reading, bare, tagWords(bare.words!, spans).tags);
}

const cellsWith = ({ table, columns }: Reading, text: string): string[] =>
  table.columns.map((_, i) => (i === columns.text ? text : ''));
