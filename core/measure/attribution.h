/* SPDX-License-Identifier: Apache-2.0
 * Which tokens of a text a score of the model comes from: integrated gradients over the word embeddings (Sundararajan
 * et al. 2017, arXiv 1703.01365).
 *
 * The score F of an output is: with one label a row or word, its logit less the mean of the other logits, which softmax
 * does not change by adding a number to all of them; with several labels the label's logit; for numbers the predicted
 * number in its own unit. Logits are means over the windows that read the item.
 *
 * A path leads from a baseline to the text: the word embedding of each token of the text goes on a straight line from
 * that of [MASK] to its own, while special tokens, positions and segments stay. [MASK] is what pre-training put in the
 * place of a word that is to be unknown; no layer has ever read the padding's embedding, and a zero vector is what
 * families without position embeddings norm to a jump. Without a [MASK] the baseline is zero.
 *
 *     share of token i = integral over a in 0 .. 1 of <dF/dx_i at baseline + a (text - baseline), x_i - baseline_i>
 *
 * by Gauss-Legendre's rule. All shares add up to F(text) - F(baseline) (completeness), but for the rule's error. With
 * one point it lies at the text itself: the gradient times the input, which does not add up. */
#ifndef TT_ATTRIBUTION_H
#define TT_ATTRIBUTION_H

#include "base/arena.h"
#include "data/rows.h"
#include "model/head.h"

enum { TT_ATTRIBUTION_POINTS = 200 };

typedef struct {
    const tt_rows *rows;
    tt_encoder *encoder;
    tt_head *head;
    int32_t row, item, output; /* item: of the rows, a row or a word */
    int32_t points;            /* of the path; 1: gradient times input */
    int32_t mask_id;           /* -1: the baseline is zero */
    int32_t longest;           /* tokens of the longest sequence of the row */
    real *baseline;            /* [e] */
    real *difference;          /* [N,e] text less baseline, zero at special tokens */
    real *added;               /* [N,e] what the encoder adds to the embeddings */
    real **gradients;          /* [rows of the table] all NULL: every weight is frozen */
    int32_t *positions, *segments;
    double *places, *weights; /* [points] of the rule on 0 .. 1 */
    double *shares;           /* [tokens of the row's sequences], windows one after the other */
    double score, baseline_score;
    int32_t first, sequences; /* of the row */
    int32_t sequence, pass;   /* what is next */
} tt_attribution_state;

/* Lays it out with its encoder and head for `threads`: counts, or binds. Members up to `mask_id` are set before. */
void tt_attribution_state_layout(tt_attribution_state *state, tt_arena *arena, tt_compute *compute, int32_t threads);
void tt_attribution_state_begin(tt_attribution_state *state);
/* One forward or one forward and backward of one window; TT_DONE after the last. TT_E_NUMERIC: a score or a gradient is
 * no number. */
tt_status tt_attribution_state_step(tt_attribution_state *state, tt_error *err);
int32_t tt_attribution_state_passes(const tt_attribution_state *state);
/* Passes made so far. */
int32_t tt_attribution_state_done(const tt_attribution_state *state);
/* Whether token `i` of the sequence is special: [CLS], [SEP] and their like around the texts. */
bool tt_attribution_state_special(const tt_rows *rows, int32_t sequence, int32_t i);

#endif
