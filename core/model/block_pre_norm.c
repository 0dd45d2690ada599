/* SPDX-License-Identifier: Apache-2.0
 * ModernBERT's block (Warner et al. 2024): norms in front of attention and feed-forward (Xiong et al. 2020), rotary
 * positions, a gated feed-forward layer. A layer without a norm in front of attention reads its input as it is. */
#include "model/block.h"

/* NULL where positions are not rotary. */
static const real *rope_of(const tt_encoder *encoder, int layer) {
    return encoder->rope[tt_shape_window(encoder->shape, layer) > 0];
}

static void feed_forward(tt_encoder *encoder, int layer, const tt_tokens *tokens, const tt_dropout_key *dropout_key) {
    const tt_shape *shape = encoder->shape;
    const tt_layer_kept *kept = &encoder->kept[layer];
    const int N = tokens->count, F = shape->intermediate_size;
    const tt_dropout dropout = tt_feed_forward_dropout(shape, dropout_key, layer);
    tt_gated_forward(encoder->compute, shape->activation, encoder->activated, kept->inner, N, F);
    if (dropout.threshold)
        tt_dropout_apply(encoder->compute, encoder->activated, encoder->activated, &dropout, tokens->first, N, F);
}

void tt_pre_norm_forward(tt_encoder *encoder, int layer, const tt_tokens *tokens, const tt_dropout_key *dropout_key) {
    const tt_shape *shape = encoder->shape;
    const tt_compute *compute = encoder->compute;
    int N = tokens->count, E = shape->hidden_size, F = shape->intermediate_size, H = shape->num_attention_heads;
    real epsilon = (real)shape->layer_norm_eps, *x = encoder->hidden[layer], *y = tt_block_output(encoder, layer);
    tt_layer_kept *kept = &encoder->kept[layer];
    const tt_attention_form form = tt_block_attention(encoder, layer, NULL);
    const tt_dropout probabilities = tt_probability_dropout(shape, dropout_key, layer);
    const tt_dropout attention = tt_attention_dropout(shape, dropout_key, layer);
    const real *in = TT_W(TT_NORM1_W) ? kept->normed : x;
    if (in != x) {
        tt_norm_forward(compute, kept->normed, kept->mean1, kept->rstd1, x, NULL, NULL, 0, TT_W(TT_NORM1_W),
                        TT_W(TT_NORM1_B), epsilon, N, E);
    }
    tt_linear_forward(compute, kept->qkv, in, TT_W(TT_Q_W), TT_W(TT_Q_B), N, E, 3 * E);
    for (int site = TT_SITE_Q; site <= TT_SITE_V; site++) {
        tt_adapt(encoder, layer, site, kept->qkv + site * E, 3 * (size_t)E, in, tokens, dropout_key);
    }
    if (rope_of(encoder, layer)) tt_rope_turn(compute, kept->qkv, rope_of(encoder, layer), tokens, E, H, false);
    tt_attention_forward(compute, kept->context, kept->log_sum, kept->qkv, tokens, &probabilities, &form, E, H,
                         encoder->attention_scratch);
    tt_linear_forward(compute, kept->sum1, kept->context, TT_W(TT_ATTENTION_W), TT_W(TT_ATTENTION_B), N, E, E);
    tt_adapt(encoder, layer, TT_SITE_ATTENTION, kept->sum1, (size_t)E, kept->context, tokens, dropout_key);
    tt_norm_forward(compute, kept->middle, kept->mean2, kept->rstd2, kept->sum1, x, &attention, tokens->first,
                    TT_W(TT_NORM2_W), TT_W(TT_NORM2_B), epsilon, N, E);
    tt_linear_forward(compute, kept->inner, kept->middle, TT_W(TT_INNER_W), TT_W(TT_INNER_B), N, E, 2 * F);
    tt_adapt(encoder, layer, TT_SITE_INNER, kept->inner, 2 * (size_t)F, kept->middle, tokens, dropout_key);
    feed_forward(encoder, layer, tokens, dropout_key);
    tt_linear_forward(compute, y, encoder->activated, TT_W(TT_OUTER_W), TT_W(TT_OUTER_B), N, F, E);
    tt_adapt(encoder, layer, TT_SITE_OUTER, y, (size_t)E, encoder->activated, tokens, dropout_key);
    tt_add(compute, y, kept->sum1, N, E);
}

/* From dhidden to that of the sum of attention's output and the layer's input. */
static void feed_forward_backward(tt_encoder *encoder, int layer, const tt_grads *grads, const tt_tokens *tokens,
                                  const tt_dropout_key *dropout_key) {
    const tt_shape *shape = encoder->shape;
    const tt_compute *compute = encoder->compute;
    const int N = tokens->count, E = shape->hidden_size, F = shape->intermediate_size;
    const tt_layer_kept *kept = &encoder->kept[layer];
    const tt_dropout dropout = tt_feed_forward_dropout(shape, dropout_key, layer);
    real *d = encoder->dhidden, *dactivated = encoder->dactivated, *dinner = encoder->wide, *dmiddle = encoder->d1;
    feed_forward(encoder, layer, tokens, dropout_key);
    tt_linear_backward_weights(compute, TT_G(TT_OUTER_W), TT_G(TT_OUTER_B), grads->add, d, encoder->activated, N, F, E);
    tt_linear_backward_input(compute, dactivated, d, TT_W(TT_OUTER_W), N, F, E);
    tt_adapt_backward(encoder, grads, layer, TT_SITE_OUTER, dactivated, d, (size_t)E, encoder->activated, tokens,
                      dropout_key);
    if (dropout.threshold) tt_dropout_apply(compute, dactivated, dactivated, &dropout, tokens->first, N, F);
    tt_gated_backward(compute, shape->activation, dinner, encoder->activated, dactivated, kept->inner, N, F);
    tt_linear_backward_weights(compute, TT_G(TT_INNER_W), TT_G(TT_INNER_B), grads->add, dinner, kept->middle, N, E,
                               2 * F);
    tt_linear_backward_input(compute, dmiddle, dinner, TT_W(TT_INNER_W), N, E, 2 * F);
    tt_adapt_backward(encoder, grads, layer, TT_SITE_INNER, dmiddle, dinner, 2 * (size_t)F, kept->middle, tokens,
                      dropout_key);
    tt_norm_backward(compute, dmiddle, NULL, TT_G(TT_NORM2_W), TT_G(TT_NORM2_B), dmiddle, kept->sum1, TT_W(TT_NORM2_W),
                     kept->mean2, kept->rstd2, NULL, 0, N, E);
    tt_add(compute, d, dmiddle, N, E);
}

/* From the gradient of query, key and value to that of the layer's input, which is added to dhidden. */
static void input_backward(tt_encoder *encoder, int layer, const tt_grads *grads, const tt_tokens *tokens,
                           const tt_dropout_key *dropout_key) {
    const tt_compute *compute = encoder->compute;
    const int N = tokens->count, E = encoder->shape->hidden_size;
    const tt_layer_kept *kept = &encoder->kept[layer];
    const bool lowest = layer == encoder->lowest, normed = TT_W(TT_NORM1_W) != NULL, ends = lowest && !TT_G(TT_NORM1_W);
    real *x = encoder->hidden[layer], *d = encoder->dhidden, *din = encoder->d1;
    const real *in = normed ? kept->normed : x;
    tt_linear_backward_weights(compute, TT_G(TT_Q_W), TT_G(TT_Q_B), grads->add, encoder->wide, in, N, E, 3 * E);
    if (!ends) tt_linear_backward_input(compute, din, encoder->wide, TT_W(TT_Q_W), N, E, 3 * E);
    for (int site = TT_SITE_Q; site <= TT_SITE_V; site++) {
        tt_adapt_backward(encoder, grads, layer, site, ends ? NULL : din, encoder->wide + site * E, 3 * (size_t)E, in,
                          tokens, dropout_key);
    }
    if (ends) return;
    if (normed) {
        tt_norm_backward(compute, din, NULL, TT_G(TT_NORM1_W), TT_G(TT_NORM1_B), din, x, TT_W(TT_NORM1_W), kept->mean1,
                         kept->rstd1, NULL, 0, N, E);
    }
    if (!lowest) tt_add(compute, d, din, N, E);
}

void tt_pre_norm_backward(tt_encoder *encoder, int layer, const tt_grads *grads, const tt_tokens *tokens,
                          const tt_dropout_key *dropout_key) {
    const tt_shape *shape = encoder->shape;
    const tt_compute *compute = encoder->compute;
    const int N = tokens->count, E = shape->hidden_size, H = shape->num_attention_heads;
    const tt_layer_kept *kept = &encoder->kept[layer];
    const tt_attention_form form = tt_block_attention(encoder, layer, grads);
    const tt_dropout probabilities = tt_probability_dropout(shape, dropout_key, layer);
    const tt_dropout attention = tt_attention_dropout(shape, dropout_key, layer);
    real *dbranch = encoder->d1, *dcontext = encoder->d2, *dqkv = encoder->wide;
    feed_forward_backward(encoder, layer, grads, tokens, dropout_key);
    tt_dropout_apply(compute, dbranch, encoder->dhidden, &attention, tokens->first, N, E);
    tt_linear_backward_weights(compute, TT_G(TT_ATTENTION_W), TT_G(TT_ATTENTION_B), grads->add, dbranch, kept->context,
                               N, E, E);
    tt_linear_backward_input(compute, dcontext, dbranch, TT_W(TT_ATTENTION_W), N, E, E);
    tt_adapt_backward(encoder, grads, layer, TT_SITE_ATTENTION, dcontext, dbranch, (size_t)E, kept->context, tokens,
                      dropout_key);
    tt_attention_backward(compute, dqkv, dcontext, kept->qkv, kept->context, kept->log_sum, tokens, &probabilities,
                          &form, E, H, encoder->attention_scratch);
    if (rope_of(encoder, layer)) tt_rope_turn(compute, dqkv, rope_of(encoder, layer), tokens, E, H, true);
    input_backward(encoder, layer, grads, tokens, dropout_key);
}
