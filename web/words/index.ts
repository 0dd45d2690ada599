// SPDX-License-Identifier: Apache-2.0
// The sentences of the page in the language that is chosen: `words.ROOM.KEY`, strings or functions of values. Views and
// computed signals that use them follow a change of language. What runs while a module is loaded has no words yet.
import { batch, signal } from '@preact/signals';
import { arrived } from '../border/arrived';
import { LANGUAGES, type First, type Language, type Rest } from './languages';
import { followLocale } from './locale';
import { isSaid, written, type TablePlace } from './said';

type Rooms = First & Rest;

const chosen = signal<Language>('en');
export const language = (): Language => chosen.value;
followLocale(language);

const first = signal<First | null>(null);
const rest = signal<Rest | null>(null);
const roomOf = (name: string): unknown =>
  (first.value as Record<string, unknown> | null)?.[name] ?? (rest.value as Record<string, unknown> | null)?.[name];

export const words: Rooms = new Proxy({} as Rooms, {
  get(_, name: string) {
    const room = roomOf(name);
    if (!room) throw new Error(`The sentences of "${name}" are not there yet.`);
    return room;
  },
});

/** The language that the page begins with. */
export function begin(language: Language, table: First): void {
  batch(() => {
    chosen.value = language;
    first.value = table;
  });
}

/** The tables of the views that are loaded later. */
export async function fetchRest(): Promise<void> {
  if (rest.peek()) return;
  const of = chosen.peek();
  const table = await arrived<Rest>(LANGUAGES[of].rest);
  if (of === chosen.peek()) rest.value = table;
  else await fetchRest();
}

/** Both tables, before the page changes to it. */
export async function speak(next: Language): Promise<void> {
  const { first: one, rest: other } = LANGUAGES[next];
  const tables = await Promise.all([arrived<First>(one), arrived<Rest>(other)]);
  batch(() => {
    chosen.value = next;
    [first.value, rest.value] = tables;
  });
}

/** A sentence of shared code in the page's language; one that has no place in the tables as it is. */
export function inWords({ text, said }: { text: string; said?: TablePlace | undefined }): string {
  if (!said) return text;
  const [name, key, ...values] = said;
  const entry = (roomOf(name) as Record<string, unknown> | undefined)?.[key];
  const inside = values.map((value) => (isSaid(value) ? inWords(value) : value));
  return entry === undefined ? text : written(entry, inside);
}
