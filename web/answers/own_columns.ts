// SPDX-License-Identifier: Apache-2.0
// The file's other columns beside the answers to its texts: a row is known to its owner by a number or a name in them.
import type { answersOf } from './lines';
import type { Task } from '../border/messages';
import { columnNames } from '../read/header';
import type { Columns, Example, Table } from '../read/table';
import { placeOf } from '../rows/journal';
import { cellLike } from './sheet';

type Answers = ReturnType<typeof answersOf>;

/** The texts stay behind, and so do tags of words and spans: they are as long as a text. A label does not. A name that
 * the answers have is "NAME (2)". Sentences of words have no columns of their own. */
export function withColumns(
  answers: Answers,
  { task, examples, table, columns }: { task: Task; examples: Example[]; table: Table; columns: Columns },
): Answers {
  const used = [columns.text, columns.pair, ...(task === 'token_classification' ? columns.labels : [])];
  const others = [...table.columns.keys()].filter((column) => !used.includes(column));
  const [first] = answers;
  if (!first || others.length === 0 || table.format === 'conll') return answers;
  const names = others.map((column) => table.columns[column]!);
  const taken = Object.keys(first.flat[0]!);
  const free = columnNames([...taken, ...names], taken.length + names.length).slice(taken.length);
  const like = cellLike(table);
  return answers.map(({ flat, nested, ...rest }, i) => {
    const cells = table.rows[placeOf(table, examples[i]!.row)]!;
    const named = (by: string[], cell: (column: number) => string | number) =>
      Object.fromEntries(others.map((column, n) => [by[n]!, cell(column)]));
    const beside = named(free, (column) => like(cells[column]!, column));
    return {
      ...rest,
      flat: flat.map((line) => ({ ...line, ...beside })),
      nested: { ...nested, columns: named(names, (column) => cells[column]!) },
    };
  });
}
