// SPDX-License-Identifier: Apache-2.0
// Options that have no effect on what they are given with: a mistake rather than a wish, so they are refused by name.
import { withoutEffect } from '../rows/effects';
import { SHARES } from '../rows/fractions';
import type { ModelSource, RunOptions, Task } from '../border/messages';
import { namesInOrder, numbersOf, type NumberNames } from '../rows/number_names';
import { READ_FLAGS, type ReadFlag } from '../read/problems';
import type { Table } from '../read/table';
import { listing, some } from '../words/listing';
import { say } from './terminal';
import { numberOf, UsageError, type Arguments } from './usage';

type Values = Arguments['values'];

const refuse = (values: Values, name: string, why: string) => {
  if (values[name] !== undefined) throw new UsageError(`--${name} has no effect ${why}: leave it out`);
};

/** Beside another option. */
export function checkTogether(values: Values): void {
  for (const part of ['validation', 'test'] as const) {
    if (values[part] !== undefined) refuse(values, `${part}-share`, `beside --${part}, which is all of that part`);
    else refuse(values, `${part}-tags`, `without --${part}`);
    numberOf(values, `${part}-share`, SHARES[part].least, SHARES[part].most);
  }
  if (values.tags !== undefined) refuse(values, 'given-parts', 'beside --tags, which are those of one file');
  if (values.folds !== undefined)
    refuse(values, 'test-share', 'beside --folds, which tests on every part of the data in turn');
}

/** `part`: one that the data have, with --given-parts. */
export const checkGiven = (values: Values, part: 'validation' | 'test'): void =>
  refuse(values, `${part}-share`, `beside --given-parts, as ${values.data} has that part`);

/** `what`: of the form of the model's files. */
export function checkWritten(values: Values, what: string[]): void {
  if (values.out === undefined) for (const name of what) refuse(values, name, 'without --out, which writes the model');
}

export function checkThreads(values: Values, threads: number): void {
  if (threads === 1 && Number(values.threads) > 1)
    refuse(values, 'threads', `with --build ${values.build ?? ''}, which has one thread`);
}

/** `source`: the model; `files`: what the engine has it from, which of an adapter are others. */
export function checkBase(values: Values, source: ModelSource, files: ModelSource | null): void {
  if (files === null || files === source) refuse(values, 'base', `on ${values.model}, which is no adapter`);
}

/** Of the ways to read a file those that its kind has use for. */
function uses({ format, encoding, sheets }: Table): ReadFlag[] {
  if (sheets) return ['sheet', 'header', 'decimal'];
  if (encoding === undefined) return format === 'delimited' ? ['encoding'] : []; // a folder of texts; Parquet, two files
  const text: ReadFlag[] = ['encoding', 'delimiter'];
  if (format === 'conll') return text;
  return format === 'delimited' ? [...text, 'header', 'decimal'] : [...text, 'decimal'];
}

/** Of a text a line. */
export function checkLines(values: Values): void {
  for (const name of ['text', 'header']) refuse(values, name, `on ${values.data}, which has a text a line`);
}

const NEEDS: Record<ReadFlag, string> = {
  sheet: 'a workbook',
  header: 'a table with a row of names',
  delimiter: 'a text with cells',
  encoding: 'a text',
  decimal: 'a table with numbers',
};

/** Of the files that were read, by their paths. */
export function checkReading(values: Values, tables: Record<string, Table>): void {
  const used = new Set(Object.values(tables).flatMap(uses));
  const paths = Object.keys(tables);
  const none = paths.length > 1 ? 'of which none is' : 'which is not';
  for (const name of READ_FLAGS)
    if (!used.has(name)) refuse(values, name, `on ${paths.join(', ')}, ${none} ${NEEDS[name]}`);
}

/** `names`: those of --labels; `labels`: what the data have. */
export function checkNames(values: Values, names: NumberNames | undefined, task: Task, labels: string[]): void {
  if (task === 'regression') refuse(values, 'labels', 'on numbers, which are learned as they are');
  const known = new Set(namesInOrder(names ?? []));
  if (names && labels.length && !labels.some((label) => known.has(label)))
    refuse(
      values,
      'labels',
      `on ${values.data}: no label of it is ${listing(some(numbersOf(names)), 'or', (more) => `${more} more`)}`,
    );
}

/** What masked words are learned without: no head is made, and nothing is frozen. */
const OF_HEADS = ['head_start', 'class_weights', 'cache_mebibytes'];

/** Of the options of a pre-training that were given. */
export function sayUnused(options: RunOptions): void {
  const write = (name: string) => `--${name.replaceAll('_', '-')}`;
  const heads = OF_HEADS.filter((name) => name in options).map(write);
  if (heads.length)
    say(
      `warning: ${heads.join(', ')} ${heads.length > 1 ? 'are' : 'is'} of heads and labels: masked words are learned without.`,
    );
  const others = withoutEffect(options, { method: 'full', head_start: null, validation: Infinity }, write);
  others.forEach((sentence) => say(`warning: ${sentence}`));
}
