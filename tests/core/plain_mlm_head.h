/* SPDX-License-Identifier: Apache-2.0
 * The masked-language-modelling head of BertForMaskedLM in plain loops and doubles: linear, GELU, LayerNorm, the word
 * embeddings and a bias. */
#ifndef TT_PLAIN_MLM_HEAD_H
#define TT_PLAIN_MLM_HEAD_H

#include "check.h"
#include "model/params.h"

static inline const real *plain_weight(const tt_params *params, int field) {
    return params->items[tt_top_row(params, field)].data;
}

/* logits [V] of one hidden state x [E]. */
static inline void plain_mlm_logits(double *logits, const tt_params *params, const tt_shape *shape, const real *x) {
    const int E = shape->hidden_size, V = shape->vocab_size;
    const real *w = plain_weight(params, TT_MLM_W), *b = plain_weight(params, TT_MLM_B);
    const real *norm_w = plain_weight(params, TT_MLM_NORM_W), *norm_b = plain_weight(params, TT_MLM_NORM_B);
    const real *bias = plain_weight(params, TT_MLM_BIAS), *words = params->items[TT_WORD].data;
    double *y = calloc((size_t)E, sizeof *y), mean = 0, variance = 0;
    for (int o = 0; o < E; o++) {
        double sum = (double)b[o];
        for (int i = 0; i < E; i++) sum += (double)w[o * E + i] * (double)x[i];
        y[o] = sum * 0.5 * (1 + erf(sum / sqrt(2)));
        mean += y[o] / E;
    }
    for (int i = 0; i < E; i++) variance += (y[i] - mean) * (y[i] - mean) / E;
    for (int i = 0; i < E; i++) {
        y[i] = (y[i] - mean) / sqrt(variance + shape->layer_norm_eps) * (double)norm_w[i] + (double)norm_b[i];
    }
    for (int v = 0; v < V; v++) {
        logits[v] = (double)bias[v];
        for (int i = 0; i < E; i++) logits[v] += (double)words[(size_t)v * (size_t)E + (size_t)i] * y[i];
    }
    free(y);
}

#endif
