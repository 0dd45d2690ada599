// SPDX-License-Identifier: Apache-2.0
// Lines over steps, read at a step and as a table.
export interface Line {
  label: string;
  /** A custom property of tokens.css, as "--accent". */
  color: string;
  values: (number | null)[];
  faint?: boolean | undefined;
  points?: boolean | undefined;
  dashed?: boolean | undefined;
  /** Of its values as they are read; that of the axis where it has none. */
  format?: ((value: number) => string) | undefined;
}

/** At most so many rows, and those with a value of a line that has few. */
const MOST = 60;

/** The last value up to there; null: the line has none yet. */
export function valueAt({ values }: Pick<Line, 'values'>, i: number): number | null {
  for (let at = Math.min(i, values.length - 1); at >= 0; at--) if (values[at] != null) return values[at]!;
  return null;
}

/** What an axis shows of values that lie between these: so much that short labels tell its ends apart. */
export function spread(least: number, most: number): [number, number] {
  const half = 0.6 * Math.max(most - least, 0.02, 0.01 * Math.abs(most));
  const low = (least + most) / 2 - half;
  return [least < 0 ? low : Math.max(0, low), (least + most) / 2 + half];
}

/** Indices of the steps that a table shows: evenly spread, the last one, and all of lines with gaps. */
export function rowsOf(steps: number[], lines: Pick<Line, 'values'>[]): number[] {
  const every = Math.ceil(steps.length / MOST);
  const sparse = lines.filter(({ values }) => {
    const known = values.filter((value) => value !== null).length;
    return known > 0 && known <= MOST && known < values.length;
  });
  return steps
    .map((_, i) => i)
    .filter((i) => i % every === 0 || i === steps.length - 1 || sparse.some(({ values }) => values[i] != null));
}
