// SPDX-License-Identifier: Apache-2.0
// Bundles the npm package into build/package/index.js, for pages and for Node.
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, target: 'webworker' },
  build: {
    ssr: 'web/package/index.ts',
    outDir: 'build/package',
    target: 'es2023',
    minify: true,
    rollupOptions: { external: [/^node:/], output: { entryFileNames: 'index.js', codeSplitting: false } },
  },
});
