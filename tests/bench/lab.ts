// SPDX-License-Identifier: Apache-2.0
// What the driver can ask of the place where the engine runs: a worker of the page, or Node itself. Each function takes
// and gives plain values; what it makes stays here under a number.
import { loadModel } from '../../web/engine/load';
import { RunLoop } from '../../web/engine/run';
import { openCheckpoint } from '../../web/hub/open';
import { BenchEngine, Forward, Training, clock, profile, type Work } from './engines';
import { texts, wordsOf, type Shape } from './models';
import { OrtEncoder } from './ort';

const engines: BenchEngine[] = [];
const trainings: Training[] = [];
const forwards: Forward[] = [];
let ort: OrtEncoder | null = null;
let base = '';

/** Slices of the peak before a step and after it. */
const STEP_SLICES = 8;

/** GFLOP/s of the work, and of the peak in the same moment. */
export interface Sample {
  gflops: number;
  peak: number;
}

/** Rows of one length, or texts; so many tokens are in flight at once. */
export interface Batches {
  batch: number;
  length?: number;
  texts?: string[];
  recompute?: boolean;
}

export const lab = {
  /** `url`: where engine/ is. */
  open: async (url: string) => void (base = url),

  engine: async (threads: number) => engines.push(await BenchEngine.start(base, threads)) - 1,

  tile: async (engine: number) => engines[engine]!.tile,

  /** GFLOP/s, slice after slice. */
  peak: async (engine: number, seconds: number) => {
    const samples: number[] = [];
    for (const until = performance.now() + 1000 * seconds; performance.now() < until;)
      samples.push(engines[engine]!.peak());
    return samples;
  },

  product: async (engine: number, m: number, n: number, k: number, seconds: number) => {
    const on = engines[engine]!;
    const product = on.wasm._bench_product_new(on.engine.handle, m, n, k);
    const samples: Sample[] = [];
    const run = (repeats: number) => on.wasm._bench_product_run(product, repeats);
    const one = Math.min(...Array.from({ length: 10 }, () => clock(() => run(1))));
    const repeats = Math.max(1, Math.round(2 / one));
    for (const until = performance.now() + 1000 * seconds; performance.now() < until;) {
      const { ms, peak } = on.besidePeak(() => run(repeats));
      samples.push({ gflops: (2 * m * n * k * repeats) / ms / 1e6, peak });
    }
    on.wasm._bench_product_free(product);
    return samples;
  },

  training: async (engine: number, shape: Shape, { batch, length = 128, ...more }: Batches) => {
    const on = engines[engine]!;
    const rows = more.texts ?? texts(shape, 4 * batch, length);
    const model = on.model(shape, wordsOf(more.texts ?? []));
    const training = new Training(on, model, rows, batch, batch * length, more.recompute);
    const id = trainings.push(training) - 1;
    return { id, flops: training.flops, plan: training.plan };
  },

  /** ms of each step, and the peak in GFLOP/s around it. */
  steps: async (training: number, count: number) => {
    const { on } = trainings[training]!;
    return Array.from({ length: count }, () => on.besidePeak(() => trainings[training]!.step(), STEP_SLICES));
  },

  /** Seconds of all updates of a head whose features are computed: from the first rows that the page's loop tells to
   * the end, and for the updates before those as much as for the others. */
  head: async (engine: number, shape: Shape, rows: number, length: number, epochs: number) => {
    const on = engines[engine]!;
    const model = on.model(shape);
    const labels = Array.from({ length: rows }, (_, i) => i % 2);
    const data = model.data({ texts: texts(shape, rows, length) }, { max_length: length }, labels);
    const run = model.run(data, null, { method: 'head', head_start: 'random', epochs } as never);
    let [updates, early, started] = [0, 0, 0];
    await new RunLoop(run, {
      rows: (told) => {
        updates += told.length;
        if (!started) [early, started] = [updates, performance.now()];
      },
      progress: () => {},
      end: ({ error }) => {
        if (error) throw new Error(error.text);
      },
      exclusive: async (step) => step(),
      epoch: async () => undefined,
      meter: null,
      features: () => undefined,
      fitted: () => null,
      memory: () => 0,
      seconds: () => performance.now() / 1000,
    }).loop();
    const seconds = (((performance.now() - started) / 1000) * updates) / (updates - early);
    data.free();
    model.free();
    return seconds;
  },

  /** How many tokens each text has. */
  lengths: async (training: number, texts: string[]) =>
    texts.map((text) => trainings[training]!.model.tokenize(text, undefined, 512).ids.length),

  /** Each step's works, and its ms as a whole. */
  profile: async (training: number, count: number) => {
    const steps: { ms: number; works: Work[] }[] = [];
    for (let i = 0; i < count; i++) {
      let ms = 0;
      const works = profile(trainings[training]!.on, () => {
        ms = clock(() => trainings[training]!.step());
      });
      steps.push({ ms, works });
    }
    return steps;
  },

  forward: async (engine: number, shape: Shape, batch: number, length: number) =>
    forwards.push(new Forward(engines[engine]!, shape, batch, length)) - 1,

  /** ms of each pass. */
  forwards: async (forward: number, count: number) =>
    Array.from({ length: count }, () => clock(() => forwards[forward]!.run())),

  ort: async (threads: number, shape: Shape, batch: number, length: number) => {
    ort = await OrtEncoder.start(base, threads, shape, batch, length);
  },

  ortForwards: async (forward: number, count: number) => {
    const { ids } = forwards[forward]!;
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      const started = performance.now();
      await ort!.run(ids);
      times.push(performance.now() - started);
    }
    return times;
  },

  /** The largest difference of the two hidden states, and their largest number. */
  ortDifference: async (forward: number) => {
    const ours = forwards[forward]!.hidden;
    const theirs = await ort!.run(forwards[forward]!.ids);
    if (theirs.length !== ours.length) throw new Error(`${theirs.length} hidden numbers instead of ${ours.length}`);
    let difference = 0;
    let largest = 0;
    for (let i = 0; i < ours.length; i++) {
      difference = Math.max(difference, Math.abs(ours[i]! - theirs[i]!));
      largest = Math.max(largest, Math.abs(theirs[i]!));
    }
    return { difference, largest };
  },

  /** ms of a download whose bytes nobody wants. */
  fetchBare: async (path: string) => {
    const started = performance.now();
    const { body } = await fetch(new URL(path, base), { cache: 'no-store' });
    for (const reader = body!.getReader(); !(await reader.read()).done;);
    return performance.now() - started;
  },

  /** ms until a checkpoint is in the engine, and what memory grew by. The page's own code. */
  load: async (engine: number, folder: string) => {
    const on = engines[engine]!;
    const source = { kind: 'url', name: folder, url: new URL(folder, base).href } as const;
    const checkpoint = await openCheckpoint(source);
    const { used } = on.memory;
    const started = performance.now();
    const model = await loadModel(on.engine, checkpoint, () => {});
    const ms = performance.now() - started;
    const grown = on.memory.peak - used;
    model.free();
    return { ms, grown };
  },

  /** Of an engine's wasm memory, and the bytes of all that onnxruntime made. */
  memory: async (engine: number) => engines[engine]!.memory,
  ortBytes: async () => OrtEncoder.bytes(),

  free: async (training: number) => trainings[training]!.free(),
};

export type Lab = typeof lab;
