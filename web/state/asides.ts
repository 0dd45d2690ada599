// SPDX-License-Identifier: Apache-2.0
// Data that others took the place of: the project keeps them, and the user can go back to them.
import { batch, type Signal } from '@preact/signals';
import { OTHERS } from '../rows/files';
import { keptTables, NO_TABLES, openTables, rolesOfTables, type KeptAside } from './choices';
import { asides, dataTrouble, dropAside, mainFile, OF_DATA, ownFile, readAgain, setAside, type Aside } from './data';
import type { Read } from './kept_encoder';
import { attempt } from './trouble';

export const goBack = (to: Aside): Promise<boolean> =>
  attempt(dataTrouble, async () => {
    const tables = to.tables ?? (await to.again!());
    batch(() => {
      setAside();
      dropAside(to);
      for (const [name, of] of Object.entries(OF_DATA))
        (of as Signal<unknown>).value = to.values[name as keyof typeof OF_DATA];
      mainFile.value = tables.main!;
      OTHERS.forEach((other) => (ownFile[other].value = tables[other] ?? null));
    });
  });

const asKept = new WeakMap<Aside, KeptAside>();
/** Files of these that the project has given to the page, by role. */
const held = new Map<string, Blob>();
let readKept: Read;
const readHeld: Read = async (role) => held.get(role) ?? readKept(role);

/** The same of the data that were put aside. */
export async function gatherAsides(files: Map<string, Blob>): Promise<KeptAside[]> {
  const all: KeptAside[] = [];
  for (const one of asides.value) {
    const kept = asKept.get(one);
    for (const role of rolesOfTables(kept)) if (held.has(role)) files.set(role, held.get(role)!);
    all.push(kept ?? { values: one.values, tables: { ...NO_TABLES, ...(await keptTables(one.tables!, files)) } });
  }
  return all;
}

/** They are read when the user goes back to them. */
export function bringAsides(all: KeptAside[], read: Read): void {
  readKept = read;
  asides.value = all.map((kept): Aside => {
    const { tables, values } = kept;
    const again = () => openTables(tables, readHeld, readAgain);
    const one = { main: tables.main!, values: values as Aside['values'], again };
    asKept.set(one, kept);
    return one;
  });
}

/** Before the project is no more. */
export async function holdAsides(): Promise<void> {
  for (const role of asides.value.flatMap((one) => rolesOfTables(asKept.get(one)))) {
    const file = await readHeld(role);
    if (file) held.set(role, new Blob([await file.arrayBuffer()]));
  }
}
