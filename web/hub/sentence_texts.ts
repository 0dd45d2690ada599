// SPDX-License-Identifier: Apache-2.0
// What a folder of sentence-transformers has done to texts before they are cut into tokens. It is not done here, which
// is told.
import { modelRemarks } from '../words/en/model_remarks';
import { saying, type Said } from '../words/said';
import type { Folder } from './folder';
import { readJson } from './json_file';

const say = saying('modelRemarks', modelRemarks);

const LOWERS = 'sentence_bert_config.json';
const PROMPTS = 'config_sentence_transformers.json';

async function settings(folder: Folder, path: string): Promise<Record<string, unknown>> {
  return JSON.parse((await readJson(folder, path)) ?? '{}') as Record<string, unknown>;
}

/** `encoder`: the folder of that module. `lowered`: of a tokenizer that keeps capitals. */
export async function textRemarks(
  name: string,
  folder: Folder,
  encoder: Folder,
): Promise<{ prompted: Said[]; lowered: Said | null }> {
  const { prompts, default_prompt_name: by } = await settings(folder, PROMPTS);
  const prompt: unknown = typeof by === 'string' ? (Object(prompts) as Record<string, unknown>)[by] : null;
  const { do_lower_case: lowers } = await settings(encoder, LOWERS);
  return {
    prompted: typeof prompt === 'string' && prompt ? [say.prompted(name, PROMPTS, prompt)] : [],
    lowered: lowers === true ? say.lowered(name, LOWERS) : null,
  };
}
