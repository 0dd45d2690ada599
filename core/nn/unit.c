/* SPDX-License-Identifier: Apache-2.0
 * Rows scaled to length 1, as in torch.nn.functional.normalize. */
#include <math.h>

#include "nn/nn.h"

typedef struct {
    real *x, *lengths;
    const real *y, *divisors;
    size_t E;
} job;

static double dot(const real *a, const real *b, size_t n) {
    double sum = 0;
    for (size_t e = 0; e < n; e++) sum += (double)a[e] * (double)b[e];
    return sum;
}

static void forward_row(void *context, int n, int thread) {
    const job *j = context;
    real *x = j->x + (size_t)n * j->E;
    const double length = fmax(sqrt(dot(x, x, j->E)), 1e-12);
    (void)thread;
    for (size_t e = 0; e < j->E; e++) x[e] = (real)((double)x[e] / length);
    j->lengths[n] = (real)length;
}

void tt_unit_forward(const tt_compute *compute, real *x, real *lengths, int N, int E) {
    job j = {.x = x, .lengths = lengths, .E = (size_t)E};
    tt_parallel(compute->threads, N, forward_row, &j);
}

/* The part of the gradient along y does not change y. */
static void backward_row(void *context, int n, int thread) {
    const job *j = context;
    real *d = j->x + (size_t)n * j->E;
    const real *y = j->y + (size_t)n * j->E;
    const double along = dot(d, y, j->E), length = (double)j->divisors[n];
    (void)thread;
    for (size_t e = 0; e < j->E; e++) d[e] = (real)(((double)d[e] - along * (double)y[e]) / length);
}

void tt_unit_backward(const tt_compute *compute, real *d, const real *y, const real *lengths, int N, int E) {
    job j = {.x = d, .y = y, .divisors = lengths, .E = (size_t)E};
    tt_parallel(compute->threads, N, backward_row, &j);
}
