/* SPDX-License-Identifier: Apache-2.0
 * The pool runs every block once and finishes before it returns, whether the threads spin or sleep between rounds.
 * ThreadSanitizer reads the same program for races. */
#include <stdatomic.h>
#include <time.h>

#include "base/threads.h"
#include "check.h"

enum { MOST = 97 };

typedef struct {
    int runs[MOST]; /* written by the block's thread, read by the caller after the round: no lock */
    int threads;
    atomic_int strangers; /* thread numbers out of bounds */
    int busy[8];          /* one block at a time per thread number: per-thread scratch is safe */
    atomic_int shared_scratch;
} round_state;

static void count(void *argument, int block, int thread) {
    round_state *state = argument;
    if (thread < 0 || thread >= state->threads) {
        atomic_fetch_add(&state->strangers, 1);
        return;
    }
    if (state->busy[thread]++ != 0) atomic_fetch_add(&state->shared_scratch, 1);
    state->runs[block]++;
    state->busy[thread]--;
}

static void check_rounds(int threads) {
    static const int blocks[] = {0, 1, 2, 3, 7, MOST};
    tt_threads *pool;
    CHECK_OK(tt_threads_new(&pool, threads, &err));
    CHECK(tt_threads_count(pool) >= 1 && tt_threads_count(pool) <= threads);
    int wrong = 0;
    for (int round = 0; round < 3000; round++) {
        const int n = blocks[round % 6];
        round_state state = {.threads = tt_threads_count(pool)};
        tt_parallel(pool, n, count, &state);
        for (int i = 0; i < MOST; i++) wrong += state.runs[i] != (i < n);
        wrong += atomic_load(&state.strangers) + atomic_load(&state.shared_scratch);
        if (round % 500 == 499) { /* long enough for every thread to fall asleep */
            nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
        }
    }
    CHECK(wrong == 0);
    tt_threads_free(pool);
}

#ifdef __EMSCRIPTEN_PTHREADS__
#include <emscripten/heap.h>

extern char __heap_base;

/* Wakes all that wait for a word of the heap. */
static unsigned wake_heap(void) {
    unsigned woken = 0;
    for (int *word = (int *)&__heap_base; (uintptr_t)word < *emscripten_get_sbrk_ptr(); word++)
        woken += __builtin_wasm_memory_atomic_notify(word, (unsigned)-1);
    return woken;
}

/* Threads that have left wait for no word of the memory that they gave back. */
static void check_left(void) {
    tt_threads *pool;
    (void)wake_heap(); /* what waits for this very thread */
    CHECK_OK(tt_threads_new(&pool, 5, &err));
    tt_threads_free(pool);
    CHECK(wake_heap() == 0);
}
#endif

int main(void) {
#ifdef __EMSCRIPTEN_PTHREADS__
    check_left();
#endif
    tt_threads_free(NULL);
    for (int threads = 1; threads <= 5; threads++) check_rounds(threads);
    for (int i = 0; i < 50; i++) { /* threads that never had work leave too */
        tt_threads *pool;
        CHECK_OK(tt_threads_new(&pool, 3, &err));
        tt_threads_free(pool);
    }
    CHECK(tt_blocks(0, 8) == 0 && tt_blocks(1, 8) == 1 && tt_blocks(8, 8) == 1 && tt_blocks(9, 8) == 2);
    return check_end("threads");
}
