/* SPDX-License-Identifier: Apache-2.0 */
#include "model/head.h"

#include <string.h>

void tt_head_layout(tt_head *head, tt_arena *arena, int32_t reads, bool backward) {
    size_t M = (size_t)reads, E = (size_t)head->shape->hidden_size, C = (size_t)head->outputs;
    const bool masked = head->params->task->masked, pooler = !head->params->task->words;
    head->gathered = TT_TAKE(arena, "activations", real, M, E);
    head->pooled = pooler ? TT_TAKE(arena, "activations", real, M, E) : head->gathered;
    head->dropped = masked ? head->pooled : TT_TAKE(arena, "activations", real, M, E);
    head->logits = TT_TAKE(arena, "activations", real, M, C);
    head->results = TT_TAKE(arena, "activations", real, M, C);
    head->masked = (tt_masked){.shape = head->shape, .params = head->params, .compute = head->compute};
    if (masked) tt_masked_layout(&head->masked, arena, reads);
    if (!backward) return;
    /* nobody wants a probability for every word of the vocabulary */
    head->dlogits = masked ? head->results : TT_TAKE(arena, "scratch", real, M, C);
    head->dpooled = TT_TAKE(arena, "scratch", real, M, E);
    head->dgathered = pooler ? TT_TAKE(arena, "scratch", real, M, E) : head->dpooled;
}

static real *weight(const tt_head *head, int field) {
    return head->params->items[tt_top_row(head->params, field)].data;
}

const real *tt_head_pool(tt_head *head, const real *hidden, const tt_tokens *tokens) {
    int M = tokens->read_count, width = head->shape->hidden_size;
    size_t E = (size_t)width;
    for (int i = 0; i < M; i++) {
        memcpy(head->gathered + (size_t)i * E, hidden + (size_t)tokens->reads[i] * E, E * sizeof(real));
    }
    if (head->params->task->words) return head->pooled;
    if (head->params->task->masked) {
        tt_masked_forward(&head->masked, head->pooled, head->gathered, M);
        return head->pooled;
    }
    tt_linear_forward(head->compute, head->pooled, head->gathered, weight(head, TT_POOLER_W), weight(head, TT_POOLER_B),
                      M, width, width);
    tt_tanh_forward(head->compute, head->pooled, head->pooled, M, width);
    return head->pooled;
}

static tt_dropout dropout_at(const tt_head *head, const tt_chance *chance) {
    const tt_shape *shape = head->shape;
    const double p = head->params->task->words ? shape->words_dropout : shape->classifier_dropout;
    return tt_dropout_at(chance->on ? p : 0.0, chance->seed, chance->step, tt_head_site(shape));
}

const real *tt_head_logits(tt_head *head, const real *pooled, uint32_t first_read, int M, const tt_chance *chance) {
    if (head->params->task->masked) {
        tt_masked_logits(&head->masked, head->logits, pooled, M);
        return head->logits;
    }
    tt_dropout dropout = dropout_at(head, chance);
    tt_dropout_apply(head->compute, head->dropped, pooled, &dropout, first_read, M, head->shape->hidden_size);
    tt_linear_forward(head->compute, head->logits, head->dropped, weight(head, TT_CLASSIFIER_W),
                      weight(head, TT_CLASSIFIER_B), M, head->shape->hidden_size, head->outputs);
    return head->logits;
}

/* From dpooled to dgathered. */
static void pooler_backward(tt_head *head, real *const *of, bool add, int M) {
    int E = head->shape->hidden_size;
    tt_tanh_backward(head->compute, head->dpooled, head->dpooled, head->pooled, M, E);
    tt_linear_backward_weights(head->compute, of[TT_POOLER_W], of[TT_POOLER_B], add, head->dpooled, head->gathered, M,
                               E, E);
    tt_linear_backward_input(head->compute, head->dgathered, head->dpooled, weight(head, TT_POOLER_W), M, E, E);
}

/* From dlogits to dgathered, or with `classifier_only` no further than the classifier's gradients. */
static void classifier_backward(tt_head *head, const tt_grads *grads, uint32_t first_read, int M,
                                const tt_chance *chance, bool classifier_only) {
    int E = head->shape->hidden_size;
    real **of = grads->of + tt_top_row(head->params, 0);
    tt_linear_backward_weights(head->compute, of[TT_CLASSIFIER_W], of[TT_CLASSIFIER_B], grads->add, head->dlogits,
                               head->dropped, M, E, head->outputs);
    if (classifier_only) return;
    tt_linear_backward_input(head->compute, head->dpooled, head->dlogits, weight(head, TT_CLASSIFIER_W), M, E,
                             head->outputs);
    tt_dropout dropout = dropout_at(head, chance);
    tt_dropout_apply(head->compute, head->dpooled, head->dpooled, &dropout, first_read, M, E);
    if (!head->params->task->words) pooler_backward(head, of, grads->add, M);
}

void tt_head_backward(tt_head *head, real *dhidden, const tt_grads *grads, const tt_tokens *tokens, uint32_t first_read,
                      int M, const tt_chance *chance) {
    size_t E = (size_t)head->shape->hidden_size;
    if (head->params->task->masked) {
        tt_masked_backward(&head->masked, head->dgathered, head->dpooled, head->dlogits, head->pooled, head->gathered,
                           grads, M);
    } else {
        classifier_backward(head, grads, first_read, M, chance, dhidden == NULL);
    }
    if (!dhidden) return;
    memset(dhidden, 0, (size_t)tokens->count * E * sizeof(real));
    for (int i = 0; i < M; i++) {
        memcpy(dhidden + (size_t)tokens->reads[i] * E, head->dgathered + (size_t)i * E, E * sizeof(real));
    }
}
