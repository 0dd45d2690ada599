// SPDX-License-Identifier: Apache-2.0
// What config.json and tokenizer_config.json of a folder say of its head.
import type { Cut, Origin, Reads } from '../border/messages';
import type { Checkpoint } from './checkpoint';
import { columnsOf, cutOf, trainedOnOf } from './head';

/** Labels in the order of the outputs, of a config that has them. Answers are told by label: one that names two outputs
 * gets a number at the second. */
export function labelsOfConfig(original: string, outputs: number): string[] {
  const { id2label } = JSON.parse(original) as { id2label?: Record<string, unknown> };
  const taken = new Set<string>();
  return Array.from({ length: outputs }, (_, i) => {
    const given = id2label?.[i];
    let label = typeof given === 'string' || typeof given === 'number' ? String(given) : `LABEL_${i}`;
    while (taken.has(label)) label = `${label} (${i})`;
    taken.add(label);
    return label;
  });
}

/** How texts were cut in the training of a model made here; of another as long as its tokenizer says. `positions`: the
 * tokens that a text can have. */
export function cutOfCheckpoint({ config, tokenizerConfig }: Checkpoint, positions: number): Cut {
  const { cut } = JSON.parse(config) as { cut?: object };
  const { model_max_length: most } = JSON.parse(tokenizerConfig ?? '{}') as { model_max_length?: unknown };
  return cutOf({ max_length: Math.min(typeof most === 'number' ? most : Infinity, positions), ...cut });
}

/** What was fitted on validation rows, of a model that was made here. */
export function fittedOfConfig(original: string): { thresholds?: unknown; temperature?: unknown } {
  return JSON.parse(original) as { thresholds?: unknown; temperature?: unknown };
}

/** Of the head that a folder has. */
export function originOf({ config }: Pick<Checkpoint, 'config'>): Origin & { from: 'checkpoint' } {
  const { trained_on, reads } = JSON.parse(config) as { trained_on?: unknown; reads?: unknown };
  return { from: 'checkpoint', trained_on: trainedOnOf(trained_on), reads: readsOf(reads) };
}

/** Of another program's file, where the key may mean anything, null. */
function readsOf(value: unknown): Reads {
  const { texts, columns } = Object(value) as { texts?: unknown; columns?: unknown };
  if (texts !== 1 && texts !== 2) return null;
  return { texts, columns: columnsOf(columns) };
}
