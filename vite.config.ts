// SPDX-License-Identifier: Apache-2.0
// One configuration for the page (dev, build, preview) and for Vitest.
import { defineConfig } from 'vitest/config';

// Threads share memory, and browsers allow that to cross-origin isolated pages only.
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export default defineConfig({
  root: 'web',
  base: './',
  publicDir: '../public',
  cacheDir: '../node_modules/.vite',
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2023' },
  worker: { format: 'es' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { host: '127.0.0.1', headers },
  preview: { host: '127.0.0.1', headers },
  test: {
    root: '.',
    projects: [
      { extends: true, test: { name: 'web', include: ['tests/web/**/*.test.{ts,tsx}'] } },
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
      // Exports beside the packages of tests/interop, which are installed there.
      {
        extends: true,
        test: { name: 'interop', include: ['tests/interop/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
      },
    ],
  },
});
