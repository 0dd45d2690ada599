// SPDX-License-Identifier: Apache-2.0
// What must be known about the rows before a training: errors stop it; for most of the rest remedies.ts has a remedy.
import type { DataInfo, Part, Task } from '../border/messages';
import { OTHERS, textKey, type Files, type Other } from './files';
import type { Alike } from './alike';
import { missingAmong } from './labels';
import type { LabelMap } from './label_map';
import { asError, asNote, asWarning, choice, found, worded, type Problem } from '../read/problems';
import type { Example } from '../read/table';
import { entitiesOf } from './tags';
import { findings } from '../words/en/findings';
import { some } from '../words/listing';
import { saying, type Said } from '../words/said';

const say = saying('findings', findings);

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

const FILE = /^\S{1,200}\.(txt|md|html?|xml|json|pdf|docx?|rtf|eml|msg|png|jpe?g|gif|webp|wav|mp3|mp4)$/i;

/** Numbers, ids and addresses: no space, and something that is no letter in each. */
const ID = /^(?=.*[\d:])[\w.:/?&=#%~+-]+$/;

/** A list of files, whose texts lie elsewhere, or of what stands for a text. */
export function checkIsText(examples: Example[]): Problem[] {
  const [first] = examples;
  const all = (pattern: RegExp) =>
    examples.length >= FEW_ROWS && examples.every(({ text }) => pattern.test(text.trim()));
  if (all(FILE)) return [asWarning(say.fileNames(first!.text.trim()))];
  return all(ID) ? [asWarning(say.ids(first!.text.trim()))] : [];
}

const WORD = /\p{L}{2}/u;
const MOSTLY = 0.9;
/** Fewer different ones may be classes that are named in their texts. */
const MANY_WORDS = 3;

/** Labels that stand in their texts are most likely to be found in new ones, and no classes. */
export function checkInTexts(examples: Example[], task: Task): Problem[] {
  if (task !== 'single_label_classification' && task !== 'multi_label_classification') return [];
  const labelled = examples.filter((example) => rowLabels(example, task).length > 0);
  const inside = labelled.filter((example) =>
    rowLabels(example, task).every((label) => WORD.test(label) && example.text.includes(label)),
  );
  const [first] = inside;
  if (
    !first ||
    labelRows(inside, task).size < MANY_WORDS ||
    inside.length < Math.max(FEW_ROWS, MOSTLY * labelled.length)
  )
    return [];
  return [asWarning(say.inTexts(inside.length, labelled.length, rowLabels(first, task)[0]!))];
}

/** UTF-8 that was once read as Windows-1252: Ã¶ for ö, â€™ for ’, Â° for °. */
const TWICE = /Ã[\u0080-\u00BFŸœžŠš„…†‡‰‹›•–—™]|â€[™œž¦“”\u009D]|Â[\u00A0-\u00BF]/;

export function checkLetters(examples: Example[]): Problem[] {
  const wrong = examples.filter(({ text }) => TWICE.test(text));
  const [first] = wrong;
  if (!first || wrong.length < FEW_ROWS) return [];
  const rows = wrong.map(({ row }) => row);
  const shown = TWICE.exec(first.text)![0];
  return found(rows, (n, of) => say.letters(n, of, shown), say.lettersTitle);
}

export function checkLabels(map: LabelMap, examples: Example[], task: Task): Problem[] {
  const { labels } = map;
  if (examples.length === 0) return [asError(say.noRows)];
  if (task === 'regression') return checkNumbers(examples);
  if (examples.length === 1) return [asError(say.oneRow)];
  if (labels.length === 1 && task !== 'multi_label_classification')
    return [
      asError(task === 'token_classification' ? say.oneTag(labels[0]!) : say.oneLabel(examples.length, labels[0]!)),
    ];
  if (labels.length === 0) return [asError(say.noLabels)];
  if (labels.length > examples.length / 2 && examples.length > 4 && task !== 'token_classification')
    return [asError(say.noSet(labels.length, examples.length))];
  return checkCounts(examples, task);
}

function checkNumbers(examples: Example[]): Problem[] {
  const [first] = examples;
  const still = first!.values!.findIndex((value, i) => examples.every(({ values }) => values![i] === value));
  return still < 0 ? [] : [asError(say.oneNumber(first!.values![still]!))];
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

const isRare = ([, rows]: Counted) => rows.length < FEW_ROWS;
const rarestFirst = (examples: Example[], task: Task) =>
  [...labelRows(examples, task)].sort((a, b) => a[1].length - b[1].length);

/** The label that the others are compared with. */
export const rarestLabel = (examples: Example[], task: Task): string | undefined =>
  rarestFirst(examples, task).find((counted) => !isRare(counted))?.[0];

function checkCounts(examples: Example[], task: Task): Problem[] {
  const counts = rarestFirst(examples, task);
  const few = counts.filter(isRare);
  const problems: Problem[] = [];
  const types = task === 'token_classification';
  const named = some(few.map(([label]) => label));
  if (few.length)
    problems.push(
      asWarning(
        types
          ? worded(say.rareTypes(few.length, FEW_ROWS, named), say.rareTypesTitle, say.withoutTypes)
          : worded(say.rareLabels(few.length, FEW_ROWS, named), say.rareLabelsTitle, say.withoutLabels),
        few.flatMap(([, rows]) => rows).sort((a, b) => a - b),
        { name: 'rare-labels' },
      ),
    );
  const [least, most] = [counts[few.length], counts.at(-1)];
  if (least && most && most[1].length > UNEVEN * least[1].length)
    problems.push(asNote(uneven(task, most, least), least[1]));
  return problems;
}

type Counted = [label: string, rows: number[]];

function uneven(task: Task, [most, many]: Counted, [least, few]: Counted): Pick<Problem, 'text' | 'name'> {
  if (task === 'token_classification')
    return worded(say.unevenTypes(most, many.length, least, few.length), say.unevenTitle);
  if (task === 'multi_label_classification')
    return worded(say.unevenSets(most, many.length, least, few.length), say.unevenTitle);
  return {
    ...worded(say.uneven(most, many.length, least, few.length), say.unevenTitle, say.atMost(UNEVEN, least)),
    name: 'imbalance',
  };
}

/** So many pairs of labels alike are named. */
const ALIKE = 5;

/** Names that differ in case, space, notation or what is not seen alone are most likely one label: what they have in
 * common. */
export function labelKey(label: string): string {
  const plain = label
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();
  if (/^[-+]?\d+(\.\d*)?$/.test(plain)) return String(Number(plain));
  return plain.toLowerCase().replace(/[\s_]+/g, ' ');
}

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
  if (merged.size)
    problems.push(
      asWarning(
        worded(
          say.alike(merged.size, [...merged].slice(0, ALIKE), Math.max(0, merged.size - ALIKE)),
          say.alikeTitle,
          say.makeOne,
        ),
        ascending(of(merged.keys())),
        { name: 'same-labels' },
      ),
    );
  const missing = [...missingAmong([...rows.keys()])];
  if (missing.length)
    problems.push(
      asWarning(
        worded(say.missing(missing.length, some(missing)), say.missingTitle, say.leaveRowsOut),
        ascending(of(missing)),
        { name: 'missing-labels' },
      ),
    );
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
  const known = new Map([...map.numbers.keys()].map((label) => [labelKey(label), label]));
  const meant = names.flatMap((name): [string, string][] => {
    const other = known.get(labelKey(name));
    return other === undefined ? [] : [[name, other]];
  });
  const apart = { first: meant[0] ?? null, all: meant.length === names.length };
  const said = say.unknownLabels(part, names.length, some(names), some(rows), apart);
  return [asError(said, rows, part === 'evaluation' ? {} : { file: part })];
}

/** As many are no slips: the rows are most likely one for each label of a text, or of two labels what several people
 * gave it. */
const MANY_CONTRADICTING = 0.1;
const SEVERAL: Task = 'multi_label_classification';

/** Texts that occur more than once in the main file: they stay in one part, and may contradict each other. */
export function checkRepeated(examples: Example[], alike: Int32Array, task: Task): Problem[] {
  const { repeated, contradicting } = equalTexts(examples);
  const many =
    task === 'single_label_classification' &&
    contradicting.length >= MANY_CONTRADICTING * examples.length &&
    labelRows(examples, task).size > 2;
  const seen = new Set([...repeated, ...contradicting]);
  const near = examples.filter((example, i) => alike[i] !== i && !seen.has(example));
  const beside = examples.flatMap((example, i) =>
    alike[i] !== i && !seen.has(example) ? [examples[alike[i]!]!.row] : [],
  );
  const rows = (of: Example[]) => of.map(({ row }) => row);
  return [
    ...found(rows(repeated), say.repeated, say.repeatedTitle, { level: 'note', name: 'duplicates' }, say.keepFirst),
    ...found(
      rows(near),
      say.near,
      say.nearTitle,
      { level: 'note', beside: [...new Set(beside)], name: 'near-duplicates' },
      say.keepFirst,
    ),
    ...found(
      rows(contradicting),
      many ? say.severalEach : say.contradicting,
      say.contradictingTitle,
      { name: 'contradictions', ...(many && { choices: [choice(say.takeSeveral, { task: SEVERAL })] }) },
      say.leaveTextsOut,
    ),
  ];
}

/** A larger share of the test rows with the text of an earlier one is told: each of them counts as a new one. */
const MANY_REPEATED = 0.05;

export const repeatsIn = (examples: Example[]): Example[] => {
  const { repeated, contradicting } = equalTexts(examples);
  return [...repeated, ...contradicting];
};

/** Intervals and tests take each test row for new evidence, as for rows that were drawn one by one. */
export function checkRepeats(test: Example[]): Problem[] {
  const repeats = repeatsIn(test);
  if (repeats.length <= MANY_REPEATED * test.length) return [];
  return [asWarning(say.testRepeats(repeats.length, test.length))];
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

/** Texts of the test file that are validated with too: what is chosen and fitted by them has seen test rows. */
export function checkShared({ main, validation, test }: Files, alike: Alike): Problem[] {
  const isShared = (first: number) => first >= main.length && first < main.length + (validation?.length ?? 0);
  const rows = (test ?? []).filter((_, i) => isShared(alike.test[i]!)).map(({ row }) => row);
  const said = say.shared(rows.length, some(rows));
  return rows.length ? [asWarning(said, rows, { file: 'test' })] : [];
}

/** Labels that the training rows lack, of tasks whose labels are those of rows: after a remedy, or in a fold. */
export function checkTrained(train: Example[], { labels, task }: { labels: string[]; task: Task }): Problem[] {
  if (train.length === 0) return [asError(say.noTrain)];
  if (task !== 'single_label_classification' && task !== 'multi_label_classification') return [];
  const trained = labelRows(train, task);
  const untrained = labels.filter((label) => !trained.has(label));
  if (untrained.length === 0) return [];
  const one = task === 'single_label_classification' && trained.size === 1;
  const said = one ? say.oneTrained([...trained.keys()][0]!) : say.untrained(untrained.length, some(untrained));
  return [one ? asError(said) : asWarning(said)];
}

/** Texts of the test or validation file that are trained on too. */
export function checkLeaks(files: Files, alike: Alike): Problem[] {
  const trained = new Set(files.main.map(textKey));
  return OTHERS.flatMap((part) => {
    const leaked = (files[part] ?? []).filter((_, i) => alike[part][i]! < files.main.length);
    if (leaked.length === 0) return [];
    const rows = leaked.map(({ row }) => row);
    const near = leaked.filter((example) => !trained.has(textKey(example))).length;
    return asWarning(
      worded(say.leaks(rows.length, part, some(rows), near), say.leaksTitle(part), say.doNotTrain(part)),
      rows,
      { file: part, name: 'leaks' },
    );
  });
}

type Infos = Partial<Record<Part, DataInfo>>;

/** Of all pieces. */
function unknownShare(parts: Infos): number {
  const infos = Object.values(parts);
  const tokens = infos.reduce((sum, info) => sum + info.tokens, 0);
  return infos.reduce((sum, info) => sum + info.unknown_share * info.tokens, 0) / Math.max(1, tokens);
}

/** The encoder's vocabulary is none for these texts. */
export const isForeign = (parts: Infos): boolean => unknownShare(parts) >= MANY_UNKNOWN;

/** What only the engine can tell, once the encoder's vocabulary has cut the texts into pieces. */
export function checkPieces(parts: Infos): Problem[] {
  const infos = Object.values(parts);
  const cut = infos.reduce((sum, info) => sum + info.cut, 0);
  const rows = infos.reduce((sum, info) => sum + info.rows, 0);
  const items = infos.reduce((sum, info) => sum + info.items, 0);
  const unread = infos.reduce((sum, info) => sum + Math.max(0, info.items - info.reads), 0);
  const problems: Problem[] = [];
  const tell = (level: Problem['level'], what: Said) => problems.push({ level, rows: [], ...what });
  if (cut > 0) tell('note', say.cut(cut, rows));
  if (unread > 0) tell('note', say.unread(unread, items));
  if (isForeign(parts)) tell('warning', say.unknownPieces(100 * unknownShare(parts)));
  return problems;
}
