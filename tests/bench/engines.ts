// SPDX-License-Identifier: Apache-2.0
// The engine on the benchmarks' module: tabtune.h through the page's own binding, bench.h beside it.
import { relaxedSimd } from 'wasm-feature-detect';
import type { Wasm } from '../../web/engine/heap';
import { Engine, type Data, type Evaluation, type Model, type Run } from '../../web/engine/module';
import { tune } from '../../web/engine/speed';
import { config, safetensors, texts, vocab, type Shape } from './models';
import { median } from './stats';

interface BenchWasm extends Wasm {
  _bench_tile(engine: number): number;
  _bench_peak(engine: number, rounds: number): number;
  _bench_peak_flops(engine: number): number;
  _bench_product_new(engine: number, m: number, n: number, k: number): number;
  _bench_product_run(product: number, repeats: number): void;
  _bench_product_free(product: number): void;
  _bench_eval_again(evaluation: number): void;
  _bench_eval_ids(evaluation: number): number;
  _bench_eval_hidden(evaluation: number): number;
  _bench_heap_end(): number;
  _bench_profile(on: number): void;
  _bench_profile_read(json: number, error: number): number;
}

/** ms that `work` takes. */
export function clock(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** Bytes that are written at once, as from a network. */
const PIECE = 1 << 20;

/** A slice of the peak takes about this many ms. */
const SLICE = 2;

export class BenchEngine {
  private rounds = 1;
  private constructor(
    readonly wasm: BenchWasm,
    readonly engine: Engine,
    readonly threads: number,
  ) {}

  /** Each has a module, and so a memory, of its own. */
  static async start(base: string, threads: number): Promise<BenchEngine> {
    const name = (await relaxedSimd()) ? 'tabtune-relaxed-threads' : 'tabtune-simd-threads';
    const url = new URL(`engine/${name}.js`, base).href;
    const { default: create } = (await import(/* @vite-ignore */ url)) as {
      default: (options: object) => Promise<BenchWasm>;
    };
    const wasm = await create({ pthreadPoolSize: threads - 1 });
    const started = new BenchEngine(wasm, Engine.on(wasm, threads), threads);
    started.calibrate();
    tune(started.engine);
    return started;
  }

  /** Runs until V8 has its best code, and makes a slice as long as it should be. */
  private calibrate(): void {
    for (const begun = performance.now(); performance.now() - begun < 300;) this.peak();
    const one = median(Array.from({ length: 20 }, () => clock(() => this.wasm._bench_peak(this.engine.handle, 1))));
    this.rounds = Math.max(1, Math.round(SLICE / one));
  }

  /** GFLOP/s of multiply-adds in registers, all threads together, over a slice. */
  peak(): number {
    const ms = clock(() => this.wasm._bench_peak(this.engine.handle, this.rounds));
    return (this.wasm._bench_peak_flops(this.engine.handle) * this.rounds) / ms / 1e6;
  }

  /** The work between slices of the peak: its ms, and the peak in GFLOP/s around it. Where there are several slices the
   * first only wakes the threads, and the best of the others counts: a thread that comes late is not the limit. */
  besidePeak(work: () => void, slices = 1): { ms: number; peak: number } {
    const before = this.peakOf(slices);
    const ms = clock(work);
    return { ms, peak: (before + this.peakOf(slices)) / 2 };
  }

  private peakOf(slices: number): number {
    if (slices > 1) this.peak();
    return Math.max(...Array.from({ length: slices }, () => this.peak()));
  }

  /** Rows of the inner loop that is fastest here. */
  get tile(): number {
    return this.wasm._bench_tile(this.engine.handle);
  }

  /** `words`: in the vocabulary, beside made-up ones. */
  model(shape: Shape, words: Iterable<string> = []): Model {
    const model = this.engine.model(config(shape), vocab(shape, words), null);
    const file = model.importFile('model');
    for (const tensor of safetensors(shape)) {
      for (let at = 0; at < tensor.byteLength; at += PIECE) file.write(tensor.subarray(at, at + PIECE));
    }
    file.end();
    model.head({ task: 'single_label_classification', labels: ['0', '1'], seed: 1 });
    return model;
  }

  /** Bytes of memory in use so far, and of memory there is: the peak of the former, up to a step of growth. */
  get memory(): { used: number; peak: number } {
    return { used: this.wasm._bench_heap_end(), peak: this.engine.bytes };
  }

  /** A view of the memory: valid until the next call. */
  floats(pointer: number, count: number): Float32Array {
    return new Float32Array(this.wasm.wasmMemory.buffer, pointer, count);
  }

  integers(pointer: number, count: number): Int32Array {
    return new Int32Array(this.wasm.wasmMemory.buffer, pointer, count);
  }
}

/** A run and what it stands on. */
export class Training {
  readonly data: Data;
  readonly run: Run;
  readonly plan: { flops: number; steps: number; steps_per_epoch: number; peak_bytes: number };

  constructor(
    readonly on: BenchEngine,
    readonly model: Model,
    texts: string[],
    batch: number,
    tokensInFlight: number,
    recompute = false,
  ) {
    const labels = texts.map((_, i) => i % 2);
    this.data = model.data({ texts }, { max_length: 512 }, labels);
    const sizes = { epochs: 1000, batch_size: batch, tokens_in_flight: tokensInFlight };
    const options = { ...sizes, head_start: 'random', learning_rate: 1e-5, recompute: recompute ? 'on' : 'off' };
    this.plan = model.plan(this.data, null, options as never);
    this.run = model.run(this.data, null, options as never);
  }

  /** Floating-point operations of one update. */
  get flops(): number {
    return this.plan.flops / this.plan.steps;
  }

  step(): void {
    this.run.step();
  }

  free(): void {
    this.run.free();
    this.data.free();
    this.model.free();
  }
}

/** The encoder's forward pass over one micro-batch, again and again. */
export class Forward {
  private readonly evaluation: Evaluation;
  private readonly tokens: number;

  constructor(
    readonly on: BenchEngine,
    private readonly shape: Shape,
    batch: number,
    length: number,
  ) {
    const model = on.model(shape);
    this.evaluation = model.evaluation(
      model.data({ texts: texts(shape, batch, length) }, { max_length: length }, null),
    );
    this.tokens = batch * length;
    this.run();
  }

  run(): void {
    this.on.wasm._bench_eval_again(this.evaluation.pointer);
    this.evaluation.step();
  }

  get ids(): Int32Array {
    return this.on.integers(this.on.wasm._bench_eval_ids(this.evaluation.pointer), this.tokens).slice();
  }

  /** [tokens, E] */
  get hidden(): Float32Array {
    const pointer = this.on.wasm._bench_eval_hidden(this.evaluation.pointer);
    return this.on.floats(pointer, this.tokens * this.shape.hidden_size).slice();
  }
}

export interface Work {
  work: string;
  calls: number;
  ms: number;
  flops: number;
}

/** What the linker's clocks saw during `work`. */
export function profile({ wasm }: BenchEngine, work: () => void): Work[] {
  wasm._bench_profile(1);
  work();
  wasm._bench_profile(0);
  const room = wasm._malloc(256);
  wasm._bench_profile_read(room, 0);
  const view = new DataView(wasm.wasmMemory.buffer);
  const bytes = new Uint8Array(wasm.wasmMemory.buffer, view.getUint32(room, true));
  const json = new TextDecoder().decode(bytes.slice(0, bytes.indexOf(0)));
  wasm._free(room);
  return JSON.parse(json) as Work[];
}
