/* SPDX-License-Identifier: Apache-2.0
 * How the two texts of a pair differ, by their vectors u and v of length 1 (Reimers, Gurevych 2019):
 * y = (|u - v|, sqrt(E) u v), number by number. Of vectors of length 1 both halves have numbers of one size, and a sum
 * over the second is the cosine. */
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
    real *apart = j->out + 2 * (size_t)n * j->E, *product = apart + j->E;
    const real scale = (real)sqrt((double)j->E);
    (void)thread;
    for (size_t e = 0; e < j->E; e++) {
        apart[e] = u[e] < v[e] ? v[e] - u[e] : u[e] - v[e];
        product[e] = scale * u[e] * v[e];
    }
}

void tt_compare_forward(const tt_compute *compute, real *y, const real *texts, int M, int E) {
    job j = {.out = y, .texts = texts, .E = (size_t)E};
    tt_parallel(compute->threads, M, forward_pair, &j);
}

static void backward_pair(void *context, int n, int thread) {
    const job *j = context;
    const size_t at = 2 * (size_t)n * j->E;
    const real *u = j->texts + at, *v = u + j->E, *apart = j->d + at, *product = apart + j->E;
    real *du = j->out + at, *dv = du + j->E;
    const real scale = (real)sqrt((double)j->E);
    (void)thread;
    for (size_t e = 0; e < j->E; e++) {
        const real sign = (real)((u[e] > v[e]) - (u[e] < v[e]));
        du[e] = sign * apart[e] + scale * product[e] * v[e];
        dv[e] = scale * product[e] * u[e] - sign * apart[e];
    }
}

void tt_compare_backward(const tt_compute *compute, real *dtexts, const real *dy, const real *texts, int M, int E) {
    job j = {.out = dtexts, .d = dy, .texts = texts, .E = (size_t)E};
    tt_parallel(compute->threads, M, backward_pair, &j);
}
