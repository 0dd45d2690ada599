// SPDX-License-Identifier: Apache-2.0
// The examples of the user's files: the main one, which is split, and parts of the user's own.
import { firstAlike } from './near';
import type { Example } from './table';

export interface Files {
  main: Example[];
  validation: Example[] | null;
  test: Example[] | null;
}

export const OTHERS = ['validation', 'test'] as const;
export type Other = (typeof OTHERS)[number];

export function textKey(example: Example): string {
  return example.pair === undefined ? example.text.trim() : `${example.text.trim()}\n\0${example.pair.trim()}`;
}

/** For each example the first one of its group of nearly equal ones, as an index into main, validation and test one after the other. */
export interface Alike {
  main: Int32Array;
  validation: Int32Array;
  test: Int32Array;
}

export function findAlike({ main, validation, test }: Files): Alike {
  const all = firstAlike([...main, ...(validation ?? []), ...(test ?? [])].map(textKey));
  const end = main.length + (validation?.length ?? 0);
  return { main: all.slice(0, main.length), validation: all.slice(main.length, end), test: all.slice(end) };
}
