// SPDX-License-Identifier: Apache-2.0
// Edits of the rows of the main file, for every part of the page that shows rows. Each action is one move of the
// journal: `undo` takes it back, `redo` does it again, the project keeps it. Rows are called by their numbers
// (Example.row). The rows are checked and split anew after each move; the file itself stays as it is.
//
//   setLabels('results', 17, ['positive'])     setText('table', 17, 'Another text.')
//   leaveOut('results', [17, 20])              bringBack('table', [17])
//   setTags('table', 17, example, tags)        addRows('table', ['one', 'two'], ['positive'])
import { computed, effect, signal } from '@preact/signals';
import { labelCells, newCells, tagCells, textCells, type Reading } from '../rows/cells';
import {
  layEdits,
  nextRow,
  placeOf,
  redone,
  remaining,
  undone,
  withMove,
  type Change,
  type Move,
} from '../rows/journal';
import type { Example } from '../read/table';
import { chosenTask, labelNames, laid, mainFile, ownFile, PARTS, prepared, upToDate } from './data';
import { download } from './download';
import { changes, journal } from './journal';
import { words } from '../words';

type Where = Move['where'];

/** How the rows of the main file are read; null: there are none. */
export const reading = computed<Reading | null>(() => {
  const [edited, main, data] = [laid.value, mainFile.value, prepared.value];
  const task = chosenTask.value ?? data?.task;
  if (!edited || !main || !task) return null;
  return { table: edited.table, columns: main.columns, task, labelNames: labelNames.value ?? [] };
});

/** What has been done last, a sentence; '' where nothing has. */
export const told = signal('');
const place = computed(() => mainFile.value?.place);
effect(() => {
  void place.value; // of other rows nothing has been done
  told.value = '';
});

export const canUndo = computed(() => journal.value.at > 0);
export const canRedo = computed(() => journal.value.at < journal.value.moves.length);

export function undo(): void {
  if (!canUndo.value) return;
  journal.value = undone(journal.value);
  told.value = words.rows.undone(editsLeft());
}

export function redo(): void {
  if (!canRedo.value) return;
  journal.value = redone(journal.value);
  told.value = words.rows.redone(editsLeft());
}

const editsLeft = () => {
  const { at } = journal.value;
  if (at > 0) return words.rows.edits(at);
  return correctedRows.value ? words.rows.remedied(correctedRows.value) : words.rows.noEdits;
};

function move(where: Where, changes: Change[], what: string): void {
  if (changes.length === 0) return;
  journal.value = withMove(journal.value, { where, changes });
  told.value = what;
}

/** The cells of a row; null: there is no such row. */
export function cellsOf(row: number): string[] | null {
  const table = laid.value?.table;
  return table?.rows[placeOf(table, row)] ?? null;
}

const isSame = (cells: string[], change: Record<string, string>): boolean => {
  const { columns } = laid.value!.table;
  return Object.entries(change).every(([name, cell]) => cells[columns.indexOf(name)] === cell);
};

function set(where: Where, row: number, cells: (of: Reading, old: string[]) => Record<string, string>, what: string) {
  const [how, old] = [reading.value, cellsOf(row)];
  if (!how || !old) return;
  const change = cells(how, old);
  if (!isSame(old, change)) move(where, [{ kind: 'set', row, cells: change }], what);
}

/** The label of a row; several, or none, where rows have any number of labels; a number for each column of numbers. */
export const setLabels = (where: Where, row: number, values: string[]): void =>
  set(where, row, (how) => labelCells(how, values), words.rows.labelSet(row, values));

export const setText = (where: Where, row: number, text: string): void =>
  set(where, row, (how, cells) => textCells(how, row, cells, text), words.rows.textSet(row));

export const setPair = (where: Where, row: number, text: string): void =>
  set(
    where,
    row,
    ({ table, columns }) => (columns.pair === null ? {} : { [table.columns[columns.pair]!]: text }),
    words.rows.pairSet(row),
  );

/** A tag for each word of the example, IOB2 where tags mark entities. */
export const setTags = (where: Where, row: number, example: Example, tags: string[]): void =>
  set(where, row, (how) => tagCells(how, example, tags), words.rows.marksSet(row));

function put(where: Where, rows: number[], out: boolean, what: string): void {
  const there = laid.value?.out;
  const others = rows.filter((row) => there?.has(row) !== out && cellsOf(row));
  move(
    where,
    others.map((row): Change => ({ kind: 'out', row, out })),
    what,
  );
}

/** The rows take part in nothing; the table shows them struck out. */
export const leaveOut = (where: Where, rows: number[]): void => put(where, rows, true, words.rows.wereLeftOut(rows));
export const bringBack = (where: Where, rows: number[]): void => put(where, rows, false, words.rows.areBack(rows));

/** One row for each text. Of pairs, the two texts have a tab between them. */
export function addRows(where: Where, texts: string[], values: string[]): void {
  const [how, edited] = [reading.value, laid.value];
  if (!how || !edited) return;
  const { table, columns } = how;
  const first = nextRow(edited);
  const added = texts.map((line, i): Change => {
    const [text = '', pair = ''] = columns.pair === null ? [line] : line.split('\t');
    const source = table.source === undefined ? {} : { [table.source]: words.rows.writtenHere };
    return { kind: 'add', row: first + i, cells: { ...source, ...newCells(how, { text, pair, values }) } };
  });
  move(where, added, words.rows.added(texts.length));
}

/** What the remedies have made of the rows of the main file: other labels, or rows that are left out. */
const remedied = computed<Change[]>(() => {
  const [data, how] = [prepared.value, reading.value];
  if (!data || !how || !upToDate.value) return [];
  const there = new Map<number, Example>();
  for (const part of PARTS)
    if (part === 'train' || !ownFile[part].value)
      for (const example of data.parts[part]) there.set(example.row, example);
  const rows = new Set(data.fixed.flatMap((fixed) => fixed.rows));
  return [...rows].map((row): Change => {
    const example = there.get(row);
    if (!example) return { kind: 'out', row, out: true };
    const { tags, names, label } = example;
    return { kind: 'set', row, cells: tags ? tagCells(how, example, tags) : labelCells(how, names ?? [label]) };
  });
});

/** The rows as they are trained on. */
const corrected = computed(() =>
  mainFile.value && remedied.value.length
    ? layEdits(mainFile.value.table, [...changes.value, ...remedied.value])
    : laid.value,
);
/** Rows that the corrected file has otherwise than the file, or lacks. */
export const correctedRows = computed(
  () => new Set([...(corrected.value?.changed ?? []), ...(corrected.value?.out ?? [])]).size,
);

/** The rows as they are trained on, with those that have no label yet; without those that are left out. */
export async function saveCorrected(): Promise<void> {
  const [made, how, file] = [corrected.value, reading.value, mainFile.value];
  if (!made || !how || !file) return;
  const { correctedFile } = await import('../answers/corrected');
  const { ending, text } = correctedFile(remaining(made), how.task, how.columns.labels);
  const stem = file.name.replace(/\.[^.]+$/, '').replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'rows';
  download(new Blob([text], { type: 'text/plain' }), `${stem}-corrected.${ending}`);
}
