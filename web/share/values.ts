// SPDX-License-Identifier: Apache-2.0
// The value of an option of the engine's table, read from text.
import type { RunOptions, Schema } from '../border/messages';

type Option = Schema['options'][number];

/** Why a text is no value: the rest of a sentence that begins with the option's name. */
export class BadValue extends Error {}

export function optionValue(option: Option, text: string): RunOptions[string] {
  const { type, min = -Infinity, max = Infinity } = option;
  if (type !== 'choice') return numberBetween(text, type === 'integer', min, max);
  if (option.choices!.includes(text)) return text;
  const list = text.split(',').map(Number);
  if (option.list && list.every(Number.isFinite)) return list;
  const choices = [...option.choices!, ...(option.list ? ['numbers as 1,2.5'] : [])];
  throw new BadValue(`is ${choices.join(' or ')}, not "${text}"`);
}

export function numberBetween(text: string, whole: boolean, least: number, most: number): number {
  const number = numberIn(text, whole);
  if (number < least) throw new BadValue(`is at least ${least}, not ${text}`);
  if (number > most) throw new BadValue(`is at most ${most}, not ${text}`);
  return number;
}

function numberIn(text: string, whole: boolean): number {
  const number = text.trim() === '' ? NaN : Number(text);
  if (whole && Number.isInteger(number) && !Number.isSafeInteger(number))
    throw new BadValue(`takes numbers up to ${Number.MAX_SAFE_INTEGER}, not ${text}`);
  if (Number.isFinite(number) && (!whole || Number.isInteger(number))) return number;
  throw new BadValue(`needs a ${whole ? 'whole ' : ''}number, not "${text}"`);
}
