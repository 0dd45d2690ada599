/* SPDX-License-Identifier: Apache-2.0
 * The matrix product against plain sums in double, at sizes around its tiles and blocks, for all four transposes,
 * and with the same bits from every tile and any number of threads. */
#include "check.h"
#include "kernels/gemm.h"

enum { GUARD = 16 };

static real *numbers(size_t count, uint64_t seed) {
    real *x = malloc(count * sizeof *x);
    tt_rng key = tt_rng_key(seed, 0, 0);
    for (size_t i = 0; x && i < count; i++) x[i] = (real)tt_rng_normal(key, (uint32_t)i);
    return x;
}

/* Scratch of exactly the promised size, so that AddressSanitizer sees an overrun. */
static tt_gemm_context context(tt_threads *threads, const tt_kernels *kernels, int tile, int m, int n, int k) {
    const size_t size = tt_gemm_scratch((size_t)m, (size_t)n, (size_t)k);
    return (tt_gemm_context){.threads = threads,
                             .kernels = kernels,
                             .tile = tile,
                             .scratch = malloc(size * sizeof(real)),
                             .scratch_size = size};
}

static void check_against_sums(int tile, int m, int n, int k, bool transpose_a, bool transpose_b, bool accumulate) {
    const size_t ldc = (size_t)n + 3, cells = (size_t)m * ldc + GUARD;
    real *a = numbers((size_t)m * (size_t)k, 1), *b = numbers((size_t)n * (size_t)k, 2), *c = numbers(cells, 3);
    real *before = numbers(cells, 3);
    tt_matrix ma = {a, transpose_a ? 1 : (size_t)k, transpose_a ? (size_t)m : 1};
    tt_matrix mb = {b, transpose_b ? 1 : (size_t)n, transpose_b ? (size_t)k : 1};
    tt_gemm_context with = context(NULL, &tt_kernels_simd, tile, m, n, k);
    tt_gemm(&with, c, ldc, ma, mb, m, n, k, &(tt_gemm_ends){.accumulate = accumulate});

    double worst = 0; /* error over its bound: a sum of k products rounds k times, each time by eps/2 of a part */
    int touched = 0;
    for (size_t i = 0; i < cells; i++) {
        const size_t row = i / ldc, column = i % ldc;
        if (row >= (size_t)m || column >= (size_t)n) {
            touched += c[i] != before[i];
            continue;
        }
        double sum = accumulate ? before[i] : 0, size = fabs(sum);
        for (size_t p = 0; p < (size_t)k; p++) {
            double term = (double)ma.data[row * ma.row + p * ma.column] * mb.data[p * mb.row + column * mb.column];
            sum += term;
            size += fabs(term);
        }
        double off = fabs(c[i] - sum) / ((k + 1.0) * TT_EPS * size);
        if (!(off <= worst)) worst = off;
    }
    if (!(worst <= 1) || touched) {
        printf("tile %d m %d n %d k %d%s%s%s: error over bound %g, cells beside c written: %d\n", tile, m, n, k,
               transpose_a ? ", a^T" : "", transpose_b ? ", b^T" : "", accumulate ? ", +=" : "", worst, touched);
    }
    CHECK(worst <= 1);
    CHECK(touched == 0);
    free(with.scratch);
    free(a), free(b), free(c), free(before);
}

/* The same bits with any number of threads and any tile. */
static void check_threads(int m, int n, int k) {
    const size_t cells = (size_t)m * (size_t)n;
    real *a = numbers((size_t)m * (size_t)k, 4), *b = numbers((size_t)n * (size_t)k, 5);
    real *want = calloc(cells, sizeof *want), *got = calloc(cells, sizeof *got);
    tt_matrix ma = {a, (size_t)k, 1}, mb = {b, 1, (size_t)k};
    tt_gemm_context alone = context(NULL, &tt_kernels_simd, 0, m, n, k);
    tt_gemm(&alone, want, (size_t)n, ma, mb, m, n, k, &(tt_gemm_ends){0});
    free(alone.scratch);
    static const int counts[] = {1, 2, 5};
    for (size_t i = 0; i < TT_TILES * sizeof counts / sizeof *counts; i++) {
        tt_threads *threads;
        CHECK_OK(tt_threads_new(&threads, counts[i / TT_TILES], &err));
        tt_gemm_context with = context(threads, &tt_kernels_simd, (int)(i % TT_TILES), m, n, k);
        memset(got, 0xff, cells * sizeof *got);
        tt_gemm(&with, got, (size_t)n, ma, mb, m, n, k, &(tt_gemm_ends){0});
        CHECK(memcmp(want, got, cells * sizeof *got) == 0);
        free(with.scratch);
        tt_threads_free(threads);
    }
#ifndef TT_RELAXED
    tt_gemm_context plain = context(NULL, &tt_kernels_ref, 0, m, n, k);
    tt_gemm(&plain, got, (size_t)n, ma, mb, m, n, k, &(tt_gemm_ends){0});
    CHECK(memcmp(want, got, cells * sizeof *got) == 0);
    free(plain.scratch);
#endif
    free(a), free(b), free(want), free(got);
}

/* y = gelu(c) behind a product, whatever the number of parts in which k is packed: the kernel's bits of the whole c. */
static void check_activated(int k) {
    enum { M = 7, N = 11, CELLS = M * N };
    real *a = numbers((size_t)(M * k), 6), *b = numbers((size_t)(N * k), 7), bias[N] = {0};
    real c[CELLS], plain[CELLS], activated[CELLS], want[CELLS];
    tt_matrix ma = {a, (size_t)k, 1}, mb = {b, 1, (size_t)k};
    tt_gemm_context with = context(NULL, &tt_kernels_simd, 0, M, N, k);
    memset(activated, 0xff, sizeof activated);
    tt_gemm(&with, plain, N, ma, mb, M, N, k, &(tt_gemm_ends){.bias = bias});
    tt_gemm(&with, c, N, ma, mb, M, N, k, &(tt_gemm_ends){.bias = bias, .activated = activated});
    for (int i = 0; i < M; i++) tt_kernels_simd.activations[TT_GELU].forward(want + i * N, plain + i * N, N);
    CHECK(memcmp(c, plain, sizeof c) == 0);
    CHECK(memcmp(activated, want, sizeof want) == 0);
    free(with.scratch);
    free(a), free(b);
}

int main(void) {
    static const int sizes[][3] = {
        {1, 1, 1},
        {TT_MR_MOST, TT_NR, 1},
        {TT_MR_MOST - 1, TT_NR + 1, 7},
        {TT_MR_MOST + 1, TT_NR - 1, TT_GEMM_K},
        {2, 5, TT_GEMM_K + 1},
        {TT_GEMM_M, 3 * TT_NR, TT_GEMM_K - 1},
        {TT_GEMM_M + 1, TT_GEMM_N + 1, 3},
        {13, 131, 2 * TT_GEMM_DEEP + 7},
    };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (int way = 0; way < 16; way++) {
            check_against_sums(way / 8, sizes[i][0], sizes[i][1], sizes[i][2], way & 1, way & 2, way & 4);
        }
    }
    /* several blocks of c and ragged ends in all directions; where k is short, wider blocks but with five threads */
    check_threads(3 * TT_GEMM_M + 5, TT_GEMM_N + 19, TT_GEMM_K + 31);
    check_threads(16 * TT_GEMM_M + 5, 3 * TT_GEMM_N + 19, TT_GEMM_K / 2 - 22);
    check_activated(5);
    check_activated(TT_GEMM_DEEP);
    check_activated(2 * TT_GEMM_DEEP + 7);
    return check_end("gemm");
}
