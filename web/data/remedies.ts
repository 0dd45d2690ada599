// SPDX-License-Identifier: Apache-2.0
// What can be done about the findings of checks.ts: each a function of the rows. The user's file stays as it is.
import { smallest } from './extremes';
import type { Task } from '../engine/messages';
import { equalTexts, FEW_ROWS, labelRows, UNEVEN } from './checks';
import { LONG_CELL } from './examples';
import { findAlike, textKey, type Files } from './files';
import { CHECKS, type CheckName } from './problems';
import { rngBits, shuffle } from './split';
import type { Example } from './table';
import { toIob2 } from './tags';

type Remedy = (files: Files, task: Task) => Files;

const keepMain = (files: Files, keep: (example: Example, i: number) => boolean): Files => ({
  ...files,
  main: files.main.filter(keep),
});

const everywhere = (files: Files, change: (examples: Example[]) => Example[]): Files => ({
  main: change(files.main),
  validation: files.validation && change(files.validation),
  test: files.test && change(files.test),
});

const REMEDIES: Record<CheckName, Remedy> = {
  duplicates: (files) => {
    const repeated = new Set(equalTexts(files.main).repeated);
    return keepMain(files, (example) => !repeated.has(example));
  },
  'near-duplicates': (files) => {
    const { main } = findAlike({ ...files, validation: null, test: null });
    return keepMain(files, (example, i) => main[i] === i || textKey(example) === textKey(files.main[main[i]!]!));
  },
  contradictions: (files) => {
    const texts = new Set(equalTexts(files.main).contradicting.map(textKey));
    return keepMain(files, (example) => !texts.has(textKey(example)));
  },
  leaks: (files) => {
    const alike = findAlike(files);
    const leaked = new Set([...alike.validation, ...alike.test]);
    return keepMain(files, (_, i) => !leaked.has(alike.main[i]!));
  },
  unlabelled: (files, task) =>
    task === 'multi_label_classification' ? keepMain(files, ({ names }) => names!.length > 0) : files,
  long: (files) => keepMain(files, ({ text, pair = '' }) => Math.max(text.length, pair.length) <= LONG_CELL),
  'rare-labels': (files, task) => {
    const rows = labelRows(files.main, task);
    const rare = new Set([...rows].filter(([, list]) => list.length < FEW_ROWS).map(([label]) => label));
    return rare.size === 0 ? files : everywhere(files, (examples) => without(rare, examples, task));
  },
  imbalance: (files, task) => (task === 'single_label_classification' ? capped(files) : files),
};

function without(rare: Set<string>, examples: Example[], task: Task): Example[] {
  if (task === 'single_label_classification') return examples.filter(({ label }) => !rare.has(label));
  if (task === 'multi_label_classification')
    return examples.map((example) => {
      const names = example.names!.filter((name) => !rare.has(name));
      return names.length === example.names!.length ? example : { ...example, names, label: names.join(', ') };
    });
  return examples.map((example) => {
    if (!example.tags!.some((tag) => rare.has(tag.slice(2)))) return example;
    const tags = toIob2(example.tags!.map((tag) => (rare.has(tag.slice(2)) ? 'O' : tag)));
    return { ...example, tags };
  });
}

/** At most UNEVEN times the rows of the rarest label that is no rare one; which of them go is a matter of chance. */
function capped(files: Files): Files {
  const byLabel = new Map<string, Example[]>();
  for (const example of files.main) {
    const rows = byLabel.get(example.label);
    if (rows) rows.push(example);
    else byLabel.set(example.label, [example]);
  }
  const sizes = [...byLabel.values()].map((rows) => rows.length).filter((n) => n >= FEW_ROWS);
  const most = UNEVEN * smallest(sizes);
  const kept = new Set<Example>();
  [...byLabel.values()].forEach((rows, label) => {
    const order = [...rows];
    shuffle(order, rngBits(1, 0, label));
    order.slice(0, most).forEach((example) => kept.add(example));
  });
  return keepMain(files, (example) => kept.has(example));
}

/** What a remedy did: rows (by number) that it left out of the main file, or changed. */
export interface Fixed {
  name: CheckName;
  rows: number[];
}

/** In the order of CHECKS, whatever the order they are named in. */
export function applyRemedies(files: Files, names: CheckName[], task: Task): { files: Files; fixed: Fixed[] } {
  const fixed: Fixed[] = [];
  for (const name of CHECKS) {
    if (!names.includes(name)) continue;
    const after = REMEDIES[name](files, task);
    const same = new Set(after.main);
    fixed.push({ name, rows: files.main.filter((example) => !same.has(example)).map(({ row }) => row) });
    files = after;
  }
  return { files, fixed };
}
