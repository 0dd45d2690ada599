/* SPDX-License-Identifier: Apache-2.0
 * Gradients, their clipping, and AdamW (Loshchilov, Hutter 2019) with bias correction, for the rows of the table that
 * are trained. Of the word embeddings only tokens that occur have a gradient and moments; the others only decay:
 * the product of their decay factors stays with the parameters (tt_params.pending_decay) until the run ends. */
#ifndef TT_OPTIM_H
#define TT_OPTIM_H

#include "data/rows.h"
#include "model/encoder.h"
#include "train/trainable.h"

/* The unit of work of one task: at most TT_CHUNK neighbouring numbers of one tensor. */
typedef struct {
    real *w, *g, *m, *v;
    double rate; /* its share of the learning rate */
    int32_t n;
    bool decays;
    bool summed;   /* its gradient accumulates and so begins at zero; a matrix's is first written */
    double square; /* sum of g^2 */
} tt_chunk;

typedef struct {
    const tt_compute *compute;
    tt_params *params;
    const tt_options *options;
    const tt_rows *rows;
    tt_grads grads;
    real *g, *m, *v; /* [trained] */
    real *best; /* [trained] weights kept by tt_optim_keep, with the pending decay of the others; NULL: patience is 0 */
    real best_pending_decay;
    real *start;   /* [trained] weights before the first update; NULL: start_share is 0 */
    bool averaged; /* `g` holds the weights of the last update; the table has their average with those of the start */
    real pending_decay; /* of the weights in `g`, where `averaged` */
    size_t trained;     /* numbers */
    tt_chunk *chunks;
    int32_t chunk_count;
    int32_t step; /* updates done */
} tt_optim;

/* Lays gradients, moments and kept weights out on `arena`: counts, or binds. Members up to `rows` are set before. */
void tt_optim_layout(tt_optim *optim, tt_arena *arena);
/* Clears the gradients before a logical batch. */
void tt_optim_zero(tt_optim *optim);
/* The global norm of the gradients; the factor that clips it to `max_grad_norm` (0: no clipping) goes to
 * `clip`. */
double tt_optim_norm(tt_optim *optim, double max_grad_norm, double *clip);
void tt_optim_update(tt_optim *optim, double learning_rate, double clip);
/* Keeps the trained weights as the best so far, and restores the kept ones. Where tt_stopping_keeps says so. */
void tt_optim_keep(tt_optim *optim);
void tt_optim_restore(tt_optim *optim);
/* Before the first update: keeps the weights of the start. */
void tt_optim_begin(tt_optim *optim);
/* The table gets w + start_share (start - w) of its weights w (WiSE-FT, Wortsman et al. 2022, arXiv 2109.01903) until
 * tt_optim_part puts w back, bit for bit. Nothing happens without start_share, before tt_optim_begin, or when it has
 * been done. */
void tt_optim_average(tt_optim *optim);
void tt_optim_part(tt_optim *optim);
/* Applies the pending decay to the word rows that have no gradient: once, after the last update. */
void tt_optim_apply_pending_decay(tt_optim *optim);

/* The learning rate of update `step` = 0 .. steps - 1: linear warm-up from 0, then as in transformers'
 * get_{linear,cosine,constant}_schedule_with_warmup. */
double tt_learning_rate(const tt_options *options, int32_t step, int32_t steps);

#endif
