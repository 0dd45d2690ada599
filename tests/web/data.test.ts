// SPDX-License-Identifier: Apache-2.0
// Tables -> examples, labels, parts and problems.
import { describe, expect, it } from 'vitest';
import { checkKnownLabels } from '../../web/rows/checks';
import { untested } from '../../web/rows/few';
import { guessColumns } from '../../web/rows/guess';
import { labelMap } from '../../web/rows/label_map';
import { parseTable } from '../../web/read/parse';
import { engineRows } from '../../web/rows/engine_rows';
import { prepare, type PrepareOptions } from '../../web/rows/prepare';
import { rngBits, shuffle, stratifiedSplit } from '../../web/rows/split';

const table = (text: string) => parseTable(new TextEncoder().encode(text));
const guess = (text: string) => guessColumns(table(text));
const source = (text: string) => ({ table: table(text), columns: guess(text) });
const prepared = (text: string, options: Partial<PrepareOptions> = {}) =>
  prepare(source(text), { seed: 1, ...options });
const errors = (p: ReturnType<typeof prepare>) => p.problems.filter((x) => x.level === 'error').map((x) => x.text);

/** `n` distinct rows of each label. */
const rows = (labels: string[], n: number, word = 'text') =>
  labels.flatMap((label) => Array.from({ length: n }, (_, i) => `${word} ${i} of ${label}\t${label}\n`)).join('');

describe('columns', () => {
  it('are known by their names', () => {
    expect(guess('text,category\na b,x\nc d,y\n')).toEqual({ text: 0, pair: null, labels: [1] });
    expect(guess('index\tquestion\tsentence\tlabel\n0\tWho?\tHe.\tyes\n1\tWhy?\tSo.\tno\n')).toEqual({
      text: 1,
      pair: 2,
      labels: [3],
    });
    expect(guess('id,sentence1,sentence2,score\n1,a,b,3.5\n2,c,d,1.0\n')).toEqual({ text: 1, pair: 2, labels: [3] });
  });
  it('are guessed from their cells', () => {
    expect(guess('ham\tHello, how are you\nspam\tWin a prize\nham\tSee you\nspam\tCall now\n')).toMatchObject({
      text: 1,
      labels: [0],
    });
    expect(guess('A long text here\t27\tab1\nAnother text\t4\tab2\nOne more\t27\tab3\nAnd on\t4\tab4\n')).toMatchObject(
      { text: 0, labels: [1] },
    );
  });
  it.each([
    ['first,second,how alike', [0, 1], [2]],
    ['Text A,Text B,score', [0, 1], [2]],
    ['label,question_a,question_b', [1, 2], [0]],
    ['left text,right text,label', [0, 1], [2]],
    ['text2,text1,label', [1, 0], [2]],
    ['query,document,label', [0, 1], [2]],
    ['text,first,second', [0, null], [1]], // a text by its name is one alone
    ['first,remarks,label', [1, null], [2]],
  ] as const)('are the two texts of a pair by their names: %s', (header, [text, pair], labels) => {
    const name = header.split(',');
    const cell = (column: string, i: number) =>
      /label|alike|score/.test(column) ? String(i % 2) : `${column} number ${i} is a text`;
    const body = Array.from({ length: 12 }, (_, i) => name.map((column) => cell(column, i)).join(',')).join('\n');
    expect(guess(`${header}\n${body}\n`)).toMatchObject({ text, pair, ...(pair === null ? {} : { labels }) });
  });
  it.each(['review,stars,words', 'what was said,stars,order number', 'message,stars,data'])(
    'of numbers are no texts, whatever their name and their length: %s',
    (header) => {
      const body = (i: number) => `number ${i} here,${i % 5},${2 ** 40 + i * i}\n`;
      expect(guess(`${header}\n${Array.from({ length: 20 }, (_, i) => body(i)).join('')}`)).toEqual({
        ...{ text: 0, pair: null, labels: [1] },
      });
    },
  );
  it('of numbers are numbers where some are missing', () => {
    const body = (i: number) => `text number ${i}\t${i === 3 ? 'n/a' : (i / 7).toFixed(2)}\n`;
    const text = `text\tprice\n${Array.from({ length: 30 }, (_, i) => body(i)).join('')}`;
    const found = prepared(text);
    expect(found.task).toBe('regression');
    expect(found.problems.map(({ text }) => text).join(' ')).toContain('without a number left out');
    const fixed = prepared(text, { fixes: ['missing-labels'] });
    expect(errors(fixed)).toEqual([]);
    expect(fixed.task).toBe('regression');
  });
  it('may have no label', () => {
    expect(guess('One text a line\nand another\n')).toEqual({ text: 0, pair: null, labels: [] });
  });
});

it('labels are numbered by value or by name', () => {
  expect(labelMap(['10', '9', '-1', '9']).labels).toEqual(['-1', '9', '10']);
  expect(labelMap(['spam', 'ham', 'Ham']).labels).toEqual(['Ham', 'ham', 'spam']);
});

describe('split', () => {
  const labels = Array.from({ length: 200 }, (_, i) => (i % 10 === 0 ? 1 : 0));
  const texts = labels.map((_, i) => `text ${i}`);
  it('keeps every row once and every share', () => {
    const split = stratifiedSplit(labels, texts, 7);
    expect([...split.train, ...split.validation, ...split.test].sort((a, b) => a - b)).toEqual(labels.map((_, i) => i));
    for (const part of [split.validation, split.test]) {
      expect(part.filter((i) => labels[i] === 0)).toHaveLength(27);
      expect(part.filter((i) => labels[i] === 1)).toHaveLength(3);
    }
  });
  it('is a function of the seed', () => {
    expect(stratifiedSplit(labels, texts, 7)).toEqual(stratifiedSplit(labels, texts, 7));
    expect(stratifiedSplit(labels, texts, 7)).not.toEqual(stratifiedSplit(labels, texts, 8));
  });
  it('has the random numbers of the engine', () => {
    // From core/base/rng.c: tt_rng_bits(tt_rng_key(1, 0, 3), 0..2) and (42, 0, 0), index 123456.
    const bits = rngBits(1, 0, 3);
    expect([bits(0), bits(1), bits(2), rngBits(42, 0, 0)(123456)]).toEqual([
      1027688480, 3048661111, 2167557097, 3238585170,
    ]);
    const items = [0, 1, 2, 3, 4, 5, 6, 7];
    shuffle(items, bits);
    expect(items).toEqual([6, 3, 4, 2, 7, 5, 0, 1]);
  });
  it('trains the only row of a label', () => {
    const split = stratifiedSplit([0, 0, 0, 0, 1, 2, 2, 3, 3, 3], [...'abcdefghij'], 1);
    expect(split.train).toContain(4);
    const partsOf = (label: number[]) =>
      Object.values(split).map((part: number[]) => part.filter((i) => label.includes(i)).length);
    expect(partsOf([5, 6])).toEqual([1, 0, 1]);
    expect(partsOf([7, 8, 9])).toEqual([1, 1, 1]);
  });
  it('keeps equal texts together', () => {
    const copies = labels.map((_, i) => `text ${Math.floor(i / 4)}`);
    const split = stratifiedSplit(
      labels.map(() => 0),
      copies,
      3,
    );
    const of = (part: number[]) => new Set(part.map((i) => copies[i]));
    expect([...of(split.test)].filter((text) => of(split.train).has(text))).toEqual([]);
    expect(split.test.length).toBeGreaterThanOrEqual(30);
  });
});

describe('prepare', () => {
  it('gives the three parts', () => {
    const p = prepared(rows(['no', 'yes'], 100));
    expect(p).toMatchObject({ ok: true, labels: ['no', 'yes'], problems: [] });
    expect(p.counts).toEqual({ train: [70, 70], validation: [15, 15], test: [15, 15] });
    const { texts, labels } = engineRows(p.parts.test, p);
    expect(texts.every((text, i) => text.endsWith(p.labels[labels[i]!]!))).toBe(true);
  });
  it('names the labels that no test row has, which are labels of the model all the same', () => {
    const p = prepared(`${rows(['no', 'yes'], 100)}a text of its own\tperhaps\n`);
    expect(p).toMatchObject({ ok: true, labels: ['no', 'perhaps', 'yes'] });
    expect(p.counts.test).toEqual([15, 0, 15]);
    expect(untested(p.task, p.labels, p.counts.test)).toEqual(['perhaps']);
    expect(p.problems.at(-1)!.text).toMatch(/^1 label \("perhaps"\) without a test row: the model learns it/);
  });
  it('takes a test file of the user and splits the rest 85 to 15', () => {
    const p = prepared(rows(['no', 'yes'], 100), { test: source(rows(['yes', 'no'], 10, 'new')) });
    expect(p.counts).toEqual({ train: [85, 85], validation: [15, 15], test: [10, 10] });
    expect(p.problems).toEqual([]);
  });
  it('refuses a label in the test file that training never saw', () => {
    const p = prepared(rows(['no', 'yes'], 20), { test: source(rows(['no', 'maybe'], 2, 'new')) });
    expect(p.ok).toBe(false);
    expect(errors(p)[0]).toMatch(/The test file has a label that the training data has not: "maybe" \(rows 3 and 4\)/);
  });
  it('says where only the notation of such a label differs', () => {
    const told = (known: string[], found: string[]) =>
      checkKnownLabels(labelMap(known), found.map((label, row) => ({ row, text: 'a', label })), 'evaluation', 'single_label_classification')[0]!.text; // prettier-ignore
    expect(told(['0', '1'], ['1.0', '0.0'])).toMatch(/\)\. There it is written "1" and not "1\.0": write such labels alike in both files\.$/); // prettier-ignore
    expect(told(['false', 'true'], ['TRUE', 'false'])).toMatch(/written "true" and not "TRUE": write it alike/);
    expect(told(['no', 'yes'], ['YES', 'maybe'])).toMatch(/"yes" and not "YES".* Add rows with them/);
    expect(told(['no', 'yes'], ['maybe'])).toMatch(/\)\. Add rows with it/);
  });
  it('objects that are neither labels nor spans are no labels', () => {
    const row = (i: number) =>
      `{"text": "to Lund, ${i}", "entities": [{"text": "Lund", "type": "LOC"}, {"text": "${i}"}]}`;
    const lines = Array.from({ length: 20 }, (_, i) => `${row(i)}\n`).join('');
    expect(errors(prepared(lines))).toEqual([expect.stringMatching(/^"entities" has objects that are no labels/)]);
  });
  it('refuses one label, no labels, no rows, and a column that is no set of labels', () => {
    expect(errors(prepared('text,label\na,x\nb,x\nc,x\n'))[0]).toMatch(/All 3 rows have the label "x"/);
    expect(errors(prepared('one text\nand another\n'))[0]).toMatch(/No column has labels/);
    expect(errors(prepared('text,label\n,x\nb,\n'))[0]).toMatch(/no row left/);
    expect(errors(prepared('text,label\na,1.5\nb,2.5\nc,3.5\nd,4.5\ne,5.5\n'))[0]).toMatch(
      /5 different values in 5 rows/,
    );
  });
  it('lists rows without text or label, long cells and repeated texts', () => {
    const p = prepared(
      `text\tlabel\n\tno\nalone\t\n${rows(['no', 'yes'], 10)}text 0 of no\tno\ntext 1 of no\tyes\n${'x'.repeat(30_000)}\tno\n`,
    );
    expect(p.problems.filter(({ rows: of }) => of.length).map((x) => [x.level, x.rows])).toEqual([
      ['warning', [2]],
      ['warning', [3]],
      ['warning', [26]],
      ['note', [24]],
      ['warning', [25]],
    ]);
    expect(p.ok).toBe(true);
  });
  it('says when the test file has texts of the training', () => {
    const p = prepared(rows(['no', 'yes'], 20), { test: source(rows(['no', 'yes'], 3)) });
    expect(p.problems.filter(({ level }) => level === 'warning')).toMatchObject([{ rows: [1, 2, 3, 4, 5, 6] }]);
  });
  it('carries pairs', () => {
    const p = prepared('sentence1,sentence2,label\na,b,yes\nc,d,no\ne,f,yes\ng,h,no\n');
    expect(engineRows(p.parts.train, p).pairs).toHaveLength(p.parts.train.length);
  });
});

describe('words with tags', () => {
  /** Sentences of as many words, with an entity in each. */
  const sentences = Array.from({ length: 60 }, (_, i) => ({
    tokens: ['Ann', 'saw', `town${i}`, 'and', `w${i * 7}`],
    ner_tags: ['B-PER', 'O', 'B-LOC', 'O', 'O'],
  }));
  const taken = (rows: object[]) => prepared(rows.map((row) => JSON.stringify(row)).join('\n'));
  const at = (i: number, row: object) => sentences.map((each, k) => (k === i ? row : each));

  it('are known by the name of their column where all sentences have as many', () => {
    expect(taken(sentences)).toMatchObject({ task: 'token_classification', labels: ['O', 'B-LOC', 'I-LOC', 'B-PER', 'I-PER'] }); // prettier-ignore
  });
  it('lose an empty one with its tag', () => {
    const { tokens, ner_tags } = sentences[9]!;
    const { parts, problems } = taken(at(9, { tokens: ['', ...tokens], ner_tags: ['O', ...ner_tags] }));
    expect(
      Object.values(parts)
        .flat()
        .find(({ row }) => row === 10),
    ).toMatchObject({ text: 'Ann saw town9 and w63', tags: ner_tags });
    expect(problems).toContainEqual(expect.objectContaining({ level: 'warning', rows: [10] }));
  });
  it.each(['o', '0', 'B', 'B_LOC'])('mark entities beside one tag %s', (odd) => {
    const { labels, parts, problems } = taken(at(4, { ...sentences[4], ner_tags: ['B-PER', odd, 'B-LOC', 'O', 'O'] }));
    expect(labels).toEqual(['O', 'B-LOC', 'I-LOC', 'B-PER', 'I-PER']);
    expect(Object.values(parts).flat()).toHaveLength(59);
    expect(problems.find(({ rows }) => rows.length === 1 && rows[0] === 5)?.text).toContain(`"${odd}"`);
  });
  it('are plain where tags of both kinds are many', () => {
    const mixed = sentences.map((each, i) => (i % 3 ? each : { ...each, ner_tags: ['PER', 'O', 'LOC', 'O', 'O'] }));
    expect(taken(mixed).labels).toEqual(['B-LOC', 'B-PER', 'LOC', 'O', 'PER']);
  });
});
