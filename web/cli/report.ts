// SPDX-License-Identifier: Apache-2.0
// Metrics as a report has them, and as a terminal shows them.
import { count } from '../read/problems';
import { largest } from '../read/extremes';
import { measured, namesOf, plainMetrics, type Named } from '../answers/metrics';
import type { Spread } from '../answers/spread';
import type { Evaluation, MetricName } from '../border/messages';
import { four, tell, visible } from './terminal';

/** Plain numbers under `metrics`, the rest beside them; a list with an item for each label by their names. */
export function metricsReport({ metrics, seconds }: Evaluation, named: Named): object {
  const names = namesOf(named);
  const others = Object.entries(metrics as object).filter(([, value]) => typeof value !== 'number');
  const byName = ([key, value]: [string, unknown]): [string, unknown] =>
    Array.isArray(value) && value.length === names.length && !Array.isArray(value[0])
      ? [key, Object.fromEntries(names.map((name, i) => [name, value[i] as unknown]))]
      : [key, value];
  return { metrics: plainMetrics(metrics), ...Object.fromEntries(others.map(byName)), seconds };
}

/** Long lists of numbers stay on their lines. */
export function writeReport(report: object): string {
  const json = JSON.stringify(report, null, 2);
  return `${json.replace(/\[\s+(-?[\d.e+-]+(?:,\s+-?[\d.e+-]+)*)\s+\]/g, (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`)}\n`;
}

const MOST_LABELS = 20;
const MOST_LETTERS = 60;

const short = (name: string) => {
  const letters = [...visible(name)];
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS).join('')}…` : letters.join('');
};

export function showEvaluation({ metrics }: Evaluation, named: Named): void {
  const perClass = metrics.per_class ?? metrics.per_type;
  const out: string[] = [];
  for (const [name, value] of Object.entries(plainMetrics(metrics))) {
    const [low, high] = metrics.intervals[name as MetricName] ?? [null, null];
    const sure = low === null || high === null ? '' : `  [${four(low)}, ${four(high)}]`;
    out.push(`${name.padEnd(18)} ${four(value)}${sure}`);
  }
  const names = namesOf(named).map(short);
  if (perClass && perClass.length === names.length && perClass[0]?.f1 !== undefined) {
    const width = largest(
      names.map((name) => name.length),
      5,
    );
    out.push('', `${'label'.padEnd(width)}  precision  recall      f1    rows`);
    // Labels that no row has stand behind all others.
    const worst = names
      .map((name, i) => ({ name, ...perClass[i]! }))
      .sort((a, b) => Number(a.support === 0) - Number(b.support === 0) || a.f1 - b.f1);
    for (const { name, support, ...line } of worst.slice(0, MOST_LABELS)) {
      const [precision, recall, f1] = measured({ support, ...line }).map((value) => value?.toFixed(4) ?? '–');
      out.push(
        `${name.padEnd(width)}  ${precision!.padStart(9)}  ${recall!.padStart(6)}  ${f1!.padStart(6)}  ${String(support).padStart(6)}`,
      );
    }
    if (names.length > MOST_LABELS) out.push(`and ${count(names.length - MOST_LABELS, 'label')} with no worse F1`);
  }
  tell(out);
}

export function showSpread({ mean, sd }: Spread, runs: number): void {
  const lines = Object.entries(mean).map(([name, value]) => `${name.padEnd(18)} ${four(value)} ± ${four(sd[name])}`);
  tell(['', `mean ± standard deviation of ${runs} runs`, ...lines]);
}
