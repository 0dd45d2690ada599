// SPDX-License-Identifier: Apache-2.0
// The metrics of the test set, each with what it means.
import { Fragment } from 'preact';
import { Matrix } from '../charts/matrix';
import { mistakes, titleOf } from '../answers/metrics';
import type { ClassifierMetrics, ClassMetrics, MetricName } from '../border/messages';
import { Figures } from '../ui/figures';
import { count, decimal, percent, plural } from '../ui/format';
import { interval } from '../ui/interval';
import { Fold } from '../ui/fold';
import { More } from '../ui/more';
import { Panel } from '../ui/panel';
import { Scroll } from '../ui/scroll';

interface Props {
  metrics: ClassifierMetrics;
  labels: string[];
}

const MORE: [MetricName, string][] = [
  ['balanced_accuracy', 'mean of the recall of all labels'],
  ['macro_precision', 'mean of the precision of all labels'],
  ['weighted_f1', 'mean of the F1 of all labels, each weighted by its rows'],
  ['roc_auc', 'how often a row with a label has a higher score for it than a row without'],
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
            note: `share of right answers; ${interval(sure.accuracy, percent)}`,
            first: true,
          },
          {
            name: 'Macro F1',
            value: decimal(metrics.macro_f1),
            note: `mean of the F1 of all labels: rare ones count as much as frequent ones; ${interval(sure.macro_f1)}`,
          },
          {
            name: 'Matthews correlation',
            value: decimal(metrics.mcc),
            note: `1 is perfect, 0 is no better than chance; ${interval(sure.mcc)}`,
          },
          {
            name: 'Loss',
            value: decimal(metrics.loss),
            note: `cross-entropy, lower is better: confident mistakes count most; ${interval(sure.loss)}`,
          },
        ]}
      />
      <More title="More figures">
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
      </More>
    </Panel>
  );
}

export function PerClassPanel({ lines, labels }: { lines: ClassMetrics[]; labels: string[] }) {
  const tuned = lines[0]?.threshold !== undefined; // from this probability on the label is given
  return (
    <Fold
      title="Label by label"
      lead={`Precision: of the rows that the model gives this label, the share that has it. Recall: of the rows that have this label, the share that the model gives it. F1 is high only if both are high.${tuned ? ' Threshold: the model gives the label from this probability on.' : ''}`}
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
                  Threshold
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
    </Fold>
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

/** `onField`: a field of the matrix was chosen. */
export function ConfusionPanel({
  metrics,
  labels,
  onField,
}: Props & { onField: (truth: number, said: number) => void }) {
  if (!metrics.confusion) {
    return (
      <Fold
        title="Confusions"
        lead="The most frequent confusions of one label with another. A matrix of so many labels would be too large to read."
      >
        <Confusions metrics={metrics} labels={labels} />
      </Fold>
    );
  }
  return (
    <Fold
      title="Confusion matrix"
      lead="Each row is a true label, each column an answer of the model. Outlined fields count right answers. The stronger the colour, the larger the share of the row. Choose a field to read its rows."
    >
      {labels.length > 2 && <Confusions metrics={metrics} labels={labels} />}
      <Scroll label="Rows by true and predicted label" kind={labels.length > MANY ? undefined : 'whole bare'}>
        <Matrix labels={labels} counts={metrics.confusion} onField={onField} />
      </Scroll>
    </Fold>
  );
}
