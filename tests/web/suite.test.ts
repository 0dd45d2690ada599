// SPDX-License-Identifier: Apache-2.0
// scripts/suite counts what each kind of suite says, and a suite that fails is never lost in the sum.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

/** What the sum of suites is, each of which prints something and ends with a status. */
function sum(...suites: [printed: string, status: number][]) {
  const folder = mkdtempSync(join(tmpdir(), 'suite-'));
  mkdirSync(join(folder, 'build/logs'), { recursive: true });
  const run = suites.map(([printed, status], i) => `suite s${i} bash -c 'printf "$0"; exit ${status}' '${printed}'`);
  const script = ['say() { :; }', `. ${resolve('scripts/suite')}`, ...run, 'sum_of_suites'].join('\n');
  const { status, stdout } = spawnSync('bash', ['-c', `set -uo pipefail\n${script}`], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  return [stdout.trimEnd().split('\n').at(-1), status];
}

const CTEST = '98%% tests passed, 1 tests failed out of 58\\n';
const VITEST = ' Test Files  1 failed | 2 passed (3)\\n      Tests  2 failed | 30 passed (32)\\n';
const PLAYWRIGHT = '  3 failed\\n    [a] › b\\n  84 passed (8.4m)\\n';

it.each<[string, [string, number][], [string, number]]>([
  ['a command that succeeds', [['fine\\n', 0]], ['1 passed, 0 failed', 0]],
  ['a command that fails', [['not fine\\n', 2]], ['0 passed, 1 failed', 1]],
  [
    'both',
    [
      ['', 1],
      ['', 0],
    ],
    ['1 passed, 1 failed', 1],
  ],
  ['checks', [[CTEST, 8]], ['57 passed, 1 failed', 1]],
  ['units', [[VITEST, 1]], ['30 passed, 2 failed', 1]],
  ['units of which all pass', [['      Tests  32 passed (32)\\n', 0]], ['32 passed, 0 failed', 0]],
  [
    'units that pass, and a runner that fails after them',
    [['      Tests  32 passed (32)\\n', 1]],
    ['32 passed, 1 failed', 1],
  ],
  ['units of which none passes', [['      Tests  2 failed (2)\\n', 1]], ['0 passed, 2 failed', 1]],
  ['the page', [[PLAYWRIGHT, 1]], ['84 passed, 3 failed', 1]],
  ['a page of which nothing passes', [['  3 failed\\n', 1]], ['0 passed, 3 failed', 1]],
])('%s', (_, suites, expected) => expect(sum(...suites)).toEqual(expected));
