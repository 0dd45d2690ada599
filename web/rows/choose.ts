// SPDX-License-Identifier: Apache-2.0
// Columns by name: those that the user chose, those of the main file in another one, and what was guessed among
// several.
import { columnFacts, guessColumns, repeats, tagColumns } from './guess';
import { asNote, count, DataError, type Choice, type Problem } from '../read/problems';
import type { Columns, Table } from '../read/table';
import { findings } from '../words/en/findings';
import { some, type Some } from '../words/listing';
import { saying, type Said } from '../words/said';

const say = saying('findings', findings);

/** Names of columns, or their numbers from 1. Of labels several, with commas between. */
export interface Wanted {
  text?: string | undefined;
  pair?: string | undefined;
  label?: string | undefined;
}

/** What was not chosen is guessed. Throws DataError where there is no such column. */
export function chooseColumns(table: Table, wanted: Wanted): Columns {
  const guess = guessColumns(table);
  const find = (name: string | undefined): number | undefined =>
    name === undefined ? undefined : columnOf(table, name);
  let labels = wanted.label === undefined ? guess.labels : labelColumns(table, wanted.label);
  const text = find(wanted.text) ?? textBeside(guess, labels);
  const second = wanted.pair === 'none' ? null : find(wanted.pair);
  // A text column that was chosen may be the one that was guessed to be the label.
  if (wanted.label === undefined && labels.includes(text)) labels = guess.text !== text ? [guess.text] : [];
  if (wanted.label === undefined) labels = labels.filter((label) => label !== second);
  const taken = (column: number | null) => column === text || (column !== null && labels.includes(column));
  const pair = second === undefined ? (taken(guess.pair) ? null : guess.pair) : second;
  const chosen = [wanted.text, wanted.pair, wanted.label].some((name) => name !== undefined);
  const columns = { text, labels, pair };
  const twice = takenTwice(table, columns);
  if (twice && chosen) throw new DataError(twice);
  return { ...columns, ...(chosen ? { chosen } : {}) };
}

/** The text column, where that was not chosen to be a label. */
function textBeside(guess: Columns, labels: number[]): number {
  const [text = guess.text] = [guess.text, guess.pair ?? -1, ...guess.labels].filter(
    (i) => i >= 0 && !labels.includes(i),
  );
  return text;
}

/** null: no column is read as two things. */
export function takenTwice(table: Table, { text, pair, labels }: Columns): Said | null {
  const taken = [text, pair ?? -1, ...labels];
  const twice = taken.find((column, i) => column >= 0 && taken.indexOf(column) < i);
  return twice === undefined ? null : say.takenTwice(table.columns[twice]!);
}

/** One name, which may have commas in it, or several with commas between. */
function labelColumns(table: Table, names: string): number[] {
  if (table.parts?.[names]) return table.parts[names].map((name) => table.columns.indexOf(name));
  if (table.columns.includes(names) || !names.includes(',')) return [columnOf(table, names)];
  return names.split(',').map((name) => columnOf(table, name.trim()));
}

function columnOf(table: Table, name: string): number {
  const byName = table.columns.indexOf(name);
  if (table.doubled?.includes(name)) {
    const next = table.columns.indexOf(`${name} (2)`);
    throw new DataError(say.columnTwice(name, byName + 1, next + 1));
  }
  if (byName >= 0) return byName;
  const number = Number(name);
  if (Number.isInteger(number) && number >= 1 && number <= table.columns.length) return number - 1;
  throw new DataError(say.noColumn(name, table.columns));
}

/** Columns of another file for what is read from the main one: of the same names or, in files without a header, in the
 * same places. `labelled`: it has labels. `why`: what is missing; null: nothing. */
export function followColumns(
  main: { table: Table; columns: Columns },
  other: Table,
  labelled = true,
): { columns: Columns; why: Said | null } {
  const { text, pair, labels } = main.columns;
  const nameless = !main.table.header || !other.header;
  const places = nameless && main.table.columns.length === other.columns.length;
  const missing: [string, 'text' | 'pair' | 'label'][] = [];
  const find = (column: number, what: 'text' | 'pair' | 'label'): number => {
    const name = main.table.columns[column]!;
    const exact = other.columns.indexOf(name);
    const lower = other.columns.findIndex((one) => one.trim().toLowerCase() === name.trim().toLowerCase());
    const at = exact >= 0 ? exact : lower >= 0 ? lower : places ? column : -1;
    if (at < 0) missing.push([name, what]);
    return Math.max(0, at);
  };
  const columns = {
    text: find(text, 'text'),
    pair: pair === null ? null : find(pair, 'pair'),
    labels: labelled ? labels.map((column) => find(column, 'label')) : [],
  };
  const why = missing.length ? say.missingColumns(missing, other.columns) : null;
  return { columns, why };
}

/** Where columns were guessed and others would do as well: which were taken, and which could be. */
export function guessNotes(table: Table, columns: Columns): Problem[] {
  if (columns.chosen || table.rows.length === 0) return [];
  const [label] = columns.labels;
  const tags = tagColumns(table, columns.text);
  const name = (i: number) => table.columns[i]!;
  const note: Note = (taken, others, flag, what, take) => {
    if (others.length === 0) return [];
    const choices = others.slice(0, MOST_CHOICES).map((i): Choice => {
      const { text, said } = take(name(i));
      return { words: text, said, flags: { [flag]: name(i) } };
    });
    return [asNote(what(name(taken), some(others.map(name))), [], { choices })];
  };
  if (label !== undefined && tags.includes(label))
    return note(
      label,
      tags.filter((i) => i !== label),
      'label',
      say.otherTags,
      say.takeTags,
    );
  if (columns.labels.length !== 1 || table.columns.length < 3) return [];
  return [...textNotes(table, columns, note), ...labelNotes(table, columns, note)];
}

const MOST_CHOICES = 4;
type Note = (
  taken: number,
  others: number[],
  flag: 'text' | 'label',
  what: (taken: string, others: Some) => Said,
  take: (name: string) => Said,
) => Problem[];

/** Other columns with texts of their own, half as long or longer. */
function textNotes(table: Table, { text, pair, labels }: Columns, note: Note): Problem[] {
  const facts = table.columns.map((_, i) => columnFacts(table, i));
  const others = facts.flatMap(({ kind, beside, empty, meanLength, distinct, filled }, i) => {
    if (i === text || i === pair || labels.includes(i) || kind !== 'plain' || beside || empty) return [];
    return meanLength > 20 && meanLength > facts[text]!.meanLength / 2 && distinct > filled / 2 ? [i] : [];
  });
  return note(text, others, 'text', say.otherTexts, say.takeTexts);
}

/** Other columns of values that repeat, where the label's name is none that labels have. */
function labelNotes(table: Table, { text, pair, labels }: Columns, note: Note): Problem[] {
  const named = /label|categor|class|target|intent|sentiment|emotion|topic|tag|rating|score|stars|gold|similarity|^y$/i;
  if (named.test(table.columns[labels[0]!]!)) return [];
  const others = table.columns.flatMap((_, i) => {
    const facts = columnFacts(table, i);
    if (i === text || i === pair || labels.includes(i) || facts.beside || facts.kind !== 'plain') return [];
    return repeats(facts) ? [i] : [];
  });
  return note(labels[0]!, others, 'label', say.otherLabels, say.takeLabels);
}

/** "text "body", label "stars"": what is read of a file, to be told. */
export function describeColumns(table: Table, { text, pair, labels }: Columns): string {
  const name = (i: number) => `"${table.columns[i]}"`;
  const second = pair === null ? '' : `, second text ${name(pair)}`;
  const label = labels.length > 4 ? count(labels.length, 'column') : labels.map(name).join(', ') || 'none';
  return `text ${name(text)}${second}, label ${label}`;
}
