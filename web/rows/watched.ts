// SPDX-License-Identifier: Apache-2.0
// Validation rows that are asked again after each epoch of a training, to tell whose answer changes.
import type { Cut, Unlabelled } from '../border/messages';
import type { Example } from '../read/table';
import { unlabelledRows } from './engine_rows';
import type { Prepared } from './prepare';

/** Asking them takes a moment of a training that has many more rows. */
const MOST = 100;

/** Evenly over the part; none where the answer is no label. */
export function watchedRows({ task, parts: { validation } }: Prepared): Example[] {
  if (!/label_classification$/.test(task)) return [];
  const every = Math.max(1, validation.length / MOST);
  return Array.from({ length: Math.min(MOST, validation.length) }, (_, i) => validation[Math.floor(i * every)]!);
}

export function toWatch(data: Prepared, cut: Cut): (Unlabelled & Cut) | null {
  const rows = watchedRows(data);
  return rows.length ? { ...unlabelledRows(rows), ...cut } : null;
}
