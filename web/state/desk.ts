// SPDX-License-Identifier: Apache-2.0
// Where the user's files are read: small ones here at once, large ones in a worker beside the page.
import { FarDesk } from '../rows/far';
import type { Place, Stage } from '../rows/desk';
import type { Columns, Table } from '../read/table';
import workerUrl from '../rows/worker.ts?worker&url';
import { startInheriting } from '../border/inherit';
import { retried } from '../border/retry';

/** Files of so many bytes are read, checked and split in a frame or two; twice as many took 109 ms of the processor. */
const SMALL_BYTES = 100_000;

export const far = new FarDesk(() =>
  startInheriting(new URL(workerUrl, import.meta.url), { type: 'module', name: 'data' }),
);

/** The page fetches it when it has nothing else to do. */
export const reader = () => retried(() => import('../read/open'));

let rowsCode: typeof import('../rows/all') | null = null;
/** What guesses columns, checks and splits. The same holds for it. */
export const fetchRowsCode = async () => (rowsCode ??= await retried(() => import('../rows/all')));
/** It is there before any table is. */
export const rows = () => rowsCode!;

/** What is under way there is rejected as cancelled. */
export const stopReading = (): void => far.cancel();

let last = 0;

interface Placed {
  table: Table;
  columns: Columns;
  place: Place;
  /** It is too large for the page's own thread. */
  large: boolean;
}

/** `names`: of the files, with their folders. */
export async function openPlace(
  files: Blob[],
  names: string[],
  options: Place['options'],
  report: (stage: Stage) => void,
): Promise<Placed> {
  const place = { key: String(++last), files: files.map((blob, i) => ({ name: names[i] ?? '', blob })), options };
  const large = files.reduce((sum, { size }) => sum + size, 0) > SMALL_BYTES;
  const { guessColumns } = await fetchRowsCode();
  if (large) return { ...(await far.open(place, report)), place, large };
  const { bytesOf, openTable } = await reader();
  const table = await openTable(await bytesOf(place.files), options);
  return { table, columns: guessColumns(table), place, large };
}
