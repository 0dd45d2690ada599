/* SPDX-License-Identifier: Apache-2.0
 * Softmax attention: context = softmax(q k^T / sqrt(D)) v, for each sequence and head, a block of queries at a time,
 * so that no T x T matrix exists. One task is one sequence and head; it owns its columns of the outputs. */
#include <math.h>

#include "nn/nn.h"

/* Queries of a block: a multiple of every tile's rows. */
enum { QUERIES = 96 };

static const tt_gemm_ends sets = {0}, scores = {.padded = true};

/* Scores of a query take a whole number of tiles, so that the product needs no edges. */
static inline size_t padded(int longest) { return (size_t)tt_blocks(longest, TT_NR) * TT_NR; }

typedef struct {
    const tt_compute *compute;
    const tt_tokens *tokens;
    const tt_dropout *dropout;
    const real *qkv, *context, *dcontext;
    real *out, *log_sum; /* forward */
    const real *log_sum_kept;
    real *dqkv; /* backward */
    real *scratch;
    size_t scratch_size;
    int E, H, D;
} job;

static inline size_t larger(size_t a, size_t b) { return a > b ? a : b; }

/* Of the products: queries x keys, queries x D, keys x D. */
static size_t product_size(int longest, int D) {
    size_t T = (size_t)longest, d = (size_t)D;
    return larger(tt_gemm_scratch(QUERIES, T, d),
                  larger(tt_gemm_scratch(QUERIES, d, T), tt_gemm_scratch(T, d, QUERIES)));
}

size_t tt_attention_scratch(int longest, int D) {
    return product_size(longest, D) + 2 * (size_t)QUERIES * padded(longest);
}

/* One sequence and head: its rows in the flat arrays, and this thread's scratch. */
typedef struct {
    tt_gemm_context gemm;
    real *p, *dp; /* [QUERIES, width] */
    size_t width; /* T up to whole tiles */
    size_t first; /* token */
    int T, head;
    real scale;
} place;

static place place_of(const job *j, int block, int thread) {
    int sequence = block / j->H;
    const int32_t *starts = j->tokens->starts;
    const size_t product = product_size(j->tokens->longest, j->D);
    real *own = j->scratch + (size_t)thread * j->scratch_size, *p = own + product;
    return (place){
        .gemm = {.kernels = j->compute->kernels, .tile = j->compute->tile, .scratch = own, .scratch_size = product},
        .p = p,
        .dp = p + (size_t)QUERIES * padded(j->tokens->longest),
        .width = padded(starts[sequence + 1] - starts[sequence]),
        .first = (size_t)starts[sequence],
        .T = starts[sequence + 1] - starts[sequence],
        .head = block % j->H,
        .scale = 1 / (real)sqrt(j->D)};
}

/* x [tokens, width]: the part of this head from token `row` of its sequence on. */
static tt_matrix part(const real *x, const place *at, size_t width, size_t column, int row) {
    return (tt_matrix){x + (at->first + (size_t)row) * width + column, width, 1};
}

static tt_matrix transposed(tt_matrix m) { return (tt_matrix){m.data, m.column, m.row}; }

/* A mask of its own for each query and head; the start is hashed, as a row may be of any length. */
static void drop(const job *j, const place *at, real *y, const real *x, int query) {
    uint32_t row = j->tokens->first + (uint32_t)at->first + (uint32_t)query;
    uint32_t start = tt_rng_mix(row * (uint32_t)j->H + (uint32_t)at->head);
    j->compute->kernels->dropout(y, x, j->dropout->key, start, j->dropout->threshold, j->dropout->scale, at->T);
}

static void forward_block(void *context, int block, int thread) {
    const job *j = context;
    place at = place_of(j, block, thread);
    size_t E = (size_t)j->E, column = (size_t)(at.head * j->D);
    tt_matrix k = part(j->qkv, &at, 3 * E, E + column, 0), v = part(j->qkv, &at, 3 * E, 2 * E + column, 0);
    for (int i0 = 0; i0 < at.T; i0 += QUERIES) {
        int rows = at.T - i0 < QUERIES ? at.T - i0 : QUERIES;
        tt_matrix q = part(j->qkv, &at, 3 * E, column, i0), p = {at.p, at.width, 1};
        tt_gemm(&at.gemm, at.p, at.width, q, transposed(k), rows, at.T, j->D, &scores);
        for (int i = 0; i < rows; i++) {
            real *row = at.p + (size_t)i * at.width;
            size_t kept = (size_t)at.head * (size_t)j->tokens->count + at.first + (size_t)(i0 + i);
            j->log_sum[kept] = j->compute->kernels->softmax(row, row, at.scale, at.T);
            if (j->dropout->threshold) drop(j, &at, row, row, i0 + i);
        }
        tt_gemm(&at.gemm, j->out + (at.first + (size_t)i0) * E + column, E, p, v, rows, j->D, at.T, &sets);
    }
}

void tt_attention_forward(const tt_compute *compute, real *context, real *log_sum, const real *qkv,
                          const tt_tokens *tokens, const tt_dropout *dropout, int E, int H, real *scratch) {
    job j = {.compute = compute, .tokens = tokens, .dropout = dropout, .qkv = qkv, .out = context, .log_sum = log_sum};
    j.E = E, j.H = H, j.D = E / H;
    j.scratch = scratch, j.scratch_size = tt_attention_scratch(tokens->longest, j.D);
    tt_parallel(compute->threads, tokens->sequences * H, forward_block, &j);
}

/* ds = p (dp - sum(p dp)) / sqrt(D), and sum(p dp) = dcontext . context, with dropout as without. p and dp hold the
 * probabilities and their gradient of one query; p leaves as what the values were weighted with, dp as ds. */
static void backward_row(const job *j, const place *at, real *p, real *dp, int query) {
    const tt_kernels *kernels = j->compute->kernels;
    size_t token = at->first + (size_t)query, from = token * (size_t)j->E + (size_t)(at->head * j->D);
    real log_sum = j->log_sum_kept[(size_t)at->head * (size_t)j->tokens->count + token];
    real along = kernels->dot(j->dcontext + from, j->context + from, j->D);
    kernels->softmax_again(p, p, at->scale, log_sum, at->T);
    if (j->dropout->threshold) drop(j, at, dp, dp, query);
    kernels->softmax_backward(dp, p, along, at->scale, at->T);
    if (j->dropout->threshold) drop(j, at, p, p, query);
}

static void backward_block(void *context, int block, int thread) {
    const job *j = context;
    place at = place_of(j, block, thread);
    size_t E = (size_t)j->E, column = (size_t)(at.head * j->D);
    tt_matrix k = part(j->qkv, &at, 3 * E, E + column, 0), v = part(j->qkv, &at, 3 * E, 2 * E + column, 0);
    real *dq = j->dqkv + at.first * 3 * E + column, *dk = dq + E, *dv = dk + E;
    tt_matrix p = {at.p, at.width, 1}, dp = {at.dp, at.width, 1};
    for (int i0 = 0; i0 < at.T; i0 += QUERIES) {
        int rows = at.T - i0 < QUERIES ? at.T - i0 : QUERIES;
        tt_gemm_ends ends = {.accumulate = i0 > 0};
        tt_matrix q = part(j->qkv, &at, 3 * E, column, i0), dy = part(j->dcontext, &at, E, column, i0);
        tt_gemm(&at.gemm, at.p, at.width, q, transposed(k), rows, at.T, j->D, &scores);
        tt_gemm(&at.gemm, at.dp, at.width, dy, transposed(v), rows, at.T, j->D, &scores);
        for (int i = 0; i < rows; i++)
            backward_row(j, &at, at.p + (size_t)i * at.width, at.dp + (size_t)i * at.width, i0 + i);
        tt_gemm(&at.gemm, dv, 3 * E, transposed(p), dy, at.T, j->D, rows, &ends);
        tt_gemm(&at.gemm, dq + (size_t)i0 * 3 * E, 3 * E, dp, k, rows, j->D, at.T, &sets);
        tt_gemm(&at.gemm, dk, 3 * E, transposed(dp), q, at.T, j->D, rows, &ends);
    }
}

void tt_attention_backward(const tt_compute *compute, real *dqkv, const real *dcontext, const real *qkv,
                           const real *context, const real *log_sum, const tt_tokens *tokens, const tt_dropout *dropout,
                           int E, int H, real *scratch) {
    job j = {.compute = compute, .tokens = tokens, .dropout = dropout, .qkv = qkv, .context = context};
    j.dcontext = dcontext, j.log_sum_kept = log_sum, j.dqkv = dqkv;
    j.E = E, j.H = H, j.D = E / H;
    j.scratch = scratch, j.scratch_size = tt_attention_scratch(tokens->longest, j.D);
    tt_parallel(compute->threads, tokens->sequences * H, backward_block, &j);
}
