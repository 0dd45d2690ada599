// SPDX-License-Identifier: Apache-2.0
// The only file that touches the wasm heap: core/include/tabtune.h as objects. Strings and bytes are lent to a call
// and taken back after it; results are copied out; a status that is an error is thrown with its sentence.
import { EngineFailure, fail } from './failure';
import type {
  Cut,
  DataInfo,
  Baselines,
  Calibration,
  MeterReading,
  Metrics,
  Outputs,
  RunOptions,
  Schema,
  Pooling,
  Reference,
  Scheme,
  Task,
  Tokenized,
  Unlabelled,
} from './messages';

type Pointer = number;

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

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A heap and the calls into it. */
class Heap {
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

  /** After a trap the memory means nothing and the allocator may be locked for ever: nothing is called any more, and who
   * tries, to clean up, gets the trap again. */
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
    if (p === 0)
      throw new EngineFailure({
        code: 'E_MEMORY',
        text: `No memory left for ${n.toLocaleString('en')} bytes.`,
        at: -1,
      });
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
    throw new EngineFailure({ code: CODES[status] ?? 'E_FAILED', text, at: Number(at) });
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

function cString(text: string): Uint8Array {
  return encoder.encode(`${text}\0`);
}

function jsonString(value: unknown): Uint8Array {
  return cString(JSON.stringify(value));
}

function bytesOf(numbers: Float64Array | Uint32Array): Uint8Array {
  return new Uint8Array(numbers.buffer);
}

/** Texts one after the other as UTF-8, and the byte where each ends. */
function endToEnd(texts: string[]): { block: Uint8Array; ends: Uint8Array } {
  const encoded = texts.map((text) => encoder.encode(text));
  const ends = new Uint32Array(texts.length);
  const block = new Uint8Array(encoded.reduce((sum, text) => sum + text.byteLength, 0));
  let end = 0;
  encoded.forEach((text, i) => {
    block.set(text, end);
    ends[i] = end += text.byteLength;
  });
  return { block, ends: bytesOf(ends) };
}

export class Engine {
  private constructor(
    private readonly heap: Heap,
    readonly handle: Pointer,
  ) {}

  /** `url`: the ES module of a build. */
  static async load(url: string, threads: number): Promise<Engine> {
    const { default: create } = (await import(/* @vite-ignore */ url)) as { default: (o: object) => Promise<Wasm> };
    return Engine.on(await create({ pthreadPoolSize: threads - 1 }), threads);
  }

  /** On a module that has been started. */
  static on(wasm: Wasm, threads: number): Engine {
    const heap = new Heap(wasm);
    return new Engine(heap, heap.out('engine_new', threads).value);
  }

  schema(): Schema {
    return JSON.parse(this.heap.string(this.heap.plain('schema'))) as Schema;
  }

  /** A piece of finding the fastest inner loop. GFLOP/s after the last, until then null; `seconds` is what the piece
   * before took. */
  tune(seconds: number): number | null {
    const done = this.heap.call('engine_tune', this.handle, seconds, this.heap.result);
    return done ? this.heap.double : null;
  }

  /** Bytes of wasm memory. It never shrinks: this is the peak. */
  get bytes(): number {
    return this.heap.bytes.byteLength;
  }

  model(config: string, vocab: Uint8Array, tokenizerConfig: string | null): Model {
    const lent = [cString(config), vocab, tokenizerConfig === null ? null : cString(tokenizerConfig)];
    return this.heap.lend(lent, (pConfig, pVocab, pTokenizer) => {
      const args = [this.handle, pConfig!, pVocab!, vocab.byteLength, pTokenizer!];
      return new Model(this.heap, this.heap.out('model_new', ...args).value);
    });
  }
}

/** A handle that is freed once. */
class Owned {
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

/** A stream that takes bytes. */
export class Incoming {
  constructor(
    private readonly heap: Heap,
    private stream: Pointer,
  ) {}

  write(piece: Uint8Array): void {
    this.heap.lend([piece], (p) => this.heap.call('stream_write', this.stream, p!, piece.byteLength));
  }

  /** True: nothing is missing. */
  end(): boolean {
    const { stream } = this;
    this.stream = 0;
    return this.heap.call('stream_end', stream);
  }

  /** Ends it where an error has kept it from its end. */
  close(): void {
    if (this.stream) this.heap.drop(this.stream);
    this.stream = 0;
  }
}

export class Model extends Owned {
  constructor(heap: Heap, handle: Pointer) {
    super(heap, handle, 'model');
  }

  /** For a file of weights: a checkpoint or one of its shards, or a head for the one in place. */
  importFile(what: 'model' | 'head'): Incoming {
    return this.heap.lend(
      [jsonString({ what })],
      (p) => new Incoming(this.heap, this.heap.out('import_begin', this.handle, p!).value),
    );
  }

  info<T>(): T {
    return this.heap.json('model_info', this.handle);
  }

  head(spec: { task: Task; outputs: number; seed: number; scheme?: Scheme; pooling?: Pooling }): void {
    this.heap.lend([jsonString(spec)], (p) => this.heap.call('model_head', this.handle, p!));
  }

  /** The head that pre-training left in the checkpoint, to pre-train further. */
  maskedHead(): void {
    this.heap.lend([jsonString({ task: 'masked_language_modelling' })], (p) =>
      this.heap.call('model_head', this.handle, p!),
    );
  }

  /** Texts with gaps, for the masked head. */
  gaps(texts: string[], max_length: number): Data {
    const { block, ends } = endToEnd(texts);
    return this.heap.lend([jsonString({ max_length, mlm: true }), block, ends], (pSpec, pTexts, pEnds) => {
      const args = [this.handle, pSpec!, pTexts!, pEnds!, 0, 0, 0, texts.length];
      return new Data(this.heap, this.heap.out('data_new', ...args).value, texts.length, texts.length);
    });
  }

  tokenize(text: string, pair: string | undefined, maxLength: number): Tokenized {
    const a = encoder.encode(text);
    const b = pair === undefined ? null : encoder.encode(pair);
    return this.heap.lend([a, b], (pa, pb) =>
      this.heap.json('tokenize', this.handle, pa!, a.byteLength, pb!, b?.byteLength ?? 0, maxLength),
    );
  }

  /** The file's size, and its bytes piece by piece. */
  exportFile(spec: {
    what: 'model' | 'encoder' | 'head' | 'adapter';
    dtype: 'F32' | 'F16';
    metadata: Record<string, string>;
  }): {
    size: number;
    pieces: () => Generator<Uint8Array<ArrayBuffer>>;
  } {
    const begin = () => this.heap.lend([jsonString(spec)], (p) => this.heap.sized('export_begin', this.handle, p!));
    const { handle, size } = begin();
    this.heap.drop(handle); // an export that is open keeps the model from changing
    const { heap } = this;
    return {
      size,
      *pieces() {
        yield* heap.read(begin().handle);
      },
    };
  }

  /** `labels` null: rows to predict; else as many numbers for each item as there are. */
  data(rows: Unlabelled, { max_length, truncation, stride }: Cut, labels: number[] | null): Data {
    const { texts, pairs, words } = rows;
    const all = pairs ? texts.flatMap((text, i) => [text, pairs[i]!]) : texts;
    const { block, ends } = endToEnd(all);
    const items = words ? words.spans.length / 2 : texts.length;
    const width = labels ? labels.length / items : 1;
    if (!Number.isInteger(width) || (words && words.ends.length !== texts.length))
      fail('E_DATA', `${labels?.length ?? 0} labels do not belong to ${items} rows or words.`);
    const spec = jsonString({ max_length, truncation, stride, width, parts: pairs ? 2 : 1 });
    const wordEnds = words ? bytesOf(Uint32Array.from(words.ends)) : null;
    const spans = words ? bytesOf(Uint32Array.from(words.spans)) : null;
    const lent = [spec, block, ends, wordEnds, spans, labels && bytesOf(Float64Array.from(labels))];
    return this.heap.lend(lent, (...pointers) => {
      const { value } = this.heap.out('data_new', this.handle, ...pointers, texts.length);
      return new Data(this.heap, value, texts.length, items);
    });
  }

  plan<T>(train: Data, validation: Data | null, options: RunOptions): T {
    return this.heap.lend([jsonString(options)], (p) =>
      this.heap.json('run_plan', this.handle, train.pointer, validation?.pointer ?? 0, p!),
    );
  }

  run(train: Data, validation: Data | null, options: RunOptions): Run {
    return this.heap.lend([jsonString(options)], (p) => {
      const args = [this.handle, train.pointer, validation?.pointer ?? 0, p!];
      return new Run(this.heap, this.heap.out('run_new', ...args).value);
    });
  }

  /** Bytes that a meter on these texts takes. */
  meterBytes(probe: Data): number {
    return this.heap.json<{ bytes: number }>('meter_plan', this.handle, probe.pointer).bytes;
  }

  meter(probe: Data): Meter {
    return new Meter(this.heap, this.heap.out('meter_new', this.handle, probe.pointer).value);
  }

  baseline(train: Data, validation: Data | null, test: Data): Baseline {
    const args = [train.pointer, validation?.pointer ?? 0, test.pointer];
    return new Baseline(this.heap, this.heap.out('baseline_new', ...args).value);
  }

  novelty(train: Data, validation: Data | null): Novelty {
    const args = [this.handle, train.pointer, validation?.pointer ?? 0];
    return new Novelty(this.heap, this.heap.out('novelty_new', ...args).value);
  }

  /** From the file of another. */
  readNovelty(file: Uint8Array): Novelty {
    return this.heap.lend([file], (p) => {
      return new Novelty(this.heap, this.heap.out('novelty_read', this.handle, p!, file.byteLength).value);
    });
  }

  evaluation(data: Data): Evaluation {
    const { value } = this.heap.out('eval_new', this.handle, data.pointer);
    return new Evaluation(this.heap, value, data.items, data.rows);
  }
}

export class Data extends Owned {
  constructor(
    heap: Heap,
    handle: Pointer,
    readonly rows: number,
    /** Rows, or their words. */
    readonly items: number,
  ) {
    super(heap, handle, 'data');
  }
  info(): DataInfo {
    return this.heap.json('data_info', this.handle);
  }
}

export class Meter extends Owned {
  constructor(heap: Heap, handle: Pointer) {
    super(heap, handle, 'meter');
  }
  read(): MeterReading {
    return this.heap.json('meter_read', this.handle);
  }
}

export class Run extends Owned {
  constructor(heap: Heap, handle: Pointer) {
    super(heap, handle, 'run');
  }
  /** True after the last step. */
  step(): boolean {
    return this.heap.call('run_step', this.handle);
  }
  log<T>(): T[] {
    return this.heap.json('run_log', this.handle);
  }
  /** The run as it is between two steps. */
  saved(): Blob {
    return new Blob([...this.heap.read(this.heap.sized('save_begin', this.handle).handle)]);
  }
  /** Goes on from where another run was saved. */
  restore(saved: Uint8Array): void {
    const piece = 1 << 20;
    const incoming = new Incoming(this.heap, this.heap.out('restore_begin', this.handle).value);
    try {
      for (let at = 0; at < saved.byteLength; at += piece) incoming.write(saved.subarray(at, at + piece));
      incoming.end();
    } finally {
      incoming.close();
    }
  }
}

/** What `calibrate` found on other rows. */
export interface Fitted {
  thresholds?: number[];
  temperature?: number;
}

export class Baseline extends Owned {
  constructor(heap: Heap, handle: Pointer) {
    super(heap, handle, 'baseline');
  }
  /** True after the last step. */
  step(): boolean {
    return this.heap.call('baseline_step', this.handle);
  }
  result(outputs: Outputs | undefined, fitted: Fitted): Baselines {
    const numbers = outputs && bytesOf(Float64Array.from(outputs.flat()));
    return this.heap.lend([numbers ?? null, jsonString(fitted)], (p, spec) =>
      this.heap.json('baseline_result', this.handle, p!, spec!),
    );
  }
}

export class Novelty extends Owned {
  constructor(heap: Heap, handle: Pointer) {
    super(heap, handle, 'novelty');
  }
  /** True after the last step. */
  step(): boolean {
    return this.heap.call('novelty_step', this.handle);
  }
  progress(): { done: number; rows: number } {
    return this.heap.json('novelty_info', this.handle);
  }
  /** After the last step. */
  reference(): Reference {
    return this.heap.json('novelty_info', this.handle);
  }
  file(): Uint8Array<ArrayBuffer> {
    const { handle, size } = this.heap.sized('novelty_file', this.handle);
    return this.heap.copy(handle, size);
  }
}

export class Evaluation extends Owned {
  constructor(
    heap: Heap,
    handle: Pointer,
    private readonly items: number,
    private readonly rows: number,
  ) {
    super(heap, handle, 'eval');
  }
  /** Before the first step: it is to say how unlike the training rows its rows are. */
  ask(novelty: Novelty): void {
    this.heap.call('eval_novelty', this.handle, novelty.pointer);
  }
  /** Of each row, where that was asked. */
  unlike(): number[] {
    const { value } = this.heap.out('eval_unlike', this.handle);
    return [...new Float64Array(this.heap.copy(value, this.rows * 8).buffer)];
  }
  /** True after the last step. */
  step(): boolean {
    return this.heap.call('eval_step', this.handle);
  }
  progress(): { done: number; rows: number } {
    return this.heap.json('eval_progress', this.handle);
  }
  metrics(fitted: Fitted): Metrics {
    return this.heap.lend([jsonString(fitted)], (p) => this.heap.json('eval_metrics', this.handle, p!));
  }
  calibrate(): Calibration {
    return this.heap.json('eval_calibrate', this.handle);
  }
  outputs(width: number): Outputs {
    const { value } = this.heap.out('eval_outputs', this.handle);
    const all = new Float64Array(this.heap.copy(value, this.items * width * 8).buffer);
    return Array.from({ length: this.items }, (_, i) => [...all.subarray(i * width, (i + 1) * width)]);
  }
}
