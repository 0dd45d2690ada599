/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "api/handles.h"

tt_status tt_baseline_new(tt_baseline **out, tt_data *train, tt_data *validation, tt_data *test, tt_error *err) {
    static const char *const names[] = {"training", "validation", "test"};
    tt_data *parts[] = {train, validation, test};
    tt_model *model = train->model;
    *out = NULL;
    TT_TRY(tt_needs_classifier(model, "a baseline", err));
    for (int i = 0; i < 3; i++) {
        if (!parts[i]) continue;
        TT_TRY(tt_check_rows(model, parts[i], names[i], err));
        TT_TRY(tt_check_labels(model, parts[i], names[i], err));
    }
    tt_baseline *baseline = calloc(1, sizeof *baseline);
    if (!baseline) return tt_no_memory(err, "the baselines");
    for (int i = 0; i < 3; i++) {
        baseline->parts[i] = parts[i];
        if (parts[i]) parts[i]->references++;
    }
    const tt_sample sample = tt_sample_of(&test->rows, &model->params);
    baseline->state = (tt_baseline_state){.kind = sample.kind, .words = test->rows.words, .C = sample.C};
    baseline->state.train = &train->rows;
    baseline->state.validation = validation ? &validation->rows : NULL;
    baseline->state.test = &test->rows;
    tt_status status = tt_baseline_state_begin(&baseline->state, err);
    if (status != TT_OK) {
        tt_baseline_free(baseline);
        return status;
    }
    *out = baseline;
    return TT_OK;
}

void tt_baseline_free(tt_baseline *baseline) {
    if (!baseline) return;
    tt_baseline_state_end(&baseline->state);
    tt_text_free(&baseline->text);
    for (int i = 0; i < 3; i++) tt_data_free(baseline->parts[i]);
    free(baseline);
}

tt_status tt_baseline_step(tt_baseline *baseline, tt_error *err) {
    (void)err;
    return tt_baseline_state_advance(&baseline->state);
}

tt_status tt_baseline_result(const char **json, tt_baseline *baseline, const double *outputs, const char *spec_json,
                             tt_error *err) {
    tt_adjustment adjustment;
    if (!baseline->state.done) return tt_fail(err, TT_E_STATE, -1, "the baselines are not finished");
    if (outputs) TT_TRY(tt_check_outputs(outputs, baseline->state.test, baseline->state.C, err));
    TT_TRY(tt_read_adjustment(&adjustment, spec_json, baseline->state.C, err));
    tt_text_reset(&baseline->text);
    tt_baseline_state_write(&baseline->text, &baseline->state, outputs, adjustment.thresholds);
    free(adjustment.thresholds);
    return tt_text_end(json, &baseline->text, err);
}
