// SPDX-License-Identifier: Apache-2.0
// Bundles the page of the benchmarks into build/bench/site, where CMake puts the engine.
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'tests/bench',
  base: './',
  publicDir: false,
  cacheDir: '../../node_modules/.vite/bench',
  build: { outDir: '../../build/bench/site', emptyOutDir: false, target: 'es2023' },
  worker: { format: 'es' },
});
