// SPDX-License-Identifier: Apache-2.0
// The training loop: steps, their rows, a breath for messages. Between two breaths anything may be asked of the engine.
import { asEngineError } from '../border/failure';
import type { FeaturesRow } from '../border/run_log';
import type { BestRow, FitRow, LogRow, Progress, RunEnd, StepRow, ValidationRow } from '../border/messages';
import type { Meter, Run } from './module';
import { job, say } from './jobs';
import { tick } from './tick';

/** News is sent at most this often: a small model makes hundreds of steps a second, and what the page draws of each
 * piece is taken from the processor of a small machine. */
export const EMIT_SECONDS = 0.25;

/** Messages wait for the engine at most about this long, or one step. */
const BREATH_SECONDS = 0.005;

/** Steps until messages should be let in: one, or many short ones. True: the last was among them. */
export function breath(step: () => boolean, seconds = () => performance.now() / 1000): boolean {
  const began = seconds();
  let done: boolean;
  do done = step();
  while (!done && seconds() - began < BREATH_SECONDS);
  return done;
}

type EngineStep = Omit<StepRow, 'seconds' | 'tokens_per_second' | 'seconds_left'>;
type EngineRow = EngineStep | FeaturesRow | FitRow | ValidationRow | BestRow;

/** What the loop tells of a run's end. */
export type Ended = Omit<RunEnd, 'id' | 'kind'>;

interface RunHooks {
  rows(rows: LogRow[]): void;
  progress(progress: Progress): void;
  /** What follows the last update, and the news of it. */
  end(end: Ended): void | Promise<void>;
  /** Runs a step while nothing else uses the engine. */
  exclusive<T>(step: () => T): Promise<T>;
  /** How far the encoder has moved; null when it is not trained. */
  meter: Meter | null;
  memory(): number;
  seconds(): number;
  /** The frozen encoder has read more rows, `seconds` after the first step. */
  features(row: FeaturesRow, seconds: number): void;
  /** A new head has been fitted, and nothing else trained: what is done with such a model before the first update. */
  fitted(): Generator<Progress, void> | null;
  /** The first update and the end of each epoch; the next update waits for what is done then. 0: the first update. */
  epoch(epoch: number): Promise<void>;
}

export class RunLoop {
  private stopping = false;
  private paused: Promise<void> | null = null;
  private unpause: () => void = () => undefined;
  private seconds = 0;
  /** Of them, before the first update. */
  private secondsBefore = 0;
  private features: FeaturesRow | null = null;
  private aside: Generator<Progress, void> | null = null;
  /** Of what comes before the first update. */
  private note: Progress | null = null;
  private tokens = 0;
  /** Updates, those of the run that this one goes on from among them. */
  private steps: number;
  /** Those of that other run; null: there was no update since. */
  private before: number | null = null;
  private epoch = 0;
  private waiting: LogRow[] = [];
  private emitted = 0;
  /** For `RunHooks.epoch`; null: nothing has ended. */
  private atEpoch: number | null = null;
  private fitted = false;

  constructor(
    private readonly run: Run,
    private readonly hooks: RunHooks,
    from = 0,
  ) {
    this.steps = from;
  }

  /** No update is made after it, and those before are told. One that is to end does so. */
  pause(): void {
    if (this.stopping) return;
    this.paused ??= new Promise((resolve) => (this.unpause = resolve));
    this.emit();
  }

  resume(): void {
    this.paused = null;
    this.unpause();
  }

  stop(): void {
    this.stopping = true;
    this.resume();
  }

  saved(): Blob {
    return this.run.saved();
  }

  /** Resolves after the end was told. Frees the run. */
  async loop(): Promise<void> {
    const end: Ended = { reason: 'done', steps: 0, fitted: false, seconds: 0, tokens_per_second: 0, peak_bytes: 0 };
    try {
      let done = false;
      for (; !done && !this.stopping; await tick()) {
        await this.hooks.exclusive(() => {
          if (this.paused) return; // meanwhile: what is told of a pause stays so
          breath(
            () => (done = this.step()) || this.atEpoch !== null,
            () => this.hooks.seconds(),
          );
        });
        const { atEpoch } = this;
        if (done || atEpoch !== null || this.hooks.seconds() - this.emitted > EMIT_SECONDS) this.emit();
        this.atEpoch = null;
        if (atEpoch !== null && this.before !== null) await this.hooks.epoch(atEpoch);
        if (!done) await this.paused;
      }
      if (!done) end.reason = 'stopped';
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error; // after a trap nothing may be called any more
      end.reason = 'error';
      end.error = asEngineError(error);
    }
    this.emit();
    end.peak_bytes = this.hooks.memory();
    await this.hooks.exclusive(() => this.free());
    const { steps, fitted, seconds } = this;
    await this.hooks.end({ ...end, steps, fitted, seconds, tokens_per_second: this.speed() });
  }

  private step(): boolean {
    if (this.aside) return this.stepAside(this.aside);
    const start = this.hooks.seconds();
    const done = this.run.step();
    const rows = this.run.log<EngineRow>();
    this.seconds += this.hooks.seconds() - start;
    for (const row of rows)
      if (row.kind === 'features') {
        [this.features, this.secondsBefore] = [row, this.seconds];
        this.hooks.features(row, this.seconds);
        this.note = job(say.readingRows, row.rows, row.of, 'rows');
      } else {
        if (row.kind === 'step' && this.before === null) this.atEpoch = 0;
        this.waiting.push(row.kind === 'step' ? this.withTimes(row) : row);
        if (row.kind === 'fit')
          [this.fitted, this.aside, this.secondsBefore] = [true, this.hooks.fitted(), this.seconds];
        if (row.kind !== 'validation') continue;
        this.readMeter(row.epoch);
        this.atEpoch = row.epoch;
      }
    return done;
  }

  private stepAside(aside: Generator<Progress, void>): boolean {
    const next = aside.next();
    if (next.done) this.aside = null;
    else this.note = next.value;
    return false;
  }

  private readMeter(epoch: number): void {
    const { meter } = this.hooks;
    this.epoch = epoch;
    if (meter) this.waiting.push({ kind: 'meter', step: this.steps, epoch, ...meter.read() });
  }

  /** The weights are final only when the run has let go of them. */
  private free(): void {
    this.aside?.return();
    this.run.free();
    this.readMeter(this.epoch);
    this.emit();
    this.hooks.meter?.free();
  }

  private withTimes(row: EngineStep): StepRow {
    this.tokens += row.tokens;
    this.steps = row.step;
    this.epoch = row.epoch;
    const seconds = this.seconds;
    this.before ??= row.step - 1;
    const each = (seconds - this.secondsBefore) / (row.step - this.before);
    const seconds_left = each * (row.steps - row.step);
    return { ...row, seconds, tokens_per_second: this.speed(), seconds_left };
  }

  private speed(): number {
    return this.seconds ? (this.tokens + (this.features?.tokens ?? 0)) / this.seconds : 0;
  }

  private emit(): void {
    const { waiting } = this;
    this.waiting = []; // who hears of them may pause the run
    if (waiting.length) this.hooks.rows(waiting);
    else if (this.note && this.before === null) this.hooks.progress(this.note);
    this.emitted = this.hooks.seconds();
  }
}
