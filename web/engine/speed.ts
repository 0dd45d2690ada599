// SPDX-License-Identifier: Apache-2.0
// The clock of tt_engine_tune: the engine has none.
import type { Engine } from './module';

/** Sets the fastest inner loop and tells what all threads reach with it, in GFLOP/s. */
export function tune(engine: Engine): number {
  for (let seconds = 0; ;) {
    const started = performance.now();
    const gflops = engine.tune(seconds);
    if (gflops !== null) return gflops;
    seconds = (performance.now() - started) / 1000;
  }
}
