// SPDX-License-Identifier: Apache-2.0
// Files -> tables: csv-spectrum, the shapes in which public data sets come, and files that are none.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { firstInvalidUtf8 } from '../../web/read/bytes';
import { parseTable, type ParseOptions } from '../../web/read/parse';
import { DataError } from '../../web/read/problems';
import { rngBits } from '../../web/rows/split';

const bytes = (text: string) => new TextEncoder().encode(text);
const parse = (text: string, options?: ParseOptions) => parseTable(bytes(text), options);
const refusal = (data: Uint8Array): DataError => {
  try {
    parseTable(data);
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
  throw new Error('was not refused');
};

describe('csv-spectrum', () => {
  const folder = 'tests/web/fixtures/csv-spectrum';
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.csv')))
    it(name, () => {
      const expected = JSON.parse(readFileSync(`${folder}/${name.replace('.csv', '.json')}`, 'utf8')) as object[];
      const { columns, rows, problems } = parseTable(readFileSync(`${folder}/${name}`), { header: true });
      expect(rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [columns[i], cell])))).toEqual(expected);
      expect(problems).toEqual([]);
    });
});

describe('delimited text', () => {
  it('reads text<TAB>label with commas and literal quotes', () => {
    const table = parse('Good case, Excellent value.\t1\n"Not" good, at all, really\t0\nGreat for the jawbone.\t1\n');
    expect(table).toMatchObject({ delimiter: '\t', header: false, columns: ['column 1', 'column 2'] });
    expect(table.rows[1]).toEqual(['"Not" good, at all, really', '0']);
  });
  it('reads one column with its newlines, quoted as pandas or a spreadsheet writes it', () => {
    const texts = (text: string) => parse(text).rows.map((row) => row[0]);
    const cells = '"play music, please"\n"how is it, today"\nnot quoted\n"two\nlines, and ""more"""\n';
    const read = ['play music, please', 'how is it, today', 'not quoted', 'two\nlines, and "more"'];
    expect(texts(`text\n${cells}`)).toEqual(read);
    expect(texts(`text\n${cells}`.replaceAll('\n', '\r\n')).at(-1)).toMatch(/^two\r?\nlines, and "more"$/);
    expect(texts(`text\n${cells}`.replaceAll(',', ';')).at(-1)).toBe('two\nlines; and "more"');
    expect(texts(`"text"\n${'"Dear team,\nplease play music.\nThanks, Bo"\n'.repeat(5)}`)).toHaveLength(5);
    expect(texts(cells)).toEqual(read);
  });
  it('leaves lines alone of which one begins and another ends with a quote', () => {
    const lines = ['I heard it say', '"Play it once more', 'and then again', 'until it ends"', 'and left'];
    expect(parse(lines.join('\n')).rows.map((row) => row[0])).toEqual(lines);
    const said = ['"Stop," it said', '"Go', 'on"'];
    expect(parse(`text\n${said.join('\n')}`).rows.map((row) => row[0])).toEqual(said);
  });
  it('refuses a table of very many columns, and a text of very many commas in one line', () => {
    const wide = Array<string>(200_000).fill('word');
    const many = 'Columns in the file: 200,000. The most that can be read: 5,000.';
    expect(refusal(bytes(`${wide.join(',')}\n${wide.join(',')}\n`)).message).toContain(many);
    expect(refusal(bytes(wide.join(', '))).message).toContain(many);
    expect(refusal(bytes(JSON.stringify([wide]))).message).toContain(many);
  });
  it('does not let a lone quote swallow the lines after it', () => {
    const table = parse('"It was fine\t1\nBad.\t0\nShe said "no"\t0\nlast"\t1\n');
    expect(table.rows.map((row) => row[0])).toEqual(['"It was fine', 'Bad.', 'She said "no"', 'last"']);
    expect(table.problems).toEqual([]);
  });
  it('keeps CSV quoting in a tab-separated file that uses it', () => {
    const table = parse('text\tlabel\n"a ""quoted"" word"\tyes\nplain\tno\n"two\nlines"\tyes\n');
    expect(table.rows.map((row) => row[0])).toEqual(['a "quoted" word', 'plain', 'two\nlines']);
  });
  it('takes U+0085 as text and CRLF as the end of a row', () => {
    const table = parse('ham\tI do\u0085 not know\r\nspam\tWIN, WIN\r\nham\tok\r\n');
    expect(table.header).toBe(false);
    expect(table.rows).toEqual([
      ['ham', 'I do\u0085 not know'],
      ['spam', 'WIN, WIN'],
      ['ham', 'ok'],
    ]);
  });
  it('reads line ends of all kinds, mixed too', () => {
    expect(parse('text,label\ra,x\rb,y\r').rows).toEqual([
      ['a', 'x'],
      ['b', 'y'],
    ]);
    expect(parse('text,label\r\na,x\nb,y\r\n').rows).toEqual([
      ['a', 'x'],
      ['b', 'y'],
    ]);
  });
  it('keeps the newlines of a quoted cell and numbers rows as a spreadsheet does', () => {
    const table = parse('text,category\r\n"\r\nWhat now?",card\r\n\r\nfine,pin\r\n');
    expect(table.rows).toEqual([
      ['\r\nWhat now?', 'card'],
      ['fine', 'pin'],
    ]);
    expect(table.numbers).toEqual([2, 4]);
  });
  it('sniffs semicolons and bars', () => {
    expect(parse('text;label\nhello, you;1\nbye, you, all;0\n').delimiter).toBe(';');
    expect(parse('hello, you|1\nbye, you, all|0\n').delimiter).toBe('|');
  });
  it('reads one text a line as one column', () => {
    const table = parse('Well, this is one.\nAnd another\nA "third", with, commas\n"fourth\n\x1efifth\n');
    expect(table).toMatchObject({ delimiter: '', columns: ['column 1'], header: false });
    expect(table.rows).toHaveLength(5);
  });
  it('refuses UTF-32 by its name, and NUL characters in every encoding', () => {
    for (const mark of [
      [0xff, 0xfe, 0, 0],
      [0, 0, 0xfe, 0xff],
    ])
      // prettier-ignore
      expect(refusal(new Uint8Array([...mark, 0x61, 0, 0, 0])).message).toMatch(/is UTF-32/);
    const utf16 = [0xff, 0xfe, ...[...'a,b\nc\0,d\n'].flatMap((c) => [c.charCodeAt(0), 0])];
    expect(refusal(new Uint8Array(utf16)).message).toMatch(/^Row 2: a NUL character/);
    const latin = new TextEncoder().encode('a,b\n\0,d\n');
    expect(() => parseTable(latin, { encoding: 'windows-1252' })).toThrow(/^Row 2: a NUL character/);
    expect(refusal(latin).message).toMatch(/^Row 2, byte 4: a zero byte/);
  });
  it('drops a byte order mark and reads UTF-16', () => {
    expect(parseTable(new Uint8Array([0xef, 0xbb, 0xbf, ...bytes('text,label\na,b\n')])).columns).toEqual([
      'text',
      'label',
    ]);
    const utf16 = new Uint8Array([0xff, 0xfe, ...[...'text,label\nä,b\n'].flatMap((c) => [c.charCodeAt(0), 0])]);
    const table = parseTable(utf16);
    expect(table.rows).toEqual([['ä', 'b']]);
    expect(table.problems[0]?.text).toMatch(/UTF-16/);
  });
  it('lists broken rows with their numbers and keeps the others', () => {
    const table = parse('text,label\na,x\nb\nc,y,z\nd,y\n');
    expect(table.rows).toEqual([
      ['a', 'x'],
      ['d', 'y'],
    ]);
    expect(table.problems).toMatchObject([{ level: 'warning', rows: [3, 4] }]);
    expect(table.problems[0]!.text).toMatch(/2 broken rows left out \(rows 3 and 4\)/);
  });
  it('a quote that never closes costs its own row only', () => {
    const table = parse(`text,label\n${'a,x\n'.repeat(20)}"open,y\n${'b,x\n'.repeat(20)}`);
    expect(table.rows.length).toBeGreaterThanOrEqual(40);
  });
  it('reads a cell of a megabyte', () => {
    const table = parse(`text,label\n"${'word '.repeat(210_000)}",x\nb,y\n`);
    expect(table.rows[0]![0]!.length).toBe(1_050_000);
  });
});

describe('header', () => {
  const header = (text: string) => parse(text).header;
  it('is seen by name or by contrast', () => {
    expect(header('text,label\na,b\nc,d\n')).toBe(true);
    expect(header('Bewertung,Note\nSehr schön,1\nNaja,2\n')).toBe(true);
    expect(header('kommentar,urteil\nSehr schön hier,gut\nNaja,schlecht\n')).toBe(true);
  });
  it('is not seen in data', () => {
    expect(header('ham,Hello there\nspam,Win\nham,ok\n')).toBe(false);
    expect(header('So there is no way for me to plug it in.,0\nGood case.,1\n')).toBe(false);
  });
  it('of a form is seen by the columns under it', () => {
    const form = (first: string) =>
      `${first}\n${Array.from({ length: 24 }, (_, i) => `"2024/03/${10 + (i % 9)} 10:22:01 AM GMT+1",This is remark ${i},${['Praise', 'A question'][i % 2]}`).join('\n')}\n`;
    const asked = 'What would you like to tell us about the order that you have made with us?';
    expect(header(form(`When it was sent,${asked},Kind of remark?`))).toBe(true);
    expect(header(form(`2024/03/01 10:22:01 AM GMT+1,${asked},Praise`))).toBe(false);
    const few = (first: string) =>
      `${first}\n${Array.from({ length: 24 }, (_, i) => `Remark ${i},${['Praise', 'A question'][i % 2]}`).join('\n')}\n`;
    expect(header(few('What did you write to us?,Kind of remark?'))).toBe(true);
    expect(header(few('It came too late!,A question'))).toBe(false);
    for (const text of ['It came too late!', 'It came too late.', '"""It came too late."""'])
      expect(header(few(`${text},Comes once`))).toBe(false);
    expect(header(few('What did you write to us?,Remark!'))).toBe(true);
    const guessed = parse(few('What did you write to us?,Remark!'));
    expect(guessed.problems).toMatchObject([{ level: 'note', choices: [{ flags: { header: 'no' } }] }]);
    expect(parse(few('text,kind of remark')).problems).toEqual([]);
    expect(parse(few('What did you write to us?,Remark!'), { header: true }).problems).toEqual([]);
  });
  it('is a row with the name of a column that is known', () => {
    const texts = 'customer text\nIt came late\nAll is well\n';
    expect([header(texts), parse(texts, { known: ['customer text'] }).header]).toEqual([false, true]);
    expect(parse('Customer Text\r\nIt came late\r\n', { known: ['customer text'] }).header).toBe(true);
    expect(parse('It came late\nAll is well\n', { known: ['customer text'] }).header).toBe(false);
    expect(parse('1,It came late\n2,All is well\n', { known: ['1'] }).header).toBe(false); // a column's number
  });
  it('is what the user says', () => {
    expect(parse('text,label\na,b\n', { header: false }).rows).toHaveLength(2);
    expect(parse('ham,Hello\nspam,Win\nham,x\n', { header: true }).columns).toEqual(['ham', 'Hello']);
  });
});

describe('JSON', () => {
  it('that breaks off is told, and is no table of commas', () => {
    const whole = '[{"text":"hello","label":"a"},\n {"text":"good, bye","label":"b"}]';
    for (let length = 3; length < whole.length; length++)
      expect(() => parse(whole.slice(0, length)), whole.slice(0, length)).toThrow(/breaks off before its end/);
    expect(parse(whole).rows).toHaveLength(2);
    expect(parse('[{"a":1}],x\n[{"a":2}],y\n[{"a":3}],x\n').format).toBe('delimited');
  });
  it('reads an object a line', () => {
    const table = parse('{"text": "a\\nb", "label": 1}\n\n{"label": true, "text": "c", "extra": {"k": [1]}}\n');
    expect(table).toMatchObject({ format: 'jsonl', columns: ['text', 'label', 'extra.k'], numbers: [1, 3] });
    expect(table.rows).toEqual([
      ['a\nb', '1', ''],
      ['c', 'true', '[1]'],
    ]);
  });
  it('takes keys of any name for names', () => {
    const line = '{"text": "a", "label": "x", "__proto__": {"isAdmin": 1, "__proto__": {"b": 2}}}\n';
    const table = parse(line.repeat(2));
    expect(table.columns).toEqual(['text', 'label', '__proto__.isAdmin', '__proto__.__proto__.b']);
    expect(table.rows[1]).toEqual(['a', 'x', '1', '2']);
    expect(({} as { isAdmin?: number }).isAdmin).toBeUndefined();
  });
  it('lists broken lines', () => {
    const table = parse(
      '{"text":"a","label":"x"}\n{"text":"b","label":\n7\n{"text":"c","label":"y"}\n{"text":"d","label":"y"}\n',
    );
    expect(table.rows).toHaveLength(3);
    expect(table.problems).toMatchObject([{ rows: [2, 3] }]);
  });
  it('reads an array of objects', () => {
    expect(parse('[\n {"text":"a","label":"x"},\n {"text":"b","label":"y"}\n]')).toMatchObject({
      format: 'json',
      rows: [
        ['a', 'x'],
        ['b', 'y'],
      ],
    });
  });
  it('says what JSONL is where the file only begins like it', () => {
    expect(refusal(bytes('{\n "text": "a",\n "label": "b"\n}\n')).message).toMatch(/one whole object a line/);
  });
  it('leaves text that begins with a bracket alone', () => {
    expect(parse('[CLS] is a token\tyes\n[sic]\tno\n').rows[1]).toEqual(['[sic]', 'no']);
  });
});

describe('files that are no table', () => {
  it('names them', () => {
    expect(refusal(new Uint8Array()).message).toMatch(/The file is empty/);
    expect(refusal(bytes(' \n\n')).message).toMatch(/no text in it/);
    expect(refusal(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10])).message).toMatch(/PNG image/);
    expect(refusal(new Uint8Array([0x50, 0x4b, 3, 4, 20])).message).toMatch(/zip file or an Excel workbook/);
    expect(refusal(bytes('<!DOCTYPE html><html>')).message).toMatch(/web page/);
    expect(refusal(new Uint8Array([0x61, 0x0a, 0x00, 0x01]))).toMatchObject({ row: 2, byte: 2 });
  });
  it('says where a byte is not UTF-8', () => {
    const data = new Uint8Array([...bytes('text,label\nok,a\nbl'), 0x9a, 0x64, ...bytes(',b\n')]); // "ö" of a Mac
    expect(refusal(data)).toMatchObject({ row: 3, byte: 18, code: 'E_DATA' });
    expect(refusal(data).message).toMatch(/Row 3, byte 18: 9A 64 is not UTF-8/);
    const damaged = new Uint8Array([...bytes('text,label\nschön,a\nbl'), 0xf6, 0x64, ...bytes(',b\n')]);
    expect(refusal(damaged).message).toMatch(/F6 64 is not UTF-8/);
    const greek = new Uint8Array([...bytes('text,label\n'), 0xea, 0xe1, 0xeb, 0xfc, ...bytes(',b\n')]);
    expect(refusal(greek).message).toMatch(/is not UTF-8/);
  });
  it('reads Windows-1252 with a note, and offers another encoding where its letters differ', () => {
    const table = parseTable(Buffer.from('text;label\nsch\xf6n \x96 na\xefve;a\n\xdcber, wei\xdf;b\n', 'latin1'));
    expect(table).toMatchObject({ encoding: 'windows-1252', delimiter: ';' });
    expect(table.rows[0]![0]).toBe('schön – naïve');
    const [note] = table.problems;
    expect(note).toMatchObject({ level: 'note', text: expect.stringMatching(/Windows-1252/) as string });
    expect(note!.choices!.map(({ flags }) => flags.encoding)).toEqual(['windows-1250', 'macintosh']);
    const same = parseTable(Buffer.from('text,label\nsch\xf6n,a\nm\xfcde,b\n', 'latin1')).problems[0]!;
    expect(same.choices!.map(({ flags }) => flags.encoding)).toEqual(['macintosh']);
  });
  it('finds the first invalid byte as TextDecoder would', () => {
    const cases = ['c080', 'eda080', 'f4908080', 'e28228a1', 'f0288cbc', 'ff', '80', 'e282', 'f09f98'];
    for (const hex of cases) {
      const bad = [...hex.matchAll(/../g)].map((pair) => parseInt(pair[0], 16));
      expect(firstInvalidUtf8(new Uint8Array([...bytes('aé€😀'), ...bad])), hex).toBe(10);
    }
    expect(firstInvalidUtf8(bytes('aé€😀\u{10ffff}\ud7ff\ue000'))).toBe(-1);
  });
});

it('any bytes give a rectangular table or a sentence', () => {
  const alphabet = [...'ab1,;\t|"\'\r\n {}[]:\u0000\u0085\ufeffé😀'].map(bytes);
  const random = rngBits(1, 0, 0);
  for (let trial = 0, n = 0; trial < 2000; trial++) {
    const pieces = Array.from({ length: random(n++) % 60 }, () => alphabet[random(n++) % alphabet.length]!);
    const data = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
    if (random(n++) % 4 === 0 && data.length) data[random(n++) % data.length]! ^= 0x80;
    try {
      const { columns, rows, numbers } = parseTable(data);
      expect(rows.every((cells) => cells.length === columns.length)).toBe(true);
      expect(numbers.every((number, i) => number > (numbers[i - 1] ?? 0))).toBe(true);
    } catch (error) {
      expect(error, JSON.stringify([...data])).toBeInstanceOf(DataError);
    }
  }
});
