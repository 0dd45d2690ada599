// SPDX-License-Identifier: Apache-2.0
// Which options of a run have an effect, by what is trained, how the head begins and how many validation rows there
// are.
import type { Method, RunOptions } from '../border/messages';
import { ENOUGH_ROWS } from '../border/enough';

/** `head_start` null: not known yet. */
export interface Circumstances {
  method: Method;
  head_start: 'fitted' | 'random' | 'kept' | null;
  validation: number;
}

/** Options of a kind of method alone. */
const ONLY: Record<string, Method[]> = {
  last_layers: ['layers'],
  reinit_layers: ['full', 'layers'],
  lora_rank: ['lora'],
  lora_alpha: ['lora'],
  lora_dropout: ['lora'],
  lora_targets: ['lora'],
  layer_decay: ['full', 'layers', 'bias', 'lora'],
  recompute: ['full', 'layers', 'bias', 'lora'],
};

/** Options of updates, which a head that is fitted alone does without. */
const OF_UPDATES = new Set([
  'learning_rate',
  'epochs',
  'batch_size',
  'schedule',
  'warmup_ratio',
  'start_share',
  'patience',
  'keep',
  'best_metric',
  'weight_decay',
  'max_grad_norm',
  'adam_beta1',
  'adam_beta2',
  'adam_epsilon',
]);

/** Options by which validation rows choose an epoch. */
const OF_CHOICE = new Set(['patience', 'keep', 'best_metric']);

const isFit = ({ method, head_start }: Circumstances): boolean => method === 'head' && head_start === 'fitted';

export function hasEffect(name: string, circumstances: Circumstances): boolean {
  const { method, validation } = circumstances;
  if (ONLY[name] && !ONLY[name].includes(method)) return false;
  if (OF_CHOICE.has(name) && validation < ENOUGH_ROWS) return false;
  return !(OF_UPDATES.has(name) && isFit(circumstances));
}

/** Those of the options that have an effect. */
export const effective = (options: RunOptions, circumstances: Circumstances): RunOptions =>
  Object.fromEntries(Object.entries(options).filter(([name]) => hasEffect(name, circumstances)));

/** Their size is another for each method: what was typed for one is no choice for the next. */
const OF_THE_METHOD = ['learning_rate', 'epochs'];

/** What is left of the options when the method changes. */
export function afterChange(options: RunOptions, circumstances: Circumstances): RunOptions {
  const kept = Object.entries(effective(options, circumstances)).filter(([name]) => !OF_THE_METHOD.includes(name));
  return Object.fromEntries(kept);
}

/** Of options that were given, those without an effect, in a sentence; `write` puts a name as the user wrote it. */
export function withoutEffect(
  options: RunOptions,
  circumstances: Circumstances,
  write: (name: string) => string,
): string[] {
  const given = Object.keys(options).filter((name) => !hasEffect(name, circumstances));
  const { method, validation } = circumstances;
  const sentence = (names: string[], why: string) =>
    names.length ? [`${names.map(write).join(', ')} ${names.length > 1 ? 'have' : 'has'} no effect: ${why}`] : [];
  const ofUpdates = given.filter((name) => OF_UPDATES.has(name) && isFit(circumstances));
  const ofChoice = given.filter((name) => OF_CHOICE.has(name) && !ofUpdates.includes(name));
  const others = given.filter((name) => !ofUpdates.includes(name) && !ofChoice.includes(name));
  return [
    ...sentence(ofUpdates, 'with the method head the head is fitted at once, without updates.'),
    ...sentence(ofChoice, `an epoch is chosen by ${ENOUGH_ROWS} validation rows or more, not by ${validation}.`),
    ...sentence(others, `the method ${method} does not use ${others.length > 1 ? 'them' : 'it'}.`),
  ];
}
