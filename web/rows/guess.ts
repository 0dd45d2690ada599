// SPDX-License-Identifier: Apache-2.0
// Which column is the text, which the label, and is there a second text? By name, else by content.
import { isFlag, isMissing, isSet } from './labels';
import { partsIn } from '../read/beside';
import { DATE } from '../read/header';
import { columnKind, listCell, type ColumnKind } from '../read/lists';
import type { Columns, Table } from '../read/table';
import { rankTagColumns } from '../read/tag_columns';

const TEXT_NAME = /^(text|sentence|sentence1|text_?a|question1?|premise|query|words|tokens)$/i;
const OTHER_TEXT_NAMES =
  /^(review|comment|message|content|tweet|body|data|document|utterance|title|sms|headline|description|(review|comment|tweet|full|self|body|message|post|clean|raw)[ _]?text)s?$/i;
const WORD_NAMES = /^(words|tokens)$/i;
const PAIR_NAMES = /^(sentence2|text_?b|question2|hypothesis|passage)$/i;
/** A second text where its cells are texts. */
const MAYBE_PAIR_NAMES = /^(pair|answer)$/i;
const LABEL_NAMES = [
  /^(label|category|class|target|intent|sentiment|emotion|topic|tag|span|(ner_|pos_)?tags|y)s?$/i,
  /^(entities|ents|categories|classes|choices)$/i,
  /^(score|rating|stars|overall|gold|similarity)s?$/i,
  /[ _](label|category|class|sentiment|emotion)$/i,
];
/** What tools write beside the texts and their labels. */
const BESIDE =
  /^(_?\w+_(hash|id)|_?id|uuid|guid|index|idx|unnamed: \d+|annotator|user(name)?|(created|updated)_at|lead_time|timestamp|date(time)?|url|comments|meta(data)?|relations|file)$/i;

const isBeside = (name: string) => name.split('.').some((part) => BESIDE.test(part.trim()));

/** A column by its name; where none has it, by its key in an object, "data.text", unless what is in that one stands
 * beside the text, as in "user.description". */
const NAMED: ((name: string, pattern: RegExp) => boolean)[] = [
  (name, pattern) => pattern.test(name.trim()),
  (name, pattern) => !isBeside(name) && pattern.test(name.trim().split('.').at(-1)!),
];

export function guessColumns(table: Table): Columns {
  if (table.format === 'conll') {
    const [tags = table.columns.length - 1] = tagColumns(table, 0);
    return { text: 0, pair: null, labels: [tags] };
  }
  const facts = table.columns.map((_, i) => columnFacts(table, i));
  const words = facts.findIndex(({ kind }, i) => kind === 'lists' && WORD_NAMES.test(table.columns[i]!.trim()));
  const [tags] = words < 0 ? [] : tagColumns(table, words);
  if (tags !== undefined) return { text: words, pair: null, labels: [tags] };
  const usable = (i: number) => facts[i]!.kind !== 'spans' && !facts[i]!.empty;
  const some = facts.some(isText);
  // Where others are texts, a column of numbers is none by its name alone: "words" may count them.
  const may = (i: number) => usable(i) && ((facts[i]!.kind === 'plain' && !(some && facts[i]!.numbers)) || i === words);
  // A text in an object counts by its name unless one that is longer stands beside that object.
  const shallow = (i: number) => !table.columns[i]!.includes('.');
  const texts = facts.filter(
    (fact, i) => may(i) && shallow(i) && !fact.beside && isText(fact) && hasSentences(table, i),
  );
  const among = (i: number) =>
    may(i) && (shallow(i) || texts.every(({ meanLength }) => meanLength <= facts[i]!.meanLength));
  const named = byName(table, [TEXT_NAME], among);
  const twins = twinTexts(table, facts);
  if (twins && (named === null || twins.includes(named)))
    return { text: twins[0], pair: twins[1], labels: labelsOf(table, facts, twins[0], twins[1]) };
  const text =
    named ?? longest(facts, namedAs(table, OTHER_TEXT_NAMES, among)) ?? longest(facts, besideLabels(table, facts))!;
  return { text, pair: pairOf(table, facts, text), labels: labelsOf(table, facts, text) };
}

function labelsOf(table: Table, all: Facts[], text: number, pair = text): number[] {
  // What is a text already is no label.
  const facts = all.map((fact, i) => (i === pair ? { ...fact, beside: true } : fact));
  const free = (i: number) => i !== text && i !== pair && !facts[i]!.empty;
  const spans = facts.findIndex(({ kind }, i) => free(i) && kind === 'spans');
  if (spans >= 0) return [spans];
  const [tags] = tagColumns(table, text);
  if (tags !== undefined && facts[tags]!.kind === 'lists') return [tags];
  const spread = Object.values(table.parts ?? {})[0];
  if (spread) return spread.map((name) => table.columns.indexOf(name));
  const named = byName(table, LABEL_NAMES, free);
  if (named !== null) return [named];
  return severalColumns(facts, text) ?? mostRepeated(facts, text);
}

const isText = ({ kind, empty, numbers, distinct, filled, meanLength }: Facts) =>
  kind === 'plain' && !empty && !numbers && distinct > filled / 5 && meanLength >= 8;

const LOOKED_AT = 100;

function hasSentences(table: Table, column: number): boolean {
  const cells = table.rows.slice(0, LOOKED_AT).flatMap((row) => row[column]!.trim() || []);
  return cells.filter((cell) => cell.includes(' ')).length > cells.length / 2;
}

/** The words by which the names of the two texts of a pair differ. */
const TWINS: Record<string, string[]> = {
  1: ['2'],
  '#1': ['#2'],
  a: ['b'],
  one: ['two'],
  first: ['second'],
  left: ['right'],
  query: ['document', 'doc', 'passage'],
  original: ['paraphrase'],
  anchor: ['positive'],
};

/** Two columns of texts whose names differ by such words alone: "text1" and "text2", "Text A" and "Text B". */
function twinTexts(table: Table, facts: Facts[]): [number, number] | null {
  const names = table.columns.map((name) => name.trim().toLowerCase());
  for (const [i, name] of names.entries())
    for (const [first, seconds] of Object.entries(TWINS)) {
      const word = new RegExp(first === '1' ? '1$' : `(?<![a-z])${first}(?![a-z])`);
      if (!word.test(name) || !isText(facts[i]!)) continue;
      const j = names.findIndex(
        (other, k) => seconds.some((to) => other === name.replace(word, to)) && isText(facts[k]!),
      );
      if (j >= 0) return [i, j];
    }
  return null;
}

function pairOf(table: Table, facts: Facts[], text: number): number | null {
  const labels = labelsOf(table, facts, text);
  const free = (i: number) => i !== text && !labels.includes(i) && facts[i]!.kind === 'plain' && !facts[i]!.empty;
  const named =
    byName(table, [PAIR_NAMES], free) ?? byName(table, [MAYBE_PAIR_NAMES], (i) => free(i) && isText(facts[i]!));
  // "question" and "sentence" are a pair together, and either is a text alone.
  if (named === null && /^question$/i.test(table.columns[text] ?? ''))
    return byName(table, [/^(sentence|context)$/i], free);
  return named;
}

/** Columns of lists or, in CoNLL, of items with as many tags as the texts have words; the likeliest first. */
export function tagColumns(table: Table, text: number): number[] {
  const sample = table.rows.slice(0, 200);
  const items = (row: string[], i: number): string[] | null => {
    if (table.format === 'conll') return row[i]!.split(' ');
    return columnKind(table, i) === 'lists' ? listCell(row[i]!) : null;
  };
  const wordsOf = (row: string[]) => items(row, text) ?? row[text]!.trim().split(/\s+/);
  const candidates = table.columns.flatMap((name, i) => {
    if (i === text) return [];
    const rows = sample.map((row) => ({ words: wordsOf(row), tags: items(row, i) }));
    const fitting = rows.filter(({ words, tags }) => tags?.length === words.length);
    const lengths = new Set(fitting.map(({ words }) => words.length));
    // Vectors of one length are no tags, unless a name says that the others are words.
    const named = table.format === 'conll' || WORD_NAMES.test(table.columns[text]!);
    const enough = fitting.length > 0.9 * rows.length && (lengths.size > 1 || rows.length < 5 || named);
    return enough ? [{ i, column: { name, tags: fitting.flatMap(({ tags }) => tags!) } }] : [];
  });
  return rankTagColumns(candidates.map(({ column }) => column)).map((k) => candidates[k]!.i);
}

function namedAs(table: Table, pattern: RegExp, free: (i: number) => boolean): number[] {
  const found = NAMED.map((isNamed) =>
    table.columns.flatMap((name, i) => (free(i) && isNamed(name, pattern) ? [i] : [])),
  );
  return found.find(({ length }) => length) ?? [];
}

function byName(table: Table, patterns: RegExp[], free: (i: number) => boolean): number | null {
  for (const isNamed of NAMED)
    for (const pattern of patterns) {
      const i = table.columns.findIndex((name, k) => free(k) && isNamed(name, pattern));
      if (i >= 0) return i;
    }
  return null;
}

/** A quantity has at least so many different values; a rating in stars has fewer. */
export const MANY_VALUES = 10;

export interface Facts {
  kind: ColumnKind;
  /** No cell has anything in it. */
  empty: boolean;
  /** By its name something that tools write beside texts and labels, or numbers of rows. */
  beside: boolean;
  meanLength: number;
  distinct: number;
  filled: number;
  /** Cells of 0 and 1 only, both of them, or of x and nothing. */
  flags: boolean;
  /** Cells of numbers only, but for such as "NA". */
  numbers: boolean;
  /** Numbers, most of them different and some with decimals: a quantity and no name of a class. */
  quantity: boolean;
}

export function columnFacts(table: Table, column: number): Facts {
  const cells = table.rows.slice(0, 5000).map((row) => row[column]!.trim());
  const filled = cells.filter((cell) => cell !== '');
  const characters = filled.reduce((sum, cell) => sum + cell.length, 0);
  const distinct = new Set(filled).size;
  const numbers = filled.length > 0 && filled.every((cell) => isNumber(cell) || isMissing(cell));
  // Whole numbers that go up by one from row to row.
  const index = cells.length > 2 && cells.every((cell, i) => cell !== '' && Number(cell) === Number(cells[0]) + i);
  const ticked = distinct === 1 && filled.length < cells.length && isSet(filled[0]!);
  return {
    kind: columnKind(table, column),
    empty: cells.length > 0 && filled.every((cell) => /^[[({]\s*[\])}]$/.test(cell)),
    beside:
      partsIn(table.rows.slice(0, 5000), column) !== null ||
      index ||
      isBeside(table.columns[column]!) ||
      (distinct > 0 && filled.every((cell) => DATE.test(cell))),
    meanLength: characters / Math.max(1, filled.length),
    distinct,
    filled: filled.length,
    flags: (distinct === 2 && filled.every(isFlag)) || ticked,
    numbers,
    quantity:
      distinct >= MANY_VALUES && numbers && filled.some((cell) => isNumber(cell) && !Number.isInteger(Number(cell))),
  };
}

const isNumber = (cell: string) => Number.isFinite(Number(cell));

/** Of some columns the one with the longest cells. */
function longest(facts: Facts[], among: number[]): number | undefined {
  const [first] = among;
  return among.reduce((best, i) => (facts[i]!.meanLength > facts[best!]!.meanLength ? i : best), first);
}

/** What may be texts, or where that is a label by its name and comes again and again, the other columns. */
function besideLabels(table: Table, facts: Facts[]): number[] {
  const isLabel = (i: number) => repeats(facts[i]!) && LABEL_NAMES[0]!.test(table.columns[i]!.trim());
  const may = mayBeTexts(facts);
  const others = facts.flatMap((_, i) => (isLabel(i) ? [] : [i]));
  return may.every(isLabel) && others.length ? others : may;
}

function mayBeTexts(facts: Facts[]): number[] {
  const where = (what: (fact: Facts) => boolean) => facts.flatMap((fact, i) => (what(fact) ? [i] : []));
  const may = where(({ kind, beside, empty }) => kind === 'plain' && !beside && !empty);
  const varied = may.filter((i) => isText(facts[i]!));
  return [varied, may].find(({ length }) => length) ?? facts.map((_, i) => i);
}

/** A column of 0 and 1 for each of several labels; else the columns of quantities, if there are any. */
function severalColumns(facts: Facts[], text: number): number[] | null {
  const where = (what: (fact: Facts) => boolean) =>
    facts.flatMap((fact, i) => (i !== text && !fact.beside && what(fact) ? [i] : []));
  const flags = where((fact) => fact.flags);
  if (flags.length > 1) return flags;
  const quantities = where((fact) => fact.quantity);
  const names = where((fact) => fact.distinct >= 2 && fact.distinct <= fact.filled / 2 && !fact.quantity);
  return quantities.length && names.length === 0 ? quantities : null;
}

export const repeats = ({ distinct, filled }: Facts): boolean => distinct >= 2 && distinct <= filled / 2;

/** The column with the fewest distinct values, two or more, that mostly repeat; else a short one beside the text. */
function mostRepeated(facts: Facts[], text: number): number[] {
  const among = facts.flatMap((fact, i) => (i !== text && !fact.beside && repeats(fact) ? [i] : []));
  if (among.length) return [among.reduce((best, i) => (facts[i]!.distinct < facts[best]!.distinct ? i : best))];
  const other = 1 - text;
  return facts.length === 2 && !facts[other]!.beside && !facts[other]!.empty ? [other] : [];
}
