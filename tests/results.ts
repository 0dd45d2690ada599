// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from 'node:fs';

const RESULTS = 'tests/RESULTS.md';

/** Writes `text` under `## title` of tests/RESULTS.md, in place of what is there; a title that is not there comes last. */
export function writeSection(title: string, text: string): void {
  const results = readFileSync(RESULTS, 'utf8');
  const heading = `## ${title}\n`;
  const found = results.indexOf(`\n${heading}`) + 1;
  const start = found || results.length;
  const next = found ? results.indexOf('\n## ', start) : -1;
  const before = found ? results.slice(0, start) : `${results.trimEnd()}\n\n`;
  writeFileSync(RESULTS, `${before}${heading}\n${text.trim()}\n${next < 0 ? '' : results.slice(next)}`);
  console.log(`written: ${RESULTS}, ${title}`);
}
