/* SPDX-License-Identifier: Apache-2.0
 * LayerNorm (Ba, Kiros, Hinton 2016) at the end of a residual block: dropout, add and norm in one pass over a row
 * while it is in cache. */
#include "nn/nn.h"

typedef struct {
    const tt_compute *compute;
    real *y, *mean, *rstd, *sum;
    const real *residual, *w, *b;
    const tt_dropout *dropout;
    uint32_t first_row;
    real epsilon;
    int N, E;
} forward_job;

static void forward_rows(void *context, int block, int thread) {
    const forward_job *j = context;
    const tt_kernels *kernels = j->compute->kernels;
    (void)thread;
    for (int i = block * TT_ROWS; i < j->N && i < (block + 1) * TT_ROWS; i++) {
        size_t at = (size_t)i * (size_t)j->E;
        real *sum = j->sum + at;
        if (j->residual) {
            if (j->dropout->threshold) {
                kernels->dropout(sum, sum, j->dropout->key, (j->first_row + (uint32_t)i) * (uint32_t)j->E,
                                 j->dropout->threshold, j->dropout->scale, j->E);
            }
            kernels->add(sum, j->residual + at, j->E);
        }
        kernels->norm_forward(j->y + at, j->mean + i, j->rstd + i, sum, j->w, j->b, j->epsilon, j->E);
    }
}

void tt_norm_forward(const tt_compute *compute, real *y, real *mean, real *rstd, real *sum, const real *residual,
                     const tt_dropout *dropout, uint32_t first_row, const real *w, const real *b, real epsilon, int N,
                     int E) {
    forward_job j = {compute, y, mean, rstd, sum, residual, w, b, dropout, first_row, epsilon, N, E};
    tt_parallel(compute->threads, tt_blocks(N, TT_ROWS), forward_rows, &j);
}

typedef struct {
    const tt_compute *compute;
    real *dsum, *dbranch, *dw, *db;
    const real *dy, *sum, *w, *mean, *rstd;
    const tt_dropout *dropout;
    uint32_t first_row;
    int N, E;
} backward_job;

static void backward_rows(void *context, int block, int thread) {
    const backward_job *j = context;
    const tt_kernels *kernels = j->compute->kernels;
    (void)thread;
    for (int i = block * TT_ROWS; i < j->N && i < (block + 1) * TT_ROWS; i++) {
        size_t at = (size_t)i * (size_t)j->E;
        kernels->norm_backward(j->dsum + at, j->dy + at, j->sum + at, j->w, j->mean[i], j->rstd[i], j->E);
        if (j->dbranch) {
            kernels->dropout(j->dbranch + at, j->dsum + at, j->dropout->key,
                             (j->first_row + (uint32_t)i) * (uint32_t)j->E, j->dropout->threshold, j->dropout->scale,
                             j->E);
        }
    }
}

/* Each task sums a strip of columns over all rows. */
enum { STRIP = 32 };
static void backward_columns(void *context, int block, int thread) {
    const backward_job *j = context;
    (void)thread;
    int first = block * STRIP, width = j->E - first < STRIP ? j->E - first : STRIP;
    for (int i = 0; i < j->N; i++) {
        size_t at = (size_t)i * (size_t)j->E + (size_t)first;
        j->compute->kernels->norm_backward_weights(j->dw + first, j->db ? j->db + first : NULL, j->dy + at, j->sum + at,
                                                   j->mean[i], j->rstd[i], width);
    }
}

void tt_norm_backward(const tt_compute *compute, real *dsum, real *dbranch, real *dw, real *db, const real *dy,
                      const real *sum, const real *w, const real *mean, const real *rstd, const tt_dropout *dropout,
                      uint32_t first_row, int N, int E) {
    backward_job j = {compute, dsum, dbranch, dw, db, dy, sum, w, mean, rstd, dropout, first_row, N, E};
    /* the weights first: dsum may overwrite dy */
    if (dw) tt_parallel(compute->threads, tt_blocks(E, STRIP), backward_columns, &j);
    tt_parallel(compute->threads, tt_blocks(N, TT_ROWS), backward_rows, &j);
}
