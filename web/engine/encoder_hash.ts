// SPDX-License-Identifier: Apache-2.0
// What a head asks of its encoder: the same weights to the precision of float16, the same shape, the same tokenizer. A
// copy of the encoder in F64, F32 or F16 has the same hash; one in BF16, which keeps fewer digits, or one whose
// tokenizer or number of heads differs has not.
import { hasCode } from '../border/failure';
import { Hash } from '../hub/hash';
import { GENERAL_SENTENCES } from './general';
import type { EngineModelInfo } from './load';
import type { Model } from './module';

const MOST_TOKENS = 64;

/** Of an encoder as its checkpoint has it: 16 hexadecimal digits. */
export function encoderHash(model: Model): string {
  const { config, family, tokenizer } = model.info<EngineModelInfo>();
  const { hidden_dropout_prob: _, attention_probs_dropout_prob: __, ...shape } = config;
  const max_length = Math.min(MOST_TOKENS, config.max_position_embeddings);
  const ids = GENERAL_SENTENCES.map((text) => model.tokenize(text, undefined, max_length).ids);
  const hash = new Hash();
  hash.add(new TextEncoder().encode(JSON.stringify([family.model_type, family.graph, shape, tokenizer, ids])));
  for (const piece of weightsOf(model).pieces()) hash.add(piece);
  return hash.hex();
}

/** One that float16 cannot hold has no copy in it. */
function weightsOf(model: Model): ReturnType<Model['exportFile']> {
  try {
    return model.exportFile({ what: 'encoder', dtype: 'F16', metadata: {} });
  } catch (error) {
    if (!hasCode(error, 'E_NUMERIC')) throw error;
    return model.exportFile({ what: 'encoder', dtype: 'F32', metadata: {} });
  }
}
