/* SPDX-License-Identifier: Apache-2.0
 * The head of a BertForSequenceClassification: the first token's state, pooler (linear, tanh), dropout, classifier. */
#ifndef TT_HEAD_H
#define TT_HEAD_H

#include "model/encoder.h"

typedef struct {
    const tt_shape *shape;
    const tt_params *params;
    const tt_compute *compute;
    int32_t outputs;
    real *first;         /* [M,E] */
    real *pooled;        /* [M,E] */
    real *dropped;       /* [M,E] */
    real *logits;        /* [M,C] */
    real *probabilities; /* [M,C] */
    real *dlogits;       /* [M,C] */
    real *dpooled;       /* [M,E] */
    real *dfirst;        /* [M,E] */
} tt_head;

void tt_head_layout(tt_head *head, tt_arena *arena, int32_t rows, bool backward);

/* pooled [S,E]: what the classifier sees of each sequence. */
const real *tt_head_pool(tt_head *head, const real *hidden /*[N,E]*/, const tt_tokens *tokens);
/* logits [M,C] of `pooled` rows, of which `first_row` came before in the logical batch. */
const real *tt_head_logits(tt_head *head, const real *pooled /*[M,E]*/, uint32_t first_row, int M,
                           const tt_chance *chance);
/* From head->dlogits to the head's gradients and dhidden [N,E]; dhidden NULL: the classifier's alone. */
void tt_head_backward(tt_head *head, real *dhidden, const tt_grads *grads, const tt_tokens *tokens, uint32_t first_row,
                      int M, const tt_chance *chance);

#endif
