// SPDX-License-Identifier: Apache-2.0
// The test rows as one list to read: wrong ones, labels to check, least certain ones, or those of a field of the
// matrix.
import { computed, signal } from '@preact/signals';
import { doubtsOf, uncertainOf, whyNoDoubts, type Look } from '../answers/doubts';
import { mistakesOf, type Mistake } from '../answers/mistakes';
import { best, byRow, spansOf } from '../answers/predictions';
import { marksOf, type Mark } from '../answers/marks';
import type { Example } from '../read/table';
import { dataset } from './data';
import { answering } from './head';
import { evaluation } from './results';

export type Filter = 'wrong' | 'doubted' | 'unsure' | { truth: number; said: number };
export const filter = signal<Filter>('wrong');

export interface Listed {
  example: Example;
  label: string;
  said: string;
  /** Of what it is sorted by: see Mistake.size and Look.margin. */
  size: number;
  wrong: boolean;
  doubted: boolean;
}

export const mistakes = computed<Mistake[]>(() => {
  const [data, result, head] = [dataset.value, evaluation.value, answering.value];
  return data && result && head ? mistakesOf(data.parts.test, result.outputs, head) : [];
});

function looks<T>(find: (...of: Parameters<typeof doubtsOf>) => T): T | null {
  const [data, result, head] = [dataset.value, evaluation.value, answering.value];
  return data && result && head ? find(data.parts.test, result.outputs, head) : null;
}
export const doubts = computed<Look[]>(() => looks(doubtsOf) ?? []);
export const noDoubts = computed(() => looks(whyNoDoubts));
export const uncertain = computed<Look[]>(() => looks(uncertainOf) ?? []);

const wrongRows = computed(() => new Set(mistakes.value.map(({ example }) => example)));
const doubtedRows = computed(() => new Set(doubts.value.map(({ example }) => example)));

const listed = (example: Example, label: string, said: string, size: number): Listed => ({
  example,
  label,
  said,
  size,
  wrong: wrongRows.value.has(example),
  doubted: doubtedRows.value.has(example),
});

function ofField({ truth, said }: { truth: number; said: number }): Listed[] {
  const [data, result, head] = [dataset.value, evaluation.value, answering.value];
  if (!data || !result || !head) return [];
  const [label, answer] = [head.labels[truth]!, head.labels[said]!];
  return data.parts.test.flatMap((example, i) => {
    const { n, value } = best(result.outputs[i]!);
    return example.label === label && n === said ? [listed(example, label, answer, value)] : [];
  });
}

export const rowsListed = computed<Listed[]>(() => {
  const of = filter.value;
  if (of === 'wrong')
    return mistakes.value.map(({ example, said, size }) => listed(example, example.label, said, size));
  if (of === 'doubted')
    return doubts.value.map(({ example, label, said, margin }) => listed(example, label, said, margin));
  if (of === 'unsure')
    return uncertain.value.map(({ example, label, said, margin }) => listed(example, label, said, margin));
  return ofField(of).sort((a, b) => b.size - a.size);
});

/** Of rows of words: which of their spans were found, missed and invented. */
export const marksListed = computed<Map<Example, Mark[]>>(() => {
  const [data, result, head] = [dataset.value, evaluation.value, answering.value];
  if (!data || !result || head?.task !== 'token_classification' || head.scheme !== 'iob2') return new Map();
  const examples = data.parts.test;
  return new Map(
    byRow(result.outputs, examples).map((words, i) => {
      const example = examples[i]!;
      return [example, marksOf(example, spansOf(example.text, example.words!, words, head.labels, head.scheme))];
    }),
  );
});
