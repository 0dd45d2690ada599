// SPDX-License-Identifier: Apache-2.0
// What a file becomes: a table, then its columns, then examples of a task.
import type { Part } from '../border/messages';
import type { Problem } from './problems';
import type { Span } from './words';

export interface Table {
  format: 'delimited' | 'jsonl' | 'json' | 'conll' | 'parquet';
  /** '' where the format has none (JSON, or one column only). */
  delimiter: string;
  /** The file's first row gave the columns their names. */
  header: boolean;
  columns: string[];
  /** Names that several columns have in the file: the first keeps it in `columns`, the others are "NAME (2)" and so
   * on. */
  doubled?: string[];
  /** Columns of numbers that have a decimal comma in the file; their cells here have a point. */
  commas?: string[];
  /** Columns that were made of one column of the file, by its name. */
  parts?: Record<string, string[]>;
  /** That its bytes were read with, by the name of the Encoding Standard; none of a workbook and the like. */
  encoding?: string;
  /** Of a workbook: the sheet that was read, and all of them. */
  sheet?: string;
  sheets?: string[];
  /** Every row has one cell per column. */
  rows: string[][];
  /** Row number in the file, as a spreadsheet shows it: the first is 1, a header and blank lines count. */
  numbers: number[];
  problems: Problem[];
  /** It is one part of a split by the names of its files: all parts that there are. */
  given?: Part[];
  /** The column with the name of the file that a row comes from, where there are several. */
  source?: string;
  /** Of a table that the user has edited: as it was read. What is guessed of a table is guessed of that one, so that an
   * edit of a row is no edit of the others. */
  asRead?: Table;
}

/** Before the edits. */
export const asRead = (table: Table): Table => table.asRead ?? table;

/** Indices into Table.columns. */
export interface Columns {
  text: number;
  /** The second text of a pair. */
  pair: number | null;
  /** None; one; or one for each label (0 and 1) or each number to predict. */
  labels: number[];
  /** The user chose them. */
  chosen?: boolean;
}

export interface Example {
  /** Row number in the file. */
  row: number;
  text: string;
  pair?: string;
  /** As it is shown: the label; several of them, or numbers, with commas between; the entities. '' where the table has
   * no label column. */
  label: string;
  /** multi_label_classification: the names. */
  names?: string[];
  /** regression: a number for each label column. */
  values?: number[];
  /** token_classification: the words in the text, and the tag of each (IOB2 where tags mark entities). */
  words?: Span[];
  tags?: string[];
}

export interface Taken {
  examples: Example[];
  problems: Problem[];
}
