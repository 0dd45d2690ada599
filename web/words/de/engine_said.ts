// SPDX-License-Identifier: Apache-2.0
import type { engineSaid as English } from '../en/engine_said';
import { asSentence, translator } from '../formats';
import { DATA } from './engine/data';
import { FILES } from './engine/files';
import { PARTS } from './engine/parts';
import { RUNS } from './engine/runs';
import { TOKENIZER } from './engine/tokenizer';
import { trouble } from './trouble';

export const SENTENCES: Record<string, string> = { ...DATA, ...FILES, ...PARTS, ...RUNS, ...TOKENIZER };
export const germanOf = translator(SENTENCES);

export const engineSaid: typeof English = {
  sentence: (text) => asSentence(germanOf(text) ?? trouble.inEnglish(text)),
};
