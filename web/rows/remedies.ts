// SPDX-License-Identifier: Apache-2.0
// What can be done about the findings of checks.ts. The user's file stays as it is. Remedies of labels are for all
// rows, since they say which labels there are. Remedies of rows are for the training rows alone: what is measured with
// the others stays what the data are. Texts of another file are in no part of the main one, since an epoch is chosen by
// its validation rows.
import type { Part, Task } from '../border/messages';
import { isMissing, missingAmong } from './labels';
import { equalTexts, FEW_ROWS, labelRows, rarestLabel, sameLabels, UNEVEN } from './checks';
import { LONG_CELL } from './examples';
import { textKey, type Files } from './files';
import { misspeltLabels } from './misspelt';
import { CHECKS, type CheckName } from '../read/problems';
import { rngBits, shuffle } from './split';
import type { Example } from '../read/table';
import { toIob2 } from './tags';

/** What a remedy did: rows (by number) that it left out of the main file or the training rows, or changed. */
export interface Fixed {
  name: CheckName;
  rows: number[];
}

type Renamed = (label: string) => string | null;

/** Each label's new name; null: it is left out. */
const OF_LABELS: Partial<Record<CheckName, (files: Files, task: Task) => Renamed | null>> = {
  'same-labels': (files, task) => {
    const merged = sameLabels(files, task);
    return merged.size === 0 ? null : (label) => merged.get(label) ?? label;
  },
  'misspelt-labels': (files, task) => {
    const meant = misspeltLabels(files, task);
    return meant.size === 0 ? null : (label) => meant.get(label) ?? label;
  },
  'missing-labels': (files, task) => {
    const missing = missingAmong([...labelRows(files.main, task).keys()]);
    return (label) => (missing.has(label) || isMissing(label) ? null : label);
  },
  'rare-labels': (files, task) => {
    const rows = labelRows(files.main, task);
    const rare = new Set([...rows].filter(([, list]) => list.length < FEW_ROWS).map(([label]) => label));
    return rare.size === 0 ? null : (label) => (rare.has(label) ? null : label);
  },
};

function renamed(examples: Example[], rename: Renamed, task: Task): Example[] {
  if (task === 'regression') return examples;
  if (task === 'single_label_classification')
    return examples.flatMap((example) => {
      const label = rename(example.label);
      return label === null ? [] : [label === example.label ? example : { ...example, label }];
    });
  const same = (a: string[], b: string[]) => a.length === b.length && a.every((item, i) => item === b[i]);
  if (task === 'multi_label_classification')
    return examples.map((example) => {
      const names = [...new Set(example.names!.flatMap((name) => rename(name) ?? []))];
      return same(names, example.names!) ? example : { ...example, names, label: names.join(', ') };
    });
  return examples.map((example) => {
    const tags = toIob2(example.tags!.map((tag) => renamedTag(tag, rename)));
    return same(tags, example.tags!) ? example : { ...example, tags };
  });
}

/** Types of entities have names; other tags have not. */
function renamedTag(tag: string, rename: Renamed): string {
  if (!/^[BI]-./.test(tag)) return tag;
  const type = rename(tag.slice(2));
  return type === null ? 'O' : `${tag.slice(0, 2)}${type}`;
}

/** What the labels of the main file became that were changed; null: left out. */
export type NewNames = Map<string, string | null>;

/** In the order of CHECKS, whatever the order they are named in. */
export function renameLabels(
  files: Files,
  names: CheckName[],
  task: Task,
): { files: Files; fixed: Fixed[]; newNames: NewNames } {
  const fixed: Fixed[] = [];
  const newNames: NewNames = new Map([...labelRows(files.main, task).keys()].map((label) => [label, label]));
  for (const name of CHECKS) {
    if (!names.includes(name) || !OF_LABELS[name]) continue;
    const rename = OF_LABELS[name](files, task);
    const change = (examples: Example[]) => (rename ? renamed(examples, rename, task) : examples);
    const before = files.main;
    files = {
      main: change(before),
      validation: files.validation && change(files.validation),
      test: files.test && change(files.test),
    };
    fixed.push({ name, rows: gone(before, files.main) });
    for (const [label, now] of newNames) if (rename && now !== null) newNames.set(label, rename(now));
  }
  for (const [label, now] of newNames) if (now === label) newNames.delete(label);
  return { files, fixed, newNames };
}

const gone = (before: Example[], after: Example[]): number[] => {
  const left = new Set(after);
  return before.filter((example) => !left.has(example)).map(({ row }) => row);
};

export interface About {
  task: Task;
  /** All rows of the main file. */
  main: Example[];
  /** The group of nearly equal texts that a row is in. */
  group: (example: Example) => number;
  /** Groups with rows of the validation or test file. */
  elsewhere: Set<number>;
}

const OF_ROWS: Partial<Record<CheckName, (train: Example[], about: About) => Example[]>> = {
  duplicates: (train) => {
    const repeated = new Set(equalTexts(train).repeated);
    return train.filter((example) => !repeated.has(example));
  },
  'near-duplicates': (train, { group }) => {
    const first = new Map<number, string>();
    for (const example of train) if (!first.has(group(example))) first.set(group(example), textKey(example));
    return train.filter((example) => first.get(group(example)) === textKey(example));
  },
  contradictions: (train) => {
    const texts = new Set(equalTexts(train).contradicting.map(textKey));
    return train.filter((example) => !texts.has(textKey(example)));
  },
  leaks: (train, { group, elsewhere }) => train.filter((example) => !elsewhere.has(group(example))),
  unlabelled: (train, { task }) =>
    task === 'multi_label_classification' ? train.filter(({ names }) => names!.length > 0) : train,
  long: (train) => train.filter(({ text, pair = '' }) => Math.max(text.length, pair.length) <= LONG_CELL),
  imbalance: (train, { task, main }) =>
    task === 'single_label_classification' ? capped(train, rarestLabel(main, task)) : train,
};

/** It leaves out rows of the parts. */
export const isOfRows = (name: CheckName): boolean => name in OF_ROWS;
/** Of all parts of the main file, not of the training rows alone. */
export const isOfParts = (name: CheckName): boolean => name === 'leaks';

/** At most UNEVEN times the rows of the label `least`; which of them go is a matter of chance. */
function capped(train: Example[], least: string | undefined): Example[] {
  const byLabel = new Map<string, Example[]>();
  for (const example of train) {
    const rows = byLabel.get(example.label);
    if (rows) rows.push(example);
    else byLabel.set(example.label, [example]);
  }
  const most = UNEVEN * (byLabel.get(least ?? '')?.length ?? Infinity);
  const kept = new Set<Example>();
  [...byLabel.values()].forEach((rows, label) => {
    const order = [...rows];
    shuffle(order, rngBits(1, 0, label));
    order.slice(0, most).forEach((example) => kept.add(example));
  });
  return train.filter((example) => kept.has(example));
}

/** The parts of the main file. */
type Own = { train: Example[] } & Partial<Record<Part, Example[]>>;

/** What remains of them. */
export function chooseRows(parts: Own, names: CheckName[], about: About): { parts: Own; fixed: Fixed[] } {
  const fixed: Fixed[] = [];
  for (const name of CHECKS) {
    const remedy = OF_ROWS[name];
    if (!names.includes(name) || !remedy) continue;
    const after = { ...parts };
    for (const part of partsOf(name, parts)) after[part] = remedy(parts[part]!, about);
    fixed.push({ name, rows: partsOf(name, parts).flatMap((part) => gone(parts[part]!, after[part]!)) });
    parts = after;
  }
  return { parts, fixed };
}

const partsOf = (name: CheckName, parts: Own): Part[] => (isOfParts(name) ? (Object.keys(parts) as Part[]) : ['train']);

/** Rows that the remedy would leave out of the parts, or of all files; of one that was not asked for yet. */
export function rowsTaken(name: CheckName, files: Files, parts: Own, about: About): number {
  const rows = OF_ROWS[name];
  const taken = (part: Part) => parts[part]!.length - rows!(parts[part]!, about).length;
  if (rows) return partsOf(name, parts).reduce((sum, part) => sum + taken(part), 0);
  const rename = OF_LABELS[name]?.(files, about.task);
  return rename ? gone(files.main, renamed(files.main, rename, about.task)).length : 0;
}
