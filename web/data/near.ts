// SPDX-License-Identifier: Apache-2.0
// Texts that are nearly equal: the same but for case, punctuation and spacing, or sets of shingles (runs of
// characters, or of words where texts are long) with a Jaccard similarity |A and B| / |A or B| of 0.9 and more.
//
// Exact, not hashed down to signatures: Chaudhuri et al. (ICDE 2006) and Bayardo et al. (WWW 2007). Sets with a
// similarity of t share an element among the first |A| - ceil(t |A|) + 1 of each, in any one order of all elements; with
// the rarest first the lists of who has such an element are short.

export const NEAR = 0.9;

const CHARACTERS = 5;
const WORDS = 3;
/** Mean length from which shingles are of words. */
const LONG = 300;

function normalise(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{Z}\s]+/gu, ' ')
    .trim();
  return plain || text.trim();
}

/** For each text the index of the first one of its group: texts that are nearly equal, and those that are nearly equal to
 * one of them, and so on. */
export function firstAlike(texts: string[]): Int32Array {
  const first = new Int32Array(texts.length);
  const byText = new Map<string, number>();
  const distinct: { text: string; index: number }[] = [];
  texts.forEach((text, i) => {
    const normal = normalise(text);
    const before = byText.get(normal);
    first[i] = before ?? i;
    if (before !== undefined) return;
    byText.set(normal, i);
    distinct.push({ text: normal, index: i });
  });
  const group = components(distinct.map(({ text }) => text));
  const alike = new Int32Array(texts.length);
  distinct.forEach(({ index }, k) => (alike[index] = distinct[group[k]!]!.index));
  return first.map((i) => alike[i]!);
}

/** So many earlier texts are compared with each, those that share its rarest shingles first, and so many are passed over
 * that are in its group already. Only texts made of a few dozen words in ever new orders have more; the bounds keep their
 * time linear. */
const MOST_COMPARED = 1000;
const MOST_PASSED = 5000;

/** The connected components of what is near, each by its first text (union-find; Tarjan 1975). */
function components(texts: string[]): Int32Array {
  const sets = shingleSets(texts);
  const having = new Map<number, number[]>();
  const parent = Int32Array.from(texts, (_, i) => i);
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!;
    return i;
  };
  const looked = new Int32Array(texts.length).fill(-1);
  sets.forEach((set, i) => {
    const prefix = set.subarray(0, set.length - Math.ceil(NEAR * set.length) + 1);
    let [compared, passed] = [0, 0];
    for (const element of prefix) {
      const list = having.get(element);
      for (const k of list ?? []) {
        if (compared >= MOST_COMPARED || passed >= MOST_PASSED) break;
        if (looked[k] === i) continue;
        looked[k] = i;
        const [a, b] = [root(i), root(k)];
        if (a === b) passed++;
        else {
          compared++;
          if (near(set, sets[k]!)) parent[Math.max(a, b)] = Math.min(a, b);
        }
      }
      if (list) list.push(i);
      else having.set(element, [i]);
    }
  });
  return parent.map((_, i) => root(i));
}

function near(a: Float64Array, b: Float64Array): boolean {
  const [less, more] = a.length < b.length ? [a, b] : [b, a];
  if (less.length < NEAR * more.length) return false;
  // common / (|a| + |b| - common) >= t
  const needed = Math.ceil((NEAR / (1 + NEAR)) * (a.length + b.length) - 1e-9);
  let common = 0;
  for (let i = 0, k = 0; i < less.length && k < more.length;) {
    if (common + Math.min(less.length - i, more.length - k) < needed) return false;
    const [x, y] = [less[i]!, more[k]!];
    if (x === y) common++;
    if (x <= y) i++;
    if (y <= x) k++;
  }
  return common >= needed;
}

const BUCKETS = 1 << 20;

/** Sorted sets of shingles, the rarest first: an element is (how often its bucket occurs, its hash). */
function shingleSets(texts: string[]): Float64Array[] {
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const cut = characters > LONG * texts.length ? wordShingles : characterShingles;
  const hashes = texts.map(cut);
  const counts = new Uint32Array(BUCKETS);
  for (const list of hashes) for (const hash of list) counts[hash >>> 12]!++;
  return hashes.map((list) => {
    const keys = new Float64Array(list.length);
    for (let i = 0; i < keys.length; i++) keys[i] = counts[list[i]! >>> 12]! * 4294967296 + list[i]!;
    keys.sort();
    let kept = 0;
    for (let i = 0; i < keys.length; i++) if (i === 0 || keys[i] !== keys[kept - 1]) keys[kept++] = keys[i]!;
    return keys.subarray(0, kept);
  });
}

const FNV = 0x01000193;
const mix = (hash: number, code: number) => Math.imul(hash ^ code, FNV);

/** The bits of FNV spread out, so that its upper ones tell as much as its lower ones. */
const finish = (hash: number) => {
  const x = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (x ^ (x >>> 13)) >>> 0;
};

function characterShingles(text: string): Uint32Array {
  const shingles = new Uint32Array(Math.max(1, text.length - CHARACTERS + 1));
  for (let i = 0; i < shingles.length; i++) {
    let hash = 0x811c9dc5 | 0;
    for (let k = i; k < Math.min(text.length, i + CHARACTERS); k++) hash = mix(hash, text.charCodeAt(k));
    shingles[i] = finish(hash);
  }
  return shingles;
}

function wordShingles(text: string): Uint32Array {
  const words = text.split(' ').map((word) => {
    let hash = 0x811c9dc5 | 0;
    for (let k = 0; k < word.length; k++) hash = mix(hash, word.charCodeAt(k));
    return finish(hash);
  });
  const n = Math.max(1, words.length - WORDS + 1);
  return Uint32Array.from({ length: n }, (_, i) =>
    finish(words.slice(i, i + WORDS).reduce((hash, word) => mix(hash, word), 0x811c9dc5 | 0)),
  );
}
