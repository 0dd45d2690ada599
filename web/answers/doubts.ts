// SPDX-License-Identifier: Apache-2.0
// Rows to look at after training: those it is least certain of, and those whose label it doubts, which often is wrong.
//
// Doubt is confident learning (Northcutt, Jiang & Chuang 2021): a class's threshold is the mean probability of that
// class over the rows that have it as their label; a label is doubted where the model's answer is another one and
// reaches the threshold of its class. Only for rows that were not trained on: a model believes what it has learned by
// heart. With several labels a row each is a decision of its own, yes or no, and the answer must be the likelier one
// whatever its threshold. A model that is wrong often says little about labels: it must halve the mistakes of the most
// frequent answer.
import type { Head, Outputs } from '../border/messages';
import { largest } from '../read/extremes';
import { isEnough } from '../border/enough';
import { best, byRow } from './predictions';
import type { Example } from '../read/table';
import { slicer } from '../read/words';
import { doubts } from '../words/en/doubts';
import { saying, type Said } from '../words/said';

const say = saying('doubts', doubts);

type Kind = Pick<Head, 'task' | 'labels' | 'thresholds'>;

export interface Look {
  example: Example;
  /** What is labelled, and what the model answers; of words with the word before them. */
  label: string;
  said: string;
  /** Of doubts: the probability of the answer less that of the label. Of uncertain ones: that of the answer less that
   * of the second or, of one of several labels, its distance from the threshold. */
  margin: number;
}

/** One thing that was decided: probabilities of classes, the class it is labelled with, and the model's answer. */
interface Decision {
  example: Example;
  p: number[];
  label: number;
  given: number;
  names: string[];
  /** Before a name: the word, or nothing. */
  of: string;
  /** How far the answer is from another one. */
  certain: number;
}

/** Regression decides nothing. */
function decisions(examples: Example[], outputs: Outputs, { task, labels, thresholds }: Kind): Decision[][] {
  const numbers = new Map(labels.map((label, i) => [label, i]));
  const single = (example: Example, p: number[], label: string, of: string): Decision => {
    const given = best(p).n;
    const second = p.reduce((most, value, k) => (k !== given && value > most ? value : most), 0);
    return { example, p, label: numbers.get(label)!, given, names: labels, of, certain: p[given]! - second };
  };
  if (task === 'single_label_classification')
    return [examples.map((example, i) => single(example, outputs[i]!, example.label, ''))];
  if (task === 'token_classification') {
    const rows = byRow(outputs, examples);
    return [
      examples.flatMap((example, r) => {
        const slice = slicer(example.text);
        return rows[r]!.map((p, i) => single(example, p, example.tags![i]!, `${slice(example.words![i]!)}/`));
      }),
    ];
  }
  if (task === 'regression') return [];
  return labels.map((label, k) =>
    examples.map((example, i) => {
      const [p, threshold] = [outputs[i]![k]!, thresholds[k] ?? 0.5];
      return {
        example,
        p: [1 - p, p],
        label: example.names!.includes(label) ? 1 : 0,
        given: p >= threshold ? 1 : 0,
        names: [`not ${label}`, label],
        of: '',
        certain: Math.abs(p - threshold),
      };
    }),
  );
}

/** The upper end of the 95 % interval of a share (Wilson 1927). */
function atMost(hits: number, n: number): number {
  const [z, p] = [1.96, hits / n];
  return (p + (z * z) / (2 * n) + z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
}

/** Whether the model makes at most half the mistakes of always the most frequent class, at the upper end of the
 * interval. */
function isTrusted(all: Decision[]): boolean {
  const counts = new Map<number, number>();
  for (const { label } of all) counts.set(label, (counts.get(label) ?? 0) + 1);
  const most = largest(counts.values(), 0);
  const wrong = all.filter(({ label, given }) => label !== given).length;
  return atMost(wrong, all.length) <= (1 - most / all.length) / 2;
}

function doubted(all: Decision[]): Look[] {
  const sums = all[0]?.p.map(() => ({ sum: 0, n: 0 })) ?? [];
  for (const { p, label } of all) {
    sums[label]!.sum += p[label]!;
    sums[label]!.n++;
  }
  const thresholds = sums.map(({ sum, n }) => (n ? sum / n : Infinity));
  return all.flatMap(({ example, p, label, given, names, of }) => {
    const margin = p[given]! - p[label]!;
    if (given === label || margin < 0 || p[given]! < thresholds[given]!) return [];
    return [{ example, label: of + names[label]!, said: of + names[given]!, margin }];
  });
}

/** The strongest doubt of each row, the strongest first. */
export function doubtsOf(examples: Example[], outputs: Outputs, head: Kind): Look[] {
  if (!isEnough(examples)) return [];
  const found = decisions(examples, outputs, head).filter(isTrusted).flatMap(doubted);
  return firstOfEach(found.sort((a, b) => b.margin - a.margin));
}

/** Why no label of these rows is doubted, whatever the answers; null where labels can be. */
export function whyNoDoubts(examples: Example[], outputs: Outputs, head: Kind): Said | null {
  if (!isEnough(examples)) return say.few;
  const all = decisions(examples, outputs, head);
  return !all.length || all.some(isTrusted) ? null : say.bad;
}

/** The smallest margin of each row (Scheffer, Decomain & Wrobel 2001), the smallest first. */
export function uncertainOf(examples: Example[], outputs: Outputs, head: Kind): Look[] {
  const found = decisions(examples, outputs, head)
    .flat()
    .map(({ example, label, given, names, of, certain }) => ({
      example,
      label: of + names[label]!,
      said: of + names[given]!,
      margin: certain,
    }));
  return firstOfEach(found.sort((a, b) => a.margin - b.margin));
}

function firstOfEach(found: Look[]): Look[] {
  const seen = new Set<Example>();
  return found.filter(({ example }) => !seen.has(example) && seen.add(example));
}
