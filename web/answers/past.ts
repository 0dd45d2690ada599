// SPDX-License-Identifier: Apache-2.0
// Runs that are over, as they are kept, and what one wants to see of several side by side.
import type {
  Against,
  Answers,
  Cut,
  LoggedRows,
  Method,
  MetricName,
  Metrics,
  Numbers,
  Pooling,
  RunEnd,
  RunOptions,
} from '../border/messages';
import { METHOD_NAMES } from './methods';
import { headlines } from './metrics';

/** What a list of runs shows. */
export interface PastRun {
  /** Milliseconds, as of Date.now(), at its beginning: its name among the runs of a project. */
  began: number;
  name: string;
  encoder: string;
  method: Method;
  /** Of the rows it was trained on and those it was tested on (rows/identity.ts). */
  trainKey: string;
  testKey: string;
  /** Of the validation rows, with the weights that were left; null: there were none. */
  validation: Numbers | null;
  /** Of the test rows; null: it was not tested. */
  test: (Numbers & Pick<Metrics, 'intervals'>) | null;
}

/** Its number that counts, of the test rows or else of the validation rows. */
export function headlineOf({ test, validation }: PastRun): { name: MetricName; value: number | null; of: string } {
  const numbers: Numbers = test ?? validation ?? {};
  const [name] = headlines(numbers);
  return { name, value: numbers[name] ?? null, of: test ? 'test' : validation ? 'validation' : '' };
}

/** The rest of it. */
export interface PastDetails {
  options: RunOptions;
  cut: Cut;
  pooling: Pooling;
  rows: { train: number; validation: number; test: number };
  end: RunEnd;
  log: LoggedRows;
  /** To each test row, for paired comparisons; null: it was not tested. */
  answers: Answers | null;
}

export type Past = PastRun & PastDetails;

/** An option that differs, and what it is in each run. */
export interface Differing {
  name: string;
  values: string[];
}

const KEEPS = { head: 'the first tokens', tail: 'the last tokens', head_tail: 'the first and the last tokens' };
const READS: Record<Pooling, string> = {
  cls: 'the first token',
  mean: 'the mean of all tokens',
  mean_normalized: 'the mean of all tokens, scaled to length 1',
};

/** All that a run was begun with, by name. */
function settingsOf(run: Past, trainKey: string): Map<string, string> {
  const { method: _, ...options } = run.options;
  return new Map([
    ['Encoder', run.encoder],
    ['What is trained', METHOD_NAMES[run.method]],
    ['Training rows', `${run.rows.train}${run.trainKey === trainKey ? '' : ', others'}`],
    ['What the head reads', READS[run.pooling]],
    ['Maximum length', String(run.cut.max_length)],
    ['Kept of longer texts', run.cut.stride ? 'all, in windows' : KEEPS[run.cut.truncation ?? 'head']],
    ...Object.entries(options).map(([name, value]): [string, string] => [name, String(value)]),
  ]);
}

/** Only what differs between them; "–": the option has no effect there. */
export function differing(runs: Past[]): Differing[] {
  const settings = runs.map((run) => settingsOf(run, runs[0]!.trainKey));
  const names = new Set(settings.flatMap((of) => [...of.keys()]));
  return [...names]
    .map((name) => ({ name, values: settings.map((of) => of.get(name) ?? '–') }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** Lines over steps of their own, over all of these steps: null where a line has none. */
export function joined(lines: { at: number[]; values: (number | null)[] }[]): {
  at: number[];
  values: (number | null)[][];
} {
  const at = [...new Set(lines.flatMap((line) => line.at))].sort((a, b) => a - b);
  const values = lines.map((line) => {
    const byStep = new Map(line.at.map((step, i) => [step, line.values[i]!]));
    return at.map((step) => byStep.get(step) ?? null);
  });
  return { at, values };
}

/** "3 rows only Run 1 has right, 9 only Run 2."; '' where the test is none of right answers. */
export function onlyRight({ only_model, only_other }: Against, model: string, other: string): string {
  if (only_model === undefined || only_other === undefined) return '';
  return `Rows that only ${model} has right: ${only_model}. Rows that only ${other} has right: ${only_other}.`;
}
