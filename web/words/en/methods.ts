// SPDX-License-Identifier: Apache-2.0
// What the methods of training are called.
export const methods = {
  full: 'Everything',
  layers: 'Last layers',
  bias: 'Biases and norms',
  lora: 'Adapters (LoRA)',
  head: 'Head only',
};
