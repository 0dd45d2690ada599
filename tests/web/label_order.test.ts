// SPDX-License-Identifier: Apache-2.0
// The rows of an output layer in another order, as the file is read.
import { expect, it } from 'vitest';
import { inOrder } from '../../web/hub/label_order';

const ORDER = [2, 0, 1];

/** Each tensor's numbers count up; `classifier.dense` is no output layer, though it has as many rows. */
const SHAPES: Record<string, number[]> = {
  'classifier.dense.weight': [3, 3],
  'classifier.out_proj.weight': [3, 2],
  'classifier.out_proj.bias': [3],
};

function safetensors(): Uint8Array {
  let at = 0;
  const header: Record<string, object> = {};
  for (const [name, shape] of Object.entries(SHAPES)) {
    const to = at + 4 * shape.reduce((n, size) => n * size, 1);
    header[name] = { dtype: 'F32', shape, data_offsets: [at, to] };
    at = to;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + text.byteLength + at);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.byteLength), true);
  file.set(text, 8);
  file.set(new Uint8Array(Float32Array.from({ length: at / 4 }, (_, i) => i).buffer), 8 + text.byteLength);
  return file;
}

it.each([1, 7, 1000])('of heads of two layers, in pieces of %i bytes', async (size) => {
  const bytes = safetensors();
  const pieces = async function* () {
    for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
  };
  const read: number[] = [];
  for await (const piece of inOrder({ size: bytes.byteLength, stream: pieces }, ORDER).stream()) read.push(...piece);
  const numbers = new Float32Array(Uint8Array.from(read.slice(-18 * 4)).buffer);
  expect(read.slice(0, -18 * 4)).toEqual([...bytes.slice(0, -18 * 4)]);
  expect([...numbers]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 9, 10, 11, 12, 17, 15, 16]);
});
