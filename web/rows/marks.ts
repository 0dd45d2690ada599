// SPDX-License-Identifier: Apache-2.0
// Marks of words, put and taken away: tags in, tags out.
import { entitiesOf } from './tags';

/** The words [first, end) as one entity or, where tags mark no entities, each with the tag. Entities that it touches
 * are gone: a word has one mark. */
export function marked(tags: string[], first: number, end: number, type: string, entities: boolean): string[] {
  const free = entities ? unmarked(tags, first, end, true) : [...tags];
  for (let i = first; i < end; i++) free[i] = entities ? `${i === first ? 'B' : 'I'}-${type}` : type;
  return free;
}

/** Without the entities that the words [first, end) touch. */
export function unmarked(tags: string[], first: number, end: number, entities: boolean): string[] {
  const free = [...tags];
  if (!entities) return free.fill('O', first, end);
  for (const entity of entitiesOf(tags))
    if (entity.first < end && entity.end > first) free.fill('O', entity.first, entity.end);
  return free;
}
