// SPDX-License-Identifier: Apache-2.0
// Step 1: the user's files, their columns, the split; everything after follows from these signals.
import { batch, computed, effect, signal, type Signal } from '@preact/signals';
import type { Part, Task } from '../border/messages';
import { OTHERS, type Other } from '../rows/files';
import type { Order, Place, Stage } from '../rows/desk';
import { layEdits, NO_EDITS, remaining, type Laid } from '../rows/journal';
import { typesOf } from '../rows/tags';
import type { ParseOptions } from '../read/parse';
import type { NumberNames } from '../rows/number_names';
import type { Fold, Prepared, Source } from '../rows/prepare';
import { DataError, type CheckName, type Choice, type FlagName } from '../read/problems';
import { isReadFlag, parseOptions } from '../read/reading';
import { DEFAULT_FRACTIONS, type Fractions } from '../rows/fractions';
import type { Columns } from '../read/table';
import { far, fetchRowsCode, openPlace, rows } from './desk';
import { changes, journal } from './journal';
import { attempt, lastBegun, newestOnly } from './trouble';
import { words } from '../words';

export interface Sample {
  id: 'reviews' | 'requests' | 'library' | 'names';
  path: string;
}

export const SAMPLES: Sample[] = [
  { id: 'reviews', path: 'samples/reviews.csv' },
  { id: 'requests', path: 'samples/requests.csv' },
  { id: 'library', path: 'samples/library.csv' },
  { id: 'names', path: 'samples/names.jsonl' },
];

export interface Loaded extends Source {
  name: string;
  files: Blob[];
  /** Of the files, with their folders. */
  names: string[];
  /** How they were read. */
  options: ParseOptions;
  /** Where it was fetched; absent: from this computer. */
  address?: string | undefined;
  place: Place;
  large: boolean;
}

export const mainFile = signal<Loaded | null>(null);
/** As it is shown: a sample is called in the page's language. */
export const nameNow = ({ name, address }: Pick<Loaded, 'name' | 'address'>): string => {
  const sample = SAMPLES.find(({ path }) => path === address);
  return sample ? words.prepare.samples[sample.id] : name;
};
/** Files of the user's own; null: that part is split off. */
export const ownFile: Record<Other, Signal<Loaded | null>> = { validation: signal(null), test: signal(null) };
export const ownTrouble: Record<Other, Signal<string>> = { validation: signal(''), test: signal('') };
/** What the sliders show; the split follows a moment later, since with many rows it takes longer than a frame. */
export const wantedFractions = signal<Fractions>(DEFAULT_FRACTIONS);
const fractions = signal<Fractions>(DEFAULT_FRACTIONS);
export const seed = signal(1);
/** Of so many parts of the data this one is the test set; null: one is split off. */
export const fold = signal<Fold | null>(null);
export const reading = signal('');
export const dataTrouble = signal('');
/** Other ways to read the files that could not be read. */
export const otherWays = signal<{ files: Blob[]; name: string; choices: Choice[] } | null>(null);

/** What the user chose instead of the guess; null: the guess. */
export const chosenTask = signal<Task | null>(null);
/** What labels that are numbers stand for. */
export const labelNames = signal<NumberNames | null>(null);
/** Remedies that the user asked for. The files stay as they are: each can be taken back. */
export const fixes = signal<CheckName[]>([]);

/** What was chosen for the main file: of other data in its place it does not hold. */
export const OF_DATA = { task: chosenTask, names: labelNames, fixes, edits: journal, fold };

/** The rows of the main file with the user's edits. */
export const laid = computed<Laid | null>(() => mainFile.value && layEdits(mainFile.value.table, changes.value));
/** Those that are not left out, as they are checked, split and trained on. */
const mainSource = computed<Source | null>(() => {
  const [main, edited] = [mainFile.value, laid.value];
  return main && edited && { table: remaining(edited), columns: main.columns };
});

const following = <T extends Source>(main: Source, own: T): T => ({
  ...own,
  columns: rows().followColumns(main, own.table).columns,
});
const likeMain = (part: Other) =>
  computed<Loaded | null>(() => {
    const [main, own] = [mainFile.value, ownFile[part].value];
    return main && own && following(main, own);
  });
/** The user's own files as they are read: the columns are those chosen for the main file. */
export const ownSource = { validation: likeMain('validation'), test: likeMain('test') };

const wanted = computed(() => ({
  task: chosenTask.value ?? undefined,
  labelNames: labelNames.value ?? undefined,
  fixes: fixes.value,
}));
const split = computed(() => ({
  seed: seed.value,
  fractions: fractions.value,
  fold: fold.value ?? undefined,
}));

type Opened = Pick<Loaded, 'table' | 'columns' | 'place' | 'large'>;
interface OpenedTables {
  main: Opened;
  validation: Opened | null | undefined;
  test: Opened | null | undefined;
}

/** What is to be prepared in the worker; null: the rows are few, and prepared here. */
function orderOf(
  { main, validation, test }: OpenedTables,
  edits: Order['changes'],
  read: Order['read'],
  split: Order['split'],
): Order | null {
  if (![main, validation, test].some((opened) => opened?.large)) return null;
  const others = { ...(validation && { validation: validation.place }), ...(test && { test: test.place }) };
  return { main: main.place, columns: main.columns, changes: edits, others, read, split };
}

const order = computed<Order | null>(() => {
  const [main, validation, test] = [mainFile.value, ownFile.validation.value, ownFile.test.value];
  return main && orderOf({ main, validation, test }, changes.value, wanted.value, split.value);
});
const fromWorker = signal<{ of: Order; prepared: Prepared } | null>(null);
/** What the worker does; '' where it does nothing. */
export const preparing = signal<Stage | ''>('');

export const prepareFar = newestOnly(async () => {
  const of = order.peek();
  if (!of || fromWorker.peek()?.of === of) return;
  preparing.value = 'check';
  await attempt(dataTrouble, async () => {
    fromWorker.value = { of, prepared: await far.prepare(of, (stage) => (preparing.value = stage)) };
  });
  preparing.value = '';
});
effect(() => {
  if (order.value) void prepareFar();
});

const readHere = (source: Source) =>
  rows().readData(source, {
    ...wanted.value,
    validation: ownSource.validation.value ?? undefined,
    test: ownSource.test.value ?? undefined,
  });
/** The rows, read and checked: the split does not do it again. */
const read = computed(() => (mainSource.value && !order.value ? readHere(mainSource.value) : null));
const edited = computed(() => changes.value.length > 0);
/** Before the edits, where there are some. */
const readBefore = computed(() =>
  edited.value && mainFile.value && !order.value ? readHere(mainFile.value) : undefined,
);

/** Of many rows it may be that of the choices before, of the same file, until the worker has done the new ones. */
export const prepared = computed<Prepared | null>(() => {
  if (!order.value) return read.value && rows().splitData(read.value, { ...split.value, before: readBefore.value });
  const last = fromWorker.value;
  return last?.of.main.key === order.value.main.key ? last.prepared : null;
});

/** The rows are those of the choices of the moment. */
export const upToDate = computed(() => !order.value || fromWorker.value?.of === order.value);

/** What may be trained on: null while there is none, or an error in it. */
export const dataset = computed<Prepared | null>(() => (prepared.value?.ok && upToDate.value ? prepared.value : null));

/** The same, and the rows of the choices before while those of the moment are prepared: no control comes and goes. */
export const steady = computed<Prepared | null>(
  () => dataset.value ?? (preparing.value && prepared.value?.ok ? prepared.value : null),
);

export const PARTS: Part[] = ['train', 'validation', 'test'];

export const rowsOf = (data: Prepared): number => PARTS.reduce((sum, part) => sum + data.parts[part].length, 0);

/** How many rows, and labels or numbers. */
export function sizeInWords(data: Prepared): string {
  const { steps } = words;
  const outputs = data.task === 'regression' ? steps.numbers : steps.labels;
  const labels = data.scheme === 'iob2' ? typesOf(data.labels) : data.labels; // as names are marked
  return steps.rowsAndLabels(steps.rows(rowsOf(data)), outputs(labels.length));
}

/** A text may come from the clipboard, without a name. */
const nameOf = (file: Blob) => (file instanceof File ? file.webkitRelativePath || file.name : '');

/** One file, two with words and their tags, or several that make up one data set. */
async function readFiles(
  files: Blob[],
  name: string,
  options: ParseOptions = {},
  names = files.map(nameOf),
): Promise<Loaded> {
  reading.value = name;
  otherWays.value = null;
  try {
    const opened = await openPlace(
      files,
      names,
      options,
      (stage) => (reading.value = `${name}: ${words.prepare.stages[stage]}`),
    );
    return { name, files, names, options, ...opened };
  } catch (error) {
    if (error instanceof DataError && error.choices.length) otherWays.value = { files, name, choices: error.choices };
    throw error;
  } finally {
    reading.value = '';
  }
}

/** What was chosen last for a place is what it holds in the end. */
const newest = { main: lastBegun(), validation: lastBegun(), test: lastBegun() };

const namesOf = ([one, other, ...more]: File[]): string =>
  more.length
    ? words.prepare.manyFiles(more.length + 2)
    : other
      ? words.prepare.twoFiles(one!.name, other.name)
      : (one?.name ?? '');

/** What was chosen for the file before does not hold for this one; neither do the user's files beside it, but where the
 * same one is read in another way. */
function replaceMain(loaded: Loaded): void {
  batch(() => {
    const others = loaded.files !== mainFile.value?.files;
    setAside(others);
    if (others) OTHERS.forEach(closeOwn);
    chosenTask.value = labelNames.value = fold.value = null;
    fixes.value = [];
    journal.value = NO_EDITS;
    mainFile.value = loaded;
  });
}

export type Tables = Record<'main' | Other, Loaded | null>;

/** Data that the user had edited, or had files of their own beside, and what others took the place of. */
export interface Aside {
  main: Pick<Loaded, 'name' | 'address'>;
  values: { [name in keyof typeof OF_DATA]: (typeof OF_DATA)[name]['value'] };
  /** Of this visit; else `again` reads what the project has of them. */
  tables?: Tables;
  again?: () => Promise<Partial<Tables>>;
}
export const asides = signal<Aside[]>([]);
export const dropAside = (one: Aside): void => void (asides.value = asides.value.filter((other) => other !== one));

/** `others`: the user's files beside the main one go too. */
export function setAside(others = true): void {
  const [main, edits] = [mainFile.value, journal.value];
  const [validation, test] = OTHERS.map((other) => ownFile[other].value) as [Loaded | null, Loaded | null];
  if (!main || !(edits.at > 0 || (others && (validation || test)))) return;
  const values = Object.fromEntries(Object.entries(OF_DATA).map(([name, of]) => [name, of.value])) as Aside['values'];
  asides.value = [...asides.value, { main, values, tables: { main, validation, test } }];
}

type Again = Pick<Loaded, 'files' | 'name' | 'names' | 'options' | 'columns' | 'address'>;

const withColumns = <T extends Source>(opened: T, columns: Columns): T =>
  [columns.text, columns.pair ?? 0, ...columns.labels].every((i) => i < opened.table.columns.length)
    ? { ...opened, columns }
    : opened;

/** Files of an earlier visit, as they were read then. */
export async function readAgain(place: 'main' | Other, again: Again): Promise<Loaded> {
  const { files, name, names, options, columns, address } = again;
  return withColumns({ ...(await newest[place](readFiles(files, name, options, names))), address }, columns);
}

/** The same, for what the page does not show. */
export const readAside = async (_: 'main' | Other, { files, names, options, columns }: Again): Promise<Opened> =>
  withColumns(await openPlace(files, names, options, () => undefined), columns);

export async function prepareAside(
  tables: OpenedTables,
  edits: Order['changes'],
  read: Order['read'],
  split: Order['split'],
): Promise<Prepared> {
  const order = orderOf(tables, edits, read, split);
  if (order) return far.prepare(order, () => undefined);
  const { main, validation, test } = tables;
  const others = {
    validation: validation ? following(main, validation) : undefined,
    test: test ? following(main, test) : undefined,
  };
  const before = edits.length ? rows().readData(main, { ...read, ...others }) : undefined;
  const source = { table: remaining(layEdits(main.table, edits)), columns: main.columns };
  return rows().splitData(rows().readData(source, { ...read, ...others }), { ...split, before });
}

export function setFractions(both: Fractions): void {
  wantedFractions.value = fractions.value = both;
}

/** Bytes of what is fetched. */
export const MOST_DATA = 200e6;

type Among = Pick<ParseOptions, 'part'>;

/** An unreadable file leaves the one before it in place. `address`: that they were fetched from. */
export const openData = (
  files: File[],
  { address, name = namesOf(files), ...among }: Among & { address?: string; name?: string } = {},
): Promise<boolean> =>
  attempt(dataTrouble, async () => {
    replaceMain({ ...(await newest.main(readFiles(files, name, among))), address });
  });

/** Rows from the clipboard: what a spreadsheet copies is text with tabs. */
export const openPasted = (text: string): Promise<boolean> =>
  openData([new File([text], words.prepare.pasted, { type: 'text/plain' })]);

export const pasteData = (): Promise<boolean> =>
  attempt(dataTrouble, async () => {
    const text = await navigator.clipboard?.readText().catch(() => undefined);
    if (text === undefined) throw new Error(words.prepare.mayNotPaste);
    if (text.trim() === '') throw new Error(words.prepare.nothingToPaste);
    const { pasted } = words.prepare;
    replaceMain(await newest.main(readFiles([new File([text], pasted)], pasted)));
  });

/** The file is read again, in another way. */
export const readOtherwise = (change: ParseOptions): Promise<boolean> =>
  attempt(dataTrouble, async () => {
    const { files, name, names, options, address } = mainFile.value!;
    replaceMain({ ...(await newest.main(readFiles(files, name, { ...options, ...change }, names))), address });
  });

/** Takes what a notice offers: another way to read the main file, or other columns of it. */
export async function choose({ flags }: Choice): Promise<void> {
  if (Object.keys(flags).some((name) => isReadFlag(name as FlagName))) await readOtherwise(parseOptions(flags));
  else if (flags.task) chosenTask.value = flags.task as Task;
  else if (mainFile.value) setColumns(rows().chooseColumns(mainFile.value.table, flags));
}

/** The same of files that could not be read. */
export const readFailed = ({ flags }: Choice): Promise<boolean> =>
  attempt(dataTrouble, async () => {
    const { files, name } = otherWays.value!;
    replaceMain(await newest.main(readFiles(files, name, parseOptions(flags))));
  });

export const namesTrouble = signal('');
export const openNames = (file: File): Promise<boolean> =>
  attempt(namesTrouble, async () => {
    labelNames.value = (await fetchRowsCode()).namesInFile(new Uint8Array(await file.arrayBuffer()));
  });

async function readSample({ id, path }: Sample): Promise<Loaded> {
  const response = await fetch(path).catch(() => {
    throw new Error(words.prepare.sampleAway(path));
  });
  if (!response.ok) throw new Error(words.prepare.sampleMissing(path, response.status));
  return { ...(await readFiles([await response.blob()], words.prepare.samples[id])), address: path };
}

export const openSample = (sample: Sample): Promise<boolean> =>
  attempt(dataTrouble, async () => {
    replaceMain(await newest.main(readSample(sample)));
  });

let wait: ReturnType<typeof setTimeout>;
export function setFraction(part: Other, share: number): void {
  const { asked } = wantedFractions.value;
  wantedFractions.value = { ...wantedFractions.value, [part]: share, asked: asked || part === 'validation' };
  clearTimeout(wait);
  wait = setTimeout(() => (fractions.value = wantedFractions.value), 80);
}

export const openOwn = (part: Other, files: File[], among: Among = {}): Promise<boolean> =>
  attempt(ownTrouble[part], async () => {
    const main = mainFile.value;
    const known = main?.table.header ? main.table.columns : [];
    const loaded = await newest[part](readFiles(files, namesOf(files), { ...main?.options, part: among.part, known }));
    batch(() => {
      if (part === 'test') fold.value = null;
      ownFile[part].value = loaded;
    });
  });

export function closeOwn(part: Other): void {
  ownTrouble[part].value = '';
  ownFile[part].value = null;
}

export function setColumns(change: Partial<Columns>): void {
  const file = mainFile.value;
  if (!file) return;
  mainFile.value = { ...file, columns: { ...file.columns, ...change, chosen: true } };
}

export function setFix(name: CheckName, on: boolean): void {
  fixes.value = on ? [...fixes.value, name] : fixes.value.filter((fix) => fix !== name);
}
