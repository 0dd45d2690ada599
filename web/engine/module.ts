// SPDX-License-Identifier: Apache-2.0
// core/include/tabtune.h as objects.
import { fail } from '../border/failure';
import { labelNames } from '../border/label_names';
import {
  bytesOf,
  cString,
  encoder,
  endToEnd,
  Heap,
  jsonString,
  numbersOf,
  Owned,
  type Pointer,
  type Wasm,
} from './heap';
import type {
  Answers,
  Cut,
  DataInfo,
  Baselines,
  Compared,
  Calibration,
  Fitted,
  Explanation,
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
} from '../border/messages';
import { inFile } from './in_file';
import { refusal } from './refusals';

/** A page of WebAssembly memory. */
const PAGE = 65536;
/** That the threads builds begin with (core/wasm.cmake). */
const INITIAL = 2 ** 24;

export class Engine {
  private constructor(
    private readonly heap: Heap,
    readonly handle: Pointer,
  ) {}

  /** `url`: the ES module of a build. `limit`: bytes that threads may share; undefined: as many as the build is made
   * for. Rejects with a RangeError where they are refused. */
  static async load(url: string, threads: number, limit?: number): Promise<Engine> {
    const { default: create } = (await import(/* @vite-ignore */ url)) as { default: (o: object) => Promise<Wasm> };
    const wasmMemory =
      limit && new WebAssembly.Memory({ initial: INITIAL / PAGE, maximum: limit / PAGE, shared: true });
    return Engine.on(await create({ pthreadPoolSize: threads - 1, ...(wasmMemory && { wasmMemory }) }), threads);
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

/** A stream that takes bytes. */
class Incoming {
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

  head({ labels, ...kind }: { task: Task; labels: string[]; seed: number; scheme?: Scheme; pooling?: Pooling }): void {
    const spec = { ...kind, outputs: labels.length, names: labelNames(kind.task, labels) };
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
  data(
    rows: Unlabelled,
    { max_length, truncation, stride }: Cut,
    labels: number[] | null,
    keep: { offsets?: boolean } = {},
  ): Data {
    const { texts, pairs, words } = rows;
    const all = pairs ? texts.flatMap((text, i) => [text, pairs[i]!]) : texts;
    const { block, ends } = endToEnd(all);
    const items = words ? words.spans.length / 2 : texts.length;
    const width = labels ? labels.length / items : 1;
    if (!Number.isInteger(width) || (words && words.ends.length !== texts.length))
      fail('E_DATA', refusal.labelsApart(labels?.length ?? 0, items));
    const spec = jsonString({ max_length, truncation, stride, width, parts: pairs ? 2 : 1, ...keep });
    const wordEnds = words ? bytesOf(Uint32Array.from(words.ends)) : null;
    const spans = words ? bytesOf(Uint32Array.from(words.spans)) : null;
    const lent = [spec, block, ends, wordEnds, spans, labels && bytesOf(Float64Array.from(labels))];
    try {
      return this.heap.lend(lent, (...pointers) => {
        const { value } = this.heap.out('data_new', this.handle, ...pointers, texts.length);
        return new Data(this.heap, value, texts.length, items);
      });
    } catch (error) {
      throw inFile(error, rows.numbers);
    }
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

  /** For rows that keep their offsets. */
  attribution(data: Data, spec: { output: number; word?: number; points?: number }): Attribution {
    return this.heap.lend(
      [jsonString(spec)],
      (p) => new Attribution(this.heap, this.heap.out('attribution_new', this.handle, data.pointer, p!).value),
    );
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
  /** What was read of `of`, which are the rows `places` of these, is not read again. */
  lend(of: Data, places: number[]): void {
    this.heap.lend([bytesOf(Uint32Array.from(places))], (p) =>
      this.heap.call('data_lend', this.handle, of.pointer, p!),
    );
  }
  /** The metrics of `other` on these rows, and the paired test of `model` against it. */
  compare(model: Answers, other: Answers): Compared {
    const lent = [model, other].flatMap(({ outputs, fitted }) => [numbersOf(outputs), jsonString(fitted)]);
    return this.heap.lend(lent, (...pointers) => this.heap.json('data_compare', this.handle, ...pointers));
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

export class Baseline extends Owned {
  constructor(heap: Heap, handle: Pointer) {
    super(heap, handle, 'baseline');
  }
  /** True after the last step. */
  step(): boolean {
    return this.heap.call('baseline_step', this.handle);
  }
  result(outputs: Outputs | undefined, fitted: Fitted): Omit<Baselines, 'missing'> {
    return this.heap.lend([outputs ? numbersOf(outputs) : null, jsonString(fitted)], (p, spec) =>
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

class Attribution extends Owned {
  constructor(heap: Heap, handle: Pointer) {
    super(heap, handle, 'attribution');
  }
  /** True after the last step. */
  step(): boolean {
    return this.heap.call('attribution_step', this.handle);
  }
  progress(): { done: number; passes: number } {
    return this.heap.json('attribution_progress', this.handle);
  }
  result(): Explanation {
    return this.heap.json('attribution_result', this.handle);
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
