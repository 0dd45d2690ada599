// SPDX-License-Identifier: Apache-2.0
// The header of a file of safetensors that comes from anywhere, and its numbers.
import { fail } from '../border/failure';
import { tensorErrors } from '../words/en/tensor_errors';
import { saying, type Said } from '../words/said';

const say = saying('tensorErrors', tensorErrors);

export interface TensorAt {
  name: string;
  dtype: string;
  shape: number[];
  /** Bytes [from, to) of the data behind the header. */
  from: number;
  to: number;
}

export const PREFIX = 8;
const MOST_HEADER = 100_000_000;
const BYTES: Record<string, number> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

/** Of the first eight bytes of the file `file`: the bytes of the JSON behind them. */
export function headerBytes(file: string, prefix: Uint8Array): number {
  if (prefix.byteLength < PREFIX) no(file, 0, say.short);
  const length = Number(new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(0, true));
  return length <= MOST_HEADER ? length : no(file, 0, say.length(length));
}

/** The tensors in the order in which they lie, which have no gaps between them, and the metadata. */
export function readHeader(file: string, json: Uint8Array): { tensors: TensorAt[]; metadata: Record<string, string> } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(json));
  } catch {
    no(file, PREFIX, say.noJson);
  }
  if (header === null || typeof header !== 'object' || Array.isArray(header)) no(file, PREFIX, say.noObject);
  const { __metadata__, ...entries } = header as Record<string, unknown>;
  const tensors = Object.entries(entries).map(([name, entry]) => tensorAt(file, name, entry));
  tensors.sort((a, b) => a.from - b.from || a.to - b.to);
  let end = 0;
  for (const { name, from, to } of tensors) {
    if (from !== end) no(file, PREFIX + json.byteLength + from, say.gap(name));
    end = to;
  }
  const strings = Object.entries((__metadata__ ?? {}) as object).filter(([, value]) => typeof value === 'string');
  return { tensors, metadata: Object.fromEntries(strings) as Record<string, string> };
}

const isSize = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;

function tensorAt(file: string, name: string, entry: unknown): TensorAt {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Array.isArray(shape) || !shape.every(isSize) || !Array.isArray(offsets))
    return no(file, PREFIX, say.lacks(name));
  const [from, to] = offsets as unknown[];
  if (!isSize(from) || !isSize(to) || to < from) return no(file, PREFIX, say.noOffsets(name));
  const width = BYTES[dtype];
  if (width !== undefined && shape.reduce((n, size) => n * size, width) !== to - from)
    return no(file, PREFIX, say.bytes(name, dtype, shape, to - from));
  return { name, dtype, shape, from, to };
}

function no(file: string, at: number, why: Said): never {
  fail('E_FORMAT', say.unsound(file, why), at);
}

/** A file of safetensors with these tensors, all float32; `front` stands before their bytes. */
export function frontOf(tensors: Pick<TensorAt, 'name' | 'dtype' | 'shape'>[]): Uint8Array<ArrayBuffer> {
  let end = 0;
  const entries = tensors.map(({ name, dtype, shape }) => {
    const from = end;
    end += shape.reduce((n, size) => n * size, BYTES[dtype] ?? 0);
    return [name, { dtype, shape, data_offsets: [from, end] }];
  });
  const json = new TextEncoder().encode(
    JSON.stringify({ __metadata__: { format: 'pt' }, ...(Object.fromEntries(entries) as object) }),
  );
  const room = Math.ceil(json.byteLength / PREFIX) * PREFIX;
  const front = new Uint8Array(PREFIX + room).fill(0x20, PREFIX);
  new DataView(front.buffer).setBigUint64(0, BigInt(room), true);
  front.set(json, PREFIX);
  return front;
}

/** Numbers of a tensor as float32; `what` names it. */
export function decode(what: string, dtype: string, bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const copy = bytes.slice().buffer;
  if (dtype === 'F32') return new Float32Array(copy);
  if (dtype === 'F64') return Float32Array.from(new Float64Array(copy));
  const bits = new Uint16Array(copy);
  if (dtype === 'F16') return Float32Array.from(bits, ofHalf);
  if (dtype !== 'BF16') fail('E_FORMAT', say.type(what, dtype));
  return new Float32Array(Uint32Array.from(bits, (half) => half << 16).buffer);
}

function ofHalf(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction);
}
