// SPDX-License-Identifier: Apache-2.0
// Columns that answer one question together -> one column of labels: votes of several people (annotator_1,
// annotator_2), and any number of labels in columns of their own (label1, label2; or several columns of one name).
import { countsOf } from './header';
import { asNote, choice } from './problems';
import { sayNote } from './say';
import type { Table } from './table';

const VOTE =
  /^(?:label[ _-])?(?:annotator|annotation|rater|rating|coder|judge|reviewer|worker|labell?er|expert|vote|kodierer)[ _.-]?(?:\d{1,2}|[a-h])(?:[ _-]label)?$/i;
const NUMBERED = /^(?:label|tag|category|class|topic|emotion|code|theme|intent)[ _.-]?\d{1,2}$/i;
const DOUBLED =
  /^(labels?|tags?|categor(?:y|ies)|class(?:es)?|topics?|emotions?|codes?|themes?|intents?)(?: \(\d+\))?$/i;
/** By its name what people have agreed on. */
const AGREED = /label|gold|class|majority|consensus|adjudicated|final|target/i;
/** More different values are texts or quantities. */
const MOST_LABELS = 50;
const MOST_REPEATED = 0.05;

export function joinColumns(table: Table): Table {
  const named = (pattern: RegExp) => table.columns.flatMap((name, i) => (pattern.test(name.trim()) ? [i] : []));
  const doubled = named(DOUBLED).filter((i) => table.columns[i]!.startsWith(table.doubled?.[0] ?? '\0'));
  if (doubled.length > 1) return withLists(table, doubled);
  for (const pattern of [VOTE, NUMBERED]) {
    const found = named(pattern);
    const agreed = table.columns.some((name, i) => !found.includes(i) && AGREED.test(name));
    if (found.length < 2 || agreed || !shareLabels(table, found)) continue;
    const rows = table.rows.map((row) => filled(row, found));
    const repeated = rows.filter((cells) => new Set(cells).size < cells.length).length;
    const votes = pattern === VOTE || repeated > MOST_REPEATED * rows.length;
    return votes ? withVotes(table, found) : withLists(table, found);
  }
  return table;
}

const filled = (row: string[], columns: number[]) => columns.flatMap((i) => row[i]!.trim() || []);

/** Half of the values of each column or more are in others too. */
function shareLabels({ rows }: Table, columns: number[]): boolean {
  const values = columns.map((column) => new Set(rows.flatMap((row) => filled(row, [column]))));
  const all = new Set(values.flatMap((set) => [...set]));
  const inOthers = (value: string, own: Set<string>) => values.some((set) => set !== own && set.has(value));
  return (
    all.size > 1 &&
    all.size <= Math.min(MOST_LABELS, rows.length / 2) &&
    values.every((own) => [...own].filter((value) => inOthers(value, own)).length >= own.size / 2)
  );
}

/** '': no label has more votes than each other one. */
function mostVoted(votes: string[]): string {
  const [first, second] = [...countsOf(votes)].sort((a, b) => b[1] - a[1]);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : '';
}

function withVotes(table: Table, columns: number[]): Table {
  const labels = table.rows.map((row) => mostVoted(filled(row, columns)));
  const ties = labels.filter((label, i) => label === '' && filled(table.rows[i]!, columns).length > 0).length;
  const names = columns.map((i) => table.columns[i]!);
  const choices = names.map((name) => choice(sayNote.voter(name), { label: name }));
  return {
    ...table,
    columns: [...table.columns, 'label'],
    rows: table.rows.map((row, i) => [...row, labels[i]!]),
    problems: [...table.problems, asNote(sayNote.votes(names, ties), [], { choices })],
  };
}

/** Columns of one name become the first of them; others stay beside the new one. */
function withLists(table: Table, columns: number[]): Table {
  const [first] = columns as [number];
  const isDoubled = table.columns[first] === table.doubled?.[0];
  const place = isDoubled ? first : table.columns.length;
  const names = columns.map((i) => table.columns[i]!);
  const list = (row: string[]) => {
    const labels = filled(row, columns);
    return labels.length ? JSON.stringify([...new Set(labels)]) : '';
  };
  const put = <T>(cells: T[], cell: T) => [...cells.slice(0, place), cell, ...cells.slice(place + 1)];
  const name = isDoubled ? names[0]! : 'labels';
  return {
    ...table,
    columns: put(table.columns, name),
    rows: table.rows.map((row) => put(row, list(row))),
    problems: [...table.problems, asNote(sayNote.joinedLabels(names, name))],
  };
}
