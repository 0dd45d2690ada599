// SPDX-License-Identifier: Apache-2.0
// What must be known about labels and parts before a training: errors stop it.
import type { Example } from './examples';
import type { LabelMap } from './labels';
import { count, listNames, listRows, type Problem } from './problems';

/** Labels with fewer rows than this are hardly learned, and their test figures say little. */
const FEW_ROWS = 10;

export function checkLabels(map: LabelMap, examples: Example[], counts: number[]): Problem[] {
  const { labels } = map;
  if (examples.length === 0)
    return [error('There is no row left with a text and a label. Choose the columns above, or another file.')];
  if (labels.length === 1)
    return [
      error(
        `All ${count(examples.length, 'row')} have the label "${labels[0]}". A classifier needs two labels or more: choose another label column or file.`,
      ),
    ];
  const problems: Problem[] = [];
  if (labels.length > examples.length / 2 && examples.length > 4)
    problems.push(
      error(
        `The label column has ${count(labels.length, 'different value')} in ${count(examples.length, 'row')}: ` +
          'that is no set of labels. Choose another label column.',
      ),
    );
  const few = labels.filter((_, i) => counts[i]! < FEW_ROWS);
  if (few.length && !problems.length)
    problems.push({
      level: 'warning',
      rows: [],
      text: `${count(few.length, 'label')} with fewer than ${FEW_ROWS} rows (${listNames(few.map((l) => `"${l}"`))}): expect little of them.`,
    });
  return problems;
}

/** A label the training never saw cannot be predicted: the test would be unfair and its numbers wrong. */
export function checkKnownLabels(map: LabelMap, examples: Example[], part: string): Problem[] {
  const unknown = examples.filter((example) => !map.numbers.has(example.label));
  if (unknown.length === 0) return [];
  const names = [...new Set(unknown.map((example) => `"${example.label}"`))];
  const rows = unknown.map((example) => example.row);
  return [
    {
      level: 'error',
      rows,
      text:
        `The ${part} file has ${names.length === 1 ? 'a label' : 'labels'} that the training data has not: ` +
        `${listNames(names)} (${listRows(rows)}). Add rows with ${names.length === 1 ? 'it' : 'them'} to the training data, or take these rows out.`,
    },
  ];
}

/** Equal texts inside the data: they stay in one part; and with different labels they contradict each other. */
export function checkDuplicates(examples: Example[]): Problem[] {
  const seen = new Map<string, string>();
  const repeated: number[] = [];
  const contradicting: number[] = [];
  for (const example of examples) {
    const label = seen.get(textKey(example));
    if (label === undefined) seen.set(textKey(example), example.label);
    else (label === example.label ? repeated : contradicting).push(example.row);
  }
  const problems: Problem[] = [];
  if (repeated.length)
    problems.push({
      level: 'note',
      rows: repeated,
      text: `${count(repeated.length, 'row')} (${listRows(repeated)}) with the text and label of an earlier row; equal texts are kept in the same part.`,
    });
  if (contradicting.length)
    problems.push({
      level: 'warning',
      rows: contradicting,
      text: `${count(contradicting.length, 'row')} (${listRows(contradicting)}) with the text of an earlier row and another label.`,
    });
  return problems;
}

/** Texts of the test or validation file that are trained on too. */
export function checkLeak(train: Example[], other: Example[], part: string): Problem[] {
  const trained = new Set(train.map(textKey));
  const rows = other.filter((example) => trained.has(textKey(example))).map((example) => example.row);
  if (rows.length === 0) return [];
  return [
    {
      level: 'warning',
      rows,
      text: `${count(rows.length, 'row')} of the ${part} file (${listRows(rows)}) with a text of the training data: the result will look better than it is.`,
    },
  ];
}

export function textKey(example: Example): string {
  return example.pair === undefined ? example.text.trim() : `${example.text.trim()}\n\0${example.pair.trim()}`;
}

function error(text: string): Problem {
  return { level: 'error', rows: [], text };
}
