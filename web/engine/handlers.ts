// SPDX-License-Identifier: Apache-2.0
// What each call of messages.ts does. The worker serves them to the page, the command line calls them directly.
import { makeZip } from 'client-zip';
import type { Trained } from '../hub/card';
import { openCheckpoint, type Checkpoint } from '../hub/checkpoint';
import { exportFolder, labelsOfConfig, type ExportFile } from '../hub/export';
import { headMetadata, readHead } from '../hub/head';
import { chooseBuild, detectFeatures } from './detect';
import { fail } from './failure';
import { loadModel, loadWeights, type EngineModelInfo } from './load';
import type { Calls, CallName, EventName, Events, HeadFile, ModelInfo, Part, Plan, RunOptions } from './messages';
import { Engine, type Data, type Model } from './module';
import { RunLoop, tick } from './run';

export type Handlers = { [K in CallName]: (input: Calls[K][0]) => Calls[K][1] | Promise<Calls[K][1]> };

export interface Host {
  /** The address of a build's ES module. */
  moduleUrl(build: string): string;
  emit<K extends EventName>(event: K, data: Events[K]): void;
}

interface Loaded {
  model: Model;
  checkpoint: Checkpoint;
  source: Calls['model.open'][0];
  labels: string[];
  /** The head's weights are from training, here or before. */
  headTrained: boolean;
  /** The encoder is not the checkpoint's any more. */
  encoderTrained: boolean;
  /** Of the last run, for the export. */
  options: RunOptions;
}

interface OpenPart {
  data: Data;
  max_length: number;
}

const MAXIMUM_MEMORY = 4 * 2 ** 30;
const seconds = () => performance.now() / 1000;

export interface Session {
  handlers: Handlers;
  /** The files of `export.model`, for a host that has a folder to put them into. */
  exportFiles(input: Calls['export.model'][0]): ExportFile[];
  /** Resolves when no run is going on. */
  runEnded(): Promise<void>;
}

export function startSession(host: Host): Session {
  let started: { engine: Engine; gflops: number } | null = null;
  let loaded: Loaded | null = null;
  let run: { loop: RunLoop; ended: Promise<void> } | null = null;
  const parts = new Map<Part, OpenPart>();
  const report = (progress: Events['progress']) => host.emit('progress', progress);

  /** One user of the engine at a time; a run takes it for a step and leaves it between two. */
  let queue: Promise<unknown> = Promise.resolve();
  const exclusive = <T>(use: () => T | Promise<T>): Promise<T> => {
    const result = queue.then(use);
    queue = result.catch(() => undefined);
    return result;
  };

  const theEngine = () => started?.engine ?? fail('E_STATE', 'The engine is not started yet.');
  const theModel = () => loaded ?? fail('E_STATE', 'No encoder is loaded yet. Load one first.');
  const thePart = (part: Part) =>
    parts.get(part) ?? fail('E_STATE', `There are no ${part} rows yet. Prepare the data first.`);
  const noRun = () => void (run && fail('E_STATE', 'A training is running. Stop it first.'));

  const describe = (): ModelInfo => {
    const { model, checkpoint, labels, headTrained } = theModel();
    const info = model.info<EngineModelInfo>();
    return { ...info, name: checkpoint.name, head: info.head && { ...info.head, labels, trained: headTrained } };
  };

  const closeParts = () => {
    parts.forEach(({ data }) => data.free());
    parts.clear();
  };
  const closeModel = () => {
    closeParts();
    loaded?.model.free();
    loaded = null;
  };

  /** The model in place is lost only when the new one is complete, or when both do not fit into memory and the new
   * one's config and vocabulary are good. */
  const openModel = async (source: Calls['model.open'][0]) => {
    const engine = theEngine();
    let checkpoint = await openCheckpoint(source);
    let model: Model;
    try {
      model = await loadModel(engine, checkpoint, report);
    } catch (error) {
      if (!loaded || (error as { code?: string }).code !== 'E_MEMORY') throw error;
      report({
        what: `Closing ${loaded.checkpoint.name}: both do not fit into memory`,
        done: 0,
        total: 0,
        unit: 'bytes',
      });
      closeModel();
      checkpoint = await openCheckpoint(source); // its streams may have been read
      model = await loadModel(engine, checkpoint, report);
    }
    closeModel();
    const { head } = model.info<EngineModelInfo>();
    const labels = head ? labelsOfConfig(checkpoint.config, head.outputs) : [];
    const state = { headTrained: head?.trained ?? false, encoderTrained: false, options: {} };
    loaded = { model, checkpoint, source, labels, ...state };
    return describe();
  };

  /** The encoder as its checkpoint has it. */
  const restoreEncoder = async (state: Loaded) => {
    const { name } = state.checkpoint;
    const checkpoint = await openCheckpoint(state.source);
    try {
      await loadWeights(state.model, checkpoint, report);
    } catch (error) {
      closeModel(); // neither the trained encoder nor the original one
      const why = (error as Error).message;
      fail(
        'E_DATA',
        `${name} was trained and had to be read again for a new head, which failed: ${why} Load it again.`,
      );
    }
    state.encoderTrained = false;
  };

  const newHead = async ({ task, labels, seed }: Calls['head.new'][0]) => {
    const state = theModel();
    if (state.encoderTrained) await restoreEncoder(state);
    state.model.head({ task, outputs: labels.length, seed });
    Object.assign(state, { labels, headTrained: false, options: {} });
    return describe();
  };

  const openHead = async (file: File): Promise<HeadFile> => {
    const state = theModel();
    const head = await readHead(file);
    const { fingerprint } = describe();
    if (state.encoderTrained)
      fail(
        'E_STATE',
        `${state.checkpoint.name} was trained here; a head needs the encoder it was made on. Load that one again.`,
      );
    if (head.fingerprint !== fingerprint)
      fail(
        'E_CONFIG',
        `${file.name} was trained on ${head.base} (fingerprint ${head.fingerprint}), but the encoder loaded is ` +
          `${state.checkpoint.name} (${fingerprint}). Load ${head.base} first.`,
      );
    const before = state.labels.length ? keepHead(state.model) : null;
    try {
      await placeHead(state.model, head.labels.length, new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      if (before) placeHead(state.model, state.labels.length, before);
      throw error;
    }
    Object.assign(state, { labels: head.labels, headTrained: true, options: {} });
    return head;
  };

  const openPart = ({ part, rows, max_length }: Calls['data.open'][0]) => {
    const { model } = theModel();
    noRun();
    const texts = rows.pairs ? rows.texts.flatMap((text, i) => [text, rows.pairs![i]!]) : rows.texts;
    const data = model.data({ max_length, parts: rows.pairs ? 2 : 1 }, texts, rows.labels);
    parts.get(part)?.data.free();
    parts.set(part, { data, max_length });
    return data.info();
  };

  const planRun = (options: RunOptions): Plan => {
    const { engine, gflops } = started ?? fail('E_STATE', 'The engine is not started yet.');
    const plan = theModel().model.plan<Plan>(thePart('train').data, parts.get('validation')?.data ?? null, options);
    const available_bytes = MAXIMUM_MEMORY - engine.bytes;
    const fits = plan.peak_bytes <= available_bytes;
    return { ...plan, available_bytes, fits, seconds: plan.flops / (gflops * 1e9) };
  };

  const startRun = (options: RunOptions): null => {
    noRun();
    const state = theModel();
    const plan = planRun(options);
    const started = state.model.run(thePart('train').data, parts.get('validation')?.data ?? null, options);
    state.options = plan.options;
    state.headTrained = true;
    if (plan.options.method !== 'head') state.encoderTrained = true;
    const loop = new RunLoop(started, {
      exclusive,
      seconds,
      memory: () => theEngine().bytes,
      rows: (rows) => host.emit('run.rows', rows),
      end: (end) => {
        run = null;
        host.emit('run.end', end);
      },
    });
    run = { loop, ended: loop.loop() };
    return null;
  };

  const forward = async (data: Data, what: string) => {
    const { model, labels } = theModel();
    const pass = model.evaluation(data);
    try {
      for (let steps = 1; !pass.step(); steps++) {
        report({ what, done: steps, total: 0, unit: 'steps' });
        await tick();
      }
      return {
        probabilities: pass.probabilities(labels.length),
        metrics: () => pass.metrics(),
        free: () => pass.free(),
      };
    } catch (error) {
      pass.free();
      throw error;
    }
  };

  const evaluate = async ({ part }: Calls['evaluate'][0]) => {
    const start = seconds();
    const pass = await forward(thePart(part).data, `Evaluating the ${part} set`);
    try {
      return { metrics: pass.metrics(), probabilities: pass.probabilities, seconds: seconds() - start };
    } finally {
      pass.free();
    }
  };

  const predict = async ({ texts, pairs, max_length }: Calls['predict'][0]) => {
    if (texts.length === 0) return { probabilities: [] };
    const both = pairs ? texts.flatMap((text, i) => [text, pairs[i]!]) : texts;
    const data = theModel().model.data({ max_length, parts: pairs ? 2 : 1 }, both, null);
    try {
      const pass = await forward(data, 'Predicting');
      pass.free();
      return { probabilities: pass.probabilities };
    } finally {
      data.free();
    }
  };

  const trainedAs = (name: string, metrics: Record<string, number>): Trained => {
    const state = theModel();
    const rows = Object.fromEntries([...parts].map(([part, { data }]) => [part, data.rows]));
    const method = state.encoderTrained ? 'full' : 'head';
    const max_length = parts.get('train')?.max_length ?? describe().config.max_position_embeddings;
    const { labels, options, checkpoint } = state;
    return { name, base: checkpoint.name, labels, method, max_length, metrics, rows, options };
  };

  const exportFiles = ({ name, metrics, dtype }: Calls['export.model'][0]): ExportFile[] => {
    const { model, checkpoint } = theModel();
    const weights = model.exportFile({ what: 'model', dtype, metadata: {} });
    return exportFolder(checkpoint, describe(), trainedAs(name, metrics), dtype, weights);
  };

  const exportHead = ({ name, metrics }: Calls['export.head'][0]): Blob => {
    const { model, encoderTrained, headTrained } = theModel();
    if (encoderTrained)
      fail('E_STATE', 'The encoder was trained too: its head is worth nothing without it. Download the whole model.');
    if (!headTrained) fail('E_STATE', 'The head is not trained yet.');
    const metadata = headMetadata(trainedAs(name, metrics), describe().fingerprint);
    return new Blob([...model.exportFile({ what: 'head', dtype: 'F32', metadata }).pieces()]);
  };

  const start = async (wanted: Calls['engine.start'][0]) => {
    if (started) fail('E_STATE', 'The engine is started already.');
    const choice = chooseBuild(await detectFeatures(), wanted);
    if (!choice)
      fail('E_STATE', 'This browser has no WebAssembly SIMD. Use a current Chrome, Edge, Firefox or Safari.');
    const engine = await Engine.load(host.moduleUrl(choice.build), choice.threads);
    const gflops = measureSpeed(engine);
    started = { engine, gflops };
    return { ...choice, gflops, schema: engine.schema() };
  };

  const handlers: Handlers = {
    'engine.start': (wanted) => exclusive(() => start(wanted)),
    'model.open': (source) => exclusive(() => (noRun(), openModel(source))),
    'model.close': () => exclusive(() => (noRun(), closeModel(), null)),
    'head.new': (input) => exclusive(() => (noRun(), newHead(input))),
    'head.open': (file) => exclusive(() => (noRun(), openHead(file))),
    tokenize: ({ text, pair, max_length }) => exclusive(() => theModel().model.tokenize(text, pair, max_length)),
    'data.open': (input) => exclusive(() => openPart(input)),
    'data.close': ({ part }) =>
      exclusive(() => {
        noRun();
        parts.get(part)?.data.free();
        parts.delete(part);
        return null;
      }),
    'run.plan': (options) => exclusive(() => planRun(options)),
    'run.start': (options) => exclusive(() => startRun(options)),
    'run.pause': () => (run?.loop.pause(), null),
    'run.resume': () => (run?.loop.resume(), null),
    'run.stop': () => (run?.loop.stop(), null),
    evaluate: (input) => exclusive(() => evaluate(input)),
    predict: (input) => exclusive(() => predict(input)),
    'export.model': (input) =>
      exclusive(() => new Response(makeZip(zipEntries(input.name, exportFiles(input), report))).blob()),
    'export.head': (input) => exclusive(() => exportHead(input)),
  };
  return { handlers, exportFiles, runEnded: () => run?.ended ?? Promise.resolve() };
}

function keepHead(model: Model): Uint8Array {
  const { size, pieces } = model.exportFile({ what: 'head', dtype: 'F32', metadata: {} });
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces()) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

function placeHead(model: Model, outputs: number, file: Uint8Array): void {
  model.head({ task: 'single_label_classification', outputs, seed: 0 });
  model.write(file);
  model.finish();
}

/** GFLOP/s of the products that an encoder is made of, on all threads. */
function measureSpeed(engine: Engine): number {
  const [m, n, k] = [512, 512, 384];
  engine.multiply(m, n, k, 1); // compiled and warm
  for (let repeats = 1; ; repeats *= 2) {
    const start = seconds();
    engine.multiply(m, n, k, repeats);
    const taken = seconds() - start;
    if (taken > 0.04 || repeats >= 1 << 12) return (2 * m * n * k * repeats) / taken / 1e9;
  }
}

function* zipEntries(folder: string, files: ExportFile[], report: (progress: Events['progress']) => void) {
  for (const { name, size, pieces } of files)
    yield { name: `${folder}/${name}`, size, input: withProgress(pieces(), size, `Writing ${name}`, report) };
}

async function* withProgress(
  pieces: Iterable<Uint8Array<ArrayBuffer>>,
  total: number,
  what: string,
  report: (progress: Events['progress']) => void,
) {
  let done = 0;
  for (const piece of pieces) {
    yield piece;
    done += piece.byteLength;
    report({ what, done, total, unit: 'bytes' });
  }
}
