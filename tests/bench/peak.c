/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"
#include "kernels/simd.h"

/* As many sums as the largest tile has accumulators: enough to hide the latency of a multiply-add. */
enum { SUMS = TT_MR_MOST * TT_NR / 4, STEPS = 4096, BLOCKS_A_THREAD = 4 };

/* The sum is the first factor: a product of two constants would be taken out of the loop. Each call starts from the
 * result of the one before, or the compiler would make one of many. The numbers stay near 1. */
TT_NOINLINE static f4 multiply_adds(f4 start, f4 factor, f4 addend, int steps) {
    f4 sums[SUMS];
    for (int i = 0; i < SUMS; i++) sums[i] = start + f4_all((float)i);
    for (int step = 0; step < steps; step++) {
        for (int i = 0; i < SUMS; i++) sums[i] = f4_madd(sums[i], factor, addend);
    }
    for (int i = 1; i < SUMS; i++) sums[0] += sums[i];
    return sums[0];
}

typedef struct {
    int rounds;
    float results[256 * BLOCKS_A_THREAD];
} job;

static void block(void *context, int number, int thread) {
    job *j = context;
    (void)thread;
    f4 result = f4_all(1);
    for (int round = 0; round < j->rounds; round++) {
        result =
            multiply_adds(result * f4_all(1.0f / (float)SUMS), f4_all(0.75f), f4_all(0.25f), STEPS / BLOCKS_A_THREAD);
    }
    j->results[number] = f4_sum(result);
}

static int blocks_of(tt_engine *engine) { return tt_threads_count(engine->threads) * BLOCKS_A_THREAD; }

float bench_peak(tt_engine *engine, int rounds) {
    static job j;
    float result = 0;
    j.rounds = rounds;
    tt_parallel(engine->threads, blocks_of(engine), block, &j);
    for (int i = 0; i < blocks_of(engine); i++) result += j.results[i];
    return result;
}

double bench_peak_flops(tt_engine *engine) {
    return (double)(2 * 4 * SUMS * (STEPS / BLOCKS_A_THREAD) * blocks_of(engine));
}
