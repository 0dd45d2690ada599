// SPDX-License-Identifier: Apache-2.0
// The runs of the project that are over, each with its options, its curves and its answers to the test rows. They stay
// when the model of a later run takes the place of theirs. This is loaded with the panel that lists them.
import { batch, computed, effect, signal } from '@preact/signals';
import { validationOf } from '../answers/validation';
import { plainMetrics } from '../answers/metrics';
import { alike, type Past, type PastDetails, type PastRun } from '../answers/past';
import type { Answers, Compared } from '../border/messages';
import type { Project } from '../project/projects';
import type { Prepared } from '../rows/prepare';
import { keyOf } from '../rows/identity';
import { bytes } from '../ui/format';
import { dataset, mainFile, nameNow as fileNow } from './data';
import { engine } from './engine';
import { answering, savedTo, trained, type Trained } from './head';
import { dropModel, givenUp, keptModels } from './kept_models';
import { logNow } from './log';
import { addLooks, looks, testKey, type Looks } from './looks';
import { model } from './model';
import { current } from './project';
import { lost } from './removed';
import { evaluation } from './results';
import { words } from '../words';
import { inAnyLanguage, RUN } from '../words/given_names';
import { ready, trainRowsStay } from './training';
import { attempt, newestOnly, sentence } from './trouble';

/** Of the project: a file for each run, and one for how often test rows were looked at. */
const PAST = 'past ';
const LOOKS = 'looks';
const roleOf = (began: number) => PAST + began;

const listed = signal<ReadonlyMap<number, PastRun>>(new Map());
/** Names that the page gave. */
const GIVEN = new RegExp(`^${inAnyLanguage(RUN)} (\\d+)$`);
const nameNow = (name: string): string => name.replace(GIVEN, (_, n: string) => words.steps.run(Number(n)));
const shown = <Run extends PastRun>(run: Run): Run => ({ ...run, name: nameNow(run.name) });
/** The one begun last comes first. */
export const runs = computed(() => [...listed.value.values()].map(shown).sort((a, b) => b.began - a.began));
export const runsTrouble = signal('');

/** Of this visit, and those that were read. */
const details = signal<ReadonlyMap<number, PastDetails>>(new Map());
const noteDetails = (began: number, of: PastDetails): void =>
  void (details.value = new Map(details.peek()).set(began, of));

const json = (value: unknown) => new Blob([JSON.stringify(value)]);
const list = (run: PastRun): void => void (listed.value = new Map(listed.peek()).set(run.began, run));

async function write(to: Project | null, role: string, content: unknown, about: unknown): Promise<void> {
  try {
    await to?.put({ [role]: json(content) }, { about: { [role]: about } });
    runsTrouble.value = '';
  } catch (error) {
    runsTrouble.value = words.trouble.runsNotKept(sentence(error));
  }
}

/** What is in memory comes into a project that has been made since. */
function writeAll(to: Project): void {
  for (const [began, rest] of details.peek())
    if (to.lacks(roleOf(began)) || to.gone.includes(roleOf(began)))
      void write(to, roleOf(began), rest, listed.peek().get(began));
}

function readAll(from: Project): void {
  const kept = from.roles(PAST).map((role) => from.about(role) as PastRun);
  listed.value = new Map([...kept.map((run): [number, PastRun] => [run.began, run]), ...listed.peek()]);
  addLooks((from.about(LOOKS) ?? {}) as Looks);
}

const firstFreeName = (): string => {
  const taken = new Set(runs.peek().map(({ name }) => name));
  let n = taken.size + 1;
  while (taken.has(words.steps.run(n))) n++;
  return words.steps.run(n);
};

/** Of the rows that have been in step 1, the file they are from: another may have taken its place when a run ends. */
const fileOf = new WeakMap<Prepared, string>();
effect(() => {
  const [data, file] = [dataset.value, mainFile.value];
  if (data && file && !fileOf.has(data)) fileOf.set(data, fileNow(file) === file.name ? file.name : file.address!);
});

/** The data of a run, as they are called; '': not known. */
export const dataOf = ({ data }: PastRun): string => (data ? fileNow({ name: data, address: data }) : '');
/** Not all runs are of the same data with the same number: then each has its own. */
export const areMixed = computed(() => runs.value.some((run) => !alike(run, runs.value[0]!)));

/** As it is at this moment. */
function pastOf(run: Trained): Past {
  const log = logNow();
  const { data, began, method, options, cut, end } = run;
  const test = evaluation.peek();
  const head = answering.peek()!;
  const fitted = { temperature: head.temperature, ...(head.thresholds.length ? { thresholds: head.thresholds } : {}) };
  const known = listed.peek().get(began);
  return {
    ...{ began, name: known?.name ?? firstFreeName(), encoder: known?.encoder ?? model.peek()!.name, method },
    ...((known?.data ?? fileOf.get(data)) && { data: known?.data ?? fileOf.get(data)! }),
    ...{ trainKey: keyOf(data, 'train'), testKey: test ? testKey.peek() : keyOf(data, 'test') },
    validation: validationOf({ validations: log.validations, best: log.best, options }) ?? null,
    test: test && { ...plainMetrics(test.metrics), intervals: test.metrics.intervals },
    ...{ options, cut, end, log, pooling: head.pooling },
    rows: {
      train: data.parts.train.length,
      validation: data.parts.validation.length,
      test: data.parts.test.length,
    },
    answers: test && { outputs: test.outputs, fitted },
  };
}

function split(run: Past): [PastRun, PastDetails] {
  const { began, name, encoder, data, method, trainKey, testKey: key, validation, test, ...rest } = run;
  const head = { began, name, encoder, ...(data && { data }), method, trainKey, testKey: key, validation, test };
  return [head, rest];
}

function keep(run: Trained): void {
  const [head, rest] = split(pastOf(run));
  batch(() => {
    noteDetails(head.began, rest);
    list(head);
  });
  void write(current.peek(), roleOf(head.began), rest, head);
}

/** Nothing is new, or its test is there: of its own data the last one, also where test rows were edited. */
const isComplete = (run: Trained): boolean => {
  const known = listed.peek().get(run.began);
  return (
    !!known && (!evaluation.peek() || (!!known.test && (known.testKey === testKey.peek() || !trainRowsStay.peek())))
  );
};

effect(() => {
  const to = current.value;
  void lost.value; // with other bytes those of runs may be gone
  if (!to) return;
  batch(() => readAll(to));
  writeAll(to);
});

effect(() => {
  const run = trained.value;
  void evaluation.value;
  if (run && !isComplete(run)) keep(run);
});

effect(() => {
  const [now, to] = [looks.value, current.value];
  if (to && Object.keys(now).length && JSON.stringify(to.about(LOOKS) ?? null) !== JSON.stringify(now))
    void write(to, LOOKS, now, now);
});

/** Its trained model can be opened again. */
export const isOpenable = ({ began }: PastRun): boolean => keptModels.value.some((model) => model.began === began);

/** Where its model is; '': its numbers alone are kept. */
export function modelOf(run: PastRun): string {
  if (isInPlace(run) && savedTo.value) return words.runs.downloaded(savedTo.value);
  const size = keptModels.value.find(({ began }) => began === run.began)?.bytes;
  if (size !== undefined) return words.runs.inProject(bytes(size));
  return isInPlace(run) ? words.runs.inTab : '';
}

export const nameOfRun = (began: number): string => nameNow(listed.value.get(began)?.name ?? '');

/** Whose models were given up for room, in a sentence; '': none. */
export const givenUpInWords = computed(() => {
  const names = givenUp.value.map(nameOfRun).filter(Boolean);
  return names.length ? words.runs.givenUp(names) : '';
});

/** Its model is the one in place, which is about to be listed again. */
export const isInPlace = ({ began }: PastRun): boolean => trained.value?.began === began;

/** It may be laid beside those that are chosen. */
export const fitsSelected = (run: PastRun): boolean => {
  const first = listed.value.get(selected.value[0] ?? NaN);
  return !first || alike(first, run);
};

/** It was tested on the test rows of now. */
export const isComparable = (run: PastRun): boolean => run.testKey === testKey.value;

export async function renameRun(run: PastRun, name: string): Promise<void> {
  const renamed = { ...run, name: name.trim() || run.name };
  list(renamed);
  const rest = await detailsOf(run.began);
  if (rest) await write(current.peek(), roleOf(run.began), rest, renamed);
}

/** Its test stays counted among the looks at these rows. */
export async function deleteRun({ began }: PastRun): Promise<void> {
  const without = <T>(all: ReadonlyMap<number, T>) => new Map([...all].filter(([other]) => other !== began));
  batch(() => {
    listed.value = without(listed.peek());
    details.value = without(details.peek());
    selected.value = selected.peek().filter((other) => other !== began);
  });
  await dropModel(began);
  await current.peek()?.drop([roleOf(began)]);
}

async function detailsOf(began: number): Promise<PastDetails | null> {
  const known = details.peek().get(began);
  if (known) return known;
  const file = await current.peek()?.read(roleOf(began));
  if (!file) return null;
  const read = JSON.parse(await file.bytes.text()) as PastDetails;
  noteDetails(began, read);
  return read;
}

/** Those to lay side by side, by their beginnings, in the order in which they were chosen. */
export const selected = signal<number[]>([]);
/** With all that is kept of them, as soon as it has been read. */
export const beside = computed(() =>
  selected.value.flatMap((began): Past[] => {
    const [run, rest] = [listed.value.get(began), details.value.get(began)];
    return run && rest ? [{ ...shown(run), ...rest }] : [];
  }),
);

effect(() => {
  for (const began of selected.value)
    void detailsOf(began).then((rest) => {
      const run = listed.peek().get(began);
      if (!rest && run) runsTrouble.value = words.runs.damaged(nameNow(run.name));
    });
});

export const toggle = ({ began }: PastRun): void =>
  void (selected.value = selected.peek().includes(began)
    ? selected.peek().filter((other) => other !== began)
    : [...selected.peek(), began]);

/** Those that can be compared, the first one as what the others are tested against; what the user has chosen stays. */
export function layBeside(): void {
  const [first, ...rest] = [...runs.peek()].reverse().filter((run) => !areMixed.peek() || isComparable(run));
  if (first && !selected.peek().length)
    selected.value = [first, ...rest.filter((run) => alike(run, first))].map(({ began }) => began);
}

/** The first of them against each of the others, on the same test rows. */
export interface Pair {
  model: PastRun;
  other: PastRun;
  compared: Compared;
}
const tested = signal<{ key: string; pairs: Pair[] }>({ key: '', pairs: [] });
export const compareTrouble = signal('');

type Tested = Past & { answers: Answers };
const testable = computed(() => beside.value.filter((run): run is Tested => run.answers !== null && isComparable(run)));
const keyOfPairs = computed(() => testable.value.map(({ began }) => began).join(' '));
export const pairs = computed(() =>
  (tested.value.key === keyOfPairs.value ? tested.value.pairs : []).map(({ model, other, compared }) => ({
    ...{ model: shown(model), other: shown(other), compared },
  })),
);
/** Why two of them cannot be tested against each other now; '' where they can. */
export const notTested = computed<string>(() => {
  if (testable.value.length > 1 && !ready.value) return words.runs.needsEngine;
  if (testable.value.length > 1) return '';
  return words.runs.needsTwo;
});

const compareAll = newestOnly(async () => {
  const [key, [first, ...others]] = [keyOfPairs.peek(), testable.peek()];
  if (!first || others.length === 0 || !ready.peek() || tested.peek().key === key) return;
  await attempt(compareTrouble, async () => {
    const found: Pair[] = [];
    for (const other of others) {
      const compared = await engine.call('compare', { model: other.answers, other: first.answers });
      found.push({ model: other, other: first, compared });
    }
    tested.value = { key, pairs: found };
  });
});
effect(() => {
  void [keyOfPairs.value, ready.value];
  void compareAll();
});
