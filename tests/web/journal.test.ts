// SPDX-License-Identifier: Apache-2.0
// Edits of rows: any sequence of them, of undo and redo; what they make of the cells; and the corrected file, read
// back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctedFile } from '../../web/answers/corrected';
import { parseTable as parse, parseText } from '../../web/read/parse';
import type { Columns, Table } from '../../web/read/table';
import { exampleOf, labelCells, labelReader, newCells, tagCells, textCells, type Reading } from '../../web/rows/cells';
import { guessColumns } from '../../web/rows/guess';
import {
  changesOf,
  layEdits,
  nextRow,
  NO_EDITS,
  placeOf,
  redone,
  remaining,
  undone,
  withMove,
  type Cells,
  type Change,
  type Journal,
} from '../../web/rows/journal';
import { marked, unmarked } from '../../web/rows/marks';
import { readData, splitData } from '../../web/rows/prepare';
import type { NumberNames } from '../../web/rows/number_names';
import { guessTask } from '../../web/rows/task';

const MARK = /^\ufeff/;
const tableOf = (n: number): Table => ({
  ...{ format: 'delimited', delimiter: ',', header: true, columns: ['text', 'label'], problems: [] },
  rows: Array.from({ length: n }, (_, i) => [`text ${i}`, i % 2 ? 'b' : 'a']),
  numbers: Array.from({ length: n }, (_, i) => 2 + i + (i > 3 ? 2 : 0)), // blank lines have numbers too
});

/** The same by other means: a state for each moment. */
interface State {
  cells: Map<number, string[]>;
  out: Set<number>;
}

function applied({ cells, out }: State, change: Change): State {
  const next = { cells: new Map(cells), out: new Set(out) };
  const with_ = (old: string[], to: Cells) => [to['text'] ?? old[0]!, to['label'] ?? old[1]!];
  if (change.kind === 'add') next.cells.set(change.row, with_(['', ''], change.cells));
  else if (!cells.has(change.row)) return next;
  else if (change.kind === 'set') next.cells.set(change.row, with_(cells.get(change.row)!, change.cells));
  else if (change.out) next.out.add(change.row);
  else next.out.delete(change.row);
  return next;
}

const cell = fc.constantFrom('', 'a', 'b', 'c', 'text 1');
const action = fc.oneof(
  fc.record({ do: fc.constant('set' as const), row: fc.nat(14), text: cell, label: cell, both: fc.boolean() }),
  fc.record({ do: fc.constant('out' as const), row: fc.nat(14), out: fc.boolean() }),
  fc.record({ do: fc.constant('add' as const), texts: fc.array(cell, { minLength: 1, maxLength: 3 }) }),
  fc.constant({ do: 'undo' as const }),
  fc.constant({ do: 'redo' as const }),
);

describe('a journal of edits', () => {
  it('gives the rows of its moves, whatever was undone and redone between them', () => {
    fc.assert(
      fc.property(fc.nat(8), fc.array(action, { maxLength: 40 }), (n, actions) => {
        const table = tableOf(n);
        const before = structuredClone(table);
        const states: State[] = [
          { cells: new Map(table.rows.map((cells, i) => [table.numbers[i]!, cells])), out: new Set() },
        ];
        let [journal, at]: [Journal, number] = [NO_EDITS, 0];
        for (const one of actions) {
          if (one.do === 'undo') [journal, at] = [undone(journal), Math.max(0, at - 1)];
          else if (one.do === 'redo') [journal, at] = [redone(journal), Math.min(states.length - 1, at + 1)];
          else {
            const first = nextRow(layEdits(table, changesOf(journal)));
            const changes: Change[] =
              one.do === 'add'
                ? one.texts.map((text, i) => ({ kind: 'add', row: first + i, cells: { text } }))
                : one.do === 'out'
                  ? [{ kind: 'out', row: one.row, out: one.out }]
                  : [
                      {
                        kind: 'set',
                        row: one.row,
                        cells: { text: one.text, ...(one.both ? { label: one.label } : {}) },
                      },
                    ];
            journal = withMove(journal, { where: 'table', changes });
            states.splice(++at, Infinity, changes.reduce(applied, states[at - 1]!));
          }
        }
        const kept = JSON.parse(JSON.stringify(journal)) as Journal; // as a project keeps it
        const laid = layEdits(table, changesOf(kept));
        const { cells, out } = states[at]!;
        expect(laid.table.numbers.map((row, i) => [row, laid.table.rows[i]])).toEqual([...cells]);
        expect([...laid.out].sort()).toEqual([...out].sort());
        expect(remaining(laid).numbers).toEqual([...cells.keys()].filter((row) => !out.has(row)));
        const changed = [...cells].filter(([row, now]) => {
          const place = placeOf(table, row);
          return place < 0 || now.some((item, i) => item !== table.rows[place]![i]);
        });
        expect([...laid.changed].sort()).toEqual(changed.map(([row]) => row).sort());
        expect(table).toEqual(before);
      }),
    );
  });
});

function readingOf(text: string, more: { columns?: Partial<Columns>; labelNames?: NumberNames } = {}): Reading {
  const table = parseText(text);
  const columns = { ...guessColumns(table), ...more.columns };
  return { table, columns, task: guessTask(table, columns).task, labelNames: more.labelNames ?? [] };
}

/** The table with a change of its first row. */
const changed = ({ table, ...rest }: Reading, cells: Cells): Reading => ({
  ...rest,
  table: layEdits(table, [{ kind: 'set', row: table.numbers[0]!, cells }]).table,
});
const first = (reading: Reading) => exampleOf(reading, reading.table.numbers[0]!, reading.table.rows[0]!);

describe('the parts of edited rows', () => {
  const table = tableOf(300);
  const columns: Columns = { text: 0, pair: null, labels: [1] };
  table.rows.forEach((cells, i) => (cells[0] = `text of ${i * 37} and ${i * i}`));
  table.rows[10]![1] = '';
  const options = { seed: 3 };
  const before = readData({ table, columns });
  const partsOf = (changes: Change[], more = {}) => {
    const data = readData({ table: remaining(layEdits(table, changes)), columns });
    const { parts } = splitData(data, { ...options, ...more, before });
    return new Map(Object.entries(parts).flatMap(([part, rows]) => rows.map(({ row }) => [row, part])));
  };
  const whole = partsOf([]);
  const inPart = (part: string) => [...whole].filter(([, one]) => one === part).map(([row]) => row);
  it.each([{}, { fold: { index: 1, of: 4 } }])('stay what they were, whatever is edited (%j)', (more) => {
    const all = partsOf([], more);
    const numbers = fc.constantFrom(...table.numbers);
    const change: fc.Arbitrary<Change> = fc.oneof(
      fc.record({
        kind: fc.constant('set' as const),
        row: numbers,
        cells: fc.record({ label: fc.constantFrom('a', 'b', 'c', '') }),
      }),
      fc.record({ kind: fc.constant('set' as const), row: numbers, cells: fc.record({ text: fc.uuid() }) }),
      fc.record({ kind: fc.constant('out' as const), row: numbers, out: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 10 }), (changes) => {
        for (const [row, part] of partsOf(changes, more)) expect(part).toBe(all.get(row) ?? 'train');
      }),
      { numRuns: 20 },
    );
  });
  it('take a row that gets its label for the training, and share out those that are added', () => {
    expect(whole.get(table.numbers[10]!)).toBeUndefined();
    expect(partsOf([{ kind: 'set', row: table.numbers[10]!, cells: { label: 'a' } }]).get(table.numbers[10]!)).toBe(
      'train',
    );
    const last = table.numbers.at(-1)!;
    const added = Array.from({ length: 200 }, (_, i): Change => ({
      kind: 'add',
      row: last + 1 + i,
      cells: { text: `added ${i * 91} ${i * i}`, label: 'a' },
    }));
    const parts = partsOf(added);
    const tested = added.filter(({ row }) => parts.get(row) === 'test').length;
    expect(tested).toBeGreaterThan(15);
    expect(tested).toBeLessThan(50);
    const fewer = partsOf(added.slice(0, 100));
    for (const { row } of added.slice(0, 100)) expect(fewer.get(row)).toBe(parts.get(row));
  });
  it('put a text beside its equal', () => {
    const [test, train] = [inPart('test')[0]!, inPart('train')[0]!];
    const text = table.rows[placeOf(table, test)]![0]!;
    const parts = partsOf([{ kind: 'set', row: train, cells: { text } }]);
    expect([parts.get(test), parts.get(train)]).toEqual(['test', 'test']);
  });
});

describe('a label that is set', () => {
  const rows = (lines: string[]) => `text,label\n${lines.join('\n')}\n`;
  const one = rows(['red apple,a', 'green pear,b', 'red plum,a', 'blue sky,b']);
  const several = rows([
    'red apple,"a; b"',
    'green pear,b',
    'red plum,"a; c"',
    'blue sky,"b; c"',
    'sea,c',
    'sun,b',
    'sand,a',
  ]);
  const lists = '{"text":"one","labels":["a","b"]}\n{"text":"two","labels":["b"]}\n{"text":"three","labels":[]}\n';
  const flags = 'text,a,b,c\none,1,0,1\ntwo,0,1,0\nthree,1,1,1\nfour,0,0,0\n';
  const numbers = rows(Array.from({ length: 40 }, (_, i) => `text ${i},${i / 7}`));
  it.each([
    ['one label', readingOf(one), ['b']],
    ['one that is new, with commas', readingOf(one), ['neither, nor']],
    ['one that looks like a list', readingOf(one), ['[x, y]']],
    ['one of names for numbers', readingOf(rows(['a,0', 'b,1', 'c,0']), { labelNames: ['no', 'yes'] }), ['yes']],
    [
      'one of a number below 0',
      readingOf(rows(['a,-1', 'b,1', 'c,0']), { labelNames: { '-1': 'bad', 0: 'so so', 1: 'good' } }),
      ['bad'],
    ],
    [
      'one of a number with a point',
      readingOf(rows(['a,1.0', 'b,0.0', 'c,1.0']), { labelNames: ['no', 'yes'] }),
      ['no'],
    ],
    ['several', readingOf(several), ['c', 'a']],
    ['several, one with the separator in it', readingOf(several), ['a', 'x; y']],
    ['none of several', readingOf(several), []],
    ['several in lists', readingOf(lists), ['b', 'c']],
    ['several in columns', readingOf(flags), ['b', 'c']],
    ['none in columns', readingOf(flags), []],
    ['a number', readingOf(numbers), ['-2.5']],
  ])('%s is read again', (_, reading, values) => {
    const after = changed(reading, labelCells(reading, values));
    expect(labelReader(after)(after.table.rows[0]!)).toEqual(values);
    // The other rows and the task stay what they are.
    expect(readData(after).task).toBe(reading.task);
    for (let i = 1; i < after.table.rows.length; i++)
      expect(labelReader(after)(after.table.rows[i]!)).toEqual(labelReader(reading)(reading.table.rows[i]!));
  });
  it('a number with a name is written as its column has it', () => {
    const reading = readingOf(rows(['a,1.0', 'b,0.0', 'c,1.0']), { labelNames: ['no', 'yes', 'perhaps'] });
    const written = ['no', 'yes', 'perhaps', 'else'].map((label) => labelCells(reading, [label]));
    expect(written.map(Object.values).flat()).toEqual(['0.0', '1.0', '2', 'else']);
  });
});

const CONLL = 'Anna B-PER\nlives O\nin O\nNew B-LOC\nYork I-LOC\n\nBerlin B-LOC\nsleeps O\n\nNo O\none O\nsleeps O\n';
const IOB1 = CONLL.replaceAll('B-', 'I-');
const NAMELESS = CONLL.replaceAll(/-(PER|LOC)/g, '');
const LISTS =
  '{"tokens":["Anna","lives","in","New","York"],"ner_tags":["B-PER","O","O","B-LOC","I-LOC"]}\n' +
  '{"tokens":["Berlin","sleeps"],"ner_tags":["B-LOC","O"]}\n{"tokens":["No","one","sleeps"],"ner_tags":["O","O","O"]}\n';
const spans = (text: string, ...list: [number, number, string][]) =>
  `${JSON.stringify({ text, spans: list.map(([start, end, label]) => ({ start, end, label })) })}\n`;
const POINTS =
  spans('😀 Anna lives in New York', [2, 6, 'PER'], [16, 24, 'LOC']) + spans('Berlin sleeps', [0, 6, 'LOC']);
const UNITS =
  spans('😀 Anna lives in New York', [3, 7, 'PER'], [17, 25, 'LOC']) + spans('Berlin sleeps', [0, 6, 'LOC']);
const NOTATIONS: [string, string][] = [
  ['CoNLL', CONLL],
  ['IOB1', IOB1],
  ['tags without types', NAMELESS],
  ['lists', LISTS],
  ['spans in code points', POINTS],
  ['spans in UTF-16 units', UNITS],
];

describe('names', () => {
  it.each(NOTATIONS)('in %s are marked, moved with their words, and taken away', (_, text) => {
    const reading = readingOf(text);
    const type = text === NAMELESS ? 'entity' : 'PER';
    const before = first(reading)!;
    const at = before.words!.length - 4; // lives
    const tags = before.tags!.map((tag, i) => (i === at ? `B-${type}` : i > at ? 'O' : tag));
    const marked = changed(reading, tagCells(reading, before, tags));
    expect(first(marked)!.tags).toEqual(tags);
    expect(readData(marked).files.main).toHaveLength(reading.table.rows.length);
    const row = marked.table.rows[0]!;
    const moved = changed(
      { ...marked, table: reading.table },
      { ...tagCells(reading, before, tags), ...textCells(marked, marked.table.numbers[0]!, row, `So ${before.text}`) },
    );
    expect(first(moved)!.tags).toEqual(['O', ...tags]);
    const none = changed(
      reading,
      tagCells(
        reading,
        before,
        before.tags!.map(() => 'O'),
      ),
    );
    expect(first(none)!.tags).toEqual(before.tags!.map(() => 'O'));
    expect(readData(none).scheme).toBe('iob2');
  });

  it('that are marked take the place of those that they touch', () => {
    const tags = ['B-LOC', 'I-LOC', 'O', 'B-PER', 'I-PER', 'B-PER'];
    expect(marked(tags, 1, 3, 'ORG', true)).toEqual(['O', 'B-ORG', 'I-ORG', 'B-PER', 'I-PER', 'B-PER']);
    expect(unmarked(tags, 4, 5, true)).toEqual(['B-LOC', 'I-LOC', 'O', 'O', 'O', 'B-PER']);
    expect(marked(['DT', 'NN', 'VB'], 0, 2, 'X', false)).toEqual(['X', 'X', 'VB']);
  });

  it('grow with what is changed inside them', () => {
    const reading = readingOf(POINTS);
    const [row] = reading.table.rows;
    const cells = textCells(reading, reading.table.numbers[0]!, row!, '😀 Anna lives in Newer York');
    expect(first(changed(reading, cells))!.label).toBe('PER: Anna; LOC: Newer York');
  });

  it.each(NOTATIONS)('in %s take a row that is added', (_, text) => {
    const reading = readingOf(text);
    const row = nextRow(layEdits(reading.table, []));
    const cells = newCells(reading, { text: 'Rome is far', pair: '', values: [] });
    const laid = layEdits(reading.table, [{ kind: 'add', row, cells }]);
    const added = { ...reading, table: laid.table };
    const bare = exampleOf({ ...added, columns: { ...added.columns, labels: [] } }, row, laid.table.rows.at(-1)!)!;
    const type = text === NAMELESS ? 'entity' : 'LOC';
    const change = { kind: 'set' as const, row, cells: tagCells(added, bare, [`B-${type}`, 'O', 'O']) };
    const table = layEdits(reading.table, [{ kind: 'add', row, cells }, change]).table;
    expect(readData({ table, columns: reading.columns }).files.main.at(-1)).toMatchObject({
      row,
      tags: [`B-${type}`, 'O', 'O'],
    });
  });
});

describe('the corrected file', () => {
  const word = fc.stringMatching(/^[a-zä😀'"=+@,;-]{1,6}$/u);
  const text = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
  it('of one label a row is read back as the same rows', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 5, maxLength: 12 }),
        fc.array(fc.constantFrom('-1', '1', '=a', 'b'), { minLength: 12, maxLength: 12 }),
        (texts, labels) => {
          const table = {
            ...tableOf(0),
            rows: texts.map((one, i) => [one, labels[i]!]),
            numbers: texts.map((_, i) => i + 2),
          };
          const file = correctedFile(table, 'single_label_classification', [1]);
          expect(file.ending).toBe('csv');
          const again = parseText(file.text.replace(MARK, ''), { delimiter: ',' });
          expect(again.columns).toEqual(table.columns);
          expect(again.rows).toEqual(table.rows);
        },
      ),
    );
  });
  it('has the delimiter of the file, and a byte order mark where a letter is none of ASCII', () => {
    const german = parse(new TextEncoder().encode('Satz;Art\nKündigung, bitte;a\nEine Frage;b\nNoch eine;a\n'));
    const { ending, text: written } = correctedFile(german, 'single_label_classification', [1]);
    expect(ending).toBe('csv');
    expect(written).toBe('\ufeffSatz;Art\nKündigung, bitte;a\nEine Frage;b\nNoch eine;a\n');
    expect(parse(new TextEncoder().encode(written)).rows).toEqual(german.rows);
    const tabs = parse(new TextEncoder().encode('text\tlabel\none, two\ta\nthree\tb\nfour\ta\n'));
    expect(correctedFile(tabs, 'single_label_classification', [1])).toEqual({
      ending: 'tsv',
      text: 'text\tlabel\none, two\ta\nthree\tb\nfour\ta\n',
    });
  });
  it('has no cell that a spreadsheet would run', () => {
    const rows = ['=1+1', '-x', "'=1", '＝1'].map((one) => [one, '-1']);
    const { text: written } = correctedFile(
      { ...tableOf(0), rows, numbers: [2, 3, 4, 5] },
      'single_label_classification',
      [1],
    );
    expect(written.replace(MARK, '')).toBe(`text,label
"'=1+1",-1
"'-x",-1
"''=1",-1
"'＝1",-1
`);
    expect(parseText(written.replace(MARK, '')).rows).toEqual(rows);
  });
  it.each(NOTATIONS)('of names in %s is read back as the same rows', (_, given) => {
    const reading = readingOf(given);
    const before = first(reading)!;
    const type = given === NAMELESS ? 'entity' : 'PER';
    const edited = changed(
      reading,
      tagCells(
        reading,
        before,
        before.tags!.map((tag, i) => (i === 0 ? `B-${type}` : tag)),
      ),
    );
    const main = (source: Reading) =>
      readData(source).files.main.map(({ text: of, tags, words }) => ({ of, tags, words }));
    const again = readingOf(correctedFile(edited.table, edited.task, edited.columns.labels).text);
    expect(main(again)).toEqual(main(edited));
  });
});
