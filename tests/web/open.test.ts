// SPDX-License-Identifier: Apache-2.0
// Workbooks, Parquet, compressed files, and several files as one table.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { guessColumns } from '../../web/rows/guess';
import { openTable } from '../../web/read/open';
import { prepare } from '../../web/rows/prepare';
import { DataError } from '../../web/read/problems';

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (name: string, content: string | Uint8Array) => ({
  name,
  bytes: typeof content === 'string' ? bytes(content) : content,
});
const rows = (n: number, from = 0) =>
  Array.from({ length: n }, (_, i) => `a text with the number ${(from + i) * 37},${(from + i) % 2 ? 'neg' : 'pos'}\n`).join(''); // prettier-ignore
const csv = (n: number, from = 0) => `text,label\n${rows(n, from)}`;

/** A workbook as Excel writes it, as far as a reader needs it. */
function workbook(sheets: Record<string, (string | number | boolean)[][]>, hidden = '', merged = ''): Uint8Array {
  const names = Object.keys(sheets);
  const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const cell = (value: string | number | boolean, ref: string) => {
    if (typeof value === 'string') return `<c r="${ref}" t="inlineStr"><is><t>${escape(value)}</t></is></c>`;
    return `<c r="${ref}" t="${typeof value === 'number' ? 'n' : 'b'}"><v>${Number(value)}</v></c>`;
  };
  const sheet = (table: (string | number | boolean)[][]) =>
    `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${table
      .map(
        (cells, r) =>
          `<row r="${r + 1}">${cells.map((value, c) => cell(value, `${'ABCDEF'[c]}${r + 1}`)).join('')}</row>`,
      )
      .join('')}</sheetData>${merged}</worksheet>`;
  const xml = (path: string, text: string) => [path, strToU8(text)] as const;
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipSync(
    Object.fromEntries([
      xml('[Content_Types].xml', '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'), // prettier-ignore
      xml('xl/workbook.xml', `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relations}"><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}"${name === hidden ? ' state="hidden"' : ''} r:id="r${i + 1}"/>`).join('')}</sheets></workbook>`), // prettier-ignore
      xml('xl/_rels/workbook.xml.rels', `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, i) => `<Relationship Id="r${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`), // prettier-ignore
      ...names.map((name, i) => xml(`xl/worksheets/sheet${i + 1}.xml`, sheet(sheets[name]!))),
    ]),
  );
}

describe('a workbook', () => {
  const rowsOf = (n: number) => Array.from({ length: n }, (_, i) => [`text ${i}`, `label ${i % 2}`]);
  const cells = Array.from({ length: 30 }, (_, i) => [`a text <${i * 37}>, "quoted"`, i % 2, i / 8]);
  const book = workbook({ Notes: [], Rows: [['text', 'label', 'share'], ...cells], Other: [['a', 'b'], ['c', 'd']] }); // prettier-ignore
  it('is read from its first sheet with cells, and the others are offered', async () => {
    const table = await openTable([file('book.xlsx', book)]);
    expect(table).toMatchObject({ header: true, columns: ['text', 'label', 'share'], sheet: 'Rows' });
    expect(table.rows[3]).toEqual(['a text <111>, "quoted"', '1', '0.375']);
    expect(table.numbers.slice(0, 2)).toEqual([2, 3]);
    expect(table.problems).toMatchObject([{ choices: [{ flags: { sheet: 'Other' } }] }]);
  });
  it('is read from the sheet that is named, by name or number', async () => {
    for (const sheet of ['Other', '3'])
      expect(await openTable([file('book.xlsx', book)], { sheet })).toMatchObject({ sheet: 'Other', problems: [] });
    await expect(openTable([file('book.xlsx', book)], { sheet: 'Nope' })).rejects.toThrow(/no sheet "Nope".*"Rows"/);
  });
  it('is read by the first sheet that is shown', async () => {
    const lists = workbook({ Lists: [['yes', 'no'], ['1', '0']], Rows: [['text', 'label'], ...cells] }, 'Lists'); // prettier-ignore
    expect(await openTable([file('book.xlsx', lists)])).toMatchObject({ sheet: 'Rows', problems: [{ level: 'note' }] });
  });
  it('has the value of merged cells in each of their rows', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => (i % 4 ? [`text ${i}`] : [`text ${i}`, `label ${i / 4}`]));
    const ranges = ['B2:B5', 'B6:B9', 'B10:B13'].map((range) => `<mergeCell ref="${range}"/>`).join('');
    const merged = workbook({ Rows: [['text', 'label'], ...rows] }, '', `<mergeCells count="3">${ranges}</mergeCells>`);
    const table = await openTable([file('book.xlsx', merged)]);
    expect(table.rows.map(([, label]) => label)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2].map((i) => `label ${i}`));
    expect(table.problems).toMatchObject([{ level: 'note', text: expect.stringContaining('"label"') as string }]);
  });
  it('may have formulas without a result, and errors, which are told', async () => {
    const files = unzipSync(workbook({ Rows: [['text', 'label'], ...rowsOf(12)] }));
    const path = 'xl/worksheets/sheet1.xml';
    const cells: Record<string, string> = {
      B2: '<f>A2&amp;"x"</f>',
      B3: '<f t="shared" si="0"/><v></v>',
      B4: '<f>1</f><v/>',
      B5: '<f>A1</f><v>7</v>',
    };
    const typed: Record<string, string> = { B6: 't="str"><f>""</f><v></v>', B7: 't="e"><v>#REF!</v>' };
    const text = strFromU8(files[path]!).replace(/<c r="(B\d+)"[^>]*>.*?<\/c>/g, (cell, at: string) =>
      cells[at] ? `<c r="${at}">${cells[at]}</c>` : typed[at] ? `<c r="${at}" ${typed[at]}</c>` : cell,
    );
    const table = await openTable([file('book.xlsx', zipSync({ ...files, [path]: strToU8(text) }))]);
    expect(table.rows.slice(0, 6).map(([, label]) => label)).toEqual(['', '', '', '7', '', '']);
    expect(table.problems).toMatchObject([{ level: 'warning', rows: [2, 3, 4, 7] }]);
    expect(table.problems[0]!.text).toMatch(
      /^4 rows \(rows 2, 3, 4 and 7\) with cells of "label" that were read as empty/,
    );
  });
  it('may have cells without a place, and texts in CDATA', async () => {
    const files = unzipSync(workbook({ Rows: [['text', 'label', 'share'], ...cells] }));
    const path = 'xl/worksheets/sheet1.xml';
    const first = Array.from({ length: 27 }, (_, i) => `<x:c t="n"><x:v>${i}</x:v></x:c>`).join('');
    const others = { 'xl/sharedStrings.xml': strToU8('<sst><si><t><![CDATA[a & b]]> &amp; c</t></si></sst>') };
    const open = (xml: (text: string) => string) =>
      openTable([file('book.xlsx', zipSync({ ...files, ...others, [path]: strToU8(xml(strFromU8(files[path]!))) }))]);
    for (const placeless of [/<c r="[A-Z]+\d+"/g, /<c r="[BC]\d+"/g]) {
      const table = await open((text) => text.replace(placeless, '<c').replace(/<row r="\d+"/g, '<row'));
      expect(table.columns).toEqual(['text', 'label', 'share']);
      expect(table.rows[3]).toEqual(['a text <111>, "quoted"', '1', '0.375']);
      expect(table.numbers.slice(0, 2)).toEqual([2, 3]);
    }
    const marked = await open((text) => text.replace(/<t>(a text [^]*?)<\/t>/g, '<t><![CDATA[$1 <c>]]></t>'));
    expect(marked.rows[3]![0]).toBe('a text &lt;111>, "quoted" <c>');
    const shared = await open((text) => text.replace(/<is>.*?<\/is>/g, '<v>0</v>').replaceAll('inlineStr', 's'));
    expect(shared.rows[3]![0]).toBe('a & b & c');
    const wide = await open(
      () => `<x:worksheet><x:sheetData>${`<x:row>${first}</x:row>`.repeat(3)}</x:sheetData></x:worksheet>`,
    );
    expect(wide.rows[1]).toEqual(Array.from({ length: 27 }, (_, i) => String(i)));
  });
  it('that is damaged gets a sentence', async () => {
    const broken = zipSync({ 'xl/workbook.xml': strToU8('<workbook') });
    await expect(openTable([file('book.xlsx', broken)])).rejects.toThrow(DataError);
    await expect(openTable([file('book.xlsx', book.slice(0, 400))])).rejects.toThrow(/no zip .*cut short/);
    await expect(openTable([file('a.docx', zipSync({ 'word/document.xml': strToU8('') }))])).rejects.toThrow(/a Word document/); // prettier-ignore
  });
});

describe('Parquet', () => {
  const read = (name: string) => openTable([file(name, readFileSync(`tests/web/fixtures/parquet/${name}`))]);
  it('has labels by their names', async () => {
    const table = await read('labels.parquet');
    expect(prepare({ table, columns: guessColumns(table) }, { seed: 1 })).toMatchObject({ labels: ['neg', 'pos'], ok: true }); // prettier-ignore
    expect([table.format, table.rows.length]).toEqual(['parquet', 30]);
  });
  it('has no label where its number is -1', async () => {
    const table = await read('unlabelled.parquet');
    expect(table.rows.map(([, label]) => label)).toEqual(['', 'neg', 'pos', 'neg', 'pos', '']);
  });
  it('has tags of words by their names', async () => {
    const table = await read('words.parquet');
    const data = prepare({ table, columns: guessColumns(table) }, { seed: 1 });
    expect([data.task, data.scheme, data.labels]).toEqual(['token_classification', 'iob2', ['O', 'B-LOC', 'I-LOC', 'B-PER', 'I-PER']]); // prettier-ignore
  });
  it('that is damaged gets a sentence', async () => {
    const whole = readFileSync('tests/web/fixtures/parquet/labels.parquet');
    const broken = Buffer.concat([whole.subarray(0, 200), Buffer.alloc(300, 7), whole.subarray(-60)]);
    await expect(openTable([file('x.parquet', broken)])).rejects.toThrow(/The Parquet file cannot be read \(/);
    await expect(openTable([file('x.parquet', whole.subarray(0, 200))])).rejects.toThrow(
      /a Parquet file without its end/,
    );
  });
});

describe('compressed files', () => {
  it('are unpacked', async () => {
    expect((await openTable([file('a.csv.gz', gzipSync(csv(30)))])).rows).toHaveLength(30);
    expect((await openTable([file('a.zip', zipSync({ 'b/a.csv': bytes(csv(30)) }))])).rows).toHaveLength(30);
    await expect(openTable([file('a.csv.gz', gzipSync(csv(30)).subarray(0, 60))])).rejects.toThrow(
      /a damaged gzip file/,
    );
    await expect(openTable([file('a.zip', zipSync({ 'x/': new Uint8Array() }))])).rejects.toThrow(/a\.zip is empty/);
  });
  it('of texts in folders have the folders as labels', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => [`set/${i % 2 ? 'neg' : 'pos'}/${i}.txt`, bytes(`a text\nof the number ${i * 37}`)]); // prettier-ignore
    const table = await openTable([file('set.zip', zipSync(Object.fromEntries(texts) as Record<string, Uint8Array>))]);
    expect(table.columns).toEqual(['text', 'label', 'file']);
    expect(table.rows[1]).toEqual(['a text\nof the number 37', 'neg', 'set/neg/1.txt']);
    expect(guessColumns(table)).toEqual({ text: 0, pair: null, labels: [1] });
  });
});

it('paragraphs of questions are no export of spaCy', async () => {
  const data = [{ title: 'a', paragraphs: [{ context: 'a text', qas: [] }] }];
  const { problems } = await openTable([file('dev-v2.0.json', JSON.stringify({ version: '2', data }))]);
  expect(problems).toEqual([]);
});

describe('a tar archive', () => {
  const tar = (files: Record<string, string>) =>
    packTar(Object.entries(files).map(([name, body]) => ({ header: { name, size: bytes(body).length }, body })));
  const REVIEWS = {
    'aclImdb/README': 'about',
    'aclImdb/imdb.vocab': 'the\na\n',
    'aclImdb/train/urls_pos.txt': 'a\nb\n',
    ...Object.fromEntries(
      Array.from({ length: 90 }, (_, i) => [`aclImdb/train/${['pos', 'neg', 'unsup'][i % 3]!}/${i}.txt`, `text ${i}`]),
    ),
  };
  it('has texts in folders; lists beside them and texts without a label are left out', async () => {
    const table = await openTable([file('aclImdb.tar.gz', gzipSync(await tar(REVIEWS)))]);
    expect([table.rows.length, new Set(table.rows.map(([, label]) => label))]).toEqual([60, new Set(['pos', 'neg'])]);
    expect(table.rows[0]).toEqual(['text 0', 'pos', 'aclImdb/train/pos/0.txt']);
    const told = table.problems.map(({ text }) => text).join('\n');
    expect(told).toMatch(/aclImdb\/imdb\.vocab and aclImdb\/train\/urls_pos\.txt\.\n(.*\n)*.*\(unsup\): 30 texts\./);
  });
  it('of messages named by numbers, with folders of long names', async () => {
    const folder = (i: number) => `${'news/'.repeat(30)}${['sci.med', 'rec.autos'][i % 2]!}`;
    const messages = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`${folder(i)}/${49960 + i}`, `text ${i}`]),
    );
    const { rows } = await openTable([file('20news.tar', await tar(messages))]);
    expect([rows.length, rows[1]![1]]).toEqual([40, 'rec.autos']);
  });
  it('of a table is that table; of two without an ending, both', async () => {
    expect((await openTable([file('a.tgz', gzipSync(await tar({ 'x/a.csv': csv(20), 'x/._a.csv': 'x' })))])).rows).toHaveLength(20); // prettier-ignore
    expect((await openTable([file('a.tar', await tar({ 'a/data': csv(20), 'b/data': csv(9, 50) }))])).rows).toHaveLength(29); // prettier-ignore
  });
  it('that is damaged, or has no data, gets a sentence', async () => {
    const whole = await tar({ 'a.csv': csv(200) });
    await expect(openTable([file('a.tar', whole.slice(0, 1500))])).rejects.toThrow(/a\.tar is a damaged tar archive/);
    await expect(
      openTable([
        file(
          'a.tar',
          whole.map((byte, i) => (i === 3 ? 1 : byte)),
        ),
      ]),
    ).rejects.toThrow(/damaged/);
    await expect(openTable([file('a.tar', await tar({ '.hidden': 'x' }))])).rejects.toThrow(
      /no file with data in a\.tar/,
    );
    await expect(openTable([file('m.tar', await tar({ 'x/model.safetensors': 'x' }))])).rejects.toThrow(/a model and no data/); // prettier-ignore
  });
});

describe('several files', () => {
  it('of the same columns are one table, which tells them apart', async () => {
    const other = `label,text\n${Array.from({ length: 5 }, (_, i) => `pos,another text of ${i * 91}\n`).join('')}`;
    const table = await openTable([file('a.csv', csv(30)), file('b.csv', other), file('c.csv', csv(10, 50))]);
    expect(table.columns).toEqual(['text', 'label', 'file']);
    expect([table.rows.length, table.numbers.at(-1)]).toEqual([45, 48]);
    expect(table.rows[30]).toEqual(['another text of 0', 'pos', 'b.csv']);
    expect(guessColumns(table)).toEqual({ text: 0, pair: null, labels: [1] });
  });
  it('that are lists of one JSON are parts by their names', async () => {
    const list = (n: number, from: number) => Array.from({ length: n }, (_, i) => ({ text: `a text of ${from + i}`, label: i % 2 })); // prettier-ignore
    const parts = { train: list(40, 0), test: list(20, 50), oos_val: [] };
    const table = await openTable([file('a.json', JSON.stringify(parts))]);
    expect([table.columns, table.rows.length]).toEqual([['text', 'label', 'file'], 60]);
    expect(table.problems.map(({ text }) => text).join()).toContain(': a.json/train, a.json/test. ');
    const pairs = { val: [['one', 'a']], train: [['two', 'b'], ['three', 'a']] }; // prettier-ignore
    expect((await openTable([file('b.json', JSON.stringify(pairs))])).rows).toHaveLength(3);
    const columns = { train: [1, 2], test: ['a', 'b'] };
    expect((await openTable([file('c.json', JSON.stringify(columns))])).columns).toEqual(['train', 'test']);
  });
  it('that are parts of a split by their names get a warning; labels and other names do not', async () => {
    const mixed = /parts of a split/;
    const told = async (...names: string[]) => {
      const zip = zipSync(Object.fromEntries(names.map((name, i) => [name, bytes(/txt$/.test(name) ? `text ${i}` : csv(20, i * 50))]))); // prettier-ignore
      const { problems } = await openTable([file('a.zip', zip)]);
      return problems.find(({ text }) => mixed.test(text));
    };
    const parts = async (...names: string[]) => {
      const { problems } = await openTable(names.map((name) => file(name, name.endsWith('.zip') ? zipSync({ [`${name}/a.csv`]: bytes(csv(20)) }) : name.endsWith('.gz') ? gzipSync(csv(20)) : csv(20)))); // prettier-ignore
      return problems.find(({ text }) => mixed.test(text))?.parts;
    };
    const warning = await told('train.csv', 'test.csv');
    expect(warning).toMatchObject({ level: 'warning' });
    expect(warning!.text).toMatch(/train\.csv, test\.csv.*--given-parts yes/);
    for (const names of [
      ['data/train-0-of-2.csv', 'data/train-1-of-2.csv', 'data/test-0-of-1.csv'],
      ['reviews_train.csv', 'reviews_dev.csv'],
      ['Train/a.csv', 'Valid/a.csv'],
    ])
      expect(await told(...names)).toBeDefined();
    const folders = ['d/test/pos/3.txt', 'd/test/neg/4.txt', 'd/train/pos/1.txt', 'd/train/neg/2.txt'];
    expect((await told(...folders))!.text).toContain(': d/train, d/test. ');
    expect((await told('train/1.txt', 'test/2.txt'))!.text).toContain(': train, test. ');
    for (const names of [
      ['a.csv', 'b.csv'],
      ['train-0.csv', 'train-1.csv'],
      ['test/1.txt', 'dev/2.txt', 'docs/3.txt'],
      ['pos/train1.txt', 'neg/test2.txt'],
      ['contest.csv', 'training.csv'],
      ['dev/train.csv', 'dev/other.csv'],
      ['dev/train.csv'],
    ])
      expect(await told(...names)).toBeUndefined();
    const three = { train: [2], validation: [1], test: [0] };
    expect(await parts('d/test.csv', 'd/dev.csv', 'd/train.csv')).toEqual(three);
    expect(await parts('test.zip', 'dev.csv.gz', 'train.csv', 'LICENSE')).toEqual(three);
    expect(await told('train.csv', 'test.csv', 'other.csv')).not.toHaveProperty('parts');
    expect(warning!.parts).toEqual({ train: [0], validation: [], test: [0] }); // one zip has both
  });
  it('are one part where that is asked for, and the others are told', async () => {
    const zip = zipSync({ 'x/train-0.csv': bytes(csv(20)), 'x/train-1.csv': bytes(csv(10, 30)), 'x/dev.csv': bytes(csv(5, 60)), 'x/more.csv': bytes(csv(5, 70)) }); // prettier-ignore
    const part = (part: 'train' | 'validation' | 'test') => openTable([file('a.zip', zip)], { part });
    const train = await part('train');
    expect([train.rows.length, train.given]).toEqual([30, ['train', 'validation']]);
    expect(train.problems.map(({ text }) => text).join()).toMatch(/Left out.*: x\/more\.csv\./);
    expect((await part('validation')).rows).toHaveLength(5);
    await expect(part('test')).rejects.toThrow(/No file is by its name the part "test"/);
    const texts = zipSync(Object.fromEntries(['pos', 'neg'].flatMap((label) => [1, 2, 3].map((i) => [`d/${i > 2 ? 'test' : 'train'}/${label}/${i}.txt`, bytes(`${label} ${i}`)])))); // prettier-ignore
    expect((await openTable([file('t.zip', texts)], { part: 'test' })).rows.map(([text]) => text)).toEqual(['pos 3', 'neg 3']); // prettier-ignore
  });
  it("are brat's texts with their entities", async () => {
    const text = '🙂 Mira went\r\n\r\nto New Turku, and Lund\n';
    const at = (words: string) => [[...text.slice(0, text.indexOf(words))].length, words.length] as const;
    const entity = (label: string, words: string, i: number) => {
      const [start, length] = at(words);
      return `T${i}\t${label} ${start} ${start + length}\t${words}\n`;
    };
    const cut = `T4\tLOC ${at('New')[0]} ${at('New')[0] + 3};${at('Turku')[0]} ${at('Turku')[0] + 5}\tNew Turku\n`;
    const entities = `${entity('PER', 'Mira', 1)}R1\tat Arg1:T1 Arg2:T2\n${entity('LOC', 'Lund', 2)}${cut}`;
    const files = [file('c/annotation.conf', '[entities]\nPER\n'), file('c/1.txt', text), file('c/1.ann', entities), file('c/2.ann', ''), file('c/2.txt', 'to him\n')]; // prettier-ignore
    const table = await openTable(files);
    expect(table.columns).toEqual(['text', 'spans', 'file']);
    const { parts, scheme } = prepare({ table, columns: guessColumns(table) }, { seed: 1 });
    const examples = Object.values(parts).flat().sort((a, b) => a.row - b.row); // prettier-ignore
    expect([scheme, ...examples.map(({ text, label }) => [text, label])]).toEqual([
      'iob2',
      ...[['🙂 Mira went', 'PER: Mira'], ['to New Turku, and Lund', 'LOC: New Turku; LOC: Lund'], ['to him', '']], // prettier-ignore
    ]);
    expect(table.problems.map((problem) => problem.text).join()).toMatch(/Left out.*annotation\.conf.*export of brat/);
    await expect(openTable([...files, file('c/3.ann', entities)])).rejects.toThrow(/Choose both together/);
  });
  it('may be one whose rows are parts by a column', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${['TRAIN', 'Train', 'dev', 'test'][i % 4]},text ${i},${i % 3}\n`,
    );
    const files = [file('a.csv', bytes(`ml_use,text,label\n${rows.join('')}`))];
    const { rows: all, columns, problems } = await openTable(files);
    expect([all.length, columns]).toEqual([40, ['ml_use', 'text', 'label']]);
    expect(problems).toEqual([
      expect.objectContaining({ level: 'warning', parts: { train: [0], validation: [0], test: [0] } }),
    ]);
    const train = await openTable(files, { part: 'train' });
    expect([train.rows.length, train.numbers.slice(0, 3)]).toEqual([20, [2, 3, 6]]);
    expect([train.given, train.problems]).toEqual([['train', 'validation', 'test'], []]);
    expect((await openTable(files, { part: 'test' })).rows[0]).toEqual(['test', 'text 3', '0']);
    const others = [file('b.csv', bytes('set,text\ntrain,a\nother,b\n'))];
    expect((await openTable(others)).problems).toEqual([]);
    await expect(openTable(others, { part: 'train' })).rejects.toThrow(/no column tells that rows are/);
  });
  it('of which some lie beside the data: those are left out, with a note', async () => {
    const files = [
      file('README.md', '# hi'),
      file('data.csv', csv(30)),
      file('LICENSE', 'free'),
      file('x/notes.md', ''),
      file('Thumbs.db', 'x'),
    ];
    const { rows, columns, problems } = await openTable(files);
    expect([rows.length, columns]).toEqual([30, ['text', 'label']]);
    expect(problems[0]).toMatchObject({ level: 'note', text: expect.stringMatching(/: README\.md, LICENSE, x\/notes\.md and Thumbs\.db\.$/) as string }); // prettier-ignore
    expect((await openTable([file('readme.txt', csv(30))])).rows).toHaveLength(30);
  });
  it('of other columns get a sentence', async () => {
    await expect(openTable([file('a.csv', csv(30)), file('b.csv', 'title,stars\na,1\nb,2\n')])).rejects.toThrow(
      /b\.csv has the columns "title", "stars", and a\.csv has "text", "label"/,
    );
  });
  it('of which one is no table: its name is in the sentence', async () => {
    await expect(openTable([file('a.csv', csv(30)), file('b.csv', '')])).rejects.toThrow(/^b\.csv: The file is empty/);
  });
  it('of words and of tags belong together', async () => {
    const [words, tags] = ['play jazz, now\nstop it\n', 'O B-genre O\nO O\n'];
    const table = await openTable([file('out', tags), file('in', words)]);
    expect(table).toMatchObject({ format: 'conll', rows: [['play jazz, now', 'O B-genre O'], ['stop it', 'O O']] }); // prettier-ignore
    await expect(openTable([file('in', 'play jazz\nstop it\nnow\n'), file('out', tags)])).rejects.toThrow(/3 lines.*2 lines/); // prettier-ignore
  });
});
