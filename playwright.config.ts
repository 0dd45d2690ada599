// SPDX-License-Identifier: Apache-2.0
// The page's tests: the built page (scripts/build) in Debian's Chromium. CHROMIUM names another one.
import { defineConfig } from '@playwright/test';
import { CHROMIUM, DESKTOP, SWITCHES } from './tests/page/browser';

export default defineConfig({
  testDir: 'tests/page',
  outputDir: 'build/page',
  fullyParallel: true,
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    viewport: DESKTOP,
    // What moves, and what is drawn as if there were a graphics card, costs a seventh of the processor's time.
    contextOptions: { reducedMotion: 'reduce' },
    serviceWorkers: 'block', // requests that one answers are not seen by a test's routes
    launchOptions: { executablePath: CHROMIUM, args: [...SWITCHES, '--disable-gpu'] },
  },
});
