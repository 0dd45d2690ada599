/* SPDX-License-Identifier: Apache-2.0
 * One matrix product for everything: c[m,n] (+)= a[m,k] b[k,n], the operands given by row and column strides,
 * so that a transpose is two numbers swapped. After Goto and van de Geijn 2008, "Anatomy of high-performance
 * matrix multiplication": strips of a and panels of b are packed so that the tile reads memory in order. */
#ifndef TT_GEMM_H
#define TT_GEMM_H

#include "base/threads.h"
#include "kernels/kernels.h"

/* A tile's strip of a and panel of b, TT_GEMM_K deep, are 9 and 12 KB: both stay in L1. A task computes
 * TT_GEMM_M x TT_GEMM_N of c, or more columns where k is short. The next task has the same columns and other rows: b's
 * 196 KB a slice stay in L2 from task to task. Operands are packed by all threads together, TT_GEMM_DEEP at a time. The
 * cut along k is fixed; that of c may depend on the threads, as no sum crosses it. */
enum { TT_GEMM_K = 384, TT_GEMM_DEEP = 2 * TT_GEMM_K, TT_GEMM_M = 48, TT_GEMM_N = 128 };

typedef struct {
    const real *data;
    size_t row, column; /* strides in elements */
} tt_matrix;

/* Reals of scratch that a product [m,k] x [k,n] packs its operands in, with any tile: the number fits size_t wherever
 * the bytes of both operands do. */
static inline size_t tt_gemm_scratch(size_t m, size_t n, size_t k) {
    enum { ROWS = 12, COLUMNS = TT_NR }; /* ROWS: a multiple of every tile's */
    size_t lines = (m + ROWS - 1) / ROWS * ROWS + (n + COLUMNS - 1) / COLUMNS * COLUMNS;
    return lines * (k < TT_GEMM_DEEP ? k : TT_GEMM_DEEP);
}

/* Rows of a, or columns of b, as a tile reads them: line l of strip s at k is data[s strip + l + k step]. tt_gemm_pack
 * makes them; columns of a matrix are strips in place. */
typedef struct {
    const real *data;
    size_t strip, step;
} tt_strips;

/* Packs `count` lines in strips of `width`: out [whole strips, depth]; missing lines of the last strip are 0. */
tt_strips tt_gemm_pack(const tt_kernels *kernels, real *out, const real *in, size_t lane, size_t step, int width,
                       int count, int depth);

/* Where the sums of a product start: c itself, a row for all (row 0), or 0 (data NULL). */
typedef struct {
    const real *data;
    size_t row;
} tt_gemm_start;

/* c[m, n] = start + a b, tile by tile on the calling thread. `padded` as in tt_gemm_ends. a and b are read up to whole
 * strips. */
void tt_gemm_tiles(const tt_tile *tile, real *c, size_t ldc, tt_strips a, tt_strips b, int m, int n, int k,
                   tt_gemm_start start, bool padded);

typedef struct {
    tt_threads *threads; /* NULL: on the calling thread alone */
    const tt_kernels *kernels;
    int tile;      /* of kernels->tiles; no number depends on it */
    real *scratch; /* [scratch_size], at least tt_gemm_scratch(m, n, k) */
    size_t scratch_size;
} tt_gemm_context;

/* What a sum starts from, and what is done to c while it is in cache. */
typedef struct {
    bool accumulate;  /* c += a b */
    const real *bias; /* [n] or NULL: every row of c starts from it */
    bool padded; /* c has room for whole tiles (rows up to a multiple of the tile's, columns of NR); the padding may be
                  * overwritten */
    tt_activation activation; /* f */
    real *activated;   /* [m, n] with c's row stride, or NULL: f of the finished c, which may be c; or, with `inner`:
                        * f(inner) */
    const real *inner; /* likewise: the finished c is multiplied by f'(inner) */
} tt_gemm_ends;

void tt_gemm(const tt_gemm_context *context, real *c /*[m, n], row stride ldc*/, size_t ldc, tt_matrix a, tt_matrix b,
             int m, int n, int k, const tt_gemm_ends *ends);

#endif
