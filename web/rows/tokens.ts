// SPDX-License-Identifier: Apache-2.0
// Rows of token classification: words with a tag each. From CoNLL, from lists of words and tags in JSON, or from spans
// over the characters of a text. Spans count code points; where they only fit as UTF-16 units (JavaScript, Java), they
// are read as those.
import { columnKind, listCell } from '../read/lists';
import { asNote, found } from '../read/problems';
import { readSpans, type LabelledSpan } from '../read/spans';
import { asRead, type Columns, type Example, type Table, type Taken } from '../read/table';
import { calledBy, type NumberNames } from './number_names';
import { brokenTags, entitiesOf, oddTags, tagScheme, tagWords, toIob2 } from './tags';
import { joinWords, slicer, wordsOf } from '../read/words';
import { some } from '../words/listing';
import { findings } from '../words/en/findings';
import { saying } from '../words/said';

const say = saying('findings', findings);

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

export function takeTokens(table: Table, columns: Columns, rows: Row[], labelNames: NumberNames): Taken {
  const label = columns.labels[0];
  const read = wordsReader(table, columns);
  const lists = rows.map(({ cells }) => read?.(cells[columns.text] ?? '') ?? null);
  const hollow = rows.filter((_, i) => lists[i]?.includes('')).map(({ example }) => example.row);
  const examples = rows.map(({ example }, i): Example => {
    const words = lists[i]?.filter((word) => word !== '');
    return { ...example, ...(words ? joinWords(words) : { words: wordsOf(example.text) }) };
  });
  const problems = found(hollow, say.hollow, say.hollowTitle);
  if (label === undefined) return { examples: examples.filter(({ words }) => words!.length > 0), problems };
  const cells = rows.map((row) => row.cells[label] ?? '');
  if (read) {
    const tags = cells.map((cell, i) => {
      const all = tagsIn(table, cell);
      const words = lists[i] ?? examples[i]!.words!;
      return all.length === words.length ? all.filter((_, k) => words[k] !== '') : null;
    });
    const taken = fromLists(table, label, examples, tags, labelNames);
    return { ...taken, problems: [...problems, ...taken.problems] };
  }
  return fromSpans(examples, cells, countUnits(table, columns.text, label));
}

/** `tags`: of each row; null: not as many as it has words. */
function fromLists(
  table: Table,
  column: number,
  rows: Example[],
  given: (string[] | null)[],
  labelNames: NumberNames,
): Taken {
  const uneven = rows.filter((_, i) => given[i] === null).map(({ row }) => row);
  const all = rows.flatMap((example, i): Example[] => {
    const tags = given[i]?.map((item) => calledBy(labelNames, item) || 'O');
    return tags ? [{ ...example, tags }] : [];
  });
  const untyped = giveType(table, column, all);
  const odd = oddTags(all.map(({ tags }) => tags!));
  const isOdd = ({ tags }: Example) => tags!.some((tag) => odd.has(tag));
  const examples = all.filter((example) => !isOdd(example));
  const scheme = tagScheme(examples.map(({ tags }) => tags!));
  const checked = scheme === 'none' || scheme === 'IOB1' ? [] : examples;
  const broken = checked.filter(({ tags }) => brokenTags(tags!)).map(({ row }) => row);
  const problems = [
    ...found(uneven, say.unevenTags, say.unevenTagsTitle),
    ...found(
      all.filter(isOdd).map(({ row }) => row),
      (n, of) => say.oddTags(n, of, some([...odd])),
      say.oddTagsTitle,
    ),
    ...found(broken, say.brokenTags, say.brokenTagsTitle),
  ];
  if (untyped) problems.push(asNote(say.noTypes(NAMELESS)));
  if (scheme === 'none' && examples.length && examples.every(({ tags }) => tags!.every((tag) => /^\d+$/.test(tag))))
    problems.push(asNote(say.tagNumbers));
  if (scheme !== 'none' && scheme !== 'IOB2') problems.push(asNote(say[scheme]));
  return { examples: examples.map((example) => withTags(example, scheme !== 'none')), problems };
}

const NAMELESS = 'entity';

/** B, I and O alone become entities of one type. False: they are other tags. */
function giveType(table: Table, column: number, examples: Example[]): boolean {
  if (!areNameless(table, column)) return false;
  for (const example of examples)
    example.tags = example.tags!.map((tag) => (/^[BIESLUMW]$/.test(tag) ? `${tag}-${NAMELESS}` : tag));
  return true;
}

const nameless = new WeakMap<Table, Map<number, boolean>>();
/** The tags of the file have no types. */
export function areNameless(table: Table, column: number): boolean {
  return once(nameless, asRead(table), column, (read) => {
    const tags = new Set(read.rows.flatMap((cells) => tagsIn(read, cells[column]!)));
    tags.delete('');
    return (
      tags.has('O') &&
      ['B', 'I', 'U', 'S'].some((tag) => tags.has(tag)) &&
      [...tags].every((tag) => /^[BIOESLUMW]$/.test(tag))
    );
  });
}

/** What is found of a column of a table, found once. */
function once(
  known: WeakMap<Table, Map<number, boolean>>,
  table: Table,
  column: number,
  find: (table: Table) => boolean,
): boolean {
  const found = known.get(table) ?? new Map<number, boolean>();
  known.set(table, found);
  if (!found.has(column)) found.set(column, find(table));
  return found.get(column)!;
}

const tagsIn = (table: Table, cell: string): string[] =>
  table.format === 'conll' ? cell.split(' ') : (listCell(cell) ?? cell.trim().split(/\s+/).filter(Boolean));

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

const units = new WeakMap<Table, Map<number, boolean>>();
/** The spans of the file count UTF-16 units: more of them are words then than if they count code points. */
export function countUnits(table: Table, text: number, label: number): boolean {
  return once(units, asRead(table), label, (read) => {
    let [asUnits, asPoints] = [0, 0];
    for (const cells of read.rows) {
      const given = cells[text] ?? '';
      const spans = /[\uD800-\uDFFF]/.test(given) ? readSpans(cells[label] ?? '') : null;
      if (!spans) continue;
      const words = wordsOf(given);
      const fit = (list: LabelledSpan[]) => tagWords(words, list).whole.filter(Boolean).length;
      asUnits += fit(asCodePoints(given, spans).spans);
      asPoints += fit(spans);
    }
    return asUnits > asPoints;
  });
}

function fromSpans(rows: Example[], cells: string[], utf16: boolean): Taken {
  const [unread, outside, uneven, overlapping]: number[][] = [[], [], [], []];
  const read: { example: Example; spans: LabelledSpan[] }[] = [];
  rows.forEach((example, i) => {
    const spans = readSpans(cells[i]!);
    if (spans) read.push({ example, spans });
    else unread!.push(example.row);
  });
  const examples: Example[] = [];
  read.forEach(({ example, spans: asGiven }) => {
    const counted = asCodePoints(example.text, asGiven);
    const { length } = counted;
    const spans = utf16 ? counted.spans : asGiven;
    if (spans.some(({ start, end }) => start < 0 || end > length || start >= end)) outside!.push(example.row);
    else {
      const { tags, whole, taken } = tagWords(example.words!, spans);
      if (whole.includes(false)) uneven!.push(example.row);
      if (taken.includes(false)) overlapping!.push(example.row);
      examples.push(withTags({ ...example, tags }, true));
    }
  });
  const problems = [
    ...found(unread!, say.noSpans, say.noSpansTitle),
    ...found(outside!, say.outside, say.outsideTitle),
    ...found(uneven!, say.inside, say.insideTitle),
    ...found(overlapping!, say.overlapping, say.overlappingTitle),
  ];
  if (utf16) problems.push(asNote(say.utf16));
  return { examples, problems };
}

/** Spans in UTF-16 units -> code points; `length` of the text in code points. Positions within a pair, or outside:
 * -1. */
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
