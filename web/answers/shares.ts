// SPDX-License-Identifier: Apache-2.0
// Shares of pieces in a score -> shares of words.
import type { Explanation } from '../border/messages';
import { slicer, wordsOf } from '../read/words';

export interface WordShare {
  word: string;
  /** Code points [start, end) of the text. */
  start: number;
  end: number;
  /** Of the score: above 0 it speaks for the label, below 0 against it. */
  share: number;
}

/** Of the words of one text (`part` 1: the second of a pair) that the model read. A piece counts for the word that it
 * begins in; what begins in none, as white space does, is in no word's share. */
export function wordShares(
  text: string,
  { shares, starts, ends, parts }: Pick<Explanation, 'shares' | 'starts' | 'ends' | 'parts'>,
  part = 0,
): WordShare[] {
  const slice = slicer(text);
  const words = wordsOf(text);
  const read = new Map<number, WordShare>();
  const wordAt = (at: number) => {
    let [low, high] = [0, words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle]![1] <= at) low = middle + 1;
      else high = middle;
    }
    const [start, end] = words[low] ?? [Infinity, 0];
    if (start > at) return undefined;
    if (!read.has(start)) read.set(start, { word: slice([start, end]), start, end, share: 0 });
    return read.get(start);
  };
  shares.forEach((share, i) => {
    const word = parts[i] === part && ends[i]! > starts[i]! ? wordAt(starts[i]!) : undefined;
    if (word) word.share += share;
  });
  return [...read.values()].sort((a, b) => a.start - b.start);
}

/** The largest size of a share, for shading; 0 where there is none. */
export const strongest = (words: WordShare[]): number =>
  words.reduce((most, { share }) => Math.max(most, Math.abs(share)), 0);
