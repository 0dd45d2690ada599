/* SPDX-License-Identifier: Apache-2.0 */
#include "model/shape.h"

#include <stdio.h>
#include <string.h>

#include "model/graph.h"
#include "nn/nn.h"

/* Bounds are far above every published encoder; with the limit on parameters no product of two sizes overflows. */
static const struct {
    tt_config_field field;
    size_t offset;
    int32_t min, max;
} sizes[] = {
    {TT_HIDDEN_SIZE, offsetof(tt_shape, hidden_size), 1, 8192},
    {TT_NUM_HIDDEN_LAYERS, offsetof(tt_shape, num_hidden_layers), 1, TT_MAX_LAYERS},
    {TT_NUM_ATTENTION_HEADS, offsetof(tt_shape, num_attention_heads), 1, 8192},
    {TT_INTERMEDIATE_SIZE, offsetof(tt_shape, intermediate_size), 1, 32768},
    {TT_MAX_POSITION_EMBEDDINGS, offsetof(tt_shape, max_position_embeddings), 3, 32768},
    {TT_VOCAB_SIZE, offsetof(tt_shape, vocab_size), 1, 1 << 21},
    {TT_TYPE_VOCAB_SIZE, offsetof(tt_shape, type_vocab_size), 1, 1024},
    {TT_EMBEDDING_SIZE, offsetof(tt_shape, embedding_size), 1, 8192},
    {TT_PADDING_ID, offsetof(tt_shape, padding_id), 0, 32768},
    {TT_RELATIVE_BUCKETS, offsetof(tt_shape, relative_attention_num_buckets), TT_BUCKETS, 1024},
    {TT_LOCAL_ATTENTION, offsetof(tt_shape, local_attention), 2, 1 << 20},
    {TT_GLOBAL_EVERY, offsetof(tt_shape, global_attn_every_n_layers), 1, TT_MAX_LAYERS},
};

static const struct {
    tt_config_field field;
    size_t offset;
    double min, max;
} numbers[] = {
    {TT_LAYER_NORM_EPS, offsetof(tt_shape, layer_norm_eps), 1e-30, 0.1},
    {TT_INITIALIZER_RANGE, offsetof(tt_shape, initializer_range), 0, 10},
    {TT_LOCAL_THETA, offsetof(tt_shape, local_rope_theta), 1, 1e9},
    {TT_GLOBAL_THETA, offsetof(tt_shape, global_rope_theta), 1, 1e9},
    {TT_EMBEDDING_DROPOUT, offsetof(tt_shape, embedding_dropout), 0, 0.95},
    {TT_HIDDEN_DROPOUT, offsetof(tt_shape, hidden_dropout_prob), 0, 0.95},
    {TT_ATTENTION_DROPOUT, offsetof(tt_shape, attention_probs_dropout_prob), 0, 0.95},
    {TT_CLASSIFIER_DROPOUT, offsetof(tt_shape, classifier_dropout), 0, 0.95},
    {TT_WORDS_DROPOUT, offsetof(tt_shape, words_dropout), 0, 0.95},
};

static const char *const must_be_false[] = {"is_decoder", "add_cross_attention", NULL};

static const double most_parameters = 1e9; /* 4 GB of float, all that a 32-bit memory could hold */

/* The value of `key`, or -1 where there is none or it is null. */
static int32_t value_of(const tt_json *json, const char *key) {
    int32_t node = tt_json_get(json, 0, key);
    return node >= 0 && json->nodes[node].type == TT_JSON_NULL ? -1 : node;
}

static tt_status refuse(const tt_json *json, int32_t node, const char *key, const char *advice, tt_error *err) {
    char value[TT_JSON_EXCERPT];
    tt_json_excerpt(value, json, node);
    return tt_fail(err, TT_E_CONFIG, json->nodes[node].start, "config.json: %s %s is not supported; %s", key, value,
                   advice);
}

static tt_status read_sizes(tt_shape *out, const tt_json *json, tt_error *err) {
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        const tt_config_key *from = &out->family->config[sizes[i].field];
        int64_t value = (int64_t)from->fallback;
        const int32_t node = from->key ? value_of(json, from->key) : -1;
        const bool whole = node < 0 || tt_json_integer(json, node, &value);
        if (!whole || (node >= 0 && (value < sizes[i].min || value > sizes[i].max))) {
            char advice[64];
            snprintf(advice, sizeof advice, "it must be a whole number from %d to %d", sizes[i].min, sizes[i].max);
            return refuse(json, node, from->key, advice, err);
        }
        int32_t size = (int32_t)value;
        memcpy((char *)out + sizes[i].offset, &size, sizeof size);
    }
    if (out->embedding_size == TT_SAME) out->embedding_size = out->hidden_size;
    return TT_OK;
}

static tt_status read_numbers(tt_shape *out, const tt_json *json, tt_error *err) {
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        const tt_config_key *from = &out->family->config[numbers[i].field];
        double value = from->fallback;
        const int32_t node = from->key ? value_of(json, from->key) : -1;
        const bool number = node < 0 || tt_json_number(json, node, &value);
        if (!number || (node >= 0 && !(value >= numbers[i].min && value <= numbers[i].max))) {
            char advice[64];
            snprintf(advice, sizeof advice, "it must be a number from %g to %g", numbers[i].min, numbers[i].max);
            return refuse(json, node, from->key, advice, err);
        }
        memcpy((char *)out + numbers[i].offset, &value, sizeof value);
    }
    if (out->embedding_dropout == (double)TT_SAME) out->embedding_dropout = out->hidden_dropout_prob;
    if (out->classifier_dropout == (double)TT_SAME) out->classifier_dropout = out->hidden_dropout_prob;
    if (out->words_dropout == (double)TT_SAME) out->words_dropout = out->hidden_dropout_prob;
    return TT_OK;
}

static bool is_pattern(const tt_json *json, int32_t types, int every) {
    int layer = 0;
    for (int32_t i = tt_json_first(json, types); i >= 0; i = json->nodes[i].next, layer++) {
        if (!tt_json_equals(json, i, layer % every == 0 ? "full_attention" : "sliding_attention")) return false;
    }
    return true;
}

/* "layer_types", which has the kind of each layer, in place of global_attn_every_n_layers. */
static tt_status read_layer_types(tt_shape *out, const tt_json *json, tt_error *err) {
    const int32_t types = value_of(json, "layer_types");
    const int layers = out->num_hidden_layers;
    int every = out->global_attn_every_n_layers;
    if (types < 0) return TT_OK;
    if (json->nodes[types].type == TT_JSON_ARRAY && json->nodes[types].size == layers) {
        if (is_pattern(json, types, every)) return TT_OK;
        for (every = 1; every < layers && !is_pattern(json, types, every);) every++;
        out->global_attn_every_n_layers = every;
        if (is_pattern(json, types, every)) return TT_OK;
    }
    return refuse(json, types, "layer_types",
                  "it must have a kind for each layer: full_attention for the first and every n-th after it, and "
                  "sliding_attention for the others",
                  err);
}

static const char *const kinds_of_attention[] = {"full_attention", "sliding_attention"};

/* Where transformers 5 has the bases of rotary positions; a kind that is missing there is in the older keys. */
static tt_status read_rotary(tt_shape *out, const tt_json *json, tt_error *err) {
    double *const thetas[] = {&out->global_rope_theta, &out->local_rope_theta};
    const int32_t parameters = value_of(json, "rope_parameters");
    if (out->global_rope_theta == 0) return TT_OK;
    if (parameters >= 0 && json->nodes[parameters].type != TT_JSON_OBJECT) {
        return refuse(json, parameters, "rope_parameters", "it must be an object with a kind of attention each", err);
    }
    for (int i = 0; i < 2; i++) {
        const int32_t kind = tt_json_get(json, parameters, kinds_of_attention[i]);
        const int32_t type = tt_json_get(json, kind, "rope_type"), theta = tt_json_get(json, kind, "rope_theta");
        const int32_t partial = tt_json_get(json, kind, "partial_rotary_factor");
        double factor = 1;
        if ((type >= 0 && !tt_json_equals(json, type, "default")) ||
            (partial >= 0 && (!tt_json_number(json, partial, &factor) || factor != 1))) {
            return refuse(json, kind, "rope_parameters", "rotary positions must be of rope_type \"default\"", err);
        }
        if (theta >= 0 && (!tt_json_number(json, theta, thetas[i]) || !(*thetas[i] >= 1 && *thetas[i] <= 1e9))) {
            return refuse(json, theta, "rope_theta", "it must be a number from 1 to 1e+09", err);
        }
    }
    return read_layer_types(out, json, err);
}

/* Google's first files have no model_type: they are BERT's. */
static tt_status read_family(tt_shape *out, const tt_json *json, tt_error *err) {
    const int32_t type = value_of(json, "model_type");
    char known[120], advice[240];
    if (type < 0 && value_of(json, "hidden_size") < 0) {
        return tt_fail(err, TT_E_CONFIG, 0,
                       "this config.json has neither model_type nor hidden_size: it is not that of a BERT encoder");
    }
    out->family = type < 0 ? &tt_bert : tt_family_find(json, type);
    if (out->family) return TT_OK;
    tt_family_list(known, sizeof known);
    const tt_family *instead = tt_family_instead(json, type);
    if (instead) {
        snprintf(advice, sizeof advice, "take a checkpoint of the family %s instead", instead->model_type);
    } else {
        snprintf(advice, sizeof advice, "this engine computes the families %s", known);
    }
    return refuse(json, type, "model_type", advice, err);
}

/* Each of `keys` (NULL: there are none) is absent or `wanted`. */
static tt_status check_bools(const tt_json *json, const char *const *keys, bool wanted, const char *advice,
                             tt_error *err) {
    for (; keys && *keys; keys++) {
        int32_t node = value_of(json, *keys);
        bool set = !wanted;
        if (node < 0 || (tt_json_bool(json, node, &set) && set == wanted)) continue;
        return refuse(json, node, *keys, advice, err);
    }
    return TT_OK;
}

/* Keys that change what is computed, and the one value that this engine computes. */
static tt_status check_words(const tt_family *family, const tt_json *json, tt_error *err) {
    const struct {
        const char *key, *value, *advice;
    } words[] = {
        {"position_embedding_type", "absolute", "this engine computes learned positions (\"absolute\")"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        int32_t node = value_of(json, words[i].key);
        if (node < 0 || tt_json_equals(json, node, words[i].value)) continue;
        return refuse(json, node, words[i].key, words[i].advice, err);
    }
    TT_TRY(check_bools(json, must_be_false, false, "this engine computes encoders, not decoders", err));
    TT_TRY(check_bools(json, family->needs_false, false, "this engine computes it as false only", err));
    TT_TRY(check_bools(json, family->needs_true, true, "this engine computes it as true only", err));
    int32_t scaling = value_of(json, "rope_scaling");
    if (scaling >= 0)
        return refuse(json, scaling, "rope_scaling", "rotary positions must be as they were trained", err);
    int32_t pruned = value_of(json, "pruned_heads");
    if (pruned >= 0 && json->nodes[pruned].size > 0) {
        return refuse(json, pruned, "pruned_heads", "each layer must have all its heads", err);
    }
    return TT_OK;
}

static const struct {
    const char *name;
    tt_activation f;
} activations[] = {
    {"gelu", TT_GELU},           {"gelu_python", TT_GELU},
    {"gelu_new", TT_GELU_TANH},  {"gelu_pytorch_tanh", TT_GELU_TANH},
    {"gelu_fast", TT_GELU_TANH}, {"gelu_accurate", TT_GELU_TANH},
    {"relu", TT_RELU},
};

static tt_status read_activation(tt_activation *out, const char **name, const char *key, const tt_json *json,
                                 tt_error *err) {
    const int32_t node = value_of(json, key);
    for (size_t i = 0; i < sizeof activations / sizeof activations[0]; i++) {
        if (node >= 0 && !tt_json_equals(json, node, activations[i].name)) continue;
        *name = activations[i].name;
        *out = activations[i].f;
        return TT_OK;
    }
    return refuse(json, node, key, "this engine computes gelu, gelu_new, gelu_pytorch_tanh, gelu_fast and relu", err);
}

static tt_status read_activations(tt_shape *out, const tt_json *json, tt_error *err) {
    const tt_family *family = out->family;
    const char *key = family->pooler_key;
    TT_TRY(read_activation(&out->activation, &out->activation_name, family->activation_key, json, err));
    out->pooler = family->pooler;
    if (key) TT_TRY(read_activation(&out->pooler, &out->pooler_name, key, json, err));
    out->mlm_activation = family->pooler_of_mlm ? out->pooler : family->mlm_gelu ? TT_GELU : out->activation;
    return TT_OK;
}

static tt_status check_products(const tt_shape *s, const tt_json *json, tt_error *err) {
    if (s->hidden_size % s->num_attention_heads != 0) {
        const tt_config_key *keys = s->family->config;
        return tt_fail(err, TT_E_CONFIG, -1, "config.json: %s %d does not divide %s %d",
                       keys[TT_NUM_ATTENTION_HEADS].key, s->num_attention_heads, keys[TT_HIDDEN_SIZE].key,
                       s->hidden_size);
    }
    if (s->global_rope_theta > 0 && s->hidden_size / s->num_attention_heads % 2 != 0) {
        return tt_fail(err, TT_E_CONFIG, -1, "config.json: heads of %d numbers have no pairs for rotary positions",
                       s->hidden_size / s->num_attention_heads);
    }
    if (tt_shape_positions(s) < 3) {
        const tt_config_key *keys = s->family->config;
        return tt_fail(err, TT_E_CONFIG, -1, "config.json: %s %d leaves no positions after %s %d",
                       keys[TT_MAX_POSITION_EMBEDDINGS].key, s->max_position_embeddings,
                       keys[TT_PADDING_ID].key ? keys[TT_PADDING_ID].key : "padding", s->padding_id);
    }
    double e = s->hidden_size, f = s->intermediate_size;
    double tables = ((double)s->vocab_size + s->max_position_embeddings + s->type_vocab_size + 2) * s->embedding_size;
    double layer = 4 * (e * e + e) + (s->family->gated ? 3 : 2) * e * f + f + e + 4 * e;
    double total = tables + s->num_hidden_layers * layer + e * e + e;
    if (total <= most_parameters) return TT_OK;
    return tt_fail(err, TT_E_CONFIG, json->nodes[0].start,
                   "config.json describes an encoder of %.0f million parameters; up to %.0f million are supported",
                   total / 1e6, most_parameters / 1e6);
}

/* Label `output` of an id2label; "" when there is none. */
static void read_label(char out[256], const tt_json *json, int32_t labels, int output) {
    char key[16];
    snprintf(key, sizeof key, "%d", output);
    if (!tt_json_string(json, tt_json_get(json, labels, key), out, 256, NULL)) out[0] = '\0';
}

static bool is_iob2(const tt_json *json, int32_t labels, int outputs) {
    char first[256], then[256];
    read_label(first, json, labels, 0);
    if (strcmp(first, "O") != 0 || outputs < 3 || outputs % 2 == 0) return false;
    for (int output = 1; output < outputs; output += 2) {
        read_label(first, json, labels, output);
        read_label(then, json, labels, output + 1);
        if (strncmp(first, "B-", 2) != 0 || strncmp(then, "I-", 2) != 0 || strcmp(first + 2, then + 2) != 0)
            return false;
    }
    return true;
}

/* The task and the outputs of the head that the config describes, if it is one of the table's. A head of texts on the
 * mean is of no class of transformers: config.json has the encoder's, and "classifier_pooling" as ModernBertConfig has
 * it. */
static void read_head(tt_shape *out, const tt_json *json) {
    int32_t name = tt_json_first(json, value_of(json, "architectures"));
    int32_t problem = value_of(json, "problem_type"), labels = value_of(json, "id2label");
    int64_t outputs = 2; /* what a config that names no labels means */
    if (labels >= 0 && json->nodes[labels].type == TT_JSON_OBJECT) {
        outputs = json->nodes[labels].size;
    } else if (!tt_json_integer(json, value_of(json, "num_labels"), &outputs)) {
        tt_json_integer(json, value_of(json, "_num_labels"), &outputs);
    }
    const tt_task *task;
    tt_pooling pooling = TT_POOL_CLS;
    tt_pooling_find(&pooling, json, value_of(json, "classifier_pooling"));
    if (tt_pooling_scales(pooling) && out->family->pooler_always) return;
    for (int i = 0; (task = tt_task_at(i)); i++) {
        const char *architecture = tt_family_architecture(out->family, task, pooling);
        if (name < 0 || !tt_json_equals(json, name, architecture)) continue;
        if (outputs < task->least_outputs || outputs > TT_MAX_OUTPUTS) continue;
        /* without a problem_type one output is a regression, and several are classes */
        const bool fits = problem >= 0 ? tt_json_equals(json, problem, task->name) : task->classes == (outputs > 1);
        if (!fits && !task->words) continue;
        out->task = task;
        out->pooling = task->words ? TT_POOL_CLS : pooling;
        out->outputs = (int32_t)outputs;
        out->iob2 = task->words && is_iob2(json, labels, (int)outputs);
        return;
    }
}

static tt_status read_all(tt_shape *out, const tt_json *json, tt_error *err) {
    TT_TRY(read_family(out, json, err));
    TT_TRY(check_words(out->family, json, err));
    TT_TRY(read_activations(out, json, err));
    TT_TRY(read_sizes(out, json, err));
    TT_TRY(read_numbers(out, json, err));
    TT_TRY(read_rotary(out, json, err));
    TT_TRY(check_products(out, json, err));
    read_head(out, json);
    return TT_OK;
}

tt_status tt_shape_parse(tt_shape *out, const char *config_json, tt_error *err) {
    tt_json json;
    tt_shape shape = {0};
    tt_error broken;
    tt_status status = tt_json_parse(&json, config_json, strlen(config_json), &broken);
    if (status != TT_OK) return tt_fail(err, status, broken.at, "config.json: %s", broken.text);
    status = read_all(&shape, &json, err);
    tt_json_free(&json);
    if (status == TT_OK) *out = shape;
    return status;
}

/* Heads have their own dropout, and new weights are no matter of the encoder's: those keys stay as they came. */
static bool is_of_encoder(tt_config_field field) {
    return field != TT_INITIALIZER_RANGE && field != TT_CLASSIFIER_DROPOUT && field != TT_WORDS_DROPOUT;
}

/* As transformers 5 has them, beside the keys of older versions. */
static void write_rotary(tt_text *out, const tt_shape *shape) {
    const double thetas[] = {shape->global_rope_theta, shape->local_rope_theta};
    for (int i = 0; i < 2; i++) {
        tt_text_put(out, "%s\"%s\":{\"rope_type\":\"default\",\"rope_theta\":", i ? "," : ",\"rope_parameters\":{",
                    kinds_of_attention[i]);
        tt_text_number(out, thetas[i]);
        tt_text_put(out, "}");
    }
    for (int layer = 0; layer < shape->num_hidden_layers; layer++) {
        tt_text_put(out, "%s\"%s\"", layer ? "," : "},\"layer_types\":[",
                    kinds_of_attention[tt_shape_window(shape, layer) > 0]);
    }
    tt_text_put(out, "]");
}

static void write_config(tt_text *out, const tt_shape *shape) {
    const tt_config_key *keys = shape->family->config;
    tt_text_put(out, "\"config\":{\"%s\":\"%s\"", shape->family->activation_key, shape->activation_name);
    if (shape->pooler_name) tt_text_put(out, ",\"%s\":\"%s\"", shape->family->pooler_key, shape->pooler_name);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        int32_t size;
        memcpy(&size, (const char *)shape + sizes[i].offset, sizeof size);
        if (keys[sizes[i].field].key) tt_text_put(out, ",\"%s\":%d", keys[sizes[i].field].key, (int)size);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        double number;
        memcpy(&number, (const char *)shape + numbers[i].offset, sizeof number);
        if (!keys[numbers[i].field].key || !is_of_encoder(numbers[i].field)) continue;
        tt_text_put(out, ",\"%s\":", keys[numbers[i].field].key);
        tt_text_number(out, number);
    }
    if (shape->global_rope_theta > 0) write_rotary(out, shape);
    tt_text_put(out, "}");
}

void tt_shape_write(tt_text *out, const tt_shape *shape) {
    static const char *const names[TT_ARCHITECTURES] = {"encoder", "texts", "words", "masked_lm"};
    const tt_family *family = shape->family;
    tt_text_put(out, "{\"model_type\":\"%s\",\"tokenizer_class\":\"%s\",", family->model_type, family->tokenizer_class);
    write_config(out, shape);
    tt_text_put(out, ",\"architectures\":{");
    for (int i = 0; i < TT_ARCHITECTURES; i++) {
        tt_text_put(out, "%s\"%s\":\"%s\"", i ? "," : "", names[i], family->architectures[i]);
    }
    tt_text_put(out, ",\"mean\":\"%s\"},\"graph\":", tt_family_architecture(family, tt_task_at(0), TT_POOL_MEAN));
    tt_graph_write(out, shape);
    tt_text_put(out, "}");
}
