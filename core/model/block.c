/* SPDX-License-Identifier: Apache-2.0 */
#include "model/block.h"

tt_dropout tt_encoder_dropout(const tt_dropout_key *dropout_key, double p, int site) {
    return tt_dropout_at(dropout_key->on ? p : 0.0, dropout_key->seed, dropout_key->step, (uint64_t)site);
}

tt_dropout tt_probability_dropout(const tt_shape *shape, const tt_dropout_key *dropout_key, int layer) {
    return tt_encoder_dropout(dropout_key, shape->attention_probs_dropout_prob, 3 * layer + 1);
}

tt_dropout tt_attention_dropout(const tt_shape *shape, const tt_dropout_key *dropout_key, int layer) {
    const double p[] = {[TT_NO_DROPOUT] = 0,
                        [TT_AS_HIDDEN] = shape->hidden_dropout_prob,
                        [TT_AS_ATTENTION] = shape->attention_probs_dropout_prob};
    return tt_encoder_dropout(dropout_key, p[shape->family->attention_output], 3 * layer + 2);
}

tt_dropout tt_feed_forward_dropout(const tt_shape *shape, const tt_dropout_key *dropout_key, int layer) {
    return tt_encoder_dropout(dropout_key, shape->hidden_dropout_prob, 3 * layer + 3);
}

tt_attention_form tt_block_attention(const tt_encoder *encoder, int layer, const tt_grads *grads) {
    return (tt_attention_form){.window = tt_shape_window(encoder->shape, layer),
                               .bias = tt_encoder_weight(encoder, TT_RELATIVE),
                               .dbias = grads ? grads->of[TT_RELATIVE] : NULL};
}

static tt_lora lora_at(const tt_encoder *encoder, int layer, int site, const tt_tokens *tokens,
                       const tt_dropout_key *dropout_key) {
    const tt_adapters *adapters = &encoder->params->adapters;
    return (tt_lora){
        .rank = adapters->rank,
        .scale = tt_adapters_scale(adapters),
        .dropout = tt_encoder_dropout(dropout_key, adapters->dropout, TT_ADAPTER_SITE + layer * TT_SITES + site),
        .first_row = tokens->first,
        .u = tt_block_output(encoder, layer),
        .dropped = encoder->dropped};
}

void tt_adapt(const tt_encoder *encoder, int layer, int site, real *y, size_t ldy, const real *x,
              const tt_tokens *tokens, const tt_dropout_key *dropout_key) {
    const tt_params *params = encoder->params;
    if (!tt_adapted(params, layer, site)) return;
    const tt_param *base = &params->items[tt_layer_row(layer, tt_adapter_field(site))];
    tt_lora lora = lora_at(encoder, layer, site, tokens, dropout_key);
    if (encoder->narrow) lora.u = encoder->narrow;
    tt_lora_forward(encoder->compute, y, ldy, &lora, x,
                    tt_encoder_weight(encoder, tt_adapter_row(params, layer, site, TT_LORA_A)),
                    tt_encoder_weight(encoder, tt_adapter_row(params, layer, site, TT_LORA_B)), tokens->count,
                    base->cols, base->rows);
}

void tt_adapt_backward(const tt_encoder *encoder, const tt_grads *grads, int layer, int site, real *dx, const real *dy,
                       size_t ldy, const real *x, const tt_tokens *tokens, const tt_dropout_key *dropout_key) {
    const tt_params *params = encoder->params;
    if (!tt_adapted(params, layer, site)) return;
    const int a = tt_adapter_row(params, layer, site, TT_LORA_A), b = tt_adapter_row(params, layer, site, TT_LORA_B);
    const tt_param *base = &params->items[tt_layer_row(layer, tt_adapter_field(site))];
    const tt_lora lora = lora_at(encoder, layer, site, tokens, dropout_key);
    tt_lora_backward(encoder->compute, dx, grads->of[a], grads->of[b], grads->add, &lora, dy, ldy, x,
                     tt_encoder_weight(encoder, a), tt_encoder_weight(encoder, b), tokens->count, base->cols,
                     base->rows);
}
