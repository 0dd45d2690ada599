/* SPDX-License-Identifier: Apache-2.0 */
#include "model/masked.h"

void tt_masked_layout(tt_masked *masked, tt_arena *arena, int32_t reads) {
    size_t M = (size_t)reads, E = (size_t)masked->shape->hidden_size;
    masked->inner = TT_TAKE(arena, "activations", real, M * E);
    masked->activated = TT_TAKE(arena, "activations", real, M * E);
    masked->mean = TT_TAKE(arena, "activations", real, M);
    masked->rstd = TT_TAKE(arena, "activations", real, M);
}

static real *weight(const tt_masked *masked, int field) {
    return masked->params->items[tt_top_row(masked->params, field)].data;
}

void tt_masked_forward(tt_masked *masked, real *y, const real *x, int M) {
    int E = masked->shape->hidden_size;
    tt_linear_gelu_forward(masked->compute, masked->activated, masked->inner, x, weight(masked, TT_MASKED_W),
                           weight(masked, TT_MASKED_B), M, E, E);
    tt_norm_forward(masked->compute, y, masked->mean, masked->rstd, masked->activated, NULL, NULL, 0,
                    weight(masked, TT_MASKED_NORM_W), weight(masked, TT_MASKED_NORM_B),
                    (real)masked->shape->layer_norm_eps, M, E);
}

void tt_masked_logits(const tt_masked *masked, real *logits, const real *y, int M) {
    const tt_shape *shape = masked->shape;
    const int E = shape->hidden_size, V = shape->vocab_size, wide = 3 * E;
    const real *words = masked->params->items[TT_WORD].data, *bias = weight(masked, TT_MASKED_BIAS);
    const size_t e = (size_t)E, v = (size_t)V;
    for (int first = 0; first < V; first += wide) {
        const int n = V - first < wide ? V - first : wide;
        tt_gemm(masked->compute, logits + first, v, (tt_matrix){y, e, 1}, (tt_matrix){words + (size_t)first * e, 1, e},
                M, n, E, &(tt_gemm_ends){.bias = bias + first});
    }
}

void tt_masked_backward(tt_masked *masked, real *dx, real *dy, const real *x, const tt_grads *grads, int M) {
    int E = masked->shape->hidden_size;
    real **of = grads->of + tt_top_row(masked->params, 0);
    tt_norm_backward(masked->compute, dy, NULL, of[TT_MASKED_NORM_W], of[TT_MASKED_NORM_B], dy, masked->activated,
                     weight(masked, TT_MASKED_NORM_W), masked->mean, masked->rstd, NULL, 0, M, E);
    tt_gelu_backward(masked->compute, dy, masked->activated, dy, masked->inner, M, E);
    tt_linear_backward_weights(masked->compute, of[TT_MASKED_W], of[TT_MASKED_B], grads->add, dy, x, M, E, E);
    tt_linear_backward_input(masked->compute, dx, dy, weight(masked, TT_MASKED_W), M, E, E);
}
