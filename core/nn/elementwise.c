/* SPDX-License-Identifier: Apache-2.0
 * tanh, ReLU, the activations, addition and dropout: passes over [N, E] that treat every number alone. */
#include "nn/nn.h"

typedef struct {
    const tt_compute *compute;
    real *y;
    const real *a, *b;
    const tt_dropout *dropout;
    uint32_t first_row;
    int N, E;
    void (*row)(const tt_kernels *kernels, real *y, const real *a, const real *b, int E);
} job;

static void rows(void *context, int block, int thread) {
    const job *j = context;
    (void)thread;
    for (int i = block * TT_ROWS; i < j->N && i < (block + 1) * TT_ROWS; i++) {
        size_t at = (size_t)i * (size_t)j->E;
        j->row(j->compute->kernels, j->y + at, j->a + at, j->b ? j->b + at : NULL, j->E);
    }
}

static void run(const job *j) {
    job copy = *j;
    tt_parallel(j->compute->threads, tt_blocks(j->N, TT_ROWS), rows, &copy);
}

static void tanh_forward(const tt_kernels *kernels, real *y, const real *x, const real *unused, int E) {
    (void)unused;
    kernels->tanh_forward(y, x, E);
}

void tt_tanh_forward(const tt_compute *compute, real *y, const real *x, int N, int E) {
    run(&(job){.compute = compute, .y = y, .a = x, .N = N, .E = E, .row = tanh_forward});
}

static void tanh_backward(const tt_kernels *kernels, real *dx, const real *dy, const real *y, int E) {
    (void)kernels;
    for (int i = 0; i < E; i++) dx[i] = dy[i] * (1 - y[i] * y[i]);
}

void tt_tanh_backward(const tt_compute *compute, real *dx, const real *dy, const real *y, int N, int E) {
    run(&(job){.compute = compute, .y = dx, .a = dy, .b = y, .N = N, .E = E, .row = tanh_backward});
}

static void relu_forward(const tt_kernels *kernels, real *y, const real *x, const real *unused, int E) {
    (void)kernels, (void)unused;
    for (int i = 0; i < E; i++) y[i] = x[i] > 0 ? x[i] : 0;
}

void tt_relu_forward(const tt_compute *compute, real *y, const real *x, int N, int E) {
    run(&(job){.compute = compute, .y = y, .a = x, .N = N, .E = E, .row = relu_forward});
}

static void relu_backward(const tt_kernels *kernels, real *dx, const real *dy, const real *y, int E) {
    (void)kernels;
    for (int i = 0; i < E; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
}

void tt_relu_backward(const tt_compute *compute, real *dx, const real *dy, const real *y, int N, int E) {
    run(&(job){.compute = compute, .y = dx, .a = dy, .b = y, .N = N, .E = E, .row = relu_backward});
}

typedef struct {
    const tt_compute *compute;
    const tt_activate *f;
    real *dx, *y;
    const real *dy, *x; /* dy NULL: y alone */
    int N, E;
} activate_job;

static void activate_rows(void *context, int block, int thread) {
    const activate_job *j = context;
    (void)thread;
    for (int i = block * TT_ROWS; i < j->N && i < (block + 1) * TT_ROWS; i++) {
        size_t at = (size_t)i * (size_t)j->E;
        if (j->dy)
            j->f->backward(j->dx + at, j->y + at, j->dy + at, j->x + at, j->E);
        else
            j->f->forward(j->y + at, j->x + at, j->E);
    }
}

void tt_activate_forward(const tt_compute *compute, tt_activation f, real *y, const real *x, int N, int E) {
    activate_job j = {compute, &compute->kernels->activations[f], NULL, y, NULL, x, N, E};
    tt_parallel(compute->threads, tt_blocks(N, TT_ROWS), activate_rows, &j);
}

void tt_activate_backward(const tt_compute *compute, tt_activation f, real *dx, real *y, const real *dy, const real *x,
                          int N, int E) {
    activate_job j = {compute, &compute->kernels->activations[f], dx, y, dy, x, N, E};
    tt_parallel(compute->threads, tt_blocks(N, TT_ROWS), activate_rows, &j);
}

static void add(const tt_kernels *kernels, real *y, const real *x, const real *unused, int E) {
    (void)unused;
    kernels->add(y, x, E);
}

void tt_add(const tt_compute *compute, real *y, const real *x, int N, int E) {
    run(&(job){.compute = compute, .y = y, .a = x, .N = N, .E = E, .row = add});
}

tt_dropout tt_dropout_at(double p, uint64_t seed, uint64_t step, uint64_t site) {
    return (tt_dropout){.key = tt_rng_key(seed, step, site),
                        .threshold = (uint32_t)(p * 4294967296.0),
                        .scale = (real)(1.0 / (1.0 - p))};
}

static void dropout_rows(void *context, int block, int thread) {
    const job *j = context;
    (void)thread;
    for (int i = block * TT_ROWS; i < j->N && i < (block + 1) * TT_ROWS; i++) {
        size_t at = (size_t)i * (size_t)j->E;
        j->compute->kernels->dropout(j->y + at, j->a + at, j->dropout->key,
                                     (j->first_row + (uint32_t)i) * (uint32_t)j->E, j->dropout->threshold,
                                     j->dropout->scale, j->E);
    }
}

void tt_dropout_apply(const tt_compute *compute, real *y, const real *x, const tt_dropout *dropout, uint32_t first_row,
                      int N, int E) {
    job j = {.compute = compute, .y = y, .a = x, .dropout = dropout, .first_row = first_row, .N = N, .E = E};
    tt_parallel(compute->threads, tt_blocks(N, TT_ROWS), dropout_rows, &j);
}
