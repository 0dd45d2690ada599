/* SPDX-License-Identifier: Apache-2.0
 * Byte-pair encoding's merges (Sennrich et al. 2016): which two neighbours become which piece, and which comes first.
 */
#ifndef TT_MERGES_H
#define TT_MERGES_H

#include "base/base.h"

typedef struct {
    int32_t left, right; /* left -1: free */
    int32_t rank, id;
} tt_merge;

typedef struct {
    tt_merge *slots; /* [slot_count], a power of two, at most half full */
    uint32_t slot_count, used;
} tt_merges;

/* Adds a merge; of equal pairs the later one counts. False where there is no memory. */
bool tt_merges_put(tt_merges *merges, tt_merge merge);
void tt_merges_free(tt_merges *merges);

/* A piece of a word that is being merged: `n` of its symbols from `start` on; n 0: it went into the one before. */
typedef struct {
    int32_t id, start, n;
    int32_t previous, next; /* -1: none */
} tt_merged;

typedef struct {
    uint64_t key; /* rank, then place: the least is merged first */
    int32_t id;
} tt_candidate;

/* Scratch. */
typedef struct {
    tt_merged *pieces; /* [n] */
    size_t n, cap;
    tt_candidate *heap;
    size_t heap_n, heap_cap;
} tt_merging;

/* Appends a piece to the word. False where there is no memory. */
bool tt_merging_put(tt_merging *word, int32_t id, int32_t start, int32_t n);
/* Merges by rank until no merge applies, in O(n log n). What is left are the pieces with n > 0. */
bool tt_merging_run(tt_merging *word, const tt_merges *merges);
void tt_merging_free(tt_merging *word);

#endif
