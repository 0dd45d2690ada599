// SPDX-License-Identifier: Apache-2.0
// Texts that are nearly equal: the same but for case, punctuation and spacing, or sets of shingles (runs of
// characters, or of words where texts are long) with a Jaccard similarity |A and B| / |A or B| of 0.9 and more.
//
// Exact, not hashed down to signatures: Chaudhuri et al. (ICDE 2006) and Bayardo et al. (WWW 2007). Sets with a
// similarity of t share an element among the first |A| - ceil(t |A|) + 1 of each, in any one order of all elements;
// with the rarest first the lists of who has such an element are short.

const NEAR = 0.9;

const CHARACTERS = 5;
const WORDS = 3;
/** Mean length from which shingles are of words. */
const LONG = 300;

/** The punctuation and white space of ASCII. */
const ASCII_MARKS = /[\s!"#%&'()*,\-./:;?@[\\\]_{}]+/g;

/** What texts have in common that differ in case, punctuation and spacing alone. */
export function normalise(text: string): string {
  const ascii = /^[\t\n\r -~]*$/.test(text);
  const plain = ascii
    ? text.toLowerCase().replace(ASCII_MARKS, ' ').trim()
    : text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[\p{P}\p{Z}\s]+/gu, ' ')
        .trim();
  return plain || text.trim();
}

/** For each text the index of the first one of its group: texts that are nearly equal, and those that are nearly equal
 * to one of them, and so on. */
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

/** So many shingles that two near texts share are found before they are compared: sets with a similarity of t share k
 * elements among the first |A| - ceil(t |A|) + k of each (Wang, Li & Feng, SIGMOD 2012). */
const SHARED = 3;
/** So many earlier texts are compared with each, and so many entries of the lists are looked at, the newest first. Only
 * texts made of a few dozen words in ever new orders have more; the bounds keep their time linear. */
const MOST_COMPARED = 300;
const MOST_LOOKED = 2000;

/** The connected components of what is near, each by its first text (union-find; Tarjan 1975). */
function components(texts: string[]): Int32Array {
  const shingles = new Shingles(texts);
  const seen = new Postings();
  const parent = Int32Array.from(texts, (_, i) => i);
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!;
    return i;
  };
  const counted = new Int32Array(texts.length).fill(-1);
  const shared = new Uint8Array(texts.length);
  const needs = new Uint8Array(texts.length);
  texts.forEach((_, i) => {
    const { elements, distinct } = shingles.prefix(i);
    needs[i] = Math.min(SHARED, Math.ceil(NEAR * distinct));
    let [compared, looked] = [0, 0];
    for (const element of elements)
      for (let at = seen.last(element); at >= 0; at = seen.before(at)) {
        if (compared >= MOST_COMPARED || looked++ >= MOST_LOOKED) break;
        if (!seen.is(at, element)) continue;
        const k = seen.text(at);
        shared[k] = counted[k] === i ? shared[k]! + 1 : 1;
        counted[k] = i;
        if (shared[k] !== Math.min(needs[i]!, needs[k]!)) continue;
        const [a, b] = [root(i), root(k)];
        if (a === b) continue;
        compared++;
        if (near(shingles.set(i), shingles.set(k))) parent[Math.max(a, b)] = Math.min(a, b);
      }
    for (const element of elements) seen.add(element, i);
  });
  return parent.map((_, i) => root(i));
}

/** Which texts have a shingle: chains of a hash table, the newest first. */
class Postings {
  private readonly heads = new Int32Array(1 << 20).fill(-1);
  private elements = new Uint32Array(1 << 12);
  private texts = new Int32Array(1 << 12);
  private next = new Int32Array(1 << 12);
  private used = 0;

  add(element: number, text: number): void {
    if (this.used === this.texts.length) this.grow();
    const head = element >>> 12;
    this.elements[this.used] = element;
    this.texts[this.used] = text;
    this.next[this.used] = this.heads[head]!;
    this.heads[head] = this.used++;
  }

  /** Places in chains; -1: its end. Elements of the same head are in one chain. */
  last = (element: number): number => this.heads[element >>> 12]!;
  before = (at: number): number => this.next[at]!;
  text = (at: number): number => this.texts[at]!;
  is = (at: number, element: number): boolean => this.elements[at] === element;

  private grow(): void {
    const [elements, texts, next] = [this.elements, this.texts, this.next];
    this.elements = new Uint32Array(2 * this.used);
    this.texts = new Int32Array(2 * this.used);
    this.next = new Int32Array(2 * this.used);
    this.elements.set(elements);
    this.texts.set(texts);
    this.next.set(next);
  }
}

/** Sorted sets of hashes. */
function near(a: Uint32Array, b: Uint32Array): boolean {
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

const MOST_COUNTED = 0xffff;

/** Hashes of the shingles of each text, and how often each occurs in all of them, by buckets. */
class Shingles {
  private readonly ends: Int32Array;
  private readonly hashes: Uint32Array;
  private readonly shift: number;
  private readonly counts: Uint16Array;
  private readonly sets = new Map<number, Uint32Array>();

  constructor(texts: string[]) {
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    const cut = characters > LONG * texts.length ? wordShingles : characterShingles;
    this.ends = new Int32Array(texts.length);
    this.hashes = new Uint32Array(characters + texts.length);
    let used = 0;
    texts.forEach((text, i) => (this.ends[i] = used = cut(text, this.hashes, used)));
    const bits = Math.min(24, Math.max(16, Math.ceil(Math.log2(4 * used + 1))));
    this.shift = 32 - bits;
    this.counts = new Uint16Array(2 ** bits);
    for (let k = 0; k < used; k++) {
      const bucket = this.hashes[k]! >>> this.shift;
      if (this.counts[bucket]! < MOST_COUNTED) this.counts[bucket]!++;
    }
  }

  private of(i: number): Uint32Array {
    return this.hashes.subarray(i === 0 ? 0 : this.ends[i - 1], this.ends[i]);
  }

  /** Each of its hashes once, ascending. */
  set(i: number): Uint32Array {
    let set = this.sets.get(i);
    if (set) return set;
    const sorted = this.of(i).slice().sort();
    let kept = 0;
    for (const hash of sorted) if (kept === 0 || hash !== sorted[kept - 1]) sorted[kept++] = hash;
    this.sets.set(i, (set = sorted.subarray(0, kept)));
    return set;
  }

  /** The rarest ones, of which two near texts share some. Those that occur once are left out: no other text has them.
   * `distinct`: how many there are, or at least SHARED. */
  prefix(i: number): { elements: number[]; distinct: number } {
    const hashes = this.of(i);
    const most = hashes.length - Math.ceil(NEAR * hashes.length) + SHARED;
    const keys: number[] = [];
    for (const hash of hashes) {
      const key = this.counts[hash >>> this.shift]! * 4294967296 + hash;
      if (keys.length === most && key >= keys[most - 1]!) continue;
      let at = keys.length;
      while (at > 0 && keys[at - 1]! > key) at--;
      if (at > 0 && keys[at - 1] === key) continue;
      if (keys.length < most) keys.push(key);
      for (let k = keys.length - 1; k > at; k--) keys[k] = keys[k - 1]!;
      keys[at] = key;
    }
    const elements = keys.filter((key) => key >= 2 * 4294967296).map((key) => key % 4294967296);
    return { elements, distinct: keys.length };
  }
}

const FNV = 0x01000193;
const mix = (hash: number, code: number) => Math.imul(hash ^ code, FNV);

/** The bits of FNV spread out, so that its upper ones tell as much as its lower ones. */
const finish = (hash: number) => {
  const x = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (x ^ (x >>> 13)) >>> 0;
};

/** Writes the hashes of a text from `at` on, and returns where they end. */
function characterShingles(text: string, into: Uint32Array, at: number): number {
  const n = Math.max(1, text.length - CHARACTERS + 1);
  for (let i = 0; i < n; i++) {
    let hash = 0x811c9dc5 | 0;
    for (let k = i; k < Math.min(text.length, i + CHARACTERS); k++) hash = mix(hash, text.charCodeAt(k));
    into[at + i] = finish(hash);
  }
  return at + n;
}

function wordShingles(text: string, into: Uint32Array, at: number): number {
  const words = text.split(' ').map((word) => {
    let hash = 0x811c9dc5 | 0;
    for (let k = 0; k < word.length; k++) hash = mix(hash, word.charCodeAt(k));
    return finish(hash);
  });
  const n = Math.max(1, words.length - WORDS + 1);
  for (let i = 0; i < n; i++) {
    let hash = 0x811c9dc5 | 0;
    for (let k = i; k < Math.min(words.length, i + WORDS); k++) hash = mix(hash, words[k]!);
    into[at + i] = finish(hash);
  }
  return at + n;
}
