// SPDX-License-Identifier: Apache-2.0
// Arguments -> options, and the help text. Options of a run come from the engine's own schema.
import { parseArgs } from 'node:util';
import type { RunOptions, Schema } from '../engine/messages';

/** A mistake in the arguments: exit status 2. */
export class UsageError extends Error {}

interface Flag {
  name: string;
  value: string;
  help: string;
  required?: boolean;
}

interface Command {
  about: string;
  flags: Flag[];
  /** Takes the schema's options too. */
  run: boolean;
}

const MODEL: Flag = { name: 'model', value: 'DIR', help: 'the encoder: a folder in the hub layout', required: true };
const DATA: Flag = { name: 'data', value: 'FILE', help: 'CSV, TSV, JSONL, or label<TAB>text', required: true };
const HEAD: Flag = { name: 'head', value: 'FILE', help: 'a head.safetensors to put on the encoder' };
const TEXT: Flag = { name: 'text', value: 'COL', help: 'the text column: its name, or its number from 1 (guessed)' };
const PAIR: Flag = { name: 'pair', value: 'COL', help: 'the column of second texts, for pairs (guessed by name)' };
const LABEL: Flag = { name: 'label', value: 'COL', help: 'the label column (guessed)' };
const HEADER: Flag = { name: 'header', value: 'yes|no', help: 'whether the first row names the columns (guessed)' };
const LENGTH: Flag = { name: 'max-length', value: 'N', help: 'tokens a text is cut to' };
const REPORT: Flag = { name: 'report', value: 'FILE', help: 'where to write the results as JSON' };
const THREADS: Flag = {
  name: 'threads',
  value: 'N',
  help: 'threads; no number of them changes a result (all cores, at most 8)',
};
const BUILD: Flag = {
  name: 'build',
  value: 'NAME',
  help: 'tabtune-relaxed-threads, tabtune-simd-threads or tabtune-simd (the fastest that runs)',
};
const ENGINE = [THREADS, BUILD];
const TEST: Flag = { name: 'test', value: 'FILE', help: 'the test set (15 % of the data)' };
const VALIDATION: Flag = { name: 'validation', value: 'FILE', help: 'the validation set (15 % of the data)' };
const COLUMNS = [TEXT, PAIR, LABEL, HEADER];

export const COMMANDS: Record<string, Command> = {
  train: {
    about: 'Fine-tunes an encoder on labelled text and tests it once on rows it never saw.',
    flags: [
      MODEL,
      DATA,
      TEST,
      VALIDATION,
      ...COLUMNS,
      LENGTH,
      {
        name: 'out',
        value: 'DIR',
        help: 'where to write the model, as a folder Hugging Face opens; with --method head also head.safetensors',
      },
      { name: 'dtype', value: 'F32|F16', help: 'of the weights written (F32)' },
      REPORT,
      ...ENGINE,
    ],
    run: true,
  },
  eval: {
    about: 'Measures a trained model on labelled text.',
    flags: [MODEL, HEAD, DATA, ...COLUMNS, LENGTH, REPORT, ...ENGINE],
    run: false,
  },
  predict: {
    about: 'Labels every text of a file.',
    flags: [
      MODEL,
      HEAD,
      DATA,
      TEXT,
      PAIR,
      HEADER,
      LENGTH,
      {
        name: 'out',
        value: 'FILE',
        help: 'where to write the predictions: .csv, .tsv, or JSONL by any other name',
        required: true,
      },
      ...ENGINE,
    ],
    run: false,
  },
  plan: {
    about: 'Says what a training would take, before it: memory, steps, seconds, and the options chosen.',
    flags: [MODEL, DATA, TEST, VALIDATION, ...COLUMNS, LENGTH, REPORT, ...ENGINE],
    run: true,
  },
  tokenize: {
    about: 'Reads a text per line from standard input; writes a JSON line of ids, tokens and offsets for each.',
    flags: [{ ...MODEL, help: 'a folder with vocab.txt or tokenizer.json' }, LENGTH, BUILD],
    run: false,
  },
};

export const OVERVIEW = `usage: tabtune COMMAND [options]

${Object.entries(COMMANDS)
  .map(([name, { about }]) => `  ${name.padEnd(10)}${about}`)
  .join('\n')}

tabtune COMMAND --help lists a command's options. Exit status: 0 done, 1 failed, 2 wrong arguments, 130 interrupted.
`;

const kebab = (name: string) => name.replaceAll('_', '-');

export function helpOf(name: string, schema: Schema): string {
  const { about, flags, run } = COMMANDS[name]!;
  const needed = flags.filter((flag) => flag.required).map((flag) => `--${flag.name} ${flag.value}`);
  const line = (left: string, help: string) => `  ${left.padEnd(29)} ${help}\n`;
  const own = flags.map((flag) => line(`--${flag.name} ${flag.value}`, flag.help));
  const options = schema.options.map((option) => {
    const value = option.type === 'choice' ? option.choices!.join('|') : option.type === 'integer' ? 'N' : 'X';
    const fallback = option.default === null ? 'chosen for the model and the data' : option.default;
    return line(`--${kebab(option.name)} ${value}`, `${option.help} (${fallback})`);
  });
  const training = run ? `\nTraining:\n${options.join('')}` : '';
  return `usage: tabtune ${name} ${[...needed, '[options]'].join(' ')}\n\n${about}\n\nOptions:\n${own.join('')}${training}`;
}

export interface Arguments {
  values: Record<string, string | undefined>;
  options: RunOptions;
  help: boolean;
}

/** `schema` null: options of a run are still unknown and let through, to ask for help or the engine's settings. */
export function parseArguments(command: string, args: string[], schema: Schema): Arguments {
  const { flags, run } = COMMANDS[command]!;
  const runOptions = run ? schema.options : [];
  const names = [...flags.map((flag) => flag.name), ...runOptions.map((option) => kebab(option.name))];
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({ args, options: { ...options, help: { type: 'boolean', short: 'h' } }, strict: true }));
  } catch (error) {
    throw new UsageError((error as Error).message.split('. To specify')[0]);
  }
  const help = values.help === true;
  for (const flag of flags)
    if (flag.required && values[flag.name] === undefined && !help)
      throw new UsageError(`--${flag.name} ${flag.value} is needed: ${flag.help}`);
  const strings = values as Record<string, string | undefined>;
  const chosen = runOptions.filter((option) => strings[kebab(option.name)] !== undefined);
  const parsed = chosen.map((option) => [option.name, parseOption(option, strings[kebab(option.name)]!)]);
  return { values: strings, options: Object.fromEntries(parsed) as RunOptions, help };
}

function parseOption(option: Schema['options'][number], value: string): RunOptions[string] {
  if (option.type !== 'choice') return parseNumber(`--${kebab(option.name)}`, value, option.type === 'integer');
  if (option.choices!.includes(value)) return value;
  const list = value.split(',').map(Number);
  if (option.list && list.every(Number.isFinite)) return list;
  throw new UsageError(
    `--${kebab(option.name)} is ${option.choices!.join(' or ')}${option.list ? ' or numbers as 1,2.5' : ''}, not "${value}"`,
  );
}

export function parseNumber(flag: string, value: string, whole: boolean): number {
  const number = value.trim() === '' ? NaN : Number(value);
  if (Number.isFinite(number) && (!whole || Number.isInteger(number))) return number;
  throw new UsageError(`${flag} needs a ${whole ? 'whole ' : ''}number, not "${value}"`);
}

/** --NAME as a whole number of at least `least`. */
export function integerOf(values: Arguments['values'], name: string, least: number): number | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  const number = parseNumber(`--${name}`, value, true);
  if (number < least) throw new UsageError(`--${name} is at least ${least}, not ${value}`);
  return number;
}
