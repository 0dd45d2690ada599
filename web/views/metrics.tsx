// SPDX-License-Identifier: Apache-2.0
// The metrics of the test set, each with what it means.
import { Fragment } from 'preact';
import { Matrix } from '../charts/matrix';
import { measured, mistakes, type Unit } from '../answers/metrics';
import type { ClassifierMetrics, ClassMetrics } from '../border/messages';
import { Figures } from '../ui/figures';
import { count, decimal } from '../ui/format';
import { formatOf } from '../ui/quantity';
import { interval } from '../ui/interval';
import { Fold } from '../ui/fold';
import { More } from '../ui/more';
import { marked } from '../ui/marked';
import { Panel } from '../ui/panel';
import { longWord, Scroll } from '../ui/scroll';
import { words } from '../words';

interface Props {
  metrics: ClassifierMetrics;
  labels: string[];
}

/** In this order. */
const FIRST = ['accuracy', 'macro_f1', 'mcc', 'loss'] as const;
const MORE = ['balanced_accuracy', 'macro_precision', 'weighted_f1', 'roc_auc', 'average_precision'] as const;

export function MetricsPanel({ metrics }: Pick<Props, 'metrics'>) {
  const { evaluate } = words;
  const rows = metrics.per_class.reduce((sum, { support }) => sum + support, 0);
  const right = Math.round(metrics.accuracy * rows);
  const sure = metrics.intervals;
  const more = MORE.filter((name) => typeof metrics[name] === 'number');
  return (
    <Panel title={evaluate.metrics} aside={evaluate.right(right, rows)}>
      <Figures
        items={FIRST.map((name) => ({
          name: evaluate.first[name],
          value: formatOf(name)(metrics[name]),
          note: evaluate.figure(evaluate.meanings[name], interval(sure[name], formatOf(name))),
          first: name === 'accuracy',
        }))}
      />
      <More title={evaluate.more}>
        <dl class="facts small">
          {more.map((name) => (
            <Fragment key={name}>
              <dt>{words.metrics.title(name)}</dt>
              <dd>
                {marked(evaluate.smallFigure(evaluate.meanings[name], interval(sure[name], formatOf(name))), {
                  value: <span class="number">{formatOf(name)(metrics[name] ?? NaN)}</span>,
                })}
              </dd>
            </Fragment>
          ))}
        </dl>
      </More>
    </Panel>
  );
}

export function PerClassPanel({ lines, labels, unit }: { lines: ClassMetrics[]; labels: string[]; unit: Unit }) {
  const tuned = lines[0]?.threshold !== undefined; // from this probability on the label is given
  const { evaluate } = words;
  return (
    <Fold title={evaluate.byLabel} lead={tuned ? evaluate.byLabelTuned : evaluate.byLabelLead[unit]}>
      <Scroll label={evaluate.labelTable}>
        <table>
          <thead>
            <tr>
              <th scope="col">{evaluate.label}</th>
              <th scope="col" class="number">
                {evaluate.precision}
              </th>
              <th scope="col" class="number">
                {evaluate.recall}
              </th>
              <th scope="col" class="number">
                {evaluate.f1}
              </th>
              {tuned && (
                <th scope="col" class="number">
                  {evaluate.threshold}
                </th>
              )}
              <th scope="col" class="number">
                {evaluate.units[unit]}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, n) => (
              <tr key={labels[n]}>
                <th scope="row" class={longWord(labels[n]!)}>
                  {labels[n]}
                </th>
                {measured(line).map((value, i) => (
                  <td key={i} class="number">
                    {value === null ? '–' : decimal(value)}
                  </td>
                ))}
                {tuned && <td class="number">{decimal(line.threshold!)}</td>}
                <td class="number">{count(line.support)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {lines.some(({ support }) => support === 0) && <p class="small muted">{evaluate.noRows}</p>}
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
    <ul class="confusions small" aria-label={words.evaluate.frequent}>
      {taken.map(({ truth, said, rows }) => (
        <li key={`${truth} ${said}`}>
          {marked(words.evaluate.taken(rows), {
            truth: <b>{labels[truth]}</b>,
            said: <b>{labels[said]}</b>,
            times: (text) => <span class="muted">{text}</span>,
          })}
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
  const { evaluate } = words;
  if (!metrics.confusion) {
    return (
      <Fold title={evaluate.confusions} lead={evaluate.confusionsLead}>
        <Confusions metrics={metrics} labels={labels} />
      </Fold>
    );
  }
  return (
    <Fold title={evaluate.matrix} lead={evaluate.matrixLead}>
      {labels.length > 2 && <Confusions metrics={metrics} labels={labels} />}
      <Scroll label={evaluate.matrixTable} kind={labels.length > MANY ? undefined : 'whole bare'}>
        <Matrix labels={labels} counts={metrics.confusion} onField={onField} />
      </Scroll>
    </Fold>
  );
}
