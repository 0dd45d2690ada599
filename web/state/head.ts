// SPDX-License-Identifier: Apache-2.0
// The trained head in the engine. It came from a run here, from a file or with the checkpoint, as the snapshot has it.
import { computed, signal } from '@preact/signals';
import { validationOf } from '../answers/validation';
import { headlines } from '../answers/metrics';
import type { Head, RunEnd, RunOptions } from '../border/messages';
import { decimal, figure } from '../ui/format';
import { words } from '../words';
import { snapshot } from './engine';
import { log, type How, type RunLog } from './log';

/** As they are shown: numbers are called by their columns, which may have no name. */
export const labelsNow = ({ task, labels }: Pick<Head, 'task' | 'labels'>): string[] =>
  task === 'regression' ? labels.map((label) => words.columns.named(label)) : labels;

/** What a head is for. */
export type HeadKind = Pick<Head, 'task' | 'labels' | 'scheme' | 'pooling' | 'thresholds'>;

/** What the engine's weights are after a run. */
export interface Trained extends How {
  /** Of the run. */
  id: number;
  options: RunOptions;
  end: RunEnd;
  /** In the language in which it is read. */
  readonly summary: string;
}

const head = computed(() => snapshot.value.head);
/** What it is able to answer. A head that a run is training gives no answers yet. */
export const answering = computed(() => (head.value?.trained && !snapshot.value.run ? head.value : null));
/** The number of the change that put it in place, or changed its answers. */
export const headAt = computed(() => answering.value?.at ?? 0);

export const headFile = computed(() => (answering.value?.from === 'file' ? answering.value.file : null));
export const ownHead = computed(() => (answering.value?.from === 'checkpoint' ? answering.value : null));
/** The model that answers needs two texts. */
export const readsPairs = computed(
  () => answering.value?.pooling === 'compared' || headFile.value?.pairs === true || ownHead.value?.reads?.texts === 2,
);

const trainedBy = computed(() => (answering.value?.from === 'run' ? answering.value.run : null));
const ended = computed(() => (log.value && log.value.id === trainedBy.value ? log.value : null));
export const trained = computed<Trained | null>(() => {
  const run = ended.value;
  if (!run?.how || !run.end) return null;
  const { id, how, options, end } = run;
  return {
    ...{ ...how, id, options, end },
    get summary() {
      return summaryOf(run, end);
    },
  };
});

/** Names of the columns that the model was trained on; undefined: nothing tells. */
export const columnsBefore = computed(
  () => trained.value?.data.columns ?? headFile.value?.columns ?? ownHead.value?.reads?.columns,
);

function summaryOf({ validations, best, options }: RunLog, { reason }: RunEnd): string {
  const { steps, metrics } = words;
  const last = validationOf({ validations, best, options });
  if (!last) return steps.ends[reason];
  const [name] = headlines(last);
  const value = last[name];
  const score =
    value == null
      ? steps.figure(metrics.inside('loss'), decimal(last.loss))
      : steps.figure(metrics.inside(name), figure(name, value));
  return steps.validated(steps.ends[reason], score);
}

const saved = signal({ head: 0, file: '' });
/** The file that the trained model was saved as last; '' where it was not. */
export const savedTo = computed(() => fileOf(headAt.value));
export const fileOf = (head: number): string => (head && saved.value.head === head ? saved.value.file : '');
export const noteSaved = (file: string): void => void (saved.value = { head: headAt.value, file });

/** Runs whose trained models are in the project (kept_models.ts), by their beginnings. */
export const keptRuns = signal<ReadonlySet<number>>(new Set());
/** The trained model in place is among them. */
export const isKept = computed(() => !!trained.value && keptRuns.value.has(trained.value.began));

/** Closing the page or replacing the model would lose a training. */
export const unsaved = computed(() => !!trained.value && !savedTo.value && !isKept.value);
