// SPDX-License-Identifier: Apache-2.0
// How fast the engine is here, and which cut of its inner loop makes it so: the engine has no clock.
import type { Engine } from './module';

const TILES = [0, 1];
const ROUNDS = 12;
/** A slice takes about this many seconds: short ones find a quiet moment on a busy machine. */
const SLICE = 0.003;
/** So many ms a tile runs before it is measured. */
const WARM = 40;
/** A product of the kind that an encoder is made of. */
const [M, N, K] = [256, 384, 384];

/** Repeats that fill a slice. The code is compiled and warm after them. */
function repeatsOf(engine: Engine): number {
  for (const until = performance.now() + WARM; performance.now() < until;) secondsOf(engine, 1);
  return Math.max(1, Math.round(SLICE / secondsOf(engine, 1)));
}

function secondsOf(engine: Engine, repeats: number): number {
  const started = performance.now();
  engine.multiply(M, N, K, repeats);
  return (performance.now() - started) / 1000;
}

/** Sets the faster tile and tells what all threads reach with it, in GFLOP/s. The tiles take turns, and of each the best
 * turn counts: what else the machine does hits either. */
export function tune(engine: Engine): { tile: number; gflops: number } {
  const best = TILES.map(() => 0);
  const repeats = TILES.map((tile) => {
    engine.tile(tile);
    return repeatsOf(engine);
  });
  for (let round = 0; round < ROUNDS; round++) {
    for (const tile of TILES) {
      engine.tile(tile);
      const gflops = (2 * M * N * K * repeats[tile]!) / secondsOf(engine, repeats[tile]!) / 1e9;
      best[tile] = Math.max(best[tile]!, gflops);
    }
  }
  const tile = best.indexOf(Math.max(...best));
  engine.tile(tile);
  return { tile, gflops: best[tile]! };
}
