// SPDX-License-Identifier: Apache-2.0
// Sentences of code that the page shares with the command line and with workers. They are made in English and carry their
// place in the tables, from which the page writes them in its own language.

/** The table's room, the key in it, and the values that are put in. They cross borders between threads. */
export type TablePlace = readonly [room: string, key: string, ...values: unknown[]];

export interface Said {
  text: string;
  said: TablePlace;
}

type Entry = string | ((...values: never[]) => string);
/** In the place of a text there may be a sentence of its own. */
type Given<Values> = { [I in keyof Values]: Values[I] extends string ? Values[I] | Said : Values[I] };
type Saying<Table> = {
  [Key in keyof Table]: Table[Key] extends (...values: infer Values) => string
    ? (...values: Given<Values>) => Said
    : Said;
};

export const isSaid = (value: unknown): value is Said =>
  typeof value === 'object' && value !== null && 'said' in value && Array.isArray(value.said);

export const written = (entry: unknown, values: readonly unknown[]): string =>
  typeof entry === 'function' ? (entry as (...values: unknown[]) => string)(...values) : String(entry);

/** The entries of an English room, each as what is said: `say.notFound(url)`, `say.noAddress`. */
export function saying<Table extends Record<string, Entry>>(room: string, table: Table): Saying<Table> {
  const entries = Object.entries(table).map(([key, entry]): [string, unknown] => [
    key,
    typeof entry === 'string'
      ? { text: entry, said: [room, key] }
      : (...values: unknown[]) => ({
          text: written(
            entry,
            values.map((value) => (isSaid(value) ? value.text : value)),
          ),
          said: [room, key, ...values],
        }),
  ]);
  return Object.fromEntries(entries) as Saying<Table>;
}
