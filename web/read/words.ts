// SPDX-License-Identifier: Apache-2.0
// A text -> its words, cut as BERT's basic tokenizer does: at white space, and around punctuation and CJK characters.
// Offsets everywhere in this folder are code points, [start, end): what Python's str counts. JavaScript's own strings
// count UTF-16 units, two for an emoji.

/** Code points [start, end). */
export type Span = [start: number, end: number];

const SPACE = /[\t\n\r\p{Z}]/u;
/** Removed by the tokenizer: of a word of nothing else no piece would be left. */
const REMOVED = /[\p{C}\uFFFD]/u;
/** Signs of ASCII that Unicode calls symbols ($ + < = > ^ ` | ~) count as punctuation. */
const PUNCTUATION = /[!-/:-@[-`{-~\p{P}]/u;
/** Chinese characters are a word each; the ranges are those of BERT. */
const CJK =
  /[\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B820}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/u;

type Kind = 'space' | 'alone' | 'removed' | 'letter';

function kindOf(character: string): Kind {
  if (SPACE.test(character)) return 'space';
  if (REMOVED.test(character)) return 'removed';
  return PUNCTUATION.test(character) || CJK.test(character) ? 'alone' : 'letter';
}

const ASCII_KINDS = Array.from({ length: 128 }, (_, code) => kindOf(String.fromCharCode(code)));

export function wordsOf(text: string): Span[] {
  const words: Span[] = [];
  let start = -1; // of the word that is open
  let letters = false;
  let at = 0;
  const close = () => {
    if (start >= 0 && letters) words.push([start, at]);
    [start, letters] = [-1, false];
  };
  for (const character of text) {
    const kind = ASCII_KINDS[character.codePointAt(0)!] ?? kindOf(character);
    if (kind === 'space') close();
    else if (kind === 'alone') {
      close();
      words.push([at, at + 1]);
    } else {
      if (start < 0) start = at;
      letters ||= kind === 'letter';
    }
    at++;
  }
  close();
  return words;
}

/** Words that stand with single spaces between them, as parts of that text. */
export function joinWords(words: string[]): { text: string; words: Span[] } {
  const spans: Span[] = [];
  let at = 0;
  for (const word of words) {
    const length = [...word].length;
    spans.push([at, at + length]);
    at += length + 1;
  }
  return { text: words.join(' '), words: spans };
}

/** text.slice in code points, of one text many times. */
export function slicer(text: string): (span: Span) => string {
  // Most texts have no character of two units.
  const characters = /[\uD800-\uDFFF]/.test(text) ? Array.from(text) : null;
  return ([start, end]) => (characters ? characters.slice(start, end).join('') : text.slice(start, end));
}
