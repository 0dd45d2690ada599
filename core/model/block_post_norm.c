/* SPDX-License-Identifier: Apache-2.0
 * BERT's block: attention and feed-forward, each added to its input and normed (Vaswani et al. 2017). */
#include "model/block.h"

void tt_post_norm_forward(tt_encoder *encoder, int layer, const tt_tokens *tokens, const tt_dropout_key *dropout_key) {
    const tt_shape *shape = encoder->shape;
    const tt_compute *compute = encoder->compute;
    int N = tokens->count, E = shape->hidden_size, F = shape->intermediate_size, H = shape->num_attention_heads;
    real epsilon = (real)shape->layer_norm_eps, *x = encoder->hidden[layer], *y = tt_block_output(encoder, layer);
    tt_layer_kept *kept = &encoder->kept[layer];
    const tt_attention_form form = tt_block_attention(encoder, layer, NULL);
    tt_dropout probabilities = tt_probability_dropout(shape, dropout_key, layer);
    tt_dropout attention = tt_attention_dropout(shape, dropout_key, layer);
    tt_dropout feed_forward = tt_feed_forward_dropout(shape, dropout_key, layer);
    tt_linear_forward(compute, kept->qkv, x, TT_W(TT_Q_W), TT_W(TT_Q_B), N, E, 3 * E);
    for (int site = TT_SITE_Q; site <= TT_SITE_V; site++) {
        tt_adapt(encoder, layer, site, kept->qkv + site * E, 3 * (size_t)E, x, tokens, dropout_key);
    }
    tt_attention_forward(compute, kept->context, kept->log_sum, kept->qkv, tokens, &probabilities, &form, E, H,
                         encoder->attention_scratch);
    tt_linear_forward(compute, kept->sum1, kept->context, TT_W(TT_ATTENTION_W), TT_W(TT_ATTENTION_B), N, E, E);
    tt_adapt(encoder, layer, TT_SITE_ATTENTION, kept->sum1, (size_t)E, kept->context, tokens, dropout_key);
    tt_norm_forward(compute, kept->middle, kept->mean1, kept->rstd1, kept->sum1, x, &attention, tokens->first,
                    TT_W(TT_NORM1_W), TT_W(TT_NORM1_B), epsilon, N, E);
    if (tt_adapted(encoder->params, layer, TT_SITE_INNER)) {
        tt_linear_forward(compute, kept->inner, kept->middle, TT_W(TT_INNER_W), TT_W(TT_INNER_B), N, E, F);
        tt_adapt(encoder, layer, TT_SITE_INNER, kept->inner, (size_t)F, kept->middle, tokens, dropout_key);
        tt_activate_forward(compute, shape->activation, encoder->activated, kept->inner, N, F);
    } else {
        tt_linear_activate_forward(compute, shape->activation, encoder->activated, kept->inner, kept->middle,
                                   TT_W(TT_INNER_W), TT_W(TT_INNER_B), N, E, F);
    }
    tt_linear_forward(compute, kept->sum2, encoder->activated, TT_W(TT_OUTER_W), TT_W(TT_OUTER_B), N, F, E);
    tt_adapt(encoder, layer, TT_SITE_OUTER, kept->sum2, (size_t)E, encoder->activated, tokens, dropout_key);
    tt_norm_forward(compute, y, kept->mean2, kept->rstd2, kept->sum2, kept->middle, &feed_forward, tokens->first,
                    TT_W(TT_NORM2_W), TT_W(TT_NORM2_B), epsilon, N, E);
}

void tt_post_norm_backward(tt_encoder *encoder, int layer, const tt_grads *grads, const tt_tokens *tokens,
                           const tt_dropout_key *dropout_key) {
    const tt_shape *shape = encoder->shape;
    const tt_compute *compute = encoder->compute;
    int N = tokens->count, E = shape->hidden_size, F = shape->intermediate_size, H = shape->num_attention_heads;
    real *d = encoder->dhidden, *dbranch = encoder->d1, *dcontext = encoder->d2, *wide = encoder->wide;
    tt_layer_kept *kept = &encoder->kept[layer];
    const tt_attention_form form = tt_block_attention(encoder, layer, grads);
    tt_dropout probabilities = tt_probability_dropout(shape, dropout_key, layer);
    tt_dropout attention = tt_attention_dropout(shape, dropout_key, layer);
    tt_dropout feed_forward = tt_feed_forward_dropout(shape, dropout_key, layer);
    tt_norm_backward(compute, d, dbranch, TT_G(TT_NORM2_W), TT_G(TT_NORM2_B), d, kept->sum2, TT_W(TT_NORM2_W),
                     kept->mean2, kept->rstd2, &feed_forward, tokens->first, N, E);
    if (tt_adapted(encoder->params, layer, TT_SITE_OUTER)) {
        tt_activate_forward(compute, shape->activation, encoder->activated, kept->inner, N, F);
        tt_linear_backward_input(compute, wide, dbranch, TT_W(TT_OUTER_W), N, F, E);
        tt_adapt_backward(encoder, grads, layer, TT_SITE_OUTER, wide, dbranch, (size_t)E, encoder->activated, tokens,
                          dropout_key);
        tt_activate_backward(compute, shape->activation, wide, encoder->activated, wide, kept->inner, N, F);
    } else {
        tt_linear_activate_backward(compute, shape->activation, wide, encoder->activated, kept->inner, dbranch,
                                    TT_W(TT_OUTER_W), N, F, E);
    }
    tt_linear_backward_weights(compute, TT_G(TT_OUTER_W), TT_G(TT_OUTER_B), grads->add, dbranch, encoder->activated, N,
                               F, E);
    tt_linear_backward_weights(compute, TT_G(TT_INNER_W), TT_G(TT_INNER_B), grads->add, wide, kept->middle, N, E, F);
    tt_linear_backward_residual(compute, d, wide, TT_W(TT_INNER_W), N, E, F);
    tt_adapt_backward(encoder, grads, layer, TT_SITE_INNER, d, wide, (size_t)F, kept->middle, tokens, dropout_key);
    tt_norm_backward(compute, d, dbranch, TT_G(TT_NORM1_W), TT_G(TT_NORM1_B), d, kept->sum1, TT_W(TT_NORM1_W),
                     kept->mean1, kept->rstd1, &attention, tokens->first, N, E);
    tt_linear_backward_weights(compute, TT_G(TT_ATTENTION_W), TT_G(TT_ATTENTION_B), grads->add, dbranch, kept->context,
                               N, E, E);
    tt_linear_backward_input(compute, dcontext, dbranch, TT_W(TT_ATTENTION_W), N, E, E);
    tt_adapt_backward(encoder, grads, layer, TT_SITE_ATTENTION, dcontext, dbranch, (size_t)E, kept->context, tokens,
                      dropout_key);
    tt_attention_backward(compute, wide, dcontext, kept->qkv, kept->context, kept->log_sum, tokens, &probabilities,
                          &form, E, H, encoder->attention_scratch);
    tt_linear_backward_weights(compute, TT_G(TT_Q_W), TT_G(TT_Q_B), grads->add, wide, encoder->hidden[layer], N, E,
                               3 * E);
    const bool lowest = layer == encoder->lowest;
    if (!lowest) tt_linear_backward_residual(compute, d, wide, TT_W(TT_Q_W), N, E, 3 * E);
    for (int site = TT_SITE_Q; site <= TT_SITE_V; site++) {
        tt_adapt_backward(encoder, grads, layer, site, lowest ? NULL : d, wide + site * E, 3 * (size_t)E,
                          encoder->hidden[layer], tokens, dropout_key);
    }
}
