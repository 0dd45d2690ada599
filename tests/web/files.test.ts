// SPDX-License-Identifier: Apache-2.0
// Folders of data on the disk, for the command line.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readTable } from '../../web/cli/files';
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
