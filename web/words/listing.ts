// SPDX-License-Identifier: Apache-2.0
// The first few of a list and how many more there are, to be put into a sentence.
export interface Some {
  shown: readonly (string | number)[];
  more: number;
}

const MOST = 5;

export const some = (all: readonly (string | number)[], most = MOST): Some =>
  all.length <= most ? { shown: all, more: 0 } : { shown: all.slice(0, most), more: all.length - most };

/** "3", "3, 5 and 8", "3, 5 and 20 more"; `others` says "20 more". */
export function listing({ shown, more }: Some, and: string, others: (n: number) => string): string {
  const before = more ? shown : shown.slice(0, -1);
  const last = more ? others(more) : String(shown.at(-1));
  return before.length ? `${before.join(', ')} ${and} ${last}` : last;
}
