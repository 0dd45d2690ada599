// SPDX-License-Identifier: Apache-2.0
// Programs that write JSON of a shape of their own, and how a row of a table is made of theirs.
import type { Said } from '../words/said';
import type { Row } from './nested';

/** Why there is no row of the table. */
export class Without {
  constructor(readonly why: Said) {}
}

export interface Writer {
  name: string;
  told: (name: string) => Said;
  /** Rows that are not made so are read too where most are: what is missing in them are labels. */
  lenient?: boolean;
  made: (row: Row) => boolean;
  read: (row: Row, all: Row[]) => Row | Row[] | Without;
}
