// SPDX-License-Identifier: Apache-2.0
// tests/RESULTS.md, a section of which belongs to each program that measures.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const RESULTS = 'tests/RESULTS.md';

/** `text` begins with its title, "## ..."; the section of that title must be there. */
export function putSection(text: string): void {
  const title = text.split('\n', 1)[0]!;
  const results = readFileSync(RESULTS, 'utf8');
  const start = results.indexOf(`\n${title}\n`) + 1;
  if (!start) throw new Error(`${RESULTS}: there is no "${title}" to write under`);
  const end = results.indexOf('\n## ', start);
  writeFileSync(RESULTS, results.slice(0, start) + text + (end < 0 ? '' : results.slice(end)));
  console.log(`written: ${RESULTS}`);
}

export const today = (): string => new Date().toISOString().slice(0, 10);
export const commit = (): string => execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
