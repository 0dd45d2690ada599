/* SPDX-License-Identifier: Apache-2.0
 * Low-rank adapters (Hu et al. 2021): y += scale (dropout(x) A^T) B^T beside a linear layer that is frozen. */
#include <string.h>

#include "nn/nn.h"

/* x as the adapter reads it. */
static const real *dropped_input(const tt_compute *compute, const tt_lora *lora, const real *x, int N, int I) {
    if (!lora->dropout.threshold) return x;
    tt_dropout_apply(compute, lora->dropped, x, &lora->dropout, lora->first_row, N, I);
    return lora->dropped;
}

static void scale_by(real *u, real scale, size_t n) {
    for (size_t i = 0; i < n; i++) u[i] *= scale;
}

/* u = scale x A^T */
static void narrow(const tt_compute *compute, const tt_lora *lora, const real *x, const real *a, int N, int I) {
    const int r = lora->rank;
    tt_gemm(compute, lora->u, (size_t)r, (tt_matrix){x, (size_t)I, 1}, (tt_matrix){a, 1, (size_t)I}, N, r, I,
            &(tt_gemm_ends){0});
    scale_by(lora->u, lora->scale, (size_t)N * (size_t)r);
}

void tt_lora_forward(const tt_compute *compute, real *y, size_t ldy, const tt_lora *lora, const real *x, const real *a,
                     const real *b, int N, int I, int O) {
    const int r = lora->rank;
    narrow(compute, lora, dropped_input(compute, lora, x, N, I), a, N, I);
    tt_gemm(compute, y, ldy, (tt_matrix){lora->u, (size_t)r, 1}, (tt_matrix){b, 1, (size_t)r}, N, O, r,
            &(tt_gemm_ends){.accumulate = true});
}

void tt_lora_backward(const tt_compute *compute, real *dx, real *da, real *db, bool add, const tt_lora *lora,
                      const real *dy, size_t ldy, const real *x, const real *a, const real *b, int N, int I, int O) {
    const int r = lora->rank;
    const real *in = dropped_input(compute, lora, x, N, I);
    narrow(compute, lora, in, a, N, I);
    if (db)
        tt_gemm(compute, db, (size_t)r, (tt_matrix){dy, 1, ldy}, (tt_matrix){lora->u, (size_t)r, 1}, O, r, N,
                &(tt_gemm_ends){.accumulate = add});
    /* du in place of u */
    tt_gemm(compute, lora->u, (size_t)r, (tt_matrix){dy, ldy, 1}, (tt_matrix){b, (size_t)r, 1}, N, r, O,
            &(tt_gemm_ends){0});
    scale_by(lora->u, lora->scale, (size_t)N * (size_t)r);
    if (da)
        tt_gemm(compute, da, (size_t)I, (tt_matrix){lora->u, 1, (size_t)r}, (tt_matrix){in, (size_t)I, 1}, r, I, N,
                &(tt_gemm_ends){.accumulate = add});
    if (!dx) return;
    const tt_matrix du = {lora->u, (size_t)r, 1}, down = {a, (size_t)I, 1};
    if (!lora->dropout.threshold) {
        tt_gemm(compute, dx, (size_t)I, du, down, N, I, r, &(tt_gemm_ends){.accumulate = true});
        return;
    }
    tt_gemm(compute, lora->dropped, (size_t)I, du, down, N, I, r, &(tt_gemm_ends){0});
    tt_dropout_apply(compute, lora->dropped, lora->dropped, &lora->dropout, lora->first_row, N, I);
    tt_add(compute, dx, lora->dropped, N, I);
}

typedef struct {
    real *w;
    const real *a, *b;
    real scale;
    int I, O, r;
} merge;

static void merge_rows(void *context, int block, int thread) {
    const merge *m = context;
    (void)thread;
    for (int o = block * TT_ROWS; o < m->O && o < (block + 1) * TT_ROWS; o++) {
        real *w = m->w + (size_t)o * (size_t)m->I;
        for (int k = 0; k < m->r; k++) {
            const real factor = m->scale * m->b[(size_t)o * (size_t)m->r + (size_t)k];
            const real *a = m->a + (size_t)k * (size_t)m->I;
            for (int i = 0; i < m->I; i++) w[i] += factor * a[i];
        }
    }
}

void tt_lora_merge(const tt_compute *compute, real *w, const real *a, const real *b, real scale, int r, int I, int O) {
    merge m = {w, a, b, scale, I, O, r};
    tt_parallel(compute->threads, tt_blocks(O, TT_ROWS), merge_rows, &m);
}
