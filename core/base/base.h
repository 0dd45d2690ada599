/* SPDX-License-Identifier: Apache-2.0
 * Included everywhere: errors, the number type, a few compiler attributes. */
#ifndef TT_BASE_H
#define TT_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tabtune.h"

/* The engine computes in float. The double build exists for gradient checks alone: central differences in
 * float tell a right backward from one that is 0.1 % wrong by a factor of 13, in double by 10^7. */
#ifdef TT_DOUBLE
typedef double real;
#define TT_EPS 2.220446049250313e-16
#else
typedef float real;
#define TT_EPS 1.1920929e-7f
#endif

/* V8 replaces code by its optimized form only at a call: a kernel that is inlined into a long loop stays
 * slow, so kernels are real functions. */
#define TT_NOINLINE __attribute__((noinline))

static inline int32_t tt_min(int32_t a, int32_t b) { return a < b ? a : b; }
static inline int32_t tt_max(int32_t a, int32_t b) { return a > b ? a : b; }
static inline size_t tt_min_size(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t tt_max_size(size_t a, size_t b) { return a > b ? a : b; }

/* Fills `err` (which may be NULL) and returns `code`. `at`: byte, row or step, or -1. */
tt_status tt_fail(tt_error *err, tt_status code, int64_t at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* realloc for `count` items of `size` bytes, multiplied in 64 bits; NULL, with `items` as they were, where there is no
 * room or where wasm's 32-bit size_t cannot count the bytes. */
void *tt_grow(void *items, uint64_t count, size_t size);

/* Passes a failure on. TT_DONE is a result, not a failure: callers that expect it do not use this. */
#define TT_TRY(call)                                        \
    do {                                                    \
        tt_status tt_try_status_ = (call);                  \
        if (tt_try_status_ != TT_OK) return tt_try_status_; \
    } while (0)

#endif
