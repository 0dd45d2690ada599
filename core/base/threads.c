/* SPDX-License-Identifier: Apache-2.0 */
#include "base/threads.h"

#include <stdlib.h>

#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)

struct tt_threads {
    int count;
};

tt_status tt_threads_new(tt_threads **out, int count, tt_error *err) {
    (void)count;
    *out = malloc(sizeof **out);
    if (!*out) return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory to start the engine");
    (*out)->count = 1;
    return TT_OK;
}

void tt_threads_free(tt_threads *threads) { free(threads); }

void tt_parallel(tt_threads *threads, int blocks, tt_task task, void *context) {
    (void)threads;
    for (int block = 0; block < blocks; block++) task(context, block, 0);
}

#else

#include <pthread.h>
#include <stdatomic.h>

/* How often a thread looks before it sleeps. A barrier comes every few hundred microseconds while a step runs;
 * sleeping and waking costs tens. */
enum { SPINS = 4000 };

typedef struct {
    tt_threads *pool;
    pthread_t id;
    int index;
} worker;

struct tt_threads {
    int count;
    worker *workers; /* [count - 1] */
    tt_task task;    /* of the round; written before `round` is, read after it */
    void *context;
    int blocks;
    atomic_int next;     /* the block to take next */
    atomic_int busy;     /* workers that have not finished the round */
    atomic_uint round;   /* counts the calls of tt_parallel */
    atomic_int sleepers; /* workers in pthread_cond_wait, so that waking nobody costs nothing */
    atomic_int waiting;  /* the caller sleeps until the round is done */
    atomic_bool quit;
    pthread_mutex_t lock;
    pthread_cond_t wake, done;
};

static void run_blocks(tt_threads *pool, int thread) {
    int block;
    while ((block = atomic_fetch_add(&pool->next, 1)) < pool->blocks) pool->task(pool->context, block, thread);
}

static void wait_for_round(tt_threads *pool, unsigned seen) {
    for (int spin = 0; spin < SPINS; spin++) {
        if (atomic_load(&pool->round) != seen) return;
    }
    pthread_mutex_lock(&pool->lock);
    atomic_fetch_add(&pool->sleepers, 1);
    while (atomic_load(&pool->round) == seen) pthread_cond_wait(&pool->wake, &pool->lock);
    atomic_fetch_sub(&pool->sleepers, 1);
    pthread_mutex_unlock(&pool->lock);
}

static void *work(void *argument) {
    worker *self = argument;
    tt_threads *pool = self->pool;
    for (unsigned seen = 0;; seen++) {
        wait_for_round(pool, seen);
        if (atomic_load(&pool->quit)) return NULL;
        run_blocks(pool, self->index);
        if (atomic_fetch_sub(&pool->busy, 1) == 1 && atomic_load(&pool->waiting)) {
            pthread_mutex_lock(&pool->lock);
            pthread_cond_signal(&pool->done);
            pthread_mutex_unlock(&pool->lock);
        }
    }
}

static void start_round(tt_threads *pool) {
    atomic_fetch_add(&pool->round, 1);
    if (atomic_load(&pool->sleepers) == 0) return;
    pthread_mutex_lock(&pool->lock);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
}

static void wait_for_workers(tt_threads *pool) {
    for (int spin = 0; spin < SPINS; spin++) {
        if (atomic_load(&pool->busy) == 0) return;
    }
    pthread_mutex_lock(&pool->lock);
    atomic_store(&pool->waiting, 1);
    while (atomic_load(&pool->busy) != 0) pthread_cond_wait(&pool->done, &pool->lock);
    atomic_store(&pool->waiting, 0);
    pthread_mutex_unlock(&pool->lock);
}

void tt_parallel(tt_threads *pool, int blocks, tt_task task, void *context) {
    if (pool->count == 1 || blocks <= 1) {
        for (int block = 0; block < blocks; block++) task(context, block, 0);
        return;
    }
    pool->task = task;
    pool->context = context;
    pool->blocks = blocks;
    atomic_store(&pool->next, 0);
    atomic_store(&pool->busy, pool->count - 1);
    start_round(pool);
    run_blocks(pool, 0);
    wait_for_workers(pool);
}

tt_status tt_threads_new(tt_threads **out, int count, tt_error *err) {
    tt_threads *pool = calloc(1, sizeof *pool);
    *out = NULL;
    if (pool) pool->workers = calloc((size_t)count, sizeof *pool->workers);
    if (!pool || !pool->workers) {
        free(pool);
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory to start the engine");
    }
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pthread_cond_init(&pool->done, NULL);
    for (pool->count = 1; pool->count < count; pool->count++) {
        worker *self = &pool->workers[pool->count - 1];
        *self = (worker){.pool = pool, .index = pool->count};
        if (pthread_create(&self->id, NULL, work, self) != 0) {
            int made = pool->count;
            tt_threads_free(pool);
            return tt_fail(err, TT_E_MEMORY, -1, "only %d of %d threads could be started; ask for fewer", made, count);
        }
    }
    *out = pool;
    return TT_OK;
}

void tt_threads_free(tt_threads *pool) {
    if (!pool) return;
    atomic_store(&pool->quit, true);
    start_round(pool);
    for (int i = 0; i + 1 < pool->count; i++) pthread_join(pool->workers[i].id, NULL);
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    free(pool->workers);
    free(pool);
}

#endif

int tt_threads_count(const tt_threads *threads) { return threads->count; }
