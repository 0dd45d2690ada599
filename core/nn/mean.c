/* SPDX-License-Identifier: Apache-2.0
 * Mean pooling (Reimers, Gurevych 2019): y[s] = the mean of x over all tokens of sequence s, special ones included. */
#include <string.h>

#include "nn/nn.h"

typedef struct {
    const tt_compute *compute;
    real *y;
    const real *x;
    const tt_tokens *tokens;
    int E;
} job;

static void forward_sequence(void *context, int s, int thread) {
    const job *j = context;
    const size_t E = (size_t)j->E;
    const int32_t from = j->tokens->starts[s], end = j->tokens->starts[s + 1];
    real *y = j->y + (size_t)s * E;
    (void)thread;
    memcpy(y, j->x + (size_t)from * E, E * sizeof *y);
    for (int32_t i = from + 1; i < end; i++) j->compute->kernels->add(y, j->x + (size_t)i * E, j->E);
    for (size_t e = 0; e < E; e++) y[e] /= (real)(end - from);
}

void tt_mean_forward(const tt_compute *compute, real *y, const real *x, const tt_tokens *tokens, int E) {
    job j = {compute, y, x, tokens, E};
    tt_parallel(compute->threads, tokens->sequences, forward_sequence, &j);
}

static void backward_sequence(void *context, int s, int thread) {
    const job *j = context;
    const size_t E = (size_t)j->E;
    const int32_t from = j->tokens->starts[s], end = j->tokens->starts[s + 1];
    const real *dy = j->x + (size_t)s * E;
    (void)thread;
    for (int32_t i = from; i < end; i++) {
        real *dx = j->y + (size_t)i * E;
        for (size_t e = 0; e < E; e++) dx[e] = dy[e] / (real)(end - from);
    }
}

void tt_mean_backward(const tt_compute *compute, real *dx, const real *dy, const tt_tokens *tokens, int E) {
    job j = {compute, dx, dy, tokens, E};
    tt_parallel(compute->threads, tokens->sequences, backward_sequence, &j);
}
