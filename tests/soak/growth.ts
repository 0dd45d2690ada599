// SPDX-License-Identifier: Apache-2.0
// Whether a measure that is taken each minute grows: the last third of its values lies clearly above the second. The
// first third is left out, since caches and compiled code come in it.
//
// A soak draws its moves from one distribution all the time, so where nothing grows the values of both thirds come from
// one distribution too, however much they swing with what is loaded at that minute. Mann and Whitney's test asks for
// nothing more. Neighbouring values are alike, so its z is made smaller by the share of them that counts as
// independent, (1 - r) / (1 + r), with r the correlation of neighbours about the lines through both thirds: about
// lines, since the growth that is looked for would count as likeness. What is found must also be more than a twentieth:
// less is no growth that two hours would show to anybody.

export interface Verdict {
  /** Medians. */
  second: number;
  last: number;
  z: number;
  grows: boolean;
}

/** One in 500 for each measure where nothing grows. */
const SURE = 2.88;
const CLEAR = 0.05;
/** Values of a third: below it no difference could be sure. */
const ENOUGH = 5;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** What is left of them above the line through them. */
function aboutLine(values: readonly number[]): number[] {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const middle = (n - 1) / 2;
  const slope = values.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0) / ((n * (n * n - 1)) / 12);
  return values.map((value, i) => value - mean - slope * (i - middle));
}

/** Of neighbours, 0 to 0.9. */
function likeness(parts: number[][]): number {
  let [products, squares] = [0, 0];
  for (const part of parts)
    aboutLine(part).forEach((value, i, rest) => {
      squares += value * value;
      if (i) products += value * rest[i - 1]!;
    });
  return squares > 0 ? Math.min(0.9, Math.max(0, products / squares)) : 0;
}

/** null: there are too few values to tell. */
export function growth(values: readonly number[]): Verdict | null {
  const third = Math.floor(values.length / 3);
  if (third < ENOUGH) return null;
  const [second, last] = [values.slice(-2 * third, -third), values.slice(-third)];
  let [above, ties] = [0, 0];
  const count = new Map<number, number>();
  for (const a of last) for (const b of second) above += a > b ? 1 : a === b ? 0.5 : 0;
  for (const value of [...second, ...last]) count.set(value, (count.get(value) ?? 0) + 1);
  for (const n of count.values()) ties += n ** 3 - n;
  const n = 2 * third;
  const spread = Math.sqrt(((third * third) / 12) * (n + 1 - ties / (n * (n - 1))));
  const r = likeness([second, last]);
  const z = spread > 0 ? ((above - (third * third) / 2) / spread) * Math.sqrt((1 - r) / (1 + r)) : 0;
  const [before, after] = [median(second), median(last)];
  return { second: before, last: after, z, grows: z > SURE && after > (1 + CLEAR) * before };
}
