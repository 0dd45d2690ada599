// SPDX-License-Identifier: Apache-2.0
// Why an adapter cannot be opened, or not on its base.
const WHAT_OPENS =
  'LoRA adapters for classification and tagging can be opened; of another one open the merged model (merge_and_unload in PEFT).';

/** By the key of adapter_config.json. */
const KINDS: Record<string, string> = {
  use_dora: 'DoRA',
  use_qalora: 'QA-LoRA',
  lora_bias: 'LoRA with biases',
  layer_replication: 'LoRA with repeated layers',
  trainable_token_indices: 'trainable tokens',
  target_parameters: 'LoRA on parameters',
  alora_invocation_tokens: 'activated LoRA',
  arrow_config: 'Arrow',
  corda_config: 'CorDA',
  kasa_config: 'KaSA',
  use_bdlora: 'BD-LoRA',
  monteclora_config: 'MonteCLoRA',
};
const OWN_CONFIG = 'Take the adapter_config.json that was saved with these weights.';

const named = (key: string) => (Object.hasOwn(KINDS, key) ? KINDS[key]! : `LoRA with ${key}`);

const shown = (shape: number[]) => `[${shape.join(', ')}]`;

export const adapterErrors = {
  kind: (name: string, key: string) => `${name} is an adapter of ${named(key)}. ${WHAT_OPENS}`,
  type: (name: string, type: string) => `${name} is an adapter of PEFT's type ${type}. ${WHAT_OPENS}`,
  start: (name: string, start: string) =>
    `${name} is an adapter of the initialisation ${start}, which changes the base. ${WHAT_OPENS}`,
  task: (name: string, task: string) => `${name} is an adapter of the task ${task}. ${WHAT_OPENS}`,
  noType: (file: string, name: string) => `${file} of ${name} has no peft_type.`,
  noNumber: (file: string, name: string, key: string) => `${file} of ${name}: ${key} is no number.`,
  noPattern: (file: string, name: string, key: string, pattern: string) =>
    `${file} of ${name}: "${pattern}" of ${key} is no pattern of names.`,
  noRank: (file: string, name: string, key: string, value: string) =>
    `${file} of ${name}: ${key} is ${value}; a rank is a whole number from 1 on.`,
  otherRank: (file: string, tensor: string, rank: number, config: string, key: string, wanted: number) =>
    `${file}: ${tensor} has the rank ${rank}, and ${key} in ${config} says ${wanted}. ${OWN_CONFIG}`,
  leftOut: (file: string, tensor: string, config: string, key: string) =>
    `${file} has ${tensor}, a tensor of a module that ${key} in ${config} leaves out: PEFT does not read it. ${OWN_CONFIG}`,
  otherTensor: (file: string, tensor: string) =>
    `${file} has the tensor ${tensor}, which is no part of a LoRA of linear layers. ${WHAT_OPENS}`,
  noLora: (file: string) => `${file} has no lora_A and lora_B: it is no LoRA adapter.`,
  lacks: (file: string, tensor: string) => `${file} lacks ${tensor}.`,
  apart: (file: string, module: string, a: number[], b: number[]) =>
    `${file}: lora_A ${shown(a)} and lora_B ${shown(b)} of ${module} do not belong together.`,
  noWeights: (folder: string, config: string, weights: string) =>
    `${folder} has ${config} and no ${weights}. Add the adapter's weights.`,
  otherBase: (name: string, base: string, lost: string, own: string) =>
    `${name} does not fit ${base}, which has no weights called ${lost}. Open it on its own base, ${own}.`,
  otherShape: (tensor: string, base: number[], adapter: number[]) =>
    `${tensor} has the shape ${shown(base)} in the base, and the adapter is made for ${shown(adapter)}. Open it on its own base.`,
};
