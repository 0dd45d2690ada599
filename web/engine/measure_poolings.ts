// SPDX-License-Identifier: Apache-2.0
// Which way of reading a text a new head does better with, where the encoder's files do not name one: a linear model on
// the frozen encoder is fitted for each way, and its cross-validation on the training rows gives the error.
import { lent } from './lent';
import type { Plan, PoolingError, PoolingInput, Progress } from '../border/messages';
import type { FeaturesRow, FitRow } from '../border/run_log';
import type { Data, Model } from './module';
import { breath } from './run';
import { tick } from './tick';
import type { Speed } from './speed';
import { job, say } from './jobs';

/** One set of rows for all: the engine keeps what each way reads of them, so the encoder runs once. The head in place
 * is then a new one that was not trained. */
export async function measurePoolings(
  model: Model,
  data: Data,
  { task, labels, seed, ways }: PoolingInput,
  speed: Speed,
  report: (progress: Progress) => void,
): Promise<PoolingError[]> {
  const found: PoolingError[] = [];
  for (const pooling of ways) {
    report(job(say.comparing, found.length, ways.length, 'passes'));
    model.head({ task, labels, seed, pooling });
    found.push({ pooling, error: await errorOf(model, data, speed) });
  }
  return found;
}

/** Of the head alone; null where it cannot be fitted. */
async function errorOf(model: Model, data: Data, speed: Speed): Promise<number | null> {
  const options = { method: 'head' };
  if (model.plan<Plan>(data, null, options).options.head_start !== 'fitted') return null;
  return lent(model.run(data, null, options), async (run) => {
    let error: number | null = null;
    let seconds = 0;
    const step = (): boolean => {
      const began = performance.now();
      const done = run.step();
      seconds += (performance.now() - began) / 1000;
      for (const row of run.log<FeaturesRow | FitRow>())
        if (row.kind === 'features') speed.note(model, data, row, seconds);
        else if (row.kind === 'fit') error = row.held_out_error;
      return done;
    };
    for (let done = false; !done; await tick()) done = breath(step);
    return error;
  });
}
