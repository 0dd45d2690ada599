// SPDX-License-Identifier: Apache-2.0
// The answers of a model to texts, as the lines of a file. `flat` is for tables, `nested` for JSON.
import { columnNames } from '../read/header';
import { SEPARATORS } from '../rows/labels';
import { sheetOf, type Sheet } from './sheet';
import { turnsAway, type Limit } from './unlike';
import { best, byRow, labelsOver, spansOf, type FoundSpan } from './predictions';
import type { Example } from '../read/table';
import type { Head, Outputs } from '../border/messages';

type Cells = Record<string, unknown>;

interface Answer {
  /** Lines of a table: one, or one for each span. */
  flat: Cells[];
  nested: Cells;
  /** Token classification: the words with their tags. */
  tagged?: [word: string, tag: string][];
}

type Kind = Pick<Head, 'task' | 'labels' | 'scheme' | 'thresholds'>;

/** Seven digits are what a float has. */
const rounded = (value: number) => Number(value.toPrecision(7));

/** The fewest digits, seven or more, that are the same float: 1000000064 has ten that count. */
function shortest(value: number): number {
  const digits = [7, 8, 9, 10].find((n) => Math.fround(Number(value.toPrecision(n))) === Math.fround(value));
  return digits === undefined ? value : Number(value.toPrecision(digits));
}

/** `unlike`: a row's share, where the model has such a score; from `limit` on a text gets no label. */
export function answersOf(
  examples: Example[],
  outputs: Outputs,
  head: Kind,
  unlike?: number[],
  limit: Limit = null,
): Answer[] {
  const known = examples.map(({ row, text, pair }) => ({ row, text, ...(pair === undefined ? {} : { pair }) }));
  if (head.task === 'token_classification')
    return byRow(outputs, examples).map((words, i) => ofWords(known[i]!, examples[i]!, words, head));
  return outputs.map((values, i) => {
    const share = unlike?.[i];
    const away = share !== undefined && turnsAway(share, limit);
    const extra = share === undefined ? {} : { unlike: rounded(share) };
    return ofRow(known[i]!, values.map(head.task === 'regression' ? shortest : rounded), head, extra, away);
  });
}

/** As one cell, which a reader of files parts again: as JSON where a mark between labels stands in one of all. */
const listed = (found: string[], labels: string[]): string =>
  found.length && labels.some((label) => SEPARATORS.some((mark) => label.includes(mark)))
    ? JSON.stringify(found)
    : found.join(', ');

/** `away`: none of these. Probabilities stay, the answer is empty. */
function ofRow(
  known: Cells,
  values: number[],
  { task, labels, thresholds }: Kind,
  extra: Cells,
  away: boolean,
): Answer {
  const named = (prefix = (label: string) => label) =>
    Object.fromEntries(labels.map((label, i) => [prefix(label), values[i]]));
  if (task === 'regression') {
    // A number that is called "text" stands beside the text.
    const columns = [...Object.keys(known), ...labels, ...Object.keys(extra)];
    const names = columnNames(columns, columns.length);
    const numbers = away ? values.map(() => null) : values;
    const all = [...Object.values(known), ...numbers, ...Object.values(extra)];
    const cells = Object.fromEntries(all.map((cell, i) => [names[i]!, cell]));
    return { flat: [cells], nested: cells };
  }
  const probabilities = named();
  const columns = named((label) => `p(${label})`);
  if (task === 'multi_label_classification') {
    const found = away ? [] : labelsOver(values, labels, thresholds);
    return {
      flat: [{ ...known, labels: listed(found, labels), ...columns, ...extra }],
      nested: { ...known, labels: found, probabilities, ...extra },
    };
  }
  const { n, value } = best(values);
  const said = { ...known, label: away ? null : labels[n]!, probability: away ? null : value };
  return { flat: [{ ...said, ...columns, ...extra }], nested: { ...said, probabilities, ...extra } };
}

function ofWords(known: Cells, { text, words }: Example, outputs: Outputs, { labels, scheme }: Kind): Answer {
  const found = spansOf(text, words!, outputs, labels, scheme);
  const spans = found.map((span) => ({ ...span, score: rounded(span.score) }));
  const none: Partial<FoundSpan> = {};
  const { text: _, ...place } = known;
  const line = ({ start, end, label, text: part, score }: Partial<FoundSpan>) => ({
    ...place,
    start,
    end,
    label,
    text: part,
    score,
  });
  const characters = Array.from(text);
  return {
    flat: spans.length ? spans.map(line) : [line(none)],
    nested: { ...known, spans },
    tagged: words!.map((word, i) => [characters.slice(word[0], word[1]).join(''), labels[best(outputs[i]!).n]!]),
  };
}

/** Endings of files that programs open by their names, and that are not written here. */
const NOT_WRITTEN =
  /\.(xlsx?|xlsm|xlsb|ods|numbers|parquet|arrow|feather|orc|pkl|pickle|zip|gz|bz2|xz|zst|html?|xml|ya?ml|pdf|docx?)$/i;

export const isWritten = (name: string): boolean => !NOT_WRITTEN.test(name);

/** By the ending of its name: a table, CoNLL, a JSON array, or JSONL. A .tsv has tabs, whatever `sheet` has, and a .csv
 * none. */
export function writeAnswers(answers: Answer[], name: string, sheet?: Sheet): string {
  if (/\.conll$/i.test(name)) {
    const sentences = answers.map(({ tagged = [] }) => tagged.map((line) => `${line.join('\t')}\n`).join(''));
    return sentences.join('\n');
  }
  if (/\.json$/i.test(name)) return `[\n${answers.map(({ nested }) => JSON.stringify(nested)).join(',\n')}\n]\n`;
  if (!/\.[ct]sv$/i.test(name)) return answers.map(({ nested }) => `${JSON.stringify(nested)}\n`).join('');
  const flat = answers.flatMap((answer) => answer.flat);
  const { delimiter = ',', ...rest } = sheet ?? { marked: false };
  const tabs = /\.tsv$/i.test(name);
  return sheetOf(flat, { ...rest, delimiter: tabs ? '\t' : delimiter === '\t' ? ',' : delimiter });
}
