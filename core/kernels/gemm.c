/* SPDX-License-Identifier: Apache-2.0 */
#include "kernels/gemm.h"

#include <assert.h>

/* A tile at the edge of c goes through a whole tile beside it. */
static void edge_tile(const tt_tile *tile, real *c, size_t ldc, const real *a, size_t a_step, const real *b,
                      size_t b_step, int rows, int columns, int k, tt_gemm_start start) {
    real edge[TT_MR_MOST * TT_NR] = {0};
    for (int i = 0; start.data && i < rows; i++) {
        for (int j = 0; j < columns; j++) edge[i * TT_NR + j] = start.data[(size_t)i * start.row + (size_t)j];
    }
    tile->multiply(edge, TT_NR, a, a_step, b, b_step, k, edge, TT_NR);
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) c[(size_t)i * ldc + (size_t)j] = edge[i * TT_NR + j];
    }
}

typedef struct {
    const tt_tile *tile;
    real *c;
    size_t ldc;
    tt_strips a, b;
    int m, n, k;
    tt_gemm_start start;
    bool padded;
} walk;

static void multiply_tile(const walk *t, int i, int j) {
    int rows = tt_min(t->tile->rows, t->m - i), columns = tt_min(TT_NR, t->n - j);
    const real *a = t->a.data + (size_t)(i / t->tile->rows) * t->a.strip,
               *b = t->b.data + (size_t)(j / TT_NR) * t->b.strip;
    real *at = t->c + (size_t)i * t->ldc + (size_t)j;
    tt_gemm_start from = t->start;
    if (from.data) from.data += (size_t)i * from.row + (size_t)j;
    if ((rows < t->tile->rows || columns < TT_NR) && !t->padded)
        edge_tile(t->tile, at, t->ldc, a, t->a.step, b, t->b.step, rows, columns, t->k, from);
    else
        t->tile->multiply(at, t->ldc, a, t->a.step, b, t->b.step, t->k, from.data, from.row);
}

/* A strip of a meets all panels of b where a lies in wide rows, of which it reads a part of each cache line: they are
 * fetched once. A panel of b meets all strips otherwise. */
void tt_gemm_tiles(const tt_tile *tile, real *c, size_t ldc, tt_strips a, tt_strips b, int m, int n, int k,
                   tt_gemm_start start, bool padded) {
    const walk t = {tile, c, ldc, a, b, m, n, k, start, padded};
    if (a.step > (size_t)tile->rows) {
        for (int i = 0; i < m; i += tile->rows) {
            for (int j = 0; j < n; j += TT_NR) multiply_tile(&t, i, j);
        }
    } else {
        for (int j = 0; j < n; j += TT_NR) {
            for (int i = 0; i < m; i += tile->rows) multiply_tile(&t, i, j);
        }
    }
}

/* Lines that lie side by side share cache lines: so many steps of all strips, before they leave the cache. */
enum { STEPS = 32 };
tt_strips tt_gemm_pack(const tt_kernels *kernels, real *out, const real *in, size_t lane, size_t step, int width,
                       int count, int depth) {
    tt_strips strips = {out, (size_t)width * (size_t)depth, (size_t)width};
    int steps = lane == 1 ? STEPS : depth;
    for (int p = 0; p < depth; p += steps, in += (size_t)steps * step, out += (size_t)steps * strips.step) {
        for (int line = 0; line < count; line += width)
            kernels->pack(out + (size_t)(line / width) * strips.strip, in + (size_t)line * lane, lane, step, width,
                          tt_min(width, count - line), tt_min(steps, depth - p));
    }
    return strips;
}

/* Rows of a, or columns of b: `width` of them lie packed as a strip [depth, width], strip after strip, for a slice of k
 * after the other. */
typedef struct {
    const real *data;
    size_t lane, step; /* strides from row to row (of b: column to column), and along k */
    int count, width;
    real *packed;
} operand;

typedef struct {
    const tt_gemm_context *context;
    const tt_gemm_ends *ends;
    tt_tile tile;
    operand a, b;
    real *c;
    size_t ldc;
    int m, n;
    int first, deep; /* the part of k that is packed now */
    bool last;       /* part of k */
    int row_blocks;
    int columns; /* of a task */
} product;

static size_t lines(const operand *x) { return (size_t)tt_blocks(x->count, x->width) * (size_t)x->width; }

static real *strip(const operand *x, int slice, int depth, int line) {
    return x->packed + lines(x) * (size_t)slice + (size_t)line * (size_t)depth;
}

/* A task packs so many lines of one operand: whole strips of every width. */
enum { PACKED = 96 };
static void pack(void *argument, int block, int thread) {
    const product *job = argument;
    int of_a = tt_blocks(job->a.count, PACKED);
    const operand *x = block < of_a ? &job->a : &job->b;
    int line = (block < of_a ? block : block - of_a) * PACKED, end = tt_min(x->count, line + PACKED);
    (void)thread;
    for (int slice = 0; slice < job->deep; slice += TT_GEMM_K) {
        int depth = tt_min(TT_GEMM_K, job->deep - slice);
        const real *in = x->data + (size_t)line * x->lane + (size_t)(job->first + slice) * x->step;
        tt_gemm_pack(job->context->kernels, strip(x, slice, depth, line), in, x->lane, x->step, x->width, end - line,
                     depth);
    }
}

/* Rows i0 .. i1, columns j0 .. j1 of c. */
typedef struct {
    int i0, i1, j0, j1;
} block;

/* The sums go on from c, or start: at c, at the bias, or at 0. */
static void multiply_slice(const product *job, const block *at, int slice) {
    const tt_gemm_ends *ends = job->ends;
    int depth = tt_min(TT_GEMM_K, job->deep - slice);
    size_t height = (size_t)job->tile.rows, d = (size_t)depth;
    tt_strips a = {strip(&job->a, slice, depth, at->i0), height * d, height};
    tt_strips b = {strip(&job->b, slice, depth, at->j0), TT_NR * d, TT_NR};
    real *c = job->c + (size_t)at->i0 * job->ldc + (size_t)at->j0;
    tt_gemm_start start = {ends->bias ? ends->bias + at->j0 : NULL, 0};
    if (ends->accumulate || job->first + slice > 0) start = (tt_gemm_start){c, job->ldc};
    tt_gemm_tiles(&job->tile, c, job->ldc, a, b, at->i1 - at->i0, at->j1 - at->j0, depth, start, ends->padded);
}

static void multiply(void *argument, int number, int thread) {
    const product *job = argument;
    const tt_gemm_ends *ends = job->ends;
    int i0 = number % job->row_blocks * TT_GEMM_M, j0 = number / job->row_blocks * job->columns;
    block at = {i0, tt_min(job->m, i0 + TT_GEMM_M), j0, tt_min(job->n, j0 + job->columns)};
    (void)thread;
    for (int slice = 0; slice < job->deep; slice += TT_GEMM_K) multiply_slice(job, &at, slice);
    if (!ends->activated || !job->last) return;
    const tt_activate *activate = &job->context->kernels->activations[ends->activation];
    for (int i = at.i0; i < at.i1; i++) {
        size_t from = (size_t)i * job->ldc + (size_t)j0;
        real *c = job->c + from, *activated = ends->activated + from;
        if (ends->inner)
            activate->backward(c, activated, c, ends->inner + from, at.j1 - j0);
        else
            activate->forward(activated, c, at.j1 - j0);
    }
}

static void for_blocks(tt_threads *threads, int blocks, tt_work task, void *argument) {
    if (threads) {
        tt_parallel(threads, blocks, task, argument);
    } else {
        for (int number = 0; number < blocks; number++) task(argument, number, 0);
    }
}

/* Where k is short, a task has more columns: whole rows of c pass through the cache while b's panels still lie in L2.
 * Every thread has tasks enough all the same. */
enum { SHORT = 512, TASKS = 8 };
static int columns_of(const product *job, int k, int threads) {
    int columns = k < SHORT ? SHORT / k * TT_GEMM_N : TT_GEMM_N;
    return job->row_blocks * tt_blocks(job->n, columns) < TASKS * threads ? TT_GEMM_N : columns;
}

/* Fewer multiply-adds than this take some 5 us: done before another thread has noticed. */
enum { ALONE = 1 << 17 };

void tt_gemm(const tt_gemm_context *context, real *c, size_t ldc, tt_matrix a, tt_matrix b, int m, int n, int k,
             const tt_gemm_ends *ends) {
    product job = {.context = context, .ends = ends, .c = c, .ldc = ldc, .m = m, .n = n};
    job.tile = context->kernels->tiles[context->tile];
    job.a = (operand){a.data, a.row, a.column, m, job.tile.rows, context->scratch};
    job.b = (operand){b.data, b.column, b.row, n, TT_NR, NULL};
    job.row_blocks = tt_blocks(m, TT_GEMM_M);
    assert((lines(&job.a) + lines(&job.b)) * (size_t)tt_min(TT_GEMM_DEEP, k) <= context->scratch_size);
    tt_threads *threads = (int64_t)m * n * k < ALONE ? NULL : context->threads;
    job.columns = k > 0 ? columns_of(&job, k, threads ? tt_threads_count(threads) : 1) : TT_GEMM_N;
    for (job.first = 0; job.first < k; job.first += TT_GEMM_DEEP) {
        job.deep = tt_min(TT_GEMM_DEEP, k - job.first);
        job.last = job.first + job.deep == k;
        job.b.packed = job.a.packed + lines(&job.a) * (size_t)job.deep;
        for_blocks(threads, tt_blocks(m, PACKED) + tt_blocks(n, PACKED), pack, &job);
        for_blocks(threads, job.row_blocks * tt_blocks(n, job.columns), multiply, &job);
    }
}
