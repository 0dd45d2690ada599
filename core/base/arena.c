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
    char *start = arena->base ? arena->base + arena->used : NULL;
    assert(!arena->base || arena->used + bytes <= arena->cap);
    arena->used += bytes;
    book(arena, label, bytes);
    if (!start) return NULL;
#ifdef TT_ASAN
    __asan_poison_memory_region(start, before);
    __asan_poison_memory_region(start + before + items, bytes - before - items);
#endif
    return start + before;
}

tt_status tt_arena_back(tt_arena *arena, tt_error *err) {
    size_t bytes = arena->used;
    void *base = arena->overflow ? NULL : aligned_alloc(TT_ARENA_ALIGN, bytes ? bytes : TT_ARENA_ALIGN);
    if (!base) {
        return tt_fail(err, TT_E_MEMORY, -1,
                       "there is not enough memory for %.0f MiB; a smaller token budget, a shorter maximum "
                       "length or training the head alone needs less",
                       (double)bytes / 1048576.0);
    }
    memset(base, 0, bytes);
    *arena = (tt_arena){.base = base, .cap = bytes};
    return TT_OK;
}

void tt_arena_free(tt_arena *arena) {
#ifdef TT_ASAN
    if (arena->base) __asan_unpoison_memory_region(arena->base, arena->cap);
#endif
    free(arena->base);
    *arena = (tt_arena){0};
}
