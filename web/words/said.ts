// SPDX-License-Identifier: Apache-2.0
// Sentences of code that the page shares with the command line and with workers. They are made in English and carry
// their place in the tables, from which the page writes them in its own language.

/** The table's room, the key in it, and the values that are put in. They cross borders between threads. */
export type TablePlace = readonly [room: string, key: string, ...values: unknown[]];

export interface Said {
  text: string;
  said: TablePlace;
}

const isSaid = (value: unknown): value is Said => typeof value === 'object' && value !== null && 'said' in value;

/** A sentence may be put into another one. */
type Put<Values extends unknown[]> = {
  [I in keyof Values]: Values[I] extends string ? Values[I] | Said : Values[I];
};

type Entry = string | ((...values: never[]) => string);
type Saying<Table> = {
  [Key in keyof Table]: Table[Key] extends (...values: infer Values) => string
    ? (...values: Put<Values>) => Said
    : Said;
};

/** `put`: how a sentence that is put into this one is written. */
export function written(
  entry: unknown,
  given: readonly unknown[],
  put: (said: Said) => string = ({ text }) => text,
): string {
  const values = given.map((value) => (isSaid(value) ? put(value) : value));
  return typeof entry === 'function' ? (entry as (...values: unknown[]) => string)(...values) : String(entry);
}

/** The entries of an English room, each as what is said: `say.notFound(url)`, `say.noAddress`. */
export function saying<Table extends Record<string, Entry>>(room: string, table: Table): Saying<Table> {
  const entries = Object.entries(table).map(([key, entry]): [string, unknown] => [
    key,
    typeof entry === 'string'
      ? { text: entry, said: [room, key] }
      : (...values: unknown[]) => ({
          text: written(entry, values),
          said: [room, key, ...values],
        }),
  ]);
  return Object.fromEntries(entries) as Saying<Table>;
}
