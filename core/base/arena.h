/* SPDX-License-Identifier: Apache-2.0
 * Memory for a run: one block, handed out in labelled regions. An arena without a base only counts, so the same code
 * first measures the memory and then takes it. Where the allocator has the bytes, but not in one piece, each take has a
 * block of its own. */
#ifndef TT_ARENA_H
#define TT_ARENA_H

#include "base/base.h"

enum { TT_ARENA_REGIONS = 16, TT_ARENA_ALIGN = 64 };

typedef struct {
    const char *label; /* a string literal */
    size_t bytes;
} tt_region;

typedef struct tt_piece tt_piece;

typedef struct {
    char *base;       /* NULL: measuring, or apart */
    size_t used, cap; /* cap is 0 until the memory is there */
    tt_region regions[TT_ARENA_REGIONS];
    int region_count;
    bool overflow;          /* the bytes are more than size_t can count: no memory can be taken */
    bool apart, short_of;   /* each take has a piece; one of them could not be had */
    tt_piece *first, *last; /* in the order of the takes */
    tt_piece *next;         /* to be handed out */
} tt_arena;

/* Takes `rows` x `cols` items of `size` bytes, 64-byte aligned, not cleared; NULL while measuring. The factors are
 * multiplied here, in 64 bits: a product that wasm's 32-bit size_t cannot count sets `overflow`. Bytes are booked under
 * `label`, and takes with the same label add up. */
void *tt_take(tt_arena *arena, const char *label, uint64_t rows, uint64_t cols, size_t size);

/* Turns a measuring arena into a real one of the size it measured, cleared to zero; the regions start anew.
 * TT_E_MEMORY: there is no room, and the arena stays a measuring one. */
tt_status tt_arena_back(tt_arena *arena, tt_error *err);
/* To measure once more after TT_E_MEMORY: now each take gets its piece, still returns NULL, and tt_arena_back tells
 * whether all were there. */
void tt_arena_apart(tt_arena *arena);
void tt_arena_free(tt_arena *arena);

#define TT_TAKE(arena, label, type, rows, cols) \
    ((type *)tt_take((arena), (label), (uint64_t)(rows), (uint64_t)(cols), sizeof(type)))

#endif
