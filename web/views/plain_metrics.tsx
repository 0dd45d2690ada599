// SPDX-License-Identifier: Apache-2.0
// The figures of the test set for tasks other than one label a row, each with what it means.
import { plainMetrics } from '../data/metrics';
import type { Metrics } from '../engine/messages';
import { Figures } from '../ui/figures';
import { decimal } from '../ui/format';
import { Panel } from '../ui/panel';

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
  strict_f1: 'spans that begin with no B- do not count',
  accuracy: 'words with the right tag',
  loss: 'what the training makes small',
};

const title = (name: string) => {
  const words = name.replaceAll('_', ' ');
  return /^(mae|rmse|f1)$/.test(name)
    ? name.toUpperCase()
    : `${words[0]?.toUpperCase()}${words.slice(1)}`.replace('f1', 'F1');
};

export function PlainMetricsPanel({ metrics }: { metrics: Metrics }) {
  const { loss, ...numbers } = plainMetrics(metrics);
  return (
    <Panel title="Test metrics">
      <Figures
        items={Object.entries({ ...numbers, ...(loss === undefined ? {} : { loss }) }).map(([name, value], i) => ({
          name: title(name),
          value: decimal(value),
          note: MEANINGS[name],
          first: i === 0,
        }))}
      />
    </Panel>
  );
}
