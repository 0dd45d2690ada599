// SPDX-License-Identifier: Apache-2.0
// What torch.save wrote, in the zip of today or the row of pickles before PyTorch 1.6 -> the same tensors as a stream
// of safetensors. The file is read once from its beginning to its end, as it lies; what several tensors share, or has
// been passed already, is read again.
import { fail } from '../border/failure';
import { Cursor, readSome } from './cursor';
import type { OpenFile } from './folder';
import { ITEM_BYTES, sizeOf, spanOf, TensorValue, type Tensor, type Value } from './pickle';
import { openLegacy, openZip, type Opened, type Place } from './torch_open';
import { torchErrors } from '../words/en/torch_errors';
import { saying } from '../words/said';

const say = saying('torchErrors', torchErrors);

const ZIP = 0x04034b50;
const PICKLE = 0x80;
/** Numbers that do not lie in order are put in order in memory. */
const MOST_SORTED = 256 << 20;
/** Tensors that share a storage may be so many times as large as the file. */
const MOST_SHARED = 4;
const MOST_PASSES = 16;
const LENGTH_BYTES = 8;
const STATES = ['state_dict', 'model_state_dict', 'model'];

/** The tensors of a file of torch.save, as safetensors. */
export async function torchFile(name: string, file: OpenFile): Promise<OpenFile> {
  const front = await readSome(file, 0, LENGTH_BYTES);
  const size = file.size || (await lengthOf(file));
  const first = front.byteLength >= 4 ? new DataView(front.buffer).getUint32(0, true) : 0;
  if (first !== ZIP && front[0] !== PICKLE) notOfTorch(name, front);
  const opened = await (first === ZIP ? openZip(name, file, size) : openLegacy(name, file, size));
  const tensors = tensorsOf(name, opened.root);
  const bytes = [...tensors.values()].reduce((sum, tensor) => sum + bytesOf(tensor), 0);
  if (bytes > MOST_SHARED * size) fail('E_FORMAT', say.largeTensors(name, bytes, size), 0);
  return safetensorsOf(name, file, tensors, opened);
}

async function lengthOf(file: OpenFile): Promise<number> {
  let bytes = 0;
  for await (const piece of file.stream()) bytes += piece.byteLength;
  return bytes;
}

function notOfTorch(name: string, front: Uint8Array): never {
  const text = new TextDecoder('latin1').decode(front);
  if (text.startsWith('version ')) fail('E_FORMAT', say.pointer(name), 0);
  const bytes = [...front].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return fail('E_FORMAT', say.noFile(name, bytes), 0);
}

/** The state_dict: the object itself, or what it has under one of the usual names. */
function tensorsOf(name: string, root: Value): Map<string, Tensor> {
  const inner = root instanceof Map ? STATES.map((key) => root.get(key)) : [];
  for (const candidate of [...inner, root]) {
    if (!(candidate instanceof Map)) continue;
    const tensors = new Map<string, Tensor>();
    for (const [key, value] of candidate)
      if (typeof key === 'string' && value instanceof TensorValue) tensors.set(key, value.tensor);
    if (tensors.size) return tensors;
  }
  return fail('E_FORMAT', say.noNames(name), 0);
}

const bytesOf = (tensor: Tensor) => sizeOf(tensor) * ITEM_BYTES[tensor.storage.dtype];

function isOrdered({ shape, strides }: Tensor): boolean {
  let inner = 1;
  return shape.every((_, back) => {
    const i = shape.length - 1 - back;
    const good = shape[i] === 1 || strides[i] === inner;
    inner *= shape[i]!;
    return good;
  });
}

interface Part {
  name: string;
  tensor: Tensor;
  place: Place;
  /** In bytes, from the first number of the storage. */
  from: number;
  bytes: number;
}

/** Names and places of the tensors, in passes over the file: what overlaps something before it waits for the next. */
function passesOf(name: string, tensors: Map<string, Tensor>, opened: Opened): Part[][] {
  const places = new Map<string, Place>();
  let waiting = [...tensors].map(([key, tensor]): Part => {
    const { storage, offset } = tensor;
    const place = places.get(storage.key) ?? opened.places(storage);
    places.set(storage.key, place);
    const item = ITEM_BYTES[storage.dtype];
    const bytes = spanOf(tensor) * item;
    if (!isOrdered(tensor) && Math.max(bytes, bytesOf(tensor)) > MOST_SORTED)
      fail('E_FORMAT', say.unordered(name, key), place.at);
    return { name: key, tensor, place, from: offset * item, bytes };
  });
  waiting.sort((a, b) => a.place.at - b.place.at || a.from - b.from);
  const passes: Part[][] = [];
  while (waiting.length) {
    const pass: Part[] = [];
    const later: Part[] = [];
    for (const part of waiting) {
      const last = pass.at(-1);
      const free = !last || last.place.at !== part.place.at || last.from + last.bytes <= part.from;
      (free ? pass : later).push(part);
    }
    passes.push(pass);
    waiting = later;
    if (passes.length > MOST_PASSES) fail('E_FORMAT', say.shared(name, MOST_PASSES), 0);
  }
  return passes;
}

function safetensorsOf(name: string, file: OpenFile, tensors: Map<string, Tensor>, opened: Opened): OpenFile {
  const passes = passesOf(name, tensors, opened);
  let end = 0;
  const lines = passes.flat().map(({ name: key, tensor }) => {
    const offsets = [end, (end += bytesOf(tensor))];
    const line = { dtype: tensor.storage.dtype, shape: tensor.shape, data_offsets: offsets };
    return `${JSON.stringify(key)}:${JSON.stringify(line)}`;
  });
  const text = new TextEncoder().encode(`{${lines.join(',')}}`);
  const header = new Uint8Array(LENGTH_BYTES + text.byteLength);
  new DataView(header.buffer).setBigUint64(0, BigInt(text.byteLength), true);
  header.set(text, LENGTH_BYTES);
  const all = async function* (): AsyncGenerator<Uint8Array> {
    yield header;
    const cursor = new Cursor(file, name);
    try {
      for (const [n, pass] of passes.entries()) {
        yield* onePass(cursor, pass);
        if (n === 0) await cursor.drain();
      }
    } finally {
      await cursor.close();
    }
  };
  return {
    size: header.byteLength + end,
    stream: (from = 0) => behind(all(), from),
  };
}

async function* behind(pieces: AsyncIterable<Uint8Array>, from: number): AsyncGenerator<Uint8Array> {
  let skip = from;
  for await (const piece of pieces) {
    const rest = piece.subarray(Math.min(skip, piece.byteLength));
    skip -= piece.byteLength - rest.byteLength;
    if (rest.byteLength) yield rest;
  }
}

async function* onePass(cursor: Cursor, parts: Part[]): AsyncGenerator<Uint8Array> {
  let [entered, start] = [null as Place | null, 0];
  for (const { tensor, place, from, bytes } of parts) {
    if (bytes === 0) continue;
    if (entered !== place) {
      await entered?.leave?.(cursor);
      await cursor.go(place.at);
      await place.enter(cursor);
      [entered, start] = [place, cursor.at];
    }
    await cursor.go(start + from);
    if (isOrdered(tensor)) yield* cursor.pieces(bytes);
    else yield inOrder(await cursor.take(bytes), tensor);
  }
  await entered?.leave?.(cursor);
}

/** Row-major, from numbers that lie by strides. */
function inOrder(span: Uint8Array, tensor: Tensor): Uint8Array {
  const { shape, strides } = tensor;
  const item = ITEM_BYTES[tensor.storage.dtype];
  const out = new Uint8Array(bytesOf(tensor));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < out.byteLength; to += item) {
    for (let byte = 0; byte < item; byte++) out[to + byte] = span[from * item + byte]!;
    for (let i = shape.length - 1; i >= 0; i--) {
      from += strides[i]!;
      if (++index[i]! < shape[i]!) break;
      from -= strides[i]! * shape[i]!;
      index[i] = 0;
    }
  }
  return out;
}
