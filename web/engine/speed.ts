// SPDX-License-Identifier: Apache-2.0
// How fast the engine is here: first by products of matrices, then by what it has read. The first takes milliseconds,
// in which a processor that is shared or held back tells little.
import type { Plan } from '../border/messages';
import type { FeaturesRow } from '../border/run_log';
import type { Data, Engine, Model } from './module';

/** Of a pass over rows: a shorter one is mostly the compilation of its code. */
const LONG_ENOUGH = 0.2;

/** Sets the fastest inner loop and tells what all threads reach with it, in GFLOP/s. The clock is here: the engine has
 * none. */
export function tune(engine: Engine): number {
  for (let seconds = 0; ;) {
    const started = performance.now();
    const gflops = engine.tune(seconds);
    if (gflops !== null) return gflops;
    seconds = (performance.now() - started) / 1000;
  }
}

export class Speed {
  constructor(
    /** Floating-point operations of a second. */
    public flops: number,
  ) {}

  /** `seconds` after its first step a run on these rows told of its pass over them. */
  note(model: Model, train: Data, { rows, of, tokens }: FeaturesRow, seconds: number): void {
    if (rows < of || tokens === 0 || seconds < LONG_ENOUGH) return;
    const share = tokens / train.info().tokens; // the others were read before
    this.flops = (share * passFlops(model, train)) / seconds;
  }
}

/** Operations for each number that is trained in which an update takes as long beside its passes: the gradients are
 * cleared and their norm is taken, moments and weights are moved, weights are packed anew. The 164 updates that an
 * epoch has more in batches of 4 than of 64 rows took 9 ms each with 3.9 million numbers, where a pass makes 43
 * GFLOP/s. */
const UPDATE = 100;

export const updateFlops = ({ steps, trained_parameters }: Pick<Plan, 'steps' | 'trained_parameters'>): number =>
  UPDATE * steps * trained_parameters;

/** Of a pass of the encoder over these rows: what a run does before the updates of a random head. */
export const passFlops = (model: Model, rows: Data): number =>
  model.plan<Plan>(rows, null, { method: 'head', head_start: 'random' }).flops;
