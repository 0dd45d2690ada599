/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "api/handles.h"

static void layout(tt_meter *meter, const tt_model *model) {
    const int threads = tt_threads_count(model->engine->threads);
    const tt_rows *probe = meter->state.rows;
    const int32_t tokens = (int32_t)probe->starts[probe->sequences];
    tt_compute_layout(&meter->compute, &meter->arena, &model->shape, tokens, tokens); /* similarities [N,N] */
    tt_meter_state_layout(&meter->state, &meter->arena, threads);
}

static tt_status prepare(tt_meter *meter, tt_model *model, tt_data *probe, tt_error *err) {
    const size_t tokens = probe->rows.starts[probe->rows.sequences];
    TT_TRY(tt_needs_encoder(model, "a forgetting meter", err));
    if (probe->model != model) {
        return tt_fail(err, TT_E_STATE, -1, "the meter's texts were tokenized for another model");
    }
    if (tokens > TT_METER_TOKENS) {
        return tt_fail(err, TT_E_DATA, -1, "the meter's texts have %zu tokens; %d are the most: take fewer texts",
                       tokens, (int)TT_METER_TOKENS);
    }
    meter->compute = tt_compute_of(model->engine);
    meter->state = (tt_meter_state){.shape = &model->shape,
                                    .params = &model->params,
                                    .compute = &meter->compute,
                                    .rows = &probe->rows,
                                    .mask_id = tt_mask_of(model)};
    layout(meter, model);
    return TT_OK;
}

tt_status tt_meter_plan(const char **json, tt_model *model, tt_data *probe, tt_error *err) {
    tt_meter meter = {0};
    TT_TRY(prepare(&meter, model, probe, err));
    tt_text_reset(&model->text);
    tt_text_put(&model->text, "{\"bytes\":%zu}", meter.arena.used);
    return tt_text_end(json, &model->text, err);
}

tt_status tt_meter_new(tt_meter **out, tt_model *model, tt_data *probe, tt_error *err) {
    *out = NULL;
    tt_meter *meter = calloc(1, sizeof *meter);
    if (!meter) return tt_no_memory(err, "the forgetting meter");
    meter->model = model;
    meter->probe = probe;
    model->references++;
    probe->references++;
    tt_status status = prepare(meter, model, probe, err);
    if (status == TT_OK) status = tt_arena_back(&meter->arena, err);
    if (status != TT_OK) {
        tt_meter_free(meter);
        return status;
    }
    layout(meter, model);
    tt_show_weights(model);
    tt_meter_state_begin(&meter->state);
    *out = meter;
    return TT_OK;
}

void tt_meter_free(tt_meter *meter) {
    if (!meter) return;
    tt_arena_free(&meter->arena);
    tt_text_free(&meter->text);
    tt_data_free(meter->probe);
    tt_model_free(meter->model);
    free(meter);
}

tt_status tt_meter_read(const char **json, tt_meter *meter, tt_error *err) {
    const tt_meter_state *state = &meter->state;
    tt_text *out = &meter->text;
    TT_TRY(tt_needs_encoder(meter->model, "a reading of the forgetting meter", err));
    tt_show_weights(meter->model);
    tt_meter_state_measure(&meter->state);
    tt_text_reset(out);
    tt_text_put(out, "{\"layers\":[");
    for (int l = 0; l <= state->shape->num_hidden_layers; l++) {
        tt_text_put(out, "%s{\"cka\":", l ? "," : "");
        tt_text_number(out, state->layers[l].cka);
        tt_text_put(out, ",\"cosine\":");
        tt_text_number(out, state->layers[l].cosine);
        tt_text_put(out, "}");
    }
    tt_text_put(out, "],\"masked_loss\":");
    if (isnan(state->masked_now)) {
        tt_text_put(out, "null}");
    } else {
        tt_text_put(out, "{\"before\":");
        tt_text_number(out, state->masked_before);
        tt_text_put(out, ",\"now\":");
        tt_text_number(out, state->masked_now);
        tt_text_put(out, "}}");
    }
    return tt_text_end(json, out, err);
}
