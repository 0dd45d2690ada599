/* SPDX-License-Identifier: Apache-2.0 */
#include "model/encoder.h"

void tt_compute_layout(tt_compute *compute, tt_arena *arena, const tt_shape *shape, int32_t rows, int32_t outputs) {
    int E = shape->hidden_size, F = shape->intermediate_size, e = shape->embedding_size;
    size_t layer = tt_max_size(tt_linear_scratch(rows, E, 3 * E), tt_linear_scratch(rows, E, F));
    size_t back = tt_max_size(tt_linear_scratch(rows, F, E), tt_linear_scratch(rows, E, outputs));
    compute->scratch_size = tt_max_size(layer, back);
    if (e != E) { /* the projection of the embeddings, and slices of the vocabulary */
        size_t projected = tt_max_size(tt_linear_scratch(rows, e, E), tt_linear_scratch(rows, E, e));
        compute->scratch_size =
            tt_max_size(compute->scratch_size, tt_max_size(projected, tt_linear_scratch(rows, e, 3 * E)));
    }
    compute->scratch = TT_TAKE(arena, "scratch", real, compute->scratch_size, 1);
}

static void kept_layout(tt_layer_kept *kept, tt_arena *arena, const tt_shape *shape, size_t N) {
    size_t E = (size_t)shape->hidden_size;
    kept->qkv = TT_TAKE(arena, "activations", real, N, 3 * E);
    kept->log_sum = TT_TAKE(arena, "activations", real, N, shape->num_attention_heads);
    kept->context = TT_TAKE(arena, "activations", real, N, E);
    kept->sum1 = TT_TAKE(arena, "activations", real, N, E);
    kept->mean1 = TT_TAKE(arena, "activations", real, N, 1);
    kept->rstd1 = TT_TAKE(arena, "activations", real, N, 1);
    kept->middle = TT_TAKE(arena, "activations", real, N, E);
    kept->inner = TT_TAKE(arena, "activations", real, N, shape->intermediate_size);
    kept->sum2 = TT_TAKE(arena, "activations", real, N, E);
    kept->mean2 = TT_TAKE(arena, "activations", real, N, 1);
    kept->rstd2 = TT_TAKE(arena, "activations", real, N, 1);
}

/* An encoder that was laid out before there were adapters can still predict with them: only dropout needs room. */
static void adapters_layout(tt_encoder *encoder, tt_arena *arena, size_t N) {
    const tt_adapters *adapters = &encoder->params->adapters;
    const tt_shape *shape = encoder->shape;
    if (adapters->rank == 0 || adapters->merged) return;
    const bool wide = adapters->targets >> TT_SITE_OUTER & 1;
    const size_t E = (size_t)shape->hidden_size, F = (size_t)shape->intermediate_size, I = wide ? tt_max_size(E, F) : E;
    if (adapters->dropout > 0) encoder->dropped = TT_TAKE(arena, "scratch", real, N, I);
}

void tt_encoder_layout(tt_encoder *encoder, tt_arena *arena, const tt_extent *extent) {
    const tt_shape *shape = encoder->shape;
    size_t N = (size_t)extent->tokens, E = (size_t)shape->hidden_size, F = (size_t)shape->intermediate_size;
    int L = shape->num_hidden_layers;
    tt_layer_kept shared = {0};
    real *turn[2] = {NULL, NULL};
    encoder->recompute = extent->recompute;
    encoder->lowest = extent->lowest;
    encoder->hidden = TT_TAKE(arena, "activations", real *, L + 1, 1);
    encoder->kept = TT_TAKE(arena, "activations", tt_layer_kept, L, 1);
    const size_t e = (size_t)shape->embedding_size;
    encoder->embedded = TT_TAKE(arena, "activations", real, N, e);
    encoder->mean = TT_TAKE(arena, "activations", real, N, 1);
    encoder->rstd = TT_TAKE(arena, "activations", real, N, 1);
    for (int l = 0; l <= L; l++) {
        bool kept = extent->backward && l >= extent->lowest;
        real *hidden = kept || l < 2 ? TT_TAKE(arena, "activations", real, N, E) : turn[l % 2];
        if (l < 2) turn[l] = hidden;
        if (encoder->hidden) encoder->hidden[l] = hidden;
    }
    encoder->normed = e != E ? TT_TAKE(arena, "activations", real, N, e) : encoder->hidden ? encoder->hidden[0] : NULL;
    for (int l = 0; l < L; l++) {
        bool kept = extent->backward && !extent->recompute && l > extent->lowest;
        if (kept || l == 0) kept_layout(&shared, arena, shape, N);
        if (encoder->kept) encoder->kept[l] = shared;
    }
    /* without a backward GELU's input is not read again */
    encoder->activated = extent->backward ? TT_TAKE(arena, "scratch", real, N, F) : shared.inner;
    size_t attention = tt_attention_scratch(extent->longest, shape->hidden_size / shape->num_attention_heads);
    encoder->attention_scratch = TT_TAKE(arena, "scratch", real, extent->threads, attention);
    if (!extent->backward) return;
    adapters_layout(encoder, arena, N);
    encoder->wide = TT_TAKE(arena, "scratch", real, N, tt_max_size(F, 3 * E));
    encoder->dhidden = TT_TAKE(arena, "scratch", real, N, E);
    encoder->dnormed = e != E ? TT_TAKE(arena, "scratch", real, N, e) : encoder->dhidden;
    encoder->d1 = TT_TAKE(arena, "scratch", real, N, E);
    encoder->d2 = TT_TAKE(arena, "scratch", real, N, E);
}

static real *weight(const tt_encoder *encoder, int row) { return encoder->params->items[row].data; }

/* Dropout sites: 0 after the embeddings; 3l+1 probabilities, 3l+2 attention's output, 3l+3 feed-forward's. */
static tt_dropout dropout_at(const tt_dropout_key *dropout_key, double p, int site) {
    return tt_dropout_at(dropout_key->on ? p : 0.0, dropout_key->seed, dropout_key->step, (uint64_t)site);
}

static tt_dropout attention_dropout_at(const tt_shape *shape, const tt_dropout_key *dropout_key, int layer) {
    return dropout_at(dropout_key, shape->family->attention_output_dropout ? shape->hidden_dropout_prob : 0,
                      3 * layer + 2);
}

static tt_lora lora_at(const tt_encoder *encoder, int layer, int site, const tt_tokens *tokens,
                       const tt_dropout_key *dropout_key) {
    const tt_adapters *adapters = &encoder->params->adapters;
    return (tt_lora){.rank = adapters->rank,
                     .scale = tt_adapters_scale(adapters),
                     .dropout = dropout_at(dropout_key, adapters->dropout, TT_ADAPTER_SITE + layer * TT_SITES + site),
                     .first_row = tokens->first,
                     .u = encoder->hidden[layer + 1], /* which is written after the layer's last adapter */
                     .dropped = encoder->dropped};
}

/* The adapter's part of y = x W^T, and of its gradients; nothing where there is no adapter. dx NULL: not computed. */
static void adapt(const tt_encoder *encoder, int layer, int site, real *y, size_t ldy, const real *x,
                  const tt_tokens *tokens, const tt_dropout_key *dropout_key) {
    const tt_params *params = encoder->params;
    if (!tt_adapted(params, site)) return;
    const tt_param *base = &params->items[tt_layer_row(layer, tt_adapter_field(site))];
    const tt_lora lora = lora_at(encoder, layer, site, tokens, dropout_key);
    tt_lora_forward(encoder->compute, y, ldy, &lora, x, weight(encoder, tt_adapter_row(params, layer, site, TT_LORA_A)),
                    weight(encoder, tt_adapter_row(params, layer, site, TT_LORA_B)), tokens->count, base->cols,
                    base->rows);
}

static void adapt_backward(const tt_encoder *encoder, const tt_grads *grads, int layer, int site, real *dx,
                           const real *dy, size_t ldy, const real *x, const tt_tokens *tokens,
                           const tt_dropout_key *dropout_key) {
    const tt_params *params = encoder->params;
    if (!tt_adapted(params, site)) return;
    const int a = tt_adapter_row(params, layer, site, TT_LORA_A), b = tt_adapter_row(params, layer, site, TT_LORA_B);
    const tt_param *base = &params->items[tt_layer_row(layer, tt_adapter_field(site))];
    const tt_lora lora = lora_at(encoder, layer, site, tokens, dropout_key);
    tt_lora_backward(encoder->compute, dx, grads->of[a], grads->of[b], grads->add, &lora, dy, ldy, x,
                     weight(encoder, a), weight(encoder, b), tokens->count, base->cols, base->rows);
}

/* The weight and the gradient of a field of the layer at hand. */
#define W(field) weight(encoder, tt_layer_row(layer, field))
#define G(field) grads->of[tt_layer_row(layer, field)]

/* BERT's block: attention and feed-forward, each added to its input and normed (Vaswani et al. 2017). */
static void post_norm_forward(tt_encoder *encoder, int layer, const tt_tokens *tokens,
                              const tt_dropout_key *dropout_key) {
    const tt_shape *shape = encoder->shape;
    const tt_compute *compute = encoder->compute;
    int N = tokens->count, E = shape->hidden_size, F = shape->intermediate_size, H = shape->num_attention_heads;
    real epsilon = (real)shape->layer_norm_eps, *x = encoder->hidden[layer], *y = encoder->hidden[layer + 1];
    tt_layer_kept *kept = &encoder->kept[layer];
    tt_dropout probabilities = dropout_at(dropout_key, shape->attention_probs_dropout_prob, 3 * layer + 1);
    tt_dropout attention = attention_dropout_at(shape, dropout_key, layer);
    tt_dropout feed_forward = dropout_at(dropout_key, shape->hidden_dropout_prob, 3 * layer + 3);
    tt_linear_forward(compute, kept->qkv, x, W(TT_Q_W), W(TT_Q_B), N, E, 3 * E);
    for (int site = TT_SITE_Q; site <= TT_SITE_V; site++) {
        adapt(encoder, layer, site, kept->qkv + site * E, 3 * (size_t)E, x, tokens, dropout_key);
    }
    tt_attention_forward(compute, kept->context, kept->log_sum, kept->qkv, tokens, &probabilities, E, H,
                         encoder->attention_scratch);
    tt_linear_forward(compute, kept->sum1, kept->context, W(TT_ATTENTION_W), W(TT_ATTENTION_B), N, E, E);
    adapt(encoder, layer, TT_SITE_ATTENTION, kept->sum1, (size_t)E, kept->context, tokens, dropout_key);
    tt_norm_forward(compute, kept->middle, kept->mean1, kept->rstd1, kept->sum1, x, &attention, tokens->first,
                    W(TT_NORM1_W), W(TT_NORM1_B), epsilon, N, E);
    if (tt_adapted(encoder->params, TT_SITE_INNER)) {
        tt_linear_forward(compute, kept->inner, kept->middle, W(TT_INNER_W), W(TT_INNER_B), N, E, F);
        adapt(encoder, layer, TT_SITE_INNER, kept->inner, (size_t)F, kept->middle, tokens, dropout_key);
        tt_activate_forward(compute, shape->activation, encoder->activated, kept->inner, N, F);
    } else {
        tt_linear_activate_forward(compute, shape->activation, encoder->activated, kept->inner, kept->middle,
                                   W(TT_INNER_W), W(TT_INNER_B), N, E, F);
    }
    tt_linear_forward(compute, kept->sum2, encoder->activated, W(TT_OUTER_W), W(TT_OUTER_B), N, F, E);
    adapt(encoder, layer, TT_SITE_OUTER, kept->sum2, (size_t)E, encoder->activated, tokens, dropout_key);
    tt_norm_forward(compute, y, kept->mean2, kept->rstd2, kept->sum2, kept->middle, &feed_forward, tokens->first,
                    W(TT_NORM2_W), W(TT_NORM2_B), epsilon, N, E);
}

static void post_norm_backward(tt_encoder *encoder, int layer, const tt_grads *grads, const tt_tokens *tokens,
                               const tt_dropout_key *dropout_key) {
    const tt_shape *shape = encoder->shape;
    const tt_compute *compute = encoder->compute;
    int N = tokens->count, E = shape->hidden_size, F = shape->intermediate_size, H = shape->num_attention_heads;
    real *d = encoder->dhidden, *dbranch = encoder->d1, *dcontext = encoder->d2, *wide = encoder->wide;
    tt_layer_kept *kept = &encoder->kept[layer];
    tt_dropout probabilities = dropout_at(dropout_key, shape->attention_probs_dropout_prob, 3 * layer + 1);
    tt_dropout attention = attention_dropout_at(shape, dropout_key, layer);
    tt_dropout feed_forward = dropout_at(dropout_key, shape->hidden_dropout_prob, 3 * layer + 3);
    tt_norm_backward(compute, d, dbranch, G(TT_NORM2_W), G(TT_NORM2_B), d, kept->sum2, W(TT_NORM2_W), kept->mean2,
                     kept->rstd2, &feed_forward, tokens->first, N, E);
    if (tt_adapted(encoder->params, TT_SITE_OUTER)) {
        tt_activate_forward(compute, shape->activation, encoder->activated, kept->inner, N, F);
        tt_linear_backward_input(compute, wide, dbranch, W(TT_OUTER_W), N, F, E);
        adapt_backward(encoder, grads, layer, TT_SITE_OUTER, wide, dbranch, (size_t)E, encoder->activated, tokens,
                       dropout_key);
        tt_activate_backward(compute, shape->activation, wide, encoder->activated, wide, kept->inner, N, F);
    } else {
        tt_linear_activate_backward(compute, shape->activation, wide, encoder->activated, kept->inner, dbranch,
                                    W(TT_OUTER_W), N, F, E);
    }
    tt_linear_backward_weights(compute, G(TT_OUTER_W), G(TT_OUTER_B), grads->add, dbranch, encoder->activated, N, F, E);
    tt_linear_backward_weights(compute, G(TT_INNER_W), G(TT_INNER_B), grads->add, wide, kept->middle, N, E, F);
    tt_linear_backward_residual(compute, d, wide, W(TT_INNER_W), N, E, F);
    adapt_backward(encoder, grads, layer, TT_SITE_INNER, d, wide, (size_t)F, kept->middle, tokens, dropout_key);
    tt_norm_backward(compute, d, dbranch, G(TT_NORM1_W), G(TT_NORM1_B), d, kept->sum1, W(TT_NORM1_W), kept->mean1,
                     kept->rstd1, &attention, tokens->first, N, E);
    tt_linear_backward_weights(compute, G(TT_ATTENTION_W), G(TT_ATTENTION_B), grads->add, dbranch, kept->context, N, E,
                               E);
    tt_linear_backward_input(compute, dcontext, dbranch, W(TT_ATTENTION_W), N, E, E);
    adapt_backward(encoder, grads, layer, TT_SITE_ATTENTION, dcontext, dbranch, (size_t)E, kept->context, tokens,
                   dropout_key);
    tt_attention_backward(compute, wide, dcontext, kept->qkv, kept->context, kept->log_sum, tokens, &probabilities, E,
                          H, encoder->attention_scratch);
    tt_linear_backward_weights(compute, G(TT_Q_W), G(TT_Q_B), grads->add, wide, encoder->hidden[layer], N, E, 3 * E);
    const bool lowest = layer == encoder->lowest;
    if (!lowest) tt_linear_backward_residual(compute, d, wide, W(TT_Q_W), N, E, 3 * E);
    for (int site = TT_SITE_Q; site <= TT_SITE_V; site++) {
        adapt_backward(encoder, grads, layer, site, lowest ? NULL : d, wide + site * E, 3 * (size_t)E,
                       encoder->hidden[layer], tokens, dropout_key);
    }
}

typedef void layer_forward(tt_encoder *encoder, int layer, const tt_tokens *tokens, const tt_dropout_key *dropout_key);
/* dhidden goes in as the gradient of the layer's output and comes out as that of its input, unless nothing below it
 * is trained. */
typedef void layer_backward(tt_encoder *encoder, int layer, const tt_grads *grads, const tt_tokens *tokens,
                            const tt_dropout_key *dropout_key);

/* A pair of functions for each kind of block, whatever the family. */
static const struct {
    layer_forward *forward;
    layer_backward *backward;
} blocks[TT_BLOCKS] = {[TT_POST_NORM] = {post_norm_forward, post_norm_backward}};

/* Where the rows of positions begin that texts use, in the table or its gradient (which may be NULL). */
static real *positions_of(const tt_shape *shape, real *table) {
    return table ? table + (size_t)(shape->padding_id + 1) * (size_t)shape->embedding_size : NULL;
}

/* Without segments where all tokens are of the first. */
static tt_tokens tokens_of(const tt_shape *shape, const tt_tokens *tokens) {
    tt_tokens embedded = *tokens;
    if (shape->family->one_segment) embedded.segments = NULL;
    return embedded;
}

/* NULL where the family has no segments. */
static real *types_of(const tt_shape *shape, real *table) { return shape->type_vocab_size > 0 ? table : NULL; }

static void embed_forward(tt_encoder *encoder, const tt_tokens *tokens, const tt_dropout *dropout) {
    const tt_shape *shape = encoder->shape;
    const int N = tokens->count, E = shape->hidden_size, e = shape->embedding_size;
    const tt_tokens embedded = tokens_of(shape, tokens);
    real *normed = encoder->normed;
    tt_embed_forward(encoder->compute, encoder->embedded, &embedded, weight(encoder, TT_WORD),
                     positions_of(shape, weight(encoder, TT_POSITION)), types_of(shape, weight(encoder, TT_TYPE)),
                     &encoder->params->pending_decay, e);
    tt_norm_forward(encoder->compute, normed, encoder->mean, encoder->rstd, encoder->embedded, NULL, NULL, 0,
                    weight(encoder, TT_EMBED_NORM_W), weight(encoder, TT_EMBED_NORM_B), (real)shape->layer_norm_eps, N,
                    e);
    if (dropout->threshold) tt_dropout_apply(encoder->compute, normed, normed, dropout, tokens->first, N, e);
    if (e == E) return;
    tt_linear_forward(encoder->compute, encoder->hidden[0], normed, weight(encoder, TT_PROJECT_W),
                      weight(encoder, TT_PROJECT_B), N, e, E);
}

/* From dhidden to the gradients of all embeddings. */
static void embed_backward(tt_encoder *encoder, const tt_grads *grads, const tt_tokens *tokens,
                           const tt_dropout *dropout) {
    const tt_shape *shape = encoder->shape;
    const int N = tokens->count, E = shape->hidden_size, e = shape->embedding_size;
    real *d = encoder->dnormed;
    if (e != E) {
        tt_linear_backward_weights(encoder->compute, grads->of[TT_PROJECT_W], grads->of[TT_PROJECT_B], grads->add,
                                   encoder->dhidden, encoder->normed, N, e, E);
        tt_linear_backward_input(encoder->compute, d, encoder->dhidden, weight(encoder, TT_PROJECT_W), N, e, E);
    }
    if (dropout->threshold) tt_dropout_apply(encoder->compute, d, d, dropout, tokens->first, N, e);
    tt_norm_backward(encoder->compute, d, NULL, grads->of[TT_EMBED_NORM_W], grads->of[TT_EMBED_NORM_B], d,
                     encoder->embedded, weight(encoder, TT_EMBED_NORM_W), encoder->mean, encoder->rstd, NULL, 0, N, e);
    const tt_tokens embedded = tokens_of(shape, tokens);
    tt_embed_backward(encoder->compute, grads->of[TT_WORD], positions_of(shape, grads->of[TT_POSITION]),
                      types_of(shape, grads->of[TT_TYPE]), d, &embedded, grads->row_of, e);
}

void tt_encoder_forward_below(tt_encoder *encoder, const tt_tokens *tokens, const tt_dropout_key *dropout_key) {
    const tt_shape *shape = encoder->shape;
    const tt_dropout_key no_dropout = {0};
    tt_dropout dropout = dropout_at(encoder->lowest > 0 ? &no_dropout : dropout_key, shape->hidden_dropout_prob, 0);
    embed_forward(encoder, tokens, &dropout);
    for (int layer = 0; layer < encoder->lowest; layer++) {
        blocks[shape->family->block].forward(encoder, layer, tokens, &no_dropout);
    }
}

const real *tt_encoder_forward_above(tt_encoder *encoder, const tt_tokens *tokens, const tt_dropout_key *dropout_key) {
    const int L = encoder->shape->num_hidden_layers;
    for (int layer = encoder->lowest > 0 ? encoder->lowest : 0; layer < L; layer++) {
        blocks[encoder->shape->family->block].forward(encoder, layer, tokens, dropout_key);
    }
    return encoder->hidden[L];
}

const real *tt_encoder_forward(tt_encoder *encoder, const tt_tokens *tokens, const tt_dropout_key *dropout_key) {
    tt_encoder_forward_below(encoder, tokens, dropout_key);
    return tt_encoder_forward_above(encoder, tokens, dropout_key);
}

void tt_encoder_backward(tt_encoder *encoder, const tt_grads *grads, const tt_tokens *tokens,
                         const tt_dropout_key *dropout_key) {
    const tt_shape *shape = encoder->shape;
    const int L = shape->num_hidden_layers;
    const tt_block block = shape->family->block;
    tt_dropout dropout = dropout_at(dropout_key, shape->hidden_dropout_prob, 0);
    for (int layer = L - 1; layer >= 0 && layer >= encoder->lowest; layer--) {
        /* of the last layer the forward has just left everything */
        if (encoder->recompute && layer < L - 1) blocks[block].forward(encoder, layer, tokens, dropout_key);
        blocks[block].backward(encoder, layer, grads, tokens, dropout_key);
    }
    if (encoder->lowest < 0) embed_backward(encoder, grads, tokens, &dropout);
}
