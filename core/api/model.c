/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/handles.h"

tt_status tt_model_new(tt_model **out, tt_engine *engine, const char *config_json, const char *vocab,
                       size_t vocab_bytes, const char *tokenizer_config_json, tt_error *err) {
    *out = NULL;
    tt_model *model = calloc(1, sizeof *model);
    if (!model) return tt_no_memory(err, "the model");
    model->engine = engine;
    tt_status status = tt_shape_parse(&model->shape, config_json, err);
    if (status == TT_OK) {
        status = tt_tokenizer_new(&model->tokenizer, &model->shape.family->frame, vocab, vocab_bytes,
                                  tokenizer_config_json, err);
    }
    if (status == TT_OK && tt_tokenizer_size(model->tokenizer) > model->shape.vocab_size) {
        status = tt_fail(err, TT_E_CONFIG, -1,
                         "the vocabulary has %d pieces but config.json says vocab_size %d; they do not belong together",
                         (int)tt_tokenizer_size(model->tokenizer), (int)model->shape.vocab_size);
    }
    if (status == TT_OK) status = tt_params_new(&model->params, &model->shape, err);
    if (status == TT_OK && model->shape.task) {
        model->params.iob2 = model->shape.iob2;
        status = tt_params_head(&model->params, &model->shape, model->shape.task, model->shape.outputs, 0, err);
        if (status == TT_OK) tt_params_pool(&model->params, model->shape.pooling);
    }
    if (status == TT_OK) status = tt_import_new(&model->import, &model->params, err);
    if (status != TT_OK) {
        tt_model_free(model);
        return status;
    }
    *out = model;
    return TT_OK;
}

void tt_model_free(tt_model *model) {
    if (!model) return;
    tt_export_free(model->export);
    tt_import_free(model->import);
    tt_params_free(&model->params);
    tt_tokenizer_free(model->tokenizer);
    tt_encoding_free(&model->encoding);
    tt_text_free(&model->text);
    tt_text_free(&model->ignored);
    free(model);
}

/* The end of a file: what it completed. */
static tt_status end_of_file(tt_model *model, tt_error *err) {
    tt_status status = tt_import_end_file(model->import, err);
    model->file_open = false;
    if (status != TT_DONE) return status;
    if (!model->complete) tt_params_fingerprint(model->fingerprint, &model->params);
    if (model->params.moved) { /* until the same weights come from their file again */
        char now[sizeof model->fingerprint];
        tt_params_fingerprint(now, &model->params);
        model->params.moved = strcmp(now, model->fingerprint) != 0;
    }
    model->complete = true;
    if (tt_params_has_head(&model->params) && tt_classifier(model)->loaded) model->head_ready = true;
    tt_text_reset(&model->ignored);
    tt_import_ignored(&model->ignored, model->import);
    tt_import_free(model->import);
    model->import = NULL;
    return TT_DONE;
}

tt_status tt_model_write(tt_model *model, const void *piece, size_t n, tt_error *err) {
    if (!model->import) TT_TRY(tt_import_new(&model->import, &model->params, err));
    tt_status status;
    if (n > 0) {
        model->file_open = true;
        status = tt_import_write(model->import, piece, n, err);
    } else {
        status = end_of_file(model, err);
    }
    if (status != TT_OK && status != TT_DONE) {
        tt_import_free(model->import);
        model->import = NULL;
    }
    return status;
}

static const char *const group_names[TT_ADAPTERS] = {"embeddings", "encoder", "masked_lm", "pooler", "head"};

static void put_config(tt_text *out, const tt_shape *shape) {
    tt_text_put(out,
                "\"config\":{\"hidden_size\":%d,\"num_hidden_layers\":%d,\"num_attention_heads\":%d,"
                "\"intermediate_size\":%d,\"max_position_embeddings\":%d,\"vocab_size\":%d,\"type_vocab_size\":%d",
                (int)shape->hidden_size, (int)shape->num_hidden_layers, (int)shape->num_attention_heads,
                (int)shape->intermediate_size, (int)shape->max_position_embeddings, (int)shape->vocab_size,
                (int)shape->type_vocab_size);
    tt_text_put(out, ",\"layer_norm_eps\":");
    tt_text_number(out, shape->layer_norm_eps);
    tt_text_put(out, ",\"hidden_dropout_prob\":");
    tt_text_number(out, shape->hidden_dropout_prob);
    tt_text_put(out, ",\"attention_probs_dropout_prob\":");
    tt_text_number(out, shape->attention_probs_dropout_prob);
    tt_text_put(out, "}");
}

static void put_parameters(tt_text *out, const tt_model *model) {
    size_t count[TT_GROUPS] = {0}, total = 0;
    for (int row = 0; row < model->params.count; row++) {
        const tt_param *param = &model->params.items[row];
        if (param->group != TT_MASKED || tt_params_has_masked(&model->params)) {
            count[param->group] += tt_param_size(param);
        }
    }
    tt_text_put(out, "\"parameters\":{");
    for (int group = 0; group < TT_ADAPTERS; group++) {
        tt_text_put(out, "\"%s\":%zu,", group_names[group], count[group]);
        total += count[group];
    }
    tt_text_put(out, "\"total\":%zu},\"bytes\":%zu", total, total * sizeof(real));
}

/* As PEFT's adapter_config.json has it. */
static void put_adapter(tt_text *out, const tt_params *params) {
    const tt_family *family = params->family;
    const tt_adapters *adapters = &params->adapters;
    const char *comma = "";
    if (adapters->rank == 0 || !adapters->merged || !adapters->clean || params->pooling == TT_POOL_MEAN) {
        tt_text_put(out, ",\"adapter\":null");
        return;
    }
    tt_text_put(out, ",\"adapter\":{\"r\":%d,\"lora_alpha\":", (int)adapters->rank);
    tt_text_number(out, adapters->alpha);
    tt_text_put(out, ",\"lora_dropout\":");
    tt_text_number(out, adapters->dropout);
    tt_text_put(out, ",\"target_modules\":[");
    for (int site = 0; site < TT_SITES; site++) {
        if (!(adapters->targets >> site & 1)) continue;
        tt_text_put(out, "%s\"%s\"", comma, family->lora_targets[site]);
        comma = ",";
    }
    tt_text_put(out, "],\"modules_to_save\":[\"classifier\"");
    if (params->head_pooler && tt_params_pools(params) && family->pooler_module) {
        tt_text_put(out, ",\"%s\"", family->pooler_module);
    }
    tt_text_put(out, "]}");
}

tt_status tt_model_info(const char **json, tt_model *model, tt_error *err) {
    tt_text *out = &model->text;
    tt_text_reset(out);
    tt_text_put(out, "{");
    put_config(out, &model->shape);
    tt_text_put(out, ",");
    put_parameters(out, model);
    tt_text_put(out, ",\"tokenizer\":");
    tt_tokenizer_describe(out, model->tokenizer);
    tt_text_put(out, ",\"ignored\":%s,\"missing\":", model->ignored.n ? model->ignored.bytes : "[]");
    tt_params_missing(out, &model->params);
    tt_text_put(out, ",\"family\":");
    tt_shape_write(out, &model->shape);
    tt_text_put(out, ",\"fingerprint\":\"%s\",\"head\":", model->fingerprint);
    if (model->head_ready && !model->params.task->masked) {
        tt_text_put(out, "{\"task\":\"%s\",\"outputs\":%d,\"trained\":%s,\"scheme\":\"%s\",\"pooling\":\"%s\"}",
                    model->params.task->name, (int)tt_outputs(model), tt_head_loaded(model) ? "true" : "false",
                    model->params.iob2 ? "iob2" : "none", tt_pooling_names[model->params.pooling]);
    } else {
        tt_text_put(out, "null");
    }
    put_adapter(out, &model->params);
    tt_text_put(out, "}");
    return tt_text_end(json, out, err);
}

tt_status tt_needs_encoder(const tt_model *model, tt_error *err) {
    if (model->complete) return TT_OK;
    return tt_fail(err, TT_E_STATE, -1, "the encoder is not loaded completely; finish loading it first");
}

tt_status tt_needs_head(const tt_model *model, tt_error *err) {
    TT_TRY(tt_needs_encoder(model, err));
    if (model->head_ready) return TT_OK;
    return tt_fail(err, TT_E_STATE, -1, "the encoder has no head yet; give it one for your labels first");
}

enum { MOST_OUTPUTS = 1000 };

static tt_status refuse_task(tt_error *err) {
    char names[160] = "";
    const tt_task *task;
    for (int i = 0; (task = tt_task_at(i)); i++) {
        const size_t n = strlen(names);
        snprintf(names + n, sizeof names - n, "%s%s", i ? ", " : "", task->name);
    }
    return tt_fail(err, TT_E_CONFIG, -1, "the task must be one of: %s", names);
}

static tt_status refuse_mean(const tt_task *task, tt_error *err) {
    return tt_fail(err, TT_E_CONFIG, -1,
                   "the pooling \"mean\" makes one of all tokens of a text, but the task %s reads tokens one by one; "
                   "leave pooling out",
                   task->name);
}

/* What a head is, of its JSON. */
typedef struct {
    const tt_task *task;
    tt_pooling pooling;
    int64_t outputs, seed;
    bool iob2;
} head_spec;

static tt_status read_head(head_spec *head, const tt_json *json, tt_error *err) {
    const int32_t pooling = tt_json_get(json, 0, "pooling");
    const int32_t seed = tt_json_get(json, 0, "seed"), scheme = tt_json_get(json, 0, "scheme");
    *head = (head_spec){.task = tt_task_find(json, tt_json_get(json, 0, "task")), .seed = 1};
    if (!head->task) return refuse_task(err);
    tt_json_integer(json, tt_json_get(json, 0, "outputs"), &head->outputs);
    if (head->outputs < head->task->least || head->outputs > MOST_OUTPUTS) {
        return tt_fail(err, TT_E_CONFIG, -1, "the number of outputs is one per label: from %d to %d",
                       (int)head->task->least, MOST_OUTPUTS);
    }
    if (pooling >= 0 && !tt_pooling_find(&head->pooling, json, pooling)) {
        return tt_fail(err, TT_E_CONFIG, -1, "the pooling must be \"cls\" or \"mean\"");
    }
    if (head->pooling == TT_POOL_MEAN && head->task->words) return refuse_mean(head->task, err);
    if (seed >= 0 && !tt_json_integer(json, seed, &head->seed)) {
        return tt_fail(err, TT_E_CONFIG, -1, "the seed must be a whole number");
    }
    head->iob2 = tt_json_equals(json, scheme, "iob2");
    if (scheme >= 0 && !head->iob2 && !tt_json_equals(json, scheme, "none")) {
        return tt_fail(err, TT_E_CONFIG, -1, "the scheme must be \"iob2\" or \"none\"");
    }
    if (head->iob2 && (!head->task->words || head->outputs % 2 == 0)) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "iob2 is for token_classification with O and two outputs for each type of entity");
    }
    return TT_OK;
}

tt_status tt_model_head(tt_model *model, const char *head_json, tt_error *err) {
    tt_json json;
    head_spec head;
    TT_TRY(tt_needs_encoder(model, err));
    TT_TRY(tt_json_parse(&json, head_json, strlen(head_json), err));
    const bool masked = tt_json_equals(&json, tt_json_get(&json, 0, "task"), tt_masked_task.name);
    tt_pooling pooling = TT_POOL_CLS;
    tt_pooling_find(&pooling, &json, tt_json_get(&json, 0, "pooling"));
    tt_status status = !masked                   ? read_head(&head, &json, err)
                       : pooling == TT_POOL_MEAN ? refuse_mean(&tt_masked_task, err)
                                                 : tt_params_masked(&model->params, err);
    tt_json_free(&json);
    if (masked) model->head_ready = model->head_ready || status == TT_OK;
    if (masked || status != TT_OK) return status;
    TT_TRY(tt_params_head(&model->params, &model->shape, head.task, (int)head.outputs, (uint64_t)head.seed, err));
    tt_params_pool(&model->params, head.pooling);
    model->params.iob2 = head.iob2;
    model->head_ready = true;
    return TT_OK;
}

tt_status tt_check_length(const tt_model *model, int64_t max_length, int parts, tt_error *err) {
    const int most = model->shape.max_position_embeddings;
    const int least = tt_frame_size(tt_tokenizer_frame(model->tokenizer), parts);
    if (max_length >= least && max_length <= most) return TT_OK;
    return tt_fail(err, TT_E_CONFIG, -1, "max_length is %lld; this model can read from %d to %d tokens",
                   (long long)max_length, least, most);
}

tt_status tt_tokenize(const char **json, tt_model *model, const char *text, size_t text_bytes, const char *pair,
                      size_t pair_bytes, int max_length, tt_error *err) {
    tt_encoding *encoding = &model->encoding;
    tt_text *out = &model->text;
    TT_TRY(tt_check_length(model, max_length, pair ? 2 : 1, err));
    TT_TRY(tt_tokenizer_encode(encoding, model->tokenizer, text, text_bytes, pair, pair_bytes, max_length, err));
    tt_text_reset(out);
    tt_text_put(out, "{\"ids\":[");
    for (int32_t i = 0; i < encoding->count; i++) tt_text_put(out, "%s%d", i ? "," : "", (int)encoding->ids[i]);
    tt_text_put(out, "],\"tokens\":[");
    for (int32_t i = 0; i < encoding->count; i++) {
        size_t n;
        const char *piece = tt_tokenizer_piece(model->tokenizer, encoding->ids[i], &n);
        if (i) tt_text_put(out, ",");
        tt_text_string(out, piece, n);
    }
    tt_text_put(out, "],\"offsets\":[");
    for (int32_t i = 0; i < encoding->count; i++) {
        tt_text_put(out, "%s[%d,%d]", i ? "," : "", (int)encoding->starts[i], (int)encoding->ends[i]);
    }
    tt_text_put(out, "],\"segments\":[");
    for (int32_t i = 0; i < encoding->count; i++) tt_text_put(out, "%s%d", i ? "," : "", (int)encoding->segments[i]);
    tt_text_put(out, "],\"full\":%d}", (int)encoding->full);
    return tt_text_end(json, out, err);
}

/* The groups that are exported as `what`, or 0. */
static unsigned exported_groups(const tt_model *model, const tt_json *json, int32_t what) {
    if (tt_json_equals(json, what, "model")) return ((1u << TT_ADAPTERS) - 1) & ~(1u << TT_MASKED);
    if (tt_json_equals(json, what, "encoder")) {
        const unsigned pooler = model->params.head_pooler ? 0 : 1u << TT_POOLER;
        return 1u << TT_EMBEDDINGS | 1u << TT_ENCODER | 1u << TT_MASKED | pooler;
    }
    if (tt_json_equals(json, what, "head")) return 1u << TT_HEAD;
    return tt_json_equals(json, what, "adapter") ? 1u << TT_ADAPTERS | 1u << TT_HEAD : 0;
}

static tt_status needs_adapters(const tt_model *model, tt_error *err) {
    const tt_adapters *adapters = &model->params.adapters;
    if (adapters->rank == 0 || !adapters->merged) {
        return tt_fail(err, TT_E_STATE, -1, "there is no adapter: train with the method lora to the end first");
    }
    if (model->params.pooling == TT_POOL_MEAN) {
        return tt_fail(err, TT_E_STATE, -1,
                       "no class that PEFT opens has a head on the mean of all tokens; save the whole model");
    }
    if (adapters->clean) return TT_OK;
    return tt_fail(err, TT_E_STATE, -1,
                   "the encoder had been trained before the adapter was, so it fits no file; open the encoder anew and "
                   "train once with the method lora");
}

tt_status tt_export_begin(size_t *total, tt_model *model, const char *spec_json, tt_error *err) {
    tt_json json;
    TT_TRY(tt_needs_head(model, err));
    TT_TRY(tt_json_parse(&json, spec_json, strlen(spec_json), err));
    const int32_t dtype = tt_json_get(&json, 0, "dtype");
    const unsigned groups = exported_groups(model, &json, tt_json_get(&json, 0, "what"));
    tt_status status = groups & 1u << TT_ADAPTERS ? needs_adapters(model, err) : TT_OK;
    tt_export_free(model->export);
    model->export = NULL;
    if (groups == 0) {
        status =
            tt_fail(err, TT_E_CONFIG, -1, "what is exported must be \"model\", \"encoder\", \"head\" or \"adapter\"");
    }
    if (status == TT_OK) {
        status = tt_export_new(&model->export, total, &model->params, groups,
                               tt_json_equals(&json, dtype, "F16") ? "F16" : "F32", &json,
                               tt_json_get(&json, 0, "metadata"), err);
    }
    tt_json_free(&json);
    return status;
}

tt_status tt_export_read(size_t *n, tt_model *model, void *piece, size_t cap, tt_error *err) {
    *n = 0;
    if (!model->export) return tt_fail(err, TT_E_STATE, -1, "no export has begun");
    tt_status status = tt_export_next(n, model->export, piece, cap, err);
    if (status != TT_OK) {
        tt_export_free(model->export);
        model->export = NULL;
    }
    return status;
}
