// SPDX-License-Identifier: Apache-2.0
// The figures of the test set for tasks other than one label a row, each with what it means.
import { plainMetrics, titleOf } from '../answers/metrics';
import type { MetricName, Metrics, Numbers } from '../border/messages';
import { Figures } from '../ui/figures';
import { decimal } from '../ui/format';
import { interval } from '../ui/interval';
import { Fold } from '../ui/fold';
import { Panel } from '../ui/panel';
import { Scroll } from '../ui/scroll';

const MEANINGS: Record<string, string> = {
  subset_accuracy: 'share of rows with exactly the right labels',
  micro_f1: 'F1 over all labels of all rows together',
  macro_f1: 'mean of the F1 of all labels: rare ones count as much as frequent ones',
  pearson: 'correlation with the true numbers; 1 is perfect',
  spearman: 'correlation of the ranks; 1 is perfect',
  mae: 'mean distance from the true number; lower is better',
  rmse: 'root of the mean squared distance: large errors count more',
  precision: 'share of the marked spans that are right',
  recall: 'share of the true spans that are marked',
  f1: 'high only if precision and recall are high',
  strict_precision: 'precision without the spans that do not begin with a B- tag',
  strict_recall: 'recall without these spans',
  strict_f1: 'F1 without these spans',
  accuracy: 'share of words with the right tag',
  loss: 'the quantity that the training lowers',
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
    <Fold title="Number by number">
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
    </Fold>
  );
}
