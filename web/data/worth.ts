// SPDX-License-Identifier: Apache-2.0
// Is fine-tuning worth it here? The result beside its baselines, with the paired test, in a sentence.
import type { Baselines, MetricName, Metrics } from '../engine/messages';

/** What the model itself goes by among them. */
export const MODEL = 'fine-tuned';
/** Below this a difference is taken as one. */
const LEVEL = 0.05;

export interface Standing {
  name: MetricName;
  /** The baselines and the model, in this order. */
  values: { what: string; value: number | null }[];
  worth: 'yes' | 'open' | 'no';
  sentence: string;
}

const lower = (name: MetricName) => name === 'rmse';

/** 0.004, < 0.001 */
export const pOf = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`);

/** `rows`: how many were tested on. */
export function standingOf({ primary, baselines }: Baselines, metrics: Metrics, rows: number): Standing {
  const better = (a: number, b: number) => (lower(primary) ? a < b : a > b);
  const values = baselines.map(({ what, metrics: of }) => ({ what, value: of[primary] ?? null }));
  const best = baselines.reduce((a, b) => (better(b.metrics[primary] ?? NaN, a.metrics[primary] ?? NaN) ? b : a));
  const [model, other] = [metrics[primary] ?? null, best.metrics[primary] ?? null];
  const p = best.against?.p ?? 1;
  const standing: Omit<Standing, 'worth' | 'sentence'> = {
    name: primary,
    values: [...values, { what: MODEL, value: model }],
  };
  const wins = model !== null && other !== null && better(model, other);
  const on = `on these ${rows.toLocaleString('en')} test rows`;
  if (p >= LEVEL)
    return {
      ...standing,
      worth: 'open',
      sentence: `Not shown: fine-tuning and ${best.what} cannot be told apart ${on} (${pOf(p)}).`,
    };
  return wins
    ? { ...standing, worth: 'yes', sentence: `Yes: it is better than ${best.what} ${on} (${pOf(p)}).` }
    : { ...standing, worth: 'no', sentence: `No: ${best.what} is better ${on} (${pOf(p)}).` };
}
