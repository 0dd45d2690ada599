// SPDX-License-Identifier: Apache-2.0
// The metrics of the test set, each with what it means.
import { Matrix } from '../charts/matrix';
import type { ClassifierMetrics, ClassMetrics } from '../engine/messages';
import { Figures } from '../ui/figures';
import { count, decimal, percent, plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { Scroll } from '../ui/scroll';

interface Props {
  metrics: ClassifierMetrics;
  labels: string[];
}

const rightOf = (confusion: number[][]) => confusion.reduce((sum, row, n) => sum + (row[n] ?? 0), 0);
const rowsIn = (confusion: number[][]) => confusion.flat().reduce((sum, n) => sum + n, 0);

export function MetricsPanel({ metrics }: Pick<Props, 'metrics'>) {
  const right = rightOf(metrics.confusion);
  const rows = rowsIn(metrics.confusion);
  const [low, high] = metrics.intervals.accuracy ?? [NaN, NaN];
  return (
    <Panel title="Test metrics" aside={`${count(right)} of ${count(rows)} right`}>
      <Figures
        items={[
          {
            name: 'Accuracy',
            value: percent(metrics.accuracy),
            note: `right answers; 95 % interval ${percent(low ?? NaN)} to ${percent(high ?? NaN)}`,
            first: true,
          },
          { name: 'Macro F1', value: decimal(metrics.macro_f1), note: 'mean over the labels, rare ones count as much' },
          {
            name: 'Matthews correlation',
            value: decimal(metrics.mcc),
            note: '1 perfect, 0 no better than chance',
          },
          { name: 'Loss', value: decimal(metrics.loss), note: 'cross-entropy: punishes confident mistakes' },
        ]}
      />
      <dl class="facts small">
        <dt>Macro precision, recall</dt>
        <dd class="number">
          {decimal(metrics.macro_precision)}, {decimal(metrics.macro_recall)}
        </dd>
        <dt>Weighted F1</dt>
        <dd>
          <span class="number">{decimal(metrics.weighted_f1)}</span>: labels count by their rows
        </dd>
        <dt>Micro F1</dt>
        <dd>
          <span class="number">{decimal(metrics.micro_f1)}</span>: the same as the accuracy when each row has one label
        </dd>
      </dl>
    </Panel>
  );
}

export function PerClassPanel({ lines, labels }: { lines: ClassMetrics[]; labels: string[] }) {
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
  const taken = metrics.confusion
    .flatMap((row, truth) => row.map((rows, said) => ({ truth, said, rows })))
    .filter(({ truth, said, rows }) => truth !== said && rows > 0)
    .sort((a, b) => b.rows - a.rows)
    .slice(0, 6);
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
