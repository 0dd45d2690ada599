// SPDX-License-Identifier: Apache-2.0
// How a tensor of a checkpoint stands in the graph: the initializers that it becomes, and their numbers. Only one
// tensor is in memory, and of a table only some rows.
import type { Source } from './source';
import { TYPE, type Type } from './proto';

export interface Layout {
  /** Of a tensor of this shape, in this order. */
  parts(shape: number[]): { suffix: string; type: Type; dims: number[] }[];
  /** The bytes of each, taken from the source in the same order. */
  write(shape: number[], source: Source): Iterable<Uint8Array>[];
}

/** Numbers that are taken at once. */
const CHUNK = 1 << 18;

const sizeOf = (shape: number[]) => shape.reduce((n, d) => n * d, 1);
const bytesOf = ({ buffer }: Float32Array<ArrayBuffer> | Int8Array<ArrayBuffer>) => new Uint8Array(buffer);

export const plain: Layout = {
  parts: (dims) => [{ suffix: '', type: TYPE.FLOAT, dims }],
  write(shape, source) {
    function* numbers() {
      for (let left = sizeOf(shape); left > 0; left -= CHUNK) yield source.take(4 * Math.min(left, CHUNK));
    }
    return [numbers()];
  },
};

/** [outputs, inputs] -> [inputs, outputs], as MatMul takes it. */
export const transposed: Layout = {
  parts: ([rows, columns]) => [{ suffix: '', type: TYPE.FLOAT, dims: [columns!, rows!] }],
  write([rows, columns], source) {
    function* numbers() {
      yield bytesOf(transpose(source.numbers(rows! * columns!), new Float32Array(rows! * columns!), rows!, columns!));
    }
    return [numbers()];
  },
};

function transpose<T extends Float32Array | Int8Array>(from: T, to: T, rows: number, columns: number): T {
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) to[j * rows + i] = from[i * columns + j]!;
  return to;
}

/** Rows of numbers as whole numbers from -most to most, each row with a scale of its own. Returns the scales. */
export function quantizeRows(x: Float32Array, to: Int8Array, columns: number, most: number): Float32Array<ArrayBuffer> {
  const scales = new Float32Array(x.length / columns);
  for (let row = 0; row < scales.length; row++) {
    const begin = row * columns;
    let largest = 0;
    for (let i = begin; i < begin + columns; i++) largest = Math.max(largest, Math.abs(x[i]!));
    const scale = Math.fround(largest / most) || 1;
    scales[row] = scale;
    for (let i = begin; i < begin + columns; i++) to[i] = Math.max(-most, Math.min(most, Math.round(x[i]! / scale)));
  }
  return scales;
}

/** A table, each row with its scale: int8 [rows, columns] and [rows, 1]. */
export const quantizedTable: Layout = {
  parts: ([rows, columns]) => [
    { suffix: '.int8', type: TYPE.INT8, dims: [rows!, columns!] },
    { suffix: '.scale', type: TYPE.FLOAT, dims: [rows!, 1] },
  ],
  write([rows, columns], source) {
    const scales = new Float32Array(rows!);
    function* numbers() {
      const some = Math.max(1, Math.floor(CHUNK / columns!));
      for (let row = 0; row < rows!; row += some) {
        const count = Math.min(some, rows! - row) * columns!;
        const whole = new Int8Array(count);
        scales.set(quantizeRows(source.numbers(count), whole, columns!, TABLE_MOST), row);
        yield bytesOf(whole);
      }
    }
    function* scale() {
      yield bytesOf(scales);
    }
    return [numbers(), scale()];
  },
};

/** A linear layer's weight [outputs, inputs], each output with its scale: int8 [inputs, outputs] and [outputs]. */
export const quantizedMatrix: Layout = {
  parts: ([rows, columns]) => [
    { suffix: '.int8', type: TYPE.INT8, dims: [columns!, rows!] },
    { suffix: '.scale', type: TYPE.FLOAT, dims: [rows!] },
  ],
  write([rows, columns], source) {
    let scales = new Float32Array();
    function* numbers() {
      const whole = new Int8Array(rows! * columns!);
      scales = quantizeRows(source.numbers(rows! * columns!), whole, columns!, MATRIX_MOST);
      yield bytesOf(transpose(whole, new Int8Array(whole.length), rows!, columns!));
    }
    function* scale() {
      yield bytesOf(scales);
    }
    return [numbers(), scale()];
  },
};

const TABLE_MOST = 127;
/** Seven bits: x86 processors without VNNI add two products of 8 bits in 16, and larger weights overflow there. */
const MATRIX_MOST = 63;
