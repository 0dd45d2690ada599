// SPDX-License-Identifier: Apache-2.0
// The figures of the test set for tasks other than one label a row, each with what it means.
import { headlines, plainMetrics } from '../answers/metrics';
import type { MetricName, Metrics, Numbers } from '../border/messages';
import { Figures } from '../ui/figures';
import { interval } from '../ui/interval';
import { Fold } from '../ui/fold';
import { Panel } from '../ui/panel';
import { formatOf } from '../ui/quantity';
import { Scroll } from '../ui/scroll';
import { words } from '../words';

function noteOf({ intervals }: Metrics, name: MetricName): string {
  const meaning = (words.evaluate.others as Record<string, string>)[name];
  return words.evaluate.figure(meaning ?? '', interval(intervals[name], formatOf(name)));
}

export function PlainMetricsPanel({ metrics }: { metrics: Metrics }) {
  const { loss, ...all } = plainMetrics(metrics);
  const [first] = headlines(metrics);
  const again = (name: string, value: number) =>
    name.startsWith('strict_') && value === all[name.slice('strict_'.length) as MetricName];
  const numbers = Object.fromEntries(Object.entries(all).filter(([name, value]) => !again(name, value)));
  return (
    <Panel title={words.evaluate.metrics}>
      <Figures
        items={Object.entries({ ...numbers, ...(loss === undefined ? {} : { loss }) }).map(([name, value]) => ({
          name: words.metrics.title(name),
          value: formatOf(name)(value),
          note: noteOf(metrics, name as MetricName),
          first: name === first,
        }))}
      />
    </Panel>
  );
}

const OUTPUT_NUMBERS = ['pearson', 'spearman', 'mae', 'rmse'] as const;

/** Of several numbers a row, each. */
export function PerOutputPanel({ lines, labels }: { lines: Numbers[]; labels: string[] }) {
  if (lines.length < 2) return null;
  return (
    <Fold title={words.evaluate.byNumber}>
      <Scroll label={words.evaluate.numberTable}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.evaluate.number}</th>
              {OUTPUT_NUMBERS.map((name) => (
                <th key={name} scope="col" class="number">
                  {words.metrics.title(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line, n) => (
              <tr key={labels[n]}>
                <th scope="row">{labels[n]}</th>
                {OUTPUT_NUMBERS.map((name) => (
                  <td key={name} class="number">
                    {formatOf(name)(line[name] ?? NaN)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Fold>
  );
}
