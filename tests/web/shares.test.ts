// SPDX-License-Identifier: Apache-2.0
// Shares of pieces are summed to words, by code points, in either text of a pair.
import { expect, test } from 'vitest';
import { strongest, wordShares } from '../../web/answers/shares';

const pieces = (list: [share: number, start: number, end: number, part?: number][]) => ({
  shares: list.map(([share]) => share),
  starts: list.map(([, start]) => start),
  ends: list.map(([, , end]) => end),
  parts: list.map(([, , , part = 0]) => part),
});

test('pieces count for the word they begin in, windows add up, and code points are counted', () => {
  const words = wordShares('😀 unhappy day', pieces([[1, 0, 1], [0.5, 2, 4], [-2, 4, 9], [0.25, 10, 13], [0.25, 10, 13]])); // prettier-ignore
  expect(words.filter(({ share }) => share)).toEqual([
    { word: '😀', start: 0, end: 1, share: 1 },
    { word: 'unhappy', start: 2, end: 9, share: -1.5 },
    { word: 'day', start: 10, end: 13, share: 0.5 },
  ]);
  expect(strongest(words)).toBe(1.5);
});

test('the second text of a pair has its own pieces, and white space is no word', () => {
  const all = pieces([[1, 0, 3], [2, 0, 2, 1], [4, 3, 3], [8, 3, 4, 1]]); // prettier-ignore
  expect(wordShares('one two', all).map(({ share }) => share)).toEqual([1]);
  expect(wordShares('an ox', all, 1).map(({ share }) => share)).toEqual([2, 8]);
  expect(strongest(wordShares('', all))).toBe(0);
});

test('of a long text the words that were read are listed, and no others', () => {
  const words = wordShares(
    'ox '.repeat(100_000),
    pieces([
      [2, 3, 5],
      [1, 0, 2],
    ]),
  );
  expect(words.map(({ start, share }) => [start, share])).toEqual([[0, 1], [3, 2]]); // prettier-ignore
});
