// SPDX-License-Identifier: Apache-2.0
// All that the user has chosen, as a project keeps it, and the way back into the page.
import { batch, signal, type Signal } from '@preact/signals';
import { OTHERS, type Other } from '../rows/files';
import type { ParseOptions } from '../read/parse';
import type { Fractions } from '../rows/fractions';
import type { Columns } from '../read/table';
import type { Prepared } from '../rows/prepare';
import { sumOf } from '../project/disk';
import * as data from './data';
import { changesOf, NO_EDITS, type Journal } from '../rows/journal';
import { encoderNow, rolesOfEncoder, type KeptEncoder, type Read } from './kept_encoder';
import { lesson } from './lesson';
import { journal } from './journal';
import { headSource, model, source } from './model';
import { noneFrom, tryPair, tryText } from './results';
import { series } from './series';
import { keep, wantedLength } from './tokens';
import { chosen, method, wantedPooling } from './training';
import { until } from './until';
import { words } from '../words';

const PLACES = ['main', ...OTHERS] as const;
type Place = 'main' | Other;

const placed: Record<Place, Signal<data.Loaded | null>> = { main: data.mainFile, ...data.ownFile };

/** What is as it is, in the order in which it comes back. */
export const VALUES = {
  ...data.OF_DATA,
  seed: data.seed,
  length: wantedLength,
  keep,
  method,
  pooling: wantedPooling,
  text: tryText,
  pair: tryPair,
  none: noneFrom,
  series,
  lesson,
} satisfies Record<string, Signal<unknown>>;

interface KeptTable {
  name: string;
  /** Of its files, in the project. */
  roles: string[];
  /** Of the files, with their folders. */
  names: string[];
  options: ParseOptions;
  columns: Columns;
  address?: string | undefined;
}

export interface Choices {
  tables: Record<Place, KeptTable | null>;
  fractions: Fractions;
  values: Record<string, unknown>;
  options: Record<string, number | string | number[]>;
  encoder: KeptEncoder | null;
  /** Of a project: data that others took the place of. */
  asides?: KeptAside[];
}

export type KeptAside = Pick<Choices, 'tables' | 'values'>;

export const DATA = 'data ';

const sums = new WeakMap<Blob, string>();
/** The same bytes have the same role. */
export async function roleOf(file: Blob): Promise<string> {
  const sum = sums.get(file) ?? (await sumOf(file));
  sums.set(file, sum);
  return DATA + sum;
}

/** To be called in an effect: it runs again when anything changes that is kept. */
export function watchChoices(): void {
  void PLACES.map((place) => placed[place].value);
  void Object.values(VALUES).map((signal) => signal.value);
  void [data.wantedFractions.value, data.asides.value, chosen.value, source.value, model.value, headSource.value];
}

type Tables = Choices['tables'];
export const NO_TABLES: Tables = { main: null, validation: null, test: null };

/** Tables whose files are not there any more, with the choices that speak of them, until others take their place.
 * `beside`: the files of the main table. */
export const unread = signal<{
  choices: Choices;
  missing: Partial<Tables>;
  beside: Blob[] | undefined;
  read: Read;
} | null>(null);
export const tablesUnread = (): Partial<Tables> | undefined =>
  data.mainFile.value?.files === unread.value?.beside ? unread.value?.missing : undefined;

/** With the files that they speak of, by role: those of the data first. */
export async function gather(): Promise<{ choices: Choices; files: Map<string, Blob> }> {
  const { encoder, files } = encoderNow();
  const values = Object.fromEntries(Object.entries(VALUES).map(([name, signal]) => [name, signal.value]));
  const choices = { fractions: data.wantedFractions.value, values, options: chosen.value, encoder };
  const loaded = Object.fromEntries(PLACES.map((place) => [place, placed[place].value])) as data.Tables;
  const tableFiles = new Map<string, Blob>();
  const tables = { ...NO_TABLES, ...tablesUnread(), ...(await keptTables(loaded, tableFiles)) };
  return { choices: { tables, ...choices }, files: new Map([...tableFiles, ...files]) };
}

/** Their files come into `files`, by role. */
export async function keptTables(loaded: data.Tables, files: Map<string, Blob>): Promise<Partial<Tables>> {
  const tables: Partial<Tables> = {};
  for (const place of PLACES) {
    const table = loaded[place];
    if (!table) continue;
    const roles = await Promise.all(table.files.map(roleOf));
    roles.forEach((role, n) => files.set(role, table.files[n]!));
    const { name, names, options, columns, address } = table;
    tables[place] = { name, roles, names, options, columns, ...(address === undefined ? {} : { address }) };
  }
  return tables;
}

/** Each place that has a table with what `open` makes of its files. `missing` gets those whose files are not there,
 * where it is given. */
export async function openTables<T>(
  tables: Tables,
  read: Read,
  open: (place: Place, table: KeptTable & { files: Blob[] }) => Promise<T>,
  missing?: Partial<Tables>,
): Promise<Partial<Record<Place, T>>> {
  const opened: Partial<Record<Place, T>> = {};
  for (const place of PLACES) {
    const kept = tables[place];
    if (!kept) continue;
    // In memory: what the page shows may be forgotten on the disk.
    const inMemory = async (role: string) => {
      const bytes = await read(role);
      return bytes && new Blob([await bytes.arrayBuffer()]);
    };
    const files = await Promise.all(kept.roles.map(inMemory));
    if (files.includes(null) || missing?.main) {
      if (!missing) throw new Error(words.prepare.damaged(kept.name));
      missing[place] = kept; // without the main table the others are of no use
      continue;
    }
    files.forEach((file, n) => sums.set(file!, kept.roles[n]!.slice(DATA.length)));
    opened[place] = await open(place, { ...kept, files: files as Blob[] });
  }
  return opened;
}

/** Rejects as cancelled where the user has opened data meanwhile. Rows with other edits are put aside. `missing`: as of
 * openTables. */
export async function applyChoices(choices: Choices, read: Read, missing?: Partial<Tables>): Promise<void> {
  const loaded = await openTables(choices.tables, read, data.readAgain, missing);
  batch(() => {
    if (JSON.stringify(journal.value) !== JSON.stringify(choices.values['edits'])) data.setAside();
    journal.value = NO_EDITS;
    for (const [name, signal] of Object.entries(VALUES))
      if (name in choices.values) (signal as Signal<unknown>).value = choices.values[name];
    data.setFractions(choices.fractions);
    for (const place of PLACES) placed[place].value = loaded[place] ?? null;
    unread.value = missing ? { choices, missing, beside: loaded.main?.files, read } : null;
  });
  chosen.value = choices.options; // after the data: numbers for each label belong to their labels
}

export const rolesOfTables = (of: Pick<Choices, 'tables'> | undefined): string[] =>
  Object.values(of?.tables ?? {}).flatMap((table) => table?.roles ?? []);

/** The files that they speak of. */
export const rolesOf = (choices: Choices | undefined): string[] => [
  ...[choices, ...(choices?.asides ?? [])].flatMap(rolesOfTables),
  ...rolesOfEncoder(choices?.encoder),
];

/** The rows as they were with these choices; what the page shows stays as it is. */
export async function rowsAsOf(choices: Choices, read: Read): Promise<Prepared> {
  if (sameData((await gather()).choices, choices)) {
    await until(() => data.upToDate.value || !!data.dataTrouble.value);
    if (data.dataset.value) return data.dataset.value;
  }
  const { main, validation, test } = await openTables(choices.tables, read, data.readAside);
  const { values, fractions } = choices;
  const of = <N extends keyof typeof VALUES>(name: N) => values[name] as (typeof VALUES)[N]['value'];
  return data.prepareAside(
    { main: main!, validation, test },
    changesOf(of('edits')),
    { task: of('task') ?? undefined, labelNames: of('names') ?? undefined, fixes: of('fixes') },
    { seed: of('seed'), fractions, fold: of('fold') ?? undefined },
  );
}

/** The same rows, in the same parts. */
function sameData(a: Choices, b: Choices): boolean {
  const part = ({ tables, fractions, values }: Choices) =>
    JSON.stringify([
      tables,
      fractions,
      [values['task'], values['names'], values['fixes'], values['fold'], values['seed']],
      changesOf(values['edits'] as Journal | undefined),
    ]);
  return part(a) === part(b);
}
