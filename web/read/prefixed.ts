// SPDX-License-Identifier: Apache-2.0
// Lines that begin or end with their label -> a table: fastText's "__label__x the text", "LABEL the text", and "the
// text@label".
import { some } from '../words/listing';
import type { Said } from '../words/said';
import { asNote, asWarning, choice } from './problems';
import { sayNote } from './say';
import type { Table } from './table';

const FASTTEXT = /^\s*((?:__label__\S+[\s,]+)+)(.*)$/;
/** DESC:manner, ENTY, +1, 4: what no sentence begins with. */
const MARK = /^(?:[A-Z][A-Z_]+(?::\w+)?|\w+:\w+|[+-]?\d)$/;
const AT_START = /^\s*(?<label>\S+)\s+(?<text>.*)$/;
const AT_END = /^\s*(?<text>.*\S)\s*@\s*(?<label>[\w-]+)\s*$/;
const SNIFFED = 200;
const MOST_LABELS = 100;

/** null: no such file. */
export function parsePrefixed(text: string): Table | null {
  const lines = text.split(/\r\n|\n|\r/);
  const filled = lines.filter((line) => line.trim() !== '').slice(0, SNIFFED);
  if (filled.length === 0) return null;
  if (filled.filter((line) => FASTTEXT.test(line)).length > filled.length / 2) return fastText(lines);
  if (endWithLabels(filled)) return labelled(lines, AT_END, sayNote.afterAt);
  return beginWithLabels(filled) ? labelled(lines, AT_START, sayNote.firstWord) : null;
}

function fastText(lines: string[]): Table {
  const table = empty();
  const without: number[] = [];
  lines.forEach((line, i) => {
    if (line.trim() === '') return;
    const [, marks, text] = FASTTEXT.exec(line) ?? [];
    if (marks === undefined) return void without.push(i + 1);
    const labels = marks.split(/[\s,]+/).flatMap((mark) => (mark ? [mark.replace(/^__label__/, '')] : []));
    table.rows.push([text!.trim(), labels.length === 1 ? labels[0]! : JSON.stringify(labels)]);
    table.numbers.push(i + 1);
  });
  if (without.length) table.problems.push(asWarning(sayNote.noPrefix(without.length, some(without)), without));
  return table;
}

/** Every line begins with a mark or a small word, and all of them come again. */
function beginWithLabels(lines: string[]): boolean {
  if (lines.length < 4 || lines.some((line) => /^\s*["'{[<#]|\t/.test(line))) return false;
  const first = lines.map((line) => /^(\S+)\s+\S/.exec(line)?.[1] ?? '');
  if (first.includes('')) return false;
  const counts = new Map<string, number>();
  for (const word of first) counts.set(word, (counts.get(word) ?? 0) + 1);
  if (counts.size < 2 || counts.size > Math.min(MOST_LABELS, lines.length / 2)) return false;
  const marks = first.filter((word) => MARK.test(word)).length;
  if (marks === first.length) return first.some((word) => !/[.:]$/.test(word));
  const words = first.every((word) => /^[a-z][\w-]+$/.test(word));
  return words && counts.size <= lines.length / 10 && [...counts.values()].every((n) => n > 1);
}

/** As in the Financial PhraseBank; addresses of mail have points behind the @, and do not come again. */
function endWithLabels(lines: string[]): boolean {
  if (lines.length < 4) return false;
  const counts = new Map<string, number>();
  for (const line of lines) {
    const label = AT_END.exec(line)?.groups!['label'];
    if (label === undefined) return false;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts.size > 1 && counts.size <= lines.length / 2;
}

function labelled(lines: string[], pattern: RegExp, note: Said): Table {
  const table = empty();
  lines.forEach((line, i) => {
    const { text, label } = pattern.exec(line)?.groups ?? {};
    if (label === undefined) return;
    table.rows.push([text!.trim(), label]);
    table.numbers.push(i + 1);
  });
  table.problems.push(asNote(note, [], { choices: [choice(sayNote.wholeLine, { delimiter: 'none' })] }));
  return table;
}

const empty = (): Table => ({
  format: 'delimited',
  delimiter: ' ',
  header: false,
  columns: ['text', 'label'],
  rows: [],
  numbers: [],
  problems: [],
});
