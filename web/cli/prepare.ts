// SPDX-License-Identifier: Apache-2.0
// Steps 1 to 3 for the commands that train or plan: files -> parts, encoder, new head, rows in the engine.
import { engineRows, prepare, type Prepared } from '../data/prepare';
import type { DataInfo, ModelInfo, Part } from '../engine/messages';
import type { NodeEngine } from './engine';
import { openModelFolder, readSource } from './files';
import { sayProblems } from './terminal';
import { integerOf, type Arguments } from './usage';

/** Enough for sentences and short paragraphs; attention's cost grows with the square. */
const DEFAULT_MAX_LENGTH = 128;

export interface Ready {
  engine: NodeEngine;
  prepared: Prepared;
  model: ModelInfo;
  seed: number;
  max_length: number;
  parts: Partial<Record<Part, DataInfo>>;
}

export class Refused extends Error {}

export async function makeReady({ values, options }: Arguments, engine: NodeEngine): Promise<Ready> {
  const seed = Number(options.seed ?? engine.info.schema.options.find(({ name }) => name === 'seed')?.default ?? 1);
  const prepared = await prepareFiles(values, seed);
  const { handlers } = engine;
  await handlers['model.open'](await openModelFolder(values.model!));
  const { labels } = prepared;
  const model = await handlers['head.new']({ task: 'single_label_classification', labels, seed });
  const max_length = maxLength(values, model, DEFAULT_MAX_LENGTH);
  const parts: Ready['parts'] = {};
  for (const part of ['train', 'validation', 'test'] as const) {
    const rows = engineRows(prepared.parts[part], labels);
    parts[part] = await handlers['data.open']({ part, rows, max_length });
  }
  return { engine, prepared, model, seed, max_length, parts };
}

async function prepareFiles(values: Arguments['values'], seed: number): Promise<Prepared> {
  const other = async (path: string | undefined) => (path === undefined ? undefined : readSource(path, values));
  const main = await readSource(values.data!, values);
  const [validation, test] = [await other(values.validation), await other(values.test)];
  const prepared = prepare(main, { seed, validation, test });
  sayProblems(prepared.problems);
  if (!prepared.ok) throw new Refused(`${values.data} cannot be trained on as it is.`);
  return prepared;
}

export function maxLength(values: Arguments['values'], model: ModelInfo, fallback: number): number {
  return integerOf(values, 'max-length', 2) ?? Math.min(fallback, model.config.max_position_embeddings);
}
