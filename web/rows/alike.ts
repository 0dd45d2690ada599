// SPDX-License-Identifier: Apache-2.0
// Texts that are nearly equal, over all files of the user's.
import { textKey, type Files } from './files';
import { firstAlike } from './near';

/** For each example the first one of its group of nearly equal ones, as an index into main, validation and test one
 * after the other. */
export interface Alike {
  main: Int32Array;
  validation: Int32Array;
  test: Int32Array;
}

export function findAlike({ main, validation, test }: Files): Alike {
  const all = alikeOf([...main, ...(validation ?? []), ...(test ?? [])].map(textKey));
  const end = main.length + (validation?.length ?? 0);
  return { main: all.slice(0, main.length), validation: all.slice(main.length, end), test: all.slice(end) };
}

/** Found last: another column of labels leaves the texts as they are. Two, since edited rows are split as they were
 * before. */
let kept: { texts: string[]; first: Int32Array }[] = [];

function alikeOf(texts: string[]): Int32Array {
  const same = (other: string[]) => texts.length === other.length && texts.every((text, i) => text === other[i]);
  const found = kept.find((one) => same(one.texts)) ?? { texts, first: firstAlike(texts) };
  kept = [found, ...kept.filter((one) => one !== found).slice(0, 1)];
  return found.first;
}
