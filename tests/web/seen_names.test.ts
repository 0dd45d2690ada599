// SPDX-License-Identifier: Apache-2.0
// A test whose names were all trained on is told of; one with new names is not, and few names say nothing.
import { expect, it } from 'vitest';
import { checkSeenNames } from '../../web/rows/seen_names';
import type { Example } from '../../web/read/table';
import type { Span } from '../../web/read/words';

const met = (name: string, type = 'PER', row = 1): Example => {
  const text = `I met ${name} .`;
  const words = Array.from(text.matchAll(/\S+/g), ({ 0: word, index }): Span => [index, index + word.length]);
  const tags = words.map((_, i) => (i === 2 ? `B-${type}` : i > 2 && i < words.length - 1 ? `I-${type}` : 'O'));
  return { row, text, label: '', words, tags };
};
const people = (from: number, n: number, type?: string) =>
  Array.from({ length: n }, (_, i) => met(`Ada Nr${from + i}`, type));

it.each([
  ['all known', people(0, 20), people(5, 12), /training rows have too: 12 of 12\./],
  ['most known', people(0, 20), people(10, 12), /too: 10 of 12\./],
  ['half known', people(0, 20), people(14, 12), null],
  ['known as another type', people(0, 20), people(5, 12, 'LOC'), null],
  ['too few', people(0, 20), people(5, 9), null],
  ['texts without words', [{ row: 1, text: 'a', label: 'x' }], [{ row: 2, text: 'a', label: 'x' }], null],
])('%s', (_, train, test, told) => {
  const problems = checkSeenNames({ train, test });
  expect(problems.map(({ text }) => text)).toEqual(told ? [expect.stringMatching(told)] : []);
});
