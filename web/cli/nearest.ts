// SPDX-License-Identifier: Apache-2.0
// What was probably meant by a name that there is not.

/** The name of the fewest edits, at most a third of its letters; else one that has `wanted` as a part between
 * hyphens. */
export function nearest(wanted: string, names: string[]): string | undefined {
  const name = wanted.toLowerCase().replaceAll('_', '-');
  const close = names
    .map((other) => ({ other, edits: editsBetween(name, other.toLowerCase()) }))
    .filter(({ other, edits }) => edits <= Math.max(name.length, other.length) / 3)
    .sort((a, b) => a.edits - b.edits);
  return close[0]?.other ?? names.find((other) => other.split('-').includes(name));
}

/** Of the words of a sentence: ": did you mean X?", or nothing. */
export function didYouMean(wanted: string, names: string[], prefix = ''): string {
  const near = nearest(wanted, names);
  return near === undefined ? '' : `: did you mean ${prefix}${near}?`;
}

/** Letters put in, left out, replaced, and neighbours that changed places (optimal string alignment distance). */
function editsBetween(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const replaced = table[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? table[i - 2]![j - 2]! + 1 : Infinity;
      table[i]![j] = Math.min(table[i - 1]![j]! + 1, table[i]![j - 1]! + 1, replaced, swapped);
    }
  return table[a.length]![b.length]!;
}
