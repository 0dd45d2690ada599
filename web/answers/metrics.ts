// SPDX-License-Identifier: Apache-2.0
// The engine's metrics, whatever the task: those that are one number, and the names that lists of them go by.
import type { ClassifierMetrics, Head, MetricName, Metrics, Numbers, Task } from '../border/messages';
import type { ClassMetrics } from '../border/metrics';
import { typesOf } from '../rows/tags';
import { metrics } from '../words/en/metrics';

export type Named = Pick<Head, 'labels' | 'scheme'>;

export function plainMetrics(of: Metrics): Record<string, number> {
  const numbers = Object.entries(of).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return Object.fromEntries(numbers);
}

const LOWER = new Set(['loss', 'mae', 'rmse']);

/** The better of two values of a metric. */
export const better = (name: string, a: number, b: number): boolean => (LOWER.has(name) ? a < b : a > b);

/** The number that measures how good it is, and the one to see beside it. */
export function headlines(numbers: Numbers): [MetricName, MetricName] {
  if ('strict_f1' in numbers) return ['f1', 'strict_f1'];
  if ('subset_accuracy' in numbers) return ['macro_f1', 'micro_f1'];
  return 'pearson' in numbers ? ['pearson', 'spearman'] : ['accuracy', 'macro_f1'];
}

/** In English, for files and the command line. */
export const titleOf = metrics.title;

/** One label a row. */
export const isClassifier = (of: Metrics): of is ClassifierMetrics =>
  of.per_class !== undefined && typeof of.accuracy === 'number';

/** Mistakes by how often they were made, the most frequent first. */
export function mistakes({ confusion, confused }: Metrics): { truth: number; said: number; rows: number }[] {
  const pairs =
    confusion?.flatMap((row, truth) => row.map((rows, said): [number, number, number] => [truth, said, rows])) ??
    confused ??
    [];
  return pairs
    .map(([truth, said, rows]) => ({ truth, said, rows }))
    .filter(({ truth, said, rows }) => truth !== said && rows > 0)
    .sort((a, b) => b.rows - a.rows);
}

/** Of a label; null: no row has it, so there is nothing to measure by. */
export const measured = ({ support, precision, recall, f1 }: ClassMetrics): (number | null)[] =>
  support === 0 ? [null, null, null] : [precision, recall, f1];

/** What their figures count. */
export type Unit = 'rows' | 'spans' | 'words';
export const unitOf = (metrics: Metrics, task: Task): Unit =>
  metrics.per_type ? 'spans' : task === 'token_classification' ? 'words' : 'rows';

/** What is counted one by one: labels, or the types of entities. */
export function namesOf({ labels, scheme }: Named): string[] {
  return scheme === 'iob2' ? typesOf(labels) : labels;
}
