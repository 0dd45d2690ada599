/* SPDX-License-Identifier: Apache-2.0 */
#include "model/head.h"

#include <string.h>

void tt_head_layout(tt_head *head, tt_arena *arena, int32_t rows, bool backward) {
    size_t M = (size_t)rows, E = (size_t)head->shape->hidden_size, C = (size_t)head->outputs;
    head->first = TT_TAKE(arena, "activations", real, M * E);
    head->pooled = TT_TAKE(arena, "activations", real, M * E);
    head->dropped = TT_TAKE(arena, "activations", real, M * E);
    head->logits = TT_TAKE(arena, "activations", real, M * C);
    head->probabilities = TT_TAKE(arena, "activations", real, M * C);
    if (!backward) return;
    head->dlogits = TT_TAKE(arena, "scratch", real, M * C);
    head->dpooled = TT_TAKE(arena, "scratch", real, M * E);
    head->dfirst = TT_TAKE(arena, "scratch", real, M * E);
}

static real *weight(const tt_head *head, int field) {
    return head->params->items[tt_top_row(head->params, field)].data;
}

const real *tt_head_pool(tt_head *head, const real *hidden, const tt_tokens *tokens) {
    size_t E = (size_t)head->shape->hidden_size;
    int S = tokens->sequences, width = head->shape->hidden_size;
    for (int s = 0; s < S; s++) {
        memcpy(head->first + (size_t)s * E, hidden + (size_t)tokens->starts[s] * E, E * sizeof(real));
    }
    tt_linear_forward(head->compute, head->pooled, head->first, weight(head, TT_POOLER_W), weight(head, TT_POOLER_B), S,
                      width, width);
    tt_tanh_forward(head->compute, head->pooled, head->pooled, S, width);
    return head->pooled;
}

static tt_dropout dropout_at(const tt_head *head, const tt_chance *chance) {
    return tt_dropout_at(chance->on ? head->shape->classifier_dropout : 0.0, chance->seed, chance->step,
                         tt_head_site(head->shape));
}

const real *tt_head_logits(tt_head *head, const real *pooled, uint32_t first_row, int M, const tt_chance *chance) {
    tt_dropout dropout = dropout_at(head, chance);
    tt_dropout_apply(head->compute, head->dropped, pooled, &dropout, first_row, M, head->shape->hidden_size);
    tt_linear_forward(head->compute, head->logits, head->dropped, weight(head, TT_CLASSIFIER_W),
                      weight(head, TT_CLASSIFIER_B), M, head->shape->hidden_size, head->outputs);
    return head->logits;
}

void tt_head_backward(tt_head *head, real *dhidden, const tt_grads *grads, const tt_tokens *tokens, uint32_t first_row,
                      int M, const tt_chance *chance) {
    int E = head->shape->hidden_size;
    real **of = grads->of + tt_top_row(head->params, 0);
    tt_linear_backward_weights(head->compute, of[TT_CLASSIFIER_W], of[TT_CLASSIFIER_B], grads->add, head->dlogits,
                               head->dropped, M, E, head->outputs);
    if (!dhidden) return;
    tt_linear_backward_input(head->compute, head->dpooled, head->dlogits, weight(head, TT_CLASSIFIER_W), M, E,
                             head->outputs);
    tt_dropout dropout = dropout_at(head, chance);
    tt_dropout_apply(head->compute, head->dpooled, head->dpooled, &dropout, first_row, M, E);
    tt_tanh_backward(head->compute, head->dpooled, head->dpooled, head->pooled, M, E);
    tt_linear_backward_weights(head->compute, of[TT_POOLER_W], of[TT_POOLER_B], grads->add, head->dpooled, head->first,
                               M, E, E);
    tt_linear_backward_input(head->compute, head->dfirst, head->dpooled, weight(head, TT_POOLER_W), M, E, E);
    memset(dhidden, 0, (size_t)tokens->count * (size_t)E * sizeof(real));
    for (int s = 0; s < M; s++) {
        memcpy(dhidden + (size_t)tokens->starts[s] * (size_t)E, head->dfirst + (size_t)s * (size_t)E,
               (size_t)E * sizeof(real));
    }
}
