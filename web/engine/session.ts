// SPDX-License-Identifier: Apache-2.0
// What is loaded in the engine and what may be done with it: the encoder and its head, the three parts, a run.
import { openCheckpoint } from '../hub/checkpoint';
import { cutOfCheckpoint, fittedOfConfig, labelsOfConfig } from '../hub/export';
import { cutOf, NOVELTY_TENSORS, readHead, temperatureFor, thresholdsFor } from '../hub/head';
import { takeTensors } from '../hub/tensors';
import { learningCurve } from './curve';
import { expected, NO_FROZEN_HEAD, readFrozenHead, withFrozenHead } from './frozen_head';
import { forward } from './forward';
import { noteMade } from './run_log';
import { tempered } from './temperature';
import { GENERAL_SENTENCES } from './general';
import { attempts, chooseBuild, detectFeatures, FULL, isOutOfMemory, whyNone, type Choice } from './detect';
import { EngineFailure, fail } from './failure';
import { keepModel, restoreModel } from './kept_model';
import { encoderHash } from './encoder_hash';
import { keepHead, loadModel, loadWeights, placeHead, type EngineModelInfo, type Loaded } from './load';
import type {
  Calls,
  Cut,
  EventName,
  Events,
  HeadFile,
  KeptModel,
  Made,
  ModelInfo,
  ModelSource,
  Part,
  Plan,
  Reference,
  Progress,
  RunOptions,
  Outputs,
} from './messages';
import { Engine, type Data, type Evaluation, type Fitted, type Model, type Novelty, type Run } from './module';
import { RunLoop, tick } from './run';
import { anew, retried } from './retry';
import type { Saving } from './saving';
import { tune } from './speed';

export interface Host {
  /** The address of a build's ES module. */
  moduleUrl(build: string): string;
  emit<K extends EventName>(event: K, data: Events[K]): void;
}

type Input<K extends keyof Calls> = Calls[K][0];

const savingCode = async () => (await retried(() => Promise.all([import('./saving'), import('./zipped')])))[0];

/** Tokens of a general sentence. */
const PROBE_LENGTH = 32;
/** What a plan does not count: tokenizer, test rows, stacks, gaps. */
const UNPLANNED = 64 * 2 ** 20;
const seconds = () => performance.now() / 1000;
/** Of what is loaded until a run here. */
const NOT_TRAINED = { options: {}, made: null, adapter: null, pairs: false, frozen: NO_FROZEN_HEAD };

export class Session {
  private started: { engine: Engine; gflops: number; available: number } | null = null;
  private loaded: Loaded | null = null;
  private run: { loop: RunLoop; ended: Promise<void> } | null = null;
  private readonly parts = new Map<Part, { data: Data; cut: Cut; pairs: boolean }>();
  private queue: Promise<unknown> = Promise.resolve();
  private cancelled = false;

  constructor(private readonly host: Host) {}

  /** One user of the engine at a time; a run takes it for a step and leaves it between two. */
  exclusive<T>(use: () => T | Promise<T>): Promise<T> {
    const result = this.queue.then(() => {
      this.cancelled = false;
      return use();
    });
    this.queue = result.catch(() => undefined);
    return result;
  }

  /** The same for what a running training does not allow. */
  idle<T>(use: () => T | Promise<T>): Promise<T> {
    return this.exclusive(() => (this.run ? fail('E_STATE', 'A training is running. Stop it first.') : use()));
  }

  /** Every long call comes by here often. */
  report = (progress: Events['progress']): void => {
    this.host.emit('progress', progress);
    if (this.cancelled) fail('E_CANCELLED', `${progress.what}: stopped.`);
  };

  /** The call that is going on rejects at its next report. */
  cancel(): null {
    this.cancelled = true;
    return null;
  }

  private get engine(): Engine {
    return this.started?.engine ?? fail('E_STATE', 'The engine is not started yet.');
  }
  private get current(): Loaded {
    return this.loaded ?? fail('E_STATE', 'No encoder is loaded yet. Load one first.');
  }
  /** To be asked or trained. */
  private get whole(): Loaded {
    const { current } = this;
    if (current.torn) fail('E_STATE', `${current.checkpoint.name} was not read to its end. Give it a new head first.`);
    return current;
  }
  private part(name: Part): Data {
    return this.parts.get(name)?.data ?? fail('E_STATE', `There are no ${name} rows yet. Prepare the data first.`);
  }

  async start(wanted: Input<'engine.start'>): Promise<Calls['engine.start'][1]> {
    if (this.started) fail('E_STATE', 'The engine is started already.');
    const features = await detectFeatures();
    const choice = chooseBuild(features, wanted) ?? fail('E_STATE', whyNone(features));
    const { engine, chosen } = await this.load(choice);
    const gflops = tune(engine);
    this.started = { engine, gflops, available: chosen.limit - UNPLANNED };
    void savingCode().catch(() => undefined); // while there is a network
    const { build, threads, note } = chosen;
    return { build, threads, note, gflops, schema: engine.schema() };
  }

  private async load(choice: Choice): Promise<{ engine: Engine; chosen: Choice }> {
    for (const chosen of attempts(choice)) {
      const { build, threads, limit } = chosen;
      try {
        const url = this.host.moduleUrl(build);
        const load = (attempt: number) => Engine.load(anew(url, attempt), threads, limit === FULL ? undefined : limit);
        const engine = await retried(load, (error) => isOutOfMemory(error) || !/^https?:/.test(url));
        return { engine, chosen };
      } catch (error) {
        if (isOutOfMemory(error)) continue;
        fail('E_STATE', `The engine ${build} could not be started: ${(error as Error).message}.`);
      }
    }
    return fail(
      'E_MEMORY',
      'The browser refused the memory that the engine begins with. Close other tabs and programs and reload the page.',
    );
  }

  info(): ModelInfo | null {
    return this.loaded && this.describe();
  }

  describe(): ModelInfo {
    const { model, checkpoint, fingerprint, labels, thresholds, temperature, cut, headTrained, torn } = this.current;
    const info = model.info<EngineModelInfo>();
    const head =
      info.head && !torn ? { ...info.head, labels, thresholds, temperature, cut, trained: headTrained } : null;
    const { name, pooling, pooling_from } = checkpoint;
    const adapter = info.adapter ?? this.current.adapter?.info ?? null;
    return { ...info, name, fingerprint, pooling, pooling_from, adapter, head };
  }

  /** The model in place is lost only when the new one is complete, or when both do not fit into memory and the new
   * one's config and vocabulary are good. */
  async openModel(source: ModelSource): Promise<ModelInfo> {
    const checkpoint = await openCheckpoint(source);
    let model: Model;
    try {
      model = await loadModel(this.engine, checkpoint, this.report);
    } catch (error) {
      if ((error as { code?: string }).code !== 'E_MEMORY') throw error;
      if (!this.loaded) throw this.tooLarge(checkpoint.name, error as EngineFailure);
      const what = `Closing ${this.loaded.checkpoint.name}: both do not fit into memory`;
      this.report({ what, done: 0, total: 0, unit: 'bytes' });
      this.closeModel();
      model = await loadModel(this.engine, checkpoint, this.report).catch((again: EngineFailure) => {
        throw again.code === 'E_MEMORY' ? this.tooLarge(checkpoint.name, again) : again;
      });
    }
    this.closeModel();
    const { head, fingerprint } = model.info<EngineModelInfo>();
    const labels = head ? labelsOfConfig(checkpoint.config, head.outputs) : [];
    const fitted = fittedOfConfig(checkpoint.config);
    const thresholds = head ? thresholdsFor(head.task, labels, fitted.thresholds) : [];
    const trained = head?.trained ?? false;
    const positions = model.info<EngineModelInfo>().config.max_position_embeddings;
    const cut = trained ? cutOfCheckpoint(checkpoint, positions) : null;
    const state = {
      thresholds,
      cut,
      temperature: head ? temperatureFor(head.task, fitted.temperature) : 1,
      headTrained: trained,
      encoderTrained: false,
      torn: false,
      ...NOT_TRAINED,
    };
    const novelty = trained ? this.readNovelty(model, checkpoint.novelty) : null;
    const max_length = Math.min(PROBE_LENGTH, positions);
    const probe = model.data({ texts: GENERAL_SENTENCES }, { max_length }, null);
    const files = source.kind === 'files' ? source : null;
    this.loaded = { model, checkpoint, files, fingerprint, labels, probe, novelty, ...state };
    return this.describe();
  }

  private tooLarge(name: string, { code, text, at }: EngineFailure): EngineFailure {
    const mebibytes = Math.floor((this.started!.available + UNPLANNED) / 2 ** 20);
    const remedy = 'Choose a smaller encoder, or close other tabs and programs, reload the page and try again.';
    const limit = `The engine may have up to ${mebibytes.toLocaleString('en')} MiB of memory here.`;
    return new EngineFailure({
      code,
      text: `${name} does not fit: ${text.replace(/\.$/, '')}. ${limit} ${remedy}`,
      at,
    });
  }

  private readNovelty(model: Model, file: Uint8Array | null): Novelty | null {
    try {
      return file && model.readNovelty(file);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) model.free();
      throw error;
    }
  }

  files(): Calls['model.files'][1] {
    return this.current.files;
  }

  keepModel(): Promise<KeptModel> {
    return keepModel(this.whole, this.describe());
  }

  async restoreModel(kept: KeptModel): Promise<ModelInfo> {
    const { current } = this;
    if (kept.about.fingerprint !== current.fingerprint)
      fail('E_CONFIG', `The trained model that is kept belongs to another encoder than ${current.checkpoint.name}.`);
    if (current.encoderTrained) await this.restoreEncoder(current);
    this.dropNovelty();
    await restoreModel(current, kept, this.report);
    return this.describe();
  }

  closeModel(): null {
    this.parts.forEach(({ data }) => data.free());
    this.parts.clear();
    this.loaded?.probe.free();
    this.loaded?.novelty?.free();
    this.loaded?.model.free();
    this.loaded = null;
    return null;
  }

  async newHead({ task, labels, seed, scheme = 'none', pooling }: Input<'head.new'>): Promise<ModelInfo> {
    const { current } = this;
    if (current.encoderTrained) await this.restoreEncoder(current);
    const defaultPooling = task === 'token_classification' ? 'cls' : current.checkpoint.pooling;
    current.model.head({ task, outputs: labels.length, seed, scheme, pooling: pooling ?? defaultPooling });
    const thresholds = thresholdsFor(task, labels);
    this.dropNovelty();
    Object.assign(current, { labels, thresholds, cut: null, temperature: 1, headTrained: false, ...NOT_TRAINED });
    return this.describe();
  }

  setThresholds({ thresholds }: Input<'head.thresholds'>): ModelInfo {
    const { head } = this.describe();
    if (head?.task !== 'multi_label_classification') fail('E_STATE', 'Only a multi-label head has thresholds.');
    if (thresholds.length !== head.outputs || !thresholds.every((t) => t >= 0 && t <= 1))
      fail('E_CONFIG', `Give ${head.outputs} thresholds between 0 and 1, one for each label.`);
    this.current.thresholds = thresholds;
    return this.describe();
  }

  /** The encoder as its checkpoint has it. */
  private async restoreEncoder(current: Loaded): Promise<void> {
    const { name } = current.checkpoint;
    try {
      await loadWeights(current.model, current.checkpoint, this.report, () => (current.torn = true));
      if (current.model.info<EngineModelInfo>().fingerprint !== current.fingerprint)
        fail('E_DATA', 'its weights have changed since it was loaded. Load it again.');
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      const { code, message: why } = error as EngineFailure;
      const left = current.torn ? 'What was trained on it is lost.' : 'What was trained on it is still there.';
      fail(
        code === 'E_CANCELLED' ? code : 'E_DATA',
        `${name} was trained, and reading it again for a new head failed: ${why} ${left}`,
      );
    }
    current.torn = current.encoderTrained = false;
  }

  async openHead(file: File): Promise<HeadFile> {
    const current = this.whole;
    const head = await readHead(file);
    const { fingerprint, name } = this.describe();
    if (current.encoderTrained)
      fail('E_STATE', `${name} was trained here; a head needs the encoder that it was made on. Load that again first.`);
    if (head.encoder === null ? head.fingerprint !== fingerprint : head.encoder !== encoderHash(current.model))
      fail(
        'E_CONFIG',
        `${file.name} was trained on ${head.base} (fingerprint ${head.fingerprint}), but the encoder loaded is ` +
          `${name} (${fingerprint}); weights, sizes or tokenizer differ. Load ${head.base} first.`,
      );
    const { head: kind } = this.describe();
    const before = kind ? keepHead(current.model) : null;
    const bytes = new Uint8Array(await file.arrayBuffer());
    let novelty: Novelty | null;
    try {
      placeHead(current.model, head, bytes);
      const scores = takeTensors(bytes, NOVELTY_TENSORS);
      novelty = scores && current.model.readNovelty(scores);
    } catch (error) {
      if (kind && before) placeHead(current.model, kind, before);
      throw error;
    }
    const { labels, thresholds, temperature } = head;
    this.dropNovelty();
    current.novelty = novelty;
    Object.assign(current, { labels, thresholds, temperature, cut: cutOf(head), headTrained: true, ...NOT_TRAINED });
    current.pairs = head.pairs;
    return head;
  }

  tokenize({ text, pair, max_length }: Input<'tokenize'>): Calls['tokenize'][1] {
    return this.current.model.tokenize(text, pair, max_length);
  }

  openPart({ part, rows, ...cut }: Input<'data.open'>): Calls['data.open'][1] {
    const { model } = this.current;
    if (rows.texts.length === 0) {
      this.closePart(part); // a validation set may be empty
      return { rows: 0, items: 0, reads: 0, sequences: 0, tokens: 0, length_counts: [], cut: 0, unknown_share: 0 };
    }
    const data = model.data(rows, cut, rows.labels);
    this.closePart(part);
    this.parts.set(part, { data, cut, pairs: !!rows.pairs });
    return data.info();
  }

  async openTexts({ train, validation, max_length }: Input<'pretrain.open'>): Promise<ModelInfo> {
    const { current } = this;
    if (current.encoderTrained) await this.restoreEncoder(current);
    current.model.maskedHead();
    this.dropNovelty();
    Object.assign(current, {
      labels: [],
      thresholds: [],
      cut: null,
      temperature: 1,
      headTrained: false,
      ...NOT_TRAINED,
    });
    const texts = { train, validation, test: [] };
    for (const part of ['train', 'validation', 'test'] as const) {
      this.closePart(part);
      if (texts[part].length)
        this.parts.set(part, {
          data: current.model.gaps(texts[part], max_length),
          cut: { max_length },
          pairs: false,
        });
    }
    return this.describe();
  }

  async keepPretrained(): Promise<ModelInfo> {
    const { name } = this.current.checkpoint;
    const files = (await this.saving()).encoder('F32').map((file) => new File([...file.pieces()], file.name));
    return this.openModel({ kind: 'files', name, files, paths: files.map((file) => file.name) });
  }

  closePart(part: Part): null {
    this.parts.get(part)?.data.free();
    this.parts.delete(part);
    return null;
  }

  planRun(options: RunOptions): Plan {
    const { model, probe } = this.whole;
    const plan = model.plan<Plan>(this.part('train'), this.parts.get('validation')?.data ?? null, options);
    const seconds = plan.flops / (this.started!.gflops * 1e9);
    const meter = plan.options.method === 'head' ? 0 : model.meterBytes(probe);
    const memory = meter ? [...plan.memory, { label: 'forgetting meter', bytes: meter }] : plan.memory;
    const peak_bytes = plan.peak_bytes + meter;
    const recompute_peak_bytes = plan.recompute_peak_bytes + meter;
    const available_bytes = this.started!.available;
    const fits = peak_bytes <= available_bytes;
    return { ...plan, memory, peak_bytes, recompute_peak_bytes, available_bytes, fits, seconds };
  }

  /** The same with the head alone, fitted where that is possible. */
  private planAlone({ options: { cache_mebibytes } }: Plan): Plan {
    return this.current.model.plan<Plan>(this.part('train'), null, {
      method: 'head',
      cache_mebibytes: cache_mebibytes!,
    });
  }

  saveRun(): Blob {
    return (this.run ?? fail('E_STATE', 'No training is going on.')).loop.saved();
  }

  startRun(options: RunOptions, saved?: Uint8Array): null {
    const { engine, current } = this;
    const plan = this.planRun(options);
    const frozen = plan.options.method === 'head';
    const awaited = frozen || !this.parts.has('test') ? NO_FROZEN_HEAD : expected(plan, this.planAlone(plan), !!saved);
    const meter = frozen ? null : current.model.meter(current.probe);
    let run: Run | null = null;
    try {
      run = current.model.run(this.part('train'), this.parts.get('validation')?.data ?? null, options);
      if (saved) run.restore(saved);
    } catch (error) {
      if (saved) current.encoderTrained = true; // in part, perhaps
      run?.free();
      meter?.free();
      throw error;
    }
    this.dropNovelty();
    current.options = plan.options;
    current.adapter = null;
    current.headTrained = true;
    const { cut, pairs } = this.parts.get('train')!;
    const made: Made = { fit: null, updates: 0, of: plan.steps, epochs: 0, best: null };
    Object.assign(current, { cut, pairs, made, temperature: 1 });
    if (!frozen) current.encoderTrained = true;
    current.frozen = awaited;
    const loop = new RunLoop(run, {
      exclusive: (step) => this.exclusive(step),
      seconds,
      meter,
      memory: () => engine.bytes,
      rows: (rows) => {
        noteMade(made, rows);
        this.host.emit('run.rows', rows);
      },
      fitted: () => (current.frozen.awaited ? readFrozenHead(current, this.parts) : null),
      progress: (progress) => this.host.emit('progress', progress),
      end: (end) => {
        this.run = null;
        this.host.emit('run.end', end);
      },
    });
    this.run = { loop, ended: loop.loop() };
    return null;
  }

  get loop(): RunLoop | undefined {
    return this.run?.loop;
  }

  /** Resolves when no run is going on. */
  async runEnded(): Promise<void> {
    await this.run?.ended;
  }

  /** What was fitted on validation rows, as the engine reads it. */
  private get fitted(): Fitted {
    const { thresholds, temperature } = this.current;
    return { temperature, ...(thresholds.length ? { thresholds } : {}) };
  }

  evaluate({ part }: Input<'evaluate'>): Promise<Calls['evaluate'][1]> {
    const start = seconds();
    const { fitted } = this;
    return this.forward(this.part(part), `Evaluating the ${part} set`, (pass, outputs) => ({
      metrics: pass.metrics(fitted),
      outputs: outputs(),
      seconds: seconds() - start,
    }));
  }

  async calibrate(): Promise<Calls['calibrate'][1]> {
    const { current } = this;
    const data = this.part('validation');
    const found = await this.forward(data, 'Calibrating on the validation set', (pass, outputs) => ({
      ...pass.calibrate(),
      outputs: outputs(),
    }));
    current.temperature = found.temperature ?? 1;
    if (found.thresholds) current.thresholds = found.thresholds;
    return found;
  }

  async fitNovelty(): Promise<Reference | null> {
    const { current } = this;
    this.dropNovelty();
    if (this.describe().head?.task === 'token_classification') return null;
    let novelty: Novelty | null = null;
    try {
      novelty = current.model.novelty(this.part('train'), this.parts.get('validation')?.data ?? null);
      while (!novelty.step()) {
        const { done, rows } = novelty.progress();
        this.report({
          what: 'Reading the training rows, to tell texts that are unlike them',
          done,
          total: rows,
          unit: 'rows',
        });
        await tick();
      }
      current.novelty = novelty;
      return novelty.reference();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      novelty?.free();
      if ((error as { code?: string }).code === 'E_DATA') return null;
      throw error;
    }
  }

  private dropNovelty(): void {
    this.current.novelty?.free();
    this.current.novelty = null;
  }

  async baseline({ outputs }: Input<'baseline'>): Promise<Calls['baseline'][1]> {
    const { model } = this.current;
    const validation = this.parts.get('validation')?.data ?? null;
    const test = this.part('test');
    const baseline = model.baseline(this.part('train'), validation, test);
    try {
      while (!baseline.step()) {
        this.report({ what: 'Fitting the baselines', done: 0, total: 0, unit: 'rows' });
        await tick();
      }
      const { fitted } = this;
      return withFrozenHead(baseline.result(outputs, fitted), this.current.frozen, test, { outputs, fitted });
    } finally {
      baseline.free();
    }
  }

  async curve(input: Input<'curve'>): Promise<Calls['curve'][1]> {
    const { checkpoint } = this.current;
    const head = this.describe().head ?? fail('E_STATE', 'There is no head yet. Give the encoder one for your labels.');
    return learningCurve(this.engine, checkpoint, head, input, this.report);
  }

  async predict(input: Input<'predict'>): Promise<Calls['predict'][1]> {
    if (input.texts.length === 0) return { outputs: [], unlike: null };
    const { model, novelty, temperature } = this.current;
    const data = model.data(input, input, null);
    try {
      return await this.forward(data, 'Predicting', (pass, outputs) => ({
        outputs: tempered(outputs(), temperature),
        unlike: novelty && { shares: pass.unlike(), ...novelty.reference() },
      }));
    } finally {
      data.free();
    }
  }

  private async forward<T>(
    data: Data,
    what: string,
    take: (pass: Evaluation, outputs: () => Outputs) => T,
  ): Promise<T> {
    const { model, labels, novelty } = this.whole;
    return this.follow(forward(model, data, labels.length, what, take, novelty));
  }

  /** To the end of a long call; each of its pieces is reported. */
  private async follow<T>(pieces: Generator<Progress, T>): Promise<T> {
    try {
      for (;;) {
        const next = pieces.next();
        if (next.done) return next.value;
        this.report(next.value);
        await tick();
      }
    } finally {
      pieces.return(undefined as never);
    }
  }

  /** What is loaded, to be saved. */
  /** Its code comes after the engine has been started. */
  async saving(): Promise<Saving> {
    const { Saving: Kind } = await savingCode();
    const rows = Object.fromEntries([...this.parts].map(([part, { data }]) => [part, data.rows]));
    return new Kind(this.whole, this.describe(), rows);
  }
}
