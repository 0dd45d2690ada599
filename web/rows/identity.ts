// SPDX-License-Identifier: Apache-2.0
// Whether rows are the same ones: a short name that follows from their contents and order.
import type { Part } from '../border/messages';
import type { Prepared } from './prepare';

/** 53 bits of a text, in 14 hexadecimal digits: two multiplicative hashes over its code units. No protection against
 * who wants two texts to have the same one. */
export function hashOf(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(16).padStart(14, '0');
}

const known = new WeakMap<Prepared, Partial<Record<Part, string>>>();

/** The same for the same texts with the same labels in the same order, whatever their row numbers are. */
export function keyOf(data: Prepared, part: Part): string {
  const keys = known.get(data) ?? {};
  known.set(data, keys);
  return (keys[part] ??= hashOf(
    JSON.stringify([
      ...[data.task, data.labels, data.scheme],
      data.parts[part].map(({ text, pair, label, names, values, tags, words }) => [
        ...[text, pair, tags ? words : label, names, values, tags],
      ]),
    ]),
  ));
}

/** The same for the same texts in the same order, whatever their labels are. */
export const keyOfTexts = (data: Prepared, part: Part): string =>
  hashOf(JSON.stringify(data.parts[part].map(({ text, pair }) => [text, pair])));
