// SPDX-License-Identifier: Apache-2.0
// A table and its columns -> examples of a task, with the rows that have none listed.
import type { Task } from '../border/messages';
import { isSet, readLabel, readLabels, readNumbers } from './labels';
import { columnKind, listCell } from '../read/lists';
import { count, listRows, type Problem } from '../read/problems';
import type { Columns, Example, Table, Taken } from '../read/table';
import { takeTokens } from './tokens';

/** A cell of this many characters is no sentence: most likely a quote that never closes. */
export const LONG_CELL = 20_000;

/** `labelNames`: what numbers in the label column stand for, from 0. */
export function takeExamples(table: Table, columns: Columns, task: Task, labelNames: string[] = []): Taken {
  const withText: { example: Example; cells: string[] }[] = [];
  const noText: number[] = [];
  const long: number[] = [];
  const lists = columnKind(table, columns.text) === 'lists';
  table.rows.forEach((cells, i) => {
    const row = table.numbers[i]!;
    const cell = cells[columns.text] ?? '';
    const text = lists ? (listCell(cell)?.join(' ') ?? cell) : cell;
    const pair = columns.pair === null ? undefined : (cells[columns.pair] ?? '');
    if (text.trim() === '' || pair?.trim() === '') return void noText.push(row);
    if (text.length > LONG_CELL || (pair?.length ?? 0) > LONG_CELL) long.push(row);
    withText.push({ example: { row, text, label: '', ...(pair === undefined ? {} : { pair }) }, cells });
  });
  const targets = withText.map(({ cells }) => columns.labels.map((column) => (cells[column] ?? '').trim()));
  const given = withText.map(({ example }) => example);
  const taken =
    task === 'token_classification'
      ? takeTokens(table, columns, withText, labelNames)
      : columns.labels.length === 0
        ? { examples: given, problems: [] }
        : TAKE[task](given, targets, columns, table, labelNames);
  const problems = [
    ...leftOut(noText, 'without text left out.', { title: 'Without text' }),
    ...taken.problems,
    ...leftOut(
      long,
      `with a cell of more than ${LONG_CELL.toLocaleString('en')} characters: only the first tokens of it are read. Check its quotes.`,
      { title: 'Very long', name: 'long', remedy: 'Leave them out' },
    ),
  ];
  return { examples: taken.examples, problems };
}

type Take = (rows: Example[], cells: string[][], columns: Columns, table: Table, labelNames: string[]) => Taken;

const TAKE: Record<Exclude<Task, 'token_classification'>, Take> = {
  single_label_classification: (rows, cells, columns, table, labelNames) => {
    const read = readLabel(table, columns, labelNames);
    const several: number[] = [];
    const [examples, missing] = pick(rows, cells, (values, row) => {
      const label = read(values);
      if (label === null && isSeveral(values)) several.push(row);
      return label === null ? null : { label };
    });
    const found = new Set(several);
    const none = missing.filter((row) => !found.has(row));
    return {
      examples,
      problems: [
        ...leftOut(none, 'without a label left out.', { title: 'Without a label' }),
        ...leftOut(several, 'with several labels left out: this task has one label a row.', {
          title: 'Several labels',
        }),
      ],
    };
  },
  multi_label_classification: (rows, cells, columns, table, labelNames) => {
    const read = readLabels(table, columns, labelNames);
    const [examples] = pick(rows, cells, (values) => {
      const names = read(values);
      return { label: names.join(', '), names };
    });
    const none = examples.filter(({ names }) => names!.length === 0).map(({ row }) => row);
    const text = 'with no label at all: they teach that a text may have none.';
    return {
      examples,
      problems: leftOut(none, text, {
        title: 'No label at all',
        level: 'note',
        name: 'unlabelled',
        remedy: 'Leave them out',
      }),
    };
  },
  regression: (rows, cells) => {
    const [examples, missing] = pick(rows, cells, (values) => {
      const numbers = readNumbers(values);
      return numbers && { label: numbers.join(', '), values: numbers };
    });
    return { examples, problems: leftOut(missing, 'without a number left out.', { title: 'Without a number' }) };
  },
};

const isSeveral = (cells: string[]): boolean =>
  cells.length > 1 ? cells.filter(isSet).length > 1 : (listCell(cells[0]!)?.length ?? 0) > 1;

/** Rows with what `read` makes of their cells, and the numbers of those it makes nothing of. */
function pick(
  rows: Example[],
  cells: string[][],
  read: (cells: string[], row: number) => Partial<Example> | null,
): [Example[], number[]] {
  const examples: Example[] = [];
  const missing: number[] = [];
  rows.forEach((row, i) => {
    const target = read(cells[i]!, row.row);
    if (target) examples.push({ ...row, ...target });
    else missing.push(row.row);
  });
  return [examples, missing];
}

export function leftOut(rows: number[], text: string, more: Partial<Problem> = {}): Problem[] {
  if (rows.length === 0) return [];
  return [{ level: 'warning', rows, text: `${count(rows.length, 'row')} (${listRows(rows)}) ${text}`, ...more }];
}
