/* SPDX-License-Identifier: Apache-2.0
 * One matrix product for everything: c[m,n] (+)= a[m,k] b[k,n], the operands given by row and column strides,
 * so that a transpose is two numbers swapped. After Goto and van de Geijn 2008, "Anatomy of high-performance
 * matrix multiplication": panels of b and a are packed so that the tile reads memory in order. */
#ifndef TT_GEMM_H
#define TT_GEMM_H

#include "base/threads.h"
#include "kernels/kernels.h"

/* A tile's strip of a and panel of b, TT_GEMM_K deep, are 6 and 12 KB: both stay in L1. A task packs a block of a
 * (36 KB) and computes TT_GEMM_M x TT_GEMM_N of c: few enough rows that the tasks of a short batch come out even. b is
 * packed by all threads together, TT_GEMM_DEEP at a time. Fixed numbers: the cut may not depend on the threads. */
enum { TT_GEMM_K = 384, TT_GEMM_DEEP = 2 * TT_GEMM_K, TT_GEMM_M = 24, TT_GEMM_N = 512 };

typedef struct {
    const real *data;
    size_t row, column; /* strides in elements */
} tt_matrix;

/* Scratch in reals: `shared` holds the packed b, `own` one block of packed a and an edge tile per thread. */
static inline size_t tt_gemm_shared(size_t n, size_t k) {
    return (n + TT_NR - 1) / TT_NR * TT_NR * (k < TT_GEMM_DEEP ? k : TT_GEMM_DEEP);
}
enum { TT_GEMM_OWN = TT_GEMM_M * TT_GEMM_K + TT_MR * TT_NR };

typedef struct {
    tt_threads *threads; /* NULL: on the calling thread alone */
    const tt_kernels *kernels;
    real *shared; /* [tt_gemm_shared(n, k)] */
    real *own;    /* [threads][TT_GEMM_OWN] */
} tt_gemm_context;

/* What a sum starts from, and what is done to c while it is in cache. */
typedef struct {
    bool accumulate;  /* c += a b */
    const real *bias; /* [n] or NULL: every row of c starts from it */
    bool padded;      /* c has room for whole tiles: rows up to a multiple of MR, columns of NR, whatever lands there */
    real *activated;  /* [m, n] with c's row stride, or NULL: GELU of the finished c; or, with `inner`: GELU(inner) */
    const real *inner; /* likewise: the finished c is multiplied by GELU'(inner) */
} tt_gemm_ends;

void tt_gemm(const tt_gemm_context *context, real *c /*[m, n], row stride ldc*/, size_t ldc, tt_matrix a, tt_matrix b,
             int m, int n, int k, const tt_gemm_ends *ends);

#endif
