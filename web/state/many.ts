// SPDX-License-Identifier: Apache-2.0
// A file of texts, and the predictions for all of them as a table.
import { computed, signal } from '@preact/signals';
import { answersOf, writeAnswers } from '../answers/lines';
import { withColumns } from '../answers/own_columns';
import { endingOf, sheetLike, type Sheet } from '../answers/sheet';
import { best, byRow, labelsOver, spansOf } from '../answers/predictions';
import { turnsAway } from '../answers/unlike';
import type { Outputs, Unlike } from '../border/messages';
import { textsIn } from '../read/reading';
import type { Problem } from '../read/problems';
import type { Columns, Example, Table } from '../read/table';
import { takeExamples } from '../rows/examples';
import { unlabelledRows } from '../rows/engine_rows';
import { openPlace } from './desk';
import { download } from './download';
import { asking, engine } from './engine';
import { answering, columnsBefore, headAt, type HeadKind } from './head';
import { answerCut, askAgain, noneFrom, takesPairs } from './results';
import { words } from '../words';
import { attempt } from './trouble';

interface Many {
  name: string;
  head: number;
  kind: HeadKind;
  examples: Example[];
  /** The file's, whose other columns stand beside the answers. */
  table: Table;
  columns: Columns;
  /** Of the column with the texts. */
  column: string;
  /** That of their second texts; null: they have none. */
  second: string | null;
  /** Of the file and its rows, as of those without text. */
  problems: Problem[];
  outputs: Outputs;
  unlike: Unlike | null;
  sheet: Sheet;
}

const done = signal<Many | null>(null);
export const many = computed(() => (done.value?.head === headAt.value ? done.value : null));
export const manyTrouble = signal('');
const opening = signal(false);
export const predicting = computed(() => opening.value || (asking('predict') && !many.value));

/** Those, where the file has them; the second text is never any other column, unless there is but one. */
function asTrained(table: Table, guessed: Columns): Columns {
  const known = columnsBefore.value;
  const named = (name: string | undefined) => table.columns.indexOf(name ?? '');
  const [first, second] = [named(known?.text), named(known?.pair)];
  const text = first >= 0 ? first : guessed.text;
  if (!takesPairs.value) return { ...guessed, text, pair: null };
  const only = table.columns.length === 2 ? 1 - text : null;
  const pair = [second, guessed.pair, guessed.text, only].find((one) => one !== null && one >= 0 && one !== text);
  return { ...guessed, text, pair: pair ?? null };
}

export async function predictFile(files: File[]): Promise<void> {
  const [head, at] = [answering.value, headAt.value];
  if (!head) return;
  done.value = null;
  opening.value = true;
  await attempt(manyTrouble, async () => {
    const names = files.map(({ name }) => name);
    const stillThere = () => {
      if (headAt.value !== at) throw new Error(words.tryout.modelGone(names.join(', ')));
    };
    const known = textsIn(columnsBefore.value);
    const { table, columns } = await openPlace(files, names, { known }, () => undefined);
    const used = asTrained(table, columns);
    if (takesPairs.value && used.pair === null) throw new Error(words.tryout.oneText(names.join(', ')));
    const { examples, problems: ofRows } = takeExamples(table, { ...used, labels: [] }, head.task);
    const problems = [...table.problems, ...ofRows];
    if (examples.length === 0) throw new Error(words.tryout.noTexts(names.join(', ')));
    stillThere();
    const asked = engine.call('predict', { ...unlabelledRows(examples), ...answerCut() });
    const { outputs, unlike } = await asked.finally(stillThere);
    const column = table.columns[used.text] ?? '';
    const second = used.pair === null ? null : (table.columns[used.pair] ?? '');
    const sheet = { ...sheetLike(table), marked: true };
    const name = names[0] ?? 'texts';
    const read = { table, columns: used, column, second, problems };
    done.value = { name, head: at, kind: head, examples, ...read, outputs, unlike, sheet };
  });
  opening.value = false;
  askAgain(); // a stop is of all calls that wait
}

/** Where no share was chosen from which on a text is none of these. */
const STRANGE = 0.95;

/** Texts stranger than that share of these rows; null: the model has no such score. */
export const strangers = computed(() => {
  const unlike = many.value?.unlike;
  if (!unlike) return null;
  const share = noneFrom.value ?? STRANGE;
  return { texts: unlike.shares.filter((one) => turnsAway(one, share)).length, share, reference: unlike };
});

/** How many texts have each answer, the most frequent first; none for numbers. */
export const answersCounted = computed<[answer: string, texts: number][]>(() => {
  const found = many.value;
  if (!found || found.kind.task === 'regression') return [];
  const counts = new Map<string, number>();
  for (const name of namesOf(found)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
});

function namesOf({ kind: { task, labels, thresholds, scheme }, outputs, examples, unlike }: Many): string[] {
  if (task === 'token_classification')
    return byRow(outputs, examples).flatMap((row, i) =>
      spansOf(examples[i]!.text, examples[i]!.words!, row, labels, scheme).map(({ label }) => label),
    );
  return outputs.flatMap((values, i) => {
    if (unlike && turnsAway(unlike.shares[i]!, noneFrom.value)) return [words.tryout.noneOfThese];
    if (task === 'single_label_classification') return [labels[best(values).n]!];
    const given = labelsOver(values, labels, thresholds);
    return given.length ? given : [words.tryout.noLabel];
  });
}

/** As `tabtune predict` writes them. */
export function savePredictions(): void {
  const found = many.value;
  if (!found) return;
  const name = `${found.name.replace(/\.[^.]*$/, '')}-predictions.${endingOf(found.sheet)}`;
  const answers = withColumns(
    answersOf(found.examples, found.outputs, found.kind, found.unlike?.shares, noneFrom.value),
    { ...found, task: found.kind.task },
  );
  download(new Blob([writeAnswers(answers, name, found.sheet)], { type: 'text/csv' }), name);
}
