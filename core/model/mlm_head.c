/* SPDX-License-Identifier: Apache-2.0 */
#include "model/mlm_head.h"

void tt_mlm_head_layout(tt_mlm_head *mlm_head, tt_arena *arena, int32_t reads) {
    size_t M = (size_t)reads, e = (size_t)mlm_head->shape->embedding_size;
    mlm_head->inner = TT_TAKE(arena, "activations", real, M, e);
    mlm_head->activated = TT_TAKE(arena, "activations", real, M, e);
    mlm_head->mean = TT_TAKE(arena, "activations", real, M, 1);
    mlm_head->rstd = TT_TAKE(arena, "activations", real, M, 1);
}

/* The row of a field of this head, which may be the pooler's. */
static int row_of(const tt_mlm_head *mlm_head, int field) {
    const bool shared = mlm_head->params->family->pooler_of_mlm && field < TT_MLM_BIAS;
    return tt_top_row(mlm_head->params, shared ? field - TT_MLM_W + TT_POOLER_W : field);
}

/* NULL where the family has no such row. */
static real *weight(const tt_mlm_head *mlm_head, int field) {
    const tt_param *param = &mlm_head->params->items[row_of(mlm_head, field)];
    return param->rows > 0 ? param->data : NULL;
}

void tt_mlm_head_forward(tt_mlm_head *mlm_head, real *y, const real *x, int M) {
    const int E = mlm_head->shape->hidden_size, e = mlm_head->shape->embedding_size;
    tt_linear_activate_forward(mlm_head->compute, mlm_head->shape->mlm_activation, mlm_head->activated, mlm_head->inner,
                               x, weight(mlm_head, TT_MLM_W), weight(mlm_head, TT_MLM_B), M, E, e);
    tt_norm_forward(mlm_head->compute, y, mlm_head->mean, mlm_head->rstd, mlm_head->activated, NULL, NULL, 0,
                    weight(mlm_head, TT_MLM_NORM_W), weight(mlm_head, TT_MLM_NORM_B),
                    (real)mlm_head->shape->layer_norm_eps, M, e);
}

/* The vocabulary in slices of columns [first, first + n) of the logits. */
static int slice_of(const tt_mlm_head *mlm_head, int first) {
    const int wide = 3 * mlm_head->shape->hidden_size, left = mlm_head->shape->vocab_size - first;
    return tt_min(left, wide);
}

void tt_mlm_head_logits(const tt_mlm_head *mlm_head, real *logits, const real *y, int M) {
    const int width = mlm_head->shape->embedding_size, V = mlm_head->shape->vocab_size;
    const real *words = mlm_head->params->items[TT_WORD].data, *bias = weight(mlm_head, TT_MLM_BIAS);
    const size_t e = (size_t)width, v = (size_t)V;
    const tt_pending_decay *decay = &mlm_head->params->pending_decay;
    const bool decayed = decay->row_of && decay->factor != 1;
    for (int first = 0, n; first < V; first += n) {
        n = slice_of(mlm_head, first);
        tt_gemm(mlm_head->compute, logits + first, v, (tt_matrix){y, e, 1},
                (tt_matrix){words + (size_t)first * e, 1, e}, M, n, width,
                &(tt_gemm_ends){.bias = decayed ? NULL : bias + first});
    }
    for (size_t k = 0; decayed && k < (size_t)M * v; k++) {
        logits[k] = (decay->row_of[k % v] < 0 ? decay->factor : 1) * logits[k] + bias[k % v];
    }
}

/* dwords += dlogits^T y, and dy = dlogits words */
static void output_backward(const tt_mlm_head *mlm_head, real *dwords, real *dbias, real *dy, const real *dlogits,
                            const real *y, int M) {
    const int width = mlm_head->shape->embedding_size, V = mlm_head->shape->vocab_size;
    const size_t e = (size_t)width, v = (size_t)V;
    const real *words = mlm_head->params->items[TT_WORD].data;
    for (int first = 0, n; first < V; first += n) {
        n = slice_of(mlm_head, first);
        tt_gemm(mlm_head->compute, dwords + (size_t)first * e, e, (tt_matrix){dlogits + first, 1, v},
                (tt_matrix){y, e, 1}, n, width, M, &(tt_gemm_ends){.accumulate = true});
        tt_gemm(mlm_head->compute, dy, e, (tt_matrix){dlogits + first, v, 1},
                (tt_matrix){words + (size_t)first * e, e, 1}, M, width, n, &(tt_gemm_ends){.accumulate = first > 0});
    }
    tt_linear_backward_weights(mlm_head->compute, NULL, dbias, true, dlogits, y, M, width, V);
}

void tt_mlm_head_backward(tt_mlm_head *mlm_head, real *dx, real *dy, const real *dlogits, const real *y, const real *x,
                          const tt_grads *grads, int M) {
    const int E = mlm_head->shape->hidden_size, e = mlm_head->shape->embedding_size;
    output_backward(mlm_head, grads->of[TT_WORD], grads->of[row_of(mlm_head, TT_MLM_BIAS)], dy, dlogits, y, M);
    tt_norm_backward(mlm_head->compute, dy, NULL, grads->of[row_of(mlm_head, TT_MLM_NORM_W)],
                     grads->of[row_of(mlm_head, TT_MLM_NORM_B)], dy, mlm_head->activated,
                     weight(mlm_head, TT_MLM_NORM_W), mlm_head->mean, mlm_head->rstd, NULL, 0, M, e);
    tt_activate_backward(mlm_head->compute, mlm_head->shape->mlm_activation, dy, mlm_head->activated, dy,
                         mlm_head->inner, M, e);
    tt_linear_backward_weights(mlm_head->compute, grads->of[row_of(mlm_head, TT_MLM_W)],
                               grads->of[row_of(mlm_head, TT_MLM_B)], grads->add, dy, x, M, E, e);
    tt_linear_backward_input(mlm_head->compute, dx, dy, weight(mlm_head, TT_MLM_W), M, E, e);
}
