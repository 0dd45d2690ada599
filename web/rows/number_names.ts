// SPDX-License-Identifier: Apache-2.0
// What labels that are numbers stand for: read from a file or a link, and written into one.
import { decodeText } from '../read/bytes';
import { DataError } from '../read/problems';
import { findings } from '../words/en/findings';
import { saying } from '../words/said';

const say = saying('findings', findings);

/** By the number; a list has the names of 0, 1 and so on. */
export type NumberNames = Readonly<Record<number, string>>;

const byNumber = (names: NumberNames) => Object.entries(names).sort(([a], [b]) => Number(a) - Number(b));
export const namesInOrder = (names: NumberNames): string[] => byNumber(names).map(([, name]) => name);
export const numbersOf = (names: NumberNames): string[] => byNumber(names).map(([number]) => number);

/** Programs write a 1 as 1.0 in a column where a number is missing. */
export const isNumber = (label: string): boolean => /^[-+]?\d+(\.\d*)?$/.test(label);

/** What a label is called; without a name as it is written. */
export const calledBy = (names: NumberNames, label: string): string =>
  label.trim() === '' ? label : (names[Number(label)] ?? label);

/** A number, what stands between, and its name. */
const NUMBERED = /^"?([-+]?\d+(?:\.\d+)?)"?\s*[:=;,\t]\s*(.+)$/;
const unquoted = (cell: string) => (/^".+"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell);

export function namesInFile(bytes: Uint8Array): NumberNames {
  if (bytes.every((byte) => byte <= 0x20)) throw new DataError(say.noNames);
  return namesOfNumbers(decodeText(bytes).text);
}

/** One name a line, or a number with its name on each (a line of other words may stand above); or JSON: a list, names
 * by their numbers, numbers by their names, also as config.json of a model has them. */
export function namesOfNumbers(text: string): NumberNames {
  const trimmed = text.trim();
  if (/^[[{]/.test(trimmed)) return ofJson(trimmed);
  const lines = trimmed.split(/\s*[\r\n]+\s*/);
  if (lines[0] === '') throw new DataError(say.noNames);
  const pairs = lines.map((line) => NUMBERED.exec(line));
  const numbered = (pairs[0] || lines.length < 3 ? pairs : pairs.slice(1)).map((pair) => pair?.slice(1));
  if (!numbered.every((pair) => pair !== undefined)) return lines.map(unquoted);
  return ofPairs(numbered.map((pair) => [pair[0]!, unquoted(pair[1]!)]));
}

function ofPairs(pairs: [number: string, name: string][]): NumberNames {
  const names = Object.fromEntries(pairs.map(([number, name]) => [Number(number), name]));
  if (Object.keys(names).length < pairs.length) throw new DataError(say.numberTwice);
  return names;
}

function ofJson(text: string): NumberNames {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DataError(say.namesNoJson);
  }
  const { id2label, label2id } = value as { id2label?: unknown; label2id?: unknown };
  const found = namesOf(id2label ?? label2id ?? value);
  if (!found) throw new DataError(say.namesNoJson);
  return found;
}

function namesOf(value: unknown): NumberNames | null {
  const pairs = Object.entries(value ?? {});
  const isName = (name: unknown) => typeof name === 'string' && name.trim() !== '';
  const isKey = (number: unknown) => number !== '' && Number.isFinite(Number(number));
  if (pairs.length && pairs.every(([number, name]) => isKey(number) && isName(name))) return ofPairs(pairs);
  const turned = (Array.isArray(value) ? [] : pairs).map(([name, number]): [string, string] => [String(number), name]);
  return turned.length && turned.every(([number, name]) => isKey(number) && isName(name)) ? ofPairs(turned) : null;
}

/** As `namesOfNumbers` reads it, on one line where no name stands in the way. */
export function writeNames(names: NumberNames): string {
  const pairs = byNumber(names);
  const plain = pairs.every(([number, name]) => {
    const line = `${number}=${name}`;
    return !/[;"\r\n]/.test(name) && name === name.trim() && NUMBERED.exec(line)?.[2] === name;
  });
  return plain ? pairs.map((pair) => pair.join('=')).join(';') : JSON.stringify(names);
}

/** What a link has. */
export const readNamesOfLink = (text: string): NumberNames =>
  namesOfNumbers(/^\s*[[{]/.test(text) ? text : text.replaceAll(';', '\n'));
