// SPDX-License-Identifier: Apache-2.0
// What is wrong with a file or its rows, as sentences for its owner.
import type { Part } from '../border/messages';
import { some, type Some } from '../words/listing';
import type { Said, TablePlace } from '../words/said';

/** An `error` stops the training, a `warning` leaves something out or weakens the result, a `note` is to be known. */
export interface Problem {
  level: 'error' | 'warning' | 'note';
  /** Row numbers as a spreadsheet shows them (the header is row 1); empty: the file as a whole. */
  rows: number[];
  /** Rows that these are nearly equal to. */
  beside?: number[];
  text: string;
  /** Its place in the tables, and those of the title and the remedy. */
  said?: TablePlace | undefined;
  /** The same in two or three words, where it is about rows. */
  title?: string;
  saidTitle?: TablePlace;
  /** Whose rows they are, where it is not the main file. */
  file?: 'validation' | 'test';
  /** What it is called on the command line and in a report, where something can be done about it. */
  name?: CheckName;
  /** What the remedy of that name does, as the words of a button. */
  remedy?: string;
  saidRemedy?: TablePlace;
  /** Rows that it changes or leaves out. */
  takes?: number;
  /** The files are parts of a split that were read as one: of which files, in their order, each part is. */
  parts?: Record<Part, number[]>;
  /** Other ways to read the file, where the one that was taken is a guess. */
  choices?: Choice[];
}

/** A problem's sentences. */
export const worded = (what: Said, title?: Said, remedy?: Said) => ({
  ...what,
  ...(title && { title: title.text, saidTitle: title.said }),
  ...(remedy && { remedy: remedy.text, saidRemedy: remedy.said }),
});

/** To be put into another sentence. */
export const sentenceOf = ({ text, said }: Pick<Problem, 'text' | 'said'>): string | Said =>
  said ? { text, said } : text;

const problem =
  (level: Problem['level']) =>
  (what: Pick<Problem, 'text'> & Partial<Problem>, rows: number[] = [], more: Partial<Problem> = {}): Problem => ({
    ...{ level, rows, ...what, ...more },
  });
/** Of these rows, or of the file as a whole. */
export const [asError, asWarning, asNote] = [problem('error'), problem('warning'), problem('note')];

/** Rows with something in common; none where there are no such rows. */
export const found = (
  rows: number[],
  say: (n: number, of: Some) => Said,
  title: Said,
  more: Partial<Problem> = {},
  remedy?: Said,
): Problem[] => (rows.length === 0 ? [] : [asWarning(worded(say(rows.length, some(rows)), title, remedy), rows, more)]);

/** A way to read the file. */
export interface Choice {
  /** Of a button. */
  words: string;
  said?: TablePlace;
  /** Options of the command line with their values, without the hyphens. */
  flags: Partial<Record<FlagName, string>>;
}

export const choice = ({ text, said }: Said, flags: Choice['flags']): Choice => ({ words: text, said, flags });

/** What of the reading can be said. */
export const READ_FLAGS = ['header', 'delimiter', 'encoding', 'decimal', 'sheet'] as const;
export type ReadFlag = (typeof READ_FLAGS)[number];
export const DECIMALS = ['comma', 'point'] as const;
export type DecimalMark = (typeof DECIMALS)[number];
export type FlagName = ReadFlag | 'text' | 'pair' | 'label' | 'task';

/** " (--delimiter ';' or --header no)": choices as they are made on the command line. */
export function flagsOf(choices: Choice[] = []): string {
  const quoted = (value: string) => (/^[\w-]+$/.test(value) ? value : `'${value}'`);
  const written = choices.map(({ flags }) =>
    Object.entries(flags)
      .map(([name, value]) => `--${name} ${quoted(value)}`)
      .join(' '),
  );
  return written.length ? ` (${written.join(' or ')})` : '';
}

/** Checks with a remedy: a function of the rows, which leaves the user's file as it is. */
export const CHECKS = [
  'duplicates',
  'near-duplicates',
  'contradictions',
  'leaks',
  'unlabelled',
  'long',
  'same-labels',
  'misspelt-labels',
  'missing-labels',
  'rare-labels',
  'imbalance',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** A file that cannot be used at all. `row` and `byte` (from 0) are -1 where there is none to name. */
export class DataError extends Error {
  readonly code = 'E_DATA';
  readonly said: TablePlace | undefined;
  constructor(
    sentence: string | Pick<Problem, 'text' | 'said'>,
    readonly row = -1,
    readonly byte = -1,
    /** Ways to read it all the same. */
    readonly choices: Choice[] = [],
  ) {
    super(typeof sentence === 'string' ? sentence : sentence.text);
    this.said = typeof sentence === 'string' ? undefined : sentence.said;
  }
  get text(): string {
    return this.message;
  }
  /** The position as the engine's own errors have it. */
  get at(): number {
    return this.byte >= 0 ? this.byte : this.row;
  }
}

/** "1 row", "1,234 rows". */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
}
