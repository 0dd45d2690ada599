// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes: a table and what it is for, or a sentence. What was written is what is read.
import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, it, vi } from 'vitest';
import { guessColumns } from '../../web/rows/guess';
import { parseLiteral } from '../../web/read/literal';
import { parseTable, type ParseOptions } from '../../web/read/parse';
import { prepare } from '../../web/rows/prepare';
import { DataError } from '../../web/read/problems';
import { DECIMALS } from '../../web/read/problems';

vi.setConfig({ testTimeout: 60_000 });

const encode = (text: string) => new TextEncoder().encode(text);

// The same cases each time; SEED=N tries others.
fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 1) });

const options: fc.Arbitrary<ParseOptions> = fc.record(
  {
    header: fc.boolean(),
    delimiter: fc.constantFrom(',', ';', '\t', '', ' ', '|', 'x'),
    encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'shift_jis'),
    decimal: fc.constantFrom(...DECIMALS),
  },
  { requiredKeys: [] },
);

/** Pieces of files of every kind, in any order. */
const PIECES = [
  ...[
    ',',
    ';',
    '\t',
    '|',
    ' ',
    '\n',
    '\r\n',
    '\n\n',
    '"',
    "'",
    '""',
    '#',
    ':',
    '.',
    '0',
    '1',
    '-1',
    '1,5',
    '1.000',
    '_',
  ],
  ...[
    'text',
    'label',
    'tokens',
    'ner_tags',
    'Sentence #',
    'Word',
    'Tag',
    'O',
    'B-PER',
    'I-PER',
    'B',
    'I',
    'spans',
    'answer',
  ],
  ...[
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    '[]',
    '{}',
    '[0, 1]',
    '[1 0 1]',
    "['a', 'b']",
    '[[0, 4, "X"]]',
    'array([',
    'None',
    'NaN',
  ],
  ...[
    '{"text": "a b", "label": ["x"]}\n',
    '{"data": {"text": "a"}, "annotations": []}\n',
    '{"_task_hash": 1, "answer": "reject"}\n',
  ],
  ...[
    '[{"text": "a"}]',
    '__label__x a\n',
    'T1\tPerson 0 4\tMira\n',
    '-DOCSTART- O\n',
    '1\ta\ta\tX\t_\t_\t0\t_\t_\t_\n',
    'sep=;\n',
  ],
  ...['é', '😀', '\u00A0', '\uFEFF', '\u2028', '\\u00', '\\', 'ham', 'spam', 'a fine film'],
];

const check = (bytes: Uint8Array, how: ParseOptions) => {
  try {
    const table = parseTable(bytes, how);
    expect(new Set(table.columns).size).toBe(table.columns.length);
    expect(table.rows.every((cells) => cells.length === table.columns.length)).toBe(true);
    expect(table.numbers).toHaveLength(table.rows.length);
    expect(table.numbers.every((number, i) => number > (table.numbers[i - 1] ?? 0))).toBe(true);
    const columns = guessColumns(table);
    const { ok, problems, parts } = prepare({ table, columns }, { seed: 1, fixes: [] });
    expect(ok).toBe(!problems.some(({ level }) => level === 'error'));
    if (ok) expect(parts.train.length).toBeGreaterThan(0);
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message).toMatch(/^\S.*[.!?)]$/su);
  }
};

it('a lone quote is no row', () =>
  expect(() => parseTable(encode('"'), { header: true, delimiter: ',' })).toThrow(/no rows/));

it('any pieces make a table or a sentence', () => {
  const file = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => encode(pieces.join('')));
  fc.assert(fc.property(file, options, check), { numRuns: 600 });
  const lines = fc
    .array(fc.constantFrom(...PIECES.filter((piece) => !piece.includes('\n'))), { minLength: 1, maxLength: 6 })
    .chain((line) => fc.integer({ min: 1, max: 30 }).map((n) => encode(`${line.join('')}\n`.repeat(n))));
  fc.assert(fc.property(lines, options, check), { numRuns: 300 });
});

it('any bytes make a table or a sentence', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), options, check), { numRuns: 400 });
});

const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/\0/g, ''));

it('a table that was written as CSV is read as it was', () => {
  const rows = fc.integer({ min: 2, max: 5 }).chain((n) => fc.array(fc.array(cell, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 8 })); // prettier-ignore
  fc.assert(
    fc.property(rows, fc.constantFrom(',', ';', '\t', '|'), (cells, delimiter) => {
      const names = cells[0]!.map((_, i) => `name ${i}`);
      const file = Papa.unparse([names, ...cells], { delimiter, quotes: true });
      const table = parseTable(encode(file), { delimiter, header: true, decimal: 'point' });
      fc.pre(table.problems.length === 0 && table.format === 'delimited');
      expect(table.rows).toEqual(cells);
    }),
    { numRuns: 200 },
  );
});

it('rows that were written as JSONL are read as they were', () => {
  const row = fc.record({ text: cell, label: cell });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (list) => {
      const table = parseTable(encode(list.map((one) => JSON.stringify(one)).join('\n')));
      expect(table.rows).toEqual(list.map(({ text, label }) => [text, label]));
    }),
    { numRuns: 200 },
  );
});

/** As Python's repr() writes it. */
function repr(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value as object).map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(', ')}}`; // prettier-ignore
  const text = String(value).replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t');
  return text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replace(/'/g, "\\'")}'`;
}

it("Python's repr() is read back", () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { minKeys: 1, maxKeys: 3 })), // prettier-ignore
  }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), (list) => {
      expect(JSON.stringify(parseLiteral(repr(list)))).toBe(JSON.stringify(list));
    }),
    { numRuns: 300 },
  );
});
