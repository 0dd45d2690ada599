/* SPDX-License-Identifier: Apache-2.0
 * x = word[id] + position[p] + type[segment], of which a family may lack the last two. */
#include <string.h>

#include "nn/nn.h"

typedef struct {
    const tt_compute *compute;
    real *x;
    const tt_tokens *tokens;
    const real *word, *position, *type;
    const tt_pending_decay *decay;
    int E;
} forward_job;

static size_t segment_of(const tt_tokens *tokens, int i) { return tokens->segments ? (size_t)tokens->segments[i] : 0; }

static void forward_rows(void *context, int block, int thread) {
    const forward_job *j = context;
    const tt_tokens *tokens = j->tokens;
    size_t E = (size_t)j->E;
    (void)thread;
    for (int i = block * TT_ROWS; i < tokens->count && i < (block + 1) * TT_ROWS; i++) {
        real *x = j->x + (size_t)i * E;
        memcpy(x, j->word + (size_t)tokens->ids[i] * E, E * sizeof *x);
        if (j->decay->row_of && j->decay->row_of[tokens->ids[i]] < 0) {
            for (size_t e = 0; e < E; e++) x[e] *= j->decay->factor;
        }
        if (j->type) j->compute->kernels->add(x, j->type + segment_of(tokens, i) * E, j->E);
        if (j->position) j->compute->kernels->add(x, j->position + (size_t)tokens->positions[i] * E, j->E);
    }
}

void tt_embed_forward(const tt_compute *compute, real *x, const tt_tokens *tokens, const real *word,
                      const real *position, const real *type, const tt_pending_decay *decay, int E) {
    forward_job j = {compute, x, tokens, word, position, type, decay, E};
    tt_parallel(compute->threads, tt_blocks(tokens->count, TT_ROWS), forward_rows, &j);
}

typedef struct {
    const tt_compute *compute;
    real *dword, *dposition, *dtype;
    const real *dx;
    const tt_tokens *tokens;
    const int32_t *row_of;
    int E;
} backward_job;

/* Tokens share rows, so a task owns a strip of columns of all tables and goes through all tokens in order. */
enum { STRIP = 64 };
static void backward_columns(void *context, int block, int thread) {
    const backward_job *j = context;
    const tt_tokens *tokens = j->tokens;
    void (*add)(real *, const real *, int) = j->compute->kernels->add;
    size_t E = (size_t)j->E, first = (size_t)block * STRIP;
    int width = j->E - block * STRIP < STRIP ? j->E - block * STRIP : STRIP;
    (void)thread;
    for (int i = 0; i < tokens->count; i++) {
        const real *dx = j->dx + (size_t)i * E + first;
        if (j->dword) add(j->dword + (size_t)j->row_of[tokens->ids[i]] * E + first, dx, width);
        if (j->dposition) add(j->dposition + (size_t)tokens->positions[i] * E + first, dx, width);
        if (j->dtype) add(j->dtype + segment_of(tokens, i) * E + first, dx, width);
    }
}

void tt_embed_backward(const tt_compute *compute, real *dword, real *dposition, real *dtype, const real *dx,
                       const tt_tokens *tokens, const int32_t *row_of, int E) {
    backward_job j = {compute, dword, dposition, dtype, dx, tokens, row_of, E};
    tt_parallel(compute->threads, tt_blocks(E, STRIP), backward_columns, &j);
}
