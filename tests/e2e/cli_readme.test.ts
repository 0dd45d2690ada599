// SPDX-License-Identifier: Apache-2.0
// README's commands, in its order: on the encoder that comes with the page, for one epoch, into a folder of their own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'tabtune-'));
afterAll(() => rmSync(dir, { recursive: true }));

const section = /\n## The command line\n(.*?)\n## /s.exec(readFileSync('README.md', 'utf8'))![1]!;
const commands = section
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.startsWith('    scripts/'))
  .map((line) => line.replace(/ #.*/, '').trim());

it('each runs on what is there by then', () => {
  const fetched = new Set<string>();
  const whole = commands.filter((command) => !/ \.\.\. | DIR | --help/.test(command));
  expect(whole.length).toBeGreaterThan(5);
  for (const command of whole) {
    if (command === 'scripts/fetch_encoder') {
      fetched.add('public/models/all-MiniLM-L6-v2');
      continue;
    }
    const inRepository = (path: string) =>
      execFileSync('git', ['ls-files', path], { encoding: 'utf8' }) !== '' || fetched.has(path);
    for (const [path] of command.matchAll(/\bpublic\/\S+/g)) expect(inRepository(path), command).toBe(true);
    const small = command
      .replace('all-MiniLM-L6-v2', 'tabtune-small')
      .replaceAll('build/', `${dir}/`)
      .replace(/ (train|pretrain) /, ' $1 --epochs 1 --max-length 16 ');
    execFileSync('bash', ['-c', small], { stdio: 'pipe' });
  }
});
