// SPDX-License-Identifier: Apache-2.0
// Tensors of one safetensors file beside those of another, and out of it again.

import { Hash } from './hash';

interface Tensor {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

interface Parsed {
  metadata: Record<string, string>;
  tensors: [name: string, tensor: Tensor][];
  data: Uint8Array;
}

function parse(file: Uint8Array): Parsed {
  const size = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + size))) as Record<string, unknown>;
  const { __metadata__: metadata = {}, ...tensors } = header;
  return {
    metadata: metadata as Parsed['metadata'],
    tensors: Object.entries(tensors as Record<string, Tensor>),
    data: file.subarray(8 + size),
  };
}

function build(metadata: Record<string, string>, tensors: [string, Tensor, Uint8Array][]): Uint8Array<ArrayBuffer> {
  let end = 0;
  const placed = tensors.map(([name, { dtype, shape }, bytes]): [string, Tensor] => [
    name,
    { dtype, shape, data_offsets: [end, (end += bytes.byteLength)] },
  ]);
  const text = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(placed) });
  const unpadded = new TextEncoder().encode(text);
  const size = Math.ceil(unpadded.byteLength / 8) * 8; // tensors begin at a multiple of 8
  const out = new Uint8Array(8 + size + end).fill(0x20, 8, 8 + size);
  new DataView(out.buffer).setBigUint64(0, BigInt(size), true);
  out.set(unpadded, 8);
  tensors.forEach(([, , bytes], i) => out.set(bytes, 8 + size + placed[i]![1].data_offsets[0]));
  return out;
}

const bytesOf = ({ tensors, data }: Parsed) =>
  tensors.map(([name, tensor]): [string, Tensor, Uint8Array] => {
    const [begin, end] = tensor.data_offsets;
    return [name, tensor, data.subarray(begin, end)];
  });

/** The first file, metadata included, and the other's tensors behind its own. */
export function joinTensors(file: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const into = parse(file);
  return build(into.metadata, [...bytesOf(into), ...bytesOf(parse(other))]);
}

/** A hash of all tensors, in the order of the file. */
function checksumOf({ data }: Parsed): string {
  const hash = new Hash();
  hash.add(data);
  return hash.hex();
}

/** The file with this metadata beside its own, and a checksum of its tensors. */
export function sealTensors(file: Uint8Array, metadata: Record<string, string>): Uint8Array<ArrayBuffer> {
  const parsed = parse(file);
  return build({ ...parsed.metadata, ...metadata, checksum: checksumOf(parsed) }, bytesOf(parsed));
}

/** Whether the tensors are those that the file was sealed with; true where it has no checksum. */
export function isSound(file: Uint8Array): boolean {
  const parsed = parse(file);
  const { checksum } = parsed.metadata;
  return checksum === undefined || checksum === checksumOf(parsed);
}

/** The numbers of a tensor in another type, or other numbers. */
export type Change = (name: string, tensor: Tensor, bytes: Uint8Array) => { dtype: string; bytes: Uint8Array };

/** The file with each tensor changed; of the same shapes. */
export function changeTensors(file: Uint8Array, change: Change): Uint8Array<ArrayBuffer> {
  const parsed = parse(file);
  const changed = bytesOf(parsed).map(([name, tensor, bytes]): [string, Tensor, Uint8Array] => {
    const to = change(name, tensor, bytes);
    return [name, { ...tensor, dtype: to.dtype }, to.bytes];
  });
  return build(parsed.metadata, changed);
}

/** A file of the tensors whose name begins with `prefix`; null where there is none. */
export function takeTensors(file: Uint8Array, prefix: string): Uint8Array<ArrayBuffer> | null {
  const found = bytesOf(parse(file)).filter(([name]) => name.startsWith(prefix));
  return found.length ? build({ format: 'pt' }, found) : null;
}
