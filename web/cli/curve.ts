// SPDX-License-Identifier: Apache-2.0
// --curve: how the figures grow with the training rows, as text and for the report.
import { hasCode } from '../border/failure';
import {
  curveInput,
  curveJob,
  curveMeasured,
  curveSentence,
  lastGain,
  TOO_FEW,
  type CurveOf,
  type LearningCurve,
} from '../answers/curve';
import { plainMetrics } from '../answers/metrics';
import type { Compared, RunOptions } from '../border/messages';
import type { Ready } from './prepare';
import { clear, four, say, tell } from './terminal';

/** null: there are too few rows, or too little memory; that is said. */
export async function measureCurve(ready: Ready, options: RunOptions, what: CurveOf): Promise<LearningCurve | null> {
  const { engine, prepared, cut } = ready;
  const job = curveJob(prepared, Number(options.seed));
  if (!job) {
    say(TOO_FEW.text);
    return null;
  }
  try {
    const points = await engine.handlers.curve(curveInput(job, prepared, { cut, options, what }));
    clear();
    return { what, ...job, points };
  } catch (error) {
    if (!hasCode(error, 'E_MEMORY')) throw error;
    say('There is not enough memory for a second copy of the encoder: the learning curve is left out.');
    return null;
  }
}

const WHAT: Record<CurveOf, string> = {
  head: 'a head on the frozen encoder',
  everything: 'everything trained, without early stopping',
};

export function showCurve(curve: LearningCurve): void {
  const { what, sizes, points } = curve;
  const name = points[0]!.primary;
  const line = ({ metrics }: Compared, k: number) => {
    const [low, high] = metrics.intervals[name] ?? [null, null];
    const rows = sizes[k]!.toLocaleString('en').padStart(8);
    return `${rows}  ${four(metrics[name]).padStart(name.length)}  [${four(low)}, ${four(high)}]`;
  };
  const title = `Learning curve (${WHAT[what]}), ${curveMeasured(curve).text}`;
  tell(['', title, `    rows  ${name}`, ...points.map(line), curveSentence(curve).text]);
}

export function curveReport(curve: LearningCurve): object {
  const { what, on, measured, sizes, points } = curve;
  return {
    learning_curve: {
      trained: what,
      measured_on: on === 'folds' ? 'cross-validation' : on,
      measured_rows: measured,
      primary: points[0]!.primary,
      points: points.map(({ metrics }, k) => ({
        rows: sizes[k],
        ...plainMetrics(metrics),
        intervals: metrics.intervals,
      })),
      gain_of_last_doubling: lastGain(curve),
      sentence: curveSentence(curve).text,
    },
  };
}
