/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define TT_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TT_ASAN 1
#endif
#endif

#ifdef TT_ASAN
#include <sanitizer/asan_interface.h>
#endif

/* A gap before the first region and after every region, poisoned under AddressSanitizer: an overrun or underrun that
 * stays inside the block is still caught. */
enum { REDZONE = TT_ARENA_ALIGN };

/* Its memory begins TT_ARENA_ALIGN bytes after it. */
struct tt_piece {
    tt_piece *next;
    size_t bytes;
};

static void book(tt_arena *arena, const char *label, size_t bytes) {
    for (int i = 0; i < arena->region_count; i++) {
        if (strcmp(arena->regions[i].label, label) == 0) {
            arena->regions[i].bytes += bytes;
            return;
        }
    }
    assert(arena->region_count < TT_ARENA_REGIONS);
    arena->regions[arena->region_count++] = (tt_region){.label = label, .bytes = bytes};
}

static void append_piece(tt_arena *arena, size_t bytes) {
    tt_piece *piece = arena->short_of ? NULL : aligned_alloc(TT_ARENA_ALIGN, TT_ARENA_ALIGN + bytes);
    arena->short_of = !piece;
    if (!piece) return;
    memset(piece, 0, TT_ARENA_ALIGN + bytes);
    piece->bytes = bytes;
    if (arena->last)
        arena->last->next = piece;
    else
        arena->first = piece;
    arena->last = piece;
}

/* NULL while measuring. */
static char *next_place(tt_arena *arena, size_t bytes) {
    if (!arena->apart) return arena->base ? arena->base + arena->used : NULL;
    if (arena->cap == 0) {
        append_piece(arena, bytes);
        return NULL;
    }
    tt_piece *piece = arena->next;
    assert(piece && piece->bytes == bytes);
    arena->next = piece->next;
    return (char *)piece + TT_ARENA_ALIGN;
}

void *tt_take(tt_arena *arena, const char *label, uint64_t rows, uint64_t cols, size_t size) {
    uint64_t wanted;
    const bool counted = !__builtin_mul_overflow(rows, cols, &wanted) && !__builtin_mul_overflow(wanted, size, &wanted);
    /* No object may be larger than half of the addresses, but all together may: wasm has 4 GiB. */
    if (!counted || wanted > SIZE_MAX / 2 - 2 * REDZONE - TT_ARENA_ALIGN) {
        arena->overflow = true;
        return NULL;
    }
    const size_t items = (size_t)wanted, before = arena->used == 0 ? REDZONE : 0;
    const size_t bytes = before + (items + TT_ARENA_ALIGN - 1) / TT_ARENA_ALIGN * TT_ARENA_ALIGN + REDZONE;
    if (bytes > SIZE_MAX - arena->used) {
        arena->overflow = true;
        return NULL;
    }
    assert(!arena->cap || arena->used + bytes <= arena->cap);
    char *start = next_place(arena, bytes);
    arena->used += bytes;
    book(arena, label, bytes);
    if (!start) return NULL;
#ifdef TT_ASAN
    __asan_poison_memory_region(start, before);
    __asan_poison_memory_region(start + before + items, bytes - before - items);
#endif
    return start + before;
}

void tt_arena_apart(tt_arena *arena) { *arena = (tt_arena){.apart = true}; }

static bool has_room(tt_arena *arena) {
    const size_t bytes = arena->used ? arena->used : TT_ARENA_ALIGN;
    if (arena->overflow || arena->apart) return !arena->overflow && !arena->short_of;
    arena->base = aligned_alloc(TT_ARENA_ALIGN, bytes);
    if (arena->base) memset(arena->base, 0, bytes);
    return arena->base;
}

tt_status tt_arena_back(tt_arena *arena, tt_error *err) {
    const size_t bytes = arena->used;
    if (!has_room(arena)) {
        const bool overflow = arena->overflow;
        tt_arena_free(arena);
        arena->overflow = overflow;
        return tt_fail(err, TT_E_MEMORY, -1,
                       "there is not enough memory for %.0f MiB; a smaller token budget, a shorter maximum "
                       "length or training the head alone needs less",
                       (double)bytes / 1048576.0);
    }
    arena->used = 0;
    arena->cap = bytes;
    arena->region_count = 0;
    arena->next = arena->first;
    return TT_OK;
}

void tt_arena_free(tt_arena *arena) {
#ifdef TT_ASAN
    if (arena->base) __asan_unpoison_memory_region(arena->base, arena->cap);
#endif
    free(arena->base);
    for (tt_piece *piece = arena->first; piece;) {
        tt_piece *next = piece->next;
#ifdef TT_ASAN
        __asan_unpoison_memory_region(piece, TT_ARENA_ALIGN + piece->bytes);
#endif
        free(piece);
        piece = next;
    }
    *arena = (tt_arena){0};
}
