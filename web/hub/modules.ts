// SPDX-License-Identifier: Apache-2.0
// What a folder of sentence-transformers computes after its encoder (modules.json), where heads here can read that. One
// that they cannot is refused: without it the encoder would be another one than its folder says.
import { fail } from '../border/failure';
import type { Pooling } from '../border/messages';
import { encoderErrors } from '../words/en/encoder_errors';
import { saying } from '../words/said';
import { POOLING_FILE } from './sentence';

const say = saying('encoderErrors', encoderErrors);

export const MODULES = 'modules.json';

export interface Modules {
  /** Of the encoder, '' for the model's own folder: older releases put it into 0_Transformer. */
  encoder: string;
  /** The file that says how texts are pooled; `isPooled`: the list names its folder. */
  pooling: string;
  isPooled: boolean;
  /** The folder of a Dense layer. */
  dense: string | null;
}

/** Normalize changes no head's answer here beyond what its pooling does already, Dropout none. */
const TAKEN = ['Transformer', 'Pooling', 'Dense', 'Normalize', 'Dropout'];

/** `json`: of the folder called `name`; null: it has none. */
export function modulesOf(name: string, json: string | null): Modules {
  const list: unknown = JSON.parse(json ?? '[]');
  const modules = (Array.isArray(list) ? list : []).map((module: { path?: unknown; type?: unknown } | null) => ({
    type: String(module?.type).split('.').at(-1)!,
    path: typeof module?.path === 'string' && /^[\w-]+$/.test(module.path) ? module.path : '',
  }));
  const kinds = modules.map(({ type }) => type);
  const other = kinds.find((kind, i) => !TAKEN.includes(kind) || kinds.indexOf(kind) < i);
  if (other !== undefined) fail('E_CONFIG', say.module(name, other));
  if (kinds.length && kinds[0] !== 'Transformer') fail('E_CONFIG', say.module(name, kinds[0]!));
  const pathOf = (type: string) => modules.find((module) => module.type === type)?.path;
  const pooled = pathOf('Pooling');
  return {
    encoder: pathOf('Transformer') ?? '',
    pooling: pooled ? `${pooled}/config.json` : POOLING_FILE,
    isPooled: !!pooled,
    dense: pathOf('Dense') ?? null,
  };
}

/** What the file of a Pooling has an encoder's texts given by; before release 6 each way had a key of its own. null: it
 * names none. */
export function poolingOf(name: string, file: string, json: string): Pooling | null {
  const config = JSON.parse(json) as Record<string, unknown>;
  const keys = Object.keys(config).filter((key) => key.startsWith('pooling_mode_') && config[key] === true);
  const ways = [config.pooling_mode ?? keys.map((key) => key.replace(/^pooling_mode_(.*?)(_tokens?)?$/, '$1'))].flat();
  const [way] = ways;
  if (ways.length === 1 && (way === 'mean' || way === 'cls')) return way;
  return ways.length ? fail('E_CONFIG', say.pooled(name, file, ways.join(' + '))) : null;
}

/** Whether a Dense layer is a pooler, as that of BERT's family: tanh of the first token, as wide as the encoder. */
export function isPooler(dense: string, config: string, pooling: Pooling | null): boolean {
  const {
    activation_function: activation,
    in_features,
    out_features,
    bias,
  } = JSON.parse(dense) as Record<string, unknown>;
  const { model_type, hidden_size } = JSON.parse(config) as Record<string, unknown>;
  const square = in_features === hidden_size && out_features === hidden_size && bias !== false;
  return pooling === 'cls' && model_type === 'bert' && square && String(activation).split('.').at(-1) === 'Tanh';
}
