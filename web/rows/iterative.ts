// SPDX-License-Identifier: Apache-2.0
// Iterative stratification: Sechidis, Tsoumakas, Vlahavas, "On the stratification of multi-label data" (ECML PKDD
// 2011). The label with the fewest rows left is dealt out first, each row to the part that lacks this label most.

/** The part of each item. `order`: all items, in that in which they are dealt out. `sizes`: rows of an item (equal
 * texts are one); `shares` of the parts, with the sum 1. */
export function iterativeStratification(
  labels: number[][],
  sizes: number[],
  shares: number[],
  order: number[],
): number[] {
  const part = new Array<number>(labels.length).fill(-1);
  const having = new Map<number, number[]>();
  for (const item of order)
    for (const label of labels[item]!) {
      const items = having.get(label);
      if (items) items.push(item);
      else having.set(label, [item]);
    }
  const rowsOf = (items: number[]) => items.reduce((sum, item) => sum + sizes[item]!, 0);
  const all = rowsOf(order);
  // Rows that each part still lacks: of any kind, and of each label.
  const wanted = shares.map((share) => share * all);
  const wantedOf = new Map([...having].map(([label, items]) => [label, shares.map((share) => share * rowsOf(items))]));
  const left = new Map([...having].map(([label, items]) => [label, items.length]));

  const place = (item: number, most: number[]) => {
    // Of the parts that lack it equally, the one that lacks rows of any kind most; then the first.
    let best = 0;
    for (let k = 1; k < shares.length; k++) {
      const difference = most[k]! - most[best]!;
      if (difference > 1e-9 || (difference > -1e-9 && wanted[k]! > wanted[best]! + 1e-9)) best = k;
    }
    part[item] = best;
    wanted[best]! -= sizes[item]!;
    for (const label of labels[item]!) {
      wantedOf.get(label)![best]! -= sizes[item]!;
      left.set(label, left.get(label)! - 1);
    }
  };

  for (;;) {
    let rarest = -1;
    for (const [label, n] of left)
      if (n > 0 && (rarest < 0 || n < left.get(rarest)! || (n === left.get(rarest) && label < rarest))) rarest = label;
    if (rarest < 0) break;
    for (const item of having.get(rarest)!) if (part[item]! < 0) place(item, wantedOf.get(rarest)!);
  }
  for (const item of order) if (part[item]! < 0) place(item, wanted);
  return part;
}
