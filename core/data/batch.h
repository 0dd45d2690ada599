/* SPDX-License-Identifier: Apache-2.0
 * Rows -> logical batches -> micro-batches. One update averages over a logical batch. It is drawn first and then cut,
 * by length and by a budget of tokens, into micro-batches. */
#ifndef TT_BATCH_H
#define TT_BATCH_H

#include "base/arena.h"
#include "data/rows.h"
#include "model/loss.h"
#include "nn/nn.h"

typedef struct {
    int32_t tokens, sequences, reads; /* upper bounds of a micro-batch */
} tt_budget;

typedef struct {
    const tt_rows *rows;
    tt_budget budget;
    int32_t *order;   /* [rows] of this epoch */
    int32_t drawn;    /* rows of the epoch that have been drawn */
    int32_t *logical; /* [sequences] of the logical batch, longest first */
    int32_t *places;  /* [longest + 1] scratch of the sort: where sequences of each length begin in `logical` */
    int32_t logical_count, taken;
    uint32_t tokens_before, reads_before;
    /* the micro-batch */
    int32_t *ids, *segments, *positions, *starts, *positions_read;
    int32_t *reads; /* [M] its reads, as numbers into rows->reads */
    double *labels; /* [M,width]; undefined where the rows have none */
    float *weights; /* [M] 1 / reads of the item: an item counts once, however many windows it has */
    tt_tokens tokens;
} tt_batches;

/* Bounds of the micro-batches of logical batches of `batch` rows: at most `tokens`, unless a single sequence is longer,
 * and no more than the `batch` longest rows have. */
tt_budget tt_budget_for(const tt_rows *rows, int32_t batch, int32_t tokens);
/* The most reads of `batch` rows. */
int32_t tt_batch_reads(const tt_rows *rows, int32_t batch);

/* Lays batches of these rows out on `arena`: counts, or binds. `rows` must outlive them. */
void tt_batches_layout(tt_batches *batches, tt_arena *arena, const tt_rows *rows, const tt_budget *budget);
/* Begin a new epoch: in an order drawn from seed and epoch, or in the order of the rows. */
void tt_batches_shuffle(tt_batches *batches, uint64_t seed, uint64_t epoch);
void tt_batches_in_order(tt_batches *batches);
/* Draws the next logical batch of at most `count` rows and returns its number of rows, 0 at the end of the epoch. */
int32_t tt_batches_draw(tt_batches *batches, int32_t count);
/* Fills the next micro-batch; false when the logical batch is used up. */
bool tt_batches_next(tt_batches *batches);
/* Fills reads, labels and weights of the whole logical batch, without tokens, for use with features that are kept.
 * Returns the number of reads. */
int32_t tt_batches_reads(tt_batches *batches);
/* The divisor of the logical batch's loss: the sum of `share` over its reads. */
double tt_batches_denominator(const tt_batches *batches, tt_loss_share *share, const tt_loss_rule *rule);

#endif
