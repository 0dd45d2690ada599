// SPDX-License-Identifier: Apache-2.0
// The engine's metrics, whatever the task: those that are one number, and the names that lists of them go by.
import type { Head, Metrics } from '../engine/messages';
import { typesOf } from './tags';

export type Named = Pick<Head, 'labels' | 'scheme'>;

export function plainMetrics(metrics: Metrics): Record<string, number> {
  const numbers = Object.entries(metrics).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return Object.fromEntries(numbers);
}

/** What is counted one by one: labels, or the types of entities. */
export function namesOf({ labels, scheme }: Named): string[] {
  return scheme === 'iob2' ? typesOf(labels) : labels;
}
