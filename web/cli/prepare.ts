// SPDX-License-Identifier: Apache-2.0
// Steps 1 to 3 for the commands that train or plan: files -> parts, encoder, new head, rows in the engine.
import { checkPieces } from '../rows/checks';
import { engineRows } from '../rows/engine_rows';
import { readData, splitData, type Data, type Prepared } from '../rows/prepare';
import type { Other } from '../rows/files';
import { poolingInput, poolingReason } from '../answers/pooling';
import { bestPooling, POOLINGS } from '../border/pooling';
import { describeColumns } from '../rows/choose';
import { CHECKS, count, flagsOf, type CheckName } from '../read/problems';
import type { Table } from '../read/table';
import type { Fixed } from '../rows/remedies';
import { DEFAULT_FRACTIONS, SHARES, type Fractions } from '../rows/fractions';
import { TASKS } from '../rows/tasks';
import type { Cut, DataInfo, ModelInfo, Part } from '../border/messages';
import type { NodeEngine } from './engine';
import { openModelFolder, readNames, readSource, readTable } from './files';
import { checkBase, checkGiven, checkNames, checkReading, checkTogether } from './idle';
import { didYouMean } from './nearest';
import { say, sayProblems } from './terminal';
import { choiceOf, integerOf, numberOf, TRUNCATIONS, UsageError, YES_NO, type Arguments } from './usage';
import { pooling as reads } from '../words/en/pooling';

/** Enough for sentences and short paragraphs; attention's cost grows with the square. */
export const DEFAULT_MAX_LENGTH = 128;

export interface Ready {
  engine: NodeEngine;
  prepared: Prepared;
  model: ModelInfo;
  cut: Cut;
  parts: Partial<Record<Part, DataInfo>>;
}

export class Refused extends Error {}

/** The files as examples; what was found in them is said. */
export async function readFiles(args: Arguments): Promise<Data> {
  const { values } = args;
  checkTogether(values);
  const tables: Record<string, Table> = {};
  const given = choiceOf(values, 'given-parts', YES_NO) === 'yes';
  const main = await readSource(values.data!, { ...values, ...(given && { part: 'train' }) }, values.tags);
  const known = main.table.header ? main.table.columns : [];
  const other = async (name: Other) => {
    const path = values[name];
    if (path !== undefined)
      return { table: (tables[path] = await readTable(path, values, values[`${name}-tags`], known)) };
    if (!main.table.given?.includes(name)) return undefined;
    checkGiven(values, name);
    return { table: await readTable(values.data!, { ...values, part: name }, undefined, known) };
  };
  tables[values.data!] = main.table;
  const [validation, test] = [await other('validation'), await other('test')];
  checkReading(values, tables);
  const labelNames = await readNames(values.labels);
  const data = readData(main, {
    task: choiceOf(values, 'task', TASKS),
    labelNames,
    fixes: fixesOf(values.fix),
    validation,
    test,
  });
  checkNames(values, labelNames, data.task, data.labels);
  say(`columns: ${describeColumns(main.table, main.columns)}`);
  say(`task: ${data.task}. ${data.reason.text}`);
  sayFixed(data.fixed, values.fix === 'all');
  for (const { name, choices, ...problem } of data.problems) {
    const text = `${problem.text}${name === undefined ? '' : ` (--fix ${name})`}${flagsOf(choices)}`;
    sayProblems([{ ...problem, text }]);
  }
  if (data.problems.some(({ level }) => level === 'error')) throw refused(values);
  return data;
}

const sayFixed = (fixed: Fixed[], all: boolean) => {
  for (const { name, rows } of fixed)
    if (rows.length || !all) say(`fixed: ${name}, ${rows.length ? count(rows.length, 'row') : 'which no row has'}`);
};

const refused = (values: Arguments['values']) => new Refused(`${values.data} cannot be trained on as it is.`);

function fixesOf(names: string | undefined): CheckName[] {
  if (names === undefined) return [];
  if (names === 'all') return [...CHECKS];
  return names.split(',').map((name) => {
    const found = CHECKS.find((check) => check === name.trim());
    if (!found)
      throw new UsageError(
        `--fix takes ${CHECKS.join(', ')}, not "${name.trim()}"${didYouMean(name.trim(), [...CHECKS])}`,
      );
    return found;
  });
}

export interface Which {
  seed: number;
  fold?: { index: number; of: number } | undefined;
}

function fractionsOf(values: Arguments['values']): Fractions {
  const share = (part: 'validation' | 'test') =>
    numberOf(values, `${part}-share`, SHARES[part].least, SHARES[part].most) ?? DEFAULT_FRACTIONS[part];
  return { validation: share('validation'), test: share('test'), asked: values['validation-share'] !== undefined };
}

/** The parts of the data, or why there are none. */
export function splitOf({ values }: Arguments, data: Data, which: Which): Prepared {
  const prepared = splitData(data, { ...which, fractions: fractionsOf(values) });
  if (!prepared.ok) sayProblems(newProblems(prepared, data));
  if (!prepared.ok) throw refused(values);
  return prepared;
}

/** One with a remedy may have another text now, which tells how many of its rows are trained on. */
const newProblems = (prepared: Prepared, data: Data) =>
  prepared.problems.filter(
    ({ name, file, text }) =>
      !data.problems.some(
        (said) => said.text === text || (name !== undefined && said.name === name && said.file === file),
      ),
  );

/** Of an encoder that is open: parts of the data, a new head for them, their rows in the engine. */
export async function makeReady(args: Arguments, engine: NodeEngine, data: Data, which: Which): Promise<Ready> {
  const prepared = splitOf(args, data, which);
  sayProblems(newProblems(prepared, data));
  sayFixed(prepared.fixed.slice(data.fixed.length), args.values.fix === 'all');
  const { handlers } = engine;
  const { task, labels, scheme } = prepared;
  const info = engine.session.describe();
  const cut = cutOf(args.values, info, { max_length: DEFAULT_MAX_LENGTH });
  const wanted = choiceOf(args.values, 'pooling', POOLINGS);
  const kept = args.options.head_start === 'kept';
  if (wanted === 'compared' && prepared.columns.pair === undefined)
    throw new UsageError(
      '--pooling compared is for pairs of texts, and the data has one text a row: name the second with --pair',
    );
  if (kept && wanted) throw new UsageError('--pooling is of new heads; a head that is kept reads what it read');
  const parts: Ready['parts'] = {};
  for (const part of ['train', 'validation', 'test'] as const)
    parts[part] = await handlers['data.open']({ part, rows: engineRows(prepared.parts[part], prepared), ...cut });
  const open = wanted || kept ? null : poolingInput(info, prepared, args.options.method, cut, which.seed);
  const measured = open && (await handlers['pooling.measure'](open));
  const pooling = wanted ?? (measured && bestPooling(measured));
  const head = { task, labels, scheme, kept, ...(pooling && { pooling }), seed: which.seed };
  const model = await handlers['head.new'](head);
  if (kept) say(`the head is the one of ${info.name}, trained on`);
  else if (model.head && task !== 'token_classification')
    say(`the head reads ${reads[model.head.pooling]}, ${poolingReason(model, wanted ? 'user' : measured).text}`);
  return { engine, prepared, model, cut, parts };
}

export async function openEncoder({ values }: Arguments, engine: NodeEngine): Promise<ModelInfo> {
  const { handlers } = engine;
  const source = await openModelFolder(values.model!, values.base);
  const model = await handlers['model.open'](source);
  checkBase(values, source, await handlers['model.files']({}));
  for (const { text } of model.remarks ?? []) say(`warning: ${text}`);
  return model;
}

/** What of a model could not be taken. */
export function sayTrouble({ novelty_trouble: trouble }: ModelInfo): void {
  if (trouble) say(`warning: ${trouble.text}`);
}

export const sayPieces = ({ parts }: Ready): void => sayProblems(checkPieces(parts));

export function seedOf({ options }: Arguments, engine: NodeEngine): number {
  return Number(options.seed ?? engine.info.schema.options.find(({ name }) => name === 'seed')?.default ?? 1);
}

/** How texts are cut; `fallback`: where nobody said. */
export function cutOf(values: Arguments['values'], model: ModelInfo, fallback: Cut): Cut {
  const max_length =
    integerOf(values, 'max-length', 2) ?? Math.min(fallback.max_length, model.config.max_position_embeddings);
  const truncation = choiceOf(values, 'truncation', TRUNCATIONS) ?? fallback.truncation;
  const stride = integerOf(values, 'stride', 0) ?? fallback.stride;
  return { max_length, ...(truncation ? { truncation } : {}), ...(stride === undefined ? {} : { stride }) };
}
