/* SPDX-License-Identifier: Apache-2.0
 * An arena that counts and one that gives agree to the byte; what cannot be had is an error and not a crash. */
#include "base/arena.h"
#include "check.h"

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

static void lay_out(tt_arena *arena, char **a, double **b, int **c) {
    *a = TT_TAKE(arena, "letters", char, 1, 1);
    *b = TT_TAKE(arena, "numbers", double, 100, 1);
    *c = TT_TAKE(arena, "letters", int, 17, 1);
}

/* Pieces in the place of one block: as many bytes, cleared, and each its own. */
static void check_apart(size_t measured) {
    tt_arena arena = {0};
    char *a;
    double *b;
    int *c;
    tt_arena_apart(&arena);
    lay_out(&arena, &a, &b, &c);
    CHECK(!a && !b && !c && arena.used == measured && arena.cap == 0);
    CHECK_OK(tt_arena_back(&arena, &err));
    CHECK(!arena.base && arena.used == 0 && arena.cap == measured && arena.region_count == 0);
    lay_out(&arena, &a, &b, &c);
    CHECK(arena.used == measured && arena.region_count == 2);
    CHECK((uintptr_t)a % TT_ARENA_ALIGN == 0 && (uintptr_t)b % TT_ARENA_ALIGN == 0 &&
          (uintptr_t)c % TT_ARENA_ALIGN == 0);
    int clear = *a == 0;
    for (int i = 0; i < 100; i++) clear = clear && b[i] == 0;
    for (int i = 0; i < 17; i++) clear = clear && c[i] == 0;
    CHECK(clear);
    *a = 1;
    for (int i = 0; i < 100; i++) b[i] = 2;
    for (int i = 0; i < 17; i++) c[i] = 3;
    CHECK(*a == 1 && b[0] == 2 && b[99] == 2 && c[0] == 3);
    tt_arena_free(&arena);
    CHECK(!arena.first && arena.cap == 0);

    tt_arena_apart(&arena);
    lay_out(&arena, &a, &b, &c);
    CHECK(!tt_take(&arena, "huge", SIZE_MAX / 2, 1, 4));
    CHECK_FAILS(tt_arena_back(&arena, &err), TT_E_MEMORY, "not enough memory");
    CHECK(!arena.first && arena.overflow);
}

int main(void) {
    tt_arena arena = {0};
    char *a;
    double *b;
    int *c;
    lay_out(&arena, &a, &b, &c);
    CHECK(!a && !b && !c);
    CHECK(arena.used >= 1 + 100 * sizeof *b + 17 * sizeof *c);
    CHECK(arena.region_count == 2);
    CHECK(strcmp(arena.regions[0].label, "letters") == 0);
    CHECK(arena.regions[0].bytes + arena.regions[1].bytes == arena.used);
    const size_t measured = arena.used, letters = arena.regions[0].bytes;

    CHECK_OK(tt_arena_back(&arena, &err));
    CHECK(arena.used == 0 && arena.cap == measured && arena.region_count == 0);
    lay_out(&arena, &a, &b, &c);
    CHECK(arena.used == measured && arena.regions[0].bytes == letters);
    CHECK((uintptr_t)a % TT_ARENA_ALIGN == 0 && (uintptr_t)b % TT_ARENA_ALIGN == 0 &&
          (uintptr_t)c % TT_ARENA_ALIGN == 0);
    CHECK((char *)b >= a + 1 && (char *)c >= (char *)(b + 100));
    int clear = *a == 0;
    for (int i = 0; i < 100; i++) clear = clear && b[i] == 0;
    for (int i = 0; i < 17; i++) clear = clear && c[i] == 0;
    CHECK(clear);
#ifdef TT_ASAN
    CHECK(__asan_address_is_poisoned(a - 1) && !__asan_address_is_poisoned(a) && __asan_address_is_poisoned(a + 1));
    CHECK(__asan_address_is_poisoned((char *)b - 1) && __asan_address_is_poisoned((char *)(b + 100)));
    CHECK(__asan_address_is_poisoned((char *)c - 1) && __asan_address_is_poisoned((char *)(c + 17)));
#endif
    tt_arena_free(&arena);
    CHECK(!arena.base && arena.used == 0);
    tt_arena_free(&arena);

    /* Sizes that do not fit in a size_t, in one step and in many; 2^36 bytes are too many for wasm alone. */
    CHECK(!tt_take(&arena, "huge", SIZE_MAX / 2, 1, 4) && arena.overflow);
    arena = (tt_arena){0};
    CHECK(!tt_take(&arena, "huge", UINT64_C(1) << 40, UINT64_C(1) << 40, 4) && arena.overflow);
    arena = (tt_arena){0};
    CHECK(!tt_take(&arena, "huge", (uint64_t)-1, 1, 1) && arena.overflow);
    arena = (tt_arena){0};
    tt_take(&arena, "large", UINT64_C(1) << 20, UINT64_C(1) << 14, 4);
    CHECK(arena.overflow == (sizeof(size_t) == 4));
    arena = (tt_arena){0};
    CHECK(!tt_take(&arena, "huge", SIZE_MAX / 2, 1, 4) && arena.overflow);
    CHECK_FAILS(tt_arena_back(&arena, &err), TT_E_MEMORY, "not enough memory");
    arena = (tt_arena){0};
    for (int i = 0; i < 3; i++) CHECK(!tt_take(&arena, "large", SIZE_MAX / 5 * 2, 1, 1));
    CHECK(arena.overflow);
    CHECK_FAILS(tt_arena_back(&arena, &err), TT_E_MEMORY, "not enough memory");

    check_apart(measured);
    arena = (tt_arena){0};
    CHECK_OK(tt_arena_back(&arena, &err)); /* nothing was taken */
    tt_arena_free(&arena);
    return check_end("arena");
}
