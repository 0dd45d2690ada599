/* SPDX-License-Identifier: Apache-2.0
 * A counter-based random generator: the value is a function of (seed, step, site, index) and of nothing else,
 * so masks need not be stored, any thread can make any part of them, and a run can be repeated exactly.
 * After Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"; the mixing function is a 32-bit
 * xor-multiply hash, because four of them fit in one wasm vector. */
#ifndef TT_RNG_H
#define TT_RNG_H

#include "base/base.h"

typedef struct {
    uint32_t a, b;
} tt_rng;

/* A stream of its own for each (seed, step, site). */
tt_rng tt_rng_key(uint64_t seed, uint64_t step, uint64_t site);

/* The hash of one index; kernels_simd.c has the same in four lanes. */
static inline uint32_t tt_rng_mix(uint32_t x) {
    x ^= x >> 16;
    x *= UINT32_C(0x7feb352d);
    x ^= x >> 15;
    x *= UINT32_C(0x846ca68b);
    x ^= x >> 16;
    return x;
}

/* 32 uniform bits: number `index` of the stream. */
static inline uint32_t tt_rng_bits(tt_rng key, uint32_t index) { return tt_rng_mix(tt_rng_mix(index ^ key.a) + key.b); }

/* Uniform in [0, 1), 24 bits. */
static inline double tt_rng_uniform(tt_rng key, uint32_t index) {
    return (double)(tt_rng_bits(key, index) >> 8) * (1.0 / 16777216.0);
}

/* Uniform in 0 .. n-1, n > 0. The bias is below n / 2^32. */
static inline uint32_t tt_rng_below(tt_rng key, uint32_t index, uint32_t n) {
    return (uint32_t)(((uint64_t)tt_rng_bits(key, index) * n) >> 32);
}

/* Standard normal: the inverse of the distribution function at a uniform number. */
double tt_rng_normal(tt_rng key, uint32_t index);

/* Fisher-Yates over `items` [n]. */
void tt_rng_shuffle(int32_t *items, int n, tt_rng key);

#endif
