// SPDX-License-Identifier: Apache-2.0
// A training as a file: what no later step makes again, the answers of the third baseline (frozen_head.ts), and the
// engine's bytes.
//
//     tabtune frozen NNNNNNNN HHHHHHHHHHHHHHHH\n      bytes of the next two and their hash, in hexadecimal
//     {..}\n, outputs as float32, little endian       what they answer, and how well
//     engine's bytes                                  core/train/resume.h
import type { Cut, Fitted, Rows } from '../border/messages';
import { answersFront, partsOf, stepOf } from '../border/saved_run';
import { Hash } from '../hub/hash';
import type { FrozenHead } from './load';

type FrozenAnswers = NonNullable<FrozenHead['answers']>;

export interface SavedRun {
  bytes: Uint8Array;
  /** Its updates. */
  step: number;
  /** null: it was saved before there were any, or has no such baseline. */
  frozen: FrozenAnswers | 'other rows' | 'damaged' | null;
}

interface Front {
  /** A hash of the test rows: answers to others are none to these. */
  rows: string;
  items: number;
  loss: number;
  fitted: Fitted;
}

function hashOf(...pieces: Uint8Array[]): string {
  const hash = new Hash();
  pieces.forEach((piece) => hash.add(piece));
  return hash.hex();
}

export const hashOfRows = (rows: Rows, cut: Cut): string =>
  hashOf(new TextEncoder().encode(JSON.stringify([rows, cut])));

/** `rows`: the hash of the test rows; '': it is not known. */
export function runFile(run: Blob, { outputs, loss, fitted }: FrozenAnswers, rows: string): Blob {
  if (!rows) return run;
  const about: Front = { rows, items: outputs.length, loss, fitted };
  const line = new TextEncoder().encode(`${JSON.stringify(about)}\n`);
  const numbers = new Uint8Array(Float32Array.from(outputs.flat()).buffer);
  const front = answersFront(line.byteLength + numbers.byteLength, hashOf(line, numbers));
  return new Blob([front, line, numbers, run]);
}

/** `rows`: the hash of the test rows of the moment. */
export async function savedRun(saved: Blob, rows: string | undefined): Promise<SavedRun> {
  const { run, answers, sum } = await partsOf(saved);
  return {
    bytes: new Uint8Array(await run.arrayBuffer()),
    step: await stepOf(run),
    frozen: sum ? answersIn(new Uint8Array(await answers.arrayBuffer()), sum, rows) : null,
  };
}

function frontIn(line: Uint8Array): Front | null {
  try {
    return JSON.parse(new TextDecoder().decode(line)) as Front | null;
  } catch {
    return null;
  }
}

function answersIn(bytes: Uint8Array<ArrayBuffer>, sum: string, rows: string | undefined): SavedRun['frozen'] {
  const end = bytes.indexOf(10) + 1;
  const front = hashOf(bytes) === sum ? frontIn(bytes.subarray(0, end)) : null;
  if (!front?.fitted || (bytes.byteLength - end) % 4) return 'damaged';
  const { rows: answered, items, loss, fitted } = front;
  const numbers = new Float32Array(bytes.slice(end).buffer);
  const width = numbers.length / items;
  if (!Number.isInteger(width)) return 'damaged';
  if (answered !== rows) return 'other rows';
  const outputs = Array.from({ length: items }, (_, i) => Array.from(numbers.subarray(i * width, (i + 1) * width)));
  return { outputs, loss, fitted };
}
