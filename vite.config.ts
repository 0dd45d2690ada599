// SPDX-License-Identifier: Apache-2.0
// One configuration for the page (dev, build, preview) and for Vitest.
import { defineConfig } from 'vitest/config';
import { engineHash, hashedEngine, oneChunk, versioned } from './vite.plugins.ts';

// Threads share memory, and browsers allow that to cross-origin isolated pages only.
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** From the worker's bundle in assets/; in development from web/engine/, over which public/engine/ lies; under Vitest
 * as it lies on the disk. */
const engineFolder = (command: string): string =>
  process.env.VITEST ? '../../public/engine/' : command === 'build' ? `../engine/${engineHash()}/` : './';

/** A language's tables have it in their names. */
const languageOf = (module: string | null) =>
  /words\/(\w+)\/(?:first|rest)\.ts$/.exec(module ?? '')?.[1]?.concat('-') ?? '';

export default defineConfig(({ command }) => ({
  root: 'web',
  base: './',
  publicDir: '../public',
  cacheDir: '../node_modules/.vite',
  define: { __ENGINE__: JSON.stringify(engineFolder(command)) },
  plugins: [hashedEngine('dist'), versioned()],
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false, // the first load is one chunk
    rollupOptions: {
      input: {
        index: 'web/index.html',
        foreign: 'web/foreign.html',
        publish: 'web/publish.html',
        'service-worker': 'web/offline/worker.ts',
      },
      output: {
        // Browsers ask for the service worker again under the same address.
        codeSplitting: { groups: oneChunk('start', 'web/start.tsx', 'web/publish/frame.ts') },
        chunkFileNames: ({ name, facadeModuleId }) => `assets/${languageOf(facadeModuleId)}${name}-[hash].js`,
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  worker: { format: 'es' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { host: '127.0.0.1', headers },
  preview: { host: '127.0.0.1', headers },
  test: {
    root: '.',
    projects: [
      {
        extends: true,
        test: {
          name: 'web',
          include: ['tests/{web,hub}/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/web/english.ts'],
          testTimeout: 60_000,
          pool: 'threads', // a process takes longer to start
          maxWorkers: 4, // its pages mostly wait
        },
      },
      // The built engine and the command line under Node. The page's tests are Playwright's.
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
      // The packed npm package; scripts/package --check makes it.
      { extends: true, test: { name: 'package', include: ['tests/package/*.test.ts'] } },
      // Exports beside the packages of tests/interop, which are installed there.
      {
        extends: true,
        test: { name: 'interop', include: ['tests/interop/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
      },
    ],
  },
}));
