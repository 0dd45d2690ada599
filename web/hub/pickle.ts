// SPDX-License-Identifier: Apache-2.0
// A machine for the pickles of torch.save for tensors and nothing else: a pickle is a program, and each
// instruction and each name that is not of a tensor is refused. Opcodes: PEP 3154 and before.
import { fail } from '../border/failure';
import { torchErrors } from '../words/en/torch_errors';
import { saying, type Said } from '../words/said';

const say = saying('torchErrors', torchErrors);

/** The numbers behind tensors: where they lie is a matter of the file around the pickle. */
export interface Storage {
  dtype: Dtype;
  key: string;
  /** Numbers in it. */
  count: number;
}

export interface Tensor {
  storage: Storage;
  /** All in numbers, not in bytes. */
  offset: number;
  shape: number[];
  strides: number[];
}

class Tuple {
  constructor(readonly items: Value[]) {}
}
class Global {
  constructor(readonly name: string) {}
}
export class TensorValue {
  constructor(readonly tensor: Tensor) {}
}
class StorageValue {
  constructor(readonly storage: Storage) {}
}

export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Value[]
  | Map<Value, Value>
  | Tuple
  | Global
  | TensorValue
  | StorageValue;

/** As safetensors has them. */
export const ITEM_BYTES = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, I16: 2, I8: 1, U8: 1, BOOL: 1 } as const;
type Dtype = keyof typeof ITEM_BYTES;

const STORAGES: Record<string, Dtype> = {
  'torch.DoubleStorage': 'F64',
  'torch.FloatStorage': 'F32',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.LongStorage': 'I64',
  'torch.IntStorage': 'I32',
  'torch.ShortStorage': 'I16',
  'torch.CharStorage': 'I8',
  'torch.ByteStorage': 'U8',
  'torch.BoolStorage': 'BOOL',
};
const CALLS = new Set([
  'collections.OrderedDict',
  'torch.Size',
  'torch._utils._rebuild_parameter',
  'torch._utils._rebuild_tensor',
  'torch._utils._rebuild_tensor_v2',
]);

/** The bytes end within the pickle. */
export class PickleCutShort extends Error {}

const isCount = (value: Value | undefined): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const MARK = Symbol('mark');
type OnStack = Value | typeof MARK;

/** One pickle that begins at byte `start` of `bytes`, and the byte behind it. `name`: of the file, for sentences; `at`:
 * where the bytes begin in it. */
export function readPickle(bytes: Uint8Array, start: number, name: string, at = 0): { value: Value; end: number } {
  return new Machine(bytes, start, name, at).run();
}

class Machine {
  private readonly view: DataView;
  private readonly stack: OnStack[] = [];
  private readonly memo = new Map<number, Value>();
  /** Of the instruction that is being done. */
  private begin = 0;
  /** Pairs that calls may still copy: each stands in the bytes, but a list can be copied again and again. */
  private copies: number;

  constructor(
    private readonly bytes: Uint8Array,
    private next: number,
    private readonly name: string,
    private readonly at: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.copies = bytes.byteLength;
  }

  run(): { value: Value; end: number } {
    for (;;) {
      this.begin = this.next;
      const code = this.take(1)[0]!;
      if (code === STOP) return { value: this.pop(), end: this.next };
      const step = STEPS[code] ?? this.no(say.instruction(`0x${code.toString(16).padStart(2, '0')}`));
      step(this);
    }
  }

  /** Of what is more than tensors. */
  no(what: Said): never {
    return fail('E_FORMAT', say.moreThanTensors(this.name, what), this.at + this.begin);
  }

  damaged(what: Said): never {
    return fail('E_FORMAT', say.damaged(this.name, what), this.at + this.begin);
  }

  take(count: number): Uint8Array {
    if (count > this.bytes.byteLength - this.next) throw new PickleCutShort();
    this.next += count;
    return this.bytes.subarray(this.next - count, this.next);
  }

  /** Little-endian and unsigned. */
  number(count: 1 | 2 | 4 | 8): number {
    this.take(count);
    const from = this.next - count;
    if (count === 8) return Number(this.view.getBigUint64(from, true));
    return count === 1 ? this.bytes[from]! : this.view[count === 2 ? 'getUint16' : 'getUint32'](from, true);
  }

  signed(): number {
    return this.number(4) | 0;
  }

  double(): number {
    this.take(8);
    return this.view.getFloat64(this.next - 8);
  }

  long(count: number): number | bigint {
    let value = 0n;
    const digits = this.take(count);
    if (count > 64) this.no(say.longNumber);
    digits.forEach((byte, i) => (value |= BigInt(byte) << BigInt(8 * i)));
    if (count && digits[count - 1]! & 0x80) value -= 1n << BigInt(8 * count);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  text(count: number, encoding = 'utf-8'): string {
    return new TextDecoder(encoding).decode(this.take(count));
  }

  line(): string {
    const end = this.bytes.indexOf(0x0a, this.next);
    if (end < 0) throw new PickleCutShort();
    return this.text(end + 1 - this.next).slice(0, -1);
  }

  push(value: Value): void {
    this.stack.push(value);
  }

  mark(): void {
    this.stack.push(MARK);
  }

  pop(): Value {
    const value = this.stack.pop();
    if (value === undefined || value === MARK) return this.damaged(say.noValue);
    return value;
  }

  top(): Value {
    const value = this.pop();
    this.stack.push(value);
    return value;
  }

  popMark(): Value[] {
    const at = this.stack.lastIndexOf(MARK);
    if (at < 0) this.damaged(say.noMark);
    const values = this.stack.splice(at + 1) as Value[];
    this.stack.pop();
    return values;
  }

  popTuple(count: number): void {
    const items = Array.from({ length: count }, () => this.pop()).reverse();
    this.push(new Tuple(items));
  }

  put(key: number): void {
    this.memo.set(key, this.top());
  }

  putNext(): void {
    this.put(this.memo.size);
  }

  get(key: number): void {
    const value = this.memo.get(key);
    if (value === undefined) return this.damaged(say.notPutAside);
    this.push(value);
  }

  append(values: Value[]): void {
    const list = this.top();
    if (!Array.isArray(list)) return this.damaged(say.noList);
    for (const value of values) list.push(value);
  }

  set(values: Value[]): void {
    const map = this.top();
    if (!(map instanceof Map) || values.length % 2) return this.damaged(say.noDictionary);
    for (let i = 0; i < values.length; i += 2) map.set(values[i]!, values[i + 1]!);
  }

  dictionary(values: Value[]): void {
    this.push(new Map());
    this.set(values);
  }

  global(module: Value, attribute: Value): void {
    if (typeof module !== 'string' || typeof attribute !== 'string') return this.damaged(say.nameNoText);
    const name = `${module}.${attribute}`;
    if (!CALLS.has(name) && !Object.hasOwn(STORAGES, name)) this.no(say.object(name));
    this.push(new Global(name));
  }

  /** The attribute lies on top of its module. */
  stackGlobal(): void {
    const attribute = this.pop();
    this.global(this.pop(), attribute);
  }

  /** What is set beside the items of a state_dict are the versions of its modules. */
  build(): void {
    this.pop();
    if (!(this.top() instanceof Map)) this.no(say.fields);
  }

  persistent(): void {
    const id = this.pop();
    const [kind, type, key, , count, view] = id instanceof Tuple ? id.items : [];
    if (kind !== 'storage' || !(type instanceof Global) || typeof key !== 'string' || !isCount(count))
      return this.no(say.noStorage);
    if (view !== undefined && view !== null) this.no(say.partOfStorage);
    const dtype = STORAGES[type.name] ?? this.no(say.storageOf(type.name));
    this.push(new StorageValue({ dtype, key, count }));
  }

  call(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!(callee instanceof Global) || !(args instanceof Tuple)) return this.damaged(say.noCall);
    const [first, second] = args.items;
    if (callee.name === 'collections.OrderedDict') return this.orderedDict(first);
    if (callee.name === 'torch.Size') {
      if (!(first instanceof Tuple)) return this.damaged(say.noTuple);
      return this.push(first);
    }
    if (callee.name === 'torch._utils._rebuild_parameter') {
      if (!(first instanceof TensorValue)) return this.damaged(say.noParameter);
      return this.push(first);
    }
    if (!callee.name.startsWith('torch._utils._rebuild_tensor')) return this.no(say.call(callee.name));
    const sign = args.items[6];
    if (sign instanceof Map && [...sign.values()].includes(true)) return this.no(say.view);
    const [, , shape, strides] = args.items.map(countsOf);
    if (!(first instanceof StorageValue) || !isCount(second) || !shape || shape.length !== strides?.length)
      return this.damaged(say.noParts);
    const tensor = { storage: first.storage, offset: second, shape, strides };
    if (!fits(tensor)) this.damaged(say.doesNotFit(shape));
    this.push(new TensorValue(tensor));
  }

  private orderedDict(pairs: Value | undefined): void {
    if (pairs === undefined) return this.push(new Map());
    const items = Array.isArray(pairs) ? pairs : [null];
    if ((this.copies -= items.length) < 0) return this.damaged(say.sameList);
    const flat = items.flatMap((pair) => {
      const both = pair instanceof Tuple ? pair.items : pair;
      return Array.isArray(both) && both.length === 2 ? both : [null];
    });
    if (flat.length !== 2 * items.length) return this.damaged(say.noPairs);
    this.dictionary(flat);
  }
}

/** Of a tensor, as the engine has them. */
const MOST_DIMENSIONS = 8;

const countsOf = (value: Value): number[] | null =>
  value instanceof Tuple && value.items.length <= MOST_DIMENSIONS && value.items.every(isCount) ? value.items : null;

export const sizeOf = ({ shape }: Pick<Tensor, 'shape'>): number => shape.reduce((product, n) => product * n, 1);

/** From its first number to its last; 0: it has none. */
export const spanOf = (tensor: Tensor): number =>
  sizeOf(tensor) === 0 ? 0 : tensor.shape.reduce((span, n, i) => span + (n - 1) * tensor.strides[i]!, 1);

function fits(tensor: Tensor): boolean {
  const span = spanOf(tensor);
  return Number.isSafeInteger(sizeOf(tensor)) && tensor.offset + span <= tensor.storage.count;
}

const STOP = 0x2e;

/** By opcode. */
const STEPS: Record<number, (m: Machine) => void> = {
  0x80: (m) => void (m.number(1) > 5 && m.no(say.protocol)), // PROTO
  0x95: (m) => void m.number(8), // FRAME
  0x28: (m) => m.mark(), // MARK
  0x30: (m) => void m.pop(), // POP
  0x31: (m) => void m.popMark(), // POP_MARK
  0x32: (m) => m.push(m.top()), // DUP
  0x4e: (m) => m.push(null), // NONE
  0x88: (m) => m.push(true), // NEWTRUE
  0x89: (m) => m.push(false), // NEWFALSE
  0x4a: (m) => m.push(m.signed()), // BININT
  0x4b: (m) => m.push(m.number(1)), // BININT1
  0x4d: (m) => m.push(m.number(2)), // BININT2
  0x8a: (m) => m.push(m.long(m.number(1))), // LONG1
  0x8b: (m) => m.push(m.long(m.number(4))), // LONG4
  0x47: (m) => m.push(m.double()), // BINFLOAT
  0x58: (m) => m.push(m.text(m.number(4))), // BINUNICODE
  0x8c: (m) => m.push(m.text(m.number(1))), // SHORT_BINUNICODE
  0x8d: (m) => m.push(m.text(m.number(8))), // BINUNICODE8
  0x54: (m) => m.push(m.text(m.number(4), 'latin1')), // BINSTRING
  0x55: (m) => m.push(m.text(m.number(1), 'latin1')), // SHORT_BINSTRING
  0x42: (m) => m.push(m.take(m.number(4))), // BINBYTES
  0x43: (m) => m.push(m.take(m.number(1))), // SHORT_BINBYTES
  0x8e: (m) => m.push(m.take(m.number(8))), // BINBYTES8
  0x29: (m) => m.popTuple(0), // EMPTY_TUPLE
  0x85: (m) => m.popTuple(1), // TUPLE1
  0x86: (m) => m.popTuple(2), // TUPLE2
  0x87: (m) => m.popTuple(3), // TUPLE3
  0x74: (m) => m.push(new Tuple(m.popMark())), // TUPLE
  0x5d: (m) => m.push([]), // EMPTY_LIST
  0x6c: (m) => m.push(m.popMark()), // LIST
  0x61: (m) => m.append([m.pop()]), // APPEND
  0x65: (m) => m.append(m.popMark()), // APPENDS
  0x7d: (m) => m.push(new Map()), // EMPTY_DICT
  0x64: (m) => m.dictionary(m.popMark()), // DICT
  0x73: (m) => m.set([m.pop(), m.pop()].reverse()), // SETITEM
  0x75: (m) => m.set(m.popMark()), // SETITEMS
  0x71: (m) => m.put(m.number(1)), // BINPUT
  0x72: (m) => m.put(m.number(4)), // LONG_BINPUT
  0x94: (m) => m.putNext(), // MEMOIZE
  0x68: (m) => m.get(m.number(1)), // BINGET
  0x6a: (m) => m.get(m.number(4)), // LONG_BINGET
  0x63: (m) => m.global(m.line(), m.line()), // GLOBAL
  0x93: (m) => m.stackGlobal(), // STACK_GLOBAL
  0x51: (m) => m.persistent(), // BINPERSID
  0x52: (m) => m.call(), // REDUCE
  0x62: (m) => m.build(), // BUILD
};
