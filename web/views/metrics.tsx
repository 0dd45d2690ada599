// SPDX-License-Identifier: Apache-2.0
// The metrics of the test set, each with what it means.
import { Fragment } from 'preact';
import { Matrix } from '../charts/matrix';
import { mistakes, titleOf } from '../data/metrics';
import type { ClassifierMetrics, ClassMetrics, MetricName } from '../engine/messages';
import { Figures } from '../ui/figures';
import { count, decimal, interval, percent, plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { Scroll } from '../ui/scroll';

interface Props {
  metrics: ClassifierMetrics;
  labels: string[];
}

const MORE: [MetricName, string][] = [
  ['balanced_accuracy', 'mean recall of the labels'],
  ['macro_precision', 'mean precision of the labels'],
  ['weighted_f1', 'labels count by their rows'],
  ['roc_auc', 'of a row of each label, how often the right one has the higher score'],
  ['average_precision', 'mean precision over all thresholds'],
];

export function MetricsPanel({ metrics }: Pick<Props, 'metrics'>) {
  const rows = metrics.per_class.reduce((sum, { support }) => sum + support, 0);
  const right = Math.round(metrics.accuracy * rows);
  const sure = metrics.intervals;
  const more = MORE.filter(([name]) => typeof metrics[name] === 'number');
  return (
    <Panel title="Test metrics" aside={`${count(right)} of ${count(rows)} right`}>
      <Figures
        items={[
          {
            name: 'Accuracy',
            value: percent(metrics.accuracy),
            note: `right answers; ${interval(sure.accuracy, percent)}`,
            first: true,
          },
          {
            name: 'Macro F1',
            value: decimal(metrics.macro_f1),
            note: `mean over the labels, rare ones count as much; ${interval(sure.macro_f1)}`,
          },
          {
            name: 'Matthews correlation',
            value: decimal(metrics.mcc),
            note: `1 perfect, 0 no better than chance; ${interval(sure.mcc)}`,
          },
          {
            name: 'Loss',
            value: decimal(metrics.loss),
            note: `cross-entropy: punishes confident mistakes; ${interval(sure.loss)}`,
          },
        ]}
      />
      <dl class="facts small">
        {more.map(([name, what]) => (
          <Fragment key={name}>
            <dt>{titleOf(name)}</dt>
            <dd>
              <span class="number">{decimal(metrics[name] ?? NaN)}</span>: {what}; {interval(sure[name])}
            </dd>
          </Fragment>
        ))}
      </dl>
    </Panel>
  );
}

export function PerClassPanel({ lines, labels }: { lines: ClassMetrics[]; labels: string[] }) {
  const tuned = lines[0]?.threshold !== undefined; // from this probability on the label is given
  return (
    <Panel
      title="Label by label"
      lead="Precision: when it says this label, how often is it right? Recall: of all rows with this label, how many does it find? F1 is high only if both are."
    >
      <Scroll label="Metrics for each label">
        <table>
          <thead>
            <tr>
              <th scope="col">Label</th>
              <th scope="col" class="number">
                Precision
              </th>
              <th scope="col" class="number">
                Recall
              </th>
              <th scope="col" class="number">
                F1
              </th>
              {tuned && (
                <th scope="col" class="number">
                  From
                </th>
              )}
              <th scope="col" class="number">
                Rows
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, n) => (
              <tr key={labels[n]}>
                <th scope="row">{labels[n]}</th>
                <td class="number">{decimal(line.precision)}</td>
                <td class="number">{decimal(line.recall)}</td>
                <td class="number">{decimal(line.f1)}</td>
                {tuned && <td class="number">{decimal(line.threshold!)}</td>}
                <td class="number">{count(line.support)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

/** Above this number of labels the matrix scrolls. */
const MANY = 16;

/** The largest numbers beside the diagonal: with many labels they are what one looks for in the matrix. */
function Confusions({ metrics, labels }: Props) {
  const taken = mistakes(metrics).slice(0, metrics.confusion ? 6 : 30);
  if (!taken.length) return null;
  return (
    <ul class="confusions small" aria-label="The most frequent confusions">
      {taken.map(({ truth, said, rows }) => (
        <li key={`${truth} ${said}`}>
          <b>{labels[truth]}</b> taken for <b>{labels[said]}</b> <span class="muted">{plural(rows, 'time')}</span>
        </li>
      ))}
    </ul>
  );
}

export function ConfusionPanel({ metrics, labels }: Props) {
  if (!metrics.confusion) {
    return (
      <Panel
        title="Confusions"
        lead="Which labels are taken for which, the most frequent mistakes first. A matrix of so many labels could not be read."
      >
        <Confusions metrics={metrics} labels={labels} />
      </Panel>
    );
  }
  return (
    <Panel
      title="Confusion matrix"
      lead="Which labels are taken for which. A row for each true label, a column for each answer; outlined fields are right answers. The stronger the colour, the larger the share of the row."
    >
      {labels.length > 2 && <Confusions metrics={metrics} labels={labels} />}
      <Scroll label="Confusion matrix" kind={labels.length > MANY ? undefined : 'whole bare'}>
        <Matrix labels={labels} counts={metrics.confusion} />
      </Scroll>
    </Panel>
  );
}
