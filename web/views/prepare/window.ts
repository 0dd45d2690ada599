// SPDX-License-Identifier: Apache-2.0
// Which of many lines of one height are in sight. Browsers cut elements that are higher than some ten million pixels:
// from there on the scroll bar moves faster than the lines.
const MOST_PIXELS = 8_000_000;

interface Wanted {
  count: number;
  /** Of a line, and of what is in sight, in pixels. */
  height: number;
  high: number;
  /** How far it is scrolled. */
  top: number;
  /** Lines to draw above and below. */
  beyond: number;
}

export interface View {
  /** The height of all, for the scroll bar. */
  total: number;
  /** Lines to draw, in their order; `also` is one of them. */
  indices: (also: number) => number[];
  /** Where a line is drawn. */
  top: (index: number) => number;
  /** What is drawn is the same for all scrolls of the same step. */
  step: (top: number) => number;
  /** How far to scroll so that a line is in sight, from `top`. */
  scrollTo: (index: number, top: number) => number;
}

export function windowOf({ count, height, high, top, beyond }: Wanted): View {
  const all = count * height;
  const total = Math.min(all, Math.max(MOST_PIXELS, high));
  /** Pixels of lines for a pixel of the scroll bar. */
  const faster = total > high ? (all - high) / (total - high) : 1;
  const at = Math.min(top, Math.max(0, total - high));
  const before = at * faster; // of lines that are above what is in sight
  const first = Math.max(0, Math.floor(before / height) - beyond);
  const end = Math.min(count, Math.ceil((before + high) / height) + 1 + beyond);
  return {
    total,
    indices(also) {
      const list = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
      if (also < 0 || also >= count || (also >= first && also < end)) return list;
      return also < first ? [also, ...list] : [...list, also];
    },
    top: (index) => index * height - before + at,
    step: (from) => (faster === 1 ? from - (from % height) : from),
    scrollTo(index, from) {
      const seen = Math.min(from, Math.max(0, total - high)) * faster;
      const line = index * height;
      const wanted = line < seen ? line : line + height > seen + high ? line + height - high : seen;
      return wanted === seen ? from : wanted / faster;
    },
  };
}
