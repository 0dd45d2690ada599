// SPDX-License-Identifier: Apache-2.0
// The answers in the file of a training: whatever stands in their place, they are read or damaged.
import { expect, it } from 'vitest';
import { answersFront } from '../../web/border/saved_run';
import { runFile, savedRun } from '../../web/engine/run_file';
import { Hash } from '../../web/hub/hash';

const ANSWERS = { outputs: [[1, 2], [3, 4]], loss: 0.5, fitted: { temperature: 2 } }; // prettier-ignore

const framed = (line: string): Blob => {
  const hash = new Hash();
  hash.add(new TextEncoder().encode(line));
  return new Blob([answersFront(line.length, hash.hex()), line]);
};

it('are read back, and are none to other rows', async () => {
  const file = runFile(new Blob(['run']), ANSWERS, 'mine');
  expect((await savedRun(file, 'mine')).frozen).toEqual(ANSWERS);
  expect((await savedRun(file, 'others')).frozen).toBe('other rows');
});

it.each(['', '\n', 'none\n', 'null\n', '5\n', '{}\n', '{"items":0}\n', '{"items":1,"rows":"mine"}\n'])(
  'are damaged where the hash is right and the line is %j',
  async (line) => expect((await savedRun(framed(line), 'mine')).frozen).toBe('damaged'),
);
