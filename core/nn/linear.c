/* SPDX-License-Identifier: Apache-2.0
 * y = x w^T + b. Weights are [out, in], as PyTorch and the checkpoints have them. */
#include <string.h>

#include "nn/nn.h"

typedef struct {
    real *out;
    const real *in;
    const tt_compute *compute;
    int N, O;
} job;

size_t tt_linear_scratch(int N, int I, int O) {
    size_t n = (size_t)N, i = (size_t)I, o = (size_t)O;
    return tt_max_size(tt_gemm_scratch(n, o, i), tt_max_size(tt_gemm_scratch(n, i, o), tt_gemm_scratch(o, i, n)));
}

void tt_linear_forward(const tt_compute *compute, real *y, const real *x, const real *w, const real *b, int N, int I,
                       int O) {
    tt_linear_activate_forward(compute, TT_GELU, NULL, y, x, w, b, N, I, O);
}

void tt_linear_activate_forward(const tt_compute *compute, tt_activation f, real *activated, real *y, const real *x,
                                const real *w, const real *b, int N, int I, int O) {
    tt_gemm(compute, y, (size_t)O, (tt_matrix){x, (size_t)I, 1}, (tt_matrix){w, 1, (size_t)I}, N, O, I,
            &(tt_gemm_ends){.bias = b, .activation = f, .activated = activated});
}

/* Each task sums a strip of columns over all rows. */
enum { STRIP = 64 };
static void sum_columns(void *context, int block, int thread) {
    const job *j = context;
    (void)thread;
    int first = block * STRIP, width = j->O - first < STRIP ? j->O - first : STRIP;
    for (int i = 0; i < j->N; i++) {
        j->compute->kernels->add(j->out + first, j->in + (size_t)i * (size_t)j->O + first, width);
    }
}

void tt_linear_backward_weights(const tt_compute *compute, real *dw, real *db, bool add, const real *dy, const real *x,
                                int N, int I, int O) {
    if (dw && N == 0 && !add) memset(dw, 0, (size_t)O * (size_t)I * sizeof *dw); /* a sum of nothing */
    job sum = {.out = db, .in = dy, .compute = compute, .N = N, .O = O};
    if (dw) {
        tt_gemm(compute, dw, (size_t)I, (tt_matrix){dy, 1, (size_t)O}, (tt_matrix){x, (size_t)I, 1}, O, I, N,
                &(tt_gemm_ends){.accumulate = add});
    }
    if (db) tt_parallel(compute->threads, tt_blocks(O, STRIP), sum_columns, &sum);
}

static void backward_input(const tt_compute *compute, real *dx, const real *dy, const real *w, int N, int I, int O,
                           const tt_gemm_ends *ends) {
    tt_gemm(compute, dx, (size_t)I, (tt_matrix){dy, (size_t)O, 1}, (tt_matrix){w, (size_t)I, 1}, N, I, O, ends);
}

void tt_linear_backward_input(const tt_compute *compute, real *dx, const real *dy, const real *w, int N, int I, int O) {
    backward_input(compute, dx, dy, w, N, I, O, &(tt_gemm_ends){0});
}

void tt_linear_backward_residual(const tt_compute *compute, real *dx, const real *dy, const real *w, int N, int I,
                                 int O) {
    backward_input(compute, dx, dy, w, N, I, O, &(tt_gemm_ends){.accumulate = true});
}

void tt_linear_activate_backward(const tt_compute *compute, tt_activation f, real *dinner, real *activated,
                                 const real *inner, const real *dy, const real *w, int N, int I, int O) {
    backward_input(compute, dinner, dy, w, N, I, O,
                   &(tt_gemm_ends){.activation = f, .activated = activated, .inner = inner});
}
