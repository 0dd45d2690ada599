// SPDX-License-Identifier: Apache-2.0
// A small generator (xorshift32), so that a seed names the moments and the moves.

/** Numbers from 0 up to 1. */
export function seeded(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
