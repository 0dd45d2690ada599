// SPDX-License-Identifier: Apache-2.0
// A model whose score of unlike texts cannot be read, on an engine that is made up.
import { expect, it } from 'vitest';
import { EngineFailure } from '../../web/border/failure';
import { readScores } from '../../web/engine/scores';
import { refusal } from '../../web/engine/refusals';

const model = (code: string) =>
  ({
    readNovelty() {
      throw new EngineFailure({ code, text: 'the file is damaged: a number is not finite', at: 8 });
    },
  }) as never;

it('a damaged score of unlike texts is left out with a sentence', () => {
  expect(readScores(model('E_FORMAT'), new Uint8Array())).toEqual({
    novelty: null,
    noveltyTrouble: refusal.noScore('the file is damaged: a number is not finite'),
  });
  expect(() => readScores(model('E_MEMORY'), new Uint8Array())).toThrow(/damaged/);
  expect(readScores(model('E_FORMAT'), null)).toEqual({ novelty: null, noveltyTrouble: null });
});
