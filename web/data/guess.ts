// SPDX-License-Identifier: Apache-2.0
// Which column is the text, which the label, and is there a second text? By name, else by content.
import { isFlag } from './labels';
import type { Columns, Table } from './table';

const TEXT_NAMES = [
  /^(text|sentence|sentence1|text_?a|question1?|premise|query|words|tokens)$/i,
  /^(review|comment|message|content|tweet|body|utterance|title|sms|headline|description)s?$/i,
];
const PAIR_NAMES = /^(pair|sentence2|text_?b|question2|hypothesis|answer|passage)$/i;
const LABEL_NAMES = [
  /^(label|category|class|target|intent|sentiment|emotion|topic|tag|span|(ner_|pos_)?tags|y)s?$/i,
  /^(entities|categories|classes)$/i,
  /^(score|rating|stars|gold|similarity)s?$/i,
];

export function guessColumns(table: Table): Columns {
  if (table.format === 'conll') return { text: 0, pair: null, labels: [table.columns.length - 1] };
  const facts = table.columns.map((_, i) => columnFacts(table, i));
  const text = byName(table, TEXT_NAMES) ?? longest(facts);
  const named = byName(table, LABEL_NAMES, text);
  const labels = named !== null ? [named] : (severalColumns(facts, text) ?? mostRepeated(facts, text));
  let pair = byName(table, [PAIR_NAMES], text);
  // "question" and "sentence" are a pair together, and either is a text alone.
  if (pair === null && /^question$/i.test(table.columns[text] ?? ''))
    pair = byName(table, [/^(sentence|context)$/i], text);
  if (pair === null && /^sentence$/i.test(table.columns[text] ?? '')) {
    const question = byName(table, [/^question$/i], text);
    if (question !== null) return { text: question, pair: text, labels };
  }
  return { text, pair: pair !== null && labels.includes(pair) ? null : pair, labels };
}

function byName(table: Table, patterns: RegExp[], except = -1): number | null {
  for (const pattern of patterns) {
    const i = table.columns.findIndex((name, k) => k !== except && pattern.test(name.trim()));
    if (i >= 0) return i;
  }
  return null;
}

/** A quantity has at least so many different values; a rating in stars has fewer. */
export const MANY_VALUES = 10;

interface Facts {
  meanLength: number;
  distinct: number;
  filled: number;
  /** Cells of 0 and 1 only, both of them. */
  flags: boolean;
  /** Numbers, most of them different and some with decimals: a quantity and no name of a class. */
  quantity: boolean;
  /** Whole numbers that go up by one from row to row: row numbers, neither text nor label. */
  index: boolean;
}

function columnFacts(table: Table, column: number): Facts {
  const cells = table.rows.slice(0, 5000).map((row) => row[column]!.trim());
  const filled = cells.filter((cell) => cell !== '');
  const characters = filled.reduce((sum, cell) => sum + cell.length, 0);
  const distinct = new Set(filled).size;
  return {
    meanLength: characters / Math.max(1, filled.length),
    distinct,
    filled: filled.length,
    index: cells.length > 2 && cells.every((cell, i) => cell !== '' && Number(cell) === Number(cells[0]) + i),
    flags: distinct === 2 && filled.every(isFlag),
    quantity:
      distinct >= MANY_VALUES && filled.every(isNumber) && filled.some((cell) => !Number.isInteger(Number(cell))),
  };
}

const isNumber = (cell: string) => Number.isFinite(Number(cell));

function longest(facts: Facts[]): number {
  let best = 0;
  facts.forEach((fact, i) => {
    if (facts[best]!.index || (fact.meanLength > facts[best]!.meanLength && !fact.index)) best = i;
  });
  return best;
}

/** A column of 0 and 1 for each of several labels; else the columns of quantities, if there are any. */
function severalColumns(facts: Facts[], text: number): number[] | null {
  const where = (what: (fact: Facts) => boolean) => facts.flatMap((fact, i) => (i !== text && what(fact) ? [i] : []));
  const flags = where((fact) => fact.flags);
  if (flags.length > 1) return flags;
  const quantities = where((fact) => fact.quantity);
  const names = where((fact) => fact.distinct >= 2 && fact.distinct <= fact.filled / 2 && !fact.quantity);
  return quantities.length && names.length === 0 ? quantities : null;
}

/** The column with the fewest distinct values, two or more, that mostly repeat; else a short one beside the text. */
function mostRepeated(facts: Facts[], text: number): number[] {
  let best: number | null = null;
  facts.forEach((fact, i) => {
    if (i === text || fact.distinct < 2 || fact.distinct > fact.filled / 2) return;
    if (best === null || fact.distinct < facts[best]!.distinct) best = i;
  });
  if (best === null && facts.length === 2 && !facts[1 - text]!.index) best = 1 - text;
  return best === null ? [] : [best];
}
