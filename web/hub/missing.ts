// SPDX-License-Identifier: Apache-2.0
// A folder that is no whole model: which of its files is missing.
import { fail } from '../border/failure';
import { encoderErrors } from '../words/en/encoder_errors';
import { saying } from '../words/said';
import type { Folder } from './folder';
import { ADAPTER_WEIGHTS } from './lora';
import { ADAPTER_CONFIG } from './targets';
import { INDEX } from './weights';

const say = saying('encoderErrors', encoderErrors);

const SHARD = /^(.+)-\d{5}-of-\d{5}(\.(?:safetensors|bin))$/;

export async function refuseWithoutConfig(folder: Folder): Promise<never> {
  const has_config = await folder.open(ADAPTER_CONFIG); // an adapter where none is read
  for (const file of has_config ? [] : ADAPTER_WEIGHTS)
    if (await folder.open(file)) fail('E_DATA', say.lacksBeside(folder.name, ADAPTER_CONFIG, file));
  return fail('E_DATA', say.noConfig(folder.name));
}

export function refuseWithoutWeights(folder: Folder): never {
  const shard = folder.names?.map((name) => SHARD.exec(name)).find((found) => !!found);
  return shard
    ? fail('E_DATA', say.lacksBeside(folder.name, `${shard[1]}${shard[2]}${INDEX}`, shard[0]))
    : fail('E_DATA', say.noWeights(folder.name));
}
