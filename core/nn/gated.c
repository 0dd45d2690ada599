/* SPDX-License-Identifier: Apache-2.0
 * A gated feed-forward layer's activation (Shazeer 2020). */
#include "nn/nn.h"

typedef struct {
    const tt_activate *f;
    real *dinner, *y;
    const real *dy, *inner; /* dy NULL: forward */
    int N, F;
} job;

static void rows(void *context, int block, int thread) {
    const job *j = context;
    const size_t F = (size_t)j->F;
    (void)thread;
    for (int n = block * TT_ROWS; n < j->N && n < (block + 1) * TT_ROWS; n++) {
        const real *a = j->inner + (size_t)n * 2 * F, *g = a + F;
        real *y = j->y + (size_t)n * F;
        if (j->dy) {
            const real *dy = j->dy + (size_t)n * F;
            real *da = j->dinner + (size_t)n * 2 * F, *dg = da + F;
            for (size_t i = 0; i < F; i++) da[i] = dy[i] * g[i];
            j->f->backward(da, y, da, a, j->F);
            for (size_t i = 0; i < F; i++) dg[i] = dy[i] * y[i];
        } else {
            j->f->forward(y, a, j->F);
        }
        for (size_t i = 0; i < F; i++) y[i] *= g[i];
    }
}

void tt_gated_forward(const tt_compute *compute, tt_activation f, real *y, const real *inner, int N, int F) {
    job j = {&compute->kernels->activations[f], NULL, y, NULL, inner, N, F};
    tt_parallel(compute->threads, tt_blocks(N, TT_ROWS), rows, &j);
}

void tt_gated_backward(const tt_compute *compute, tt_activation f, real *dinner, real *y, const real *dy,
                       const real *inner, int N, int F) {
    job j = {&compute->kernels->activations[f], dinner, y, dy, inner, N, F};
    tt_parallel(compute->threads, tt_blocks(N, TT_ROWS), rows, &j);
}
