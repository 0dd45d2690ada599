// SPDX-License-Identifier: Apache-2.0
// What must be known about the rows before a training: errors stop it; for most of the rest remedies.ts has a remedy.
import type { DataInfo, Part, Task } from '../border/messages';
import { leftOut } from './examples';
import { OTHERS, textKey, type Alike, type Files, type Other } from './files';
import type { LabelMap } from './labels';
import { count, listNames, listRows, type Problem } from '../read/problems';
import type { Example } from '../read/table';
import { entitiesOf } from './tags';

/** Labels with fewer rows than this are hardly learned, and their test figures say little. */
export const FEW_ROWS = 5;
/** The most frequent label has so many times the rows of the rarest one: the accuracy alone misleads. */
export const UNEVEN = 4;
/** More unknown pieces than this: another vocabulary is needed. English text under BERT's has next to none. */
const MANY_UNKNOWN = 0.02;

/** The labels of a row that are counted: a name, several, or the types of its entities. */
export function rowLabels(example: Example, task: Task): string[] {
  if (task === 'single_label_classification') return [example.label];
  if (task === 'multi_label_classification') return example.names!;
  if (task === 'token_classification') return [...new Set(entitiesOf(example.tags!).map(({ type }) => type))];
  return [];
}

export function checkLabels(map: LabelMap, examples: Example[], task: Task): Problem[] {
  const { labels } = map;
  if (examples.length === 0)
    return [error('There is no row left with a text and a label. Choose the columns above, or another file.')];
  if (task === 'regression') return checkNumbers(examples);
  if (examples.length === 1)
    return [error('There is only one row with a text and a label. Add rows: each label needs two different texts.')];
  if (labels.length === 1 && task !== 'multi_label_classification')
    return [
      error(
        task === 'token_classification'
          ? `All words have the tag "${labels[0]}". There must be two tags or more: choose another column or file.`
          : `All ${count(examples.length, 'row')} have the label "${labels[0]}". A classifier needs two labels or more: choose another label column or file.`,
      ),
    ];
  if (labels.length === 0) return [error('No row has a label. Choose another label column or file.')];
  if (labels.length > examples.length / 2 && examples.length > 4 && task !== 'token_classification')
    return [
      error(
        `The label column has ${count(labels.length, 'different value')} in ${count(examples.length, 'row')}: ` +
          'that is no set of labels. Choose another label column, or another task.',
      ),
    ];
  return checkCounts(examples, task);
}

function checkNumbers(examples: Example[]): Problem[] {
  const [first] = examples;
  const still = first!.values!.findIndex((value, i) => examples.every(({ values }) => values![i] === value));
  return still < 0 ? [] : [error(`All rows have the number ${first!.values![still]}: there is nothing to predict.`)];
}

/** Rows of each label that is counted. */
export function labelRows(examples: Example[], task: Task): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  const add = (label: string, row: number) => {
    const list = rows.get(label);
    if (list) list.push(row);
    else rows.set(label, [row]);
  };
  for (const example of examples)
    if (task === 'single_label_classification') add(example.label, example.row);
    else for (const label of rowLabels(example, task)) add(label, example.row);
  return rows;
}

function checkCounts(examples: Example[], task: Task): Problem[] {
  const counts = [...labelRows(examples, task)].sort((a, b) => a[1].length - b[1].length);
  const few = counts.filter(([, rows]) => rows.length < FEW_ROWS);
  const problems: Problem[] = [];
  const thing = task === 'token_classification' ? 'type' : 'label';
  if (few.length)
    problems.push({
      level: 'warning',
      rows: few.flatMap(([, rows]) => rows).sort((a, b) => a - b),
      text: `${count(few.length, thing)} with fewer than ${FEW_ROWS} rows (${listNames(few.map(([label]) => `"${label}"`))}): expect little of them.`,
      title: `Rare ${thing}s`,
      name: 'rare-labels',
      remedy: `Do without these ${thing}s`,
    });
  const [least, most] = [counts[few.length], counts.at(-1)];
  if (least && most && most[1].length > UNEVEN * least[1].length)
    problems.push({
      level: 'note',
      rows: least[1],
      text:
        `The ${thing}s are uneven: "${most[0]}" has ${count(most[1].length, 'row')}, "${least[0]}" only ` +
        `${least[1].length.toLocaleString('en')}, ${(most[1].length / least[1].length).toFixed(1)} times fewer. ` +
        `Look at the macro F1 in the end rather than at the ${task === 'single_label_classification' ? 'accuracy' : 'micro F1'} alone` +
        (task === 'single_label_classification' ? '; balanced class weights let rare labels count more.' : '.'),
      ...(task === 'single_label_classification'
        ? {
            title: 'Uneven labels',
            name: 'imbalance',
            remedy: `Train on at most ${UNEVEN} times the rows of the rarest label`,
          }
        : { title: 'Uneven labels' }),
    });
  return problems;
}

/** Names that differ in case, space or notation alone are most likely one label: what they have in common. */
export function labelKey(label: string): string {
  const plain = label.normalize('NFKC').trim();
  if (/^[-+]?\d+(\.\d*)?$/.test(plain)) return String(Number(plain));
  return plain.toLowerCase().replace(/[\s_]+/g, ' ');
}

/** What programs write where there is no value. */
const MISSING = /^(nan|NaN|NaT|<NA>|NA|None|null|NULL|nil|n\/a|N\/A|#N\/A|undefined)$/;
export const isMissing = (label: string): boolean => MISSING.test(label.trim());

/** For each label that is to become another one, that one: the most frequent of those that differ in notation alone. */
export function sameLabels(files: Files, task: Task): Map<string, string> {
  const groups = new Map<string, Map<string, number>>();
  for (const list of [files.main, files.validation, files.test])
    for (const [label, rows] of labelRows(list ?? [], task)) {
      const group = groups.get(labelKey(label)) ?? new Map<string, number>();
      groups.set(labelKey(label), group.set(label, (group.get(label) ?? 0) + rows.length));
    }
  const merged = new Map<string, string>();
  for (const group of groups.values()) {
    const [most, ...others] = [...group].sort((a, b) => b[1] - a[1]).map(([label]) => label);
    for (const label of others) merged.set(label, most!);
  }
  return merged;
}

export function checkNotation(files: Files, task: Task): Problem[] {
  const merged = sameLabels(files, task);
  const rows = labelRows(files.main, task);
  const of = (labels: Iterable<string>) => [...new Set([...labels].flatMap((label) => rows.get(label) ?? []))];
  const ascending = (list: number[]) => list.sort((a, b) => a - b);
  const problems: Problem[] = [];
  const pairs = [...merged].map(([label, most]) => `"${label}" from "${most}"`);
  if (pairs.length)
    problems.push({
      level: 'warning',
      rows: ascending(of(merged.keys())),
      text: `${count(pairs.length, 'label')} differ from another one in case, space or notation alone (${listNames(pairs)}): each is learned as a label of its own.`,
      title: 'Labels alike',
      name: 'same-labels',
      remedy: 'Make them one label each',
    });
  const missing = [...rows.keys()].filter(isMissing);
  if (missing.length)
    problems.push({
      level: 'warning',
      rows: ascending(of(missing)),
      text: `${listNames(missing.map((label) => `"${label}"`))} ${missing.length === 1 ? 'is' : 'are'} what programs write where a label is missing.`,
      title: 'Missing labels',
      name: 'missing-labels',
      remedy: 'Leave these rows out',
    });
  return problems;
}

/** A label the training never saw cannot be predicted: the test would be unfair and its numbers wrong. */
export function checkKnownLabels(
  map: LabelMap,
  examples: Example[],
  part: Other | 'evaluation',
  task: Task,
): Problem[] {
  const labelsOf = (example: Example) =>
    task === 'token_classification' ? example.tags! : task === 'regression' ? [] : rowLabels(example, task);
  const unknown = examples.filter((example) => labelsOf(example).some((label) => !map.numbers.has(label)));
  if (unknown.length === 0) return [];
  const names = [...new Set(unknown.flatMap(labelsOf).filter((label) => !map.numbers.has(label)))];
  const rows = unknown.map((example) => example.row);
  const one = names.length === 1;
  return [
    {
      level: 'error',
      rows,
      ...(part === 'evaluation' ? {} : { file: part }),
      text:
        `The ${part} file has ${one ? 'a label' : 'labels'} that the training data has not: ` +
        `${listNames(names.map((name) => `"${name}"`))} (${listRows(rows)}). Add rows with ${one ? 'it' : 'them'} to the training data, or take these rows out.`,
    },
  ];
}

/** Texts that occur more than once in the main file: they stay in one part, and may contradict each other. */
export function checkRepeated(examples: Example[], alike: Int32Array): Problem[] {
  const { repeated, contradicting } = equalTexts(examples);
  const seen = new Set([...repeated, ...contradicting]);
  const near = examples.filter((example, i) => alike[i] !== i && !seen.has(example));
  const beside = examples.flatMap((example, i) =>
    alike[i] !== i && !seen.has(example) ? [examples[alike[i]!]!.row] : [],
  );
  const rows = (of: Example[]) => of.map(({ row }) => row);
  return [
    ...leftOut(rows(repeated), 'with the text and label of an earlier row; equal texts are kept in the same part.', {
      level: 'note',
      title: 'Repeated',
      name: 'duplicates',
      remedy: 'Keep the first of each',
    }),
    ...leftOut(rows(near), 'nearly equal to an earlier row; such texts are kept in the same part.', {
      level: 'note',
      beside: [...new Set(beside)],
      title: 'Nearly repeated',
      name: 'near-duplicates',
      remedy: 'Keep the first of each',
    }),
    ...leftOut(rows(contradicting), 'with the text of an earlier row and another label.', {
      title: 'Contradictory labels',
      name: 'contradictions',
      remedy: 'Leave out all rows of these texts',
    }),
  ];
}

export function equalTexts(examples: Example[]): { repeated: Example[]; contradicting: Example[] } {
  const seen = new Map<string, string>();
  const found = { repeated: [] as Example[], contradicting: [] as Example[] };
  for (const example of examples) {
    const label = seen.get(textKey(example));
    if (label === undefined) seen.set(textKey(example), example.label);
    else (label === example.label ? found.repeated : found.contradicting).push(example);
  }
  return found;
}

/** Texts of the test or validation file that are trained on too. */
export function checkLeaks(files: Files, alike: Alike): Problem[] {
  const trained = new Set(files.main.map(textKey));
  return OTHERS.flatMap((part) => {
    const leaked = (files[part] ?? []).filter((_, i) => alike[part][i]! < files.main.length);
    if (leaked.length === 0) return [];
    const rows = leaked.map(({ row }) => row);
    const near = leaked.filter((example) => !trained.has(textKey(example))).length;
    const nearly = near === 0 ? '' : near === rows.length ? ' or nearly' : `, ${near} of them nearly`;
    return {
      level: 'warning',
      rows,
      file: part,
      text:
        `${count(rows.length, 'row')} of the ${part} file (${listRows(rows)}) with a text of the training data${nearly}: ` +
        'the result will look better than it is.',
      title: `Also in the ${part} file`,
      name: 'leaks',
      remedy: 'Do not train on these texts',
    };
  });
}

/** What only the engine knows, once the encoder's vocabulary has cut the texts into pieces. */
export function checkPieces(parts: Partial<Record<Part, DataInfo>>): Problem[] {
  const infos = Object.values(parts);
  const tokens = infos.reduce((sum, info) => sum + info.tokens, 0);
  const unknown = infos.reduce((sum, info) => sum + info.unknown_share * info.tokens, 0) / Math.max(1, tokens);
  const cut = infos.reduce((sum, info) => sum + info.cut, 0);
  const rows = infos.reduce((sum, info) => sum + info.rows, 0);
  const items = infos.reduce((sum, info) => sum + info.items, 0);
  const unread = infos.reduce((sum, info) => sum + Math.max(0, info.items - info.reads), 0);
  const problems: Problem[] = [];
  if (cut > 0)
    problems.push({
      level: 'note',
      rows: [],
      text: `${count(cut, 'row')} of ${rows.toLocaleString('en')} are longer than the maximum length: only a part of each is read.`,
    });
  if (unread > 0)
    problems.push({
      level: 'note',
      rows: [],
      text: `${count(unread, 'word')} of ${items.toLocaleString('en')} cannot be read, as they are cut off or have no piece of their own. They are not trained on, and count as the first label.`,
    });
  if (unknown >= MANY_UNKNOWN)
    problems.push({
      level: 'warning',
      rows: [],
      text:
        `${(100 * unknown).toFixed(1)} % of the pieces are [UNK]: the vocabulary of this encoder does not know them, and the model ` +
        'sees nothing there. Choose an encoder for the language of the texts.',
    });
  return problems;
}

function error(text: string): Problem {
  return { level: 'error', rows: [], text };
}
