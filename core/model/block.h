/* SPDX-License-Identifier: Apache-2.0
 * What the kinds of blocks share, for the files of model/ only. A kind is a pair of functions, whatever the family. */
#ifndef TT_BLOCK_H
#define TT_BLOCK_H

#include "model/encoder.h"

/* hidden[layer] to the layer's output. */
typedef void tt_block_forward(tt_encoder *encoder, int layer, const tt_tokens *tokens,
                              const tt_dropout_key *dropout_key);
/* dhidden goes in as the gradient of the layer's output and comes out as that of its input, unless nothing below it
 * is trained. */
typedef void tt_block_backward(tt_encoder *encoder, int layer, const tt_grads *grads, const tt_tokens *tokens,
                               const tt_dropout_key *dropout_key);

tt_block_forward tt_post_norm_forward, tt_pre_norm_forward;
tt_block_backward tt_post_norm_backward, tt_pre_norm_backward;

/* The weights of a row; NULL where the family has no such row. */
static inline real *tt_encoder_weight(const tt_encoder *encoder, int row) {
    const tt_param *param = &encoder->params->items[row];
    return param->rows > 0 ? param->data : NULL;
}

/* Where a layer's output goes: what is normed once more after the last has a place of its own. */
static inline real *tt_block_output(const tt_encoder *encoder, int layer) {
    return encoder->last && layer == encoder->shape->num_hidden_layers - 1 ? encoder->last : encoder->hidden[layer + 1];
}

/* The weight and the gradient of a field of the layer at hand. */
#define TT_W(field) tt_encoder_weight(encoder, tt_layer_row(layer, field))
#define TT_G(field) grads->of[tt_layer_row(layer, field)]

/* Dropout sites: 0 after the embeddings; 3l+1 probabilities, 3l+2 attention's output, 3l+3 feed-forward's. */
tt_dropout tt_encoder_dropout(const tt_dropout_key *dropout_key, double p, int site);
tt_dropout tt_probability_dropout(const tt_shape *shape, const tt_dropout_key *dropout_key, int layer);
tt_dropout tt_attention_dropout(const tt_shape *shape, const tt_dropout_key *dropout_key, int layer);
tt_dropout tt_feed_forward_dropout(const tt_shape *shape, const tt_dropout_key *dropout_key, int layer);

/* The layer's window and its bias; `grads` NULL: forward. */
tt_attention_form tt_block_attention(const tt_encoder *encoder, int layer, const tt_grads *grads);

/* The adapter's part of y = x W^T, and of its gradients; nothing where there is no adapter. dx NULL: not computed. */
void tt_adapt(const tt_encoder *encoder, int layer, int site, real *y, size_t ldy, const real *x,
              const tt_tokens *tokens, const tt_dropout_key *dropout_key);
void tt_adapt_backward(const tt_encoder *encoder, const tt_grads *grads, int layer, int site, real *dx, const real *dy,
                       size_t ldy, const real *x, const tt_tokens *tokens, const tt_dropout_key *dropout_key);

#endif
