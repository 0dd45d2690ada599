/* SPDX-License-Identifier: Apache-2.0
 * Softmax attention: context = softmax(q k^T / sqrt(D)) v, for each sequence and head, a block of queries at a time,
 * so that no T x T matrix exists. One task is one sequence and head; it owns its columns of the outputs. With a window
 * a block of queries sees the keys around it alone. */
#include <math.h>
#include <string.h>

#include "nn/nn.h"

/* Queries of a block: a multiple of every tile's rows. */
enum { QUERIES = 96 };

/* Scores of a query take a whole number of tiles, so that the product needs no edges. */
static inline size_t padded(int count) { return (size_t)tt_blocks(count, TT_NR) * TT_NR; }

typedef struct {
    const tt_compute *compute;
    const tt_tokens *tokens;
    const tt_dropout *dropout;
    const tt_attention_form *form;
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
size_t tt_attention_scratch(int longest, int D, const tt_attention_form *form) {
    size_t T = (size_t)longest, d = (size_t)D, keys = padded(longest), lines = form->bias ? 4 * T : 0;
    return 2 * keys * d + T * padded(D) + 2 * QUERIES * (d + padded(D)) + 3 * QUERIES * keys + lines + TT_NR;
}

int tt_attention_bucket(int distance) {
    const int half = TT_BUCKETS / 2, exact = half / 2, far = 128, n = distance < 0 ? -distance : distance;
    int bucket = n;
    if (n >= exact) {
        /* powers that are whole numbers may come out just below */
        const double share = log((double)n / exact) / log((double)far / exact);
        bucket = exact + (int)(share * (half - exact) + 1e-6);
    }
    return (distance > 0 ? half : 0) + tt_min(bucket, half - 1);
}

/* One sequence and head: its rows in the flat arrays, and this thread's scratch. */
typedef struct {
    const tt_kernels *kernels;
    const tt_tile *tile;
    real *free;   /* scratch that is not given out */
    size_t first; /* token */
    size_t width; /* of a query's scores: the keys up to whole tiles */
    size_t E;
    int T, D, head;
    int from, keys; /* that the block of queries sees */
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
                   .keys = starts[sequence + 1] - starts[sequence],
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

/* The keys that queries i0 .. i0 + rows - 1 see: from the first of a panel on. */
static void look(place *at, const tt_attention_form *form, int i0, int rows) {
    if (form->window == 0) return;
    const int first = i0 - form->window, end = tt_min(at->T, i0 + rows + form->window);
    at->from = first > 0 ? first / TT_NR * TT_NR : 0;
    at->keys = end - at->from;
    at->width = padded(at->keys);
}

/* Panels of keys, and rows of columns, from the first key that is seen. */
static tt_strips seen_lines(const place *at, tt_strips keys) {
    keys.data += (size_t)(at->from / TT_NR) * keys.strip;
    return keys;
}
static tt_strips seen_columns(const place *at, tt_strips values) {
    values.data += (size_t)at->from * values.step;
    return values;
}

/* The part of a query's scores that counts: the others' probability is 0. */
typedef struct {
    int low, count;
} range;

static range range_of(const place *at, const tt_attention_form *form, int query) {
    if (form->window == 0) return (range){0, at->keys};
    const int low = query - form->window, end = tt_min(at->T, query + form->window + 1), first = low > 0 ? low : 0;
    return (range){first - at->from, end - first};
}

static void clear_outside(const place *at, real *row, range in) {
    memset(row, 0, (size_t)in.low * sizeof *row);
    memset(row + in.low + in.count, 0, (size_t)(at->keys - in.low - in.count) * sizeof *row);
}

/* The bias of every distance from 1 - T to T - 1, in units of the scores before their scale. */
static void bias_line(const job *j, const place *at, real *line) {
    const tt_attention_form *form = j->form;
    for (int d = 1 - at->T; d < at->T; d++) {
        const int bucket = tt_attention_bucket(d);
        line[d + at->T - 1] = form->bias[(size_t)bucket * (size_t)j->H + (size_t)at->head] / at->scale;
    }
}

/* Scores [queries, width] as the first factor: by query, packed, or transposed, by key, in place. */
static tt_strips by_query(const place *at, real *out, const real *p, int queries) {
    return tt_gemm_pack(at->kernels, out, p, at->width, 1, at->tile->rows, queries, at->keys);
}
static tt_strips by_key(const place *at, const real *p) { return (tt_strips){p, (size_t)at->tile->rows, at->width}; }

/* [queries, width] = a b^T, over D */
static void scores(const place *at, real *out, tt_strips a, tt_strips b, int queries) {
    tt_gemm_tiles(at->tile, out, at->width, a, seen_lines(at, b), queries, at->keys, at->D, (tt_gemm_start){0}, true);
}

static const tt_gemm_start nothing = {0};

/* A mask of its own for each query and head, from key `low` on; the start is hashed, as a row may be of any length. */
static uint32_t mask_of(const job *j, const place *at, int query, int low) {
    uint32_t row = j->tokens->first + (uint32_t)at->first + (uint32_t)query;
    return tt_rng_mix(row * (uint32_t)j->H + (uint32_t)at->head) + (uint32_t)(at->from + low);
}

/* Scores of one query to probabilities, after dropout. */
static void forward_row(const job *j, const place *at, real *p, const real *line, int query) {
    const tt_dropout *drop = j->dropout;
    const range in = range_of(at, j->form, query);
    const size_t kept = (size_t)at->head * (size_t)j->tokens->count + at->first + (size_t)query;
    real *row = p + in.low;
    if (line) at->kernels->add(row, line + (at->T - 1 - query + at->from + in.low), in.count);
    j->log_sum[kept] = at->kernels->softmax(row, row, at->scale, in.count);
    if (drop->threshold) {
        at->kernels->dropout(row, row, drop->key, mask_of(j, at, query, in.low), drop->threshold, drop->scale,
                             in.count);
    }
    clear_outside(at, p, in);
}

static void forward_block(void *context, int block, int thread) {
    const job *j = context;
    place at = place_of(j, block, thread);
    size_t E = at.E, D = (size_t)at.D;
    real *p = take(&at, QUERIES * at.width), *packed = take(&at, QUERIES * at.width);
    real *query_lines = take(&at, QUERIES * D), *line = j->form->bias ? take(&at, 2 * (size_t)at.T) : NULL;
    tt_strips k = lines_of(&at, take(&at, at.width * D), part_of(&at, j->qkv, 3 * E, E, 0, at.T), TT_NR);
    tt_strips v = columns_of(&at, take(&at, (size_t)at.T * padded(at.D)), part_of(&at, j->qkv, 3 * E, 2 * E, 0, at.T));
    if (line) bias_line(j, &at, line);
    for (int i0 = 0; i0 < at.T; i0 += QUERIES) {
        int rows = at.T - i0 < QUERIES ? at.T - i0 : QUERIES;
        tt_strips q = lines_of(&at, query_lines, part_of(&at, j->qkv, 3 * E, 0, i0, rows), at.tile->rows);
        look(&at, j->form, i0, rows);
        scores(&at, p, q, k, rows);
        for (int i = 0; i < rows; i++) forward_row(j, &at, p + (size_t)i * at.width, line, i0 + i);
        real *out = j->out + (at.first + (size_t)i0) * E + (size_t)at.head * D;
        tt_gemm_tiles(at.tile, out, E, by_query(&at, packed, p, rows), seen_columns(&at, v), rows, at.D, at.keys,
                      nothing, false);
    }
}

void tt_attention_forward(const tt_compute *compute, real *context, real *log_sum, const real *qkv,
                          const tt_tokens *tokens, const tt_dropout *dropout, const tt_attention_form *form, int E,
                          int H, real *scratch) {
    job j = {.compute = compute,
             .tokens = tokens,
             .dropout = dropout,
             .form = form,
             .qkv = qkv,
             .out = context,
             .log_sum = log_sum};
    j.E = E, j.H = H, j.D = E / H;
    j.scratch = scratch, j.scratch_size = tt_attention_scratch(tokens->longest, j.D, form);
    tt_parallel(compute->threads, tokens->sequences * H, forward_block, &j);
}

/* ds = p (dp - sum(p dp)) / sqrt(D), and sum(p dp) = dcontext . context, with dropout as without. p and dp hold the
 * probabilities and their gradient of one query; on return p holds the probabilities after dropout and dp
 * holds ds. */
static void backward_row(const job *j, const place *at, real *p, real *dp, const real *line, real *dline, int query) {
    const tt_kernels *kernels = at->kernels;
    const tt_dropout *drop = j->dropout;
    const range in = range_of(at, j->form, query);
    size_t token = at->first + (size_t)query, from = token * (size_t)j->E + (size_t)(at->head * j->D);
    real log_sum = j->log_sum_kept[(size_t)at->head * (size_t)j->tokens->count + token];
    real along = kernels->dot(j->dcontext + from, j->context + from, j->D), *row = p + in.low, *drow = dp + in.low;
    const int distance = at->T - 1 - query + at->from + in.low;
    if (line) kernels->add(row, line + distance, in.count);
    kernels->softmax_again(row, row, at->scale, log_sum, in.count);
    if (drop->threshold)
        kernels->softmax_backward_dropped(drow, row, along, at->scale, drop->key, mask_of(j, at, query, in.low),
                                          drop->threshold, drop->scale, in.count);
    else
        kernels->softmax_backward(drow, row, along, at->scale, in.count);
    if (dline) kernels->add(dline + distance, drow, in.count);
    clear_outside(at, p, in);
    clear_outside(at, dp, in);
}

/* The products that go from p and ds of a block of queries to dv, dq and dk. */
typedef struct {
    real *dq, *dk, *dv;
    tt_strips k_columns;
    real *packed, *query_columns, *dy_columns;
} gradients;

static void backward_products(const job *j, const place *at, const gradients *to, const real *p, const real *ds, int i0,
                              int rows) {
    const size_t E = at->E, from = (size_t)at->from * 3 * E;
    const part q = part_of(at, j->qkv, 3 * E, 0, i0, rows), dy = part_of(at, j->dcontext, E, 0, i0, rows);
    const bool add = i0 > 0 || j->form->window > 0;
    real *dv = to->dv + from, *dk = to->dk + from;
    tt_gemm_start to_v = add ? (tt_gemm_start){dv, 3 * E} : nothing;
    tt_gemm_start to_k = add ? (tt_gemm_start){dk, 3 * E} : nothing;
    tt_gemm_tiles(at->tile, dv, 3 * E, by_key(at, p), columns_of(at, to->dy_columns, dy), at->keys, at->D, rows, to_v,
                  false);
    tt_gemm_tiles(at->tile, to->dq + (size_t)i0 * 3 * E, 3 * E, by_query(at, to->packed, ds, rows),
                  seen_columns(at, to->k_columns), rows, at->D, at->keys, nothing, false);
    tt_gemm_tiles(at->tile, dk, 3 * E, by_key(at, ds), columns_of(at, to->query_columns, q), at->keys, at->D, rows,
                  to_k, false);
}

/* Adds the gradients of all distances to those of their buckets. */
static void add_bias(const job *j, const place *at, const real *dline) {
    const tt_attention_form *form = j->form;
    for (int d = 1 - at->T; d < at->T; d++) {
        const size_t bucket = (size_t)tt_attention_bucket(d);
        form->dbias[bucket * (size_t)j->H + (size_t)at->head] += dline[d + at->T - 1] / at->scale;
    }
}

static void backward_block(void *context, int block, int thread) {
    const job *j = context;
    place at = place_of(j, block, thread);
    size_t E = at.E, D = (size_t)at.D, wide = padded(at.D), distances = 2 * (size_t)at.T;
    gradients to = {.dq = j->dqkv + at.first * 3 * E + (size_t)at.head * D};
    to.dk = to.dq + E, to.dv = to.dk + E;
    real *p = take(&at, QUERIES * at.width), *dp = take(&at, QUERIES * at.width + TT_NR);
    to.packed = take(&at, QUERIES * at.width);
    real *query_lines = take(&at, QUERIES * D), *dy_lines = take(&at, QUERIES * D);
    to.query_columns = take(&at, QUERIES * wide), to.dy_columns = take(&at, QUERIES * wide);
    real *line = j->form->bias ? take(&at, distances) : NULL, *dline = j->form->dbias ? take(&at, distances) : NULL;
    part keys = part_of(&at, j->qkv, 3 * E, E, 0, at.T), values = part_of(&at, j->qkv, 3 * E, 2 * E, 0, at.T);
    tt_strips k = lines_of(&at, take(&at, at.width * D), keys, TT_NR);
    tt_strips v = lines_of(&at, take(&at, at.width * D), values, TT_NR);
    to.k_columns = columns_of(&at, take(&at, (size_t)at.T * wide), keys);
    if (line) bias_line(j, &at, line);
    if (dline) memset(dline, 0, distances * sizeof *dline);
    for (int i = 0; j->form->window > 0 && i < at.T; i++) {
        memset(to.dk + (size_t)i * 3 * E, 0, D * sizeof(real));
        memset(to.dv + (size_t)i * 3 * E, 0, D * sizeof(real));
    }
    for (int i0 = 0; i0 < at.T; i0 += QUERIES) {
        int rows = at.T - i0 < QUERIES ? at.T - i0 : QUERIES;
        part q = part_of(&at, j->qkv, 3 * E, 0, i0, rows), dy = part_of(&at, j->dcontext, E, 0, i0, rows);
        look(&at, j->form, i0, rows);
        scores(&at, p, lines_of(&at, query_lines, q, at.tile->rows), k, rows);
        scores(&at, dp, lines_of(&at, dy_lines, dy, at.tile->rows), v, rows);
        for (int i = 0; i < rows; i++)
            backward_row(j, &at, p + (size_t)i * at.width, dp + (size_t)i * at.width, line, dline, i0 + i);
        backward_products(j, &at, &to, p, dp, i0, rows);
    }
    if (dline) add_bias(j, &at, dline);
}

/* The bias is all sequences': one task is a head, so that no sum crosses threads. */
static void backward_head(void *context, int head, int thread) {
    const job *j = context;
    for (int s = 0; s < j->tokens->sequences; s++) backward_block(context, s * j->H + head, thread);
}

void tt_attention_backward(const tt_compute *compute, real *dqkv, const real *dcontext, const real *qkv,
                           const real *context, const real *log_sum, const tt_tokens *tokens, const tt_dropout *dropout,
                           const tt_attention_form *form, int E, int H, real *scratch) {
    job j = {.compute = compute, .tokens = tokens, .dropout = dropout, .form = form, .qkv = qkv, .context = context};
    j.dcontext = dcontext, j.log_sum_kept = log_sum, j.dqkv = dqkv;
    j.E = E, j.H = H, j.D = E / H;
    j.scratch = scratch, j.scratch_size = tt_attention_scratch(tokens->longest, j.D, form);
    if (form->dbias)
        tt_parallel(compute->threads, H, backward_head, &j);
    else
        tt_parallel(compute->threads, tokens->sequences * H, backward_block, &j);
}
