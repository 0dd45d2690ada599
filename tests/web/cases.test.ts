// SPDX-License-Identifier: Apache-2.0
// Files that people bring are read right, asked about, or refused by their name.
import { describe, expect, it } from 'vitest';
import { guessColumns } from '../../web/rows/guess';
import { parseTable } from '../../web/read/parse';
import { prepare } from '../../web/rows/prepare';
import { DataError, type Problem } from '../../web/read/problems';
import { CASES, type Case } from './cases';

const bytesOf = ({ file }: Case) => (typeof file === 'string' ? new TextEncoder().encode(file) : file);

function read(one: Case) {
  const table = parseTable(bytesOf(one), one.options);
  const columns = guessColumns(table);
  const data = prepare({ table, columns }, { seed: 1, labelNames: one.labelNames });
  const rows = Object.values(data.parts).flat();
  return { table, columns, data, rows: rows.sort((a, b) => a.row - b.row) };
}

function refusal(one: Case): DataError {
  try {
    parseTable(bytesOf(one), one.options);
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

const offers = (problems: Pick<Problem, 'choices'>[]) =>
  problems.flatMap(({ choices = [] }) => choices.map(({ flags }) => flags));

for (const [kind, cases] of Object.entries(CASES))
  describe(kind, () => {
    it.each(Object.entries(cases))('%s', (_, one) => {
      if (one.refused) {
        const error = refusal(one);
        expect(error.message).toMatch(one.refused);
        if (one.offered) expect(offers([error])).toEqual(expect.arrayContaining(one.offered));
        return;
      }
      const { table, columns, data, rows } = read(one);
      const sentences = data.problems.map(({ text }) => text);
      if (one.label?.length !== 0) expect(data.problems.filter(({ level }) => level === 'error')).toEqual([]);
      expect(table.rows).toHaveLength(one.rows!);
      if (one.text) expect(table.columns[columns.text]).toBe(one.text);
      if (one.label) expect(columns.labels.map((i) => table.columns[i])).toEqual(one.label);
      if (one.task) expect([data.task, columns.pair]).toEqual([one.task, null]);
      if (one.scheme) expect(data.scheme).toBe(one.scheme);
      if (one.labels) expect(data.labels).toEqual(one.labels);
      if (one.first) expect(rows[0]).toMatchObject(one.first);
      for (const sentence of one.told ?? []) expect(sentences).toContainEqual(expect.stringMatching(sentence));
      if (one.untold) expect(sentences.join('\n')).not.toMatch(one.untold);
      for (const name of one.named ?? []) expect(data.problems.map((problem) => problem.name)).toContain(name);
      if (one.offered) expect(offers(data.problems)).toEqual(expect.arrayContaining(one.offered));
    });
  });
