// SPDX-License-Identifier: Apache-2.0
// Step 1 as two functions. readData: tables and columns -> the examples of a task, their labels and all problems.
// splitData: those -> the three parts as the engine takes them. The page and the command line both come through here.
import type { Part, Scheme, Task } from '../border/messages';
import { checkMisspelt } from './misspelt';
import {
  checkInTexts,
  checkIsText,
  checkKnownLabels,
  checkLabels,
  checkLeaks,
  checkLetters,
  checkNotation,
  checkRepeated,
  checkRepeats,
  checkShared,
  checkTrained,
} from './checks';
import { followColumns, guessNotes, takenTwice } from './choose';
import { takeExamples } from './examples';
import { couldHaveNames, fewRows, trainedInstead, untested } from './few';
import { findAlike } from './alike';
import { OTHERS, textKey, type Files, type Other } from './files';
import { labelMap, numbered, type LabelMap } from './label_map';
import { namesOfColumns } from './labels';
import { asError, sentenceOf, type CheckName, type Problem } from '../read/problems';
import {
  chooseRows,
  isOfParts,
  isOfRows,
  renameLabels,
  rowsTaken,
  type About,
  type Fixed,
  type NewNames,
} from './remedies';
import { DEFAULT_FRACTIONS, type Fractions } from './fractions';
import { foldRows, rngBits, splitRows, strataOf, type Strata } from './split';
import { checkSeenNames } from './seen_names';
import { asRead, type Columns, type Example, type Table } from '../read/table';
import { namesInOrder, type NumberNames } from './number_names';
import { iob2Labels, tagScheme } from './tags';
import { guessTask } from './task';
import { columnKind } from '../read/lists';
import { parseLiteral } from '../read/literal';
import { findings } from '../words/en/findings';
import { saying, type Said } from '../words/said';

const say = saying('findings', findings);

export interface Source {
  table: Table;
  columns: Columns;
}

export interface ReadOptions {
  /** Guessed where absent. */
  task?: Task | undefined;
  /** Files of the user's own, read from the columns that the main file is read from; what is missing is split off. */
  validation?: { table: Table } | undefined;
  test?: { table: Table } | undefined;
  /** What numbers in the label column stand for. */
  labelNames?: NumberNames | undefined;
  /** Remedies to apply. */
  fixes?: CheckName[] | undefined;
}

/** k-fold: part `index` (from 0) of `of` is the test set. */
export interface Fold {
  index: number;
  of: number;
}

export interface SplitOptions {
  seed: number;
  fractions?: Fractions;
  fold?: Fold | undefined;
  /** The rows before the user's edits: each row stays in the part that it was in, whatever is edited. */
  before?: Data | undefined;
}

export type PrepareOptions = ReadOptions & SplitOptions;

export interface Data {
  task: Task;
  /** Why this task was guessed, or that it was chosen. */
  reason: Said;
  scheme: Scheme;
  /** Names of the columns that the main file is read from. */
  columns: { text: string; pair?: string; labels: string[] };
  /** Of the outputs. */
  labels: string[];
  files: Files;
  /** The number of the last row of the table. */
  lastRow: number;
  /** For each main example the first one of its group of nearly equal ones: they stay in the same part. */
  groups: Int32Array;
  /** Groups that rows of the validation or test file are in too. */
  elsewhere: Set<number>;
  /** Remedies that are wanted. */
  fixes: CheckName[];
  problems: Problem[];
  fixed: Fixed[];
  newNames: NewNames;
}

export interface Prepared extends Omit<Data, 'files' | 'lastRow' | 'groups' | 'elsewhere' | 'fixes'> {
  parts: Record<Part, Example[]>;
  /** Why rows put aside to validate are trained on. */
  instead: Said | null;
  /** Rows per part and label (words, in token classification). Regression has none. */
  counts: Record<Part, number[]>;
  /** No problem is an error. */
  ok: boolean;
}

const hasErrors = (problems: Problem[]) => problems.some(({ level }) => level === 'error');

export function readData(main: Source, options: ReadOptions = {}): Data {
  const guess = guessTask(asRead(main.table), main.columns);
  const task = options.task ?? guess.task;
  const problems: Problem[] = [];
  const take = (from: { table: Table } | undefined, part?: Other, known?: string[]): Example[] | null => {
    if (!from) return null;
    const { columns, why } = part ? followColumns(main, from.table) : { columns: main.columns, why: null };
    if (why) {
      problems.push(asError(say.inFile(part!, why), [], { file: part! }));
      return [];
    }
    const source = { table: from.table, columns };
    const taken = takeSource(source, task, options.labelNames, known);
    for (const problem of taken.problems)
      problems.push(part ? { ...problem, file: part, ...say.inFile(part, sentenceOf(problem)) } : problem);
    return taken.examples;
  };
  const own = take(main)!;
  const known = [...new Set(own.flatMap(({ names = [] }) => names))];
  const raw = {
    main: own,
    validation: take(options.validation, 'validation', known),
    test: take(options.test, 'test', known),
  };
  if (hasErrors(problems)) raw.main = [];
  const fixes = options.fixes ?? [];
  const { files, fixed, newNames } = renameLabels(raw, fixes, task);
  const scheme: Scheme =
    task === 'token_classification' && tagScheme(files.main.map(({ tags }) => tags!)) !== 'none' ? 'iob2' : 'none';
  const map = labelsOf(files.main, task, scheme, main, options.labelNames);
  const alike = findAlike(files);
  const ofOne = task === 'single_label_classification'; // whose labels are counted in the reason
  if (!hasErrors(problems)) {
    const found = [
      guessNotes(asRead(main.table), main.columns),
      checkIsText(files.main),
      checkLetters(files.main),
      checkInTexts(files.main, task),
      checkLabels(map, files.main, task),
      checkNotation(files, task),
      checkMisspelt(files, task),
      checkRepeated(files.main, alike.main, task),
      ...OTHERS.map((part) => (files[part] ? checkKnownLabels(map, files[part], part, task) : [])),
      checkLeaks(files, alike),
      checkShared(files, alike),
    ];
    for (const problem of found.flat()) problems.push(problem);
  }
  const others = [...alike.validation, ...alike.test].filter((i) => i < files.main.length);
  return {
    task,
    reason: task !== guess.task ? say.chosen : fixed.length && ofOne ? say.oneOf(map.labels.length) : guess.reason,
    scheme,
    columns: namesOf(main),
    labels: map.labels,
    files,
    lastRow: main.table.numbers.at(-1) ?? 0,
    groups: alike.main,
    elsewhere: new Set(others),
    fixes,
    problems: problems.filter(({ name }) => !name || !fixes.includes(name)),
    fixed,
    newNames,
  };
}

/** Most cells of the file are objects that are read as nothing. */
function hasObjects(edited: Table, column: number): boolean {
  const table = asRead(edited);
  if (columnKind(table, column) !== 'plain') return false;
  const cells = table.rows.slice(0, LOOKED_AT).flatMap((row) => row[column]?.trim() || []);
  return cells.filter((cell) => /^[[{]/.test(cell) && parseLiteral(cell) !== undefined).length > cells.length / 2;
}
const LOOKED_AT = 200;

function takeSource(source: Source, task: Task, labelNames?: NumberNames, known?: readonly string[]) {
  const { table, columns } = source;
  const problems: Problem[] = [];
  if (columns.labels.length === 0)
    problems.push(asError(table.columns.length === 1 ? say.oneColumn : say.noLabelColumn));
  else if (columns.labels.length > 1 && task === 'token_classification') problems.push(asError(say.oneTagColumn));
  const twice = takenTwice(table, columns);
  if (twice) problems.push(asError(twice));
  if (columns.pair !== null && task === 'token_classification') problems.push(asError(say.noPairs));
  const objects = columns.labels.find((column) => hasObjects(table, column));
  if (objects !== undefined) problems.push(asError(say.objects(table.columns[objects]!)));
  if (hasErrors(problems)) return { examples: [], problems: [...table.problems, ...problems] };
  const taken = takeExamples(table, columns, task, labelNames, known);
  return { examples: taken.examples, problems: [...table.problems, ...taken.problems] };
}

function labelsOf(examples: Example[], task: Task, scheme: Scheme, main: Source, labelNames?: NumberNames): LabelMap {
  if (task === 'regression') return numbered(main.columns.labels.map((column) => main.table.columns[column]!));
  if (task === 'token_classification') {
    const tags = new Set(examples.flatMap((example) => [...new Set(example.tags)]));
    return scheme === 'iob2' ? numbered(iob2Labels(tags)) : labelMap(tags);
  }
  const used = labelMap(examples.flatMap((example) => example.names ?? [example.label]));
  // Columns and label files have an order of their own. Two of them with one name are one label.
  const given =
    main.columns.labels.length > 1
      ? namesOfColumns(main.table, main.columns, labelNames)
      : namesInOrder(labelNames ?? []);
  return used.labels.every((label) => given.includes(label))
    ? numbered([...new Set(given)].filter((label) => used.numbers.has(label)))
    : used;
}

function namesOf({ table, columns: { text, pair, labels } }: Source): Data['columns'] {
  const name = (column: number) => table.columns[column]!;
  return { text: name(text), ...(pair === null ? {} : { pair: name(pair) }), labels: labels.map(name) };
}

export function splitData(data: Data, options: SplitOptions): Prepared {
  const { files, lastRow: _, groups, elsewhere, fixes, ...rest } = data;
  const { parts, instead } = splitParts(data, options);
  const groupOf = new Map(files.main.map((example, i) => [example, groups[i]!]));
  const about: About = { task: data.task, main: files.main, group: (example) => groupOf.get(example)!, elsewhere };
  const { train, ...others } = parts;
  const own = Object.entries(others).filter(([part]) => !files[part as Other] || (part === 'test' && options.fold));
  const kept = chooseRows({ train, ...Object.fromEntries(own) }, fixes, about);
  Object.assign(parts, kept.parts);
  const problems = data.problems.map((problem) =>
    problem.name && problem.remedy ? withTaken(problem, rowsTaken(problem.name, files, kept.parts, about)) : problem,
  );
  if (parts.test.length === 0 && !hasErrors(problems))
    problems.push(asError(options.fold ? say.emptyFold(options.fold.of) : say.noTest));
  if (!hasErrors(problems)) for (const problem of checkTrained(parts.train, data)) problems.push(problem);
  const counts = Object.fromEntries(
    Object.entries(parts).map(([part, rows]) => [part, countsOf(rows, data)]),
  ) as Prepared['counts'];
  const unmeasured = untested(data.task, data.labels, counts.test);
  if (!hasErrors(problems)) {
    const seen = data.scheme === 'iob2' ? checkSeenNames(parts) : [];
    const nameless = data.columns.pair ? [] : couldHaveNames(data.task, data.labels, parts.train.length);
    for (const problem of [...fewRows(parts, instead, unmeasured), ...nameless, ...seen, ...checkRepeats(parts.test)])
      problems.push(problem);
  }
  const fixed = [...data.fixed, ...kept.fixed];
  return { ...rest, parts, instead, counts, problems, fixed, ok: !hasErrors(problems) };
}

/** The words of the remedy with the rows that it changes or takes. Where it would take none there is nothing to do: the
 * rows are measured with, or the labels are even enough among the training rows. */
function withTaken(problem: Problem, rows: number): Problem {
  const { remedy, saidRemedy, ...rest } = problem;
  const name = problem.name!;
  if (name === 'imbalance' && rows === 0) return rest;
  if (isOfRows(name) && rows === 0) return { ...rest, ...say.noneTrained(sentenceOf(problem)) };
  const counted =
    name === 'same-labels' || name === 'misspelt-labels'
      ? say.changes
      : isOfRows(name) && !isOfParts(name)
        ? say.takesTraining
        : say.takes;
  const { text, said } = counted(sentenceOf({ text: remedy!, said: saidRemedy }), rows);
  return { ...problem, takes: rows, remedy: text, saidRemedy: said };
}

export const prepare = (main: Source, options: PrepareOptions): Prepared => splitData(readData(main, options), options);

/** Rows per label, or words per tag. Unknown labels, which are an error by then, are left out. */
function countsOf(examples: Example[], { task, labels }: Data): number[] {
  if (task === 'regression') return labels.map(() => 0);
  const counts = new Map(labels.map((label) => [label, 0]));
  const add = (label: string) => {
    const n = counts.get(label);
    if (n !== undefined) counts.set(label, n + 1);
  };
  for (const { names, tags, label } of examples)
    if (names ?? tags) (names ?? tags)!.forEach(add);
    else add(label);
  return labels.map((label) => counts.get(label)!);
}

const isDefault = ({ validation, asked }: Fractions = DEFAULT_FRACTIONS) =>
  !asked && validation === DEFAULT_FRACTIONS.validation;

/** Places in the main examples, ascending. */
type Drawn = Record<Part, number[]>;

function draw(data: Data, { seed, fractions = DEFAULT_FRACTIONS, fold }: SplitOptions): Drawn {
  const { main, validation, test } = data.files;
  const strata = strataOf(main, data);
  const all = main.map((_, i) => i);
  const inFold = fold ? new Set(foldRows(strata, [...data.groups], seed, fold.of)[fold.index]) : null;
  const rest = all.filter((i) => !inFold?.has(i));
  const wanted = { validation: validation ? 0 : fractions.validation, test: test || fold ? 0 : fractions.test };
  const restStrata = { ...strata, of: rest.map((i) => strata.of[i]!) } as Strata;
  const split = splitRows(
    restStrata,
    rest.map((i) => data.groups[i]),
    seed,
    wanted,
  );
  const there = (places: number[]) => places.map((i) => rest[i]!);
  return {
    train: there(split.train),
    validation: there(split.validation),
    test: inFold ? all.filter((i) => inFold.has(i)) : there(split.test),
  };
}

/** The parts of rows that were edited. A row stays in its part, and a text that is equal to one of another part goes
 * there. A row that had no label is trained on: whoever labels rows does not draw them by chance. Rows that were added
 * are shared out by chance, each by its number. */
function followParts(data: Data, before: Data, drawn: Drawn, options: SplitOptions): Drawn {
  const partOf = new Map<number, Part>();
  for (const part of ['train', 'validation', 'test'] as const)
    for (const i of drawn[part]) partOf.set(before.files.main[i]!.row, part);
  const { main } = data.files;
  const texts = new Map(before.files.main.map((example) => [example.row, textKey(example)]));
  const groups = new Map<number, Part>();
  main.forEach((example, i) => {
    const part = partOf.get(example.row);
    const same = texts.get(example.row) === textKey(example);
    if (part && same && !groups.has(data.groups[i]!)) groups.set(data.groups[i]!, part);
  });
  const made: Drawn = { train: [], validation: [], test: [] };
  main.forEach((example, i) => {
    const same = texts.get(example.row) === textKey(example);
    const own = partOf.get(example.row);
    const group = groups.get(data.groups[i]!);
    const chance = () => (example.row > before.lastRow ? partByChance(example.row, options, data.files) : 'train');
    made[(same ? own : group) ?? group ?? own ?? chance()].push(i);
  });
  return made;
}

/** 32 bits of this site are of rows that were added. */
const ADDED = 0xadded;

function partByChance(row: number, { seed, fractions = DEFAULT_FRACTIONS, fold }: SplitOptions, files: Files): Part {
  const share = rngBits(seed, 0, ADDED)(row) / 2 ** 32;
  if (fold)
    return Math.floor(share * fold.of) === fold.index ? 'test' : partOfRest((share * fold.of) % 1, fractions, files);
  const test = files.test ? 0 : fractions.test;
  return share < test ? 'test' : partOfRest(share - test, fractions, files);
}

const partOfRest = (share: number, { validation }: Fractions, files: Files): Part =>
  share < (files.validation ? 0 : validation) ? 'validation' : 'train';

/** `instead`: why the rows split off to validate with are trained on. */
function splitParts(data: Data, options: SplitOptions): { parts: Record<Part, Example[]>; instead: Said | null } {
  const { main, validation, test } = data.files;
  const { before } = options;
  const drawn =
    before && before.files.main.length > 0
      ? followParts(data, before, draw(before, options), options)
      : draw(data, options);
  const pick = (places: number[]) => places.map((i) => main[i]!);
  const shared = data.task === 'single_label_classification' && isDefault(options.fractions);
  // By all rows, not those of a part: the same for every fold.
  const instead = trainedInstead(drawn.validation, main.length, shared ? data.labels.length : null);
  const train = instead ? [...drawn.train, ...drawn.validation].sort((a, b) => a - b) : drawn.train;
  return {
    instead,
    parts: {
      train: pick(train),
      validation: validation ?? (instead ? [] : pick(drawn.validation)),
      test: test && !options.fold ? test : pick(drawn.test),
    },
  };
}
