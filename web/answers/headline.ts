// SPDX-License-Identifier: Apache-2.0
// The result of a test in words that need no statistics: how many of the new texts are answered right, and how many would
// be without the model.
import type { Baseline, Baselines, Metrics, Task } from '../border/messages';

const whole = (n: number) => Math.round(n).toLocaleString('en');
const figure = (n: number) => (Math.abs(n) >= 1000 ? whole(n) : String(Number(n.toPrecision(3))));
const texts = (n: number) => `${whole(n)} new ${n === 1 ? 'text' : 'texts'}`;

interface Tested {
  task: Task;
  metrics: Metrics;
  /** Rows that were tested on; of words, their number too. */
  rows: number;
  /** null: not known, as for a model that was not trained here. */
  baselines: Baselines | null;
  /** The most frequent label of the training rows. */
  usual: string;
}

const find = (baselines: Baselines | null, name: Baseline['name']) =>
  baselines?.baselines.find((baseline) => baseline.name === name)?.metrics;

/** One sentence on the model, and one on what it is to be compared with. */
export function headlineOf(tested: Tested): string[] {
  switch (tested.task) {
    case 'single_label_classification':
      return ofShares(tested, 'accuracy', `Right on`, `Always saying “${tested.usual}” would be right on`);
    case 'multi_label_classification':
      return ofShares(
        tested,
        'subset_accuracy',
        'Every label right on',
        'Always giving the most frequent labels would be right on',
      );
    case 'regression':
      return ofNumbers(tested);
    case 'token_classification':
      return 'f1' in tested.metrics ? ofSpans(tested) : ofWords(tested);
  }
}

function ofShares(
  { metrics, rows, baselines }: Tested,
  name: 'accuracy' | 'subset_accuracy',
  right: string,
  always: string,
): string[] {
  const rightOf = (of: Metrics | undefined) => (typeof of?.[name] === 'number' ? whole(of[name] * rows) : null);
  const [usual, frozen] = [rightOf(find(baselines, 'majority')), rightOf(find(baselines, 'frozen'))];
  const first = `${right} ${rightOf(metrics) ?? '–'} of ${texts(rows)}.`;
  if (usual === null) return [first];
  return [
    first,
    frozen === null ? `${always} ${usual}.` : `${always} ${usual}; a small head on the frozen encoder on ${frozen}.`,
  ];
}

function ofNumbers({ metrics, rows, baselines }: Tested): string[] {
  const off = (of: Metrics | undefined) => (typeof of?.mae === 'number' ? figure(of.mae) : null);
  const [usual, frozen] = [off(find(baselines, 'majority')), off(find(baselines, 'frozen'))];
  const first = `On ${texts(rows)} the prediction is off by ${off(metrics) ?? '–'} on average.`;
  if (usual === null) return [first];
  const always = `Always saying the mean would be off by ${usual}`;
  return [first, frozen === null ? `${always}.` : `${always}; a small head on the frozen encoder by ${frozen}.`];
}

function ofSpans({ metrics, rows }: Tested): string[] {
  const there = (metrics.per_type ?? []).reduce((sum, { support }) => sum + support, 0);
  const found = Math.round((metrics.recall ?? 0) * there);
  const precision = metrics.precision ?? 0;
  const first = `Found ${whole(found)} of ${whole(there)} spans in ${texts(rows)}.`;
  if (!precision) return [first];
  return [first, `It marked ${whole(found / precision)} spans, ${whole(found / precision - found)} of them wrong.`];
}

function ofWords({ metrics, rows, baselines }: Tested): string[] {
  const share = (of: Metrics | undefined) =>
    typeof of?.accuracy === 'number' ? `${(100 * of.accuracy).toFixed(1)} %` : null;
  const usual = share(find(baselines, 'majority'));
  const first = `Right on ${share(metrics) ?? '–'} of the words of ${texts(rows)}.`;
  return usual === null ? [first] : [first, `Always giving the most frequent tag would be right on ${usual}.`];
}
