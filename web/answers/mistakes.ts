// SPDX-License-Identifier: Apache-2.0
// The rows whose prediction is not their label, those first that are worth a look first.
import { largest } from '../read/extremes';
import type { Head, Outputs } from '../border/messages';
import { best, byRow, labelsOver, spansOf } from './predictions';
import type { Example } from '../read/table';
import { marksEntities } from '../rows/tags';

export interface Mistake {
  example: Example;
  /** '' where it is nothing. */
  said: string;
  /** What they are sorted by: how sure it was; how far off, for numbers; how many words are wrong. */
  size: number;
}

type Kind = Pick<Head, 'task' | 'labels' | 'scheme' | 'thresholds'>;

export function mistakesOf(examples: Example[], outputs: Outputs, head: Kind): Mistake[] {
  const rows = head.task === 'token_classification' ? byRow(outputs, examples) : outputs.map((row) => [row]);
  return examples
    .map((example, i) => mistakeOf(example, rows[i]!, head))
    .filter((mistake) => mistake !== null)
    .sort((a, b) => b.size - a.size);
}

/** With three digits that count, and so many that two of its error do: 1987.31 beside 1987. */
function rounded(value: number, off: number): string {
  const behind = (n: number, digits: number) => (n === 0 ? 0 : digits - 1 - Math.floor(Math.log10(Math.abs(n))));
  const digits = Math.max(0, behind(value, 3), behind(off, 2));
  return String(Number(value.toFixed(Math.min(digits, 100))));
}

function mistakeOf(example: Example, outputs: Outputs, { task, labels, scheme, thresholds }: Kind): Mistake | null {
  const row = outputs[0] ?? [];
  if (task === 'regression') {
    const off = row.map((value, i) => Math.abs(value - example.values![i]!));
    return {
      example,
      said: row.map((value, i) => rounded(value, off[i]!)).join(', '),
      size: largest(off),
    };
  }
  if (task === 'multi_label_classification') {
    const said = labelsOver(row, labels, thresholds);
    const wrong = labels.map((label, i) => (said.includes(label) !== example.names!.includes(label) ? i : -1));
    const doubted = wrong.filter((i) => i >= 0).map((i) => Math.abs(row[i]! - (thresholds[i] ?? 0.5)));
    return doubted.length ? { example, said: said.join(', '), size: largest(doubted) } : null;
  }
  if (task === 'token_classification') {
    const wrong = outputs.filter((word, i) => labels[best(word).n] !== example.tags![i]).length;
    if (!wrong) return null;
    const spans = spansOf(example.text, example.words!, outputs, labels, scheme);
    const entities = marksEntities(labels, scheme);
    const said = spans.map(({ label, text }) => (entities ? `${label}: ${text}` : `${text}/${label}`));
    return { example, said: said.join(entities ? '; ' : ' '), size: wrong };
  }
  const { n, value } = best(row);
  return labels[n] === example.label ? null : { example, said: labels[n] ?? '', size: value };
}
