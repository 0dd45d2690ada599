// SPDX-License-Identifier: Apache-2.0
// The encoder, its head and the rows: opened, replaced, read again.
import type { Checkpoint } from '../hub/checkpoint';
import type { BaseOf, fittedLeftOut as FittedLeftOut, leftOut as LeftOut } from '../hub/open';
import { cutOfCheckpoint, fittedOfConfig, labelsOfConfig, originOf } from '../hub/config';
import { cutOf, NOVELTY_TENSORS, readHead, temperatureFor, thresholdsFor } from '../hub/head';
import type { OpenFile } from '../hub/folder';
import { inOrder } from '../hub/label_order';
import { takeTensors } from '../hub/tensors';
import { baseOfAdapter } from './base';
import { checkpointCode, keptCode, runFileCode, savingCode } from './code';
import { encoderHash } from './encoder_hash';
import { asEngineError, EngineFailure, fail, hasCode } from '../border/failure';
import { whyNotKept } from '../border/own_head';
import { NO_FROZEN_HEAD } from './frozen_head';
import { GENERAL_SENTENCES } from './general';
import type { Ground } from './ground';
import { cutOnly, NO_ROWS, type Held } from './held';
import { keepHead, loadModel, loadWeights, placeHead, type EngineModelInfo, type HeadKind, type Loaded } from './load';
import { measurePoolings } from './measure_poolings';
import type { Calls, DataInfo, HeadFile, ModelInfo, ModelSource, KeptModel, Progress } from '../border/messages';
import type { NewHead, PoolingError, PoolingInput, RunOptions } from '../border/messages';
import { lent } from './lent';
import type { Data, Model, Novelty } from './module';
import type { Queue } from './queue';
import { retried } from '../border/retry';
import type { Saving } from './saving';
import { readScores } from './scores';
import { job, say } from './jobs';
import { because, refusal } from './refusals';
import type { Said } from '../words/said';

type Input<K extends keyof Calls> = Calls[K][0];

/** Tokens of a general sentence. */
const PROBE_LENGTH = 32;
/** Of what is loaded until a run here. */
const NOT_TRAINED = { options: {}, made: null, adapter: null, pairs: false, frozen: NO_FROZEN_HEAD };

/** What waits for the next piece of a file is left at once when its call is cancelled. */
function stoppable(checkpoint: Checkpoint, queue: Queue): Checkpoint {
  async function* pieces(file: OpenFile): AsyncGenerator<Uint8Array> {
    const stream = file.stream()[Symbol.asyncIterator]();
    try {
      for (;;) {
        const { done, value } = await queue.unlessCancelled(stream.next());
        if (done) return;
        yield value;
      }
    } finally {
      stream.return?.().catch(() => undefined); // not awaited: it may wait for a piece that never comes
    }
  }
  const shards = checkpoint.shards.map(({ name, file }) => ({
    name,
    file: { size: file.size, stream: () => pieces(file) },
  }));
  return { ...checkpoint, shards };
}

export class Opening {
  constructor(private readonly ground: Ground) {}

  private get held(): Held {
    return this.ground.held;
  }
  private readonly report = (progress: Progress): void => this.ground.report(progress);

  /** Files that change while they are read are read again from their beginning. */
  async model(source: ModelSource, pretrained = 0): Promise<ModelInfo> {
    this.report(job(say.loading(source.name), 0, 0));
    const { queue } = this.ground;
    const { isChanged } = await queue.unlessCancelled(checkpointCode());
    return retried(
      () => this.modelOnce(source, pretrained),
      (error) => !isChanged(error),
    );
  }

  /** The model in place is lost only when the new one is complete, or when both do not fit into memory and the new
   * one's config and vocabulary are good. */
  private async modelOnce(source: ModelSource, pretrained: number): Promise<ModelInfo> {
    const { held } = this;
    this.report(job(say.loading(source.name), 0, 0));
    const { queue, web } = this.ground;
    const { openCheckpoint, leftOut, fittedLeftOut } = await queue.unlessCancelled(checkpointCode());
    const checkpoint = stoppable(
      await queue.unlessCancelled(
        openCheckpoint(source, { web, waits: this.waits, stopped: queue.stopped(), baseOf: this.baseOf(source) }),
      ),
      queue,
    );
    let model: Model;
    try {
      model = await loadModel(this.ground.engine(), checkpoint, this.report);
    } catch (error) {
      if (!hasCode(error, 'E_MEMORY')) throw error;
      if (!held.loaded) throw this.tooLarge(checkpoint.name, error as EngineFailure);
      this.report(job(say.closing(held.loaded.checkpoint.name), 0, 0));
      held.closeModel();
      model = await loadModel(this.ground.engine(), checkpoint, this.report).catch((again: EngineFailure) => {
        throw again.code === 'E_MEMORY' ? this.tooLarge(checkpoint.name, again) : again;
      });
    }
    let loaded: ReturnType<typeof describeNew>;
    try {
      loaded = describeNew(model, checkpoint, { leftOut, fittedLeftOut });
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) model.free();
      throw error;
    }
    held.closeModel();
    const at = held.changed();
    const files = checkpoint.files ?? (source.kind === 'files' ? source : null);
    held.loaded = { ...loaded, files, at, headAt: at, pretrained };
    return held.describe();
  }

  private baseOf(source: ModelSource): BaseOf {
    return (adapter, open) =>
      baseOfAdapter(adapter, source, this.held.loaded, open, async (base) => {
        const model = await loadModel(this.ground.engine(), stoppable(base, this.ground.queue), this.report);
        const { fingerprint } = model.info<EngineModelInfo>();
        model.free();
        return fingerprint;
      });
  }

  /** A server that is busy, or a line that is broken, is a matter of seconds that the user sees. */
  private readonly waits = (seconds: number): void => {
    this.report(job(say.waiting(Math.ceil(seconds)), 0, 0));
  };

  private tooLarge(name: string, error: EngineFailure): EngineFailure {
    const megabytes = Math.floor(this.ground.limit() / 1e6);
    const { code, at } = error;
    return new EngineFailure({ code, at, ...refusal.doesNotFit(name, because(error), megabytes) });
  }

  files(): Calls['model.files'][1] {
    return this.held.current.files;
  }

  /** The trained model, for another visit. */
  async keep(): Promise<KeptModel> {
    const { keepModel } = await keptCode();
    return keepModel(this.held.whole, this.held.describe());
  }

  async noteBase(options: RunOptions): Promise<void> {
    await (await keptCode()).noteBase(this.held.current, options['method']);
  }

  /** It is then as after a run here. */
  async restore(kept: KeptModel): Promise<ModelInfo> {
    const { held } = this;
    const { current } = held;
    if (kept.about.fingerprint !== current.fingerprint) fail('E_CONFIG', refusal.keptForOther(current.checkpoint.name));
    if (current.encoderTrained) await this.restoreEncoder(current);
    const { restoreModel } = await keptCode();
    held.dropNovelty();
    try {
      await restoreModel(current, kept, this.report);
    } finally {
      held.changed();
    }
    held.headChanged({ masked: false, headTrained: true, origin: { from: 'run', run: held.changed() } });
    return held.describe();
  }

  async newHead({ task, labels, seed, scheme = 'none', pooling, kept }: NewHead): Promise<ModelInfo> {
    const { current } = this.held;
    if (kept) return this.keptHead({ task, labels, scheme });
    if (current.encoderTrained) await this.restoreEncoder(current);
    const defaultPooling = task === 'token_classification' ? 'cls' : this.held.describe().pooling;
    current.model.head({ task, labels, seed, scheme, pooling: pooling ?? defaultPooling });
    this.untrained({ labels, thresholds: thresholdsFor(task, labels), masked: false });
    return this.held.describe();
  }

  /** The checkpoint's own head is read again with its encoder, its outputs in the order of these labels. */
  private async keptHead({ task, labels, scheme }: Pick<HeadKind, 'task' | 'labels' | 'scheme'>): Promise<ModelInfo> {
    const { current } = this.held;
    const { checkpoint, own } = current;
    const why = current.headLeftOut ?? whyNotKept(own, { task, labels, scheme }, checkpoint.name);
    if (why || !own) return fail('E_CONFIG', why!);
    const order = labels.map((label) => own.labels.indexOf(label));
    current.model.head({ task, labels, seed: 0, scheme, pooling: own.pooling });
    this.untrained({ labels, thresholds: thresholdsFor(task, labels), masked: false });
    const shards = checkpoint.shards.map(({ name, file }) => ({ name, file: inOrder(file, order) }));
    await this.restoreEncoder(current, { ...checkpoint, shards });
    this.held.headChanged({ headTrained: true, origin: originOf(checkpoint) });
    return this.held.describe();
  }

  private get isTrained(): boolean {
    return this.held.describe().head?.trained ?? false;
  }

  /** For a plan: what was trained or brought back meanwhile stays. */
  async newHeadFor({ if_untrained, ...input }: Input<'head.new'>): Promise<ModelInfo> {
    return if_untrained && this.isTrained ? this.held.describe() : this.newHead(input);
  }

  async measurePoolingsFor({ if_untrained, ...input }: Input<'pooling.measure'>): Promise<PoolingError[]> {
    return if_untrained && this.isTrained ? [] : this.measurePoolings(input);
  }

  async measurePoolings(input: PoolingInput): Promise<PoolingError[]> {
    await this.newHead(input);
    try {
      const { model } = this.held.current;
      const measure = (data: Data) => measurePoolings(model, data, input, this.ground.speed(), this.report);
      const { rows } = input;
      const found = await (rows
        ? lent(model.data(rows.of, rows.cut, rows.of.labels), async (some) => {
            const errors = await measure(some);
            this.held.partOrNone('train')?.lend(some, rows.places);
            return errors;
          })
        : measure(this.held.part('train')));
      this.held.poolingErrors = found;
      return found;
    } finally {
      await this.newHead(input);
    }
  }

  private untrained(head: Pick<Loaded, 'labels' | 'thresholds' | 'masked'>): void {
    this.held.dropNovelty();
    this.held.headChanged({
      ...head,
      ...{ cut: null, temperature: 1, headTrained: false, origin: { from: 'new' } },
      ...NOT_TRAINED,
    });
  }

  thresholds({ thresholds }: Input<'head.thresholds'>): ModelInfo {
    const { head } = this.held.describe();
    if (head?.task !== 'multi_label_classification') fail('E_STATE', refusal.onlyMultiLabel);
    if (thresholds.length !== head.outputs || !thresholds.every((t) => t >= 0 && t <= 1))
      fail('E_CONFIG', refusal.thresholds(head.outputs));
    this.held.headChanged({ thresholds });
    return this.held.describe();
  }

  /** The encoder as its checkpoint has it. */
  private async restoreEncoder(current: Loaded, checkpoint = current.checkpoint): Promise<void> {
    const { name } = checkpoint;
    const touch = () => {
      if (current.torn) return;
      current.torn = true;
      this.held.changed();
    };
    try {
      await loadWeights(current.model, checkpoint, this.report, touch);
      if (current.model.info<EngineModelInfo>().fingerprint !== current.fingerprint)
        fail('E_DATA', refusal.changedWeights);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      const why = asEngineError(error);
      const code = why.code === 'E_CANCELLED' ? why.code : 'E_DATA';
      fail(code, refusal.notReadAgain(name, because(why), current.torn));
    }
    current.torn = current.encoderTrained = false;
    this.held.changed();
  }

  async headFile(file: File): Promise<HeadFile> {
    const { held } = this;
    const current = held.whole;
    const head = await readHead(file);
    const { fingerprint, name } = held.describe();
    if (current.encoderTrained) fail('E_STATE', refusal.trainedHere(name));
    if (head.encoder === null ? head.fingerprint !== fingerprint : head.encoder !== encoderHash(current.model))
      fail('E_CONFIG', refusal.otherEncoder(file.name, head.base, head.fingerprint, name, fingerprint));
    const { head: kind } = held.describe();
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
    held.dropNovelty();
    held.headChanged({
      ...{ novelty, noveltyTrouble: null, labels, thresholds, temperature },
      ...{ cut: cutOf(head), headTrained: true, masked: false, origin: { from: 'file', file: head } },
      ...NOT_TRAINED,
      pairs: head.pairs,
    });
    return head;
  }

  async fetchFile({ url, name, most, token }: Input<'file.fetch'>): Promise<File> {
    const { queue, web } = this.ground;
    const report = (done: number, total: number) => this.report(job(say.fetching(name), done, total));
    report(0, 0);
    const { fetchFile } = await queue.unlessCancelled(retried(() => import('../hub/fetch_file')));
    return queue.unlessCancelled(
      fetchFile(url, { name, most, token, web, waits: this.waits, stopped: queue.stopped(), report }),
    );
  }

  part({ part, rows, id = 0, ...rest }: Input<'data.open'>): DataInfo {
    const { model } = this.held.current;
    const cut = cutOnly(rest);
    // A validation set may be empty.
    const data = rows.texts.length ? model.data(rows, cut, rows.labels) : null;
    const info = data ? data.info() : NO_ROWS;
    this.held.putPart(part, { id, cut, info, data, pairs: !!rows.pairs });
    const hash = async () => (await runFileCode()).hashOfRows(rows, cut);
    if (part === 'test') this.held.parts.get(part)!.hash = hash().catch(() => '');
    return info;
  }

  async texts({ train, validation, max_length }: Input<'pretrain.open'>): Promise<ModelInfo> {
    const { held } = this;
    const { current } = held;
    if (current.encoderTrained) await this.restoreEncoder(current);
    current.model.maskedHead();
    this.untrained({ labels: [], thresholds: [], masked: true });
    const texts = { train, validation, test: [] };
    for (const part of ['train', 'validation', 'test'] as const) {
      held.closePart(part);
      if (!texts[part].length) continue;
      const data = current.model.gaps(texts[part], max_length);
      held.putPart(part, { id: 0, cut: { max_length }, info: data.info(), data, pairs: false });
    }
    return held.describe();
  }

  async keepPretrained(): Promise<ModelInfo> {
    const { name, remarks, lowered } = this.held.current.checkpoint;
    const { train = 0 } = this.held.rows();
    const files = (await this.saving()).encoder('F32').map((file) => new File([...file.pieces()], file.name));
    const paths = files.map((file) => file.name);
    return this.model({ kind: 'files', name, files, paths, told: { remarks, lowered } }, train);
  }

  /** What is loaded, to be saved. */
  async saving(): Promise<Saving> {
    const { Saving: Kind } = await savingCode();
    return new Kind(this.held.whole, this.held.describe(), this.held.rows());
  }
}

function describeNew(
  model: Model,
  checkpoint: Checkpoint,
  { leftOut, fittedLeftOut }: { leftOut: typeof LeftOut; fittedLeftOut: typeof FittedLeftOut },
): Omit<Loaded, 'files' | 'at' | 'headAt' | 'pretrained'> {
  const info = model.info<EngineModelInfo>();
  const { head, fingerprint } = info;
  const positions = info.config.max_position_embeddings;
  const labels = head ? labelsOfConfig(checkpoint.config, head.outputs) : [];
  const fitted = fittedOfConfig(checkpoint.config);
  const trained = head?.trained ?? false;
  const left = leftOut(checkpoint, info);
  const scores = readScores(model, trained ? checkpoint.novelty : null);
  const max_length = Math.min(PROBE_LENGTH, positions);
  const probe = probeOf(model, max_length, left.vocabulary);
  return {
    ...{ model, checkpoint, fingerprint, info, labels, probe, novelty: scores.novelty },
    noveltyTrouble: scores.noveltyTrouble ?? (trained ? (checkpoint.noScore ?? null) : null),
    own: head && trained ? { task: head.task, labels, scheme: head.scheme, pooling: head.pooling } : null,
    leftOut: [...left.remarks, ...(trained ? fittedLeftOut(checkpoint.name, head!.task, labels, fitted) : [])],
    headLeftOut: left.head,
    origin: trained ? originOf(checkpoint) : { from: 'new' },
    thresholds: head ? thresholdsFor(head.task, labels, fitted.thresholds) : [],
    temperature: head ? temperatureFor(head.task, fitted.temperature) : 1,
    cut: trained ? cutOfCheckpoint(checkpoint, positions) : null,
    headTrained: trained,
    ...{ encoderTrained: false, base: null, moved: null, torn: false, masked: false },
    ...NOT_TRAINED,
  };
}

/** Words of every day that have no vector: the vocabulary is another encoder's. */
function probeOf(model: Model, max_length: number, vocabulary: Said | null): Data {
  try {
    return model.data({ texts: GENERAL_SENTENCES }, { max_length }, null);
  } catch (error) {
    if (vocabulary && hasCode(error, 'E_DATA')) fail('E_CONFIG', vocabulary);
    throw error;
  }
}
