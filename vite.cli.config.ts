// SPDX-License-Identifier: Apache-2.0
// Bundles the command line into build/cli/tabtune.js, which Node runs as it is.
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: 'web/cli/main.ts',
    outDir: 'build/cli',
    target: 'node20',
    minify: false,
    rollupOptions: { output: { entryFileNames: 'tabtune.js' } },
  },
});
