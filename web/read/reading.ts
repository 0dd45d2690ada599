// SPDX-License-Identifier: Apache-2.0
// How a file is to be read, as it is written on the command line and chosen on the page.
import type { Part } from '../border/messages';
import { ENCODINGS } from './encodings';
import type { ParseOptions } from './parse';
import { DataError, DECIMALS, READ_FLAGS, type FlagName, type ReadFlag } from './problems';

type ReadFlags = Partial<Record<ReadFlag | 'part', string | undefined>>;

const PARTS: Part[] = ['train', 'validation', 'test'];

export const isReadFlag = (name: FlagName): name is ReadFlag => (READ_FLAGS as readonly string[]).includes(name);

/** Names of delimiters; any one character is its own. */
export const DELIMITER_FLAGS: Record<string, string> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  bar: '|',
  space: ' ',
  none: '',
};

/** Throws DataError where a value is none. */
export function parseOptions({ header, delimiter, encoding, decimal, sheet, part }: ReadFlags): ParseOptions {
  return {
    ...(header !== undefined && { header: oneOf('header', header, ['yes', 'no']) === 'yes' }),
    ...(delimiter !== undefined && { delimiter: delimiterOf(delimiter) }),
    ...(encoding !== undefined && { encoding: oneOf('encoding', encoding.toLowerCase(), Object.keys(ENCODINGS)) }),
    ...(decimal !== undefined && { decimal: oneOf('decimal', decimal, DECIMALS) }),
    ...(sheet !== undefined && { sheet }),
    ...(part !== undefined && { part: oneOf('part', part, PARTS) }),
  };
}

/** Names that a file's first row may have: those of the columns with texts that a model was trained on. */
export const textsIn = ({ text, pair }: { text?: string; pair?: string } = {}): string[] =>
  [text, pair].flatMap((name) => name ?? []);

function delimiterOf(value: string): string {
  const named = DELIMITER_FLAGS[value];
  if (named !== undefined) return named;
  if (value === '\\t') return '\t';
  if ([...value].length === 1 && !/["\r\n]/.test(value)) return value;
  return oneOf('delimiter', value, [...Object.keys(DELIMITER_FLAGS), 'one character']);
}

function oneOf<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new DataError(`--${name} is ${choices.join(' or ')}, not "${value}".`);
  return found;
}
