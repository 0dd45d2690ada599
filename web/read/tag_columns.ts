// SPDX-License-Identifier: Apache-2.0
// Of several columns with a tag for each word, the one that is most likely meant: entities, then parts of speech.

const ENTITY = /^(O|[BIESLUMW]-\S+)$/;
const UNTYPED = /^[BIOESLU]$/;
/** Types of phrases, which CoNLL-2000 and CoNLL-2003 mark as entities are marked. */
const PHRASE = /^(O|[BI]-(NP|VP|PP|ADVP|ADJP|SBAR|PRT|CONJP|INTJ|LST|UCP))$/;
const MOST_TAGS = 100;
/** Columns of CoNLL-U that are no tags, unless they mark entities. */
const NO_TAGS = /^(id|form|lemma|head|deps|misc)$/i;

/** Tags that mark entities, typed or not. */
export function isEntityTags(tags: string[]): boolean {
  const marks = (pattern: RegExp, begins: RegExp) =>
    tags.some((tag) => begins.test(tag)) && tags.filter((tag) => pattern.test(tag)).length > 0.98 * tags.length;
  return marks(ENTITY, /^[BIESLUMW]-/) || (tags.includes('O') && marks(UNTYPED, /^[BI]$/));
}

function rank(name: string, tags: string[]): number {
  if (tags.length === 0 || tags.every((tag) => tag === '_')) return 0;
  if (isEntityTags(tags)) return tags.every((tag) => PHRASE.test(tag)) ? 4 : 6;
  if (NO_TAGS.test(name)) return 0;
  if (/^(ner|entit)|_ner$/i.test(name)) return 5;
  if (/^(tags?|labels?|y)$/i.test(name)) return 4;
  if (/^(upos|universal)/i.test(name)) return 3;
  if (/pos|chunk/i.test(name)) return 2;
  const distinct = new Set(tags).size;
  return distinct > 1 && distinct <= Math.min(MOST_TAGS, tags.length / 2) ? 1 : 0;
}

interface TagColumn {
  name: string;
  /** Of the first sentences. */
  tags: string[];
}

/** Indices of the columns with tags, the likeliest first; of equals the one that marks more words (a column of entities
 * within others marks fewer), then the last. */
export function rankTagColumns(columns: TagColumn[]): number[] {
  const ranks = columns.map(({ name, tags }, i) => ({
    ...{ i, rank: rank(name, tags) },
    marked: isEntityTags(tags) ? tags.filter((tag) => tag !== 'O').length : 0,
  }));
  return ranks
    .filter((one) => one.rank > 0)
    .sort((a, b) => b.rank - a.rank || b.marked - a.marked || b.i - a.i)
    .map(({ i }) => i);
}
