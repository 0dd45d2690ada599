/* SPDX-License-Identifier: Apache-2.0
 * Softmax attention: context = softmax(q k^T / sqrt(D)) v, for each sequence and head, a block of queries at a time,
 * so that no T x T matrix exists. One task is one sequence and head; it owns its columns of the outputs. */
#include <math.h>

#include "nn/nn.h"

/* Queries of a block: a multiple of every tile's rows. */
enum { QUERIES = 96 };

/* Scores of a query take a whole number of tiles, so that the product needs no edges. */
static inline size_t padded(int count) { return (size_t)tt_blocks(count, TT_NR) * TT_NR; }

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

/* Of a thread: what the products read of a head, packed once, and of a block of queries; and the block's scores, behind
 * which the last tile reads on. */
size_t tt_attention_scratch(int longest, int D) {
    size_t T = (size_t)longest, d = (size_t)D, keys = padded(longest);
    return 2 * keys * d + T * padded(D) + 2 * QUERIES * (d + padded(D)) + 3 * QUERIES * keys + TT_NR;
}

/* One sequence and head: its rows in the flat arrays, and this thread's scratch. */
typedef struct {
    const tt_kernels *kernels;
    const tt_tile *tile;
    real *free;   /* scratch that is not given out */
    size_t first; /* token */
    size_t width; /* of a query's scores: T up to whole tiles */
    size_t E;
    int T, D, head;
    real scale;
} place;

static place place_of(const job *j, int block, int thread) {
    int sequence = block / j->H;
    const int32_t *starts = j->tokens->starts;
    return (place){.kernels = j->compute->kernels,
                   .tile = &j->compute->kernels->tiles[j->compute->tile],
                   .free = j->scratch + (size_t)thread * j->scratch_size,
                   .first = (size_t)starts[sequence],
                   .width = padded(starts[sequence + 1] - starts[sequence]),
                   .E = (size_t)j->E,
                   .T = starts[sequence + 1] - starts[sequence],
                   .D = j->D,
                   .head = block % j->H,
                   .scale = 1 / (real)sqrt(j->D)};
}

static real *take(place *at, size_t count) {
    real *taken = at->free;
    at->free += count;
    return taken;
}

/* [rows, D] in memory, of this head. */
typedef struct {
    const real *data;
    size_t row;
    int rows;
} part;

static part part_of(const place *at, const real *x, size_t row, size_t column, int first, int rows) {
    return (part){x + (at->first + (size_t)first) * row + column + (size_t)(at->head * at->D), row, rows};
}

/* Its rows as strips of `width` along D, and its columns as panels along its rows. */
static tt_strips lines_of(const place *at, real *out, part x, int width) {
    return tt_gemm_pack(at->kernels, out, x.data, x.row, 1, width, x.rows, at->D);
}
static tt_strips columns_of(const place *at, real *out, part x) {
    return tt_gemm_pack(at->kernels, out, x.data, 1, x.row, TT_NR, at->D, x.rows);
}

/* Scores [queries, width] as the first factor: by query, packed, or transposed, by key, in place. */
static tt_strips by_query(const place *at, real *out, const real *p, int queries) {
    return tt_gemm_pack(at->kernels, out, p, at->width, 1, at->tile->rows, queries, at->T);
}
static tt_strips by_key(const place *at, const real *p) { return (tt_strips){p, (size_t)at->tile->rows, at->width}; }

/* [queries, width] = a b^T, over D */
static void scores(const place *at, real *out, tt_strips a, tt_strips b, int queries) {
    tt_gemm_tiles(at->tile, out, at->width, a, b, queries, at->T, at->D, (tt_gemm_start){0}, true);
}

static const tt_gemm_start nothing = {0};

/* A mask of its own for each query and head; the start is hashed, as a row may be of any length. */
static uint32_t mask_of(const job *j, const place *at, int query) {
    uint32_t row = j->tokens->first + (uint32_t)at->first + (uint32_t)query;
    return tt_rng_mix(row * (uint32_t)j->H + (uint32_t)at->head);
}

static void forward_block(void *context, int block, int thread) {
    const job *j = context;
    const tt_dropout *drop = j->dropout;
    place at = place_of(j, block, thread);
    size_t E = at.E, D = (size_t)at.D;
    real *p = take(&at, QUERIES * at.width), *packed = take(&at, QUERIES * at.width);
    real *query_lines = take(&at, QUERIES * D);
    tt_strips k = lines_of(&at, take(&at, at.width * D), part_of(&at, j->qkv, 3 * E, E, 0, at.T), TT_NR);
    tt_strips v = columns_of(&at, take(&at, (size_t)at.T * padded(at.D)), part_of(&at, j->qkv, 3 * E, 2 * E, 0, at.T));
    for (int i0 = 0; i0 < at.T; i0 += QUERIES) {
        int rows = at.T - i0 < QUERIES ? at.T - i0 : QUERIES;
        tt_strips q = lines_of(&at, query_lines, part_of(&at, j->qkv, 3 * E, 0, i0, rows), at.tile->rows);
        scores(&at, p, q, k, rows);
        for (int i = 0; i < rows; i++) {
            real *row = p + (size_t)i * at.width;
            size_t kept = (size_t)at.head * (size_t)j->tokens->count + at.first + (size_t)(i0 + i);
            j->log_sum[kept] = at.kernels->softmax(row, row, at.scale, at.T);
            if (drop->threshold)
                at.kernels->dropout(row, row, drop->key, mask_of(j, &at, i0 + i), drop->threshold, drop->scale, at.T);
        }
        real *out = j->out + (at.first + (size_t)i0) * E + (size_t)at.head * D;
        tt_gemm_tiles(at.tile, out, E, by_query(&at, packed, p, rows), v, rows, at.D, at.T, nothing, false);
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
 * probabilities and their gradient of one query; on return p holds the probabilities after dropout and dp
 * holds ds. */
static void backward_row(const job *j, const place *at, real *p, real *dp, int query) {
    const tt_kernels *kernels = at->kernels;
    const tt_dropout *drop = j->dropout;
    size_t token = at->first + (size_t)query, from = token * (size_t)j->E + (size_t)(at->head * j->D);
    real log_sum = j->log_sum_kept[(size_t)at->head * (size_t)j->tokens->count + token];
    real along = kernels->dot(j->dcontext + from, j->context + from, j->D);
    kernels->softmax_again(p, p, at->scale, log_sum, at->T);
    if (drop->threshold)
        kernels->softmax_backward_dropped(dp, p, along, at->scale, drop->key, mask_of(j, at, query), drop->threshold,
                                          drop->scale, at->T);
    else
        kernels->softmax_backward(dp, p, along, at->scale, at->T);
}

static void backward_block(void *context, int block, int thread) {
    const job *j = context;
    place at = place_of(j, block, thread);
    size_t E = at.E, D = (size_t)at.D, wide = padded(at.D);
    real *dq = j->dqkv + at.first * 3 * E + (size_t)at.head * D, *dk = dq + E, *dv = dk + E;
    real *p = take(&at, QUERIES * at.width), *dp = take(&at, QUERIES * at.width + TT_NR);
    real *packed = take(&at, QUERIES * at.width);
    real *query_lines = take(&at, QUERIES * D), *dy_lines = take(&at, QUERIES * D);
    real *query_columns = take(&at, QUERIES * wide), *dy_columns = take(&at, QUERIES * wide);
    part keys = part_of(&at, j->qkv, 3 * E, E, 0, at.T), values = part_of(&at, j->qkv, 3 * E, 2 * E, 0, at.T);
    tt_strips k = lines_of(&at, take(&at, at.width * D), keys, TT_NR);
    tt_strips v = lines_of(&at, take(&at, at.width * D), values, TT_NR);
    tt_strips k_columns = columns_of(&at, take(&at, (size_t)at.T * wide), keys);
    for (int i0 = 0; i0 < at.T; i0 += QUERIES) {
        int rows = at.T - i0 < QUERIES ? at.T - i0 : QUERIES;
        part q = part_of(&at, j->qkv, 3 * E, 0, i0, rows), dy = part_of(&at, j->dcontext, E, 0, i0, rows);
        scores(&at, p, lines_of(&at, query_lines, q, at.tile->rows), k, rows);
        scores(&at, dp, lines_of(&at, dy_lines, dy, at.tile->rows), v, rows);
        for (int i = 0; i < rows; i++)
            backward_row(j, &at, p + (size_t)i * at.width, dp + (size_t)i * at.width, i0 + i);
        tt_gemm_start to_v = i0 > 0 ? (tt_gemm_start){dv, 3 * E} : nothing;
        tt_gemm_start to_k = i0 > 0 ? (tt_gemm_start){dk, 3 * E} : nothing;
        tt_gemm_tiles(at.tile, dv, 3 * E, by_key(&at, p), columns_of(&at, dy_columns, dy), at.T, at.D, rows, to_v,
                      false);
        tt_gemm_tiles(at.tile, dq + (size_t)i0 * 3 * E, 3 * E, by_query(&at, packed, dp, rows), k_columns, rows, at.D,
                      at.T, nothing, false);
        tt_gemm_tiles(at.tile, dk, 3 * E, by_key(&at, dp), columns_of(&at, query_columns, q), at.T, at.D, rows, to_k,
                      false);
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
