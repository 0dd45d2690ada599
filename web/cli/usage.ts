// SPDX-License-Identifier: Apache-2.0
// Arguments -> options, and the help text. Options of a run come from the engine's own schema.
import { parseArgs } from 'node:util';
import { CURVES } from '../answers/curve';
import { ENCODINGS } from '../read/encodings';
import { CHECKS, DECIMALS } from '../read/problems';
import { DELIMITER_FLAGS } from '../read/reading';
import { TASKS } from '../rows/tasks';
import type { RunOptions, Schema } from '../border/messages';
import { POOLINGS } from '../border/pooling';
import { BadValue, numberBetween, optionValue } from '../share/values';
import { didYouMean } from './nearest';

export const TRUNCATIONS = ['head', 'tail', 'head_tail'] as const;
export const DTYPES = ['F32', 'F16'] as const;
export const YES_NO = ['yes', 'no'] as const;

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

const MODEL: Flag = {
  name: 'model',
  value: 'DIR|NAME',
  help: 'the encoder: a folder in the hub layout, a zip of one, a LoRA adapter of PEFT, or where there is none of that name OWNER/NAME[@REVISION][/FOLDER] on the hub, or an address; downloads are kept (tabtune cache). HF_TOKEN in the environment opens private models',
  required: true,
};
const BASE: Flag = {
  name: 'base',
  value: 'DIR|NAME',
  help: 'of an adapter its base encoder (the one that adapter_config.json names)',
};
const DATA: Flag = {
  name: 'data',
  value: 'FILE',
  help: 'CSV, TSV, JSON, JSONL, CoNLL, .xlsx, Parquet, or label<TAB>text; a zip or folder of such files, or of texts in a folder for each label; - is the standard input; or where there is none of that name datasets/OWNER/NAME[/CONFIG[/SPLIT]] on the hub (train)',
  required: true,
};
const HEAD: Flag = { name: 'head', value: 'FILE', help: 'a head.safetensors to put on the encoder' };
const TEXT: Flag = { name: 'text', value: 'COL', help: 'the text column: its name, or its number from 1 (guessed)' };
const PAIR: Flag = {
  name: 'pair',
  value: 'COL',
  help: 'the column of second texts, for pairs, or none (guessed by name)',
};
const LABEL: Flag = {
  name: 'label',
  value: 'COL,...',
  help: 'the label column, or several: of 0 and 1 for each label, or of numbers (guessed)',
};
const HEADER: Flag = { name: 'header', value: 'yes|no', help: 'whether the first row names the columns (guessed)' };
const READ: Flag[] = [
  HEADER,
  {
    name: 'delimiter',
    value: 'X',
    help: `what stands between cells: one character, or ${Object.keys(DELIMITER_FLAGS).join(', ')} (guessed)`,
  },
  {
    name: 'encoding',
    value: 'NAME',
    help: `of the file's text: ${Object.keys(ENCODINGS).join(', ')} (UTF-8, or UTF-16 where it is)`,
  },
  { name: 'sheet', value: 'NAME', help: 'of a workbook: its name, or its number from 1 (the first with cells)' },
  { name: 'decimal', value: DECIMALS.join('|'), help: 'the mark in numbers such as 1,5 (guessed)' },
];
const GIVEN_PARTS: Flag = {
  name: 'given-parts',
  value: YES_NO.join('|'),
  help: 'whether files that are parts of a split by their names (train, validation, test), also in one archive or JSON, or rows that are by a column, are taken as such (no: they are read as one)',
};
const NAMES: Flag = {
  name: 'labels',
  value: 'FILE',
  help: 'names for labels that are numbers, one a line, from 0; or “-1: negative” on each line; or JSON, as id2label',
};
const TAGS: Flag = { name: 'tags', value: 'FILE', help: 'tags of words, a line for each line of words in --data' };
const TASK: Flag = { name: 'task', value: 'NAME', help: `what is learned (guessed): ${TASKS.join(', ')}` };
const LENGTH: Flag = { name: 'max-length', value: 'N', help: 'tokens a text is cut to' };
const CUT: Flag = { name: 'truncation', value: TRUNCATIONS.join('|'), help: 'what is kept of a longer text (head)' };
const STRIDE: Flag = {
  name: 'stride',
  value: 'N',
  help: 'read longer texts whole, in windows that share N tokens (0)',
};
const POOLING: Flag = {
  name: 'pooling',
  value: POOLINGS.join('|'),
  help: "what the head reads of a text: its first token, as AutoModelForSequenceClassification does, or the mean of all tokens, as sentence-transformers does, as long as it is or scaled to length 1, or of pairs how these means of both texts differ, each read by itself (mean_normalized where the encoder's 1_Pooling/config.json has a mean; where it has no such file, the one of cls and mean_normalized with the lower loss on training rows held out, and cls with the method lora or of fewer than 10 rows; of pairs compared where its is the lowest, but for training the encoder on 2,000 pairs with labels or more; of ModernBERT mean)",
};
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
const DTYPE: Flag = { name: 'dtype', value: DTYPES.join('|'), help: 'of the weights written (F32)' };
const ONNX: Flag = {
  name: 'onnx',
  value: 'yes|no',
  help: 'write onnx/ too, which transformers.js opens in a web page or in Node (yes)',
};
const TEST: Flag = { name: 'test', value: 'FILE', help: 'the test set (a part of the data)' };
const VALIDATION: Flag = { name: 'validation', value: 'FILE', help: 'the validation set (a part of the data)' };
const PARTS: Flag[] = [
  {
    name: 'validation-share',
    value: 'X',
    help: 'share of the data to validate with; 0 trains on these rows too (0.15)',
  },
  { name: 'test-share', value: 'X', help: 'share of the data to test on (0.15)' },
];
const COLUMNS = [TEXT, PAIR, LABEL, ...READ, NAMES, TAGS];
const LENGTHS = [LENGTH, CUT, STRIDE];
const TEST_TAGS: Flag = { name: 'test-tags', value: 'FILE', help: 'the tags of --test' };
const VALIDATION_TAGS: Flag = { name: 'validation-tags', value: 'FILE', help: 'the tags of --validation' };
const FIX: Flag = {
  name: 'fix',
  value: 'NAME,...',
  help: `what to do about the rows that were found: ${CHECKS.join(', ')}, or all; the file stays as it is`,
};
const FILES = [TEST, VALIDATION, ...PARTS, GIVEN_PARTS, TASK, ...COLUMNS, TEST_TAGS, VALIDATION_TAGS, FIX];

export const COMMANDS: Record<string, Command> = {
  train: {
    about: 'Fine-tunes an encoder on labelled text and tests it once on rows it never saw.',
    flags: [
      MODEL,
      BASE,
      DATA,
      ...FILES,
      ...LENGTHS,
      POOLING,
      {
        name: 'resume',
        value: 'FILE',
        help: 'keeps the training in this file until the results are written: after each epoch, at an interrupt, and within an epoch every two minutes, or less often where a save takes long; the same command goes on from it, to the same bits',
      },
      {
        name: 'seeds',
        value: 'N',
        help: 'so many runs, with seeds from --seed on: each has its own split, head and order (1)',
      },
      { name: 'folds', value: 'K', help: 'so many runs, each tested on another of K parts of the data' },
      {
        name: 'curve',
        value: CURVES.join('|'),
        help: 'after the training, a learning curve: a head on the frozen encoder, or everything, trained on an eighth, a quarter, half and all of the training rows and measured on the validation rows (fewer than 50: by cross-validation), with what twice as many rows may bring',
      },
      {
        name: 'out',
        value: 'DIR',
        help: 'where to write the model, of several runs the one of the lowest validation loss: a folder (one with a README.md or config.json of another kind is refused) that AutoModelForSequenceClassification or AutoModelForTokenClassification of transformers opens, or with a head on the mean SentenceTransformer of sentence-transformers; README.md in it has the Python; with --method head also head.safetensors, with --method lora also adapter/ for PEFT (not of a head on the mean)',
      },
      DTYPE,
      ONNX,
      REPORT,
      ...ENGINE,
    ],
    run: true,
  },
  pretrain: {
    about: 'Pre-trains an encoder further on texts without labels, by masked-language modelling; then train on it.',
    flags: [
      { ...MODEL, help: `with its masked-language-modelling head; ${MODEL.help}` },
      { ...DATA, help: '.txt with a text a line, or CSV, TSV, JSONL' },
      TEXT,
      HEADER,
      LENGTH,
      {
        name: 'out',
        value: 'DIR',
        help: 'where to write the encoder: a folder that AutoModelForMaskedLM of transformers opens',
        required: true,
      },
      DTYPE,
      REPORT,
      ...ENGINE,
    ],
    run: true,
  },
  eval: {
    about: 'Measures a trained model on labelled text: rows that it was not trained on, or the numbers are too good.',
    flags: [MODEL, BASE, HEAD, DATA, ...COLUMNS, ...LENGTHS, REPORT, ...ENGINE],
    run: false,
  },
  predict: {
    about: 'Labels every text of a file.',
    flags: [
      MODEL,
      BASE,
      HEAD,
      DATA,
      TEXT,
      PAIR,
      ...READ,
      ...LENGTHS,
      {
        name: 'none-of-these',
        value: 'X',
        help: 'from 0 to 1: no label for a text whose column "unlike" is X or more; 0.98 turns away what is stranger than 98 % of the validation rows (no text)',
      },
      {
        name: 'explain',
        value: 'yes|no',
        help: 'which words speak for each label that is given, and which against it: a column "explanation" of JSON with each word, its place (code points) and its share of the score (integrated gradients). It takes some tens of times as long (no)',
      },
      {
        name: 'out',
        value: 'FILE',
        help: 'where to write the predictions: .csv, .tsv, .conll (tags), .json (an array of objects), or an object a line (JSONL) by any other name, but none of other formats such as .xlsx or .parquet; - is the standard output. The other columns of the file of texts stand behind the answers. A .csv has its delimiter, and a byte order mark before letters outside ASCII where that has semicolons or an encoding other than UTF-8. In a table a cell that a spreadsheet would run as a formula (it begins with =, +, -, @) gets an apostrophe in front',
        required: true,
      },
      ...ENGINE,
    ],
    run: false,
  },
  plan: {
    about: 'Says what a training would take, before it: memory, steps, seconds, and the options chosen.',
    flags: [MODEL, BASE, DATA, ...FILES, ...LENGTHS, POOLING, REPORT, ...ENGINE],
    run: true,
  },
  recipe: {
    about: 'Writes a training as a folder to go on with on a cluster: rows, options, and a program for transformers.',
    flags: [
      MODEL,
      DATA,
      ...FILES,
      ...LENGTHS,
      POOLING,
      { name: 'out', value: 'DIR', help: 'where to write it; README.md in it has the commands', required: true },
      ...ENGINE,
    ],
    run: true,
  },
  tokenize: {
    about: 'Reads a text per line from standard input; writes a JSON line of ids, tokens and offsets for each.',
    flags: [{ ...MODEL, help: `of which vocab.txt or tokenizer.json is read; ${MODEL.help}` }, LENGTH, BUILD],
    run: false,
  },
  cache: {
    about: 'Lists the encoders that were downloaded, with their sizes, or removes some.',
    flags: [
      {
        name: 'forget',
        value: 'NAME|all',
        help: 'removes those of this name on the hub, of this server, or all',
      },
    ],
    run: false,
  },
};

export const OVERVIEW = `usage: tabtune COMMAND [options]

${Object.entries(COMMANDS)
  .map(([name, { about }]) => `  ${name.padEnd(10)}${about}`)
  .join('\n')}

tabtune COMMAND --help lists a command's options, tabtune --version says which one this is. Exit status: 0 done, 1 failed, 2 wrong arguments, 130 interrupted.
`;

const kebab = (name: string) => name.replaceAll('_', '-');

const WIDTH = 110;
/** The column that the help of an option begins at. */
const HELP_AT = 32;
/** Values of an option that stand beside its name, and not in its help. */
const LONGEST_LIST = 60;

function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line && HELP_AT + line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.join(`\n${' '.repeat(HELP_AT)}`);
}

export function helpOf(name: string, schema: Schema): string {
  const { about, flags, run } = COMMANDS[name]!;
  const needed = flags.filter((flag) => flag.required).map((flag) => `--${flag.name} ${flag.value}`);
  const line = (left: string, help: string) =>
    `  ${left.length < HELP_AT - 2 ? left.padEnd(HELP_AT - 2) : `${left}\n${' '.repeat(HELP_AT)}`}${wrapped(help)}\n`;
  const own = flags.map((flag) => line(`--${flag.name} ${flag.value}`, flag.help));
  const optionLine = ({ name: option, type, choices = [], help, default: usual }: Schema['options'][number]) => {
    const listed = choices.join('|');
    const long = listed.length > LONGEST_LIST;
    const value = type === 'choice' ? (long ? 'NAME' : listed) : type === 'integer' ? 'N' : 'X';
    const names = long ? ` One of ${choices.join(', ')}.` : '';
    return line(`--${kebab(option)} ${value}`, `${help}${names} (${usual ?? 'chosen for the model and the data'})`);
  };
  const groups = [...new Set(schema.options.map(({ group }) => group))].map((group) => {
    const options = schema.options.filter((option) => option.group === group);
    return `\n${group}:\n${options.map(optionLine).join('')}`;
  });
  const training = run ? groups.join('') : '';
  return `usage: tabtune ${name} ${[...needed, '[options]'].join(' ')}\n\n${about}\n\nOptions:\n${own.join('')}${training}`;
}

export interface Arguments {
  values: Record<string, string | undefined>;
  options: RunOptions;
  help: boolean;
}

type Values = Record<string, string | undefined>;

export function parseArguments(command: string, args: string[], schema: Schema): Arguments {
  const { flags, run } = COMMANDS[command]!;
  const runOptions = run ? schema.options : [];
  const names = [...flags.map((flag) => flag.name), ...runOptions.map((option) => kebab(option.name))];
  const { values, help } = readArguments(command, args, names);
  for (const flag of flags)
    if (flag.required && values[flag.name] === undefined && !help)
      throw new UsageError(`--${flag.name} ${flag.value} is needed: ${flag.help}`);
  const chosen = runOptions.filter((option) => values[kebab(option.name)] !== undefined);
  const parsed = chosen.map((option) => [option.name, parseOption(option, values[kebab(option.name)]!)]);
  return { values, options: Object.fromEntries(parsed) as RunOptions, help };
}

/** They have a sentence of their own for it. */
const MAY_BE_EMPTY = ['delimiter', 'fix'];

/** Of an option that comes twice the last counts. A number below zero is a value, not an option. */
function readArguments(command: string, args: string[], names: string[]): { values: Values; help: boolean } {
  const known = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const options = { ...known, help: { type: 'boolean' as const, short: 'h' } };
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true });
  const values: Values = {};
  let help = false;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') throw new UsageError(`"${token.value}" belongs to no option: write --NAME VALUE`);
    const { name, rawName, value, inlineValue } = token;
    if (name === 'help') help = true;
    else if (!names.includes(name)) throw new UsageError(unknownOption(command, rawName, name, names));
    else if (value === undefined || (!inlineValue && /^--?[a-z]/i.test(value)))
      throw new UsageError(`${rawName} needs a value; one that begins with a hyphen is written ${rawName}=VALUE`);
    else if (value === '' && !MAY_BE_EMPTY.includes(name)) throw new UsageError(`${rawName} needs a value`);
    else values[name] = value;
  }
  return { values, help };
}

function unknownOption(command: string, written: string, name: string, names: string[]): string {
  const others = Object.keys(COMMANDS).filter((other) => COMMANDS[other]!.flags.some((flag) => flag.name === name));
  const hint = others.length ? `; ${others.join(', ')} ${others.length > 1 ? 'have' : 'has'} it` : '';
  return `${command} has no option ${written}${hint || didYouMean(name, names, '--')}`;
}

function parseOption(option: Schema['options'][number], text: string): RunOptions[string] {
  const { name, choices = [] } = option;
  return refusing(kebab(name), () => optionValue(option, text), didYouMean(text, choices));
}

/** `hint`: behind the sentence of what is wrong. */
function refusing<T>(name: string, read: () => T, hint = ''): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadValue) throw new UsageError(`--${name} ${error.message}${hint}`);
    throw error;
  }
}

/** --NAME as one of these. */
export function choiceOf<T extends string>(
  values: Arguments['values'],
  name: string,
  choices: readonly T[],
): T | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found === undefined)
    throw new UsageError(`--${name} is ${choices.join(', ')}, not "${value}"${didYouMean(value, [...choices])}`);
  return found;
}

/** --NAME as a number from `least` to `most`. */
export function numberOf(values: Arguments['values'], name: string, least: number, most: number): number | undefined {
  const value = values[name];
  return value === undefined ? undefined : refusing(name, () => numberBetween(value, false, least, most));
}

/** --NAME as a whole number between `least` and `most`. */
export function integerOf(
  values: Arguments['values'],
  name: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const value = values[name];
  return value === undefined ? undefined : refusing(name, () => numberBetween(value, true, least, most));
}
