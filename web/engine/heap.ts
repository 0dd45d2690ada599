// SPDX-License-Identifier: Apache-2.0
// The wasm heap; no other file touches it. Strings and bytes are lent to a call and taken back after it. Results are
// copied out. A status that is an error is thrown with its sentence.
import { EngineFailure, fail } from '../border/failure';
import { joined } from '../hub/joined';
import { refusal } from './refusals';

export type Pointer = number;

/** What Emscripten's factory gives. */
export interface Wasm {
  wasmMemory: WebAssembly.Memory;
  _malloc(n: number): Pointer;
  _free(p: Pointer): void;
  [entry: `_tt_${string}`]: (...args: number[]) => number;
}

const CODES = ['OK', 'DONE', 'E_MEMORY', 'E_FORMAT', 'E_CONFIG', 'E_DATA', 'E_STATE', 'E_NUMERIC'];
const DONE = 1;

/** tt_error: code at 0, at (int64) at 8, text [240] at 16. Behind it room for one result of up to 8 bytes. */
const ERROR_AT = 8;
const ERROR_TEXT = 16;
const RESULT = 256;

export const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A heap and the calls into it. */
export class Heap {
  private trap: WebAssembly.RuntimeError | null = null;
  private readonly error: Pointer;
  readonly result: Pointer;

  constructor(private readonly wasm: Wasm) {
    this.error = this.take(RESULT + 8);
    this.result = this.error + RESULT;
  }

  /** Never kept: the memory may grow in any call, and then an older view is of the old buffer. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.wasm.wasmMemory.buffer);
  }

  /** After a trap the memory means nothing and the allocator may be locked for ever: nothing is called any more, and
   * who tries, to clean up, gets the trap again. */
  private enter<T>(use: () => T): T {
    if (this.trap) throw this.trap;
    try {
      return use();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) this.trap = error;
      throw error;
    }
  }

  take(n: number): Pointer {
    const p = this.enter(() => this.wasm._malloc(Math.max(1, n))) >>> 0;
    if (p === 0) fail('E_MEMORY', refusal.noMemory(n));
    return p;
  }

  release(p: Pointer): void {
    this.enter(() => this.wasm._free(p));
  }

  /** Lends each array to the call: a pointer to its copy; null is NULL. */
  lend<T>(items: (Uint8Array | null)[], use: (...pointers: Pointer[]) => T): T {
    const pointers: Pointer[] = [];
    try {
      for (const item of items) {
        const p = item ? this.take(item.byteLength) : 0;
        pointers.push(p);
        if (item) this.bytes.set(item, p);
      }
      return use(...pointers);
    } finally {
      pointers.forEach((p) => this.release(p));
    }
  }

  /** Calls tt_NAME(...args, err). True: TT_DONE. */
  call(name: string, ...args: number[]): boolean {
    const status = this.plain(name, ...args, this.error);
    if (status <= DONE) return status === DONE;
    const at = new DataView(this.wasm.wasmMemory.buffer).getBigInt64(this.error + ERROR_AT, true);
    const text = this.string(this.error + ERROR_TEXT);
    const said = ['engineSaid', 'sentence', text] as const;
    throw new EngineFailure({ code: CODES[status] ?? 'E_FAILED', text, at: Number(at), said });
  }

  /** For functions without status or error. */
  plain(name: string, ...args: number[]): number {
    return this.enter(() => this.wasm[`_tt_${name}`]!(...args));
  }

  /** A call whose first argument is a place for its result: a handle, a pointer or a size. */
  out(name: string, ...args: number[]): { value: number; done: boolean } {
    const done = this.call(name, this.result, ...args);
    return { value: new DataView(this.wasm.wasmMemory.buffer).getUint32(this.result, true), done };
  }

  /** A call whose first two arguments are places for a handle and a size. */
  sized(name: string, ...args: number[]): { handle: Pointer; size: number } {
    this.call(name, this.result, this.result + 4, ...args);
    const view = new DataView(this.wasm.wasmMemory.buffer);
    return { handle: view.getUint32(this.result, true), size: view.getUint32(this.result + 4, true) };
  }

  /** Ends a stream that may not have come to its end. */
  drop(stream: Pointer): void {
    this.plain('stream_end', stream, 0);
  }

  /** The bytes of a stream that gives some, piece by piece; then it is ended. */
  *read(stream: Pointer): Generator<Uint8Array<ArrayBuffer>> {
    const cap = 1 << 20;
    let room: Pointer = 0;
    try {
      room = this.take(cap);
      for (let done = false; !done;) {
        const next = this.out('stream_read', stream, room, cap);
        if (next.value) yield this.copy(room, next.value);
        done = next.done;
      }
    } finally {
      if (room) this.release(room);
      this.drop(stream);
    }
  }

  /** The result of a call that leaves a double. */
  get double(): number {
    return new DataView(this.wasm.wasmMemory.buffer).getFloat64(this.result, true);
  }

  json<T>(name: string, ...args: number[]): T {
    return JSON.parse(this.string(this.out(name, ...args).value)) as T;
  }

  string(p: Pointer): string {
    const { bytes } = this;
    return decoder.decode(bytes.slice(p, bytes.indexOf(0, p))); // a copy: decoders refuse shared memory
  }

  copy(p: Pointer, n: number): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(p, p + n) as Uint8Array<ArrayBuffer>;
  }
}

export function cString(text: string): Uint8Array {
  return encoder.encode(`${text}\0`);
}

export function jsonString(value: unknown): Uint8Array {
  return cString(JSON.stringify(value));
}

export function bytesOf(numbers: Float64Array | Uint32Array): Uint8Array {
  return new Uint8Array(numbers.buffer);
}

export const numbersOf = (rows: number[][]): Uint8Array => bytesOf(Float64Array.from(rows.flat()));

/** Texts one after the other as UTF-8, and the byte where each ends. */
export function endToEnd(texts: string[]): { block: Uint8Array; ends: Uint8Array } {
  const encoded = texts.map((text) => encoder.encode(text));
  let end = 0;
  const ends = Uint32Array.from(encoded, (text) => (end += text.byteLength));
  return { block: joined(encoded), ends: bytesOf(ends) };
}

/** A handle that is freed once. */
export class Owned {
  constructor(
    protected readonly heap: Heap,
    protected handle: Pointer,
    private readonly kind: string,
  ) {}
  get pointer(): Pointer {
    return this.handle;
  }
  free(): void {
    this.heap.plain(`${this.kind}_free`, this.handle);
    this.handle = 0;
  }
}
