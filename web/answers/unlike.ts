// SPDX-License-Identifier: Apache-2.0
// Texts that are unlike the training rows: which of them are turned away, "none of these", and what that costs.
import type { Reference } from '../border/messages';
import { unlike } from '../words/en/unlike';

/** From this share on a text is turned away; null: none is. */
export type Limit = number | null;

export const turnsAway = (share: number, limit: Limit): boolean => limit !== null && share >= limit;

/** Of n rows and one more text of their kind each is the strangest as often: with 19 or fewer that is no rare thing. */
export const isFew = ({ count }: Reference): boolean => count < 20;

/** How many of the rows that texts are compared with would be turned away: the strangest. */
export function turnedAway({ count }: Reference, limit: Limit): number {
  if (limit === null) return 0;
  return Math.max(0, count - Math.ceil(limit * count - 1e-9));
}

/** "the 150 validation rows", in English. */
export const nameOfReference = ({ reference, count }: Reference): string =>
  unlike.rows(reference === 'training', count);
