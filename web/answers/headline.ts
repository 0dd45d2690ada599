// SPDX-License-Identifier: Apache-2.0
// The result of a test in words that need no statistics: how many of the new texts are answered right, and how many
// would be without the model.
import type { Baseline, Baselines, Metrics, Task } from '../border/messages';
import { headline } from '../words/en/headline';
import { some } from '../words/listing';
import { saying, type Said } from '../words/said';

const say = saying('headline', headline);

interface Tested {
  task: Task;
  metrics: Metrics;
  /** Rows that were tested on; of words, their number too. */
  rows: number;
  /** null: not known, as for a model that was not trained here. */
  baselines: Baselines | null;
  /** In the order of the metrics. */
  labels: string[];
  /** Each row has two texts. */
  pairs?: boolean;
  /** Of them such with the text of an earlier one. */
  repeats?: number;
  /** Labels that no test row has, of so many. */
  untested?: { of: number; labels: string[] };
}

const find = (baselines: Baselines | null, name: Baseline['name']) =>
  baselines?.baselines.find((baseline) => baseline.name === name)?.metrics;

/** One sentence on the model, one on what it is to be compared with, and one on what was not measured. */
export function headlineOf(tested: Tested): Said[] {
  const { of = 0, labels = [] } = tested.untested ?? {};
  const { rows, repeats = 0, pairs = false } = tested;
  const again = repeats ? [say.repeats(repeats, rows - repeats, pairs)] : [];
  return [...measured(tested), ...again, ...(labels.length ? [say.untested(labels.length, of, some(labels))] : [])];
}

function measured(tested: Tested): Said[] {
  switch (tested.task) {
    case 'single_label_classification':
      return ofLabels(tested);
    case 'multi_label_classification':
      return ofLabelSets(tested);
    case 'regression':
      return ofNumbers(tested);
    case 'token_classification':
      return 'f1' in tested.metrics ? ofSpans(tested) : ofWords(tested);
  }
}

/** A number of the model and of the two baselines; null where it is not known. */
function three({ metrics, baselines }: Tested, name: 'accuracy' | 'subset_accuracy' | 'mae', times = 1) {
  const of = (these: Metrics | undefined) => (typeof these?.[name] === 'number' ? these[name] * times : null);
  return [of(metrics), of(find(baselines, 'majority')), of(find(baselines, 'frozen'))] as const;
}

/** The one label that the baseline gives to all rows: the rows may have others since it was measured. */
function usualLabel({ confusion, confused, per_class = [] }: Metrics): number {
  if (confusion) return per_class.findIndex((_, label) => confusion.some((row) => row[label]! > 0));
  return confused?.[0]?.[1] ?? per_class.findIndex(({ support }) => support > 0);
}

function ofLabels(tested: Tested): Said[] {
  const { rows, labels, pairs = false, baselines } = tested;
  const [model, usual, frozen] = three(tested, 'accuracy', rows);
  const first = say.oneLabel(model, rows, pairs);
  if (usual === null) return [first];
  return [first, say.usualLabel(labels[usualLabel(find(baselines, 'majority')!)] ?? '', usual, frozen)];
}

function ofLabelSets(tested: Tested): Said[] {
  const { rows, pairs = false } = tested;
  const [model, usual, frozen] = three(tested, 'subset_accuracy', rows);
  const first = say.allLabels(model, rows, pairs);
  return usual === null ? [first] : [first, say.usualLabels(usual, frozen)];
}

function ofNumbers(tested: Tested): Said[] {
  const { rows, pairs = false } = tested;
  const [model, usual, frozen] = three(tested, 'mae');
  const first = say.off(model, rows, pairs);
  return usual === null ? [first] : [first, say.mean(usual, frozen)];
}

function ofSpans({ metrics, rows }: Tested): Said[] {
  const there = (metrics.per_type ?? []).reduce((sum, { support }) => sum + support, 0);
  const found = Math.round((metrics.recall ?? 0) * there);
  const precision = metrics.precision ?? 0;
  const first = say.spans(found, there, rows);
  const marked = Math.round(found / precision);
  return precision ? [first, say.marked(marked, marked - found)] : [first];
}

function ofWords(tested: Tested): Said[] {
  const [model, usual] = three(tested, 'accuracy');
  const first = say.tags(model, tested.rows);
  return usual === null ? [first] : [first, say.usualTag(usual)];
}
