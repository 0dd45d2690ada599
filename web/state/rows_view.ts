// SPDX-License-Identifier: Apache-2.0
// Which rows the table of step 1 shows, and in which order.
import { computed, effect, signal } from '@preact/signals';
import type { Part } from '../border/messages';
import type { Problem } from '../read/problems';
import type { Example } from '../read/table';
import { rowLabels } from '../rows/checks';
import { isUnlabelled, labelReader, textOf } from '../rows/cells';
import { laid, mainFile, ownFile, PARTS, prepared } from './data';
import { reading } from './edits';

export interface Filter {
  /** In the texts, in small letters. */
  search: string;
  /** '': all; NO_LABEL; else `=` and the label. */
  label: string;
  /** '': all; a part, or what is in no part. */
  part: '' | Part | 'none' | 'out' | 'changed';
  /** The title of a problem. */
  problem: string;
  /** `=` and the name of the file that brought the row. */
  source: string;
}

export const NO_LABEL = 'none';
const ALL: Filter = { search: '', label: '', part: '', problem: '', source: '' };
export const filter = signal<Filter>(ALL);
export const setFilter = (change: Partial<Filter>): void => void (filter.value = { ...filter.value, ...change });
export const showAll = (): void => void (filter.value = ALL);

export interface Order {
  by: 'row' | 'label' | 'length';
  down: boolean;
}
export const order = signal<Order>({ by: 'row', down: false });
/** Again by the same: the other way round. */
export const sortBy = (by: Order['by']): void =>
  void (order.value = { by, down: order.value.by === by && !order.value.down });

/** The row that is shown whole below the table; null: none is. */
export const openRow = signal<number | null>(null);

/** A row of another view, opened in the table: `goTo('prepare')` then shows it. */
export function showRow(row: number): void {
  showAll();
  openRow.value = row;
}

// What was looked for in other data is not looked for in these.
const place = computed(() => mainFile.value?.place);
effect(() => {
  void place.value;
  filter.value = ALL;
  order.value = { by: 'row', down: false };
  openRow.value = null;
});

/** The part that a row of the main file is in. */
export const partOf = computed(() => {
  const of = PARTS.map((part) => (part === 'train' || !ownFile[part].value ? (prepared.value?.parts[part] ?? []) : []));
  let last = 0;
  for (const rows of of) for (const { row } of rows) last = Math.max(last, row);
  const places = new Uint8Array(last + 1); // a million rows are filled in a frame, as a Map they take ten
  of.forEach((rows, part) => rows.forEach(({ row }) => (places[row] = part + 1)));
  return (row: number): Part | undefined => PARTS[(places[row] ?? 0) - 1];
});

/** Rows for names, by row: their labels are not in one cell. */
const examples = computed(() => {
  const found = new Map<number, Example>();
  const data = prepared.value;
  if (data?.task === 'token_classification')
    for (const part of PARTS)
      if (part === 'train' || !ownFile[part].value)
        for (const example of data.parts[part]) found.set(example.row, example);
  return found;
});

/** The labels of a row as they are trained on, and filtered by. */
export const labelsOf = computed(() => {
  const how = reading.value;
  if (!how) return () => [];
  if (how.task !== 'token_classification') {
    const read = labelReader(how);
    const newNames = prepared.value?.newNames;
    const renamed = (labels: string[]) => {
      if (!newNames?.size) return labels;
      const now = [...new Set(labels.flatMap((label) => (newNames.has(label) ? (newNames.get(label) ?? []) : label)))];
      return how.task === 'multi_label_classification' || now.length ? now : labels; // a row without its one label is left out
    };
    const known = new Map<string, string[]>(); // most rows have the label of another row
    return (_: number, cells: string[]) => {
      const key = how.columns.labels.map((column) => cells[column]).join('\0');
      const labels = known.get(key) ?? renamed(read(cells));
      known.set(key, labels);
      return labels;
    };
  }
  const scheme = prepared.value?.scheme;
  return (row: number) => {
    const example = examples.value.get(row);
    if (!example) return [];
    return scheme === 'iob2' ? rowLabels(example, how.task) : [...new Set(example.tags)];
  };
});

/** The column with who brought a row; -1: there is none. */
export const sourceColumn = computed(() => {
  const table = laid.value?.table;
  if (!table) return -1;
  return table.columns.indexOf(table.source ?? 'file');
});

const MOST_SOURCES = 300;
/** Who brought rows, and how many; none where each row has another one. */
export const sources = computed<Map<string, number> | null>(() => {
  const [table, column] = [laid.value?.table, sourceColumn.value];
  const counts = new Map<string, number>();
  if (table && column >= 0)
    for (const cells of table.rows) counts.set(cells[column]!, (counts.get(cells[column]!) ?? 0) + 1);
  return counts.size > 1 && counts.size <= Math.min(MOST_SOURCES, table!.rows.length / 2) ? counts : null;
});

/** Problems of rows that the table can show. */
export const problemsOfRows = computed(() =>
  (prepared.value?.problems ?? []).filter(({ rows, title, file }) => rows.length > 0 && title && !file),
);

/** With rows of equal text there is the row that they are equal to. */
const OF_TEXTS = ['duplicates', 'contradictions'];

function rowsOfProblem({ rows, beside = [], name }: Problem): (row: number, text: string) => boolean {
  const flagged = new Set([...rows, ...beside]);
  const [table, how] = [laid.value?.table, reading.value];
  if (!name || !OF_TEXTS.includes(name) || !table || !how) return (row) => flagged.has(row);
  const texts = new Set(
    table.rows.flatMap((cells, i) => (flagged.has(table.numbers[i]!) ? [textOf(how, cells).trim()] : [])),
  );
  return (_, text) => texts.has(text.trim());
}

type Test = (row: number, cells: string[]) => boolean;

/** What the filter asks of a row; none: every row is shown. */
const tests = computed<Test[]>(() => {
  const { search, label, part, problem, source } = filter.value;
  const how = reading.value;
  if (!how) return [];
  const found: Test[] = [];
  const { out, changed } = laid.value!;
  if (part) {
    const partOfRow = partOf.value;
    const is: Record<Exclude<Filter['part'], '' | Part>, (row: number) => boolean> = {
      out: (row) => out.has(row),
      changed: (row) => changed.has(row),
      none: (row) => !out.has(row) && !partOfRow(row),
    };
    found.push(part in is ? is[part as keyof typeof is] : (row) => partOfRow(row) === part);
  }
  if (source) found.push((_, cells) => `=${cells[sourceColumn.value]}` === source);
  if (problem) {
    const of = problemsOfRows.value.find(({ title }) => title === problem);
    const has = of ? rowsOfProblem(of) : () => false;
    found.push((row, cells) => has(row, textOf(how, cells)));
  }
  if (label === NO_LABEL) found.push((_, cells) => isUnlabelled(how, cells));
  else if (label) found.push((row, cells) => labelsOf.value(row, cells).some((name) => `=${name}` === label));
  if (search) {
    const texts = how.columns.pair === null ? [how.columns.text] : [how.columns.text, how.columns.pair];
    found.push((_, cells) => texts.some((column) => cells[column]!.toLowerCase().includes(search)));
  }
  return found;
});

/** Places of the rows that are shown, in their order. */
export const shown = computed<number[]>(() => {
  const table = laid.value?.table;
  const how = reading.value;
  if (!table || !how) return [];
  const asked = tests.value;
  const places: number[] = [];
  table.rows.forEach((cells, i) => {
    if (asked.every((test) => test(table.numbers[i]!, cells))) places.push(i);
  });
  const { by, down } = order.value;
  if (by !== 'row') {
    const keys = new Map<number, string | number>();
    for (const i of places) {
      const cells = table.rows[i]!;
      keys.set(i, by === 'length' ? textOf(how, cells).length : labelsOf.value(table.numbers[i]!, cells).join(', '));
    }
    const numeric = how.task === 'regression' && by === 'label';
    const key = (i: number) => (numeric ? Number(keys.get(i)) : keys.get(i)!);
    places.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b));
  }
  return down ? places.reverse() : places;
});
