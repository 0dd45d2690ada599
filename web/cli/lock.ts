// SPDX-License-Identifier: Apache-2.0
// A file that one process writes at a time: a file beside it, NAME.lock, has the number of that process and the time of
// its start. That of a process which has ended counts for nothing.
import { readFileSync, rmSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';

const LOCK = '.lock';
/** Seconds after which an empty one is of a process that ended before it wrote its number. */
const EMPTY_SECONDS = 10;

/** Numbers of processes are given again, in containers from 1 on; with their start they are one process's own. '': the
 * system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** The process that holds it, 0 where it has not written its number yet; null: it has ended. */
async function holderOf(lock: string): Promise<number | null> {
  const text = await readFile(lock, 'utf8').catch(() => null);
  if (text === null) return null;
  const [number, start] = text.trim().split(' ');
  const pid = Number(number);
  if (!Number.isSafeInteger(pid) || pid <= 0) {
    const age = (Date.now() - ((await stat(lock).catch(() => null))?.mtimeMs ?? 0)) / 1000;
    return age < EMPTY_SECONDS ? 0 : null;
  }
  const same = !start || startOf(pid) === '' || startOf(pid) === start;
  return pid !== process.pid && isAlive(pid) && same ? pid : null;
}

const held = new Set<string>();
let listens = false;

/** The way to give it back, which the end of the process does too; or the process that has it, itself included. */
export async function lockOf(file: string): Promise<(() => Promise<void>) | number> {
  const lock = file + LOCK;
  if (held.has(lock)) return process.pid;
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(lock, `${process.pid} ${startOf(process.pid)}\n`, { flag: 'wx' });
      held.add(lock);
      if (!listens) process.prependListener('exit', () => held.forEach((each) => rmSync(each, { force: true })));
      listens = true;
      return async () => {
        held.delete(lock);
        await rm(lock, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = await holderOf(lock);
      if (holder !== null) return holder;
      await rm(lock, { force: true });
    }
  }
  return (await holderOf(lock)) ?? 0;
}
