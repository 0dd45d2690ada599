/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api/handles.h"
#include "api/spec.h"
#include "measure/calibration.h"

static void layout(tt_eval *eval) {
    tt_forward *forward = &eval->forward;
    const tt_model *model = forward->model;
    tt_arena *arena = &eval->arena;
    int threads = tt_threads_count(model->engine->threads);
    tt_budget budget = tt_budget_for(eval->rows, eval->rows->rows, TT_TOKENS_IN_FLIGHT);
    tt_extent extent = {.tokens = budget.tokens, .longest = eval->rows->longest, .threads = threads};
    tt_compute_layout(&forward->compute, arena, &model->shape, budget.tokens, forward->head.outputs);
    tt_encoder_layout(&forward->encoder, arena, &extent);
    tt_head_layout(&forward->head, arena, budget.reads, false);
    tt_eval_state_layout(&eval->state, arena, eval->rows, &budget, false, true);
    if (!eval->rows->labels) return;
    tt_bootstrap_layout(&eval->bootstrap, arena, eval->rows->rows);
    if (model->params.task->binary) {
        eval->order = TT_TAKE(arena, "results", int32_t, eval->rows->items, forward->head.outputs);
    }
}

tt_status tt_eval_new(tt_eval **out, tt_model *model, tt_data *data, tt_error *err) {
    *out = NULL;
    TT_TRY(tt_needs_classifier(model, "an evaluation", err));
    TT_TRY(tt_check_rows(model, data, "evaluated", err));
    if (data->rows.labels) TT_TRY(tt_check_labels(model, data, "evaluated", err));
    tt_eval *eval = calloc(1, sizeof *eval);
    if (!eval) return tt_no_memory(err, "the evaluation");
    tt_forward_begin(&eval->forward, model);
    eval->data = data;
    data->references++;
    eval->rows = tt_rows_of(model, data);
    eval->state = (tt_eval_state){.encoder = &eval->forward.encoder, .head = &eval->forward.head};
    layout(eval);
    tt_status status = tt_arena_back(&eval->arena, err);
    if (status != TT_OK) {
        tt_eval_free(eval);
        return status;
    }
    layout(eval);
    tt_eval_state_begin(&eval->state);
    *out = eval;
    return TT_OK;
}

void tt_eval_free(tt_eval *eval) {
    if (!eval) return;
    tt_arena_free(&eval->arena);
    tt_arena_free(&eval->novelty_arena);
    tt_novelty_free(eval->novelty);
    tt_text_free(&eval->text);
    tt_data_free(eval->data);
    tt_model_free(eval->forward.model);
    free(eval);
}

tt_status tt_eval_step(tt_eval *eval, tt_error *err) {
    tt_error now = {0};
    if (eval->done) return TT_DONE;
    TT_TRY(tt_forward_ready(&eval->forward, "a step of the evaluation", err));
    tt_status status = tt_eval_state_step(&eval->state, &now);
    if (status == TT_OK) return status;
    if (status != TT_DONE) return tt_keep_failure(&eval->forward.failure, status, &now, err);
    if (eval->novelty) tt_novelty_pass_end(&eval->novelty_pass, eval->rows->rows);
    eval->done = true;
    return TT_DONE;
}

tt_status tt_eval_progress(const char **json, tt_eval *eval, tt_error *err) {
    tt_text_reset(&eval->text);
    tt_text_put(&eval->text, "{\"done\":%d,\"rows\":%d}", (int)tt_eval_state_rows(&eval->state), (int)eval->rows->rows);
    return tt_text_end(json, &eval->text, err);
}

static tt_status needs_end(const tt_eval *eval, tt_error *err) {
    if (eval->done) return TT_OK;
    return tt_fail(err, TT_E_STATE, -1, "the evaluation is not finished: %d of %d rows",
                   (int)tt_eval_state_rows(&eval->state), (int)eval->rows->rows);
}

tt_status tt_eval_outputs(const double **outputs, tt_eval *eval, tt_error *err) {
    TT_TRY(needs_end(eval, err));
    *outputs = eval->state.outputs;
    return TT_OK;
}

static tt_status needs_labels(const tt_eval *eval, tt_error *err) {
    TT_TRY(needs_end(eval, err));
    if (eval->rows->labels) return TT_OK;
    return tt_fail(err, TT_E_DATA, -1, "the rows have no labels to compare with");
}

static tt_status read_thresholds(tt_adjustment *out, const tt_json *json, int32_t list, int outputs, tt_error *err) {
    int32_t k = 0;
    if (list < 0) return TT_OK;
    out->thresholds = malloc((size_t)outputs * sizeof *out->thresholds);
    if (!out->thresholds) return tt_no_memory(err, "the thresholds");
    for (int32_t i = tt_json_first(json, list); i >= 0; i = json->nodes[i].next, k++) {
        double number = NAN;
        tt_json_number(json, i, &number);
        if (k < outputs) out->thresholds[k] = (float)number;
        if (k >= outputs || isnan(number)) k = outputs;
    }
    if (k == outputs) return TT_OK;
    free(out->thresholds);
    out->thresholds = NULL;
    return tt_fail(err, TT_E_CONFIG, -1, "thresholds must be %d numbers, one for each label", outputs);
}

tt_status tt_read_adjustment(tt_adjustment *out, const char *spec_json, int outputs, tt_error *err) {
    static const char *const keys[] = {"thresholds", "temperature", NULL};
    tt_json json;
    *out = (tt_adjustment){.temperature = 1};
    if (!spec_json) return TT_OK;
    TT_TRY(tt_spec_parse(&json, spec_json, "the adjustment of the outputs", keys, err));
    const int32_t temperature = tt_json_get(&json, 0, "temperature");
    if (temperature >= 0 && !tt_json_number(&json, temperature, &out->temperature)) out->temperature = NAN;
    tt_status status = read_thresholds(out, &json, tt_json_get(&json, 0, "thresholds"), outputs, err);
    if (status == TT_OK && !(out->temperature >= 1e-3 && out->temperature <= 1e3)) {
        free(out->thresholds);
        status = tt_fail(err, TT_E_CONFIG, -1, "the temperature must be a number from 0.001 to 1000");
    }
    tt_json_free(&json);
    return status;
}

/* Of one label a row, before and after the logits are divided by the temperature. */
static void write_calibration(tt_eval *eval, double temperature) {
    const char *const names[] = {"calibration", "calibrated"};
    tt_calibration calibration;
    for (int i = 0; i < (temperature == 1 ? 1 : 2); i++) {
        tt_calibrate(&calibration, eval->rows->labels, eval->state.outputs, eval->rows->items,
                     eval->forward.head.outputs, i ? temperature : 1);
        tt_text_put(&eval->text, ",\"%s\":", names[i]);
        tt_calibration_write(&eval->text, &calibration);
    }
}

static bool one_label(const tt_eval *eval) { return eval->state.sample.kind == TT_CLASSES && !eval->rows->words; }

tt_status tt_eval_metrics(const char **json, tt_eval *eval, const char *spec_json, tt_error *err) {
    tt_interval intervals[TT_METRICS_MOST];
    tt_adjustment adjustment;
    tt_sample *sample = &eval->state.sample;
    TT_TRY(needs_labels(eval, err));
    TT_TRY(tt_read_adjustment(&adjustment, spec_json, eval->forward.head.outputs, err));
    if (sample->kind == TT_LABELS) {
        tt_sample_fill(sample, eval->rows->labels, eval->state.outputs, adjustment.thresholds);
    }
    free(adjustment.thresholds);
    tt_bootstrap_intervals(intervals, &eval->bootstrap, sample);
    tt_text_reset(&eval->text);
    tt_text_put(&eval->text, "{");
    tt_metrics_write(&eval->text, sample, intervals);
    if (one_label(eval)) write_calibration(eval, adjustment.temperature);
    tt_text_put(&eval->text, "}");
    return tt_text_end(json, &eval->text, err);
}

static tt_status write_thresholds(tt_eval *eval, tt_error *err) {
    const int32_t C = eval->forward.head.outputs;
    float *thresholds = malloc((size_t)C * sizeof *thresholds);
    if (!thresholds) return tt_no_memory(err, "the thresholds");
    tt_tune_thresholds(thresholds, eval->rows->labels, eval->state.outputs, eval->rows->rows, C, eval->order);
    tt_text_put(&eval->text, "\"thresholds\":[");
    for (int32_t k = 0; k < C; k++) {
        if (k) tt_text_put(&eval->text, ",");
        tt_text_number(&eval->text, (double)thresholds[k]);
    }
    tt_text_put(&eval->text, "]");
    free(thresholds);
    return TT_OK;
}

tt_status tt_eval_calibrate(const char **json, tt_eval *eval, tt_error *err) {
    TT_TRY(needs_labels(eval, err));
    tt_text_reset(&eval->text);
    tt_text_put(&eval->text, "{");
    if (eval->state.sample.kind == TT_LABELS) TT_TRY(write_thresholds(eval, err));
    if (one_label(eval)) {
        const double temperature =
            tt_fit_temperature(eval->rows->labels, eval->state.outputs, eval->rows->items, eval->forward.head.outputs);
        tt_text_put(&eval->text, "\"temperature\":");
        tt_text_number(&eval->text, temperature);
        write_calibration(eval, temperature);
    }
    tt_text_put(&eval->text, "}");
    return tt_text_end(json, &eval->text, err);
}
