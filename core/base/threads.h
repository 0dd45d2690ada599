/* SPDX-License-Identifier: Apache-2.0
 * A pool of threads made once. Work is cut into blocks that do not depend on the number of threads, and each
 * block writes outputs of its own: which thread runs a block can then never change a number. */
#ifndef TT_THREADS_H
#define TT_THREADS_H

#include "base/base.h"

typedef struct tt_threads tt_threads;

/* `thread` is 0 .. count-1 and picks per-thread scratch, nothing else. */
typedef void (*tt_work)(void *context, int block, int thread);

/* `count` includes the calling thread. Without thread support in the build every count becomes 1. */
tt_status tt_threads_new(tt_threads **out, int count, tt_error *err);
void tt_threads_free(tt_threads *threads);
int tt_threads_count(const tt_threads *threads);

/* Runs task(context, 0..blocks-1, thread) and returns when all are done. Not to be nested: a task that calls
 * it deadlocks. */
void tt_parallel(tt_threads *threads, int blocks, tt_work task, void *context);

/* Blocks of `size` items that cover `n`. */
static inline int tt_blocks(int n, int size) { return n / size + (n % size > 0); }

#endif
