// SPDX-License-Identifier: Apache-2.0
// Is fine-tuning worth it here? The result beside its baselines, with the paired test, in a sentence.
import type { Baselines, MetricName, Metrics, RunOptions } from '../engine/messages';

/** Below this a difference is taken as one. */
const LEVEL = 0.05;

export interface Standing {
  name: MetricName;
  /** The baselines and the model, in this order. */
  values: { what: string; value: number | null }[];
  /** What the model itself goes by among them. */
  model: string;
  /** "Is fine-tuning worth it here?" */
  question: string;
  worth: 'yes' | 'open' | 'no';
  sentence: string;
}

const lower = (name: MetricName) => name === 'rmse';

/** 0.004, < 0.001 */
export const pOf = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`);

/** `rows`: how many were tested on; `options`: of the training. */
export function standingOf(
  { primary, baselines }: Baselines,
  metrics: Metrics,
  rows: number,
  options: RunOptions,
): Standing {
  const head = options['method'] === 'head';
  const [made, how] = head ? ['trained head', 'the trained head'] : ['fine-tuned', 'fine-tuning'];
  const better = (a: number, b: number) => (lower(primary) ? a < b : a > b);
  const values = baselines.map(({ what, metrics: of }) => ({ what, value: of[primary] ?? null }));
  const best = baselines.reduce((a, b) => (better(b.metrics[primary] ?? NaN, a.metrics[primary] ?? NaN) ? b : a));
  const [own, other] = [metrics[primary] ?? null, best.metrics[primary] ?? null];
  const p = best.against?.p ?? 1;
  const standing: Omit<Standing, 'worth' | 'sentence'> = {
    name: primary,
    values: [...values, { what: made!, value: own }],
    model: made!,
    question: `Is ${how} worth it here?`,
  };
  const wins = own !== null && other !== null && better(own, other);
  const on = `on these ${rows.toLocaleString('en')} test rows`;
  if (p >= LEVEL)
    return {
      ...standing,
      worth: 'open',
      sentence: `Not shown: ${how} and ${best.what} cannot be told apart ${on} (${pOf(p)}).`,
    };
  return wins
    ? { ...standing, worth: 'yes', sentence: `Yes: it is better than ${best.what} ${on} (${pOf(p)}).` }
    : { ...standing, worth: 'no', sentence: `No: ${best.what} is better ${on} (${pOf(p)}).` };
}
