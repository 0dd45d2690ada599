// SPDX-License-Identifier: Apache-2.0
// What a head of texts reads, and why, in words.
import type { ModelInfo, Pooling } from '../border/messages';

export const POOLING_NAMES: Record<Pooling, string> = {
  mean_normalized: 'the mean of all tokens, scaled to length 1',
  mean: 'the mean of all tokens',
  cls: '[CLS], the first token',
};

/** `chosen`: by the user. */
export function poolingReason(
  { name, pooling, pooling_from }: Pick<ModelInfo, 'name' | 'pooling' | 'pooling_from'>,
  chosen = false,
): string {
  if (chosen) return 'as was chosen';
  return pooling_from === 'file'
    ? `because 1_Pooling/config.json of ${name} names ${pooling === 'cls' ? 'it' : 'the mean'}`
    : `BERT's default: ${name} has no 1_Pooling/config.json that names another way`;
}
