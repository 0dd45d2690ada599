// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { digitsOf, NOTHING_TYPED, pressed } from '../../web/rows/label_keys';

const TWELVE = ['ant', 'bee', 'cat', 'cat food', 'dog', 'eel', 'fox', 'gnu', 'hen', 'ibis', 'jay', 'kite'];

/** The labels that these keys give, one key every 100 ms; what is left open at the end is in brackets. */
function typing(labels: string[], keys: string[], apart = 100): string[] {
  let typed = NOTHING_TYPED;
  const given: string[] = [];
  keys.forEach((key, i) => {
    const now = pressed(typed, key, labels, i * apart);
    typed = now.typed;
    if (now.label !== undefined) given.push(now.label);
    if (!now.taken) given.push(`(${key})`);
  });
  return typed.begun ? [...given, `[${typed.begun}: ${typed.left.join(', ')}]`] : given;
}

test('ten labels have a digit, the tenth 0; a label that is a digit has that one', () => {
  expect(digitsOf(TWELVE)).toEqual([...'1234567890', undefined, undefined]);
  expect(digitsOf(['0', '1', 'unsure'])).toEqual(['0', '1', '2']);
  expect(typing(TWELVE, ['0', '1'])).toEqual(['ibis', 'ant']);
  expect(typing(['0', '1', 'unsure'], ['1', '0', '2'])).toEqual(['1', '0', 'unsure']);
  expect(typing(['a', 'b'], ['3', '0'])).toEqual(['(3)', '(0)']);
});

test('a label is given as soon as no other one begins so, and the rest of its name gives no other one', () => {
  expect(typing(TWELVE, ['K'])).toEqual(['kite']);
  expect(typing(TWELVE, [...'kite'])).toEqual(['kite']);
  expect(typing(TWELVE, [...'ki'], 1500)).toEqual(['kite', 'ibis']);
  expect(typing(TWELVE, [...'ca'])).toEqual(['[ca: cat, cat food]']);
  expect(typing(TWELVE, [...'cat '])).toEqual(['cat food']);
  expect(typing(TWELVE, [...'cat', 'Enter'])).toEqual(['cat']);
  expect(typing(['cat food', 'cat'], [...'cat', 'Enter'])).toEqual(['cat']);
  expect(typing(TWELVE, [...'cad'])).toEqual(['dog']);
  expect(typing(['Straße 1', 'STRASSE 2', 'straße 3'], [...'straße 3'])).toEqual(['straße 3']);
});

test('what was begun is taken back, and keys without a meaning are left to others', () => {
  expect(typing(TWELVE, ['c', 'Backspace', 'Backspace'])).toEqual(['(Backspace)']);
  expect(typing(TWELVE, ['c', 'a', 'Backspace'])).toEqual(['[c: cat, cat food]']);
  expect(typing(TWELVE, ['c', 'Escape', 'Enter'])).toEqual(['(Enter)']);
  expect(typing(TWELVE, ['c', 'ArrowDown', ' ', 'z'])).toEqual(['(ArrowDown)', '( )', '(z)']);
});

test('a digit that begins a label which has none left is a letter of names', () => {
  const numbers = Array.from({ length: 13 }, (_, i) => String(i)); // 0 to 12
  expect(digitsOf(numbers)).toEqual(['0', undefined, ...'23456789', undefined, undefined, undefined]);
  expect(typing(numbers, ['1', '1', '1', '2', '1', 'Enter', '7'])).toEqual(['11', '12', '1', '7']);
  const ten = numbers.slice(1, 11); // 1 to 10
  expect(digitsOf(ten)).toEqual([...'1234567890']);
  expect(typing([...TWELVE.slice(0, 10), '3 legs', '30 legs'], [...'30'])).toEqual(['30 legs']);
});
