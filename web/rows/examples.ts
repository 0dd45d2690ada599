// SPDX-License-Identifier: Apache-2.0
// A table and its columns -> examples of a task, with the rows that have none listed.
import type { Task } from '../border/messages';
import { isSet, readLabel, readLabels, readNumbers } from './labels';
import { columnKind, listCell } from '../read/lists';
import { asNote, found } from '../read/problems';
import { asRead, type Columns, type Example, type Table, type Taken } from '../read/table';
import { textKey } from './files';
import type { NumberNames } from './number_names';
import { takeTokens } from './tokens';
import { findings } from '../words/en/findings';
import { saying } from '../words/said';

const say = saying('findings', findings);

/** A cell of this many characters is no sentence: most likely a quote that never closes. */
export const LONG_CELL = 20_000;

/** `labelNames`: what numbers in the label column stand for. `known`: the labels that are known already. */
export function takeExamples(
  table: Table,
  columns: Columns,
  task: Task,
  labelNames: NumberNames = [],
  known?: readonly string[],
): Taken {
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
        : TAKE[task](given, targets, columns, table, labelNames, known);
  const problems = [
    ...found(noText, say.noText, say.noTextTitle),
    ...taken.problems,
    ...found(long, (n, of) => say.long(n, of, LONG_CELL), say.longTitle, { name: 'long' }, say.leaveThemOut),
  ];
  return { examples: taken.examples, problems };
}

type Take = (
  rows: Example[],
  cells: string[][],
  columns: Columns,
  table: Table,
  labelNames: NumberNames,
  known?: readonly string[],
) => Taken;

const TAKE: Record<Exclude<Task, 'token_classification'>, Take> = {
  single_label_classification: (rows, cells, columns, table, labelNames) => {
    const read = readLabel(table, columns, labelNames);
    const several: number[] = [];
    let minusOnes = 0;
    const [examples, missing] = pick(rows, cells, (values, row) => {
      const label = read(values);
      if (label === null && values.length === 1 && Number(values[0] || NaN) === -1) minusOnes++;
      if (label === null && isSeveral(values)) several.push(row);
      return label === null ? null : { label };
    });
    const known = new Set(several);
    const none = missing.filter((row) => !known.has(row));
    return {
      examples,
      problems: [
        ...found(none, say.noLabel, say.noLabelTitle),
        ...(minusOnes ? [asNote(say.minusOnes(minusOnes))] : []),
        ...found(several, say.severalLabels, say.severalLabelsTitle),
      ],
    };
  },
  multi_label_classification: (rows, cells, columns, table, labelNames, known) => {
    const read = readLabels(table, columns, labelNames, known);
    const [each] = pick(rows, cells, (values) => {
      const names = read(values);
      return { label: names.join(', '), names };
    });
    const isAlone = (row: string[]) => read(columns.labels.map((column) => (row[column] ?? '').trim())).length < 2;
    const examples = each.length > 1 && asRead(table).rows.every(isAlone) ? joinTexts(each) : each;
    const none = examples.filter(({ names }) => names!.length === 0).map(({ row }) => row);
    const more = { level: 'note', name: 'unlabelled' } as const;
    const joined = examples.length < each.length ? [asNote(say.joinedTexts(each.length, examples.length))] : [];
    return {
      examples,
      problems: [...joined, ...found(none, say.noneAtAll, say.noneAtAllTitle, more, say.leaveThemOut)],
    };
  },
  regression: (rows, cells) => {
    const [examples, missing] = pick(rows, cells, (values) => {
      const numbers = readNumbers(values);
      return numbers && { label: numbers.join(', '), values: numbers };
    });
    return { examples, problems: found(missing, say.noNumber, say.noNumberTitle) };
  },
};

/** A row for each label of a text -> one for each text, with all of them. */
function joinTexts(rows: Example[]): Example[] {
  const texts = new Map<string, Example>();
  for (const row of rows) {
    const first = texts.get(textKey(row)) ?? row;
    const names = [...new Set([...first.names!, ...row.names!])];
    texts.set(textKey(row), { ...first, names, label: names.join(', ') });
  }
  return [...texts.values()];
}

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
