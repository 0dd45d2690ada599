/* SPDX-License-Identifier: Apache-2.0
 * How the two texts of a pair differ, by their vectors u and v of length 1, number by number:
 * y = sqrt(E) ((u - v)^2, u v). The sum of the second half is the cosine, but for its factor. With |u - v|, as Reimers
 * and Gurevych 2019 have it, the gradient would jump. */
#include <math.h>

#include "nn/nn.h"

typedef struct {
    real *out;
    const real *d, *texts;
    size_t E;
} job;

static void forward_pair(void *context, int n, int thread) {
    const job *j = context;
    const real *u = j->texts + 2 * (size_t)n * j->E, *v = u + j->E;
    real *squares = j->out + 2 * (size_t)n * j->E, *products = squares + j->E;
    const real scale = (real)sqrt((double)j->E);
    (void)thread;
    for (size_t e = 0; e < j->E; e++) {
        squares[e] = scale * (u[e] - v[e]) * (u[e] - v[e]);
        products[e] = scale * u[e] * v[e];
    }
}

void tt_compare_forward(const tt_compute *compute, real *y, const real *texts, int M, int E) {
    job j = {.out = y, .texts = texts, .E = (size_t)E};
    tt_parallel(compute->threads, M, forward_pair, &j);
}

static void backward_pair(void *context, int n, int thread) {
    const job *j = context;
    const size_t at = 2 * (size_t)n * j->E;
    const real *u = j->texts + at, *v = u + j->E, *squares = j->d + at, *products = squares + j->E;
    real *du = j->out + at, *dv = du + j->E;
    const real scale = (real)sqrt((double)j->E);
    (void)thread;
    for (size_t e = 0; e < j->E; e++) {
        const real d = 2 * squares[e] * (u[e] - v[e]);
        du[e] = scale * (products[e] * v[e] + d);
        dv[e] = scale * (products[e] * u[e] - d);
    }
}

void tt_compare_backward(const tt_compute *compute, real *dtexts, const real *dy, const real *texts, int M, int E) {
    job j = {.out = dtexts, .d = dy, .texts = texts, .E = (size_t)E};
    tt_parallel(compute->threads, M, backward_pair, &j);
}
