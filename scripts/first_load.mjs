// SPDX-License-Identifier: Apache-2.0
// JavaScript and CSS of a first visit, before any step is opened, as Brotli sends them. Exits with 1 over the floor.
// usage: node scripts/first_load.mjs, after scripts/build
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const ALLOWED = 100_000;

const namesIn = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name);
const read = (path) => readFileSync(`dist/${path}`, 'utf8');

/** The modules that a module imports before it runs, all the way down. */
function closure(path, found) {
  if (found.has(path)) return;
  found.add(path);
  if (!path.endsWith('.js')) return;
  const text = read(path);
  for (const name of namesIn(text, /(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) closure(`assets/${name}`, found);
  // The engine's worker; that of large files comes with the first of them.
  for (const name of namesIn(text, /["'`/](worker-[\w-]+\.js)["'`]/g))
    if (existsSync(`dist/assets/${name}`) && read(`assets/${name}`).includes('pthreadPoolSize'))
      closure(`assets/${name}`, found);
}

const found = new Set();
const html = read('index.html');
for (const name of namesIn(html, /(?:src|href)="\.\/((?:assets\/)?[\w.-]+\.(?:js|css))"/g)) {
  closure(name, found);
  // The page itself, which its first module imports.
  if (name.endsWith('.js'))
    for (const start of namesIn(read(name), /import\(["'`]\.\/([\w.-]+\.js)["'`]\)/g)) closure(`assets/${start}`, found);
}
const size = (path) => brotliCompressSync(readFileSync(`dist/${path}`)).byteLength;
// Each visitor gets the table of one language: the largest counts.
const tables = readdirSync('dist/assets').filter((name) => /^[a-z]+-first-.*\.js$/.test(name));
const [largest] = tables.map((name) => `assets/${name}`).sort((a, b) => size(b) - size(a));
closure(largest, found);
const [hash] = readdirSync('dist/engine');
found.add(`engine/${hash}/tabtune-relaxed-threads.js`);

let sum = 0;
for (const path of found) {
  const bytes = size(path);
  console.log(`${path}: ${bytes} bytes`);
  sum += bytes;
}
console.log(`first load: ${sum} bytes of JavaScript and CSS, ${ALLOWED} allowed`);
const whole = ['/index-', '/start-', '/worker-', '-first-'].every((part) => [...found].some((path) => path.includes(part)));
if (!whole) console.log('the bundles have other names than this script looks for');
process.exit(whole && sum <= ALLOWED ? 0 : 1);
