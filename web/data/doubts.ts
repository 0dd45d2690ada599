// SPDX-License-Identifier: Apache-2.0
// Rows to look at after training: those it is least certain of, and those whose label it doubts, which often is wrong.
//
// Doubt is confident learning (Northcutt, Jiang & Chuang 2021): a class's threshold is the mean probability of that class
// over the rows that have it as their label; a label is doubted where the likeliest class that reaches its threshold is
// another one. Only for rows that were not trained on: a model believes what it has learned by heart. With several labels a
// row each is a decision of its own, yes or no; most are rare, and any small chance of one reaches its threshold, so there
// it must also be the likelier answer.
import type { Head, Outputs } from '../engine/messages';
import { byRow } from './predictions';
import type { Example } from './table';

type Kind = Pick<Head, 'task' | 'labels' | 'thresholds'>;

export interface Look {
  example: Example;
  /** What is labelled, and what the model would say; of words with the word before them. */
  label: string;
  said: string;
  /** Probability of said less that of the label (doubts), or of the second (uncertain ones). */
  margin: number;
}

/** One thing that was decided: probabilities of classes, and the class it is labelled with. */
interface Decision {
  example: Example;
  p: number[];
  label: number;
  names: string[];
  /** Before a name: the word, or nothing. */
  of: string;
}

/** Regression decides nothing. */
function decisions(examples: Example[], outputs: Outputs, { task, labels }: Kind): Decision[][] {
  const numbers = new Map(labels.map((label, i) => [label, i]));
  const single = (example: Example, p: number[], label: string, of: string): Decision => ({
    example,
    p,
    label: numbers.get(label)!,
    names: labels,
    of,
  });
  if (task === 'single_label_classification')
    return [examples.map((example, i) => single(example, outputs[i]!, example.label, ''))];
  if (task === 'token_classification') {
    const rows = byRow(outputs, examples);
    const word = (example: Example, i: number) => {
      const [start, end] = example.words![i]!;
      return `${Array.from(example.text).slice(start, end).join('')}/`;
    };
    return [
      examples.flatMap((example, r) => rows[r]!.map((p, i) => single(example, p, example.tags![i]!, word(example, i)))),
    ];
  }
  if (task === 'regression') return [];
  // Each label is a decision of its own between yes and no.
  return labels.map((label, k) =>
    examples.map((example, i) => {
      const p = outputs[i]![k]!;
      return {
        example,
        p: [1 - p, p],
        label: example.names!.includes(label) ? 1 : 0,
        names: [`not ${label}`, label],
        of: '',
      };
    }),
  );
}

function doubted(all: Decision[]): Look[] {
  const sums = all[0]?.p.map(() => ({ sum: 0, n: 0 })) ?? [];
  for (const { p, label } of all) {
    sums[label]!.sum += p[label]!;
    sums[label]!.n++;
  }
  const thresholds = sums.map(({ sum, n }) => (n ? sum / n : Infinity));
  return all.flatMap(({ example, p, label, names, of }) => {
    let said = -1;
    p.forEach((value, j) => {
      if (value >= thresholds[j]! && (said < 0 || value > p[said]!)) said = j;
    });
    if (said < 0 || said === label) return [];
    return [{ example, label: of + names[label]!, said: of + names[said]!, margin: p[said]! - p[label]! }];
  });
}

/** The strongest doubt of each row, the strongest first. */
export function doubtsOf(examples: Example[], outputs: Outputs, head: Kind): Look[] {
  const least = head.task === 'multi_label_classification' ? 0 : -1;
  const found = decisions(examples, outputs, head)
    .flatMap(doubted)
    .filter(({ margin }) => margin >= least);
  return firstOfEach(found.sort((a, b) => b.margin - a.margin));
}

/** The smallest margin of each row (Scheffer, Decomain & Wrobel 2001), the smallest first. */
export function uncertainOf(examples: Example[], outputs: Outputs, head: Kind): Look[] {
  const found = decisions(examples, outputs, head)
    .flat()
    .map(({ example, p, label, names, of }) => {
      const [first, second] = p.map((value, i) => ({ value, i })).sort((a, b) => b.value - a.value);
      return { example, label: of + names[label]!, said: of + names[first!.i]!, margin: first!.value - second!.value };
    });
  return firstOfEach(found.sort((a, b) => a.margin - b.margin));
}

function firstOfEach(found: Look[]): Look[] {
  const seen = new Set<Example>();
  return found.filter(({ example }) => !seen.has(example) && seen.add(example));
}
