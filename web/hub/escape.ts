// SPDX-License-Identifier: Apache-2.0
// Names of labels, files and encoders inside other text. Any character may be in them.

/** What ends a line somewhere or is no character of YAML 1.1: controls, halves of surrogates, line and paragraph
 * separators, the mark of byte order, non-characters. */
const UNPRINTED = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFEFF\uFFFE\uFFFF]/gu;

const hex = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Texts, numbers and lists of them as JSON, which is YAML, Python and JavaScript too. */
export const quoted = (value: string | number[] | string[]): string => JSON.stringify(value).replace(UNPRINTED, hex);

/** One line of Markdown. */
export const oneLine = (text: string): string => text.replace(UNPRINTED, (c) => (c === '\n' ? '\\n' : hex(c)));

/** A code span of Markdown: its fence is longer than any row of backticks inside. */
export function spanned(text: string): string {
  const line = oneLine(text);
  const longest = (line.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 0);
  const fence = '`'.repeat(1 + longest);
  const room = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return `${fence}${room}${line}${room}${fence}`;
}

/** What YAML 1.1 takes for a truth or nothing: Norwegian is "no". */
const TAKEN = /^(y|n|yes|no|on|off|true|false|null)$/i;

/** A scalar of YAML: bare where it is a word, else in quotes. */
export const scalar = (text: string): string =>
  /^[a-z][\w.+/-]*$/i.test(text) && !TAKEN.test(text) ? text : quoted(text);
