/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/handles.h"
#include "train/class_weights.h"
#include "train/defaults.h"

/* best_metric must be one of the task's metrics. */
static tt_status check_metric(const tt_run_state *state, tt_error *err) {
    const tt_sample sample = tt_sample_of(state->train, state->params);
    const char *name = tt_options_choice(&state->options, "best_metric"), *const * names;
    char list[200];
    if (!tt_stopping_keeps(&state->options) || tt_metrics_place(&sample, name) >= 0) return TT_OK;
    for (int k = 0, n = 0, count = tt_metrics_names(&names, &sample); k < count && n < (int)sizeof list; k++) {
        n += snprintf(list + n, sizeof list - (size_t)n, "%s%s", k ? ", " : "", names[k]);
    }
    return tt_fail(err, TT_E_CONFIG, -1, "best_metric is %s, but the numbers of %s are %s", name,
                   state->params->task->name, list);
}

/* What the fit of a head can read of its labels' names: numbers have no labels, and a head that compares two texts
 * cannot read a single one. */
static const tt_rows *names_of(const tt_model *model) {
    const tt_params *params = &model->params;
    const bool has = model->names.rows > 0 && !params->task->words && !tt_task_numbers(params->task);
    return has && params->pooling != TT_POOL_COMPARED ? &model->names : NULL;
}

/* `params`: the model's own, or a copy for a plan. */
static tt_status prepare(tt_run_state *state, tt_model *model, tt_params *params, tt_data *train, tt_data *validation,
                         const char *options_json, tt_error *err) {
    *state = (tt_run_state){.shape = &model->shape, .params = params};
    TT_TRY(tt_needs_head(model, "a run", err));
    TT_TRY(tt_check_rows(model, train, "training", err));
    if (validation) TT_TRY(tt_check_rows(model, validation, "validation", err));
    if (!model->params.task->mlm) {
        TT_TRY(tt_check_labels(model, train, "training", err));
        if (validation) TT_TRY(tt_check_labels(model, validation, "validation", err));
    }
    state->train = tt_rows_of(model, train);
    TT_TRY(tt_options_parse(&state->options, options_json, err));
    TT_TRY(tt_class_weights_check(&state->options, model->params.task, tt_outputs(model), err));
    TT_TRY(tt_trainable_check(&state->options, &model->shape, model->params.task, err));
    tt_facts facts;
    TT_TRY(tt_facts_of(&facts, state->train, &model->params, err));
    state->fits = tt_head_fits(params, &state->options, state->train);
    state->names = names_of(model);
    facts.fits = state->fits && (!facts.words || state->options.method == TT_METHOD_HEAD);
    facts.kept = state->options.head_start == TT_START_KEPT && !facts.words;
    facts.validation = validation ? validation->rows.rows : 0;
    facts.falls_back = !state->fits && !params->task->mlm && tt_params_drawn(params);
    tt_options_fill(&state->options, &model->shape, &facts);
    if (state->options.patience > 0 && !validation) {
        return tt_fail(err, TT_E_CONFIG, -1,
                       "the option patience needs validation rows to decide when to stop; give some or leave it at 0");
    }
    TT_TRY(check_metric(state, err));
    state->validation = validation ? tt_rows_of(model, validation) : NULL;
    state->mask_id = tt_mask_of(model);
    state->compute = tt_compute_of(model->engine);
    return TT_OK;
}

/* What is there before the run: the peak is this and what the run takes. Adapters of an earlier run leave when the new
 * run has its memory. */
typedef struct {
    size_t weights, data;
} standing;

/* More than wasm's size_t counts, perhaps, where each of the three is not. */
static uint64_t peak_of(const standing *bytes, const tt_arena *arena) {
    return (uint64_t)bytes->weights + bytes->data + arena->used;
}

static standing standing_of(const tt_run_state *state, const tt_model *model, size_t data) {
    standing bytes = {.data = data};
    for (int row = tt_top_row(&model->params, TT_TOP_ROWS); row < model->params.count; row++) {
        bytes.weights += tt_param_size(&model->params.items[row]) * sizeof(real);
    }
    for (int row = 0; row < state->params->count; row++) {
        bytes.weights += tt_param_size(&state->params->items[row]) * sizeof(real);
    }
    return bytes;
}

static void put_memory(tt_text *out, const tt_run_state *state, const tt_model *model, size_t data) {
    const standing bytes = standing_of(state, model, data);
    tt_text_put(out, "\"memory\":[{\"label\":\"weights\",\"bytes\":%zu},{\"label\":\"data\",\"bytes\":%zu}",
                bytes.weights, bytes.data);
    for (int i = 0; i < state->arena.region_count; i++) {
        tt_text_put(out, ",{\"label\":\"%s\",\"bytes\":%zu}", state->arena.regions[i].label,
                    state->arena.regions[i].bytes);
    }
    tt_text_put(out, "],\"peak_bytes\":%llu", (unsigned long long)peak_of(&bytes, &state->arena));
}

/* The peak of the same run with activations recomputed: what a page can propose when memory is short. */
static uint64_t recompute_peak(const tt_run_state *state, const tt_model *model, size_t data) {
    const standing bytes = standing_of(state, model, data);
    tt_run_state other = *state;
    other.arena = (tt_arena){0};
    other.options.recompute = 1;
    tt_run_state_layout(&other);
    return peak_of(&bytes, &other.arena);
}

static tt_status write_plan(const char **json, tt_model *model, tt_run_state *state, size_t data, tt_error *err) {
    tt_text *out = &model->text;
    tt_run_state_layout(state);
    if (state->arena.overflow) {
        return tt_fail(err, TT_E_MEMORY, -1,
                       "the run would need more memory than this build can address; lower tokens_in_flight or "
                       "max_length, or train the head alone");
    }
    TT_TRY(tt_run_state_count_steps(state, err));
    tt_text_reset(out);
    tt_text_put(out, "{");
    put_memory(out, state, model, data);
    tt_text_put(out, ",\"recompute_peak_bytes\":%llu", (unsigned long long)recompute_peak(state, model, data));
    tt_text_put(out, ",\"steps\":%d,\"steps_per_epoch\":%d,\"trained_parameters\":%zu,\"flops\":", (int)state->steps,
                (int)state->steps_per_epoch, state->optim.trained);
    tt_text_number(out, tt_run_state_flops(state));
    tt_text_put(out, ",\"options\":");
    tt_options_write(out, &state->options);
    tt_text_put(out, ",\"reasons\":");
    tt_options_write_reasons(out, &state->options);
    tt_text_put(out, "}");
    return tt_text_end(json, out, err);
}

tt_status tt_run_plan(const char **json, tt_model *model, tt_data *train, tt_data *validation, const char *options_json,
                      tt_error *err) {
    tt_run_state state;
    /* on a copy of the table: a plan leaves the model as it is, adapters included, and is that of a new head */
    tt_params planned = model->params;
    const size_t rows = (size_t)tt_adapter_row(&planned, planned.layers, 0, 0);
    planned.head_trained = false;
    planned.items = malloc(rows * sizeof *planned.items);
    if (!planned.items) return tt_no_memory(err, "the plan");
    memcpy(planned.items, model->params.items, rows * sizeof *planned.items);
    planned.items[tt_top_row(&planned, TT_CLASSIFIER_W)].loaded = false;
    tt_status status = prepare(&state, model, &planned, train, validation, options_json, err);
    if (status == TT_OK) {
        const tt_adapters adapters = tt_trainable_adapters(&planned, &state.options);
        tt_adapters_rows(&planned, &adapters);
        const size_t data = tt_data_bytes(train) + (validation ? tt_data_bytes(validation) : 0);
        status = write_plan(json, model, &state, data, err);
    }
    free(planned.items);
    return status;
}

/* The model belongs to the run from here until the last step, or until the run is freed. */
static void hold(tt_run *run) {
    tt_params *params = &run->model->params;
    for (int row = 0; row < params->count; row++) params->items[row].renewed = false;
    run->model->run = run;
}

tt_status tt_run_new(tt_run **out, tt_model *model, tt_data *train, tt_data *validation, const char *options_json,
                     tt_error *err) {
    *out = NULL;
    TT_TRY(tt_may_change(model, "a run", err));
    tt_run *run = calloc(1, sizeof *run);
    if (!run) return tt_no_memory(err, "the run");
    *run = (tt_run){.references = 1, .model = model, .train = train, .validation = validation};
    model->references++;
    train->references++;
    if (validation) validation->references++;
    tt_status status = prepare(&run->state, model, &model->params, train, validation, options_json, err);
    if (status == TT_OK && run->state.options.head_start == TT_START_KEPT && tt_params_drawn(&model->params)) {
        status = tt_fail(err, TT_E_CONFIG, -1, "head_start is kept, but the head is new");
    }
    if (status == TT_OK) status = tt_run_state_begin(&run->state, err);
    if (status != TT_OK) {
        tt_run_free(run);
        return status;
    }
    hold(run);
    *out = run;
    return TT_OK;
}

void tt_run_free(tt_run *run) {
    if (!run || --run->references > 0) return;
    tt_run_state_end(&run->state);
    if (run->model->run == run) run->model->run = NULL;
    tt_text_free(&run->text);
    tt_data_free(run->train);
    tt_data_free(run->validation);
    tt_model_free(run->model);
    free(run);
}

tt_status tt_run_step(tt_run *run, tt_error *err) {
    if (run->state.phase == TT_FINISHED) return TT_DONE;
    TT_TRY(tt_may_read(run->model, "a step of the run", err));
    if (run->model->readers > 0) {
        return tt_fail(err, TT_E_STATE, -1,
                       "a step of the run is not possible while it is saved or exported; end that stream first");
    }
    run->begun = true;
    const tt_status status = tt_run_state_step(&run->state, err);
    if (run->state.phase == TT_FINISHED) run->model->run = NULL;
    return status;
}

tt_status tt_run_log(const char **json, tt_run *run, tt_error *err) {
    tt_text *out = &run->text, *log = &run->state.log;
    tt_text_reset(out);
    tt_text_put(out, "[");
    tt_text_bytes(out, log->bytes, log->n);
    tt_text_put(out, "]");
    out->failed = out->failed || log->failed;
    tt_text_reset(log);
    return tt_text_end(json, out, err);
}
