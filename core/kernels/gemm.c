/* SPDX-License-Identifier: Apache-2.0 */
#include "kernels/gemm.h"

#include <string.h>

typedef struct {
    const tt_gemm_context *context;
    real *c;
    size_t ldc;
    tt_matrix a, b;
    int m, n, k; /* k: of this slice */
    int k0;
    bool accumulate;
    int column_blocks;
} product;

static inline int least(int a, int b) { return a < b ? a : b; }

/* `width` lanes side by side, [k][width], zero beyond `used`: the lanes are rows of a or columns of b. */
static TT_NOINLINE void pack(real *out, const real *in, size_t lane, size_t step, int width, int used, int k) {
    if (used == width && lane == 1) {
        for (int p = 0; p < k; p++, in += step, out += width) memcpy(out, in, (size_t)width * sizeof *out);
        return;
    }
    for (int j = 0; j < width; j++) {
        const real *from = in + (size_t)j * lane;
        if (j < used) {
            for (int p = 0; p < k; p++) out[p * width + j] = from[(size_t)p * step];
        } else {
            for (int p = 0; p < k; p++) out[p * width + j] = 0;
        }
    }
}

/* Packs 16 panels of b. */
enum { PANELS = 16 };
static void pack_b(void *argument, int block, int thread) {
    const product *job = argument;
    (void)thread;
    int last = least(job->n, (block + 1) * PANELS * TT_NR);
    for (int j = block * PANELS * TT_NR; j < last; j += TT_NR) {
        const real *in = job->b.data + (size_t)job->k0 * job->b.row + (size_t)j * job->b.column;
        pack(job->context->shared + (size_t)j * (size_t)job->k, in, job->b.column, job->b.row, TT_NR,
             least(TT_NR, last - j), job->k);
    }
}

/* A tile at the edge of c goes through a whole tile beside it. */
static void edge_tile(const product *job, real *c, const real *a, const real *b, int rows, int columns, real *edge) {
    for (int i = 0; i < rows; i++) memcpy(edge + i * TT_NR, c + (size_t)i * job->ldc, (size_t)columns * sizeof *c);
    job->context->kernels->tile(edge, TT_NR, a, b, job->k, job->accumulate);
    for (int i = 0; i < rows; i++) memcpy(c + (size_t)i * job->ldc, edge + i * TT_NR, (size_t)columns * sizeof *c);
}

static void multiply_block(void *argument, int block, int thread) {
    const product *job = argument;
    real *own = job->context->own + (size_t)thread * TT_GEMM_OWN, *edge = own + TT_GEMM_M * TT_GEMM_K;
    int i0 = block / job->column_blocks * TT_GEMM_M, i1 = least(job->m, i0 + TT_GEMM_M);
    int j0 = block % job->column_blocks * TT_GEMM_N, j1 = least(job->n, j0 + TT_GEMM_N);
    for (int i = i0; i < i1; i += TT_MR) {
        const real *in = job->a.data + (size_t)i * job->a.row + (size_t)job->k0 * job->a.column;
        pack(own + (size_t)(i - i0) * (size_t)job->k, in, job->a.row, job->a.column, TT_MR, least(TT_MR, i1 - i),
             job->k);
    }
    for (int j = j0; j < j1; j += TT_NR) {
        const real *b = job->context->shared + (size_t)j * (size_t)job->k;
        for (int i = i0; i < i1; i += TT_MR) {
            const real *a = own + (size_t)(i - i0) * (size_t)job->k;
            real *c = job->c + (size_t)i * job->ldc + (size_t)j;
            if (i1 - i < TT_MR || j1 - j < TT_NR) {
                edge_tile(job, c, a, b, least(TT_MR, i1 - i), least(TT_NR, j1 - j), edge);
            } else {
                job->context->kernels->tile(c, job->ldc, a, b, job->k, job->accumulate);
            }
        }
    }
}

static void for_blocks(tt_threads *threads, int blocks, tt_task task, void *argument) {
    if (threads) {
        tt_parallel(threads, blocks, task, argument);
    } else {
        for (int block = 0; block < blocks; block++) task(argument, block, 0);
    }
}

void tt_gemm(const tt_gemm_context *context, real *c, size_t ldc, tt_matrix a, tt_matrix b, int m, int n, int k,
             bool accumulate) {
    product job = {.context = context, .c = c, .ldc = ldc, .a = a, .b = b, .m = m, .n = n};
    job.column_blocks = tt_blocks(n, TT_GEMM_N);
    for (job.k0 = 0; job.k0 < k; job.k0 += TT_GEMM_K) {
        job.k = least(TT_GEMM_K, k - job.k0);
        job.accumulate = accumulate || job.k0 > 0;
        for_blocks(context->threads, tt_blocks(n, PANELS * TT_NR), pack_b, &job);
        for_blocks(context->threads, tt_blocks(m, TT_GEMM_M) * job.column_blocks, multiply_block, &job);
    }
}
