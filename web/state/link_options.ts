// SPDX-License-Identifier: Apache-2.0
// The choices that a link may carry, by their names on the command line and in the engine's table: read, made, written.
import { TASKS } from '../rows/tasks';
import { readNamesOfLink, writeNames, type NumberNames } from '../rows/number_names';
import { CHECKS, DataError } from '../read/problems';
import { DEFAULT_FRACTIONS, SHARES } from '../rows/fractions';
import type { Method, Pooling, RunOptions, Schema, Task } from '../border/messages';
import { POOLINGS } from '../border/pooling';
import { short } from '../share/link';
import { BadValue, numberBetween, optionValue, sayValue } from '../share/values';
import { inWords, words } from '../words';
import * as data from './data';
import { rows } from './desk';
import { keep, wantedLength, type Keep } from './tokens';
import { chosen, method, setMethod, wantedPooling } from './training';

export interface LinkChoices {
  /** Of the engine's table. */
  options: RunOptions;
  task?: Task;
  columns: { text?: string; pair?: string; label?: string };
  fixes: (typeof CHECKS)[number][];
  labels?: NumberNames;
  max_length?: number;
  truncation?: Keep;
  pooling?: Pooling;
  shares: Partial<typeof DEFAULT_FRACTIONS>;
}

const KEEPS: Keep[] = ['head', 'tail', 'head_tail', 'windows'];
const LONGEST = 8192;

function oneOf<T extends string>(text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new BadValue(sayValue.oneOf(choices.join(', '), text));
  return found;
}

const share = (part: keyof typeof SHARES, text: string) =>
  numberBetween(text, false, SHARES[part].least, SHARES[part].most);

function namesIn(text: string): NumberNames {
  try {
    return readNamesOfLink(text);
  } catch (error) {
    throw error instanceof DataError ? new BadValue(sayValue.names(text)) : error;
  }
}

/** What is not of the engine's table. */
const OWN: Record<string, (into: LinkChoices, text: string) => void> = {
  task: (into, text) => (into.task = oneOf(text, TASKS)),
  text: (into, text) => (into.columns.text = text),
  pair: (into, text) => (into.columns.pair = text),
  label: (into, text) => (into.columns.label = text),
  labels: (into, text) => (into.labels = namesIn(text)),
  fix: (into, text) =>
    (into.fixes = text === 'all' ? [...CHECKS] : text.split(/[+,]/).map((name) => oneOf(name, CHECKS))),
  max_length: (into, text) => (into.max_length = numberBetween(text, true, 8, LONGEST)),
  truncation: (into, text) => (into.truncation = oneOf(text, KEEPS)),
  pooling: (into, text) => (into.pooling = oneOf(text, POOLINGS)),
  validation_share: (into, text) => Object.assign(into.shares, { validation: share('validation', text), asked: true }),
  test_share: (into, text) => (into.shares.test = share('test', text)),
};
/** Of rows: without data there is nothing that they would be about. */
const OF_DATA = ['task', 'text', 'pair', 'label', 'labels', 'fix'];

/** `faults`: a sentence each. */
export function readChoices(
  given: Record<string, string>,
  schema: Schema,
  withData: boolean,
): { choices: LinkChoices; faults: string[] } {
  const choices: LinkChoices = { options: {}, columns: {}, fixes: [], shares: {} };
  const faults: string[] = [];
  for (const [name, text] of Object.entries(given)) {
    const option = schema.options.find((one) => one.name === name);
    const own = Object.hasOwn(OWN, name) ? OWN[name] : undefined;
    if (!option && !own) {
      faults.push(words.linkFaults.unknownOption(name.slice(0, 60)));
      continue;
    }
    if (!withData && OF_DATA.includes(name)) faults.push(words.linkFaults.noData(name));
    try {
      if (own) own(choices, text);
      else choices.options[name] = optionValue(option!, text);
    } catch (error) {
      if (!(error instanceof BadValue)) throw error;
      faults.push(words.linkFaults.badOption(name, short(inWords(error), 300)));
    }
  }
  return { choices, faults };
}

/** Once the data are open; a column that there is not is a DataError. */
export function chooseRows({ task, columns, fixes, labels, shares }: LinkChoices): void {
  const file = data.mainFile.value;
  if (file && Object.keys(columns).length) data.setColumns(rows().chooseColumns(file.table, columns));
  if (task) data.chosenTask.value = task;
  if (labels) data.labelNames.value = labels;
  data.fixes.value = fixes;
  data.setFractions({ ...DEFAULT_FRACTIONS, ...shares });
}

/** After the data: numbers for each label belong to their labels. */
export function chooseOptions({ options, max_length, truncation, pooling }: LinkChoices): void {
  const { method: how, seed, ...rest } = options;
  if (how !== undefined) setMethod(how as Method);
  if (seed !== undefined) data.seed.value = seed as number;
  chosen.value = { ...chosen.value, ...rest };
  if (max_length !== undefined) wantedLength.value = max_length;
  if (truncation !== undefined) keep.value = truncation;
  if (pooling !== undefined) wantedPooling.value = pooling;
}

/** A link is to be no longer than mail programs and chats take. */
const LONGEST_NAMES = 800;
/** Names given to labels that are numbers, as a link has them; false: there are none, or they are too long for it. */
export function namesInLink(): string | false {
  const names = data.labelNames.value && writeNames(data.labelNames.value);
  return !!names && names.length <= LONGEST_NAMES && names;
}

/** Those of the moment, as a link has them. */
export function choicesNow(): Record<string, string> {
  const { table, columns } = data.mainFile.value!;
  const fractions = data.wantedFractions.value;
  const name = (column: number) =>
    table.doubled?.includes(table.columns[column]!) ? column + 1 : table.columns[column]!;
  const all: Record<string, string | number | number[] | false> = {
    task: data.chosenTask.value ?? false,
    text: !!columns.chosen && name(columns.text),
    label: !!columns.chosen && columns.labels.map(name).join(','),
    pair: !!columns.chosen && (columns.pair === null ? 'none' : name(columns.pair)),
    labels: namesInLink(),
    fix: data.fixes.value.join('+') || false,
    max_length: wantedLength.value,
    truncation: keep.value !== 'head' && keep.value,
    pooling: wantedPooling.value ?? false,
    validation_share:
      (fractions.asked || fractions.validation !== DEFAULT_FRACTIONS.validation) && fractions.validation,
    test_share: fractions.test !== DEFAULT_FRACTIONS.test && fractions.test,
    method: method.value,
    seed: data.seed.value,
    ...chosen.value,
  };
  const written = Object.entries(all).flatMap(([key, value]) => (value === false ? [] : [[key, String(value)]]));
  return Object.fromEntries(written) as Record<string, string>;
}
