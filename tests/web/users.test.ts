// SPDX-License-Identifier: Apache-2.0
// Files and requests as users have them: large, nameless, doubled, damaged.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { expect, it, test } from 'vitest';
import { writeWhole } from '../../web/cli/write';
import { guessColumns } from '../../web/rows/guess';
import { parseTable } from '../../web/read/parse';
import { splitTexts, stratifiedSplit } from '../../web/rows/split';
import { guessTask } from '../../web/rows/task';

const parse = (text: string) => parseTable(new TextEncoder().encode(text));
const rows = (line: (i: number) => string, n = 60) => Array.from({ length: n }, (_, i) => `${line(i)}\n`).join('');
const label = (i: number) => ['neg', 'pos'][i % 2]!;

test.each([
  ['an index without a name', `,text,label\n${rows((i) => `${i},some text ${i},${label(i)}`)}`, [1, 2], 60],
  ['the same, other names', `,words of it,kind\n${rows((i) => `${i},some text ${i},${label(i)}`)}`, [1, 2], 60],
  ['a line sep=;', `sep=;\ntext;label\n${rows((i) => `some text ${i};${label(i)}`)}`, [0, 1], 60],
  ['a comment line', `# made, today\ntext,label\n${rows((i) => `some text ${i},${label(i)}`)}`, [0, 1], 60],
  ['names that come twice', `text,text,label,label\n${rows((i) => `a text ${i},b,${label(i)},x`)}`, [0, 2], 60],
  ["R's row names", `"text","label"\n${rows((i) => `"${i + 1}","some text ${i}","${label(i)}"`)}`, [1, 2], 60],
  [
    "R's row names of letters",
    `"words.of.it"\t"kind"\n${rows((i) => `"r${i}"\t"some text ${i}"\t"${label(i)}"`)}`,
    [1, 2],
    60,
  ],
  ["R's tables with spaces", `"text" "label"\n${rows((i) => `"${3 * i}" "some text ${i}" "${label(i)}"`)}`, [1, 2], 60],
  ["R's numbers with spaces", `"text" "score"\n${rows((i) => `"${i + 1}" "some text ${i}" ${i / 8}`)}`, [1, 2], 60],
  ['the header again', `text,label\na,pos\ntext,label\n${rows((i) => `some text ${i},${label(i)}`)}`, [0, 1], 61],
])('%s is read right', (_, file, [text, labels], count) => {
  const table = parse(file);
  expect(table.header).toBe(true);
  expect(new Set(table.columns).size).toBe(table.columns.length);
  expect(table.rows.length).toBe(count);
  expect(guessColumns(table)).toMatchObject({ text, labels: [labels] });
  expect(table.rows.flat()).not.toContain('label');
});

test.each(['text,label', 'text,label\n', 'sep=;\ntext;label\n', '\n\nlabel\ttext\r\n'])(
  'a header alone: %j',
  (file) => {
    expect(() => parse(file)).toThrow(/a header \((text and label|label and text)\) and no rows below it/);
  },
);

it('one row is a row', () => {
  expect(parse('a fine film,good\n').rows).toEqual([['a fine film', 'good']]);
  expect(parse('text,label\na fine film,good\n').rows).toEqual([['a fine film', 'good']]);
});

it('a row that is one cell short is no header', () => {
  const file = `great,pos\n${rows((i) => `${i},some text ${i},${label(i)}`)}`;
  expect(parse(file)).toMatchObject({ header: false, problems: [{ rows: [1] }] });
  expect(parse(`"Good"\n"Bad" he said\n`).rows).toEqual([['"Good"'], ['"Bad" he said']]);
});

it('names that come twice are told', () => {
  expect(parse(`text,text,label\n${rows((i) => `a text ${i},b,${label(i)}`)}`)).toMatchObject({
    doubled: ['text'],
    problems: [{ level: 'note', text: expect.stringMatching(/^More than one column is named "text": the first/) }],
  });
});

it('200,000 rows of a label, or texts, are split', () => {
  const many = Array.from({ length: 200_000 }, (_, i) => i);
  expect(
    stratifiedSplit(
      many.map(() => 0),
      many,
      1,
    ).train.length,
  ).toBe(140_000);
  expect(splitTexts(many.map(String), 1).train.length).toBe(199_500);
  const table = parse(`text,score\n${rows((i) => `text,${i / 8}`, 200_000)}`);
  expect(guessTask(table, { text: 0, pair: null, labels: [1] }).task).toBe('regression');
}, 60_000);

it('nothing of any length is spread into the arguments of a call', () => {
  const sources = readdirSync('web', { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  const found = sources.flatMap((name) =>
    spreads(name, readFileSync(join('web', name), 'utf8')).map((call) => `${name}: ${call}`),
  );
  // As many as a call of the engine has arrays, or a sentence has values.
  expect(found.sort()).toEqual([
    'engine/heap.ts: use(...pointers)',
    'words/said.ts: (entry as (...values: unknown[]) => string)(...values)',
  ]);
  for (const call of ['Math.max(1, ...a.b())', 'f.apply(null, rows)', 'new F(\n  ...rows)', 'const a = []; f(...a)'])
    expect(spreads('a.ts', call), call).toHaveLength(1);
  for (const call of ['(...rest) => f(...rest)', 'const a = [1, 2]; f(...a)', 'f([...rows])'])
    expect(spreads('a.ts', call), call).toEqual([]);
});

/** The calls of a source with arguments that are spread: all but a function's own rest parameter, and a list that is
 * written out in the same block. */
function spreads(name: string, text: string): string[] {
  const found: string[] = [];
  const walk = (node: AstNode, outer: string[]): void => {
    const short = [...outer, ...restParameters(node), ...writtenOut(node)];
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const { property } = node.callee as { property?: AstNode };
      const given = (node.arguments as AstNode[]).filter(({ type }) => type === 'SpreadElement');
      if (property?.name === 'apply' || given.some(({ argument }) => !short.includes(nameOf(argument))))
        found.push(text.slice(node.start, node.end));
    }
    for (const child of Object.values(node).flat()) if (isNode(child)) walk(child, short);
  };
  walk(parseSync(name, text).program as unknown as AstNode, []);
  return found;
}

const restParameters = ({ params }: AstNode): string[] =>
  [params].flat().flatMap((param) => (isNode(param) && param.type === 'RestElement' ? [nameOf(param.argument)] : []));

function writtenOut({ body }: AstNode): string[] {
  const declared = [body].flat().flatMap((line) => (isNode(line) && line.kind === 'const' ? line.declarations : []));
  return (declared as AstNode[]).flatMap(({ id, init }) => {
    const items = isNode(init) && init.type === 'ArrayExpression' ? (init.elements as (AstNode | null)[]) : [];
    return items.length && items.every((item) => item?.type !== 'SpreadElement') ? [nameOf(id)] : [];
  });
}

const nameOf = (node: unknown): string => String((node as AstNode).name);

interface AstNode {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}
const isNode = (value: unknown): value is AstNode => typeof (value as AstNode | null)?.type === 'string';

it('deep JSON gets a sentence, and keys of Object.prototype are no cells', () => {
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  expect(() => parse(`{"text":"a","x":${deep}}\n{"text":"b"}\n`)).toThrow(/Row 1: "x" is nested/);
  expect(() => parse(`${'{"x":'.repeat(50_000)}1${'}'.repeat(50_000)}\n{"text":"b"}\n`)).toThrow(
    /Row 1: "x" is nested/,
  );
  expect(parse('{"text":"a","constructor":"x"}\n{"text":"b"}\n').rows[1]).toEqual(['b', '']);
});

it.each(['{}', '{}\n'.repeat(20), '[{}, {}]'])('objects with nothing in them are no rows: %j', (file) => {
  expect(() => parse(file)).toThrow(/no rows/i);
});

it('ids in JSON keep each of their digits', () => {
  const id = '1234567890123456789';
  const line = `"text":"${id}, \\" ${id}","score":0.1234567890123456,"n":[${id},1]`;
  const cells = [id, `${id}, " ${id}`, '0.1234567890123456', `["${id}",1]`];
  for (const file of [`{"id":${id},${line}}\n{"id":-1}\n`, `[{"id":${id},${line}}]`, `{"id":${id},${line},}\n`])
    expect(parse(file).rows[0]).toEqual(cells);
});

it('what was there stays when a write fails', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tabtune-'));
  writeFileSync(join(dir, 'a'), 'old');
  const broken = function* () {
    yield 'half';
    throw Object.assign(new Error(), { code: 'ENOSPC' });
  };
  await expect(writeWhole(join(dir, 'a'), broken())).rejects.toThrow(/no space is left/);
  expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('old');
  expect(readdirSync(dir)).toEqual(['a']);
  rmSync(dir, { recursive: true });
});

it('the server outlives a malformed range', async () => {
  const child = spawn('node', ['scripts/serve.mjs', '0', 'web']);
  const address = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text) => resolve(`${text}`.trim())),
  );
  const status = (headers: object) =>
    new Promise((resolve, reject) =>
      request(`${address}/index.html`, { headers: { ...headers } }, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end(),
    );
  expect(await status({ Range: 'bytes=5-2' })).toBe(200);
  expect(await status({})).toBe(200);
  child.kill();
});
