// SPDX-License-Identifier: Apache-2.0
// Files that one process writes at a time, and folders that cannot be made.
import { spawnSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copiesOnDisk } from '../../web/cli/cache';
import { lockOf } from '../../web/cli/lock';
import { checkWritable, makeFolder } from '../../web/cli/write';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'tabtune-lock-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);

it('a file that another process writes is refused with its number, and is free when that has ended', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
  await once(other, 'spawn');
  writeFileSync(at('a.lock'), `${other.pid}`);
  await expect(checkWritable(at('a'))).rejects.toThrow(
    `Another tabtune writes ${at('a')} (process ${other.pid}). Wait`,
  );
  expect(existsSync(at('a.part'))).toBe(false);
  other.kill('SIGKILL');
  await once(other, 'exit');
  await checkWritable(at('a'));
  expect(readFileSync(at('a.lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  await checkWritable(at('a')); // the same process may look again
});

it('a lock of the same number from before the system began anew counts for nothing, nor does one without a number', async () => {
  writeFileSync(at('own.lock'), `${process.pid} 1`);
  writeFileSync(at('other.lock'), `${process.ppid} 1`);
  writeFileSync(at('empty.lock'), '');
  expect(await lockOf(at('empty'))).toBe(0);
  utimesSync(at('empty.lock'), 1e9, 1e9);
  for (const name of ['own', 'other', 'empty']) {
    const release = await lockOf(at(name));
    if (typeof release === 'number') expect([name, existsSync('/proc/1/stat')]).toEqual(['other', false]);
    else await release();
  }
});

it('a lock goes with its process', () => {
  const code = `import { lockOf } from ${JSON.stringify(join(process.cwd(), 'web/cli/lock.ts'))};
    await lockOf(${JSON.stringify(at('b'))});
    process.stdout.write('', () => process.exit(3));`;
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code]);
  expect([status, existsSync(at('b.lock'))]).toEqual([3, false]);
});

it('a folder that cannot be made is an error, and one that several make at a time is none', async () => {
  await expect(makeFolder('/proc/tabtune/a/b')).rejects.toThrow(/cannot be made/);
  await expect(copiesOnDisk('/proc/tabtune').noteAbsent('https://a/b')).rejects.toThrow(/cannot be made/);
  writeFileSync(at('file'), '');
  await expect(makeFolder(at('file/a'))).rejects.toThrow(/cannot be made: a file has that name|no folder/);
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(at('x/y/z'))));
  mkdirSync(at('x/y/z/w'));
});
