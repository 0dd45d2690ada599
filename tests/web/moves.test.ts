// SPDX-License-Identifier: Apache-2.0
// Ten seconds of moves at random; MOVES_SECONDS and MOVES_SEED make it longer or another.
import { afterEach, expect, it, vi } from 'vitest';
import { moveAtRandom } from './moves';

const seconds = Number(process.env['MOVES_SECONDS'] ?? 10);
const seed = Number(process.env['MOVES_SEED'] ?? 1);
vi.setConfig({ testTimeout: (seconds + 120) * 1000 });
afterEach(() => vi.unstubAllGlobals());

it(`the page shows what the engine has, after any moves (MOVES_SEED=${seed})`, async () => {
  const moves = await moveAtRandom(seed, seconds);
  console.log(`${moves} moves in ${seconds} s, seed ${seed}`);
  expect(moves).toBeGreaterThan(0);
});
