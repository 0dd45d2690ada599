// SPDX-License-Identifier: Apache-2.0
// Is fine-tuning worth it here? The result beside its baselines, with the paired tests, in sentences.
import type { Against, Baseline, Baselines, MetricName, Metrics, RunOptions } from '../border/messages';

/** Below this a difference is taken as one. */
const LEVEL = 0.05;

export interface Standing {
  name: MetricName;
  /** The baselines and the model, in this order. */
  values: { what: string; value: number | null }[];
  /** What the model itself goes by among them. */
  model: string;
  /** "Is fine-tuning worth it here?" */
  question: string;
  worth: 'yes' | 'open' | 'no';
  sentence: string;
  /** Nothing shows that fine-tuning is better than a head on the frozen encoder, which is far smaller. */
  headAlone: boolean;
  /** What fine-tuning brings over that head, or why the two are not compared; '' where the model is that head. */
  frozen: string;
}

const lower = (name: MetricName) => name === 'rmse';
const better = (name: MetricName, a: number, b: number) => (lower(name) ? a < b : a > b);

/** 0.004, < 0.001 */
export const pOf = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`);

/** Errors of a regression are of any size: three digits that count. */
const figure = (n: number): string =>
  Math.abs(n) < 1 ? n.toFixed(3) : Math.abs(n) >= 1000 ? Math.round(n).toLocaleString('en') : n.toPrecision(4);

/** As in the middle of a sentence: accuracy, macro F1, RMSE. */
export const inWords = (name: MetricName): string =>
  name === 'rmse' ? 'RMSE' : name.replaceAll('_', ' ').replace('f1', 'F1');

/** A difference that chance would hardly make. */
export const isShown = (against: Against | undefined): boolean => (against?.p ?? 1) < LEVEL;

/** "accuracy is 0.043 higher (95 % interval 0.020 to 0.067)"; where chance may bring it, with that in place of the
 * interval. */
export function changeInWords(against: Against, name: MetricName): string {
  const { value, interval } = against.differences[name] ?? { value: null, interval: [null, null] };
  if (value === null) return `${inWords(name)} is not defined`;
  if (value === 0) return `${inWords(name)} is the same`;
  const change = `${inWords(name)} is ${figure(Math.abs(value))} ${value < 0 ? 'lower' : 'higher'}`;
  if (!isShown(against)) return `${change}, which chance alone may bring (${pOf(against.p ?? 1)})`;
  const [from, to] = value < 0 ? [interval[1], interval[0]] : interval;
  if (from === null || to === null) return change;
  return `${change} (95 % interval ${figure(Math.sign(value) * from)} to ${figure(Math.sign(value) * to)})`;
}

/** `rows`: how many were tested on; `options`: of the training. */
export function standingOf(
  { primary, baselines, missing }: Baselines,
  metrics: Metrics,
  rows: number,
  options: RunOptions,
): Standing {
  const [made, how] =
    options['method'] === 'head' ? ['trained head', 'the trained head'] : ['fine-tuned', 'fine-tuning'];
  const values = baselines.map(({ what, metrics: of }) => ({ what, value: of[primary] ?? null }));
  const best = baselines.reduce((a, b) =>
    better(primary, b.metrics[primary] ?? NaN, a.metrics[primary] ?? NaN) ? b : a,
  );
  const model = metrics[primary] ?? null;
  const wins = (other: Baseline) => model !== null && better(primary, model, other.metrics[primary] ?? NaN);
  const head = baselines.find(({ name }) => name === 'frozen');
  const headAlone = head !== undefined && !(isShown(head.against) && wins(head));
  const on = `on these ${rows.toLocaleString('en')} test rows (${pOf(best.against?.p ?? 1)})`;
  const answer = !isShown(best.against) ? 'open' : wins(best) ? 'yes' : 'no';
  const sentences = {
    yes: `Yes: it is better than ${best.what} ${on}.`,
    open: `Not shown: ${how} and ${best.what} cannot be told apart ${on}.`,
    no: `No: ${best.what} is better ${on}.`,
  };
  return {
    name: primary,
    values: [...values, { what: made!, value: model }],
    model: made!,
    question: `Is ${how} worth it here?`,
    worth: answer,
    sentence: sentences[answer],
    headAlone,
    frozen: head ? besideHead(primary, head, headAlone) : missing,
  };
}

function besideHead(name: MetricName, { against }: Baseline, headAlone: boolean): string {
  if (!against) return '';
  const change = changeInWords(against, name);
  if (!headAlone) return `Compared with the head alone on the frozen encoder, ${change}.`;
  const verdict = isShown(against) ? 'is better' : 'may be enough';
  return `The head alone on the frozen encoder ${verdict}: fine-tuned, ${change}. It is fitted in seconds, and its file is small.`;
}
