/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "api/handles.h"
#include "api/spec.h"

static tt_status read_spec(tt_attribution_state *state, const char *spec_json, const tt_model *model, tt_error *err) {
    static const char *const keys[] = {"row", "word", "output", "points", NULL};
    const tt_rows *rows = state->rows;
    int64_t row = 0, word = 0, output = 0, points = 20, words = 0;
    tt_json json;
    TT_TRY(tt_spec_parse(&json, spec_json, "the description of an attribution", keys, err));
    tt_status status = tt_spec_integer(&row, &json, "row", 0, rows->rows - 1, err);
    if (status == TT_OK) {
        words = rows->item_starts[row + 1] - rows->item_starts[row];
        status = tt_spec_integer(&word, &json, "word", 0, words - 1, err);
    }
    if (status == TT_OK) status = tt_spec_integer(&output, &json, "output", 0, tt_outputs(model) - 1, err);
    if (status == TT_OK) status = tt_spec_integer(&points, &json, "points", 1, TT_ATTRIBUTION_POINTS, err);
    tt_json_free(&json);
    TT_TRY(status);
    state->row = (int32_t)row;
    state->item = rows->item_starts[row] + (int32_t)word;
    state->output = (int32_t)output;
    state->points = (int32_t)points;
    if (word < words && rows->item_reads[state->item] > 0) return TT_OK;
    return tt_fail(err, TT_E_DATA, row, "row %d: the head reads no word %d there, so no score comes from it", (int)row,
                   (int)word);
}

static void layout(tt_attribution *attribution) {
    tt_forward *forward = &attribution->forward;
    tt_attribution_state_layout(&attribution->state, &attribution->arena, &forward->compute,
                                tt_threads_count(forward->model->engine->threads));
}

static tt_status begin(tt_attribution *attribution, const char *spec_json, tt_error *err) {
    tt_forward *forward = &attribution->forward;
    const tt_model *model = forward->model;
    attribution->state = (tt_attribution_state){.rows = tt_rows_of(model, attribution->data),
                                                .encoder = &forward->encoder,
                                                .head = &forward->head,
                                                .mask_id = tt_mask_of(model)};
    TT_TRY(read_spec(&attribution->state, spec_json, model, err));
    layout(attribution);
    TT_TRY(tt_arena_back(&attribution->arena, err));
    layout(attribution);
    tt_attribution_state_begin(&attribution->state);
    return TT_OK;
}

tt_status tt_attribution_new(tt_attribution **out, tt_model *model, tt_data *data, const char *spec_json,
                             tt_error *err) {
    *out = NULL;
    TT_TRY(tt_needs_classifier(model, "an attribution", err));
    TT_TRY(tt_check_rows(model, data, "explained", err));
    if (!data->rows.offsets) {
        return tt_fail(err, TT_E_DATA, -1,
                       "the explained rows were made without the places of their tokens; make them with offsets");
    }
    tt_attribution *attribution = calloc(1, sizeof *attribution);
    if (!attribution) return tt_no_memory(err, "the attribution");
    tt_forward_begin(&attribution->forward, model);
    attribution->data = data;
    data->references++;
    const tt_status status = begin(attribution, spec_json, err);
    if (status != TT_OK) {
        tt_attribution_free(attribution);
        return status;
    }
    *out = attribution;
    return TT_OK;
}

void tt_attribution_free(tt_attribution *attribution) {
    if (!attribution) return;
    tt_arena_free(&attribution->arena);
    tt_text_free(&attribution->text);
    tt_data_free(attribution->data);
    tt_model_free(attribution->forward.model);
    free(attribution);
}

tt_status tt_attribution_step(tt_attribution *attribution, tt_error *err) {
    tt_error now = {0};
    if (attribution->done) return TT_DONE;
    TT_TRY(tt_forward_ready(&attribution->forward, "a step of the attribution", err));
    const tt_status status = tt_attribution_state_step(&attribution->state, &now);
    if (status == TT_OK) return status;
    if (status != TT_DONE) return tt_keep_failure(&attribution->forward.failure, status, &now, err);
    attribution->done = true;
    return TT_DONE;
}

tt_status tt_attribution_progress(const char **json, tt_attribution *attribution, tt_error *err) {
    tt_text_reset(&attribution->text);
    tt_text_put(&attribution->text, "{\"done\":%d,\"passes\":%d}", (int)tt_attribution_state_done(&attribution->state),
                (int)tt_attribution_state_passes(&attribution->state));
    return tt_text_end(json, &attribution->text, err);
}

typedef enum { SHARES, STARTS, ENDS, PARTS } list;

/* A number of each piece of the text. */
static void put_list(tt_text *out, const tt_attribution_state *state, list which) {
    const tt_rows *rows = state->rows;
    const size_t first = rows->starts[state->first];
    const char *comma = "";
    for (int32_t s = state->first; s < state->first + state->sequences; s++) {
        for (int32_t i = 0; i < tt_sequence_length(rows, s); i++) {
            const size_t token = rows->starts[s] + (size_t)i;
            if (tt_attribution_state_special(rows, s, i)) continue;
            tt_text_put(out, "%s", comma);
            comma = ",";
            if (which == SHARES)
                tt_text_number(out, state->shares[token - first]);
            else
                tt_text_put(out, "%d",
                            which == PARTS ? i >= rows->second[s] : rows->offsets[2 * token + (which == ENDS)]);
        }
    }
}

tt_status tt_attribution_result(const char **json, tt_attribution *attribution, tt_error *err) {
    static const char *const names[] = {"shares", "starts", "ends", "parts"};
    tt_text *out = &attribution->text;
    if (!attribution->done) {
        return tt_fail(err, TT_E_STATE, -1, "the attribution is not finished; make its steps first");
    }
    tt_text_reset(out);
    tt_text_put(out, "{\"score\":");
    tt_text_number(out, attribution->state.score);
    tt_text_put(out, ",\"baseline_score\":");
    tt_text_number(out, attribution->state.baseline_score);
    for (list which = SHARES; which <= PARTS; which++) {
        tt_text_put(out, ",\"%s\":[", names[which]);
        put_list(out, &attribution->state, which);
        tt_text_put(out, "]");
    }
    tt_text_put(out, "}");
    return tt_text_end(json, out, err);
}
