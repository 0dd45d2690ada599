// SPDX-License-Identifier: Apache-2.0
// The score of unlike texts as a model brings it: the model is whole without it.
import { hasCode, type EngineFailure } from '../border/failure';
import type { Model, Novelty } from './module';
import { because, refusal } from './refusals';
import type { Said } from '../words/said';

export const withoutScore = (error: EngineFailure): Said => refusal.noScore(because(error));

/** `file`: null where there is none. */
export function readScores(
  model: Model,
  file: Uint8Array | null,
): { novelty: Novelty | null; noveltyTrouble: Said | null } {
  try {
    return { novelty: file && model.readNovelty(file), noveltyTrouble: null };
  } catch (error) {
    if (!hasCode(error, 'E_FORMAT')) throw error;
    return { novelty: null, noveltyTrouble: withoutScore(error as EngineFailure) };
  }
}
