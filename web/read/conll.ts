// SPDX-License-Identifier: Apache-2.0
// CoNLL -> a table with a row for each sentence: a word a line, its columns cut at tabs or spaces, the tag in the
// last one, a blank line between sentences. A cell has one item for each word, with single spaces between.
import { some } from '../words/listing';
import { isHeaderAgain } from './header';
import { asWarning, DataError } from './problems';
import { say, sayNote } from './say';
import { isEntityTags } from './tag_columns';
import type { Table } from './table';

interface Line {
  number: number;
  cells: string[];
}

const SNIFFED_LINES = 5000;
/** CoNLL-U's "# text = ..."; any other line that begins with # and has not the columns of the file is a comment too. */
const COMMENT = /^# (\S+ = |id\b)/;
const DOCUMENT = /^-DOCSTART-/;

/** How lines are cut: at tabs, at spaces, or at either where a file mixes them. */
const CUTS: ((line: string) => string[])[] = [
  (line) => line.replace(/[\t ]+$/, '').split('\t'),
  (line) => line.trim().split(/[ \u00A0]+/),
  (line) => line.trim().split(/[\t \u00A0]+/),
];

interface Form {
  cut: (line: string) => string[];
  width: number;
}

/** CoNLL-U's columns; CoNLL-U Plus names its own in "# global.columns = ID FORM ...". */
const CONLLU = 'ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC'.split(' ');
const GLOBAL = /^# global\.columns = (.+)$/m;

/** Of a column, in a first line. */
const NAME =
  /^(words?|tokens?|form|lemma|tags?|labels?|(u|x)?pos|ner|chunk|(pos|ner|chunk|iob|bio)[_-]?(tags?|labels?))$/i;

/** null: not CoNLL, the file may be something else. */
export function parseConll(text: string): Table | null {
  const lines = text.trimEnd().split(/\r\n|\n|\r/);
  const form = sniff(lines.slice(0, SNIFFED_LINES));
  if (!form) return null;
  const sentences: Line[][] = [];
  const broken: number[] = [];
  let open: Line[] = [];
  let parted = false;
  const close = () => {
    if (open.length) sentences.push(open);
    open = [];
  };
  lines.forEach((line, i) => {
    const blank = line.trim() === '';
    if (blank && open.length) parted = true;
    if (blank || DOCUMENT.test(line)) return close();
    const cells = form.cut(line);
    const whole = cells.length === form.width && cells.every((cell) => cell.trim() !== '' && !cell.includes(' '));
    if (line.startsWith('#') && (!whole || COMMENT.test(line))) return;
    if (whole) open.push({ number: i + 1, cells });
    else broken.push(i + 1);
  });
  close();
  const header = sentences[0]?.[0]?.cells.every((cell) => NAME.test(cell)) ? sentences[0].shift()!.cells : undefined;
  if (sentences[0]?.length === 0) sentences.shift();
  const named = GLOBAL.exec(text.slice(0, SNIFFED_NAMES))?.[1]?.trim().split(/\s+/) ?? header;
  const table = tableOf(sentences, form.width, broken, named?.length === form.width ? named : undefined);
  const longest = sentences.reduce((most, { length }) => Math.max(most, length), 0);
  if (!parted && longest > LONG_SENTENCE) table.problems.push(asWarning(sayNote.notParted(longest)));
  return table;
}

/** Words. */
const LONG_SENTENCE = 100;

const SNIFFED_NAMES = 4096;

/** What most lines have in common, if that looks like CoNLL. */
function sniff(lines: string[]): Form | null {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const blank = lines.slice(0, Math.max(0, last)).some((line) => line.trim() === '' || DOCUMENT.test(line));
  const filled = lines.filter((line) => line.trim() !== '' && !DOCUMENT.test(line) && !line.startsWith('#'));
  if (filled.length < 2 || isHeaderAgain(filled[0]!.split(/[,;|]/))) return null;
  const mixed = filled.some((line) => line.includes('\t'));
  for (const cut of mixed ? CUTS : CUTS.slice(1, 2)) {
    const rows = filled.map(cut);
    const first = tagsFirst(rows);
    const width = widthOf(first ? rows.map(firstLast) : rows, blank);
    if (width) return { cut: first ? (line) => firstLast(cut(line)) : cut, width };
  }
  return null;
}

/** A tag stands in front of its word, as in the MIT corpora. */
const tagsFirst = (rows: string[][]): boolean =>
  isEntityTags(rows.map(([first]) => first!)) && !isEntityTags(rows.map((cells) => cells.at(-1)!));

const firstLast = ([first = '', ...rest]: string[]): string[] => [...rest, first];

/** The number of cells of lines that are a word and its tags; 0: they are something else. */
function widthOf(rows: string[][], blank: boolean): number {
  const widths = new Map<number, number>();
  for (const { length } of rows) widths.set(length, (widths.get(length) ?? 0) + 1);
  const [width, usualLines] = [...widths].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
  if (width < 2 || usualLines < 0.9 * rows.length) return 0;
  const usual = rows.filter((cells) => cells.length === width);
  if (usual.filter((cells) => cells.some((cell) => cell === '' || cell.includes(' '))).length > usual.length / 50)
    return 0;
  const tags = usual.map((cells) => cells[width - 1]!);
  if (isEntityTags(tags) && (blank || tags.some((tag) => /^[BIESLUMW]-/.test(tag)))) return width;
  // Parts of speech and the like: few different tags, and sentences told apart by blank lines.
  const kinds = new Set(tags).size;
  const numbers = tags.every((tag) => Number.isFinite(Number(tag)));
  const few = !numbers && kinds > 1 && kinds <= Math.max(20, tags.length / 20);
  const others = Array.from({ length: width - 1 }, (_, i) => usual.map((cells) => cells[i]!));
  return blank && (few || others.slice(1).some(isEntityTags) || width === CONLLU.length) ? width : 0;
}

function tableOf(sentences: Line[][], width: number, broken: number[], named?: string[]): Table {
  // CoNLL-U numbers the words of each sentence in its first column; a range such as 3-4 is no word of its own.
  const counted = sentences.every((sentence) => /^[01](-\d+)?$/.test(sentence[0]!.cells[0]!)) && width > 2;
  const numbered = counted && sentences.some((sentence) => sentence[1]?.cells[0] === '2');
  const kept = numbered
    ? sentences.map((sentence) => sentence.filter(({ cells }) => /^\d+$/.test(cells[0]!)))
    : sentences;
  const used = Array.from({ length: width }, (_, i) => i).slice(numbered ? 1 : 0);
  const names = named ?? (numbered && width === CONLLU.length ? CONLLU : null);
  const table: Table = {
    format: 'conll',
    delimiter: '',
    header: false,
    columns: used.map(
      (i, place) => names?.[i] ?? (place === 0 ? 'words' : i === width - 1 ? 'tags' : `column ${i + 1}`),
    ),
    rows: kept.map((sentence) => used.map((i) => sentence.map(({ cells }) => cells[i]!).join(' '))),
    numbers: kept.map((sentence) => sentence[0]!.number),
    problems: [],
  };
  if (broken.length) table.problems.push(asWarning(sayNote.fewColumns(broken.length, some(broken), width), broken));
  return table;
}

/** Lines that are looked at. */
const MOST_LINES = 200;

/** A sentence a line, each word with its tag behind a mark: Mira/NNP went/VBD, Mira_NNP, Mira|NNP|B-PER. null: it is
 * none. */
export function parseTagged(text: string): Table | null {
  const lines = text.split(/\r\n|\n|\r/);
  const some = lines.filter((line) => line.trim() !== '').slice(0, MOST_LINES);
  const found = ['/', '_', '|'].find((mark) => some.every((line) => line.includes(mark)));
  if (found === undefined) return null;
  const partsOf = (word: string) => word.split(found);
  const wordsOf = (line: string) => line.trim().split(/\s+/).map(partsOf);
  const words = some.flatMap(wordsOf);
  const width = words.reduce((least, { length }) => Math.min(least, length), Infinity);
  const tags = words.map((parts) => parts.at(-1)!);
  const kinds = new Set(tags).size;
  const named = tags.filter((tag) => /^[A-Z]/i.test(tag)).length > tags.length / 2;
  const few = named && kinds > 1 && kinds <= tags.length / 5;
  const whole = words.every((parts) => parts.slice(1 - width).every((part) => part !== ''));
  const addresses = words.filter(([first = '', second]) => first.endsWith(':') && second === '').length;
  if (
    width < 2 ||
    words.length < 2 * some.length ||
    addresses > words.length / 20 ||
    !whole ||
    !(few || isEntityTags(tags))
  )
    return null;
  const broken: number[] = [];
  const sentences = lines.map((line, i): Line[] => {
    if (line.trim() === '') return [];
    const all = wordsOf(line).map((parts) => [
      parts.slice(0, parts.length - width + 1).join(found) || found,
      ...parts.slice(parts.length - width + 1),
    ]);
    if (all.every((cells) => cells.length === width)) return all.map((cells) => ({ number: i + 1, cells }));
    broken.push(i + 1);
    return [];
  });
  const filled = sentences.filter(({ length }) => length > 0);
  return tableOf(filled, width, broken);
}

/** Two files beside each other, a sentence a line: words in one, as many tags in the other. */
export function parseParallel(words: string, tags: string): Table {
  const lines = (text: string) => text.replace(/(\r\n|\n|\r)$/, '').split(/\r\n|\n|\r/);
  const [texts, marks] = [lines(words), lines(tags)];
  if (texts.length !== marks.length) throw new DataError(say.notParallel(texts.length, marks.length));
  const table: Table = {
    format: 'conll',
    delimiter: '',
    header: false,
    columns: ['words', 'tags'],
    rows: [],
    numbers: [],
    problems: [],
  };
  const broken: number[] = [];
  texts.forEach((line, i) => {
    const cells = [line, marks[i]!].map((cell) => cell.trim().split(/\s+/).filter(Boolean));
    if (cells[0]!.length === 0 && cells[1]!.length === 0) return;
    if (cells[0]!.length !== cells[1]!.length) return void broken.push(i + 1);
    table.rows.push(cells.map((items) => items.join(' ')));
    table.numbers.push(i + 1);
  });
  if (broken.length) table.problems.push(asWarning(say.fewerTags(broken.length, some(broken)), broken));
  return table;
}
