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
    *out = engine;
    return TT_OK;
}

void tt_engine_free(tt_engine *engine) {
    if (!engine || --engine->references > 0) return;
    tt_threads_free(engine->threads);
    free(engine);
}

tt_compute tt_compute_of(tt_engine *engine) {
    return (tt_compute){.threads = engine->threads, .kernels = &tt_kernels_simd, .tile = engine->tile};
}

tt_status tt_engine_tile(tt_engine *engine, int tile, tt_error *err) {
    if (tile < 0 || tile >= TT_TILES) {
        return tt_fail(err, TT_E_CONFIG, -1, "there is no tile %d; there are 0 to %d", tile, TT_TILES - 1);
    }
    engine->tile = tile;
    return TT_OK;
}

tt_status tt_engine_multiply(tt_engine *engine, int m, int n, int k, int repeats, tt_error *err) {
    if (m < 1 || n < 1 || k < 1 || m > 8192 || n > 8192 || k > 8192) {
        return tt_fail(err, TT_E_CONFIG, -1, "a product of %d x %d x %d is out of bounds (1 to 8192 each)", m, n, k);
    }
    size_t M = (size_t)m, N = (size_t)n, K = (size_t)k;
    tt_arena arena = {0};
    tt_compute compute = tt_compute_of(engine);
    real *a = NULL, *b = NULL, *c = NULL;
    for (int bound = 0; bound < 2; bound++) {
        compute.scratch_size = tt_gemm_scratch(M, N, K);
        compute.scratch = TT_TAKE(&arena, "product", real, compute.scratch_size, 1);
        a = TT_TAKE(&arena, "product", real, M, K);
        b = TT_TAKE(&arena, "product", real, K, N);
        c = TT_TAKE(&arena, "product", real, M, N);
        if (!bound) TT_TRY(tt_arena_back(&arena, err));
    }
    for (int i = 0; i < repeats; i++) {
        tt_gemm(&compute, c, N, (tt_matrix){a, K, 1}, (tt_matrix){b, N, 1}, m, n, k, &(tt_gemm_ends){0});
    }
    tt_arena_free(&arena);
    return TT_OK;
}
