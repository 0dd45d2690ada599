/* SPDX-License-Identifier: Apache-2.0
 * The head: gather the tokens that it reads, pooler (linear, tanh), dropout, classifier. BertForSequenceClassification
 * reads the first token; BertForTokenClassification reads words, and has no pooler; BertForMaskedLM reads gaps, and its
 * head is model/masked.h. */
#ifndef TT_HEAD_H
#define TT_HEAD_H

#include "model/masked.h"
#include "model/task.h"

typedef struct {
    const tt_shape *shape;
    const tt_params *params;
    const tt_compute *compute;
    int32_t outputs;  /* C */
    real *gathered;   /* [M,E] */
    real *pooled;     /* [M,E]; without a pooler the same */
    real *dropped;    /* [M,E] */
    real *logits;     /* [M,C] */
    real *results;    /* [M,C] softmax or another function of the logits */
    real *dlogits;    /* [M,C] */
    real *dpooled;    /* [M,E] */
    real *dgathered;  /* [M,E]; without a pooler the same */
    tt_masked masked; /* of a masked-language-modelling task */
} tt_head;

void tt_head_layout(tt_head *head, tt_arena *arena, int32_t reads, bool backward);

/* pooled [M,E]: what the classifier sees of each read. */
const real *tt_head_pool(tt_head *head, const real *hidden /*[N,E]*/, const tt_tokens *tokens);
/* logits [M,C] of M reads, before which `first_read` came in the logical batch: dropout is a function of the read's
 * number in it. */
const real *tt_head_logits(tt_head *head, const real *pooled /*[M,E]*/, uint32_t first_read, int M,
                           const tt_chance *chance);
/* From head->dlogits to the head's gradients and dhidden [N,E]; dhidden NULL: the classifier's alone. */
void tt_head_backward(tt_head *head, real *dhidden, const tt_grads *grads, const tt_tokens *tokens, uint32_t first_read,
                      int M, const tt_chance *chance);

#endif
