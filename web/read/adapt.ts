// SPDX-License-Identifier: Apache-2.0
// JSON that a program wrote in a shape of its own -> rows as a table has them.
import { some } from '../words/listing';
import type { Said } from '../words/said';
import { CORPORA } from './corpora';
import type { Row } from './nested';
import { asNote, asWarning, type Problem } from './problems';
import { sayNote } from './say';
import { TOOLS } from './tools';
import { Without } from './writers';

const WRITERS = [...TOOLS, ...CORPORA];

interface Adapted {
  rows: Row[];
  numbers: number[];
  problems: Problem[];
}

/** null: of no such program; the rows are as a table has them. */
export function adapt(rows: Row[], numbers: number[]): Adapted | null {
  const writer = WRITERS.find(({ made }) => rows.filter(made).length > rows.length / 2);
  if (!writer) return null;
  const adapted: Adapted = { rows: [], numbers: [], problems: [asNote(writer.told(writer.name))] };
  const without = new Map<string, { why: Said; rows: number[] }>();
  const leave = (why: Said, row: number) => {
    const known = without.get(why.text);
    if (known) known.rows.push(row);
    else without.set(why.text, { why, rows: [row] });
  };
  let several = false;
  rows.forEach((row, i) => {
    const made =
      writer.made(row) || writer.lenient ? writer.read(row, rows) : new Without(sayNote.otherRows(writer.name));
    if (made instanceof Without) return leave(made.why, numbers[i]!);
    several ||= Array.isArray(made);
    for (const one of Array.isArray(made) ? made : [made]) {
      adapted.rows.push(one);
      adapted.numbers.push(numbers[i]!);
    }
  });
  if (several) adapted.numbers = adapted.rows.map((_, i) => i + 1);
  for (const { why, rows: left } of without.values())
    adapted.problems.push(asWarning(sayNote.leftOut(left.length, some(left), why), left));
  return adapted;
}
