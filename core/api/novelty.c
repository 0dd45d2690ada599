/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "api/handles.h"

static void layout(tt_novelty *novelty) {
    tt_forward *forward = &novelty->forward;
    const tt_model *model = forward->model;
    tt_arena *arena = &novelty->arena;
    tt_novelty_fit *fit = &novelty->fit;
    const int32_t E = model->shape.hidden_size, groups = tt_novelty_groups(fit->task, fit->outputs);
    tt_budget budget = {0};
    tt_extent extent = {.threads = tt_threads_count(model->engine->threads)};
    for (int i = 0; i < 2 && novelty->parts[i]; i++) {
        const tt_rows *rows = &novelty->parts[i]->rows;
        const tt_budget wanted = tt_budget_for(rows, rows->rows, TT_TOKENS_IN_FLIGHT);
        budget.tokens = tt_max(budget.tokens, wanted.tokens);
        budget.sequences = tt_max(budget.sequences, wanted.sequences);
        budget.reads = tt_max(budget.reads, wanted.reads);
        extent.longest = tt_max(extent.longest, rows->longest);
    }
    extent.tokens = budget.tokens;
    tt_compute_layout(&forward->compute, arena, &model->shape, tt_max(budget.tokens, TT_NOVELTY_READS),
                      tt_max(tt_max(E, groups), forward->head.outputs));
    tt_encoder_layout(&forward->encoder, arena, &extent);
    tt_head_layout(&forward->head, arena, budget.reads, false);
    for (int i = 0; i < 2 && novelty->parts[i]; i++) {
        tt_eval_state_layout(&novelty->passes[i], arena, &novelty->parts[i]->rows, &budget, true, false);
    }
    tt_novelty_fit_layout(fit, arena);
    tt_novelty_map_layout(&fit->map, &novelty->kept);
}

static tt_status check(tt_model *model, tt_data *const *parts, tt_error *err) {
    static const char *const names[] = {"training", "validation"};
    TT_TRY(tt_needs_classifier(model, "a score of unlike texts", err));
    if (model->params.task->words) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "there is no score of unlike texts for words: a word that is of no type has an output already");
    }
    if (model->params.pooling == TT_POOL_COMPARED) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "there is no score of unlike texts for a head that compares two: how they differ does not tell "
                       "what they are about");
    }
    for (int i = 0; i < 2 && parts[i]; i++) {
        TT_TRY(tt_check_rows(model, parts[i], names[i], err));
        if (i == 0) TT_TRY(tt_check_labels(model, parts[i], names[i], err));
    }
    return TT_OK;
}

static tt_status new_handle(tt_novelty **out, tt_model *model, tt_error *err) {
    tt_novelty *novelty = *out = calloc(1, sizeof *novelty);
    if (!novelty) return tt_no_memory(err, "the score of unlike texts");
    novelty->references = 1;
    tt_forward_begin(&novelty->forward, model);
    return TT_OK;
}

static tt_status begin(tt_novelty *novelty, tt_error *err) {
    layout(novelty);
    TT_TRY(tt_arena_back(&novelty->kept, err)); /* it stays, and is not to lie above what goes */
    TT_TRY(tt_arena_back(&novelty->arena, err));
    layout(novelty);
    for (int i = 0; i < 2 && novelty->parts[i]; i++) tt_eval_state_begin(&novelty->passes[i]);
    novelty->fit.features = novelty->passes[0].features;
    novelty->fit.validation_features = novelty->passes[1].features;
    tt_novelty_fit_begin(&novelty->fit);
    return TT_OK;
}

tt_status tt_novelty_new(tt_novelty **out, tt_model *model, tt_data *train, tt_data *validation, tt_error *err) {
    tt_data *const parts[] = {train, validation};
    tt_novelty *novelty;
    *out = NULL;
    TT_TRY(check(model, parts, err));
    TT_TRY(new_handle(&novelty, model, err));
    for (int i = 0; i < 2 && parts[i]; i++) {
        novelty->parts[i] = parts[i];
        parts[i]->references++;
    }
    tt_forward *forward = &novelty->forward;
    forward->head.frozen_pooler = tt_params_pools(&model->params); /* features are what comes out of it */
    for (int i = 0; i < 2; i++) {
        novelty->passes[i] = (tt_eval_state){.encoder = &forward->encoder, .head = &forward->head};
    }
    novelty->fit = (tt_novelty_fit){.compute = &forward->compute, .task = model->params.task, .train = &train->rows};
    novelty->fit.validation = validation ? &validation->rows : NULL;
    novelty->fit.outputs = tt_outputs(model);
    novelty->fit.map.E = model->shape.hidden_size;
    const tt_status status = begin(novelty, err);
    if (status != TT_OK) {
        tt_novelty_free(novelty);
        return status;
    }
    *out = novelty;
    return TT_OK;
}

tt_status tt_novelty_read(tt_novelty **out, tt_model *model, const void *bytes, size_t n, tt_error *err) {
    tt_data *const parts[2] = {NULL};
    tt_novelty *novelty;
    *out = NULL;
    TT_TRY(check(model, parts, err));
    TT_TRY(new_handle(&novelty, model, err));
    const int32_t groups = tt_novelty_groups(model->params.task, tt_outputs(model));
    const tt_status status =
        tt_novelty_read_file(&novelty->map, &novelty->kept, model->shape.hidden_size, groups, bytes, n, err);
    if (status != TT_OK) {
        tt_novelty_free(novelty);
        return status;
    }
    novelty->done = true;
    *out = novelty;
    return TT_OK;
}

/* What only the fit needs. */
static void let_go(tt_novelty *novelty) {
    tt_arena_free(&novelty->arena);
    for (int i = 0; i < 2; i++) {
        tt_data_free(novelty->parts[i]);
        novelty->parts[i] = NULL;
    }
}

void tt_novelty_free(tt_novelty *novelty) {
    if (!novelty || --novelty->references > 0) return;
    let_go(novelty);
    tt_arena_free(&novelty->kept);
    tt_text_free(&novelty->text);
    tt_text_free(&novelty->file);
    tt_model_free(novelty->forward.model);
    free(novelty);
}

static tt_status step(tt_novelty *novelty, tt_error *err) {
    while (novelty->pass < 2 && novelty->parts[novelty->pass]) {
        const tt_status status = tt_eval_state_step(&novelty->passes[novelty->pass], err);
        if (status != TT_DONE) return status;
        novelty->pass++;
    }
    return tt_novelty_fit_step(&novelty->fit, err);
}

tt_status tt_novelty_step(tt_novelty *novelty, tt_error *err) {
    tt_error now = {0};
    if (novelty->done) return TT_DONE;
    TT_TRY(tt_forward_ready(&novelty->forward, "a step of the score of unlike texts", err));
    const tt_status status = step(novelty, &now);
    if (status == TT_OK) return status;
    if (status != TT_DONE) return tt_keep_failure(&novelty->forward.failure, status, &now, err);
    novelty->map = novelty->fit.map;
    novelty->done = true;
    let_go(novelty);
    return TT_DONE;
}

tt_status tt_novelty_info(const char **json, tt_novelty *novelty, tt_error *err) {
    tt_text *out = &novelty->text;
    tt_text_reset(out);
    if (novelty->done) {
        tt_text_put(out, "{\"reference\":\"%s\",\"count\":%d}", novelty->map.validated ? "validation" : "training",
                    (int)novelty->map.count);
    } else {
        int32_t rows[2] = {0};
        for (int i = 0; i < 2 && novelty->parts[i]; i++) {
            rows[0] += tt_eval_state_rows(&novelty->passes[i]);
            rows[1] += novelty->parts[i]->rows.rows;
        }
        tt_text_put(out, "{\"done\":%d,\"rows\":%d}", (int)rows[0], (int)rows[1]);
    }
    return tt_text_end(json, out, err);
}

static tt_status needs_end(const tt_novelty *novelty, tt_error *err) {
    if (novelty->done) return TT_OK;
    return tt_fail(err, TT_E_STATE, -1, "the score of unlike texts is not finished; make its steps first");
}

tt_status tt_novelty_file(const void **bytes, size_t *n, tt_novelty *novelty, tt_error *err) {
    const char *file;
    TT_TRY(needs_end(novelty, err));
    tt_novelty_write(&novelty->file, &novelty->map);
    TT_TRY(tt_text_end(&file, &novelty->file, err));
    *bytes = file;
    *n = novelty->file.n;
    return TT_OK;
}

static void layout_pass(tt_eval *eval) {
    const tt_novelty_map *map = eval->novelty_pass.map;
    tt_compute *compute = &eval->novelty_compute;
    compute->scratch_size = tt_novelty_scratch(map->E, map->groups);
    compute->scratch = TT_TAKE(&eval->novelty_arena, "scratch", real, compute->scratch_size, 1);
    tt_novelty_pass_layout(&eval->novelty_pass, &eval->novelty_arena, eval->rows->rows,
                           eval->state.batches.budget.reads);
}

tt_status tt_eval_novelty(tt_eval *eval, tt_novelty *novelty, tt_error *err) {
    TT_TRY(needs_end(novelty, err));
    tt_model *model = eval->forward.model;
    if (novelty->forward.model != model) {
        return tt_fail(err, TT_E_STATE, -1, "the score of unlike texts belongs to another model");
    }
    TT_TRY(tt_forward_same(&novelty->forward, "a score of unlike texts", err));
    if (eval->done || eval->state.done > 0 || eval->novelty) {
        return tt_fail(err, TT_E_STATE, -1,
                       "the evaluation has begun already; ask for the score before its first step");
    }
    eval->novelty_compute = tt_compute_of(model->engine);
    eval->novelty_pass = (tt_novelty_pass){.map = &novelty->map, .compute = &eval->novelty_compute};
    layout_pass(eval);
    const tt_status status = tt_arena_back(&eval->novelty_arena, err);
    if (status != TT_OK) {
        tt_arena_free(&eval->novelty_arena);
        return status;
    }
    layout_pass(eval);
    eval->novelty = novelty;
    novelty->references++;
    eval->state.novelty = &eval->novelty_pass;
    return TT_OK;
}

tt_status tt_eval_unlike(const double **shares, tt_eval *eval, tt_error *err) {
    if (!eval->done || !eval->novelty) {
        return tt_fail(err, TT_E_STATE, -1,
                       "the evaluation is not finished, or was not asked how unlike the training rows its rows are");
    }
    *shares = eval->novelty_pass.scores;
    return TT_OK;
}
