/* SPDX-License-Identifier: Apache-2.0 */
#include "model/params.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/rng.h"

static int32_t size_of(char letter, const tt_shape *shape, int outputs) {
    switch (letter) {
        case 'e':
            return shape->embedding_size;
        case 'E':
            return shape->hidden_size;
        case 'F':
            return shape->intermediate_size;
        case 'V':
            return shape->vocab_size;
        case 'P':
            return shape->max_position_embeddings;
        case 'T':
            return shape->type_vocab_size;
        case 'C':
            return outputs;
        case 'H':
            return shape->num_attention_heads;
        case 'B':
            return shape->relative_attention_num_buckets;
        case 'Q':
            return shape->family->layer[TT_K_W] ? shape->hidden_size : 3 * shape->hidden_size;
        case 'I':
            return tt_shape_inner(shape);
        case 'p':
            return shape->embedding_size == shape->hidden_size ? 0 : shape->hidden_size;
        default:
            return 1;
    }
}

/* `name` NULL: the family has no such row. */
static tt_param make_row(const char *name, const tt_row *spec, tt_group group, int layer, const tt_shape *shape,
                         int outputs) {
    const tt_family *family = shape->family;
    tt_param row = {.group = group, .kind = spec->kind, .layer = layer};
    if (!name) return row;
    row.rows = size_of(spec->rows, shape, outputs);
    row.cols = size_of(spec->cols, shape, outputs);
    if (row.rows == 0 || row.cols == 0) row.rows = row.cols = 0;
    if (layer < 0) {
        snprintf(row.name, sizeof row.name, "%s", name);
    } else {
        snprintf(row.name, sizeof row.name, "%s%s%d.%s", family->prefix, family->layer_stem, layer, name);
    }
    return row;
}

static tt_param make_layer_row(int field, int layer, const tt_shape *shape) {
    const bool lacks = layer == 0 && shape->family->layer_0_lacks >> field & 1;
    const char *name = lacks ? NULL : shape->family->layer[field];
    return make_row(name, &tt_layer_rows[field], TT_ENCODER, layer, shape, 0);
}

static tt_param make_top_row(int field, tt_group group, const tt_shape *shape) {
    return make_row(shape->family->top[field], &tt_top_rows[field], group, -1, shape, 0);
}

/* Rows that do not exist take no number, so that those of other families leave a family's streams alone. */
static void number_rows(tt_params *params) {
    int32_t number = 0;
    for (int i = 0; i < params->count; i++) {
        params->items[i].number = number;
        number += tt_param_size(&params->items[i]) > 0;
    }
}

/* NULL also when size_t cannot count them. */
real *tt_reals_new(uint64_t count) {
    if (count > (SIZE_MAX / 2) / sizeof(real)) return NULL;
    size_t bytes = ((size_t)count * sizeof(real) + 63) / 64 * 64;
    real *reals = aligned_alloc(64, bytes);
    if (reals) memset(reals, 0, bytes);
    return reals;
}

static uint64_t count_weights(const tt_params *params, int first) {
    uint64_t count = 0;
    for (int i = first; i < params->count; i++) {
        count += (uint64_t)params->items[i].rows * (uint64_t)params->items[i].cols;
    }
    return count;
}

/* Rows `first` .. count - 1 lie in `block` one after the other. */
static void place(tt_params *params, int first, real *block) {
    for (int i = first; i < params->count; i++) {
        params->items[i].data = block;
        block += tt_param_size(&params->items[i]);
    }
}

tt_status tt_params_new(tt_params *out, const tt_shape *shape, tt_error *err) {
    const int layers = shape->num_hidden_layers;
    const tt_family *family = shape->family;
    tt_params params = {.family = family, .layers = layers, .head_pooler = true};
    const size_t rows = (size_t)tt_adapter_row(&params, layers, 0, 0);
    *out = (tt_params){0};
    params.items = calloc(rows, sizeof *params.items);
    if (params.items) {
        tt_param *row = params.items;
        for (int i = 0; i < TT_LAYERS; i++) {
            *row++ = make_row(family->embeddings[i], &tt_embedding_rows[i], TT_EMBEDDINGS, -1, shape, 0);
        }
        for (int l = 0; l < layers; l++) {
            for (int i = 0; i < TT_LAYER_ROWS; i++) *row++ = make_layer_row(i, l, shape);
        }
        for (int i = TT_FINAL_NORM_W; i < TT_MLM_W; i++) {
            *row = make_top_row(i, TT_ENCODER, shape);
            row++->layer = layers - 1;
        }
        for (int i = TT_MLM_W; i < TT_POOLER_W; i++) *row++ = make_top_row(i, TT_MLM_HEAD, shape);
        for (int i = TT_POOLER_W; i < TT_CLASSIFIER_W; i++) *row++ = make_top_row(i, TT_POOLER, shape);
        params.count = (int32_t)(row - params.items);
        number_rows(&params);
        params.weights = tt_reals_new(count_weights(&params, 0));
    }
    if (!params.weights) {
        double mebibytes = (double)count_weights(&params, 0) * sizeof(real) / 1048576.0;
        free(params.items);
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for the encoder's %.0f MiB of weights",
                       mebibytes);
    }
    place(&params, 0, params.weights);
    *out = params;
    return TT_OK;
}

void tt_params_free(tt_params *params) {
    free(params->items);
    free(params->weights);
    free(params->head);
    free(params->adapter_weights);
    *params = (tt_params){0};
}

bool tt_params_pools(const tt_params *params) {
    if (params->task->mlm) return false;
    return params->family->pooler_always || (!params->task->words && params->pooling == TT_POOL_CLS);
}

bool tt_params_has_head(const tt_params *params) { return params->head != NULL; }

bool tt_params_drawn(const tt_params *params) {
    return !params->head_trained && !params->items[tt_top_row(params, TT_CLASSIFIER_W)].loaded;
}

/* A field of the top is from a file, or the family has no such row. */
static bool is_there(const tt_params *params, int field) {
    const tt_param *row = &params->items[tt_top_row(params, field)];
    return row->rows == 0 || row->loaded;
}

bool tt_params_head_loaded(const tt_params *params) {
    if (!params->head) return false;
    const bool pooler = params->head_pooler && tt_params_pools(params);
    for (int i = pooler ? TT_POOLER_W : TT_CLASSIFIER_W; i < TT_TOP_ROWS; i++) {
        if (!is_there(params, i)) return false;
    }
    return true;
}

void tt_params_drop_adapters(tt_params *params) {
    free(params->adapter_weights);
    params->adapter_weights = NULL;
    params->adapters = (tt_adapters){0};
    if (params->task) params->count = tt_params_rows(params);
}

bool tt_params_has_mlm_head(const tt_params *params) {
    const int end = params->family->pooler_of_mlm ? TT_CLASSIFIER_W : TT_POOLER_W;
    for (int i = TT_MLM_W; i < end; i++) {
        if (!is_there(params, i)) return false;
    }
    return params->items[tt_top_row(params, TT_MLM_BIAS)].loaded;
}

int tt_params_outputs(const tt_params *params) {
    return params->task->mlm ? params->items[TT_WORD].rows : params->items[tt_top_row(params, TT_CLASSIFIER_W)].rows;
}

int tt_params_rows(const tt_params *params) {
    return tt_top_row(params, params->task->mlm ? TT_CLASSIFIER_W : TT_TOP_ROWS);
}

static const char *mlm_name(const tt_family *family) {
    return family->top[family->pooler_of_mlm ? TT_MLM_BIAS : TT_MLM_W];
}

tt_status tt_params_mlm(tt_params *params, tt_error *err) {
    if (!tt_params_has_mlm_head(params)) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "this checkpoint has no masked-language-modelling head (%s and its like), which further "
                       "pre-training needs; take one that %s saved or that has the same tensors",
                       mlm_name(params->family), params->family->architectures[TT_OF_MLM]);
    }
    params->task = &tt_mlm_task;
    tt_params_drop_adapters(params);
    free(params->head);
    params->head = NULL;
    return TT_OK;
}

/* The stream of a row's initial numbers is that of step 0 and its number. */
static void draw(const tt_param *row, double deviation, uint64_t seed) {
    const tt_rng key = tt_rng_key(seed, 0, (uint64_t)row->number);
    const bool drawn = row->kind == TT_MATRIX || row->kind == TT_TABLE;
    for (size_t k = 0; k < tt_param_size(row); k++) {
        row->data[k] = drawn ? (real)(deviation * tt_rng_normal(key, (uint32_t)k)) : row->kind == TT_NORM_WEIGHT;
    }
}

void tt_params_redraw(tt_params *params, const tt_shape *shape, int layers, uint64_t seed) {
    if (layers == 0) return;
    for (int i = tt_layer_row(params->layers - layers, 0); i < tt_top_row(params, TT_CLASSIFIER_W); i++) {
        if (params->items[i].group != TT_MLM_HEAD) draw(&params->items[i], shape->initializer_range, seed);
    }
}

/* A classifier without a pooler has the same name in every family; one that compares two texts reads 2 E. */
static tt_param make_classifier_row(const tt_params *params, int field, const tt_shape *shape, int outputs) {
    const char *plain = field == TT_CLASSIFIER_W ? "classifier.weight" : "classifier.bias";
    const char *name = tt_params_pools(params) ? params->family->top[field] : plain;
    tt_param row = make_row(name, &tt_top_rows[field], TT_HEAD, -1, shape, outputs);
    if (params->pooling == TT_POOL_COMPARED && field == TT_CLASSIFIER_W) row.cols *= 2;
    return row;
}

tt_status tt_params_head(tt_params *params, const tt_shape *shape, const tt_task *task, int outputs, tt_pooling pooling,
                         uint64_t seed, tt_error *err) {
    if (outputs < 1 || outputs > TT_MAX_OUTPUTS) {
        return tt_fail(err, TT_E_CONFIG, -1, "a head of %d outputs is not supported; it can have 1 to %d", outputs,
                       TT_MAX_OUTPUTS);
    }
    const uint64_t width = (pooling == TT_POOL_COMPARED ? 2 : 1) * (uint64_t)shape->hidden_size;
    real *head = tt_reals_new((width + 1) * (uint64_t)outputs);
    if (!head) {
        return tt_fail(err, TT_E_MEMORY, -1, "there is not enough memory for a head of %d outputs", outputs);
    }
    const int first = tt_top_row(params, TT_CLASSIFIER_W);
    params->task = task;
    params->pooling = pooling;
    for (int i = TT_CLASSIFIER_W; i < TT_TOP_ROWS; i++) {
        params->items[tt_top_row(params, i)] = make_classifier_row(params, i, shape, outputs);
    }
    params->count = tt_top_row(params, TT_TOP_ROWS);
    number_rows(params);
    place(params, first, head);
    free(params->head);
    params->head = head;
    tt_params_drop_adapters(params);
    params->head_trained = false;
    for (int i = params->head_pooler ? TT_POOLER_W : TT_CLASSIFIER_W; i < TT_TOP_ROWS; i++) {
        draw(&params->items[tt_top_row(params, i)], shape->initializer_range, seed);
        params->items[tt_top_row(params, i)].loaded = false;
    }
    return TT_OK;
}

/* "LayerNorm.gamma" and "LayerNorm.beta", as TensorFlow's checkpoints have them, are weight and bias. */
static void modern_name(char *name, size_t cap) {
    static const char *const pairs[2][2] = {{"LayerNorm.gamma", "LayerNorm.weight"},
                                            {"LayerNorm.beta", "LayerNorm.bias"}};
    for (int i = 0; i < 2; i++) {
        size_t n = strlen(name), old = strlen(pairs[i][0]);
        if (n < old || strcmp(name + n - old, pairs[i][0]) != 0) continue;
        snprintf(name + n - old, cap - (n - old), "%s", pairs[i][1]);
    }
}

static size_t prefix_length(const char *name, const char *prefix) {
    const size_t n = strlen(prefix);
    return strncmp(name, prefix, n) == 0 ? n : 0;
}

/* What PyTorch puts in front of names: DataParallel, torch.compile, and classes that hold the model as a member. */
static const char *unwrapped(const char *name) {
    static const char *const wrappers[] = {"module.", "_orig_mod.", "model.", "auto_model."};
    for (size_t i = 0; i < sizeof wrappers / sizeof wrappers[0]; i++) {
        const size_t n = prefix_length(name, wrappers[i]);
        if (n > 0) return unwrapped(name + n);
    }
    return name;
}

static const char *without_prefix(const tt_params *params, const char *name) {
    return name + prefix_length(name, params->family->prefix);
}

/* The row among `first` .. `end` - 1 of that name, both without the prefix, or -1. */
static int match(const tt_params *params, int first, int end, const char *name) {
    for (int i = first; i < end; i++) {
        if (params->items[i].rows > 0 && strcmp(without_prefix(params, params->items[i].name), name) == 0) return i;
    }
    return -1;
}

int tt_params_find(const tt_params *params, const char *name) {
    const char *layer = params->family->layer_stem;
    char modern[sizeof params->items->name + sizeof "LayerNorm.weight"];
    name = without_prefix(params, unwrapped(name));
    if (strlen(name) >= sizeof params->items->name) return -1;
    strcpy(modern, name);
    modern_name(modern, sizeof modern);
    if (strncmp(modern, layer, strlen(layer)) == 0) {
        long l = strtol(modern + strlen(layer), NULL, 10);
        if (l < 0 || l >= params->layers) return -1;
        return match(params, tt_layer_row((int)l, 0), tt_layer_row((int)l, TT_LAYER_ROWS), modern);
    }
    int row = match(params, 0, TT_LAYERS, modern);
    const int end = tt_top_row(params, TT_TOP_ROWS);
    return row >= 0 ? row : match(params, tt_top_row(params, 0), tt_min(params->count, end), modern);
}

void tt_params_fingerprint(char out[17], const tt_params *params) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (int i = 0; i < params->count; i++) {
        const tt_param *row = &params->items[i];
        if (!row->loaded || row->rows == 0 || row->group == TT_HEAD || row->group == TT_MLM_HEAD ||
            (row->group == TT_POOLER && params->head_pooler))
            continue;
        hash = tt_hash_word(tt_hash_word(hash, (uint64_t)row->rows), (uint64_t)row->cols);
        const char *bytes = (const char *)row->data;
        const size_t size = tt_param_size(row) * sizeof(real), whole = size / 8 * 8;
        uint64_t word;
        for (size_t at = 0; at < whole; at += 8) {
            memcpy(&word, bytes + at, 8);
            hash = tt_hash_word(hash, word);
        }
        word = 0;
        memcpy(&word, bytes + whole, size - whole);
        hash = tt_hash_word(hash, word);
    }
    snprintf(out, 17, "%016llx", (unsigned long long)hash);
}
