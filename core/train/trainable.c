/* SPDX-License-Identifier: Apache-2.0 */
#include "train/trainable.h"

#include <math.h>

#include "linear/probe.h"

/* Biases and norms (BitFit: Ben Zaken et al. 2022). */
static bool is_vector(const tt_param *param) {
    return param->kind == TT_BIAS || param->kind == TT_NORM_WEIGHT || param->kind == TT_NORM_BIAS;
}

bool tt_row_trained(const tt_params *params, int row, const tt_options *options) {
    const tt_param *param = &params->items[row];
    if (param->group == TT_HEAD) return true;
    if (param->rows == 0) return false;
    if (params->task->mlm) {
        return param->group != TT_ADAPTERS && (param->group != TT_POOLER || params->family->pooler_of_mlm);
    }
    if (param->group == TT_MLM_HEAD) return false;
    if (param->group == TT_POOLER && !tt_params_pools(params)) return false;
    switch ((tt_method)options->method) {
        case TT_METHOD_FULL:
            return true;
        case TT_METHOD_LAYERS:
            return param->group == TT_POOLER ||
                   (param->group == TT_ENCODER && param->layer >= params->layers - options->last_layers);
        case TT_METHOD_BIAS:
            if (param->group == TT_POOLER) return params->head_pooler || is_vector(param);
            return param->group == TT_ENCODER && is_vector(param);
        case TT_METHOD_LORA:
            return param->group == TT_ADAPTERS || (param->group == TT_POOLER && params->head_pooler);
        case TT_METHOD_HEAD:
            return param->group == TT_POOLER && params->head_pooler;
    }
    return false;
}

double tt_row_rate(const tt_params *params, int row, const tt_options *options) {
    const tt_param *param = &params->items[row];
    if (param->group == TT_EMBEDDINGS) return pow(options->layer_decay, params->layers + 1);
    return param->layer < 0 ? 1 : pow(options->layer_decay, params->layers - param->layer);
}

tt_status tt_trainable_check(const tt_options *options, const tt_shape *shape, const tt_task *task, tt_error *err) {
    if (task->mlm && options->method != TT_METHOD_FULL) {
        return tt_fail(err, TT_E_CONFIG, -1, "further pre-training trains everything: the method must be full, not %s",
                       tt_options_choice(options, "method"));
    }
    const int32_t drawn = options->reinit_layers;
    if (drawn > shape->num_hidden_layers) {
        return tt_fail(err, TT_E_CONFIG, -1, "reinit_layers is %d; this model has %d layers", (int)drawn,
                       (int)shape->num_hidden_layers);
    }
    const bool trained =
        options->method == TT_METHOD_FULL || (options->method == TT_METHOD_LAYERS && options->last_layers >= drawn);
    if (drawn > 0 && !trained) {
        return tt_fail(
            err, TT_E_CONFIG, -1,
            "reinit_layers is %d, but the method %s does not train these layers; use full, or layers with at "
            "least as many last_layers",
            (int)drawn, tt_options_choice(options, "method"));
    }
    if (options->method == TT_METHOD_LORA && options->lora_rank > shape->hidden_size) {
        return tt_fail(err, TT_E_CONFIG, -1, "lora_rank is %d; with this model it can be at most its hidden_size, %d",
                       (int)options->lora_rank, (int)shape->hidden_size);
    }
    return TT_OK;
}

tt_adapters tt_trainable_adapters(const tt_params *params, const tt_options *options) {
    static const unsigned targets[] = {
        1u << TT_SITE_Q | 1u << TT_SITE_V,
        1u << TT_SITE_Q | 1u << TT_SITE_K | 1u << TT_SITE_V | 1u << TT_SITE_ATTENTION,
        (1u << TT_SITES) - 1,
    };
    if (options->method != TT_METHOD_LORA) return (tt_adapters){0};
    return (tt_adapters){.rank = options->lora_rank,
                         .targets = targets[options->lora_targets],
                         .alpha = options->lora_alpha,
                         .dropout = options->lora_dropout,
                         .clean = !params->moved};
}

int32_t tt_lowest_layer(const tt_params *params, const tt_options *options) {
    int32_t lowest = params->layers;
    for (int row = 0; row < params->count; row++) {
        const tt_param *param = &params->items[row];
        if (!tt_row_trained(params, row, options)) continue;
        if (param->group == TT_EMBEDDINGS) return -1;
        if (param->layer >= 0 && param->layer < lowest) lowest = param->layer;
    }
    return lowest;
}

bool tt_head_fits(const tt_params *params, const tt_options *options, const tt_rows *train) {
    if (params->task->mlm || options->head_start != TT_START_FITTED || !tt_params_drawn(params)) return false;
    /* A pooler that belongs to the head is trained with it, which is no fit of a linear layer. */
    if (options->method == TT_METHOD_HEAD && params->head_pooler && tt_params_pools(params)) return false;
    const tt_param *w = &params->items[tt_top_row(params, TT_CLASSIFIER_W)];
    const uint64_t features = (uint64_t)train->read_count * (uint64_t)w->cols * sizeof(real);
    return tt_probe_bytes(train, w->cols, w->rows) + features <= (uint64_t)options->cache_mebibytes << 20;
}

/* A forward pass through one layer: two per weight and token, and the attention's two products. */
static double layer_flops(const tt_shape *shape, const tt_rows *rows) {
    double E = shape->hidden_size, F = shape->intermediate_size, tokens = 0, squares = 0;
    const double inner = tt_shape_inner(shape);
    for (int32_t sequence = 0; sequence < rows->sequences; sequence++) {
        double length = tt_sequence_length(rows, sequence);
        tokens += length;
        squares += length * length;
    }
    return tokens * (8 * E * E + 2 * E * (inner + F)) + squares * 4 * E;
}

/* A backward costs the forward once for the gradients of inputs and once more for those of matrices. */
double tt_trainable_flops(const tt_shape *shape, const tt_params *params, const tt_options *options,
                          const tt_rows *train, const tt_rows *validation, bool fits, bool kept) {
    double L = shape->num_hidden_layers, epochs = options->epochs;
    double pass = layer_flops(shape, train), check = validation ? layer_flops(shape, validation) : 0;
    const tt_param *w = &params->items[tt_top_row(params, TT_CLASSIFIER_W)];
    const double fit = fits ? tt_probe_flops(train, w->cols, w->rows) : 0;
    if (options->method == TT_METHOD_HEAD) return L * (pass + check) + fit;
    const double features = fits ? L * pass : 0;
    const int32_t reach = tt_lowest_layer(params, options), lowest = reach < 0 ? 0 : reach;
    double times = L - lowest, adapters = 0, frozen = lowest * (pass + check) * (kept ? 1 : epochs);
    for (int row = tt_top_row(params, TT_TOP_ROWS); row < params->count; row++) {
        adapters += 6.0 * (double)tt_param_size(&params->items[row]);
    }
    for (int32_t layer = lowest; layer < L; layer++) {
        times += tt_row_trained(params, tt_layer_row(layer, TT_Q_W), options) ? 2 : 1;
        if (options->recompute && layer < L - 1) times++;
    }
    return epochs * (times * pass + (double)train->starts[train->sequences] * adapters + (L - lowest) * check) +
           frozen + features + fit;
}
