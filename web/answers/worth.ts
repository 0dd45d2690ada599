// SPDX-License-Identifier: Apache-2.0
// Is fine-tuning worth it here? The result beside its baselines, with the paired tests, in sentences.
import type { Against, Baseline, Baselines, MetricName, Metrics, RunOptions } from '../border/messages';
import { isShare } from '../ui/format';
import { metrics as names } from '../words/en/metrics';
import { worth } from '../words/en/worth';
import { saying, type Said } from '../words/said';
import { better } from './metrics';

const say = saying('worth', worth);
const { inside } = saying('metrics', names);

/** Below this a difference is taken as one. */
const LEVEL = 0.05;

export interface Standing {
  name: MetricName;
  /** The baselines and the model, in this order. */
  values: { what: Said; value: number | null }[];
  /** What the model itself goes by among them. */
  model: Said;
  /** "Is fine-tuning worth it here?" */
  question: Said;
  worth: 'yes' | 'open' | 'no';
  sentence: Said;
  /** Nothing shows that fine-tuning is better than a head on the frozen encoder, which is far smaller. */
  headAlone: boolean;
  /** What fine-tuning brings over that head, or why the two are not compared; null where the model is that head. */
  frozen: Said | null;
}

/** A difference that chance would hardly make. */
export const isShown = (against: Against | undefined): boolean => (against?.p ?? 1) < LEVEL;

/** "accuracy is 0.043 higher (95 % interval 0.020 to 0.067)"; where chance may bring it, with that in place of the
 * interval. */
export function changeInWords(against: Against, name: MetricName): Said {
  const { value, interval } = against.differences[name] ?? { value: null, interval: [null, null] };
  if (value === null) return say.notDefined(inside(name));
  if (value === 0) return say.same(inside(name));
  const change = say.change(inside(name), value, isShare(name));
  if (!isShown(against)) return say.byChance(change, against.p ?? 1);
  const [from, to] = value < 0 ? [interval[1], interval[0]] : interval;
  if (from === null || to === null) return change;
  return say.within(change, Math.sign(value) * from, Math.sign(value) * to, isShare(name));
}

/** `rows`: how many were tested on; `options`: of the training. */
export function standingOf(
  { primary, baselines, missing }: Baselines,
  metrics: Metrics,
  rows: number,
  options: RunOptions,
): Standing {
  const isHead = options['method'] === 'head';
  const values = baselines.map(({ what, metrics: of }) => ({ what: say.baseline(what), value: of[primary] ?? null }));
  const best = baselines.reduce((a, b) =>
    better(primary, b.metrics[primary] ?? NaN, a.metrics[primary] ?? NaN) ? b : a,
  );
  const model = metrics[primary] ?? null;
  const wins = (other: Baseline) => model !== null && better(primary, model, other.metrics[primary] ?? NaN);
  const head = baselines.find(({ name }) => name === 'frozen');
  const headAlone = head !== undefined && !(isShown(head.against) && wins(head));
  const [other, p] = [say.baseline(best.what), best.against?.p ?? 1];
  const answer = !isShown(best.against) ? 'open' : wins(best) ? 'yes' : 'no';
  const own = say.model(isHead);
  return {
    name: primary,
    values: [...values, { what: own, value: model }],
    model: own,
    question: say.question(isHead),
    worth: answer,
    sentence: answer === 'open' ? say.open(isHead, other, rows, p) : say[answer](other, rows, p),
    headAlone,
    frozen: head ? besideHead(primary, head, headAlone) : missing,
  };
}

function besideHead(name: MetricName, { against }: Baseline, headAlone: boolean): Said | null {
  if (!against) return null;
  const change = changeInWords(against, name);
  if (!headAlone) return say.besideHead(change);
  return isShown(against) ? say.headBetter(change) : say.headEnough(change);
}
