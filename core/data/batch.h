/* SPDX-License-Identifier: Apache-2.0
 * Rows -> logical batches -> micro-batches. A logical batch is what one update averages over; it is drawn first and
 * then cut, by length and by a budget of tokens, into what is in flight at once. */
#ifndef TT_BATCH_H
#define TT_BATCH_H

#include "base/arena.h"
#include "data/rows.h"
#include "model/loss.h"
#include "nn/nn.h"

typedef struct {
    int32_t tokens, sequences, reads; /* the most in flight */
} tt_budget;

typedef struct {
    const tt_rows *rows;
    tt_budget budget;
    int32_t *order;   /* [rows] of this epoch */
    int32_t drawn;    /* rows of the epoch that have been drawn */
    int32_t *logical; /* [sequences] of the logical batch, longest first */
    int32_t *places;  /* [longest + 1] where sequences of a length go in it */
    int32_t logical_count, taken;
    uint32_t tokens_before, reads_before;
    /* the micro-batch */
    int32_t *ids, *segments, *positions, *starts, *positions_read;
    int32_t *reads; /* [M] numbers of its reads among those of the rows */
    double *labels; /* [M,width], without meaning if the rows have none */
    float *weights; /* [M] 1 / how often an item is read: however many windows it has, it counts once */
    tt_tokens tokens;
} tt_batches;

/* The most in flight for logical batches of `batch` rows: no more than `tokens`, unless a single sequence is longer,
 * and no more than the longest can fill. */
tt_budget tt_budget_for(const tt_rows *rows, int32_t batch, int32_t tokens);
/* The most reads of `batch` rows. */
int32_t tt_batch_reads(const tt_rows *rows, int32_t batch);

void tt_batches_layout(tt_batches *batches, tt_arena *arena, const tt_rows *rows, const tt_budget *budget);
/* A new epoch, in an order of its own, or in the order of the rows. */
void tt_batches_shuffle(tt_batches *batches, uint64_t seed, uint64_t epoch);
void tt_batches_in_order(tt_batches *batches);
/* Draws the next logical batch of at most `count` rows: how many it has, 0 at the end of the epoch. */
int32_t tt_batches_draw(tt_batches *batches, int32_t count);
/* Fills the next micro-batch; false when the logical batch is used up. */
bool tt_batches_next(tt_batches *batches);
/* All reads of the logical batch at once, without their tokens, for features that are known: how many. */
int32_t tt_batches_reads(tt_batches *batches);
/* What the logical batch's loss is divided by. */
double tt_batches_denominator(const tt_batches *batches, tt_loss_share *share, const tt_loss_rule *rule);

#endif
