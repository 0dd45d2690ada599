// SPDX-License-Identifier: Apache-2.0
// A LoRA adapter as PEFT saves it: what is added to which weight matrix, and the tensors that take others' places.
import { fail } from '../border/failure';
import { HUB_NAME } from './address';
import { decode, headerBytes, PREFIX, readHeader, type TensorAt } from './safetensors';
import { ADAPTER_CONFIG, leavesOut, patternOf } from './targets';
import { adapterErrors } from '../words/en/adapter_errors';
import { tensorErrors } from '../words/en/tensor_errors';
import { saying, type Said } from '../words/said';

const say = saying('adapterErrors', adapterErrors);
const sayTensor = saying('tensorErrors', tensorErrors);

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
  /** That a module has, and the key that says so. */
  rankOf(module: string): { key: string; rank: number };
  /** The key that leaves a module out, or null. */
  leavesOut(module: string): string | null;
}

/** Keys of adapter_config.json that say nothing of how an adapter computes, or what is read here. Any other one that is
 * set is refused: it would be an adapter of another kind. */
const TAKEN = new Set(
  (
    'peft_type task_type auto_mapping peft_version base_model_name_or_path revision inference_mode r rank_pattern ' +
    'lora_alpha alpha_pattern use_rslora lora_dropout bias modules_to_save target_modules exclude_modules ' +
    'layers_to_transform layers_pattern fan_in_fan_out init_lora_weights ensure_weight_tying megatron_core ' +
    'loftq_config eva_config lora_ga_config qalora_group_size runtime_config'
  ).split(' '),
);
/** Initialisations that leave the base's own weights as they are. */
const SAME_BASE = ['gaussian', 'eva', 'orthogonal', 'mica'];
const HEADS: Record<string, LoraConfig['head']> = {
  SEQ_CLS: 'SequenceClassification',
  TOKEN_CLS: 'TokenClassification',
  FEATURE_EXTRACTION: null,
};

/** `name`: the adapter's, for sentences. */
export function readLoraConfig(name: string, json: string): LoraConfig {
  const refuse = (why: Said): never => fail('E_CONFIG', why);
  const config = JSON.parse(json) as Record<string, unknown> | null;
  const { peft_type: type, task_type: task } = config ?? {};
  if (!config || typeof type !== 'string') fail('E_FORMAT', say.noType(ADAPTER_CONFIG, name));
  if (type !== 'LORA') refuse(say.type(name, type));
  for (const [key, value] of Object.entries(config)) if (!TAKEN.has(key) && isSet(value)) refuse(say.kind(name, key));
  const start = config.init_lora_weights;
  if (typeof start === 'string' && !SAME_BASE.includes(start.toLowerCase())) refuse(say.start(name, start));
  if (typeof task === 'string' && !Object.hasOwn(HEADS, task)) refuse(say.task(name, task));
  const number = (value: unknown, key: string): number =>
    typeof value === 'number' && Number.isFinite(value)
      ? value
      : fail('E_FORMAT', say.noNumber(ADAPTER_CONFIG, name, key));
  const alpha = number(config.lora_alpha ?? 8, 'lora_alpha');
  const alphas = patterns(name, 'alpha_pattern', config.alpha_pattern);
  const rank = (value: unknown, key: string): number =>
    Number.isSafeInteger(value) && (value as number) > 0
      ? (value as number)
      : fail('E_FORMAT', say.noRank(ADAPTER_CONFIG, name, key, JSON.stringify(value)));
  const usual = { key: 'r', rank: rank(config.r ?? 8, 'r') };
  const ranks = patterns(name, 'rank_pattern', config.rank_pattern).map(
    ([pattern, value]) => [pattern, { key: 'rank_pattern', rank: rank(value, 'rank_pattern') }] as const,
  );
  return {
    base: nameOfBase(config),
    head: typeof task === 'string' ? HEADS[task]! : ofClass(config.auto_mapping),
    scaleOf(module, rank) {
      const own = number(alphas.find(([pattern]) => pattern.test(module))?.[1] ?? alpha, 'alpha_pattern');
      return own / (config.use_rslora === true ? Math.sqrt(rank) : rank);
    },
    rankOf: (module) => ranks.find(([pattern]) => pattern.test(module))?.[1] ?? usual,
    leavesOut: leavesOut(name, config),
  };
}

/** OWNER/NAME on the hub with @REVISION, where it is of one. */
export function nameOfBase({ base_model_name_or_path: base, revision }: Record<string, unknown>): string {
  if (typeof base !== 'string') return '';
  return HUB_NAME.test(base) && typeof revision === 'string' && revision ? `${base}@${revision}` : base;
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
  return Object.entries((given ?? {}) as object).map(([pattern, value]) => [
    patternOf(name, key, pattern, (own) => `^(?:.*\\.)?(?:${own})$`),
    value,
  ]);
}

const OUTER = /^(?:(?:module|_orig_mod|model|bert|distilbert|electra|roberta|mpnet)\.)+/;
/** A tensor's name without the names of what the model lies in, which differ between its classes. */
export const innerName = (tensor: string): string => tensor.replace(OUTER, '');

const LOW = /^(.+)\.lora_([AB])(?:\.default)?\.weight$/;

/** The tensors of `bytes`, a file of safetensors called `file`. */
export function readLora(file: string, bytes: Uint8Array<ArrayBuffer>, config: LoraConfig): Lora {
  const start = PREFIX + headerBytes(file, bytes.subarray(0, PREFIX));
  const { tensors, metadata } = readHeader(file, bytes.subarray(PREFIX, start));
  const end = start + (tensors.at(-1)?.to ?? 0);
  if (end > bytes.byteLength) fail('E_FORMAT', sayTensor.endsAtOf(file, bytes.byteLength, end), bytes.byteLength);
  const halves = new Map<string, Partial<Record<'A' | 'B', TensorAt>>>();
  const whole = new Map<string, Lora['whole'][0]>();
  for (const tensor of tensors) {
    const name = tensor.name.replace(/^base_model\.model\./, '');
    const low = LOW.exec(name);
    if (low) halves.set(low[1]!, { ...halves.get(low[1]!), [low[2]!]: tensor });
    else if (/lora_|\.(ia3|vera|oft|boft|hada|lokr)_/.test(name)) fail('E_CONFIG', say.otherTensor(file, tensor.name));
    else if (!name.includes('.original_module.')) {
      const own = name.replace(/\.modules_to_save(\.default)?\./, '.').replace('.base_layer.', '.');
      // Biases of the classifier are there under both names where all biases were trained.
      if (own === name || !whole.has(own))
        whole.set(own, { ...tensor, name: own, bytes: bytes.subarray(start + tensor.from, start + tensor.to) });
    }
  }
  const low = new Map<string, LowRank>();
  for (const [module, { A: a, B: b }] of halves) low.set(innerName(module), lowRank(file, module, a, b));
  if (!low.size) fail('E_FORMAT', say.noLora(file), PREFIX);
  return { low, whole: [...whole.values()], metadata };

  function lowRank(name: string, module: string, a?: TensorAt, b?: TensorAt): LowRank {
    if (!a || !b) fail('E_FORMAT', say.lacks(name, `${module}.lora_${a ? 'B' : 'A'}.weight`), start);
    const [rank, cols, rows] = [a.shape[0]!, a.shape[1]!, b.shape[0]!];
    if (a.shape.length !== 2 || b.shape.length !== 2 || b.shape[1] !== rank || !(rank > 0))
      fail('E_FORMAT', say.apart(name, module, a.shape, b.shape), start + a.from);
    const out = config.leavesOut(module);
    if (out !== null) fail('E_CONFIG', say.leftOut(name, a.name, ADAPTER_CONFIG, out));
    const wanted = config.rankOf(module);
    if (rank !== wanted.rank)
      fail('E_CONFIG', say.otherRank(name, a.name, rank, ADAPTER_CONFIG, wanted.key, wanted.rank));
    const numbers = (tensor: TensorAt) =>
      decode(`${name}: ${tensor.name}`, tensor.dtype, bytes.subarray(start + tensor.from, start + tensor.to));
    return { a: numbers(a), b: numbers(b), rank, rows, cols, scale: config.scaleOf(module, rank) };
  }
}
