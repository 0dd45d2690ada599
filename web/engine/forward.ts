// SPDX-License-Identifier: Apache-2.0
// A forward pass over rows, and where a score comes from, in pieces: each is a step of the engine, and tells how far it
// is.
import type { Explanation, Outputs, Progress } from '../border/messages';
import type { Data, Evaluation, Model, Novelty } from './module';
import type { Said } from '../words/said';
import { job, say } from './jobs';

/** `width`: outputs of an item; `novelty`: the score that is asked for besides. Ended before its last piece it leaves
 * nothing behind. */
export function* forward<T>(
  model: Model,
  data: Data,
  width: number,
  what: Said,
  take: (pass: Evaluation, outputs: () => Outputs) => T,
  novelty: Novelty | null = null,
): Generator<Progress, T> {
  const pass = model.evaluation(data);
  try {
    if (novelty) pass.ask(novelty);
    while (!pass.step()) {
      const { done, rows } = pass.progress();
      yield job(what, done, rows, 'rows');
    }
    return take(pass, () => pass.outputs(width));
  } finally {
    pass.free();
  }
}

/** Of the first row. Ended before its last piece it leaves nothing behind. */
export function* explanation(
  model: Model,
  data: Data,
  of: { output: number; word?: number },
): Generator<Progress, Explanation> {
  const attribution = model.attribution(data, of);
  try {
    while (!attribution.step()) {
      const { done, passes } = attribution.progress();
      yield job(say.explaining, done, passes, 'passes');
    }
    return attribution.result();
  } finally {
    attribution.free();
  }
}
