// SPDX-License-Identifier: Apache-2.0
// What labels that are numbers stand for, as files and links have it.
import { describe, expect, it } from 'vitest';
import {
  calledBy,
  namesInFile,
  namesInOrder,
  namesOfNumbers,
  numbersOf,
  readNamesOfLink,
  writeNames,
} from '../../web/rows/number_names';

const three = { '-1': 'negative', '0': 'neutral', '1': 'positive' };

describe('a file of names', () => {
  it.each<[string, string]>([
    ['quotes of a spreadsheet', '"label","name"\n"-1","negative"\n0,"neutral"\n1,"positive"'],
    ['colons', '-1: negative\n0: neutral\r\n1: positive\n'],
    ['a header and commas', 'label,name\n-1,negative\n0,neutral\n1,positive'],
    ['tabs in any order', '1\tpositive\n-1\tnegative\n0\tneutral'],
    ['numbers as programs write them', '-1.0=negative\n0.0=neutral\n1.0=positive'],
    ['an object', '{"-1": "negative", "0": "neutral", "1": "positive"}'],
    ['an object the other way round', '{"negative": -1, "neutral": 0, "positive": 1}'],
    ['the config of a model', JSON.stringify({ model_type: 'bert', id2label: three })],
    ['label2id alone', JSON.stringify({ label2id: { negative: -1, neutral: 0, positive: 1 } })],
  ])('has a number and a name on each line, or is JSON: %s', (_, text) => {
    expect(namesOfNumbers(text)).toEqual(three);
  });

  it('has one name a line otherwise, from 0', () => {
    expect(namesOfNumbers('bad\n\n good \n')).toEqual(['bad', 'good']);
    expect(namesOfNumbers('["bad", "good"]')).toEqual({ 0: 'bad', 1: 'good' });
    expect(namesOfNumbers('"bad, ""slow"""\ngood')).toEqual(['bad, "slow"', 'good']);
    expect(namesOfNumbers('1 star\n2 stars\n3 stars')).toEqual(['1 star', '2 stars', '3 stars']);
    expect(namesOfNumbers('0: none\nsome\nmany')).toEqual(['0: none', 'some', 'many']);
  });

  it.each([
    ['', /no names of labels/],
    ['0: a\n0.0: b', /two names/],
    ['{"a": "b"}', /config.json of a model/],
    ['{"0": ""}', /config.json of a model/],
    ['[1, 2]', /config.json of a model/],
    ['[]', /config.json of a model/],
    ['{"0": "a"', /config.json of a model/],
    ['{"id2label": null}', /config.json of a model/],
  ])('is refused with a sentence: %s', (text, sentence) => {
    expect(() => namesOfNumbers(text)).toThrow(sentence);
  });
});

it('in any encoding of a file of rows', () => {
  const names = ['Ärger', 'Lob'];
  const latin = Uint8Array.from([...names.join('\n')].map((character) => character.codePointAt(0)!));
  expect(namesInFile(latin)).toEqual(names);
  expect(namesInFile(new Uint8Array([0xff, 0xfe, ...Buffer.from(names.join('\n'), 'utf16le')]))).toEqual(names);
});

it('an empty label has none', () => {
  expect(['', ' ', '0', '0.0', '2'].map((label) => calledBy(['no', 'yes'], label))).toEqual(['', ' ', 'no', 'no', '2']);
});

it('are in the order of the numbers', () => {
  const names = { 10: 'ten', '-2': 'minus two', 2: 'two', 0.5: 'half' };
  expect([namesInOrder(names), numbersOf(names)]).toEqual([
    ['minus two', 'half', 'two', 'ten'],
    ['-2', '0.5', '2', '10'],
  ]);
});

it('come out of a link as they went in', () => {
  const hard = [
    three,
    ['a, b', 'c: d', 'e=f'],
    ['x;y', 'line\nfeed'],
    { 0: ' space ', 1: '"' },
    ['[', '{'],
    { 1e-7: 'x' },
  ];
  for (const names of hard) expect(readNamesOfLink(writeNames(names))).toEqual({ ...names });
  expect(writeNames(three)).toBe('-1=negative;0=neutral;1=positive');
});
