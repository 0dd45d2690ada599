// SPDX-License-Identifier: Apache-2.0
// Files of words and tags, and of spans -> words with IOB2 tags; and tags -> spans in the text.
import { describe, expect, it } from 'vitest';
import { takeExamples } from '../../web/rows/examples';
import { guessColumns } from '../../web/rows/guess';
import { parseTable, parseText, parseTwoFiles, tagsLast } from '../../web/read/parse';
import { spansOf } from '../../web/answers/predictions';
import { engineRows } from '../../web/rows/engine_rows';
import { readData } from '../../web/rows/prepare';
import { entitiesOf, iob2Labels, tagScheme, toIob2 } from '../../web/rows/tags';
import { wordsOf } from '../../web/read/words';

const bytes = (text: string) => new TextEncoder().encode(text);
const table = (text: string) => parseTable(bytes(text));
const take = (text: string, labelNames?: string[]) => {
  const read = table(text);
  return takeExamples(read, guessColumns(read), 'token_classification', labelNames);
};
const pieces = (text: string) => wordsOf(text).map(([from, to]) => Array.from(text).slice(from, to).join(''));

describe('words are those of the basic tokenizer', () => {
  it.each([
    ["It isn't $5, is it?", ['It', 'isn', "'", 't', '$', '5', ',', 'is', 'it', '?']],
    ['  a\tb\u00a0c\u2028d\n', ['a', 'b', 'c', 'd']],
    ['北京 ok', ['北', '京', 'ok']],
    ['😂x «y»', ['😂x', '«', 'y', '»']],
    ['\u200b \ufeff a\u200bb', ['a\u200bb']],
    ['', []],
  ])('%j', (text, expected) => expect(pieces(text)).toEqual(expected));
  it('have code points as offsets', () =>
    expect(wordsOf('😂 x')).toEqual([
      [0, 1],
      [2, 3],
    ]));
});

describe('tags', () => {
  // San Jose , Paris Texas: the example of tags.ts
  const iob2 = ['B-LOC', 'I-LOC', 'O', 'B-LOC', 'B-LOC'];
  it.each([
    ['IOB1', ['I-LOC', 'I-LOC', 'O', 'I-LOC', 'B-LOC']],
    ['IOB2', iob2],
    ['IOBES', ['B-LOC', 'E-LOC', 'O', 'S-LOC', 'S-LOC']],
    ['BILOU', ['B-LOC', 'L-LOC', 'O', 'U-LOC', 'U-LOC']],
    ['BMEWO', ['B-LOC', 'E-LOC', 'O', 'W-LOC', 'W-LOC']],
  ])('of %s are told apart and turned into IOB2', (scheme, tags) => {
    expect(tagScheme([['O'], tags])).toBe(scheme);
    expect(toIob2(tags)).toEqual(iob2);
  });
  it('of parts of speech, or O alone, mark no entities', () => {
    expect(tagScheme([['DET', 'NOUN']])).toBe('none');
    expect(tagScheme([['O', 'O']])).toBe('none');
  });
  it('keep types with hyphens, and begin an entity where the type changes', () => {
    expect(toIob2(['B-creative-work', 'I-creative-work', 'I-person'])).toEqual([
      'B-creative-work',
      'I-creative-work',
      'B-person',
    ]);
  });
  it('are outputs in the order O, B-X, I-X, B-Y', () => {
    expect(iob2Labels(['O', 'I-b', 'B-a', 'B-b'])).toEqual(['O', 'B-a', 'I-a', 'B-b', 'I-b']);
  });
  it('are read as conlleval reads them', () => {
    expect(entitiesOf(['I-a', 'I-a', 'I-b', 'O', 'B-a', 'B-a'])).toEqual([
      { type: 'a', first: 0, end: 2 },
      { type: 'b', first: 2, end: 3 },
      { type: 'a', first: 4, end: 5 },
      { type: 'a', first: 5, end: 6 },
    ]);
  });
});

describe('CoNLL', () => {
  const conll2003 = `-DOCSTART- -X- O O

EU NNP I-NP I-ORG
rejects VBZ I-VP O
German JJ I-NP I-MISC
call NN I-NP O

Peter NNP I-NP I-PER
Blackburn NNP I-NP I-PER
`;
  it('may have documents without blank lines: each is a text, and a long one is told', () => {
    const words = (n: number) => Array.from({ length: n }, (_, i) => `w${i} ${i % 3 ? 'NN' : 'VB'}\n`).join('');
    const read = (...lengths: number[]) =>
      parseText(lengths.map((n, i) => `-DOCSTART- -X-\n${i ? '' : '\n'}${words(n)}`).join(''));
    expect(read(20, 30)).toMatchObject({ format: 'conll', rows: { length: 2 }, problems: [] });
    const { problems } = read(20, 1200);
    expect(problems).toMatchObject([{ level: 'warning', text: expect.stringMatching(/longest text: 1,200\./) as string }]); // prettier-ignore
    expect(parseText(`${words(1200)}\n${words(20)}`).problems).toEqual([]);
  });
  it('has the word first and the tag last; IOB1 becomes IOB2', () => {
    const { examples, problems } = take(conll2003);
    expect(examples).toEqual([
      {
        row: 3,
        text: 'EU rejects German call',
        label: 'ORG: EU; MISC: German',
        words: [
          [0, 2],
          [3, 10],
          [11, 17],
          [18, 22],
        ],
        tags: ['B-ORG', 'O', 'B-MISC', 'O'],
      },
      {
        row: 8,
        text: 'Peter Blackburn',
        label: 'PER: Peter Blackburn',
        words: [
          [0, 5],
          [6, 15],
        ],
        tags: ['B-PER', 'I-PER'],
      },
    ]);
    expect(problems.map(({ text }) => text)).toEqual([expect.stringMatching(/IOB1 .* turned into IOB2/)]);
  });
  it('may have its tags taken from another column', () => {
    const read = table(conll2003);
    const { examples } = takeExamples(read, { text: 0, pair: null, labels: [1] }, 'token_classification');
    expect(examples[0]!.tags).toEqual(['NNP', 'VBZ', 'JJ', 'NN']);
  });
  it('has tabs or spaces, comments, lines of a tab between sentences, words like #this', () => {
    const read = table('# a comment of its own\n#this\tO\n😂\tO\nAda\tB-person\n\t\nhere\tO\nLondon\tB-place\n');
    expect(read.format).toBe('conll');
    expect(read.rows).toEqual([
      ['#this 😂 Ada', 'O O B-person'],
      ['here London', 'O B-place'],
    ]);
    expect(read.numbers).toEqual([2, 6]);
  });
  it('of Universal Dependencies is read too', () => {
    const read = table(
      '# sent_id = 1\n1-2\tvámonos\t_\t_\n1\tvamos\tir\tVERB\n2\tnos\tnosotros\tPRON\n3\tal\tel\tDET\n\n1\tmar\tmar\tNOUN\n2\t.\t.\tPUNCT\n\n'.repeat(
        6,
      ),
    );
    expect(read.columns).toEqual(['words', 'column 3', 'tags']);
    expect(read.rows[0]).toEqual(['vamos nos al', 'ir nosotros el', 'VERB PRON DET']);
    expect(readData({ table: read, columns: guessColumns(read) }).scheme).toBe('none');
  });
  it('is not a table of labels and texts', () => {
    expect(table('ham\thello there\nspam\twin now\n').format).toBe('delimited');
    expect(table('text,label\na,x\nb,y\n').format).toBe('delimited');
    expect(table('good\t1\nbad\t0\nfine\t1\n\nawful\t0\n').format).toBe('delimited');
  });
  it('names lines without a tag, and goes on', () => {
    const lines = Array.from({ length: 20 }, (_, i) => `word${i} ${i % 5 ? 'O' : 'B-x'}`);
    const read = table([...lines, 'alone', ...lines].join('\n'));
    expect(read.problems).toMatchObject([{ rows: [21] }]);
    expect(read.rows[0]![0]!.split(' ')).toHaveLength(40);
  });
});

describe('two files', () => {
  it('have a sentence a line', () => {
    const read = parseTwoFiles(bytes('play  jazz \nstop\n'), bytes('O B-genre\nO\n'));
    expect(read.rows).toEqual([
      ['play jazz', 'O B-genre'],
      ['stop', 'O'],
    ]);
  });
  it('must go together', () => {
    const [words, tags] = [bytes('play jazz\nplay it now\n'), bytes('O B-genre\nO O O\n')];
    for (const pair of [tagsLast(words, tags), tagsLast(tags, words)]) expect(pair).toEqual([words, tags]);
    expect(() => parseTwoFiles(bytes('a\nb\n'), bytes('O\n'))).toThrow(/2 lines.*1 line/);
    expect(parseTwoFiles(bytes('a\nb c\n'), bytes('O\nO\n')).problems).toMatchObject([{ rows: [2] }]);
  });
});

describe('spans over a text', () => {
  const json = (...rows: unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n');
  const ada = { text: 'I met Ada Lovelace.', tags: ['O', 'O', 'B-person', 'I-person', 'O'] };
  it.each([
    ['objects', { spans: [{ start: 6, end: 18, label: 'person' }] }],
    ['triples', { entities: [[6, 18, 'person']] }],
    ['labels', { label: [[6, 18, 'person']] }],
    ['start_offset', { entities: [{ start_offset: 6, end_offset: 18, label: 'person', id: 3 }] }],
  ])('as %s', (_, spans) => {
    const none = Object.fromEntries(Object.keys(spans).map((key) => [key, []]));
    const text = json({ text: ada.text, ...spans }, { text: 'Nobody there', ...none });
    const read = table(text);
    const data = readData({ table: read, columns: guessColumns(read) });
    expect(data).toMatchObject({ task: 'token_classification', scheme: 'iob2', labels: ['O', 'B-person', 'I-person'] });
    expect(data.files.main[0]).toMatchObject({ tags: ada.tags, label: 'person: Ada Lovelace' });
    expect(data.files.main[1]!.tags).toEqual(['O', 'O']);
  });
  it('count code points', () => {
    const { examples, problems } = take(json({ text: '😂 Ada', spans: [[2, 5, 'person']] }));
    expect(examples[0]!.tags).toEqual(['O', 'B-person']);
    expect(problems).toEqual([]);
  });
  it('are UTF-16 units if they only fit so, and it is said', () => {
    const { examples, problems } = take(json({ text: '😂 Ada', spans: [[3, 6, 'person']] }));
    expect(examples[0]!.tags).toEqual(['O', 'B-person']);
    expect(problems.map(({ text }) => text)).toEqual([expect.stringMatching(/UTF-16/)]);
  });
  it('that begin inside words, overlap, or leave the text are named', () => {
    const { examples, problems } = take(
      json(
        { text: 'a London bus', spans: [[3, 8, 'place']] },
        { text: 'a London bus', spans: [[2, 8, 'place'], [2, 12, 'thing']] }, // prettier-ignore
        { text: 'a London bus', spans: [[2, 80, 'place']] },
        { text: 'a London bus', spans: 'London' },
      ),
    );
    expect(examples.map(({ tags }) => tags)).toEqual([
      ['O', 'B-place', 'O'],
      ['O', 'B-place', 'O'],
    ]);
    expect(problems.map(({ rows }) => rows)).toEqual([[4], [3], [1], [2]]);
  });
  it('may be lists of words and tags instead, with numbers for tags', () => {
    const text = json({ tokens: ['Ada', 'came'], ner_tags: [1, 0] }, { tokens: ['Bob'], ner_tags: [1] });
    const { examples } = take(text, ['O', 'B-person', 'I-person']);
    expect(examples.map(({ text, tags }) => [text, tags])).toEqual([
      ['Ada came', ['B-person', 'O']],
      ['Bob', ['B-person']],
    ]);
  });
});

it('rows of words are flat for the engine', () => {
  const { examples } = take('Ada B-p\ncame O\n\nBob B-p\n');
  expect(engineRows(examples, { task: 'token_classification', labels: ['O', 'B-p', 'I-p'] })).toEqual({
    texts: ['Ada came', 'Bob'],
    labels: [1, 0, 1],
    words: { ends: [2, 3], spans: [0, 3, 4, 8, 0, 3] },
    numbers: [1, 4],
  });
});

describe('predictions', () => {
  const labels = ['O', 'B-person', 'I-person'];
  const sure = (n: number) => labels.map((_, i) => (i === n ? 0.8 : 0.1));
  it('are spans in the text of the user', () => {
    const text = '😂 Ada  Lovelace, Bob';
    const words = wordsOf(text);
    expect(spansOf(text, words, [0, 1, 2, 0, 2].map(sure), labels, 'iob2')).toEqual([
      { start: 2, end: 15, label: 'person', text: 'Ada  Lovelace', score: 0.8 },
      { start: 17, end: 20, label: 'person', text: 'Bob', score: 0.8 },
    ]);
  });
  it.each([
    ['types alone', ['O', 'PER', 'LOC'], [1, 1, 0, 2, 1]],
    ['IO', ['I-LOC', 'I-PER', 'O'], [1, 1, 2, 0, 1]],
    ['IOB1, without B- for one type', ['B-LOC', 'I-LOC', 'I-PER', 'O'], [2, 2, 3, 1, 2]],
    ['IOBES', ['B-PER', 'E-PER', 'I-PER', 'S-LOC', 'S-PER', 'O'], [0, 1, 5, 3, 4]],
    ['BILOU', ['O', 'U-LOC', 'B-PER', 'L-PER', 'U-PER'], [2, 3, 0, 1, 4]],
  ])('are entities of a model made elsewhere: %s', (_, names, chosen) => {
    const text = 'Ada Lovelace saw London Byron';
    const rows = chosen.map((n) => names.map((__, i) => (i === n ? 0.8 : 0.1)));
    const spans = spansOf(text, wordsOf(text), rows, names, 'none');
    expect(spans.map(({ label, text: part }) => [label, part])).toEqual([
      ['PER', 'Ada Lovelace'],
      ['LOC', 'London'],
      ['PER', 'Byron'],
    ]);
  });
  it('are a span a word where tags stand for themselves', () => {
    const parts = ['DET', 'NOUN', 'VERB'];
    expect(spansOf('go on', wordsOf('go on'), [sure(2), sure(2)], parts, 'none').map(({ label }) => label)).toEqual([
      'VERB',
      'VERB',
    ]);
  });
});
