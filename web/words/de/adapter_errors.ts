// SPDX-License-Identifier: Apache-2.0
import type { adapterErrors as English } from '../en/adapter_errors';

const WHAT_OPENS =
  'Geöffnet werden LoRA-Adapter für Klassifikation und für Tags; von anderen öffne das zusammengeführte Modell (merge_and_unload in PEFT).';

const KINDS: Record<string, string> = {
  use_dora: 'DoRA',
  use_qalora: 'QA-LoRA',
  lora_bias: 'LoRA mit Bias-Werten',
  layer_replication: 'LoRA mit wiederholten Schichten',
  trainable_token_indices: 'trainierbare Tokens',
  target_parameters: 'LoRA auf Parametern',
  alora_invocation_tokens: 'Activated LoRA',
  arrow_config: 'Arrow',
  corda_config: 'CorDA',
  kasa_config: 'KaSA',
  use_bdlora: 'BD-LoRA',
  monteclora_config: 'MonteCLoRA',
};

const OWN_CONFIG = 'Nimm die adapter_config.json, die mit diesen Gewichten gespeichert wurde.';

const named = (key: string) => (Object.hasOwn(KINDS, key) ? KINDS[key]! : `LoRA mit ${key}`);

const shown = (shape: number[]) => `[${shape.join(', ')}]`;

export const adapterErrors: typeof English = {
  kind: (name, key) => `${name} ist ein Adapter einer anderen Art (${named(key)}). ${WHAT_OPENS}`,
  type: (name, type) => `${name} ist ein Adapter einer anderen Art (${type} in PEFT). ${WHAT_OPENS}`,
  start: (name, start) =>
    `${name} ist ein Adapter mit der Initialisierung ${start}, die den Encoder darunter verändert. ${WHAT_OPENS}`,
  task: (name, task) => `${name} ist ein Adapter für die Aufgabe ${task}. ${WHAT_OPENS}`,
  noType: (file, name) => `${file} von ${name} hat keinen peft_type.`,
  noNumber: (file, name, key) => `${file} von ${name}: ${key} ist keine Zahl.`,
  noPattern: (file, name, key, pattern) => `${file} von ${name}: „${pattern}“ in ${key} ist kein Muster von Namen.`,
  noRank: (file, name, key, value) => `${file} von ${name}: ${key} ist ${value}; ein Rang ist eine ganze Zahl ab 1.`,
  otherRank: (file, tensor, rank, config, key, wanted) =>
    `${file}: ${tensor} hat den Rang ${rank}, und ${key} in ${config} nennt ${wanted}. ${OWN_CONFIG}`,
  leftOut: (file, tensor, config, key) =>
    `${file} hat ${tensor}, einen Tensor eines Moduls, das ${key} in ${config} auslässt: PEFT liest ihn nicht. ${OWN_CONFIG}`,
  otherTensor: (file, tensor) =>
    `${file} hat den Tensor ${tensor}, der zu keinem LoRA linearer Schichten gehört. ${WHAT_OPENS}`,
  noLora: (file) => `${file} hat weder lora_A noch lora_B und ist kein LoRA-Adapter.`,
  lacks: (file, tensor) => `In ${file} fehlt ${tensor}.`,
  apart: (file, module, a, b) =>
    `${file}: lora_A ${shown(a)} und lora_B ${shown(b)} von ${module} gehören nicht zusammen.`,
  noWeights: (folder, config, weights) =>
    `${folder} hat ${config}, aber keine ${weights}. Füge die Gewichte des Adapters hinzu.`,
  otherBase: (name, base, lost, own) =>
    `${name} passt nicht zu ${base}: Gewichte mit dem Namen ${lost} gibt es dort nicht. Öffne den Adapter auf seinem eigenen Encoder, ${own}.`,
  otherShape: (tensor, base, adapter) =>
    `${tensor} hat im Encoder die Form ${shown(base)}, und der Adapter ist für ${shown(adapter)} gemacht. Öffne ihn auf seinem eigenen Encoder.`,
};
