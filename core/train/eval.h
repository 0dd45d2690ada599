/* SPDX-License-Identifier: Apache-2.0
 * A forward pass over all rows, a micro-batch a step: for predictions, for a validation split, and to compute once the
 * output of a frozen encoder. */
#ifndef TT_TRAIN_EVAL_H
#define TT_TRAIN_EVAL_H

#include "measure/metrics.h"
#include "measure/novelty.h"
#include "model/head.h"
#include "train/frozen.h"

typedef struct {
    const tt_rows *rows;
    tt_encoder *encoder;
    tt_head *head;
    tt_batches batches;
    real *features;           /* [reads,E] tt_head_features of all rows, or NULL: not kept */
    tt_frozen frozen;         /* outputs of frozen layers, where they are kept */
    bool cached;              /* features are computed: they are read, and the encoder does not run */
    tt_novelty_pass *novelty; /* how unlike the training rows each row is, or NULL: not computed */
    double *outputs; /* [items,C] in the order of the items, or NULL: features alone are wanted. Logits, and after the
                      * last step what the task makes of them (probabilities, or the numbers themselves). An item that
                      * is not read is output 0: 1, 0, 0 ... Where labels are IOB2, the argmax of each word gives the
                      * most probable sequence in order (measure/iob2.h): where its tag is not the most probable one of
                      * its word, the two swap their probabilities. */
    int32_t *tags, *before;         /* of IOB2: [items] the sequences, and scratch for them */
    double *sums;                   /* [C] likewise */
    tt_sample sample;               /* of the outputs and the labels */
    double values[TT_METRICS_MOST]; /* after the last step, where there are labels: the headline numbers */
    double mlm_loss;                /* of rows with gaps: the sum so far */
    int32_t done;                   /* sequences */
    int64_t tokens;                 /* tokens that went through the encoder */
} tt_eval_state;

/* Takes its own memory; `features` and `outputs`: whether to keep those. */
void tt_eval_state_layout(tt_eval_state *eval, tt_arena *arena, const tt_rows *rows, const tt_budget *budget,
                          bool features, bool outputs);
/* Starts from the first row. */
void tt_eval_state_begin(tt_eval_state *eval);
/* The next micro-batch; TT_DONE after the last, with the metrics computed. TT_E_NUMERIC: an output is not a number. */
tt_status tt_eval_state_step(tt_eval_state *eval, tt_error *err);
/* How many of the rows are done. */
int32_t tt_eval_state_rows(const tt_eval_state *eval);

#endif
