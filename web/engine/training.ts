// SPDX-License-Identifier: Apache-2.0
// Runs, from what makes them ready to what follows their last update: planned, begun, held, stopped, saved.
import type { Asking } from './asking';
import { runFileCode } from './code';
import { asEngineError, fail } from '../border/failure';
import { bestPooling } from '../border/pooling';
import { expected, NO_FROZEN_HEAD, readFrozenHead, takenUp } from './frozen_head';
import type { Calls, EventName, Events, Made, Plan, RunEnd, RunOptions, RunState } from '../border/messages';
import type { Ground } from './ground';
import type { Run } from './module';
import type { Opening } from './opening';
import { RunLoop, type Ended } from './run';
import type { SavedRun } from './run_file';
import { passFlops, updateFlops } from './speed';
import { noteMade } from '../border/run_log';
import { originOf } from '../hub/config';
import { refusal } from './refusals';

type Input<K extends keyof Calls> = Calls[K][0];

/** What a plan does not count: tokenizer, test rows, stacks, gaps. */
const UNPLANNED = 64 * 2 ** 20;
const seconds = () => performance.now() / 1000;

interface TrainingGround extends Ground {
  emit<K extends EventName>(event: K, data: Events[K]): void;
}

/** What is done with the model after the last update; `trained`: there was one, or the head was fitted. */
type After = (trained: boolean) => Promise<unknown>;
const NOTHING: After = () => Promise.resolve();

export class Training {
  private loop: RunLoop | null = null;
  private ended: Promise<void> | null = null;
  private pausing = false;

  constructor(
    private readonly ground: TrainingGround,
    private readonly opening: Opening,
    private readonly asking: Asking,
  ) {}

  plan(options: RunOptions): Plan {
    const { held } = this.ground;
    const { model, probe } = held.whole;
    const plan = model.plan<Plan>(held.part('train'), held.partOrNone('validation'), options);
    const meter = plan.options.method === 'head' ? 0 : model.meterBytes(probe);
    const peak_bytes = plan.peak_bytes + meter;
    const available_bytes = this.ground.limit() - UNPLANNED;
    return {
      ...plan,
      memory: meter ? [...plan.memory, { label: 'forgetting meter', bytes: meter }] : plan.memory,
      peak_bytes,
      recompute_peak_bytes: plan.recompute_peak_bytes + meter,
      available_bytes,
      fits: peak_bytes <= available_bytes,
      seconds: (plan.flops + updateFlops(plan) + this.flopsAround(plan.options)) / this.ground.speed().flops,
    };
  }

  /** Of the passes around the updates of an encoder: the third baseline answers the test rows, and what follows the
   * last update reads the others. Those of a frozen encoder have been read by then. */
  private flopsAround({ method }: RunOptions): number {
    const { held } = this.ground;
    if (method === 'head' || held.current.masked) return 0;
    const parts = (['train', 'validation', 'validation', 'test'] as const).map((part) => held.partOrNone(part));
    return parts.reduce((sum, rows) => sum + (rows ? passFlops(held.current.model, rows) : 0), 0);
  }

  /** The same with the head alone, fitted where that is possible. */
  private planAlone({ options: { cache_mebibytes } }: Plan): Plan {
    const { held } = this.ground;
    const options = { method: 'head', cache_mebibytes: cache_mebibytes! };
    return held.current.model.plan<Plan>(held.part('train'), null, options);
  }

  /** A new head, the run, and what the validation and training rows are good for after it. Resolves to the run's id. */
  train({ head, measure, options, saved, calibrate, watch }: Input<'train'>): Promise<number> {
    const after: After = async (trained) => {
      if (trained)
        await this.exclusive(
          async () => void (await (calibrate ? this.asking.calibrate() : this.asking.calibrateFew())),
        );
      if (trained) await this.exclusive(() => this.asking.fitNovelty());
    };
    return this.prepared('training', async () => {
      const found = measure && (await this.opening.measurePoolings(measure));
      await this.opening.newHead(found ? { ...head, pooling: bestPooling(found) } : head);
      await this.opening.noteBase(options);
      const before = saved && (await this.fromFile(saved));
      return () => this.begin(options, after, before, watch);
    });
  }

  /** The masked-language-modelling head, the run on texts, and the encoder that it made in the place of the one
   * before. */
  pretrain({ options, ...texts }: Input<'pretrain'>): Promise<number> {
    const after: After = (trained) =>
      trained ? this.exclusive(() => this.opening.keepPretrained()) : NOTHING(trained);
    return this.prepared('pretraining', async () => {
      await this.opening.texts(texts);
      return () => this.begin(options, after);
    });
  }

  private async prepared(kind: RunState['kind'], prepare: () => Promise<() => void>): Promise<number> {
    const { held } = this.ground;
    const { id } = this.announce(kind);
    try {
      const begin = await prepare();
      this.ground.queue.check('The run was stopped before its first update.');
      begin();
      return id;
    } catch (error) {
      held.run = null;
      held.changed();
      throw error;
    }
  }

  private announce(kind: RunState['kind']): RunState {
    const { held } = this.ground;
    held.run = { id: held.changed(), kind, state: 'starting', options: null };
    this.pausing = false;
    return held.run;
  }

  /** A run on what is in place. Resolves when it has begun. */
  start(options: RunOptions, saved?: SavedRun): null {
    const { held } = this.ground;
    this.announce(held.current.masked ? 'pretraining' : 'training');
    try {
      this.begin(options, NOTHING, saved);
    } catch (error) {
      held.run = null;
      held.changed();
      throw error;
    }
    return null;
  }

  private begin(options: RunOptions, after: After, saved?: SavedRun, watch: Input<'train'>['watch'] = null): void {
    const { held, engine, emit } = this.ground;
    const plan = this.plan(options);
    const { current } = held;
    const { id, kind } = held.run!;
    const frozen = plan.options.method === 'head';
    const test = held.parts.get('test');
    const awaited = frozen || !test?.data ? NO_FROZEN_HEAD : expected(plan, this.planAlone(plan), !!saved);
    const known = takenUp(awaited, saved?.frozen ?? null);
    const meter = frozen ? null : current.model.meter(current.probe);
    const run = this.makeRun(options, () => meter?.free(), saved?.bytes);
    held.dropNovelty();
    const { cut, pairs } = held.parts.get('train')!;
    const made: Made = { fit: null, updates: saved?.step ?? 0, of: plan.steps, epochs: 0, best: null };
    held.run = { id, kind, state: this.pausing ? 'paused' : 'running', options: plan.options };
    held.headChanged({
      ...{ options: plan.options, adapter: null, frozen: known, cut, pairs, made, temperature: 1, headTrained: true },
      origin: { from: 'run', run: id },
      encoderTrained: current.encoderTrained || !frozen,
      moved: null,
    });
    this.loop = new RunLoop(
      run,
      {
        exclusive: (step) => this.exclusive(step),
        seconds,
        meter,
        memory: () => engine().bytes,
        rows: (rows) => {
          noteMade(made, rows);
          emit('run.rows', rows);
        },
        features: (row, after) => this.ground.speed().note(current.model, held.part('train'), row, after),
        fitted: () => (current.frozen.awaited ? readFrozenHead(current, (part) => held.partOrNone(part)) : null),
        progress: (progress) => emit('progress', progress),
        epoch: (epoch) => (watch ? this.answer(watch, epoch) : Promise.resolve()),
        end: (end) => this.finish(end, after),
      },
      saved?.step,
    );
    if (this.pausing) this.loop.pause();
    this.ended = this.loop.loop();
  }

  /** What cannot be asked is left out: it is beside the training. */
  private async answer(watch: Input<'predict'>, epoch: number): Promise<void> {
    try {
      const { outputs } = await this.ground.queue.exclusive('train', () => this.asking.predict(watch));
      this.ground.emit('run.answers', { epoch, outputs });
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error; // after a trap nothing may be called any more
    }
  }

  private makeRun(options: RunOptions, undo: () => void, saved?: Uint8Array): Run {
    const { held } = this.ground;
    const { current } = held;
    let run: Run | null = null;
    try {
      run = current.model.run(held.part('train'), held.partOrNone('validation'), options);
      if (saved) run.restore(saved);
      return run;
    } catch (error) {
      if (saved) current.encoderTrained = true; // in part, perhaps
      run?.free();
      undo();
      throw error;
    }
  }

  /** A step of the run, or of what follows it. */
  private exclusive<T>(use: () => T | Promise<T>): Promise<T> {
    return this.ground.queue.exclusive('', use);
  }

  private async finish(end: Ended, after: After): Promise<void> {
    const { held, emit } = this.ground;
    const { id, kind } = held.run!;
    this.loop = null;
    const trained = end.steps > 0 || end.fitted;
    held.run = { ...held.run!, state: 'finishing' };
    const kept = held.current.options['head_start'] === 'kept';
    const before = kept
      ? { origin: originOf(held.current.checkpoint) }
      : { headTrained: false, origin: { from: 'new' as const } };
    held.headChanged(trained ? {} : { ...before, cut: null });
    const told: RunEnd = { ...end, id, kind };
    try {
      await after(trained && (kind === 'training' || end.reason !== 'error'));
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error; // after a trap nothing may be called any more
      told.error ??= asEngineError(error);
    }
    held.run = null;
    held.changed();
    emit('run.end', told);
  }

  async fromFile(saved: Blob): Promise<SavedRun> {
    const { savedRun } = await runFileCode();
    const run = await savedRun(saved, await this.ground.held.parts.get('test')?.hash);
    return run.frozen === 'damaged' ? fail('E_FORMAT', refusal.damagedAnswers) : run;
  }

  /** The run as it is at the moment of the call. */
  save(): Blob | Promise<Blob> {
    const run = (this.loop ?? fail('E_STATE', refusal.noTraining)).saved();
    const { current, parts } = this.ground.held;
    const { answers } = current.frozen;
    const hash = parts.get('test')?.hash;
    if (!answers || !hash) return run;
    const withAnswers = async () => (await runFileCode()).runFile(run, answers, await hash);
    return withAnswers().catch(() => run); // where the code cannot be fetched
  }

  pause(): null {
    this.pausing = true;
    this.loop?.pause();
    return this.goes('paused', ['running']);
  }

  resume(): null {
    this.pausing = false;
    this.loop?.resume();
    return this.goes('running', ['paused']);
  }

  /** At any moment: one that waits or is made ready is not begun. */
  stop(): null {
    for (const call of ['train', 'pretrain'] as const) this.ground.queue.cancel(call);
    this.loop?.stop();
    return this.goes('stopping', ['starting', 'running', 'paused']);
  }

  private goes(state: RunState['state'], from: RunState['state'][]): null {
    const { held } = this.ground;
    if (!held.run || !from.includes(held.run.state)) return null;
    held.run = { ...held.run, state };
    held.changed();
    return null;
  }

  /** Resolves when no run is going on. */
  async runEnded(): Promise<void> {
    await this.ended;
  }
}
