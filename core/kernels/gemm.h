/* SPDX-License-Identifier: Apache-2.0
 * One matrix product for everything: c[m,n] (+)= a[m,k] b[k,n], the operands given by row and column strides,
 * so that a transpose is two numbers swapped. After Goto and van de Geijn 2008, "Anatomy of high-performance
 * matrix multiplication": panels of b and a are packed so that the tile reads memory in order. */
#ifndef TT_GEMM_H
#define TT_GEMM_H

#include "base/threads.h"
#include "kernels/kernels.h"

/* How much of k is packed at a time, and the block of c that is one task. A panel of b is 8 KB (half of L1 is
 * left for a and c), a block of a 48 KB (L2). Fixed numbers: the cut may not depend on the threads. */
enum { TT_GEMM_K = 256, TT_GEMM_M = 48, TT_GEMM_N = 512 };

typedef struct {
    const real *data;
    size_t row, column; /* strides in elements */
} tt_matrix;

/* Scratch in reals: `shared` holds the packed b, `own` one block of packed a and an edge tile per thread. */
static inline size_t tt_gemm_shared(size_t most_n) { return (most_n + TT_NR - 1) / TT_NR * TT_NR * TT_GEMM_K; }
enum { TT_GEMM_OWN = TT_GEMM_M * TT_GEMM_K + TT_MR * TT_NR };

typedef struct {
    tt_threads *threads; /* NULL: on the calling thread alone */
    const tt_kernels *kernels;
    real *shared; /* [tt_gemm_shared(n)] */
    real *own;    /* [threads][TT_GEMM_OWN] */
} tt_gemm_context;

void tt_gemm(const tt_gemm_context *context, real *c /*[m, n], row stride ldc*/, size_t ldc, tt_matrix a, tt_matrix b,
             int m, int n, int k, bool accumulate);

#endif
