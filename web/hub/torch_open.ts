// SPDX-License-Identifier: Apache-2.0
// The files of torch.save, opened: the object in them, and where the numbers of its tensors lie.
import { fail } from '../border/failure';
import { Cursor, readSome } from './cursor';
import type { OpenFile } from './folder';
import { ITEM_BYTES, PickleCutShort, readPickle, TensorValue, type Storage, type Tensor, type Value } from './pickle';
import { Crc32 } from '../zip/crc32';
import { damagedEntry, isLocal, listZip, localBytes, LOCAL_BYTES, STORED, type Bytes } from '../zip/zip';
import { torchErrors } from '../words/en/torch_errors';
import { saying } from '../words/said';

const say = saying('torchErrors', torchErrors);

const MAGIC = 0x1950a86a20f9469cfc6cn;
const LEGACY_PROTOCOL = 1001;
const LENGTH_BYTES = 8;
/** Of instructions; those of a large model with its optimizer have a hundredth. */
const MOST_PICKLE = 16 << 20;

/** Where a storage lies: its header's first byte, and how to come from there to its numbers. */
export interface Place {
  at: number;
  enter(cursor: Cursor): Promise<void>;
  /** After the last of them that are wanted: goes on to its end, and checks all of it. */
  leave?(cursor: Cursor): Promise<void>;
}

export interface Opened {
  root: Value;
  places(storage: Storage): Place;
}

function unpickle(bytes: Uint8Array, start: number, name: string, at = 0): { value: Value; end: number } {
  try {
    return readPickle(bytes, start, name, at);
  } catch (error) {
    if (!(error instanceof PickleCutShort)) throw error;
    return fail('E_FORMAT', say.cutShort(name), at + bytes.byteLength);
  }
}

/** The zip that it writes since PyTorch 1.6. */
export async function openZip(name: string, file: OpenFile, size: number): Promise<Opened> {
  const source: Bytes = { name, size, read: (from, count) => readSome(file, from, count) };
  const list = await listZip(source);
  const records = new Map(list.map((record) => [record.path, record]));
  const pickle = list.find(({ path }) => /^[^/]+\/data\.pkl$/.test(path));
  if (!pickle) return fail('E_FORMAT', say.noPickle(name), 0);
  const folder = pickle.path.slice(0, -'data.pkl'.length);
  const record = (path: string) => {
    const found = records.get(folder + path) ?? fail('E_FORMAT', say.lacks(name, path), 0);
    if (found.method !== STORED || found.encrypted) fail('E_FORMAT', say.compressed(name, path), found.local);
    return found;
  };
  const enter = async (cursor: Cursor, path: string) => {
    const header = new DataView((await cursor.take(LOCAL_BYTES)).buffer);
    if (!isLocal(header)) damagedEntry(name, path, cursor.at - LOCAL_BYTES);
    await cursor.go(cursor.at + localBytes(header) - LOCAL_BYTES);
    cursor.sum = new Crc32();
  };
  const leave = async (cursor: Cursor, path: string) => {
    const { stored, unpacked, crc, local } = record(path);
    const sum = cursor.sum as Crc32;
    await cursor.go(cursor.at + stored - sum.bytes);
    cursor.sum = null;
    // torch.save may be told to leave the checksums out, and writes 0.
    if (stored !== unpacked || (crc !== 0 && sum.value !== crc)) damagedEntry(name, path, local);
  };
  const readEntry = async (path: string) => {
    const { local, stored } = record(path);
    if (stored > MOST_PICKLE) fail('E_FORMAT', say.longPickle(name, path, stored), local);
    const cursor = new Cursor(file, name);
    try {
      await cursor.go(local);
      await enter(cursor, path);
      const { at } = cursor;
      const bytes = await cursor.take(stored);
      await leave(cursor, path);
      return { at, bytes };
    } finally {
      await cursor.close();
    }
  };
  if (records.has(`${folder}byteorder`)) {
    const order = new TextDecoder().decode((await readEntry('byteorder')).bytes);
    if (order !== 'little') fail('E_FORMAT', say.byteOrder(name, order), 0);
  }
  const { at, bytes } = await readEntry('data.pkl');
  return {
    root: unpickle(bytes, 0, name, at).value,
    places(storage) {
      const path = `data/${storage.key}`;
      const { local, stored } = record(path);
      if (stored < storage.count * ITEM_BYTES[storage.dtype]) fail('E_FORMAT', say.fewNumbers(name, path), local);
      return { at: local, enter: (cursor) => enter(cursor, path), leave: (cursor) => leave(cursor, path) };
    },
  };
}

/** What it wrote before: magic number, version, the machine that wrote it, the object, the names of its storages; then
 * these, each behind its length. */
export async function openLegacy(name: string, file: OpenFile, size: number): Promise<Opened> {
  const { values, end } = await readPickles(name, file, size);
  const [magic, version, machine, root, keys] = values;
  if (magic !== MAGIC || version !== LEGACY_PROTOCOL) fail('E_FORMAT', say.otherPickle(name), 0);
  if (machine instanceof Map && machine.get('little_endian') === false) fail('E_FORMAT', say.byteOrder(name, 'big'), 0);
  const order = Array.isArray(keys) ? keys : [];
  const storages = new Map<Value, Storage>();
  for (const tensor of everyTensor(root ?? null)) storages.set(tensor.storage.key, tensor.storage);
  const starts = new Map<Value, number>();
  let at = end;
  for (const key of order) {
    const storage = storages.get(key);
    if (!storage) return fail('E_FORMAT', say.noTensor(name), at);
    starts.set(key, at);
    at += LENGTH_BYTES + storage.count * ITEM_BYTES[storage.dtype];
  }
  if (at !== size) fail('E_FORMAT', say.otherSize(name, size, at), 0);
  return {
    root: root!,
    places(storage) {
      const start = starts.get(storage.key);
      if (start === undefined) return fail('E_FORMAT', say.noNumbers(name), end);
      return {
        at: start,
        async enter(cursor) {
          const length = new DataView((await cursor.take(LENGTH_BYTES)).buffer).getBigUint64(0, true);
          if (length !== BigInt(storage.count)) fail('E_FORMAT', say.otherLength(name), start);
        },
      };
    },
  };
}

/** Their length is not told: as much is read as they turn out to need. */
async function readPickles(name: string, file: OpenFile, size: number): Promise<{ values: Value[]; end: number }> {
  for (let room = 1 << 16; ; room *= 8) {
    const bytes = await readSome(file, 0, Math.min(room, size, MOST_PICKLE));
    const values: Value[] = [];
    let end = 0;
    try {
      while (values.length < 5) {
        const { value, end: next } = readPickle(bytes, end, name);
        values.push(value);
        end = next;
      }
      return { values, end };
    } catch (error) {
      if (!(error instanceof PickleCutShort)) throw error;
      if (bytes.byteLength === size) fail('E_FORMAT', say.cutShort(name), size);
      if (room >= MOST_PICKLE) fail('E_FORMAT', say.longPickles(name, MOST_PICKLE), 0);
    }
  }
}

/** All that are in it, however deep. */
function everyTensor(root: Value): Tensor[] {
  const seen = new Set<Value>([root]);
  const tensors: Tensor[] = [];
  for (const value of seen) {
    if (value instanceof TensorValue) tensors.push(value.tensor);
    else for (const inner of partsOf(value)) if (typeof inner === 'object' && inner !== null) seen.add(inner);
  }
  return tensors;
}

function partsOf(value: Value): Iterable<Value> {
  if (value instanceof Map) return value.values();
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null && 'items' in value ? value.items : [];
}
