// SPDX-License-Identifier: Apache-2.0
// Tags of words: which scheme marks the entities, everything to IOB2, and entities out of tags again.
//
//              San    Jose   ,  Paris  Texas      (Paris and Texas: two places that touch)
//   IOB1       I-LOC  I-LOC  O  I-LOC  B-LOC      B- only where an entity follows one of its own type
//   IOB2       B-LOC  I-LOC  O  B-LOC  B-LOC      B- begins every entity
//   IOBES      B-LOC  E-LOC  O  S-LOC  S-LOC      E- ends one, S- is one alone; BILOU says L- and U-, BMEWO M- and W-
import type { Span } from '../read/words';

type TagScheme = 'IOB1' | 'IOB2' | 'IOBES' | 'BILOU' | 'BMEWO' | 'none';

const ENTITY_TAG = /^[BIESLUMW]-./;

/** At most so many odd entities for each regular one do not make a file one of another scheme. */
const FEW_ODD = 0.02;
/** More tags that mark none, for each that does, make it a file of plain tags. */
const MOST_ODD = 0.05;

/** Tags such as "o", "0" and "B_X", in a file where hardly any but O marks no entity. */
export function oddTags(sentences: string[][]): Set<string> {
  const odd = new Set<string>();
  let [marks, others] = [0, 0];
  for (const tag of sentences.flat()) {
    if (tag === 'O') continue;
    if (ENTITY_TAG.test(tag)) marks++;
    else {
      others++;
      odd.add(tag);
    }
  }
  return others > MOST_ODD * marks ? new Set() : odd;
}

/** `none`: tags that mark no entities (parts of speech), or tags of O only. */
export function tagScheme(sentences: string[][]): TagScheme {
  const prefixes = new Set<string>();
  let begun = 0; // entities that begin with B-
  let bare = 0; // entities that begin with I-
  for (const tags of sentences)
    for (let i = 0; i < tags.length; i++) {
      const tag = tags[i]!;
      if (tag === 'O') continue;
      if (!ENTITY_TAG.test(tag)) return 'none';
      prefixes.add(tag[0]!);
      const touches = i > 0 && tags[i - 1]!.slice(1) === tag.slice(1);
      if (touches) continue;
      if (tag[0] === 'B') begun++;
      if (tag[0] === 'I') bare++;
    }
  if (prefixes.size === 0) return 'none';
  if (prefixes.has('M') || prefixes.has('W')) return 'BMEWO';
  if (prefixes.has('L') || prefixes.has('U')) return 'BILOU';
  if (prefixes.has('E') || prefixes.has('S')) return 'IOBES';
  // In IOB1 hardly an entity that touches none of its type begins with B-; in IOB2 hardly one begins with I-.
  return bare > 0 && begun <= bare * FEW_ODD ? 'IOB1' : 'IOB2';
}

/** One sentence in IOB2. An I- (M-, E-, L-) that continues nothing begins an entity, as conlleval reads it. */
export function toIob2(tags: string[]): string[] {
  let open = '';
  return tags.map((tag) => {
    const [prefix, type] = [tag[0]!, tag.slice(2)];
    if (tag === 'O' || !ENTITY_TAG.test(tag)) {
      open = '';
      return tag;
    }
    const begins = 'BSUW'.includes(prefix) || open !== type;
    open = 'ESLUW'.includes(prefix) ? '' : type;
    return `${begins ? 'B' : 'I'}-${type}`;
  });
}

/** Tags of a sentence that toIob2 has to guess at: a continuation of nothing. */
export function brokenTags(tags: string[]): boolean {
  return tags.some((tag, i) => {
    if (!/^[IMEL]-/.test(tag)) return false;
    const before = tags[i - 1] ?? 'O';
    return !(/^[BIM]-/.test(before) && before.slice(2) === tag.slice(2));
  });
}

/** Output 0 is O, 2t+1 begins type t, 2t+2 continues it; types by the alphabet. */
export function iob2Labels(tags: Iterable<string>): string[] {
  const types = new Set<string>();
  for (const tag of tags) if (tag !== 'O') types.add(tag.slice(2));
  return ['O', ...[...types].sort().flatMap((type) => [`B-${type}`, `I-${type}`])];
}

export interface Entity {
  type: string;
  /** Words [first, end). */
  first: number;
  end: number;
}

/** Whether a model's labels mark entities: of models made elsewhere also in another scheme than IOB2, or by types
 * alone. */
export const marksEntities = (labels: string[], scheme: 'iob2' | 'none'): boolean =>
  scheme === 'iob2' || labels.includes('O');

/** What it marks a word as. */
export const typeOf = (tag: string): string => (ENTITY_TAG.test(tag) ? tag.slice(2) : tag);

/** Of labels without prefixes neighbours of one type are one entity. */
export const inside = (tag: string): string => (tag === 'O' || ENTITY_TAG.test(tag) ? tag : `I-${tag}`);

/** Entities of tags, read leniently: an I- after O or another type begins one. */
export function entitiesOf(tags: string[]): Entity[] {
  const entities: Entity[] = [];
  toIob2(tags).forEach((tag, i) => {
    const last = entities.at(-1);
    if (tag.startsWith('B-')) entities.push({ type: tag.slice(2), first: i, end: i + 1 });
    else if (tag.startsWith('I-') && last) last.end = i + 1;
  });
  return entities;
}

/** IOB2 tags of words for spans over the text. A word belongs to the first span that it touches. `inside` says of
 * each span whether it begins and ends where words do. */
export function tagWords(words: Span[], spans: { start: number; end: number; label: string }[]) {
  const tags = new Array<string>(words.length).fill('O');
  const whole: boolean[] = [];
  const taken: boolean[] = [];
  for (const { start, end, label } of spans) {
    const touched = words.flatMap(([from, to], i) => (from < end && to > start ? [i] : []));
    const [first, last] = [touched[0], touched.at(-1)];
    whole.push(first !== undefined && words[first]![0] === start && words[last!]![1] === end);
    const free = first !== undefined && touched.every((i) => tags[i] === 'O');
    taken.push(free);
    if (free) touched.forEach((i, place) => (tags[i] = `${place ? 'I' : 'B'}-${label}`));
  }
  return { tags, whole, taken };
}

/** The types behind labels in the order of iob2Labels. */
export function typesOf(labels: string[]): string[] {
  return labels.filter((label) => label.startsWith('B-')).map((label) => label.slice(2));
}
