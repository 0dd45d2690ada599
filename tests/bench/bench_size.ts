// SPDX-License-Identifier: Apache-2.0
// What a visitor downloads of the engine, one build of it, compressed as servers do. scripts/first_load.mjs measures
// the page's own files.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import type { Bench } from './benches';
import type { Result } from './rows';

const KB = 1000;
const ORT = 'tests/bench/node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm';

const compressed = (path: string): number => brotliCompressSync(readFileSync(path)).byteLength;

function result(name: string, bytes: number, peer: string | null, theirs: number | null, goal: number): Result {
  const row = { bench: 'size', case: name, value: bytes / KB, unit: 'KB', peer, peer_value: theirs };
  return { row: { ...row, ratio: (goal * KB) / bytes, goal: 1 }, note: `${goal} KB allowed` };
}

export const size: Bench = async function* ({ say }) {
  if (!existsSync('dist/index.html')) return say('the page is not built: run scripts/build');
  const theirs = existsSync(ORT) ? statSync(ORT).size / KB : null;
  const folder = `dist/engine/${readdirSync('dist/engine')[0]}`;
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.wasm')))
    yield result(name, compressed(`${folder}/${name}`), theirs === null ? null : 'ort-web, raw', theirs, 170);
};
