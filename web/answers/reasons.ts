// SPDX-License-Identifier: Apache-2.0
// Why a model gives its answers: the shares of the words in the score of each label that it gives.
import type { Explanation, Head, Outputs } from '../border/messages';
import { columnNames } from '../read/header';
import type { Example } from '../read/table';
import type { answersOf } from './lines';
import { best, byRow, labelsOver, spansOf } from './predictions';
import { wordShares, type WordShare } from './shares';

type Kind = Pick<Head, 'task' | 'labels' | 'scheme' | 'thresholds'>;

/** An output to be explained, and of words the word whose tag it is. */
export interface Given {
  label: string;
  output: number;
  word?: number;
}

export interface Reason {
  label: string;
  /** In the order of the text; the shares add up to what the text changes in the label's score. */
  words: WordShare[];
  /** Of the second text of a pair. */
  pair?: WordShare[];
}

/** What the model answers to each row: of words each span, by its first word. */
export function givenOf(examples: Example[], outputs: Outputs, { task, labels, scheme, thresholds }: Kind): Given[][] {
  const all = labels.map((label, output) => ({ label, output }));
  if (task !== 'token_classification')
    return outputs.map((values) => {
      if (task === 'regression') return all;
      if (task === 'single_label_classification') return [all[best(values).n]!];
      const over = labelsOver(values, labels, thresholds);
      return all.filter(({ label }) => over.includes(label));
    });
  return byRow(outputs, examples).map((values, i) => {
    const { text, words = [] } = examples[i]!;
    return spansOf(text, words, values, labels, scheme).map(({ start, label }) => {
      const word = words.findIndex(([from]) => from === start);
      return { label, word, output: best(values[word]!).n };
    });
  });
}

const short = (words: WordShare[]) => words.map((word) => ({ ...word, share: Number(word.share.toPrecision(4)) }));

export function reasonOf({ text, pair }: Example, label: string, explanation: Explanation): Reason {
  const words = short(wordShares(text, explanation));
  return { label, words, ...(pair === undefined ? {} : { pair: short(wordShares(pair, explanation, 1)) }) };
}

type Answers = ReturnType<typeof answersOf>;

/** The answers with a column of reasons; of spans a line each, each line has its own. */
export function withReasons(answers: Answers, reasons: Reason[][], { task }: Kind): Answers {
  return answers.map(({ flat, nested, ...rest }, i) => {
    const mine = reasons[i]!;
    const ofLine = (line: number) => (task === 'token_classification' ? mine.slice(line, line + 1) : mine);
    return {
      ...rest,
      flat: flat.map((cells, line) => ({ ...cells, [nameIn(cells)]: JSON.stringify(ofLine(line)) })),
      nested: { ...nested, [nameIn(nested)]: mine },
    };
  });
}

/** A label or a column may be called so too. */
const nameIn = (cells: Record<string, unknown>): string =>
  columnNames([...Object.keys(cells), 'explanation'], Object.keys(cells).length + 1).at(-1)!;
