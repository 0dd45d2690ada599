// SPDX-License-Identifier: Apache-2.0
// Errors of rows by their numbers in the file: the engine counts the rows that it was given, which are one part of
// them.
import { EngineFailure } from '../border/failure';

/** `numbers`: of the rows in their file; 0: it was in none. */
export function inFile(error: unknown, numbers: number[] | undefined): unknown {
  if (!(error instanceof EngineFailure)) return error;
  const { code, at, text } = error;
  const counted = `row ${at}`;
  const row = numbers?.[at];
  if (!row || !text.startsWith(counted)) return error;
  const named = `row ${row}${text.slice(counted.length)}`;
  return new EngineFailure({ code, at: row, text: named, said: ['engineSaid', 'sentence', named] });
}
