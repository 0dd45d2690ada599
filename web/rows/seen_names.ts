// SPDX-License-Identifier: Apache-2.0
// Names of the test rows that training rows have too: finding them again says little about new ones.
import type { Part } from '../border/messages';
import { asNote, type Problem } from '../read/problems';
import type { Example } from '../read/table';
import { findings } from '../words/en/findings';
import { saying } from '../words/said';
import { entitiesOf } from './tags';

const say = saying('findings', findings);

/** From this share on it is told; of news less than half is as a rule. */
const MANY = 0.8;
/** Of fewer names a share says nothing. */
const ENOUGH = 10;

const namesOf = ({ text, words = [], tags = [] }: Example): string[] =>
  entitiesOf(tags).map(({ type, first, end }) => `${type} ${text.slice(words[first]![0], words[end - 1]![1])}`);

export function checkSeenNames({ train, test }: Pick<Record<Part, Example[]>, 'train' | 'test'>): Problem[] {
  const known = new Set(train.flatMap(namesOf));
  const names = test.flatMap(namesOf);
  const seen = names.filter((name) => known.has(name)).length;
  if (names.length < ENOUGH || seen < MANY * names.length) return [];
  return [asNote(say.seenNames(seen, names.length))];
}
