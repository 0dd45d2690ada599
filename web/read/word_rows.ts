// SPDX-License-Identifier: Apache-2.0
// A table with a word a row -> one with a sentence a row, as CoNLL gives it. Sentences are told apart by a column that
// numbers them, on each row or on their first alone, or by blank lines.
import { asNote, DataError, type Problem } from './problems';
import { say, sayNote } from './say';
import type { Table } from './table';
import { isEntityTags } from './tag_columns';

const SENTENCE = /^(sent(ence)?s?|doc(ument)?|utterance)[ _.-]*(#|ids?|idx|no|nr|num|number|index)?$/i;
const WORD = /^(words?|tokens?|form)$/i;
const OTHER = /^(unnamed: \d+|index|column \d+)$/i;
const SNIFFED = 2000;

/** null: its rows are no single words. */
export function joinWordRows(table: Table): Table | null {
  const cells = (column: number) => table.rows.slice(0, SNIFFED).map((row) => row[column]!.trim());
  const single = (column: number) => isSingle(cells(column));
  const named = table.columns.findIndex((name, i) => WORD.test(name) && single(i));
  const tagged = table.columns.findIndex((_, i) => isEntityTags(cells(i).filter((cell) => cell !== '')));
  const word = named >= 0 ? named : tagged > 0 ? table.columns.findIndex((_, i) => i !== tagged && single(i)) : -1;
  if (word < 0 || table.columns.length < 2) return null;
  const numbering = table.columns.findIndex(
    (name, i) => i !== word && i !== tagged && SENTENCE.test(name) && numbers(cells(i)),
  );
  const gaps = table.numbers.some((number, i) => i > 0 && number > table.numbers[i - 1]! + 1);
  const blank = table.rows.some((row) => row.every((cell) => cell.trim() === ''));
  if (numbering < 0 && !gaps && !blank) {
    if (tagged < 0) return null;
    throw new DataError(say.noSentences);
  }
  if (numbering < 0 && tagged < 0) return null;
  return joined(table, word, numbering);
}

/** Words: filled, and hardly ever with a space in them. */
function isSingle(cells: string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  const spaced = filled.filter((cell) => /\s/.test(cell)).length;
  const numbers = filled.filter((cell) => Number.isFinite(Number(cell))).length;
  return filled.length > cells.length / 2 && spaced <= filled.length / 50 && numbers < filled.length / 2;
}

/** A number on the first row of each sentence, or the same one on all of its rows. */
function numbers(cells: string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  if (cells[0] === '' || filled.length === 0) return false;
  const begun = cells.filter((cell, i) => cell !== '' && cell !== cells[i - 1]).length;
  return begun <= cells.length / 2;
}

function joined(table: Table, word: number, numbering: number): Table {
  const used = table.columns.flatMap((name, i) =>
    i === word || i === numbering || OTHER.test(name.trim()) ? [] : [i],
  );
  const kept = [word, ...(used.length ? used : table.columns.flatMap((_, i) => (i === word ? [] : [i])))];
  const sentences: { number: number; words: string[][] }[] = [];
  let [last, before] = [null as string | null, 0];
  table.rows.forEach((row, i) => {
    const id = numbering < 0 ? '' : row[numbering]!.trim();
    const number = table.numbers[i]!;
    const ends = numbering < 0 ? number > before + 1 : id !== '' && id !== last;
    const empty = row.every((cell) => cell.trim() === '');
    if (ends || empty || last === null) sentences.push({ number, words: [] });
    if (id !== '' || last === null) last = id;
    before = number;
    if (row[word]!.trim() !== '')
      sentences.at(-1)!.words.push(kept.map((k) => row[k]!.trim().replace(/\s+/g, '\u00A0') || '_'));
  });
  const whole = sentences.filter(({ words }) => words.length > 0);
  const note: Problem = asNote(sayNote.joined(whole.length));
  return {
    ...table,
    format: 'conll',
    columns: kept.map((k) => table.columns[k]!),
    rows: whole.map(({ words }) => kept.map((_, k) => words.map((cells) => cells[k]!).join(' '))),
    numbers: whole.map(({ number }) => number),
    problems: [...table.problems, note],
  };
}
