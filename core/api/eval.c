/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "api/handles.h"

/* Predictions need no gradients, so a fixed budget serves every model. */
enum { TOKENS_IN_FLIGHT = 2048 };

static void layout(tt_eval *eval) {
    tt_model *model = eval->model;
    tt_arena *arena = &eval->arena;
    int threads = tt_threads_count(model->engine->threads);
    tt_budget budget = tt_budget_for(eval->rows, eval->rows->rows, TOKENS_IN_FLIGHT);
    tt_extent extent = {.tokens = budget.tokens, .longest = eval->rows->longest, .threads = threads};
    tt_compute_layout(&eval->compute, arena, &model->shape, budget.tokens, eval->head.outputs);
    tt_encoder_layout(&eval->encoder, arena, &extent);
    tt_head_layout(&eval->head, arena, budget.reads, false);
    tt_pass_layout(&eval->pass, arena, eval->rows, &budget, false, true);
}

tt_status tt_eval_new(tt_eval **out, tt_model *model, tt_data *data, tt_error *err) {
    *out = NULL;
    TT_TRY(tt_needs_head(model, err));
    TT_TRY(tt_check_rows(model, data, "evaluated", err));
    if (data->rows.labels) TT_TRY(tt_check_labels(model, data, "evaluated", err));
    tt_eval *eval = calloc(1, sizeof *eval);
    if (!eval) return tt_no_memory(err, "the evaluation");
    eval->model = model;
    eval->rows = &data->rows;
    eval->compute = tt_compute_of(model->engine);
    eval->encoder = (tt_encoder){.shape = &model->shape, .params = &model->params, .compute = &eval->compute};
    eval->head = (tt_head){.shape = &model->shape, .params = &model->params, .compute = &eval->compute};
    eval->head.outputs = tt_outputs(model);
    eval->pass = (tt_pass){.encoder = &eval->encoder, .head = &eval->head};
    layout(eval);
    tt_status status = tt_arena_back(&eval->arena, err);
    if (status != TT_OK) {
        tt_eval_free(eval);
        return status;
    }
    layout(eval);
    tt_pass_begin(&eval->pass);
    *out = eval;
    return TT_OK;
}

void tt_eval_free(tt_eval *eval) {
    if (!eval) return;
    tt_arena_free(&eval->arena);
    tt_text_free(&eval->text);
    free(eval);
}

tt_status tt_eval_step(tt_eval *eval, tt_error *err) {
    tt_status status = tt_pass_step(&eval->pass, err);
    if (status == TT_DONE) eval->done = true;
    return status;
}

tt_status tt_eval_progress(const char **json, tt_eval *eval, tt_error *err) {
    tt_text_reset(&eval->text);
    tt_text_put(&eval->text, "{\"done\":%d,\"rows\":%d}", (int)tt_pass_rows(&eval->pass), (int)eval->rows->rows);
    return tt_text_end(json, &eval->text, err);
}

static tt_status needs_end(const tt_eval *eval, tt_error *err) {
    if (eval->done) return TT_OK;
    return tt_fail(err, TT_E_STATE, -1, "the evaluation is not finished: %d of %d rows", (int)tt_pass_rows(&eval->pass),
                   (int)eval->rows->rows);
}

tt_status tt_eval_outputs(const float **outputs, tt_eval *eval, tt_error *err) {
    TT_TRY(needs_end(eval, err));
    *outputs = eval->pass.outputs;
    return TT_OK;
}

tt_status tt_eval_metrics(const char **json, tt_eval *eval, tt_error *err) {
    TT_TRY(needs_end(eval, err));
    if (!eval->rows->labels) return tt_fail(err, TT_E_DATA, -1, "the rows have no labels to compare with");
    tt_text_reset(&eval->text);
    if (eval->pass.metrics.confusion) {
        tt_metrics_write(&eval->text, &eval->pass.metrics);
    } else {
        tt_text_put(&eval->text, "{\"loss\":");
        tt_text_number(&eval->text, eval->pass.loss);
        tt_text_put(&eval->text, "}");
    }
    return tt_text_end(json, &eval->text, err);
}
