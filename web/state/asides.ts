// SPDX-License-Identifier: Apache-2.0
// Data that others took the place of: the project keeps them, and the user can go back to them.
import { batch, type Signal } from '@preact/signals';
import { OTHERS } from '../rows/files';
import { keptTables, NO_TABLES, openTables, type KeptAside } from './choices';
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
/** The same of the data that were put aside. */
export async function gatherAsides(files: Map<string, Blob>): Promise<KeptAside[]> {
  held.forEach((file, role) => files.set(role, file));
  const all: KeptAside[] = [];
  for (const one of asides.value)
    all.push(
      asKept.get(one) ?? { values: one.values, tables: { ...NO_TABLES, ...(await keptTables(one.tables!, files)) } },
    );
  return all;
}

/** Files of these that the project has given to the page, by role. */
const held = new Map<string, Blob>();
let readKept: Read;
const readHeld: Read = async (role) => held.get(role) ?? readKept(role);

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
  const tables = asides.value.flatMap((one) => Object.values(asKept.get(one)?.tables ?? {}));
  for (const role of tables.flatMap((table) => table?.roles ?? [])) {
    const file = await readHeld(role);
    if (file) held.set(role, new Blob([await file.arrayBuffer()]));
  }
}
