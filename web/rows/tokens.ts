// SPDX-License-Identifier: Apache-2.0
// Rows of token classification: words with a tag each. From CoNLL, from lists of words and tags in JSON, or from spans
// over the characters of a text. Spans count code points; where they only fit as UTF-16 units (JavaScript, Java), they
// are read as those.
import { columnKind, listCell } from '../read/lists';
import { count, listRows, type Problem } from '../read/problems';
import { readSpans, type LabelledSpan } from '../read/spans';
import type { Columns, Example, Table, Taken } from '../read/table';
import { brokenTags, entitiesOf, tagScheme, tagWords, toIob2, type TagScheme } from './tags';
import { joinWords, slicer, wordsOf } from '../read/words';

interface Row {
  example: Example;
  cells: string[];
}

/** How the words of a row are given: a list or a line of CoNLL; null: a text, to be cut. */
function wordsReader(table: Table, { text, labels: [label] }: Columns): ((cell: string) => string[] | null) | null {
  if (table.format === 'conll') return (cell) => cell.split(' ');
  if (columnKind(table, text) === 'lists') return listCell;
  // A list of tags beside a text: as many as there are words between spaces.
  if (label === undefined || columnKind(table, label) !== 'lists') return null;
  return (cell) => cell.trim().split(/\s+/);
}

export function takeTokens(table: Table, columns: Columns, rows: Row[], labelNames: string[]): Taken {
  const label = columns.labels[0];
  const read = wordsReader(table, columns);
  const examples = rows.map(({ example, cells }): Example => {
    const words = read?.(cells[columns.text] ?? '');
    return { ...example, ...(words ? joinWords(words) : { words: wordsOf(example.text) }) };
  });
  if (label === undefined) return { examples: examples.filter(({ words }) => words!.length > 0), problems: [] };
  const cells = rows.map((row) => row.cells[label] ?? '');
  return read ? fromLists(table, examples, cells, labelNames) : fromSpans(examples, cells);
}

const OLDER: Partial<Record<TagScheme, string>> = {
  IOB1: 'IOB1 (B- only between entities that touch)',
  IOBES: 'IOBES (E- ends an entity, S- is one alone)',
  BILOU: 'BILOU (L- ends an entity, U- is one alone)',
  BMEWO: 'BMEWO (E- ends an entity, W- is one alone)',
};

function fromLists(table: Table, rows: Example[], cells: string[], labelNames: string[]): Taken {
  const uneven: number[] = [];
  const examples: Example[] = [];
  rows.forEach((example, i) => {
    const items = table.format === 'conll' ? cells[i]!.split(' ') : (listCell(cells[i]!) ?? []);
    if (items.length !== example.words!.length) uneven.push(example.row);
    else examples.push({ ...example, tags: items.map((item) => labelNames[Number(item)] ?? (item || 'O')) });
  });
  const untyped = giveType(examples);
  const scheme = tagScheme(examples.map(({ tags }) => tags!));
  const checked = scheme === 'none' || scheme === 'IOB1' ? [] : examples;
  const broken = checked.filter(({ tags }) => brokenTags(tags!)).map(({ row }) => row);
  const problems = [
    ...warn(uneven, 'left out: not as many tags as words.'),
    ...warn(broken, 'with a tag that continues no entity: an entity begins there.'),
  ];
  if (untyped)
    problems.push({
      level: 'note',
      rows: [],
      text: `The tags have no types; they were read as entities of one type, "${NAMELESS}".`,
    });
  if (scheme === 'none' && examples.length && examples.every(({ tags }) => tags!.every((tag) => /^\d+$/.test(tag))))
    problems.push({
      level: 'note',
      rows: [],
      text:
        'The tags are numbers, so nothing is known of entities. Give their names (--labels FILE, or "Names for labels" ' +
        'above: one a line, that of 0 first) and whole entities are scored.',
    });
  if (scheme !== 'none' && OLDER[scheme])
    problems.push({ level: 'note', rows: [], text: `The tags are ${OLDER[scheme]}; they were turned into IOB2.` });
  return { examples: examples.map((example) => withTags(example, scheme !== 'none')), problems };
}

const NAMELESS = 'entity';

/** B, I and O alone become entities of one type. False: they are other tags. */
function giveType(examples: Example[]): boolean {
  const tags = new Set(examples.flatMap((example) => example.tags!));
  if (!tags.has('O') || !['B', 'I', 'U', 'S'].some((tag) => tags.has(tag))) return false;
  if ([...tags].some((tag) => !/^[BIOESLUMW]$/.test(tag))) return false;
  for (const example of examples) example.tags = example.tags!.map((tag) => (tag === 'O' ? tag : `${tag}-${NAMELESS}`));
  return true;
}

/** Tags as IOB2, and shown: the entities, or each word with its tag. */
function withTags(example: Example, entities: boolean): Example {
  const slice = slicer(example.text);
  if (!entities) {
    const label = example.tags!.map((tag, i) => `${slice(example.words![i]!)}/${tag}`).join(' ');
    return { ...example, label };
  }
  const tags = toIob2(example.tags!);
  const found = entitiesOf(tags).map(({ type, first, end }) => {
    return `${type}: ${slice([example.words![first]![0], example.words![end - 1]![1]])}`;
  });
  return { ...example, tags, label: found.join('; ') };
}

function fromSpans(rows: Example[], cells: string[]): Taken {
  const [unread, outside, uneven, overlapping]: number[][] = [[], [], [], []];
  const read: { example: Example; spans: LabelledSpan[] }[] = [];
  rows.forEach((example, i) => {
    const spans = readSpans(cells[i]!);
    if (spans) read.push({ example, spans });
    else unread!.push(example.row);
  });
  const units = read.map(({ example, spans }) => asCodePoints(example.text, spans));
  const astral = read.map((_, i) => i).filter((i) => read[i]!.example.text.length !== units[i]!.length);
  const fit = (spans: (i: number) => LabelledSpan[]) =>
    astral.reduce((sum, i) => sum + tagWords(read[i]!.example.words!, spans(i)).whole.filter(Boolean).length, 0);
  const utf16 = fit((i) => units[i]!.spans) > fit((i) => read[i]!.spans);
  const examples: Example[] = [];
  read.forEach(({ example, spans: asGiven }, i) => {
    const { length } = units[i]!;
    const spans = utf16 ? units[i]!.spans : asGiven;
    if (spans.some(({ start, end }) => start < 0 || end > length || start >= end)) outside!.push(example.row);
    else {
      const { tags, whole, taken } = tagWords(example.words!, spans);
      if (whole.includes(false)) uneven!.push(example.row);
      if (taken.includes(false)) overlapping!.push(example.row);
      examples.push(withTags({ ...example, tags }, true));
    }
  });
  const problems = [
    ...warn(unread!, 'left out: no list of spans, each with start, end and label.'),
    ...warn(outside!, 'left out: a span ends where it begins, or outside the text.'),
    ...warn(uneven!, 'with a span that begins or ends inside a word: the whole word was taken.'),
    ...warn(overlapping!, 'with spans on the same words: the first was taken, a word has one tag.'),
  ];
  if (utf16)
    problems.push({
      level: 'note',
      rows: [],
      text: 'The spans count UTF-16 units, as JavaScript does; they were turned into code points, which is what predictions have.',
    });
  return { examples, problems };
}

/** Spans in UTF-16 units -> code points; `length` of the text in code points. Positions within a pair, or outside: -1. */
function asCodePoints(text: string, spans: LabelledSpan[]): { length: number; spans: LabelledSpan[] } {
  const codePoint = new Map<number, number>();
  let units = 0;
  let length = 0;
  for (const character of text) {
    codePoint.set(units, length++);
    units += character.length;
  }
  codePoint.set(units, length);
  const at = (unit: number) => codePoint.get(unit) ?? -1;
  return { length, spans: spans.map((span) => ({ ...span, start: at(span.start), end: at(span.end) })) };
}

function warn(rows: number[], text: string): Problem[] {
  if (rows.length === 0) return [];
  return [{ level: 'warning', rows, text: `${count(rows.length, 'row')} (${listRows(rows)}) ${text}` }];
}
