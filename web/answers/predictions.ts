// SPDX-License-Identifier: Apache-2.0
// Outputs of the engine -> what a user asked for: a label, labels, numbers, or spans in the text.
import type { Outputs, Scheme } from '../border/messages';
import type { Example } from '../read/table';
import { entitiesOf, inside, marksEntities } from '../rows/tags';
import type { Span } from '../read/words';

export interface FoundSpan {
  /** Code points [start, end) in the text. */
  start: number;
  end: number;
  label: string;
  text: string;
  /** The mean probability of its words' tags. */
  score: number;
}

/** The largest of a row: its index and value. */
export function best(values: ArrayLike<number>): { n: number; value: number } {
  let n = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[n]!) n = i;
  return { n, value: values[n] ?? 0 };
}

/** Labels whose probability reaches their threshold, the surest first. */
export function labelsOver(probabilities: number[], labels: string[], thresholds: number[]): string[] {
  return labels
    .map((label, i) => ({ label, p: probabilities[i]!, over: probabilities[i]! >= (thresholds[i] ?? 0.5) }))
    .filter(({ over }) => over)
    .sort((a, b) => b.p - a.p)
    .map(({ label }) => label);
}

/** `probabilities`: a row for each word. Tags of entities, in whatever scheme a model has them, are read as conlleval
 * reads IOB2. Of labels without prefixes neighbours of one label are a span where one of them is O, which is none;
 * others (parts of speech) are a span each word. */
export function spansOf(
  text: string,
  words: Span[],
  probabilities: number[][],
  labels: string[],
  scheme: Scheme,
): FoundSpan[] {
  const characters = Array.from(text);
  const chosen = probabilities.map(best);
  const tags = chosen.map(({ n }) => labels[n]!);
  const found = marksEntities(labels, scheme)
    ? entitiesOf(tags.map(inside))
    : tags.map((type, i) => ({ type, first: i, end: i + 1 }));
  return found.map(({ type, first, end }) => {
    const [from, to] = [words[first]![0], words[end - 1]![1]];
    const score = chosen.slice(first, end).reduce((sum, { value }) => sum + value, 0) / (end - first);
    return { start: from, end: to, label: type, text: characters.slice(from, to).join(''), score };
  });
}

/** The outputs of each row's words. */
export function byRow(outputs: Outputs, examples: Example[]): Outputs[] {
  let end = 0;
  return examples.map(({ words }) => outputs.slice(end, (end += words!.length)));
}
