// SPDX-License-Identifier: Apache-2.0
// Rows that the trained model has a word on, one after the other: labels for rows that have none, and labels that it
// doubts. The list is that of the moment when it was asked; the edits made on it change the data and not the list.
import { computed, effect, signal } from '@preact/signals';
import { doubtsOf, whyNoDoubts } from '../answers/doubts';
import { best, labelsOver } from '../answers/predictions';
import type { Outputs } from '../border/messages';
import { unlabelledRows } from '../rows/engine_rows';
import type { Prepared } from '../rows/prepare';
import { smallest } from '../read/extremes';
import type { Example } from '../read/table';
import { isUnlabelled, textOf } from '../rows/cells';
import { dataset, laid, mainFile, ownFile } from './data';
import { leaveOut, reading, setLabels } from './edits';
import { engine } from './engine';
import { answering, headAt, trained } from './head';
import { interrupted } from './kept_run';
import { answerCut, evaluation } from './results';
import { phase } from './phase';
import { isForData, method, ready, startRun } from './training';
import { attempt } from './trouble';
import { inWords, words } from '../words';

export interface Item {
  row: number;
  text: string;
  pair: string | undefined;
  /** That it has in the data; none where it has none. */
  labels: string[];
  suggested: string[];
  /** Of the most probable label. */
  probability: number;
  /** How far the answer is from another one; of a doubt how far the label is from the answer. */
  margin: number;
  /** The share of rows that are less unlike the training rows; null: the model has no such score. */
  unlike: number | null;
}

export type Kind = 'suggestions' | 'doubts';
export interface Queue {
  kind: Kind;
  /** Whose answers they are. */
  head: number;
  items: Item[];
  /** Rows that were not asked about. */
  left: number;
  /** Why there is nothing. */
  why: string;
}

export const queue = signal<Queue | null>(null);
export const at = signal(0);
export const item = computed(() => queue.value?.items[at.value] ?? null);
export const queueTrouble = signal('');
/** How many rows have been asked about, of how many. */
export const asking = signal<{ done: number; all: number } | null>(null);

/** Rows asked about at once, and in one list. */
const AT_ONCE = 64;
const MOST = 1000;

/** The model answers with the labels of the data. */
export const canAsk = computed(() => isForData.value && /label_classification$/.test(reading.value?.task ?? ''));

/** Rows with a text and no label, by number. */
export const open = computed<{ row: number; text: string; pair: string | undefined }[]>(() => {
  const [edited, how] = [laid.value, reading.value];
  if (!edited || !how) return [];
  const { pair } = how.columns;
  const { rows, numbers } = edited.table;
  const found: { row: number; text: string; pair: string | undefined }[] = [];
  for (const [i, cells] of rows.entries()) {
    if (!isUnlabelled(how, cells) || edited.out.has(numbers[i]!)) continue;
    const text = textOf(how, cells);
    if (text.trim() !== '') found.push({ row: numbers[i]!, text, pair: pair === null ? undefined : cells[pair]! });
  }
  return found;
});

let stopped = false;
export function stopAsking(): void {
  stopped = true;
}

async function answersTo(examples: Example[]): Promise<{ outputs: Outputs; unlike: (number | null)[] }> {
  const outputs: Outputs = [];
  const unlike: (number | null)[] = [];
  stopped = false;
  const head = headAt.value;
  const stillThere = () => {
    if (headAt.value !== head) throw new Error(words.queue.replaced);
  };
  for (let i = 0; i < examples.length && !stopped; i += AT_ONCE) {
    asking.value = { done: i, all: examples.length };
    const rows = examples.slice(i, i + AT_ONCE);
    const answer = await engine.call('predict', { ...unlabelledRows(rows), ...answerCut() }).finally(stillThere);
    for (const line of answer.outputs) outputs.push(line);
    rows.forEach((_, k) => unlike.push(answer.unlike?.shares[k] ?? null));
  }
  return { outputs, unlike };
}

async function ask(kind: Kind, find: () => Promise<Omit<Queue, 'kind' | 'head'>>): Promise<void> {
  await attempt(queueTrouble, async () => {
    const head = headAt.value;
    const found = await find();
    queue.value = { kind, head, ...found };
    at.value = 0;
  });
  asking.value = null;
}

type Open = (typeof open.value)[0];

async function suggestionsFor(rows: Open[]): Promise<Item[]> {
  const examples = rows.map(({ row, text, pair }): Example => ({
    row,
    text,
    label: '',
    ...(pair === undefined ? {} : { pair }),
  }));
  const { outputs, unlike } = await answersTo(examples);
  const items = outputs.map((p, i): Item => {
    const { row, text, pair } = rows[i]!;
    return { row, text, pair, labels: [], ...answerOf(p), unlike: unlike[i]! };
  });
  return ordered(items, 'uncertain');
}

/** Labels for rows that have none, the least certain answer first. */
export const askForLabels = (): Promise<void> =>
  ask('suggestions', async () => {
    const items = await suggestionsFor(open.value.slice(0, MOST));
    return { items, left: open.value.length - items.length, why: items.length ? '' : words.queue.allLabelled };
  });

/** What is still to come of the list, asked of another model than the rest. */
async function askAgain(now: Queue): Promise<void> {
  await attempt(queueTrouble, async () => {
    const head = headAt.value;
    const answers = await suggestionsFor(now.items.slice(at.value));
    const done = queue.value?.items.slice(0, at.value) ?? [];
    const answered = new Set(done.map(({ row }) => row));
    const items = [...done, ...answers.filter(({ row }) => !answered.has(row))];
    if (queue.value === now) queue.value = { ...now, head, items };
  });
  asking.value = null;
}

/** Labels that the model doubts, of rows that it was not trained on: those of validation and, once they have been
 * looked at, those of the test. The strongest doubt first. */
export const askForDoubts = (): Promise<void> =>
  ask('doubts', async () => {
    const [data, head] = [dataset.value, answering.value];
    if (!data || !head) return { items: [], left: 0, why: words.queue.noRows };
    const { examples, outputs } = await answersToHeldOut(data);
    const at = new Map(examples.map((example, i) => [example, i]));
    const items = doubtsOf(examples, outputs, head).map(({ example, margin }): Item => ({
      ...{ row: example.row, text: example.text, pair: example.pair },
      labels: example.names ?? [example.label],
      ...answerOf(outputs[at.get(example)!]!),
      ...{ margin, unlike: null },
    }));
    const none = whyNoDoubts(examples, outputs, head);
    const why = items.length ? '' : none ? inWords(none) : words.queue.noDoubts;
    return { items, left: 0, why };
  });

async function answersToHeldOut({ parts }: Prepared): Promise<{ examples: Example[]; outputs: Outputs }> {
  const learned = new Set(trained.value?.data.parts.train.map(({ row }) => row));
  const heldOut = (rows: Example[]) => rows.filter(({ row }) => !learned.has(row));
  const validation = ownFile.validation.value ? [] : heldOut(parts.validation);
  const test = evaluation.value && !ownFile.test.value ? heldOut(parts.test) : [];
  const asked = [...validation, ...test];
  const { outputs } = await answersTo(asked.slice(0, 2 * MOST));
  return { examples: asked.slice(0, outputs.length), outputs };
}

/** The answer of the model to a row, and how far it is from another answer. */
function answerOf(p: number[]): Pick<Item, 'suggested' | 'probability' | 'margin'> {
  const { task, labels, thresholds } = answering.value!;
  const first = best(p);
  if (task === 'multi_label_classification') {
    const margin = smallest(p.map((value, i) => Math.abs(value - (thresholds[i] ?? 0.5))));
    return { suggested: labelsOver(p, labels, thresholds), probability: first.value, margin };
  }
  const second = p.reduce((most, value, i) => (i !== first.n && value > most ? value : most), 0);
  return { suggested: [labels[first.n]!], probability: first.value, margin: first.value - second };
}

export type QueueOrder = 'uncertain' | 'different' | 'sure';

const KEYS: Record<QueueOrder, (item: Item) => number> = {
  uncertain: ({ margin }) => margin,
  different: ({ unlike }) => -(unlike ?? 0),
  sure: ({ margin }) => -margin,
};

const ordered = (items: Item[], by: QueueOrder): Item[] => [...items].sort((a, b) => KEYS[by](a) - KEYS[by](b));

/** What is still to come, in another order. */
export function orderBy(by: QueueOrder): void {
  const now = queue.value;
  if (!now) return;
  const items = [...now.items.slice(0, at.value), ...ordered(now.items.slice(at.value), by)];
  queue.value = { ...now, items };
}

export const next = (): void => void (at.value = Math.min(queue.value?.items.length ?? 0, at.value + 1));
export const back = (): void => void (at.value = Math.max(0, at.value - 1));

/** The model's answer becomes the label. */
export function accept(): void {
  if (item.value) change(item.value.suggested);
}

export function change(labels: string[]): void {
  if (!item.value) return;
  setLabels('queue', item.value.row, labels);
  answered.value++;
  next();
}

export function leave(): void {
  if (!item.value) return;
  leaveOut('queue', [item.value.row]);
  next();
}

export const closeQueue = (): void => void (queue.value = null);

// The rows of a list are called by their numbers, and those of another file have the same.
const place = computed(() => mainFile.value?.place);
effect(() => {
  void place.value;
  closeQueue();
});

/** The rows of the training are not those of the data any more. Data without a label of theirs are other data. */
export const changedSince = computed(() => {
  const [before, now] = [trained.value?.data, dataset.value];
  if (!before || !now || before === now || !before.labels.some((label) => now.labels.includes(label))) return false;
  const same = (a: Example[], b: Example[]) =>
    a.length === b.length &&
    a.every((one, i) => one.row === b[i]!.row && one.text === b[i]!.text && one.label === b[i]!.label);
  return !(['train', 'validation', 'test'] as const).every((part) => same(before.parts[part], now.parts[part]));
});

/** After so many labels a head that is fitted in seconds is fitted again. */
export const EVERY = 10;
/** The user wants that. */
export const follows = signal(true);
const answered = signal(0);
export const instant = computed(() => trained.value?.method === 'head' && method.value === 'head');

effect(() => {
  const wanted = !interrupted.value && follows.value && instant.value && answered.value >= EVERY && changedSince.value;
  if (!wanted || !ready.value || phase.value !== 'idle') return;
  answered.value = 0;
  setTimeout(() => void startRun());
});

// What is still to come is asked of the new model.
effect(() => {
  const [head, may] = [headAt.value, canAsk.value];
  const now = queue.peek();
  if (head && may && now?.kind === 'suggestions' && now.head !== head && item.peek())
    setTimeout(() => void askAgain(now));
});
