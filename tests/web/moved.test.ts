// SPDX-License-Identifier: Apache-2.0
// Tensors of a file that comes in pieces of any size: which have changed, and a file of these alone.
import { describe, expect, it } from 'vitest';
import { movedSince, namesIn, partOf, sumsOf } from '../../web/engine/moved';
import { frontOf } from '../../web/hub/safetensors';

type Tensors = Record<string, number[]>;

function bytesOf(tensors: Tensors): Uint8Array<ArrayBuffer> {
  const front = frontOf(Object.entries(tensors).map(([name, of]) => ({ name, dtype: 'F32', shape: [of.length] })));
  const data = Object.values(tensors).flat();
  const whole = new Uint8Array(front.byteLength + 4 * data.length);
  whole.set(front);
  whole.set(new Uint8Array(Float32Array.from(data).buffer), front.byteLength);
  return whole;
}

/** What is read of it in one go, and whether it was closed. */
function fileOf(tensors: Tensors, piece: number) {
  const whole = bytesOf(tensors);
  const state = { open: 0 };
  return {
    ...{ size: whole.byteLength, state },
    *pieces() {
      state.open++;
      try {
        for (let at = 0; at < whole.byteLength; at += piece) yield whole.slice(at, at + piece);
      } finally {
        state.open--;
      }
    },
  };
}
const wholeOf = ({ pieces }: { pieces: () => Iterable<Uint8Array> }) => Buffer.concat([...pieces()]);

const BEFORE = { embeddings: [1, 2, 3, 4, 5], weight: [6, 7], bias: [8], none: [] };
const AFTER = { embeddings: [1, 2, 3, 4, 5], weight: [6, 7.5], bias: [9], none: [] };

describe.each([1, 3, 7, 16, 1000])('in pieces of %i bytes', (piece) => {
  it('those that have moved are found, and are a file of their own', async () => {
    const file = fileOf(AFTER, piece);
    const moved = await movedSince(await sumsOf(fileOf(BEFORE, 1000)), file);
    expect(moved).toEqual(new Set(['weight', 'bias']));
    const part = partOf(file, moved);
    const bytes = wholeOf(part);
    expect(bytes.equals(Buffer.from(bytesOf({ weight: [6, 7.5], bias: [9] })))).toBe(true);
    expect(part.size).toBe(bytes.byteLength);
    expect(await namesIn(new Blob([bytes]))).toEqual(moved);
    expect(file.state.open).toBe(0); // an export that is open keeps the model from changing
  });
});

it('where a tensor lies in its file does not matter', async () => {
  const large = Array.from({ length: 600_000 }, (_, i) => i);
  const before = await sumsOf(fileOf({ head: [1], large }, 1 << 20));
  expect(await movedSince(before, fileOf({ head: [1, 2, 3], large }, 1 << 20))).toEqual(new Set(['head']));
  large[599_999] = -1;
  expect(await movedSince(before, fileOf({ head: [1], large }, 999))).toEqual(new Set(['large']));
});
