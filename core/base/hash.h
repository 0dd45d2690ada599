/* SPDX-License-Identifier: Apache-2.0
 * A fast hash of 64-bit words: an xor and a multiplication each. Collisions are easy to construct, so it is not for
 * hostile input. */
#ifndef TT_HASH_H
#define TT_HASH_H

#include "base/base.h"

/* The hash of the words that gave `hash` (any number to begin with), followed by `word`. */
static inline uint64_t tt_hash_word(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

#endif
