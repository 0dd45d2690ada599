// SPDX-License-Identifier: Apache-2.0
// The score of unlike texts as a model brings it: the model is whole without it.
import type { EngineFailure } from '../border/failure';
import type { Model, Novelty } from './module';

export const withoutScore = (why: string): string =>
  `The score of unlike texts is left out, and the model answers without it: ${why.replace(/\.$/, '')}.`;

/** `file`: null where there is none. */
export function readScores(model: Model, file: Uint8Array | null): { novelty: Novelty | null; noveltyTrouble: string } {
  try {
    return { novelty: file && model.readNovelty(file), noveltyTrouble: '' };
  } catch (error) {
    const { code, text } = error as EngineFailure;
    if (code !== 'E_FORMAT') throw error;
    return { novelty: null, noveltyTrouble: withoutScore(text) };
  }
}
