// SPDX-License-Identifier: Apache-2.0
// A LoRA adapter as PEFT saves it: what is added to which weight matrix, and the tensors that take others' places.
import { fail } from '../border/failure';
import { decode, headerBytes, PREFIX, readHeader, type TensorAt } from './safetensors';

export const ADAPTER_CONFIG = 'adapter_config.json';
export const ADAPTER_WEIGHTS = ['adapter_model.safetensors', 'adapter_model.bin'];

/** scale * B A, for one matrix [rows, cols]. */
export interface LowRank {
  /** [rank, cols] */
  a: Float32Array;
  /** [rows, rank] */
  b: Float32Array;
  rank: number;
  rows: number;
  cols: number;
  scale: number;
}

export interface Lora {
  /** By the module's name in the model, without the names of what the model lies in. */
  low: Map<string, LowRank>;
  /** In place of the base's, or beside them: classifiers, biases. */
  whole: { name: string; dtype: string; shape: number[]; bytes: Uint8Array }[];
  /** Of the file of weights. */
  metadata: Record<string, string>;
}

export interface LoraConfig {
  base: string;
  /** The class of the model: what it ends in; null: without a head. */
  head: 'SequenceClassification' | 'TokenClassification' | null;
  scaleOf(module: string, rank: number): number;
}

/** What changes how an adapter computes, and is not low-rank matrices added to others. */
const OTHER_WAYS: [key: string, name: string][] = [
  ['use_dora', 'DoRA'],
  ['use_qalora', 'QA-LoRA'],
  ['lora_bias', 'LoRA with biases'],
  ['layer_replication', 'LoRA with repeated layers'],
  ['trainable_token_indices', 'trainable tokens'],
  ['target_parameters', 'LoRA on parameters'],
  ['alora_invocation_tokens', 'activated LoRA'],
  ['arrow_config', 'Arrow'],
  ['corda_config', 'CorDA'],
];
/** Initialisations that change the base's own weights. */
const OTHER_STARTS = /^(pissa|olora|corda|loftq|lora_ga)/i;
const HEADS: Record<string, LoraConfig['head']> = {
  SEQ_CLS: 'SequenceClassification',
  TOKEN_CLS: 'TokenClassification',
  FEATURE_EXTRACTION: null,
};
const WHAT_OPENS =
  'LoRA adapters for classification and tagging can be opened; of another one open the merged model (merge_and_unload in PEFT)';

/** `name`: the adapter's, for sentences. */
export function readLoraConfig(name: string, json: string): LoraConfig {
  const refuse = (what: string): never => fail('E_CONFIG', `${name} is an adapter of ${what}. ${WHAT_OPENS}.`);
  const config = JSON.parse(json) as Record<string, unknown> | null;
  const { peft_type: type, task_type: task } = config ?? {};
  if (!config || typeof type !== 'string') fail('E_FORMAT', `${ADAPTER_CONFIG} of ${name} has no peft_type.`);
  if (type !== 'LORA') refuse(`PEFT's type ${type}`);
  for (const [key, what] of OTHER_WAYS) if (isSet(config[key])) refuse(what);
  const start = config.init_lora_weights;
  if (typeof start === 'string' && OTHER_STARTS.test(start))
    refuse(`the initialisation ${start}, which changes the base`);
  if (typeof task === 'string' && !Object.hasOwn(HEADS, task)) refuse(`the task ${task}`);
  const number = (value: unknown, key: string): number =>
    typeof value === 'number' && Number.isFinite(value) ? value : fail('E_FORMAT', `${ADAPTER_CONFIG} of ${name}: ${key} is no number.`); // prettier-ignore
  const alpha = number(config.lora_alpha ?? 8, 'lora_alpha');
  const alphas = patterns(name, 'alpha_pattern', config.alpha_pattern);
  return {
    base: typeof config.base_model_name_or_path === 'string' ? config.base_model_name_or_path : '',
    head: typeof task === 'string' ? HEADS[task]! : ofClass(config.auto_mapping),
    scaleOf(module, rank) {
      const own = number(alphas.find(([pattern]) => pattern.test(module))?.[1] ?? alpha, 'alpha_pattern');
      return own / (config.use_rslora === true ? Math.sqrt(rank) : rank);
    },
  };
}

const isSet = (value: unknown) =>
  !(
    value === undefined ||
    value === null ||
    value === false ||
    (typeof value === 'object' && !Object.keys(value).length)
  );

function ofClass(mapping: unknown): LoraConfig['head'] {
  const { base_model_class: name } = (mapping ?? {}) as Record<string, unknown>;
  return Object.values(HEADS).find((head) => head && String(name).endsWith(`For${head}`)) ?? null;
}

/** As PEFT reads them: a key is a regular expression for the end of a module's name, at a dot. */
function patterns(name: string, key: string, given: unknown): [RegExp, unknown][] {
  return Object.entries((given ?? {}) as object).map(([pattern, value]) => {
    try {
      return [new RegExp(`^(?:.*\\.)?(?:${pattern})$`), value];
    } catch {
      return fail('E_FORMAT', `${ADAPTER_CONFIG} of ${name}: "${pattern}" of ${key} is no pattern of names.`);
    }
  });
}

const OUTER = /^(?:(?:module|_orig_mod|model|bert|distilbert|electra|roberta|mpnet)\.)+/;
/** A tensor's name without the names of what the model lies in, which differ between its classes. */
export const innerName = (tensor: string): string => tensor.replace(OUTER, '');

const LOW = /^(.+)\.lora_([AB])(?:\.default)?\.weight$/;

/** The tensors of `bytes`, a file of safetensors called `file`. */
export function readLora(file: string, bytes: Uint8Array<ArrayBuffer>, { scaleOf }: LoraConfig): Lora {
  const start = PREFIX + headerBytes(file, bytes.subarray(0, PREFIX));
  const { tensors, metadata } = readHeader(file, bytes.subarray(PREFIX, start));
  const end = start + (tensors.at(-1)?.to ?? 0);
  if (end > bytes.byteLength)
    fail(
      'E_FORMAT',
      `${file} ends at byte ${bytes.byteLength} of ${end}: it was cut short, fetch it again.`,
      bytes.byteLength,
    );
  const halves = new Map<string, Partial<Record<'A' | 'B', TensorAt>>>();
  const whole = new Map<string, Lora['whole'][0]>();
  for (const tensor of tensors) {
    const name = tensor.name.replace(/^base_model\.model\./, '');
    const low = LOW.exec(name);
    if (low) halves.set(low[1]!, { ...halves.get(low[1]!), [low[2]!]: tensor });
    else if (/lora_|\.(ia3|vera|oft|boft|hada|lokr)_/.test(name))
      fail(
        'E_CONFIG',
        `${file} has the tensor ${tensor.name}, which is no part of a LoRA of linear layers. ${WHAT_OPENS}.`,
      );
    else if (!name.includes('.original_module.')) {
      const own = name.replace(/\.modules_to_save(\.default)?\./, '.').replace('.base_layer.', '.');
      // Biases of the classifier are there under both names where all biases were trained.
      if (own === name || !whole.has(own))
        whole.set(own, { ...tensor, name: own, bytes: bytes.subarray(start + tensor.from, start + tensor.to) });
    }
  }
  const low = new Map<string, LowRank>();
  for (const [module, { A: a, B: b }] of halves) low.set(innerName(module), lowRank(file, module, a, b));
  if (!low.size) fail('E_FORMAT', `${file} has no lora_A and lora_B: it is no LoRA adapter.`, PREFIX);
  return { low, whole: [...whole.values()], metadata };

  function lowRank(name: string, module: string, a?: TensorAt, b?: TensorAt): LowRank {
    if (!a || !b) fail('E_FORMAT', `${name} lacks ${module}.lora_${a ? 'B' : 'A'}.weight.`, start);
    const [rank, cols, rows] = [a.shape[0]!, a.shape[1]!, b.shape[0]!];
    if (a.shape.length !== 2 || b.shape.length !== 2 || b.shape[1] !== rank || !(rank > 0))
      fail('E_FORMAT', `${name}: lora_A [${a.shape.join(', ')}] and lora_B [${b.shape.join(', ')}] of ${module} do not belong together.`, start + a.from); // prettier-ignore
    const numbers = (tensor: TensorAt) =>
      decode(`${name}: ${tensor.name}`, tensor.dtype, bytes.subarray(start + tensor.from, start + tensor.to));
    return { a: numbers(a), b: numbers(b), rank, rows, cols, scale: scaleOf(module, rank) };
  }
}
