/* SPDX-License-Identifier: Apache-2.0 */
#include "model/masked.h"

void tt_masked_layout(tt_masked *masked, tt_arena *arena, int32_t reads) {
    size_t M = (size_t)reads, e = (size_t)masked->shape->embedding_size;
    masked->inner = TT_TAKE(arena, "activations", real, M, e);
    masked->activated = TT_TAKE(arena, "activations", real, M, e);
    masked->mean = TT_TAKE(arena, "activations", real, M, 1);
    masked->rstd = TT_TAKE(arena, "activations", real, M, 1);
}

static real *weight(const tt_masked *masked, int field) {
    return masked->params->items[tt_top_row(masked->params, field)].data;
}

void tt_masked_forward(tt_masked *masked, real *y, const real *x, int M) {
    const int E = masked->shape->hidden_size, e = masked->shape->embedding_size;
    tt_linear_gelu_forward(masked->compute, masked->activated, masked->inner, x, weight(masked, TT_MASKED_W),
                           weight(masked, TT_MASKED_B), M, E, e);
    tt_norm_forward(masked->compute, y, masked->mean, masked->rstd, masked->activated, NULL, NULL, 0,
                    weight(masked, TT_MASKED_NORM_W), weight(masked, TT_MASKED_NORM_B),
                    (real)masked->shape->layer_norm_eps, M, e);
}

/* The vocabulary in slices of columns [first, first + n) of the logits. */
static int slice_of(const tt_masked *masked, int first) {
    const int wide = 3 * masked->shape->hidden_size, left = masked->shape->vocab_size - first;
    return left < wide ? left : wide;
}

void tt_masked_logits(const tt_masked *masked, real *logits, const real *y, int M) {
    const int width = masked->shape->embedding_size, V = masked->shape->vocab_size;
    const real *words = masked->params->items[TT_WORD].data, *bias = weight(masked, TT_MASKED_BIAS);
    const size_t e = (size_t)width, v = (size_t)V;
    const tt_pending_decay *decay = &masked->params->pending_decay;
    const bool decayed = decay->row_of && decay->factor != 1;
    for (int first = 0, n; first < V; first += n) {
        n = slice_of(masked, first);
        tt_gemm(masked->compute, logits + first, v, (tt_matrix){y, e, 1}, (tt_matrix){words + (size_t)first * e, 1, e},
                M, n, width, &(tt_gemm_ends){.bias = decayed ? NULL : bias + first});
    }
    for (size_t k = 0; decayed && k < (size_t)M * v; k++) {
        logits[k] = (decay->row_of[k % v] < 0 ? decay->factor : 1) * logits[k] + bias[k % v];
    }
}

/* dwords += dlogits^T y, and dy = dlogits words */
static void output_backward(const tt_masked *masked, real *dwords, real *dbias, real *dy, const real *dlogits,
                            const real *y, int M) {
    const int width = masked->shape->embedding_size, V = masked->shape->vocab_size;
    const size_t e = (size_t)width, v = (size_t)V;
    const real *words = masked->params->items[TT_WORD].data;
    for (int first = 0, n; first < V; first += n) {
        n = slice_of(masked, first);
        tt_gemm(masked->compute, dwords + (size_t)first * e, e, (tt_matrix){dlogits + first, 1, v},
                (tt_matrix){y, e, 1}, n, width, M, &(tt_gemm_ends){.accumulate = true});
        tt_gemm(masked->compute, dy, e, (tt_matrix){dlogits + first, v, 1},
                (tt_matrix){words + (size_t)first * e, e, 1}, M, width, n, &(tt_gemm_ends){.accumulate = first > 0});
    }
    tt_linear_backward_weights(masked->compute, NULL, dbias, true, dlogits, y, M, width, V);
}

void tt_masked_backward(tt_masked *masked, real *dx, real *dy, const real *dlogits, const real *y, const real *x,
                        const tt_grads *grads, int M) {
    const int E = masked->shape->hidden_size, e = masked->shape->embedding_size;
    real **of = grads->of + tt_top_row(masked->params, 0);
    output_backward(masked, grads->of[TT_WORD], of[TT_MASKED_BIAS], dy, dlogits, y, M);
    tt_norm_backward(masked->compute, dy, NULL, of[TT_MASKED_NORM_W], of[TT_MASKED_NORM_B], dy, masked->activated,
                     weight(masked, TT_MASKED_NORM_W), masked->mean, masked->rstd, NULL, 0, M, e);
    tt_gelu_backward(masked->compute, dy, masked->activated, dy, masked->inner, M, e);
    tt_linear_backward_weights(masked->compute, of[TT_MASKED_W], of[TT_MASKED_B], grads->add, dy, x, M, E, e);
    tt_linear_backward_input(masked->compute, dx, dy, weight(masked, TT_MASKED_W), M, E, e);
}
