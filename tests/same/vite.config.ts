// SPDX-License-Identifier: Apache-2.0
// Bundles the page that scripts/same opens into build/same; the engine and the goldens are put beside it.
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'tests/same',
  base: './',
  publicDir: false,
  cacheDir: '../../node_modules/.vite/same',
  build: { outDir: '../../build/same', emptyOutDir: true, target: 'es2023' },
  worker: { format: 'es' },
});
