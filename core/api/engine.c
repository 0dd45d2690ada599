/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "api/handles.h"

const char *tt_schema(void) { return tt_options_schema(); }

tt_status tt_engine_new(tt_engine **out, int threads, tt_error *err) {
    *out = NULL;
    if (threads < 1 || threads > 256) {
        return tt_fail(err, TT_E_CONFIG, -1, "the number of threads is %d; it must be between 1 and 256", threads);
    }
    tt_engine *engine = calloc(1, sizeof *engine);
    if (!engine) return tt_no_memory(err, "the engine");
    engine->references = 1;
    tt_status status = tt_threads_new(&engine->threads, threads, err);
    if (status != TT_OK) {
        free(engine);
        return status;
    }
    engine->tile = TT_TILE_USUAL;
    *out = engine;
    return TT_OK;
}

void tt_engine_free(tt_engine *engine) {
    if (!engine || --engine->references > 0) return;
    tt_threads_free(engine->threads);
    tt_arena_free(&engine->trial.arena);
    free(engine);
}

tt_compute tt_compute_of(tt_engine *engine) {
    return (tt_compute){.threads = engine->threads, .kernels = &tt_kernels_simd, .tile = engine->tile};
}

/* A call of tt_engine_tune multiplies so much: on one thread, so that the compiler of the WebAssembly has the others,
 * in a quarter of a millisecond, or on all. */
enum { ALONE_M = 96, ALONE_N = 128, TOGETHER = 384, K = 384 };

static tt_status trial_memory(tt_trial *trial, tt_error *err) {
    for (int bound = 0; bound < 2; bound++) {
        trial->scratch = TT_TAKE(&trial->arena, "trial", real, tt_gemm_scratch(TOGETHER, TOGETHER, K), 1);
        trial->a = TT_TAKE(&trial->arena, "trial", real, TOGETHER, K);
        trial->b = TT_TAKE(&trial->arena, "trial", real, K, TOGETHER);
        trial->c = TT_TAKE(&trial->arena, "trial", real, TOGETHER, TOGETHER);
        if (!bound) TT_TRY(tt_arena_back(&trial->arena, err));
    }
    return TT_OK;
}

tt_status tt_engine_tune(tt_engine *engine, double seconds, double *gflops, tt_error *err) {
    tt_trial *trial = &engine->trial;
    *gflops = 0;
    if (!trial->arena.base) {
        TT_TRY(trial_memory(trial, err));
        trial->tuning = tt_tuning_new();
    } else if (tt_tuning_note(&trial->tuning, seconds)) {
        engine->tile = trial->tuning.tile;
        *gflops = (double)((int64_t)2 * TOGETHER * TOGETHER * K) / trial->tuning.all / 1e9;
        tt_arena_free(&trial->arena);
        return TT_DONE;
    }
    const bool together = trial->tuning.together > 0;
    tt_compute compute = tt_compute_of(engine);
    compute.scratch = trial->scratch, compute.scratch_size = tt_gemm_scratch(TOGETHER, TOGETHER, K);
    compute.tile = trial->tuning.tile;
    if (!together) compute.threads = NULL;
    const int m = together ? TOGETHER : ALONE_M, n = together ? TOGETHER : ALONE_N;
    tt_gemm(&compute, trial->c, (size_t)n, (tt_matrix){trial->a, K, 1}, (tt_matrix){trial->b, (size_t)n, 1}, m, n, K,
            &(tt_gemm_ends){0});
    return TT_OK;
}
