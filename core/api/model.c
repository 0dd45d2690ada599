/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/handles.h"
#include "api/spec.h"

tt_status tt_model_new(tt_model **out, tt_engine *engine, const char *config_json, const char *vocab,
                       size_t vocab_bytes, const char *tokenizer_config_json, tt_error *err) {
    *out = NULL;
    tt_model *model = calloc(1, sizeof *model);
    if (!model) return tt_no_memory(err, "the model");
    model->references = 1;
    model->engine = engine;
    engine->references++;
    tt_status status = tt_shape_parse(&model->shape, config_json, err);
    if (status == TT_OK) status = tt_tokenizer_check_class(config_json, tokenizer_config_json, err);
    if (status == TT_OK) {
        status = tt_tokenizer_new(&model->tokenizer, &model->shape.family->frame, vocab, vocab_bytes,
                                  tokenizer_config_json, err);
    }
    if (status == TT_OK) status = tt_params_new(&model->params, &model->shape, err);
    if (status == TT_OK && model->shape.task) {
        model->params.iob2 = model->shape.iob2;
        status = tt_params_head(&model->params, &model->shape, model->shape.task, model->shape.outputs,
                                model->shape.pooling, 0, err);
    }
    if (status != TT_OK) {
        tt_model_free(model);
        return status;
    }
    *out = model;
    return TT_OK;
}

void tt_model_free(tt_model *model) {
    if (!model || --model->references > 0) return;
    tt_rows_free(&model->names);
    tt_params_free(&model->params);
    tt_tokenizer_free(model->tokenizer);
    tt_encoding_free(&model->encoding);
    tt_text_free(&model->text);
    tt_text_free(&model->piece);
    tt_text_free(&model->ignored);
    tt_engine_free(model->engine);
    free(model);
}

static const char *const group_names[TT_ADAPTERS] = {"embeddings", "encoder", "masked_lm", "pooler", "head"};

static void put_config(tt_text *out, const tt_shape *shape) {
    tt_text_put(out,
                "\"config\":{\"hidden_size\":%d,\"num_hidden_layers\":%d,\"num_attention_heads\":%d,"
                "\"intermediate_size\":%d,\"max_position_embeddings\":%d,\"vocab_size\":%d,\"type_vocab_size\":%d",
                (int)shape->hidden_size, (int)shape->num_hidden_layers, (int)shape->num_attention_heads,
                (int)shape->intermediate_size, (int)tt_shape_positions(shape), (int)shape->vocab_size,
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
        if (param->group != TT_MLM_HEAD || tt_params_has_mlm_head(&model->params)) {
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
    if (adapters->rank == 0 || !adapters->merged || !adapters->clean || tt_head_lies_apart(params)) {
        tt_text_put(out, ",\"adapter\":null");
        return;
    }
    tt_text_put(out, ",\"adapter\":{\"r\":%d,\"lora_alpha\":", (int)adapters->rank);
    tt_text_number(out, adapters->alpha);
    tt_text_put(out, ",\"lora_dropout\":");
    tt_text_number(out, adapters->dropout);
    tt_text_put(out, ",\"target_modules\":[");
    for (int site = 0; site < TT_SITES; site++) {
        if (!(adapters->targets >> site & 1) || !family->lora_targets[site]) continue;
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
    tt_text_put(out, ",\"ignored\":[");
    tt_text_bytes(out, model->ignored.bytes, model->ignored.n);
    tt_text_put(out, "],\"missing\":");
    tt_params_missing(out, &model->params);
    tt_text_put(out, ",\"family\":");
    tt_shape_write(out, &model->shape);
    tt_text_put(out, ",\"fingerprint\":\"%s\",\"head\":", model->complete ? model->fingerprint : "");
    if (model->head_ready && !model->params.task->mlm) {
        tt_text_put(out, "{\"task\":\"%s\",\"outputs\":%d,\"trained\":%s,\"scheme\":\"%s\",\"pooling\":\"%s\"}",
                    model->params.task->name, (int)tt_outputs(model),
                    tt_params_head_loaded(&model->params) ? "true" : "false", model->params.iob2 ? "iob2" : "none",
                    tt_pooling_names[model->params.pooling]);
    } else {
        tt_text_put(out, "null");
    }
    put_adapter(out, &model->params);
    tt_text_put(out, "}");
    return tt_text_end(json, out, err);
}

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
    return tt_fail(
        err, TT_E_CONFIG, -1,
        "the poolings of means are for heads that read whole texts, but the task %s reads tokens one by one; "
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
    static const char *const schemes[] = {"none", "iob2", NULL};
    int scheme = 0, pooling = TT_POOL_CLS;
    *head = (head_spec){.task = tt_task_find(json, tt_json_get(json, 0, "task")), .seed = 1};
    if (!head->task) return refuse_task(err);
    TT_TRY(tt_spec_integer(&head->outputs, json, "outputs", INT64_MIN, INT64_MAX, err));
    if (head->outputs < head->task->least_outputs || head->outputs > TT_MAX_OUTPUTS) {
        return tt_fail(err, TT_E_CONFIG, -1, "outputs must be the number of labels, from %d to %d",
                       (int)head->task->least_outputs, TT_MAX_OUTPUTS);
    }
    TT_TRY(tt_spec_integer(&head->seed, json, "seed", INT64_MIN, INT64_MAX, err));
    TT_TRY(tt_spec_choice(&scheme, json, "scheme", schemes, err));
    TT_TRY(tt_spec_choice(&pooling, json, "pooling", tt_pooling_names, err));
    head->pooling = (tt_pooling)pooling;
    if (head->pooling != TT_POOL_CLS && head->task->words) return refuse_mean(head->task, err);
    head->iob2 = scheme == 1;
    if (head->iob2 && (!head->task->words || head->outputs % 2 == 0)) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "iob2 is for token_classification with O and two outputs for each type of entity");
    }
    return TT_OK;
}

/* `names`: of its labels. */
static tt_status place_head(tt_rows *names, tt_model *model, const tt_json *json, tt_error *err) {
    head_spec head;
    if (tt_json_equals(json, tt_json_get(json, 0, "task"), tt_mlm_task.name)) {
        int pooling = TT_POOL_CLS;
        TT_TRY(tt_spec_choice(&pooling, json, "pooling", tt_pooling_names, err));
        return pooling != TT_POOL_CLS ? refuse_mean(&tt_mlm_task, err) : tt_params_mlm(&model->params, err);
    }
    TT_TRY(read_head(&head, json, err));
    if (tt_pooling_scales(head.pooling) && model->shape.family->pooler_always) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "the pooling \"%s\" is for a head without a pooler, and heads of %s have one; take \"mean\"",
                       tt_pooling_names[head.pooling], model->shape.family->model_type);
    }
    TT_TRY(tt_names_new(names, model, json, (int32_t)head.outputs, err));
    TT_TRY(tt_params_head(&model->params, &model->shape, head.task, (int)head.outputs, head.pooling,
                          (uint64_t)head.seed, err));
    model->params.iob2 = head.iob2;
    return TT_OK;
}

tt_status tt_model_head(tt_model *model, const char *head_json, tt_error *err) {
    static const char *const keys[] = {"task", "outputs", "names", "seed", "scheme", "pooling", NULL};
    tt_json json;
    tt_rows names = {0};
    TT_TRY(tt_may_change(model, "a new head", err));
    TT_TRY(tt_needs_encoder(model, "a new head", err));
    TT_TRY(tt_spec_parse(&json, head_json, "the description of a head", keys, err));
    tt_status status = place_head(&names, model, &json, err);
    tt_json_free(&json);
    tt_rows_free(status == TT_OK ? &model->names : &names);
    TT_TRY(status);
    model->names = names;
    model->head_ready = true;
    model->generation++;
    return TT_OK;
}

int32_t tt_mask_of(const tt_model *model) {
    const int32_t mask = tt_tokenizer_mask(model->tokenizer);
    return mask < model->shape.vocab_size ? mask : -1;
}

tt_status tt_check_length(const tt_model *model, int64_t max_length, int parts, tt_error *err) {
    const int most = tt_shape_positions(&model->shape);
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
    tt_text_put(out, "],\"texts\":[");
    for (int32_t i = 0; i < encoding->count; i++) {
        tt_text_reset(&model->piece);
        tt_tokenizer_decode(&model->piece, model->tokenizer, encoding->ids[i]);
        if (model->piece.failed) return tt_no_memory(err, "the text of a token");
        if (i) tt_text_put(out, ",");
        tt_text_string(out, model->piece.bytes, model->piece.n);
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
