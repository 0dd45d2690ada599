/* SPDX-License-Identifier: Apache-2.0 */
#include "model/head.h"

#include <string.h>

/* NULL where the family has no such row. */
static real *weight(const tt_head *head, int field) {
    const tt_param *param = &head->params->items[tt_top_row(head->params, field)];
    return param->rows > 0 ? param->data : NULL;
}

int32_t tt_head_width(const tt_head *head) {
    const tt_params *params = head->params;
    return params->task->mlm ? head->shape->hidden_size : params->items[tt_top_row(params, TT_CLASSIFIER_W)].cols;
}

static bool compares_texts(const tt_head *head) {
    return tt_head_reads_mean(head) && head->params->pooling == TT_POOL_COMPARED;
}

/* The backward of tanh and ReLU reads their output. */
static bool keeps_inner(const tt_shape *shape) { return shape->pooler != TT_TANH && shape->pooler != TT_RELU; }

void tt_head_layout(tt_head *head, tt_arena *arena, int32_t reads, bool backward) {
    const tt_family *family = head->shape->family;
    const bool is_mlm = head->params->task->mlm, pools = tt_params_pools(head->params);
    const size_t M = (size_t)reads, E = (size_t)head->shape->hidden_size, C = (size_t)head->outputs;
    const size_t W = (size_t)tt_head_width(head), P = is_mlm ? (size_t)head->shape->embedding_size : W;
    const bool scales = tt_head_reads_mean(head) && tt_pooling_scales(head->params->pooling),
               compares = compares_texts(head);
    head->texts = compares ? TT_TAKE(arena, "activations", real, 2 * M, E) : NULL;
    head->gathered = TT_TAKE(arena, "activations", real, M, W);
    head->lengths = scales ? TT_TAKE(arena, "activations", real, compares ? 2 * M : M, 1) : NULL;
    head->entered = pools && family->pooler_dropout ? TT_TAKE(arena, "activations", real, M, E) : head->gathered;
    head->inner = pools && keeps_inner(head->shape) ? TT_TAKE(arena, "activations", real, M, E) : NULL;
    head->pooled = is_mlm || pools ? TT_TAKE(arena, "activations", real, M, P) : head->gathered;
    const bool norms = pools && weight(head, TT_POOLER_NORM_W);
    head->activated = norms ? TT_TAKE(arena, "activations", real, M, E) : head->pooled;
    head->mean = norms ? TT_TAKE(arena, "activations", real, M, 1) : NULL;
    head->rstd = norms ? TT_TAKE(arena, "activations", real, M, 1) : NULL;
    head->dropped = is_mlm ? head->pooled : TT_TAKE(arena, "activations", real, M, W);
    head->logits = TT_TAKE(arena, "activations", real, M, C);
    head->results = TT_TAKE(arena, "activations", real, M, C);
    head->mlm = (tt_mlm_head){.shape = head->shape, .params = head->params, .compute = head->compute};
    if (is_mlm) tt_mlm_head_layout(&head->mlm, arena, reads);
    if (!backward) return;
    /* a probability for every word of the vocabulary is not kept */
    head->dlogits = is_mlm ? head->results : TT_TAKE(arena, "scratch", real, M, C);
    head->dpooled = TT_TAKE(arena, "scratch", real, M, P);
    head->dgathered = is_mlm || pools ? TT_TAKE(arena, "scratch", real, M, E) : head->dpooled;
    head->dtexts = compares ? TT_TAKE(arena, "scratch", real, 2 * M, E) : NULL;
}

/* A head of texts has one read a sequence, in the same order. */
bool tt_head_reads_mean(const tt_head *head) {
    const tt_params *params = head->params;
    return params->pooling != TT_POOL_CLS && !params->task->words && !params->task->mlm;
}

void tt_head_gather(tt_head *head, bool mean, const real *hidden, const tt_tokens *tokens) {
    const size_t E = (size_t)head->shape->hidden_size;
    if (mean) {
        tt_mean_forward(head->compute, head->texts ? head->texts : head->gathered, hidden, tokens, (int)E);
        return;
    }
    for (int i = 0; i < tokens->read_count; i++) {
        memcpy(head->gathered + (size_t)i * E, hidden + (size_t)tokens->reads[i] * E, E * sizeof(real));
    }
}

/* Sites: tt_head_site in front of the classifier, the next one in front of the pooler. */
static tt_dropout dropout_at(const tt_head *head, const tt_dropout_key *dropout_key, int site) {
    const tt_shape *shape = head->shape;
    const double p = head->params->task->words ? shape->words_dropout : shape->classifier_dropout;
    return tt_dropout_at(dropout_key->on ? p : 0.0, dropout_key->seed, dropout_key->step,
                         tt_head_site(shape) + (uint64_t)site);
}

static void pooler_forward(tt_head *head, uint32_t first_read, int M, const tt_dropout_key *dropout_key) {
    const tt_family *family = head->shape->family;
    const real *w = weight(head, TT_POOLER_W), *b = weight(head, TT_POOLER_B);
    const int E = head->shape->hidden_size;
    if (family->pooler_dropout) {
        const tt_dropout dropout = dropout_at(head, dropout_key, 1);
        tt_dropout_apply(head->compute, head->entered, head->gathered, &dropout, first_read, M, E);
    }
    real *y = head->activated;
    if (keeps_inner(head->shape)) {
        tt_linear_activate_forward(head->compute, head->shape->pooler, y, head->inner, head->entered, w, b, M, E, E);
    } else {
        tt_linear_forward(head->compute, y, head->entered, w, b, M, E, E);
        if (head->shape->pooler == TT_TANH)
            tt_tanh_forward(head->compute, y, y, M, E);
        else
            tt_relu_forward(head->compute, y, y, M, E);
    }
    if (!head->mean) return;
    tt_norm_forward(head->compute, head->pooled, head->mean, head->rstd, y, NULL, NULL, 0,
                    weight(head, TT_POOLER_NORM_W), weight(head, TT_POOLER_NORM_B), (real)head->shape->layer_norm_eps,
                    M, E);
}

void tt_head_take(tt_head *head, int M) {
    const tt_dropout_key no_dropout = {0};
    const int E = head->shape->hidden_size, vectors = head->texts ? 2 * M : M;
    real *means = head->texts ? head->texts : head->gathered;
    if (head->lengths) tt_unit_forward(head->compute, means, head->lengths, vectors, E);
    if (head->texts) tt_compare_forward(head->compute, head->gathered, means, M, E);
    if (head->frozen_pooler) pooler_forward(head, 0, M, &no_dropout);
}

void tt_head_read(tt_head *head, const real *hidden, const tt_tokens *tokens) {
    tt_head_gather(head, tt_head_reads_mean(head), hidden, tokens);
    tt_head_take(head, tokens->read_count);
}

const real *tt_head_logits(tt_head *head, uint32_t first_read, int M, const tt_dropout_key *dropout_key) {
    if (head->params->task->mlm) {
        tt_mlm_head_forward(&head->mlm, head->pooled, head->gathered, M);
        tt_mlm_head_logits(&head->mlm, head->logits, head->pooled, M);
        return head->logits;
    }
    if (tt_params_pools(head->params) && !head->frozen_pooler) pooler_forward(head, first_read, M, dropout_key);
    const tt_dropout dropout = dropout_at(head, dropout_key, 0);
    const int W = tt_head_width(head);
    tt_dropout_apply(head->compute, head->dropped, head->pooled, &dropout, first_read, M, W);
    tt_linear_forward(head->compute, head->logits, head->dropped, weight(head, TT_CLASSIFIER_W),
                      weight(head, TT_CLASSIFIER_B), M, W, head->outputs);
    return head->logits;
}

/* From dpooled to dgathered. */
static void pooler_backward(tt_head *head, real *const *of, bool add, uint32_t first_read, int M,
                            const tt_dropout_key *dropout_key) {
    const tt_family *family = head->shape->family;
    const int E = head->shape->hidden_size;
    real *d = head->dpooled;
    if (head->mean) {
        tt_norm_backward(head->compute, d, NULL, of[TT_POOLER_NORM_W], of[TT_POOLER_NORM_B], d, head->activated,
                         weight(head, TT_POOLER_NORM_W), head->mean, head->rstd, NULL, 0, M, E);
    }
    if (keeps_inner(head->shape)) {
        tt_activate_backward(head->compute, head->shape->pooler, d, head->activated, d, head->inner, M, E);
    } else if (head->shape->pooler == TT_TANH) {
        tt_tanh_backward(head->compute, d, d, head->activated, M, E);
    } else {
        tt_relu_backward(head->compute, d, d, head->activated, M, E);
    }
    tt_linear_backward_weights(head->compute, of[TT_POOLER_W], of[TT_POOLER_B], add, d, head->entered, M, E, E);
    tt_linear_backward_input(head->compute, head->dgathered, d, weight(head, TT_POOLER_W), M, E, E);
    if (!family->pooler_dropout) return;
    const tt_dropout dropout = dropout_at(head, dropout_key, 1);
    tt_dropout_apply(head->compute, head->dgathered, head->dgathered, &dropout, first_read, M, E);
}

/* From dlogits to dgathered, or `alone` no further than the head's gradients. */
static void classifier_backward(tt_head *head, const tt_grads *grads, uint32_t first_read, int M,
                                const tt_dropout_key *dropout_key, bool alone) {
    const int W = tt_head_width(head);
    real **of = grads->of + tt_top_row(head->params, 0);
    tt_linear_backward_weights(head->compute, of[TT_CLASSIFIER_W], of[TT_CLASSIFIER_B], grads->add, head->dlogits,
                               head->dropped, M, W, head->outputs);
    if (alone && !of[TT_POOLER_W]) return;
    tt_linear_backward_input(head->compute, head->dpooled, head->dlogits, weight(head, TT_CLASSIFIER_W), M, W,
                             head->outputs);
    const tt_dropout dropout = dropout_at(head, dropout_key, 0);
    tt_dropout_apply(head->compute, head->dpooled, head->dpooled, &dropout, first_read, M, W);
    if (tt_params_pools(head->params)) pooler_backward(head, of, grads->add, first_read, M, dropout_key);
}

void tt_head_backward(tt_head *head, real *dhidden, const tt_grads *grads, const tt_tokens *tokens, uint32_t first_read,
                      int M, const tt_dropout_key *dropout_key) {
    size_t E = (size_t)head->shape->hidden_size;
    if (head->params->task->mlm) {
        tt_mlm_head_backward(&head->mlm, head->dgathered, head->dpooled, head->dlogits, head->pooled, head->gathered,
                             grads, M);
    } else {
        classifier_backward(head, grads, first_read, M, dropout_key, dhidden == NULL);
    }
    if (!dhidden) return;
    if (tt_head_reads_mean(head)) {
        real *means = head->texts ? head->texts : head->gathered, *d = head->texts ? head->dtexts : head->dgathered;
        if (head->texts) tt_compare_backward(head->compute, d, head->dgathered, means, M, (int)E);
        if (head->lengths) tt_unit_backward(head->compute, d, means, head->lengths, tokens->sequences, (int)E);
        tt_mean_backward(head->compute, dhidden, d, tokens, (int)E);
        return;
    }
    memset(dhidden, 0, (size_t)tokens->count * E * sizeof(real));
    for (int i = 0; i < M; i++) {
        memcpy(dhidden + (size_t)tokens->reads[i] * E, head->dgathered + (size_t)i * E, E * sizeof(real));
    }
}
