// SPDX-License-Identifier: Apache-2.0
// A folder that is no whole model: which of its files is missing; and what was taken for a model, or a head, and is
// none.
import { fail } from '../border/failure';
import { encoderErrors } from '../words/en/encoder_errors';
import { saying, type Said } from '../words/said';
import type { Folder, OpenFile } from './folder';
import { ADAPTER_WEIGHTS } from './lora';
import { joined } from './joined';
import { peek } from './passing';
import { ADAPTER_CONFIG } from './targets';
import { INDEX } from './weights';

const say = saying('encoderErrors', encoderErrors);

const SHARD = /^(.+)-\d{5}-of-\d{5}(\.(?:safetensors|bin))$/;

/** Files of rows, which step 1 reads. */
const ROWS = /\.(csv|tsv|jsonl|ndjson|xlsx|parquet|conll|conllu)$/i;
const MOST_HEADER = 1 << 20;

/** Its metadata says so. */
async function isHead(file: OpenFile): Promise<boolean> {
  let front = new Uint8Array();
  for await (const piece of file.stream()) {
    front = joined([front, piece]);
    const seen = peek(front, MOST_HEADER);
    if (seen) return seen.metadata.tabtune === 'head';
  }
  return false;
}

/** What was taken for a model, and where it belongs; null: that is not known. */
export async function elsewhere({ names = [], open }: Folder): Promise<Said | null> {
  for (const name of names.filter((each) => each.endsWith('.safetensors'))) {
    const file = await open(name);
    if (file && (await isHead(file))) return say.isHead(name);
  }
  return names.length && names.every((name) => ROWS.test(name)) ? say.isData(names[0]!) : null;
}

/** Of a file with this header that was taken for a head, where it is more than that. */
export function refuseAsHead(file: string, header: object): void {
  const has = (part: RegExp) => Object.keys(header).some((name) => part.test(name));
  const is_adapter = has(/\blora_[AB]\b/);
  if (is_adapter || has(/\bembeddings\b/)) fail('E_FORMAT', say.asModel(file, is_adapter), 0);
}

export async function refuseWithoutConfig(folder: Folder): Promise<never> {
  const has_config = await folder.open(ADAPTER_CONFIG); // an adapter where none is read
  for (const file of has_config ? [] : ADAPTER_WEIGHTS)
    if (await folder.open(file)) fail('E_DATA', say.lacksBeside(folder.name, ADAPTER_CONFIG, file));
  return fail('E_DATA', (await elsewhere(folder)) ?? say.noConfig(folder.name));
}

export function refuseWithoutWeights(folder: Folder): never {
  const shard = folder.names?.map((name) => SHARD.exec(name)).find((found) => !!found);
  return shard
    ? fail('E_DATA', say.lacksBeside(folder.name, `${shard[1]}${shard[2]}${INDEX}`, shard[0]))
    : fail('E_DATA', say.noWeights(folder.name));
}
