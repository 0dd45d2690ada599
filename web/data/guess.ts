// SPDX-License-Identifier: Apache-2.0
// Which column is the text, which the label, and is there a second text? By name, else by content.
import type { Table } from './parse';

/** Indices into Table.columns. */
export interface Columns {
  text: number;
  /** The second text of a pair. */
  pair: number | null;
  label: number | null;
}

const TEXT_NAMES = [
  /^(text|sentence|sentence1|text_?a|question1?|premise|query)$/i,
  /^(review|comment|message|content|tweet|body|utterance|title|sms|headline|description)s?$/i,
];
const PAIR_NAMES = /^(pair|sentence2|text_?b|question2|hypothesis|answer|passage)$/i;
const LABEL_NAMES = [
  /^(label|labels|category|class|target|intent|sentiment|topic|tag|y)$/i,
  /^(score|rating|stars|gold)s?$/i,
];

export function guessColumns(table: Table): Columns {
  const facts = table.columns.map((_, i) => columnFacts(table, i));
  const text = byName(table, TEXT_NAMES) ?? longest(facts, []);
  const label = byName(table, LABEL_NAMES, text) ?? mostRepeated(facts, text);
  let pair = byName(table, [PAIR_NAMES], text);
  // "question" and "sentence" are a pair together, and either is a text alone.
  if (pair === null && /^question$/i.test(table.columns[text] ?? ''))
    pair = byName(table, [/^(sentence|context)$/i], text);
  if (pair === null && /^sentence$/i.test(table.columns[text] ?? '')) {
    const question = byName(table, [/^question$/i], text);
    if (question !== null) return { text: question, pair: text, label };
  }
  return { text, pair: pair === label ? null : pair, label };
}

function byName(table: Table, patterns: RegExp[], except = -1): number | null {
  for (const pattern of patterns) {
    const i = table.columns.findIndex((name, k) => k !== except && pattern.test(name.trim()));
    if (i >= 0) return i;
  }
  return null;
}

interface Facts {
  meanLength: number;
  distinct: number;
  filled: number;
}

function columnFacts(table: Table, column: number): Facts {
  const cells = table.rows.slice(0, 5000).map((row) => row[column]!.trim());
  const filled = cells.filter((cell) => cell !== '');
  const characters = filled.reduce((sum, cell) => sum + cell.length, 0);
  return { meanLength: characters / Math.max(1, filled.length), distinct: new Set(filled).size, filled: filled.length };
}

function longest(facts: Facts[], except: number[]): number {
  let best = 0;
  facts.forEach((fact, i) => {
    if (!except.includes(i) && fact.meanLength > facts[best]!.meanLength) best = i;
  });
  return best;
}

/** The column with the fewest distinct values, two or more, that mostly repeat; else a short one beside the text. */
function mostRepeated(facts: Facts[], text: number): number | null {
  let best: number | null = null;
  facts.forEach((fact, i) => {
    if (i === text || fact.distinct < 2 || fact.distinct > fact.filled / 2) return;
    if (best === null || fact.distinct < facts[best]!.distinct) best = i;
  });
  if (best === null && facts.length === 2) best = 1 - text;
  return best;
}
