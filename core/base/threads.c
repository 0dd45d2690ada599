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

void tt_parallel(tt_threads *threads, int blocks, tt_work task, void *context) {
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

/* `ticket` is the round in the upper half and the number of blocks not taken yet in the lower. A thread that takes a
 * block by a compare-and-swap on it has proof that the round has not ended, so the task, context and blocks that it
 * read before are of that round. A thread that is late finds nothing to take. So a round waits for its blocks and never
 * for a thread that the system has suspended. */
struct tt_threads {
    int count;
    worker *workers; /* [count - 1] */
    _Atomic(tt_work) task;
    _Atomic(void *) context;
    atomic_int blocks;
    atomic_uint_least64_t ticket;
    atomic_int unfinished; /* blocks of the round */
    atomic_int sleepers;   /* workers in pthread_cond_wait, so that waking nobody costs nothing */
    atomic_bool waiting;   /* the caller sleeps until the round is done */
    atomic_bool quit;
    pthread_mutex_t lock;
    pthread_cond_t wake, done;
};

static uint32_t round_of(uint64_t ticket) { return (uint32_t)(ticket >> 32); }

static void run_blocks(tt_threads *pool, int thread) {
    uint64_t ticket = atomic_load(&pool->ticket);
    while ((uint32_t)ticket > 0) {
        tt_work task = atomic_load_explicit(&pool->task, memory_order_relaxed);
        void *context = atomic_load_explicit(&pool->context, memory_order_relaxed);
        int blocks = atomic_load_explicit(&pool->blocks, memory_order_relaxed);
        if (!atomic_compare_exchange_weak(&pool->ticket, &ticket, ticket - 1)) continue;
        task(context, blocks - (int)(uint32_t)ticket, thread);
        if (atomic_fetch_sub(&pool->unfinished, 1) == 1 && atomic_load(&pool->waiting)) {
            pthread_mutex_lock(&pool->lock);
            pthread_cond_signal(&pool->done);
            pthread_mutex_unlock(&pool->lock);
        }
        ticket = atomic_load(&pool->ticket);
    }
}

static void wait_for_round(tt_threads *pool, uint32_t seen) {
    for (int spin = 0; spin < SPINS; spin++) {
        if (round_of(atomic_load(&pool->ticket)) != seen) return;
    }
    pthread_mutex_lock(&pool->lock);
    atomic_fetch_add(&pool->sleepers, 1);
    while (round_of(atomic_load(&pool->ticket)) == seen) pthread_cond_wait(&pool->wake, &pool->lock);
    atomic_fetch_sub(&pool->sleepers, 1);
    pthread_mutex_unlock(&pool->lock);
}

/* Emscripten waits asynchronously for a word of every thread's block, for mail, and goes on waiting when the thread is
 * gone and its block is somebody else's: a lock there whose holder wakes one waiter would wake that one
 * (emscripten-core/emscripten#27492). Mail that a thread gets when it is about to leave, nobody reads. */
static void leave_mailbox(void) {
#ifdef __EMSCRIPTEN__
    __builtin_wasm_memory_atomic_notify((int *)pthread_self(), (unsigned)-1);
#endif
}

static void *work(void *argument) {
    worker *self = argument;
    tt_threads *pool = self->pool;
    for (uint32_t seen = 0; !atomic_load(&pool->quit);) {
        wait_for_round(pool, seen);
        seen = round_of(atomic_load(&pool->ticket));
        run_blocks(pool, self->index);
    }
    leave_mailbox();
    return NULL;
}

static void start_round(tt_threads *pool, int blocks) {
    uint64_t next = (uint64_t)round_of(atomic_load(&pool->ticket)) + 1;
    atomic_store(&pool->ticket, next << 32 | (uint32_t)blocks);
    if (atomic_load(&pool->sleepers) == 0) return;
    pthread_mutex_lock(&pool->lock);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
}

static void wait_for_blocks(tt_threads *pool) {
    for (int spin = 0; spin < SPINS; spin++) {
        if (atomic_load(&pool->unfinished) == 0) return;
    }
    pthread_mutex_lock(&pool->lock);
    atomic_store(&pool->waiting, true);
    while (atomic_load(&pool->unfinished) != 0) pthread_cond_wait(&pool->done, &pool->lock);
    atomic_store(&pool->waiting, false);
    pthread_mutex_unlock(&pool->lock);
}

void tt_parallel(tt_threads *pool, int blocks, tt_work task, void *context) {
    if (pool->count == 1 || blocks <= 1) {
        for (int block = 0; block < blocks; block++) task(context, block, 0);
        return;
    }
    atomic_store_explicit(&pool->task, task, memory_order_relaxed);
    atomic_store_explicit(&pool->context, context, memory_order_relaxed);
    atomic_store_explicit(&pool->blocks, blocks, memory_order_relaxed);
    atomic_store(&pool->unfinished, blocks);
    start_round(pool, blocks);
    run_blocks(pool, 0);
    wait_for_blocks(pool);
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
    start_round(pool, 0);
    for (int i = 0; i + 1 < pool->count; i++) pthread_join(pool->workers[i].id, NULL);
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    free(pool->workers);
    free(pool);
}

#endif

int tt_threads_count(const tt_threads *threads) { return threads->count; }
