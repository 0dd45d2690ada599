/* SPDX-License-Identifier: Apache-2.0 */
#include "kernels/gemm.h"

#include <string.h>

typedef struct {
    const tt_gemm_context *context;
    const tt_gemm_ends *ends;
    real *c;
    size_t ldc;
    tt_matrix a, b;
    int m, n, k;
    int first, deep; /* the part of k that is packed now */
    int column_blocks;
} product;

static inline int least(int a, int b) { return a < b ? a : b; }

/* Packed b: slices of TT_GEMM_K, in each panel after panel [depth, NR]. */
static real *panel(const product *job, int slice, int depth, int column) {
    size_t columns = (size_t)tt_blocks(job->n, TT_NR) * TT_NR;
    return job->context->shared + columns * (size_t)slice + (size_t)column * (size_t)depth;
}

enum { PANELS = 16 };
static void pack_b(void *argument, int block, int thread) {
    const product *job = argument;
    (void)thread;
    int end = least(job->n, (block + 1) * PANELS * TT_NR);
    for (int slice = 0; slice < job->deep; slice += TT_GEMM_K) {
        int depth = least(TT_GEMM_K, job->deep - slice);
        for (int j = block * PANELS * TT_NR; j < end; j += TT_NR) {
            const real *in = job->b.data + (size_t)(job->first + slice) * job->b.row + (size_t)j * job->b.column;
            job->context->kernels->pack(panel(job, slice, depth, j), in, job->b.column, job->b.row, TT_NR,
                                        least(TT_NR, end - j), depth);
        }
    }
}

/* A tile at the edge of c goes through a whole tile beside it. */
static void edge_tile(const product *job, real *c, const real *a, const real *b, int rows, int columns, int depth,
                      bool accumulate, real *edge) {
    for (int i = 0; accumulate && i < rows; i++) {
        for (int j = 0; j < columns; j++) edge[i * TT_NR + j] = c[(size_t)i * job->ldc + (size_t)j];
    }
    job->context->kernels->tile(edge, TT_NR, a, b, depth, accumulate);
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) c[(size_t)i * job->ldc + (size_t)j] = edge[i * TT_NR + j];
    }
}

/* Rows i0 .. i1, columns j0 .. j1 of c. */
typedef struct {
    int i0, i1, j0, j1;
} block;

static void multiply_slice(const product *job, const block *at, int slice, bool accumulate, real *own) {
    const tt_kernels *kernels = job->context->kernels;
    int depth = least(TT_GEMM_K, job->deep - slice);
    real *edge = own + TT_GEMM_M * TT_GEMM_K;
    for (int i = at->i0; i < at->i1; i += TT_MR) {
        const real *in = job->a.data + (size_t)i * job->a.row + (size_t)(job->first + slice) * job->a.column;
        kernels->pack(own + (i - at->i0) * depth, in, job->a.row, job->a.column, TT_MR, least(TT_MR, at->i1 - i),
                      depth);
    }
    for (int j = at->j0; j < at->j1; j += TT_NR) {
        const real *b = panel(job, slice, depth, j);
        for (int i = at->i0; i < at->i1; i += TT_MR) {
            const real *a = own + (i - at->i0) * depth;
            real *c = job->c + (size_t)i * job->ldc + (size_t)j;
            int rows = least(TT_MR, at->i1 - i), columns = least(TT_NR, at->j1 - j);
            if ((rows < TT_MR || columns < TT_NR) && !job->ends->padded) {
                edge_tile(job, c, a, b, rows, columns, depth, accumulate, edge);
            } else {
                kernels->tile(c, job->ldc, a, b, depth, accumulate);
            }
        }
    }
}

static void multiply_block(void *argument, int number, int thread) {
    const product *job = argument;
    const tt_gemm_ends *ends = job->ends;
    int i0 = number / job->column_blocks * TT_GEMM_M, j0 = number % job->column_blocks * TT_GEMM_N;
    block at = {i0, least(job->m, i0 + TT_GEMM_M), j0, least(job->n, j0 + TT_GEMM_N)};
    size_t width = (size_t)(at.j1 - at.j0);
    bool accumulate = ends->accumulate || ends->bias || job->first > 0;
    for (int i = at.i0; ends->bias && job->first == 0 && i < at.i1; i++) {
        memcpy(job->c + (size_t)i * job->ldc + j0, ends->bias + j0, width * sizeof(real));
    }
    for (int slice = 0; slice < job->deep; slice += TT_GEMM_K) {
        multiply_slice(job, &at, slice, accumulate || slice > 0, job->context->own + (size_t)thread * TT_GEMM_OWN);
    }
    if (!ends->activated || job->first + job->deep < job->k) return;
    for (int i = at.i0; i < at.i1; i++) {
        size_t from = (size_t)i * job->ldc + (size_t)j0;
        real *c = job->c + from, *activated = ends->activated + from;
        if (ends->inner)
            job->context->kernels->gelu_backward(c, activated, c, ends->inner + from, (int)width);
        else
            job->context->kernels->gelu_forward(activated, c, (int)width);
    }
}

static void for_blocks(tt_threads *threads, int blocks, tt_work task, void *argument) {
    if (threads) {
        tt_parallel(threads, blocks, task, argument);
    } else {
        for (int number = 0; number < blocks; number++) task(argument, number, 0);
    }
}

void tt_gemm(const tt_gemm_context *context, real *c, size_t ldc, tt_matrix a, tt_matrix b, int m, int n, int k,
             const tt_gemm_ends *ends) {
    product job = {.context = context, .ends = ends, .c = c, .ldc = ldc, .a = a, .b = b, .m = m, .n = n, .k = k};
    job.column_blocks = tt_blocks(n, TT_GEMM_N);
    for (job.first = 0; job.first < k; job.first += TT_GEMM_DEEP) {
        job.deep = least(TT_GEMM_DEEP, k - job.first);
        for_blocks(context->threads, tt_blocks(n, PANELS * TT_NR), pack_b, &job);
        for_blocks(context->threads, tt_blocks(m, TT_GEMM_M) * job.column_blocks, multiply_block, &job);
    }
}
