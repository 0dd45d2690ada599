// SPDX-License-Identifier: Apache-2.0
// Step 1 as one function: tables and columns -> the three parts as the engine takes them, the label map and all
// problems. The page and the command line both come through here.
import type { Part, Rows } from '../engine/messages';
import { checkDuplicates, checkKnownLabels, checkLabels, checkLeak, textKey } from './checks';
import { takeExamples, type Example } from './examples';
import type { Columns } from './guess';
import { countLabels, labelMap, type LabelMap } from './labels';
import type { Table } from './parse';
import type { Problem } from './problems';
import { DEFAULT_FRACTIONS, stratifiedSplit, type Fractions } from './split';

export interface Source {
  table: Table;
  columns: Columns;
}

export interface Prepared {
  labels: string[];
  parts: Record<Part, Example[]>;
  /** Rows per part and label. */
  counts: Record<Part, number[]>;
  problems: Problem[];
  /** No problem is an error. */
  ok: boolean;
}

export interface PrepareOptions {
  seed: number;
  fractions?: Fractions;
  /** Files of the user's own; what is missing is split off the training file. */
  validation?: Source | undefined;
  test?: Source | undefined;
}

export function prepare(main: Source, options: PrepareOptions): Prepared {
  const problems: Problem[] = [];
  const take = (source: Source | undefined, part: string): Example[] | null => {
    if (!source) return null;
    const prefix = part ? `In the ${part} file: ` : '';
    if (source.columns.label === null)
      problems.push({
        level: 'error',
        rows: [],
        text: `${prefix}No column has labels. Each row needs a text and its label.`,
      });
    const taken = takeExamples(source.table, source.columns);
    for (const problem of [...source.table.problems, ...taken.problems])
      problems.push({ ...problem, text: prefix + problem.text });
    return taken.examples;
  };
  const examples = take(main, '')!;
  const validation = take(options.validation, 'validation');
  const test = take(options.test, 'test');
  const map = labelMap(examples.map((example) => example.label));
  if (!problems.some((problem) => problem.level === 'error')) {
    const counts = countLabels(classNumbers(examples, map), map.labels.length);
    problems.push(...checkLabels(map, examples, counts), ...checkDuplicates(examples));
    for (const [other, part] of [
      [validation, 'validation'],
      [test, 'test'],
    ] as const)
      if (other) problems.push(...checkKnownLabels(map, other, part), ...checkLeak(examples, other, part));
  }
  const parts = splitParts(examples, map, validation, test, options);
  if (parts.test.length === 0 && !problems.some((problem) => problem.level === 'error'))
    problems.push({
      level: 'error',
      rows: [],
      text: 'No row is left for the test: a label needs at least two different texts. Add rows, or a test file.',
    });
  const counts = Object.fromEntries(
    Object.entries(parts).map(([part, rows]) => [part, countLabels(classNumbers(rows, map), map.labels.length)]),
  ) as Record<Part, number[]>;
  const ok = !problems.some((problem) => problem.level === 'error');
  return { labels: map.labels, parts, counts, problems, ok };
}

function splitParts(
  examples: Example[],
  map: LabelMap,
  validation: Example[] | null,
  test: Example[] | null,
  options: PrepareOptions,
): Record<Part, Example[]> {
  const wanted = options.fractions ?? DEFAULT_FRACTIONS;
  const fractions = { validation: validation ? 0 : wanted.validation, test: test ? 0 : wanted.test };
  const split = stratifiedSplit(classNumbers(examples, map), examples.map(textKey), options.seed, fractions);
  const pick = (indices: number[]) => indices.map((i) => examples[i]!);
  return { train: pick(split.train), validation: validation ?? pick(split.validation), test: test ?? pick(split.test) };
}

/** Examples as `data.open` takes them. Their labels must be in the map. */
export function engineRows(examples: Example[], labels: string[]): Rows {
  const numbers = new Map(labels.map((label, i) => [label, i]));
  const rows: Rows = { texts: examples.map((e) => e.text), labels: examples.map((e) => numbers.get(e.label)!) };
  if (examples[0]?.pair !== undefined) rows.pairs = examples.map((e) => e.pair!);
  return rows;
}

/** Unknown labels, which are an error by then, are left out. */
function classNumbers(examples: Example[], map: LabelMap): number[] {
  return examples.map((example) => map.numbers.get(example.label)).filter((n) => n !== undefined);
}
