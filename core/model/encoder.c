/* SPDX-License-Identifier: Apache-2.0 */
#include "model/block.h"

void tt_compute_layout(tt_compute *compute, tt_arena *arena, const tt_shape *shape, int32_t rows, int32_t outputs) {
    int E = shape->hidden_size, F = shape->intermediate_size, e = shape->embedding_size;
    size_t layer = tt_max_size(tt_linear_scratch(rows, E, 3 * E), tt_linear_scratch(rows, E, tt_shape_inner(shape)));
    /* a head that compares texts reads 2 E */
    size_t back = tt_max_size(tt_linear_scratch(rows, F, E), tt_linear_scratch(rows, 2 * E, outputs));
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
    kept->inner = TT_TAKE(arena, "activations", real, N, tt_shape_inner(shape));
    kept->normed = kept->sum2 = TT_TAKE(arena, "activations", real, N, E);
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

static void final_norm_layout(tt_encoder *encoder, tt_arena *arena, size_t N) {
    encoder->last = NULL;
    if (encoder->params->items[tt_top_row(encoder->params, TT_FINAL_NORM_W)].rows == 0) return;
    encoder->last = TT_TAKE(arena, "activations", real, N, encoder->shape->hidden_size);
    encoder->last_mean = TT_TAKE(arena, "activations", real, N, 1);
    encoder->last_rstd = TT_TAKE(arena, "activations", real, N, 1);
}

/* Tables for layers that see all tokens, and for those with a window. */
static void rope_layout(tt_encoder *encoder, tt_arena *arena, const tt_extent *extent) {
    const tt_shape *shape = encoder->shape;
    const double bases[] = {shape->global_rope_theta, shape->local_rope_theta};
    const int D = shape->hidden_size / shape->num_attention_heads;
    for (int local = 0; local < 2; local++) {
        encoder->rope[local] = bases[local] > 0 ? TT_TAKE(arena, "activations", real, extent->longest, D) : NULL;
        if (encoder->rope[local]) tt_rope_table(encoder->rope[local], bases[local], extent->longest, D);
    }
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
    encoder->narrow = shape->family->block == TT_PRE_NORM ? TT_TAKE(arena, "scratch", real, N, E) : NULL;
    final_norm_layout(encoder, arena, N);
    rope_layout(encoder, arena, extent);
    encoder->normed = e != E ? TT_TAKE(arena, "activations", real, N, e) : encoder->hidden ? encoder->hidden[0] : NULL;
    for (int l = 0; l < L; l++) {
        bool kept = extent->backward && !extent->recompute && l > extent->lowest;
        if (kept || l == 0) kept_layout(&shared, arena, shape, N);
        if (encoder->kept) encoder->kept[l] = shared;
    }
    /* without a backward the activation's input is not read again, and where it is as wide its output takes its place
     */
    const bool apart = extent->backward || shape->family->gated;
    encoder->activated = apart ? TT_TAKE(arena, "scratch", real, N, F) : shared.inner;
    const tt_attention_form form = tt_block_attention(encoder, 0, NULL);
    size_t attention = tt_attention_scratch(extent->longest, shape->hidden_size / shape->num_attention_heads, &form);
    encoder->attention_scratch = TT_TAKE(arena, "scratch", real, extent->threads, attention);
    if (!extent->backward) return;
    adapters_layout(encoder, arena, N);
    encoder->wide = TT_TAKE(arena, "scratch", real, N, tt_max_size((size_t)tt_shape_inner(shape), 3 * E));
    encoder->dactivated = shape->family->gated ? TT_TAKE(arena, "scratch", real, N, F) : NULL;
    encoder->dhidden = TT_TAKE(arena, "scratch", real, N, E);
    encoder->dnormed = e != E ? TT_TAKE(arena, "scratch", real, N, e) : encoder->dhidden;
    encoder->d1 = TT_TAKE(arena, "scratch", real, N, E);
    encoder->d2 = TT_TAKE(arena, "scratch", real, N, E);
}

/* A pair of functions for each kind of block, whatever the family. */
static const struct {
    tt_block_forward *forward;
    tt_block_backward *backward;
} blocks[TT_BLOCKS] = {[TT_POST_NORM] = {tt_post_norm_forward, tt_post_norm_backward},
                       [TT_PRE_NORM] = {tt_pre_norm_forward, tt_pre_norm_backward}};

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
    tt_embed_forward(encoder->compute, encoder->embedded, &embedded, tt_encoder_weight(encoder, TT_WORD),
                     positions_of(shape, tt_encoder_weight(encoder, TT_POSITION)),
                     types_of(shape, tt_encoder_weight(encoder, TT_TYPE)), &encoder->params->pending_decay, e);
    if (encoder->added) tt_add(encoder->compute, encoder->embedded, encoder->added, N, e);
    tt_norm_forward(encoder->compute, normed, encoder->mean, encoder->rstd, encoder->embedded, NULL, NULL, 0,
                    tt_encoder_weight(encoder, TT_EMBED_NORM_W), tt_encoder_weight(encoder, TT_EMBED_NORM_B),
                    (real)shape->layer_norm_eps, N, e);
    if (dropout->threshold) tt_dropout_apply(encoder->compute, normed, normed, dropout, tokens->first, N, e);
    if (e == E) return;
    tt_linear_forward(encoder->compute, encoder->hidden[0], normed, tt_encoder_weight(encoder, TT_PROJECT_W),
                      tt_encoder_weight(encoder, TT_PROJECT_B), N, e, E);
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
        tt_linear_backward_input(encoder->compute, d, encoder->dhidden, tt_encoder_weight(encoder, TT_PROJECT_W), N, e,
                                 E);
    }
    if (dropout->threshold) tt_dropout_apply(encoder->compute, d, d, dropout, tokens->first, N, e);
    tt_norm_backward(encoder->compute, d, NULL, grads->of[TT_EMBED_NORM_W], grads->of[TT_EMBED_NORM_B], d,
                     encoder->embedded, tt_encoder_weight(encoder, TT_EMBED_NORM_W), encoder->mean, encoder->rstd, NULL,
                     0, N, e);
    const tt_tokens embedded = tokens_of(shape, tokens);
    tt_embed_backward(encoder->compute, grads->of[TT_WORD], positions_of(shape, grads->of[TT_POSITION]),
                      types_of(shape, grads->of[TT_TYPE]), d, &embedded, grads->row_of, e);
}

void tt_encoder_forward_below(tt_encoder *encoder, const tt_tokens *tokens, const tt_dropout_key *dropout_key) {
    const tt_shape *shape = encoder->shape;
    const tt_dropout_key no_dropout = {0};
    tt_dropout dropout =
        tt_encoder_dropout(encoder->lowest > 0 ? &no_dropout : dropout_key, shape->embedding_dropout, 0);
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
    if (encoder->last) {
        const int row = tt_top_row(encoder->params, TT_FINAL_NORM_W);
        tt_norm_forward(encoder->compute, encoder->hidden[L], encoder->last_mean, encoder->last_rstd, encoder->last,
                        NULL, NULL, 0, tt_encoder_weight(encoder, row), tt_encoder_weight(encoder, row + 1),
                        (real)encoder->shape->layer_norm_eps, tokens->count, encoder->shape->hidden_size);
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
    tt_dropout dropout = tt_encoder_dropout(dropout_key, shape->embedding_dropout, 0);
    if (encoder->last) {
        const int row = tt_top_row(encoder->params, TT_FINAL_NORM_W);
        tt_norm_backward(encoder->compute, encoder->dhidden, NULL, grads->of[row], grads->of[row + 1], encoder->dhidden,
                         encoder->last, tt_encoder_weight(encoder, row), encoder->last_mean, encoder->last_rstd, NULL,
                         0, tokens->count, shape->hidden_size);
    }
    for (int layer = L - 1; layer >= 0 && layer >= encoder->lowest; layer--) {
        /* of the last layer the forward has just left everything */
        if (encoder->recompute && layer < L - 1) blocks[block].forward(encoder, layer, tokens, dropout_key);
        blocks[block].backward(encoder, layer, grads, tokens, dropout_key);
    }
    if (encoder->lowest < 0) embed_backward(encoder, grads, tokens, &dropout);
}
