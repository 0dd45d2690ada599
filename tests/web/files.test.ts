// SPDX-License-Identifier: Apache-2.0
// Folders of data on the disk, for the command line.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSource, readTable } from '../../web/cli/files';
import { DataError } from '../../web/read/problems';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tabtune-files-'));
  writeFileSync(join(folder, 'a.csv'), `text,label\n${'a text,pos\nanother,neg\n'.repeat(9)}`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a link in a folder that leads nowhere or to itself is refused by its name, and a folder of itself is read once', async () => {
  symlinkSync('.', join(folder, 'self'));
  symlinkSync('missing', join(folder, '.hidden'));
  expect((await readTable(folder, {})).rows).toHaveLength(18);
  for (const [name, target, why] of [
    ['gone', 'missing', 'there is no such file or folder'],
    ['loop', 'loop', 'it is a link that leads to itself'],
  ] as const) {
    symlinkSync(target, join(folder, name));
    await expect(readTable(folder, {})).rejects.toThrow(`${join(folder, name)} cannot be read: ${why}.`);
    await expect(readTable(folder, {})).rejects.toBeInstanceOf(DataError);
    rmSync(join(folder, name));
  }
});

it('two tables are no words and tags, whatever their headers and however alike their lines', async () => {
  const place = join(folder, 'class');
  mkdirSync(place);
  const lines = (row: (text: string, label: string) => string) =>
    Array.from({ length: 12 }, (_, i) => row(`the film was number ${i}`, i % 2 ? 'good' : 'bad')).join('\n');
  writeFileSync(join(place, 'anna.csv'), `text,label\n${lines((text, label) => `${text},${label}`)}\n`);
  writeFileSync(join(place, 'ben.csv'), `Label,Text\n${lines((text, label) => `${label},${text}`)}\n`);
  const { columns, rows } = await readTable(place, {});
  expect(columns).toEqual(['text', 'label', 'file']);
  expect(rows.slice(10, 14).map(([text, label]) => [text, label])).toEqual([
    ['the film was number 10', 'bad'],
    ['the film was number 11', 'good'],
    ['the film was number 0', 'bad'],
    ['the film was number 1', 'good'],
  ]);
  rmSync(join(place, 'anna.csv'));
  rmSync(join(place, 'ben.csv'));
  writeFileSync(join(place, 'seq.in'), 'play 1,000 songs , please\nstop | now\n');
  writeFileSync(join(place, 'seq.out'), 'O B-count O , O\nO : O\n');
  expect((await readTable(place, {})).rows[1]).toEqual(['stop | now', 'O : O']);
});

it('a file is read from the disk once, and its first row may be a header after all', async () => {
  const file = join(folder, 'b.csv');
  writeFileSync(file, 'what was said\nall is well\nnothing is\n');
  const source = await readSource(file, {});
  rmSync(file); // as a pipe is gone
  expect(source.table.header).toBe(false);
  expect((await source.named(['What was said'])).table).toMatchObject({ columns: ['what was said'], header: true });
  expect((await source.named(['text'])).table.rows).toHaveLength(3);
});
