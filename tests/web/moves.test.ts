// SPDX-License-Identifier: Apache-2.0
// Moves at random, for MOVES_SECONDS from MOVES_SEED on: the same ones in each run of the suite.
import { afterEach, expect, it, vi } from 'vitest';
import { moveAtRandom } from './moves';

const seconds = Number(process.env['MOVES_SECONDS'] ?? 10);
const seed = Number(process.env['MOVES_SEED'] ?? 1);
vi.setConfig({ testTimeout: (seconds + 150) * 1000 });
afterEach(() => vi.unstubAllGlobals());

it(`the page shows what the engine has, after any moves (MOVES_SEED=${seed})`, async () => {
  const moves = await moveAtRandom(seed, seconds);
  console.log(`${moves} moves in ${seconds} s, seed ${seed}`);
  expect(moves).toBeGreaterThan(0);
});
