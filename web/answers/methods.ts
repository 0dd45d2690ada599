// SPDX-License-Identifier: Apache-2.0
// What the methods of training are called.
import type { Method } from '../border/messages';

export const METHOD_NAMES: Record<Method, string> = {
  full: 'Everything',
  layers: 'Last layers',
  bias: 'Biases and norms',
  lora: 'Adapters (LoRA)',
  head: 'Head only',
};
