// SPDX-License-Identifier: Apache-2.0
// Whether a training has gone wrong, from its log and its test: what happened, and what to change.
import type { FitRow } from '../border/run_log';
import type { Baselines, BestRow, MeterRow, Metrics, RunOptions, Task, ValidationRow } from '../border/messages';
import { largest } from '../read/extremes';
import { ruined } from '../words/en/ruined';
import { metrics as names } from '../words/en/metrics';
import { worth } from '../words/en/worth';
import { saying, type Said } from '../words/said';
import { better } from './metrics';
import { validationOf } from './validation';

const say = saying('ruined', ruined);
const { title } = saying('metrics', names);
const { baseline } = saying('worth', worth);

export interface Finding extends Said {
  name: 'exploded' | 'spoiled' | 'collapsed' | 'chance' | 'forgotten' | 'majority';
  /** What to change. */
  change: Said;
}

/** A training as its log has it. */
export interface Story {
  task: Task;
  labels: string[];
  /** Rows (or words) of each label among the validation rows; [] for numbers. */
  counts: number[];
  /** With defaults filled in. */
  options: RunOptions;
  /** The learning rate is the user's own. */
  ownRate: boolean;
  /** The encoder's vocabulary cannot write the texts. */
  foreign: boolean;
  /** Of the updates, in their order. */
  losses: number[];
  validations: ValidationRow[];
  best: BestRow | null;
  /** Of the head, before the updates. */
  fit: FitRow | null;
  meter: MeterRow | null;
}

/** The last layer has moved so far (1 - CKA), or the loss at words left out has risen by so many nats. Measured with
 * tabtune-small on 333 reviews: 0.01 and 0.0 at the default rate, 0.82 and 4.8 at 3e-3, 0.75 and 6.6 at 1e-2. */
const FAR = 0.75;
const FORGOTTEN = 2;
/** Above chance by less than this share of the way to perfect is no better than chance. */
const HARDLY = 0.02;

/** Then rare labels are paid for with accuracy. */
const isWeighted = (options: RunOptions) => (options['class_weights'] ?? 'none') !== 'none';

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The loss of the last updates, where it lies far above that of the first ones. */
function risen({ losses, labels, task }: Story): [number, number] | null {
  const few = Math.ceil(losses.length / 10);
  if (losses.length < 4) return null;
  return isFar(mean(losses.slice(0, few)), mean(losses.slice(-few)), task, labels);
}

/** Two losses, where the second lies far above the first and above chance. */
function isFar(first: number, last: number, task: Task, labels: string[]): [number, number] | null {
  const chance =
    task === 'single_label_classification' || task === 'token_classification' ? Math.log(labels.length) : 0;
  return last > 2 * first && last > 1.2 * chance ? [first, last] : null;
}

/** The loss of the fitted head on rows held out and that of the model on the validation rows, where the updates have
 * made it far worse. */
function spoiled(story: Story): [number, number] | null {
  const [before, check] = [story.fit?.held_out_loss, validationOf(story)];
  if (before == null || !check || story.losses.length === 0) return null;
  return isFar(before, check.loss, story.task, story.labels);
}

/** The label that all validation rows get, if their numbers are those of a constant answer. */
function constantAnswer(check: ValidationRow, counts: number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const present = counts.filter((count) => count > 0).length;
  const near = (a: number | null | undefined, b: number) => a != null && Math.abs(a - b) < 1e-6;
  if (present < 2 || !near(check.balanced_accuracy, 1 / present)) return -1;
  return counts.findIndex((count) => {
    const accuracy = count / n;
    return (
      count > 0 && near(check.accuracy, accuracy) && near(check.macro_f1, (2 * accuracy) / (1 + accuracy) / present)
    );
  });
}

function validationFinding(story: Story): Omit<Finding, 'change'> | null {
  const check = validationOf(story);
  if (!check) return null;
  const { counts, labels, options } = story;
  if ('pearson' in check)
    return check.pearson == null || check.pearson <= HARDLY ? { name: 'chance', ...say.unrelated } : null;
  if ('strict_f1' in check) return check.f1 === 0 ? { name: 'collapsed', ...say.noEntity } : null;
  if (check.balanced_accuracy == null || check.accuracy == null) return null;
  const n = counts.reduce((sum, count) => sum + count, 0);
  const all = constantAnswer(check, counts);
  const label = labels[all];
  if (label !== undefined)
    return {
      name: 'collapsed',
      ...(story.task === 'token_classification' ? say.oneLabelWords(n, label) : say.oneLabelRows(n, label)),
    };
  const most = largest(counts, 0);
  const present = counts.filter((count) => count > 0).length;
  const even = check.balanced_accuracy <= (1 + HARDLY * (present - 1)) / present;
  if (present < 2 || check.accuracy > most / n || (isWeighted(options) && !even)) return null;
  return { name: 'chance', ...say.chance(labels[counts.indexOf(most)]!, check.accuracy, most / n) };
}

function forgottenFinding({ meter }: Story): Omit<Finding, 'change'> | null {
  if (!meter) return null;
  const moved = 1 - meter.layers.at(-1)!.cka;
  const gap = meter.masked_loss;
  const lost = gap ? gap.now - gap.before : 0;
  if (moved < FAR && lost < FORGOTTEN) return null;
  const percent = Math.round(100 * moved);
  const words = gap && lost >= FORGOTTEN ? say.forgotten(percent, gap.before, gap.now) : say.moved(percent);
  return { name: 'forgotten', ...words };
}

type Cause = Pick<Story, 'options' | 'ownRate' | 'foreign'>;

function changeOf({ options, ownRate, foreign }: Cause): Said {
  if (foreign) return say.otherVocabulary;
  const rate = Number(options['learning_rate']);
  const isHead = options['method'] === 'head';
  if (isHead && options['head_start'] === 'fitted') return say.checkLabels;
  const short = (value: number) => Number(value.toPrecision(2));
  if (ownRate) return isHead ? say.ownRateOfHead(short(rate / 10)) : say.ownRate(short(rate / 10));
  return isHead ? say.rateOfHead(short(rate)) : say.rate(short(rate));
}

/** What went wrong in a training. */
export function findingsOf(story: Story): Finding[] {
  const change = changeOf(story);
  const [loss, worse] = [risen(story), spoiled(story)];
  const found: (Omit<Finding, 'change'> | null)[] = [
    loss && { name: 'exploded', ...say.exploded(loss[0], loss[1]) },
    worse && { name: 'spoiled', ...say.spoiled(worse[0], worse[1]) },
    validationFinding(story),
    forgottenFinding(story),
  ];
  return found.filter((finding) => finding !== null).map((finding) => ({ ...finding, change }));
}

/** What the test adds: a model that is no better than the most frequent answer. */
export function testFinding(story: Cause, metrics: Metrics, { primary, baselines }: Baselines): Finding | null {
  const majority = baselines.find(({ name }) => name === 'majority');
  const name = primary === 'accuracy' && isWeighted(story.options) ? 'balanced_accuracy' : primary;
  const [model, other] = [metrics[name], majority?.metrics[name]];
  if (model == null || other == null || !majority || better(name, model, other)) return null;
  return {
    name: 'majority',
    ...say.majority(baseline(majority.what), title(name), model, other, name),
    change: changeOf(story),
  };
}

/** What to change, each once. */
export const changesOf = (all: Finding[]): Said[] => [
  ...new Map(all.map(({ change }) => [change.text, change])).values(),
];
