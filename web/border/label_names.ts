// SPDX-License-Identifier: Apache-2.0
// What a label is called, as an encoder reads words: "add_to_playlist" -> "add to playlist", "AddToPlaylist" -> "Add To
// Playlist".
import type { Task } from './messages';

/** Two letters, or a sign that is a word by itself. */
const WORD = /\p{L}\p{M}*\p{L}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function readable(label: string): string {
  const words = label
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[_./|:-]+/g, ' ')
    .trim();
  return /\p{Ll}/u.test(words) ? words : words.toLowerCase();
}

/** Of each label of texts; undefined where one of them is no word, as a number. */
export function labelNames(task: Task, labels: string[]): string[] | undefined {
  const ofTexts = task === 'single_label_classification' || task === 'multi_label_classification';
  return ofTexts && labels.every((label) => WORD.test(label)) ? labels.map(readable) : undefined;
}
