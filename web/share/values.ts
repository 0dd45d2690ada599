// SPDX-License-Identifier: Apache-2.0
// The value of an option of the engine's table, read from text.
import type { RunOptions, Schema } from '../border/messages';
import { values } from '../words/en/values';
import { saying, type Said, type TablePlace } from '../words/said';

type Option = Schema['options'][number];

export const sayValue = saying('values', values);

/** Why a text is no value: the rest of a sentence that begins with the option's name. */
export class BadValue extends Error implements Said {
  readonly said: TablePlace;
  constructor({ text, said }: Said) {
    super(text);
    this.said = said;
  }
  get text(): string {
    return this.message;
  }
}

export function optionValue(option: Option, text: string): RunOptions[string] {
  const { type, min = -Infinity, max = Infinity } = option;
  if (type !== 'choice') return numberBetween(text, type === 'integer', min, max);
  if (option.choices!.includes(text)) return text;
  const list = text.split(',').map(Number);
  if (option.list && list.every(Number.isFinite)) return list;
  throw new BadValue(sayValue[option.list ? 'numbers' : 'choices'](option.choices!, text));
}

export function numberBetween(text: string, whole: boolean, least: number, most: number): number {
  const number = numberIn(text, whole);
  if (number < least) throw new BadValue(sayValue.atLeast(least, text));
  if (number > most) throw new BadValue(sayValue.atMost(most, text));
  return number;
}

function numberIn(text: string, whole: boolean): number {
  const number = text.trim() === '' ? NaN : Number(text);
  if (whole && Number.isInteger(number) && !Number.isSafeInteger(number))
    throw new BadValue(sayValue.upTo(Number.MAX_SAFE_INTEGER, text));
  if (Number.isFinite(number) && (!whole || Number.isInteger(number))) return number;
  throw new BadValue(sayValue[whole ? 'wholeNumber' : 'number'](text));
}
