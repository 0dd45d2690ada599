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
import { effective, type Circumstances } from '../rows/effects';
import { methods } from '../words/en/methods';
import { past } from '../words/en/past';
import { saying, type Said } from '../words/said';
import { headlines } from './metrics';

const say = saying('past', past);
const sayMethod = saying('methods', methods);

/** What a list of runs shows. */
export interface PastRun {
  /** Milliseconds, as of Date.now(), at its beginning: its name among the runs of a project. */
  began: number;
  name: string;
  encoder: string;
  /** The file it was trained on, or the path of a sample; absent: not known. */
  data?: string;
  method: Method;
  /** Of the rows it was trained on and those it was tested on (rows/identity.ts). */
  trainKey: string;
  testKey: string;
  /** Of the validation rows, with the weights that were left; null: there were none. */
  validation: Numbers | null;
  /** Of the test rows; null: it was not tested. */
  test: (Numbers & Pick<Metrics, 'intervals'>) | null;
}

/** Their numbers may be laid beside each other: the same data, and the same number that counts. */
export const alike = (a: PastRun, b: PastRun): boolean =>
  a.data === b.data && headlineOf(a).name === headlineOf(b).name;

/** Its number that counts, of the test rows or else of the validation rows. */
export function headlineOf({ test, validation }: PastRun): {
  name: MetricName;
  value: number | null;
  of: 'test' | 'validation' | '';
} {
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

/** A sentence of the tables, or a name and a value as they are. */
type Words = Said | { text: string };

/** An option that differs, and what it is in each run. */
interface Differing {
  name: Words;
  values: Words[];
}

const plain = (value: unknown): Words => ({ text: String(value) });

/** All that a run was begun with. */
function settingsOf(run: Past, trainKey: string): [name: Words, value: Words][] {
  const { method: _, ...options } = run.options;
  const { train, validation } = run.rows;
  const head_start = (options['head_start'] ?? null) as Circumstances['head_start'];
  const used = effective(options, { method: run.method, head_start, validation });
  return [
    [say.encoder, plain(run.encoder)],
    [say.trained, sayMethod[run.method]],
    [say.trainingRows, run.trainKey === trainKey ? plain(train) : say.others(train)],
    [say.reads, say[run.pooling]],
    [say.maximumLength, plain(run.cut.max_length)],
    [say.kept, run.cut.stride ? say.windows : say[run.cut.truncation ?? 'head']],
    ...Object.entries(used).map(([name, value]): [Words, Words] => [plain(name.replaceAll('_', ' ')), plain(value)]),
  ];
}

/** Only what differs between them; "–": the option has no effect there. */
export function differing(runs: Past[]): Differing[] {
  const settings = runs.map((run) => settingsOf(run, runs[0]!.trainKey));
  const names = new Map(settings.flatMap((of) => of.map(([name]): [string, Words] => [name.text, name])));
  return [...names.values()]
    .map((name) => ({
      name,
      values: settings.map((of) => of.find(([other]) => other.text === name.text)?.[1] ?? plain('–')),
    }))
    .filter(({ values }) => new Set(values.map(({ text }) => text)).size > 1);
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

/** null where the test is none of right answers. */
export function onlyRight({ only_model, only_other }: Against, model: string, other: string): Said | null {
  if (only_model === undefined || only_other === undefined) return null;
  return say.onlyRight(model, only_model, other, only_other);
}
