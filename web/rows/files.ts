// SPDX-License-Identifier: Apache-2.0
// The examples of the user's files: the main one, which is split, and parts of the user's own.
import type { Example } from '../read/table';

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
