/* SPDX-License-Identifier: Apache-2.0
 * The head: gather the tokens that it reads, pooler (linear, activation, norm, as the family has it), dropout,
 * classifier. Heads of texts read the first token, or without a pooler the mean of all tokens, as long as it is or
 * scaled to length 1, or how the two scaled means of a pair differ; those of words have no pooler, unless the family's
 * heads all have it; the masked-language-modelling one reads gaps (model/mlm_head.h). */
#ifndef TT_HEAD_H
#define TT_HEAD_H

#include "model/mlm_head.h"
#include "model/task.h"

typedef struct {
    const tt_shape *shape;
    const tt_params *params;
    const tt_compute *compute;
    int32_t outputs;    /* C */
    bool frozen_pooler; /* the run does not train it: tt_head_read runs it, so that its output can be kept */
    real *texts;        /* [2 M,E] the scaled means of texts that are compared; NULL: none are */
    real *gathered;     /* [M,W] what the head reads */
    real *lengths;      /* [M] or [2 M] of the means before they are scaled to length 1; NULL: they are not scaled */
    real *entered;      /* [M,E] the pooler's input: the same, after dropout where the family has it there */
    real *inner;        /* [M,E] before the pooler's activation; NULL: one whose output is enough for its backward */
    real *activated;    /* [M,E] before the pooler's norm; without one pooled itself */
    real *mean, *rstd;  /* [M] of that norm */
    real *pooled;       /* [M,W]; without a pooler gathered itself; masked-language modelling: [M,e] */
    real *dropped;      /* [M,W] */
    real *logits;       /* [M,C] */
    real *results;      /* [M,C] softmax or another function of the logits */
    real *dlogits;      /* [M,C] */
    real *dpooled;      /* as pooled */
    real *dgathered;    /* [M,W]; without a pooler dpooled itself */
    real *dtexts;       /* [2 M,E] where texts are compared */
    tt_mlm_head mlm;    /* of a masked-language-modelling task */
} tt_head;

/* Lays the head out on `arena` for up to `reads` reads (M): counts, or binds. Members up to `frozen_pooler` are set
 * before; `backward`: with the gradients. */
void tt_head_layout(tt_head *head, tt_arena *arena, int32_t reads, bool backward);

/* Whether it reads the mean of all tokens, scaled or not: one read a sequence, in the same order. */
bool tt_head_reads_mean(const tt_head *head);
/* Numbers that the output layer reads: W, which is E, and 2 E where texts are compared. */
int32_t tt_head_width(const tt_head *head);
/* gathered [M,E]: the hidden state of each read, or `mean` that of its sequence; of texts that are compared texts [2
 * M,E].
 */
void tt_head_gather(tt_head *head, bool mean, const real *hidden /*[N,E]*/, const tt_tokens *tokens);
/* Scales what is gathered, where the head has it, compares the two texts of a pair, and runs a frozen pooler.
 * Everything after it is computed with the head's own weights. */
void tt_head_take(tt_head *head, int M);
/* Both. */
void tt_head_read(tt_head *head, const real *hidden /*[N,E]*/, const tt_tokens *tokens);
/* [M,W] the output of tt_head_read, which a run can keep: pooled where the pooler is frozen, else gathered. */
static inline real *tt_head_features(const tt_head *head) {
    return head->frozen_pooler ? head->pooled : head->gathered;
}
/* From these to logits [M,C] of M reads. `first_read` is the number of reads before them in the logical batch: dropout
 * is a function of a read's place in it. */
const real *tt_head_logits(tt_head *head, uint32_t first_read, int M, const tt_dropout_key *dropout_key);
/* From head->dlogits to the head's gradients and dhidden [N,E]; dhidden NULL: the head's gradients alone. */
void tt_head_backward(tt_head *head, real *dhidden, const tt_grads *grads, const tt_tokens *tokens, uint32_t first_read,
                      int M, const tt_dropout_key *dropout_key);

#endif
