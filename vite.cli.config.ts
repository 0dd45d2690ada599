// SPDX-License-Identifier: Apache-2.0
// Bundles the command line into build/cli/tabtune.js, which Node runs as it is, with its engine beside it.
import { defineConfig } from 'vite';
import { engineHash, hashedEngine } from './vite.plugins.ts';

export default defineConfig({
  publicDir: false,
  define: { __ENGINE__: JSON.stringify(`./engine/${engineHash()}/`) },
  plugins: [hashedEngine('build/cli')],
  ssr: { noExternal: true },
  build: {
    ssr: 'web/cli/main.ts',
    outDir: 'build/cli',
    target: 'node20',
    minify: false,
    rollupOptions: { output: { entryFileNames: 'tabtune.js' } },
  },
});
