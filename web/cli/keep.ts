// SPDX-License-Identifier: Apache-2.0
// A training on the disk, from which the same command goes on: written at its start, after each epoch, every two
// minutes and when it is interrupted.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { DataError } from '../read/problems';
import { stepOf } from '../border/saved_run';
import type { LogRow, Plan } from '../border/messages';
import type { NodeEngine } from './engine';
import { openFile } from './files';
import { say } from './terminal';
import { writeWhole } from './write';

/** Within an epoch a save follows so long after the one before. */
const SAVE_SECONDS = 120;
/** Where saving is slow, such saves take at most about one part in so many of the time. */
const SHARE = 20;

const seconds = () => performance.now() / 1000;

export class KeptRun {
  /** Of the last step that was told, and of the last one that is on the disk. */
  private step = 0;
  private savedStep: number | null = null;
  private savedAt = seconds();
  private took = 0;
  private saving = false;
  private failed = false;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    readonly path: string,
    private readonly engine: NodeEngine,
    private readonly plan: Plan,
  ) {}

  /** Goes on from what another run left there, and returns its steps; null: nothing is there. */
  async takeUp(): Promise<number | null> {
    if (!existsSync(this.path)) return null;
    const saved = await openFile(this.path);
    const step = await stepOf(saved);
    await Promise.resolve(this.engine.handlers['run.continue']({ options: this.plan.options, saved })).catch(
      (error: Error & { code?: string }) => {
        if (error.code !== 'E_FORMAT') throw error;
        throw new DataError(
          `${this.path}: ${error.message.replace(/\.$/, '')}. To train from the start, delete this file or leave out --resume.`,
        );
      },
    );
    this.step = this.savedStep = step;
    const { steps, steps_per_epoch: each } = this.plan;
    if (step === 0) say('going on from the start: it was saved before the first step');
    else say(`going on from step ${step} of ${steps} (epoch ${Math.ceil(Math.min(step + 1, steps) / each)})`);
    return step;
  }

  /** The run as it is when this is called, whatever follows: nothing comes between the call and the engine's copy.
   * False: the run has ended since the last save. Throws where the engine or the disk refuses; what was there before is
   * then still there. */
  save(): Promise<boolean> {
    const state = Promise.resolve(this.engine.handlers['run.save']({})).catch((error: { code?: string }) => {
      if (error.code !== 'E_STATE' || this.savedStep === null) throw error;
      return null;
    });
    const { step } = this;
    const written = this.writing.then(async () => {
      const blob = await state;
      if (!blob) return false;
      await writeWhole(this.path, blob.stream() as unknown as AsyncIterable<Uint8Array>);
      this.savedStep = step;
      return true;
    });
    this.writing = written.catch(() => undefined);
    return written;
  }

  /** The same while the training waits: it would make a step for every piece that is written. */
  async saveWaiting(): Promise<void> {
    const { handlers } = this.engine;
    const start = seconds();
    this.saving = true;
    handlers['run.pause']({});
    try {
      await this.save();
    } finally {
      handlers['run.resume']({});
      this.saving = false;
      this.savedAt = seconds();
      this.took = this.savedAt - start;
    }
  }

  /** Saves when it is time. What the disk refuses is said once, and the training goes on. */
  rows(rows: LogRow[]): void {
    this.step = rows.findLast((row) => row.kind === 'step')?.step ?? this.step;
    const epochs = (step: number) => Math.floor(step / this.plan.steps_per_epoch);
    const since = seconds() - this.savedAt;
    const due = epochs(this.step) > epochs(this.savedStep ?? 0) || since > Math.max(SAVE_SECONDS, SHARE * this.took);
    if (!due || this.saving) return;
    this.saveWaiting().catch((error: Error) => {
      if (!this.failed) say(`${error.message} The training goes on without being saved.`);
      this.failed = true;
    });
  }

  /** What an interrupt leaves, in words. */
  async fate(last: Promise<boolean>): Promise<string> {
    const goesOn = `the same command goes on from ${this.path}`;
    try {
      return (await last) ? goesOn : `${goesOn} at step ${this.savedStep}`;
    } catch (error) {
      const before = this.savedStep === null ? 'nothing was kept' : `${goesOn} at step ${this.savedStep}`;
      return `${(error as Error).message.replace(/\.$/, '')}; ${before}`;
    }
  }

  /** When all that came of the training is written. */
  static async remove(path: string): Promise<void> {
    await rm(path, { force: true });
  }
}
