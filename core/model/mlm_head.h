/* SPDX-License-Identifier: Apache-2.0
 * The masked-language-modelling head of BertForMaskedLM up to its output layer: linear, GELU, LayerNorm. The output
 * layer is the word embeddings (tied, Press, Wolf 2017) and a bias. */
#ifndef TT_MLM_HEAD_H
#define TT_MLM_HEAD_H

#include "model/encoder.h"

typedef struct {
    const tt_shape *shape;
    const tt_params *params;
    const tt_compute *compute;
    real *inner;       /* [M,e] before GELU */
    real *activated;   /* [M,e] */
    real *mean, *rstd; /* [M] */
} tt_mlm_head;

/* Lays the head out on `arena` for up to `reads` reads (M): counts, or binds. shape, params and compute are set before.
 */
void tt_mlm_head_layout(tt_mlm_head *mlm_head, tt_arena *arena, int32_t reads);
/* y [M,e]: the input of the output layer. x [M,E] must stay as it is for the backward. */
void tt_mlm_head_forward(tt_mlm_head *mlm_head, real *y, const real *x, int M);
/* logits [M,V]: y times the transposed word embeddings, plus a bias for each token. All products over the vocabulary,
 * forward and backward, are cut into slices of 3E tokens, so that the scratch of the encoder's own products is enough.
 */
void tt_mlm_head_logits(const tt_mlm_head *mlm_head, real *logits /*[M,V]*/, const real *y /*[M,e]*/, int M);
/* From dlogits to dx and the gradients of the head and of all word embeddings, whose gradient must have a row for every
 * token. dy [M,e] is scratch. */
void tt_mlm_head_backward(tt_mlm_head *mlm_head, real *dx /*[M,E]*/, real *dy /*[M,e]*/, const real *dlogits /*[M,V]*/,
                          const real *y /*[M,e]*/, const real *x /*[M,E]*/, const tt_grads *grads, int M);

#endif
