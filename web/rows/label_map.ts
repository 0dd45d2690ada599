// SPDX-License-Identifier: Apache-2.0
// Labels <-> class numbers.

export interface LabelMap {
  /** labels[n] is the name of class n: numbers by value, names by the alphabet. */
  labels: string[];
  numbers: Map<string, number>;
}

export function labelMap(values: Iterable<string>): LabelMap {
  const distinct = [...new Set(values)];
  const numeric = distinct.every((label) => Number.isFinite(Number(label)));
  // By code unit and not by locale: the same numbers on every machine.
  const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return numbered(distinct.sort((a, b) => (numeric && Number(a) - Number(b)) || byName(a, b)));
}

/** Labels in an order that is given. */
export function numbered(labels: string[]): LabelMap {
  return { labels, numbers: new Map(labels.map((label, i) => [label, i])) };
}
