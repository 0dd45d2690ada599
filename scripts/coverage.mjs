// SPDX-License-Identifier: Apache-2.0
// Sums of covered lines by folder, from what gcov or Vitest wrote to the standard input, and the files below 80 %.
// usage: node scripts/coverage.mjs core | web
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const LOW = 0.8;
const input = readFileSync(0, 'utf8');
/** Of each file: lines that can run, by whether one did. */
const files = new Map();

/** A header is a part of several objects: a line counts where it ran in one of them. */
function readGcov() {
  for (const line of input.split('\n').filter(Boolean))
    for (const { file, lines } of JSON.parse(line).files) {
      const [, name] = /(?:^|\/)(core\/.+)$/.exec(file) ?? [];
      if (!name) continue;
      const known = files.get(name) ?? new Map();
      files.set(name, known);
      for (const { line_number: at, count } of lines) known.set(at, (known.get(at) ?? false) || count > 0);
    }
  return [...files].map(([name, lines]) => ({ name, total: lines.size, covered: [...lines.values()].filter(Boolean).length }));
}

const readVitest = () =>
  Object.entries(JSON.parse(input))
    .filter(([name]) => name !== 'total')
    .map(([name, { lines }]) => ({ name: relative('.', name), total: lines.total, covered: lines.covered }));

const rows = process.argv[2] === 'core' ? readGcov() : readVitest();
const per = ({ covered, total }) => `${((100 * covered) / total).toFixed(1)} % of ${total}`;
const sum = (some) => some.reduce((a, b) => ({ covered: a.covered + b.covered, total: a.total + b.total }), { covered: 0, total: 0 });

for (const row of rows.filter(({ covered, total }) => covered < LOW * total).sort((a, b) => b.total - b.covered - (a.total - a.covered)))
  console.log(`    ${row.name}: ${per(row)}`);
const folders = [...new Set(rows.map(({ name }) => name.split('/').slice(0, 2).join('/')))].sort();
for (const folder of folders) console.log(`${folder}: ${per(sum(rows.filter(({ name }) => name.startsWith(`${folder}/`))))}`);
console.log(`all: ${per(sum(rows))} lines`);
