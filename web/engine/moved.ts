// SPDX-License-Identifier: Apache-2.0
// Which tensors of an encoder a training has moved, so that of a model the others need not be kept once more.
import type { Weights } from '../hub/export_file';
import { joined } from '../hub/joined';
import { frontOf, headerBytes, PREFIX, readHeader, type TensorAt } from '../hub/safetensors';

/** Of each tensor a checksum of each `CHUNK` bytes. */
export type Sums = ReadonlyMap<string, string>;
const CHUNK = 1 << 20;

/** The tensors, and where their bytes begin; null: the header is not whole yet. */
function headerIn(bytes: Uint8Array): { tensors: TensorAt[]; end: number } | null {
  if (bytes.byteLength < PREFIX) return null;
  const end = PREFIX + headerBytes('', bytes);
  return bytes.byteLength < end ? null : { tensors: readHeader('', bytes.subarray(PREFIX, end)).tensors, end };
}

/** The bytes of each tensor in turn, as the pieces of the file have them. */
function* piecesOf({ pieces }: Weights): Generator<{ name: string; bytes: Uint8Array<ArrayBuffer>; last: boolean }> {
  let front = new Uint8Array();
  let tensors: TensorAt[] | null = null;
  let [at, next] = [0, 0]; // byte of the data, tensor
  for (const piece of pieces()) {
    let bytes = piece;
    if (!tensors) {
      front = joined([front, piece]);
      const header = headerIn(front);
      if (!header) continue;
      ({ tensors } = header);
      bytes = front.subarray(header.end);
    }
    while (bytes.byteLength) {
      const { name, to } = tensors[next]!;
      const part = bytes.subarray(0, to - at);
      at += part.byteLength;
      yield { name, bytes: part, last: at === to };
      bytes = bytes.subarray(part.byteLength);
      if (at === to) next++;
    }
  }
}

function tensorsOf({ pieces }: Weights): TensorAt[] {
  let front = new Uint8Array();
  for (const piece of pieces()) {
    front = joined([front, piece]);
    const header = headerIn(front);
    if (header) return header.tensors;
  }
  return [];
}

const hex = (sum: ArrayBuffer) =>
  Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, '0')).join('');

export async function sumsOf(weights: Weights): Promise<Sums> {
  const sums = new Map<string, string>();
  const chunk = new Uint8Array(CHUNK);
  let filled = 0;
  for (const { name, bytes, last } of piecesOf(weights))
    for (let from = 0; from < bytes.byteLength;) {
      const part = bytes.subarray(from, from + CHUNK - filled);
      chunk.set(part, filled);
      from += part.byteLength;
      filled += part.byteLength;
      if (filled < CHUNK && !(last && from === bytes.byteLength)) continue;
      const sum = await crypto.subtle.digest('SHA-256', chunk.subarray(0, filled));
      sums.set(name, (sums.get(name) ?? '') + hex(sum));
      filled = 0;
    }
  return sums;
}

/** Names of the tensors that are not as they were. */
export async function movedSince(before: Sums, weights: Weights): Promise<Set<string>> {
  const now = await sumsOf(weights);
  return new Set([...now].flatMap(([name, sum]) => (before.get(name) === sum ? [] : [name])));
}

/** A file of these tensors alone. */
export function partOf(weights: Weights, names: ReadonlySet<string>): Weights {
  const tensors = tensorsOf(weights).filter(({ name }) => names.has(name));
  const front = frontOf(tensors);
  return {
    size: tensors.reduce((sum, { from, to }) => sum + to - from, front.byteLength),
    *pieces() {
      yield front;
      for (const { name, bytes } of piecesOf(weights)) if (names.has(name)) yield bytes;
    },
  };
}

export async function namesIn(file: Blob): Promise<Set<string>> {
  const bytesOf = async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer());
  const length = headerBytes('', await bytesOf(0, PREFIX));
  return new Set(readHeader('', await bytesOf(PREFIX, PREFIX + length)).tensors.map(({ name }) => name));
}
