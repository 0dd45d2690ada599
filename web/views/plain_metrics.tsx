// SPDX-License-Identifier: Apache-2.0
// The figures of the test set for tasks other than one label a row, each with what it means.
import { plainMetrics, titleOf } from '../data/metrics';
import type { MetricName, Metrics, Numbers } from '../engine/messages';
import { Figures } from '../ui/figures';
import { decimal, interval } from '../ui/format';
import { Panel } from '../ui/panel';
import { Scroll } from '../ui/scroll';

const MEANINGS: Record<string, string> = {
  subset_accuracy: 'rows with exactly the right labels',
  micro_f1: 'over all labels of all rows',
  macro_f1: 'mean over the labels, rare ones count as much',
  pearson: 'correlation with the true numbers; 1 is perfect',
  spearman: 'correlation of the ranks',
  mae: 'mean distance from the true number',
  rmse: 'as the mean distance, large errors count more',
  precision: 'of the spans it marks, so many are right',
  recall: 'of the spans there are, so many are found',
  f1: 'high only if both are',
  strict_precision: 'spans that begin with no B- do not count',
  strict_recall: 'the same',
  strict_f1: 'the same',
  accuracy: 'words with the right tag',
  loss: 'what the training makes small',
};

function noteOf({ intervals }: Metrics, name: MetricName): string {
  return [MEANINGS[name], interval(intervals[name])].filter(Boolean).join('; ');
}

export function PlainMetricsPanel({ metrics }: { metrics: Metrics }) {
  const { loss, ...numbers } = plainMetrics(metrics);
  return (
    <Panel title="Test metrics">
      <Figures
        items={Object.entries({ ...numbers, ...(loss === undefined ? {} : { loss }) }).map(([name, value], i) => ({
          name: titleOf(name),
          value: decimal(value),
          note: noteOf(metrics, name as MetricName),
          first: i === 0,
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
    <Panel title="Number by number">
      <Scroll label="Metrics for each number">
        <table>
          <thead>
            <tr>
              <th scope="col">Number</th>
              {OUTPUT_NUMBERS.map((name) => (
                <th key={name} scope="col" class="number">
                  {titleOf(name)}
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
                    {decimal(line[name] ?? NaN)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
