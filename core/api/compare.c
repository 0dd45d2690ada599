/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "api/handles.h"
#include "measure/comparison.h"

enum { MODEL, OTHER };

typedef struct {
    tt_arena arena;
    tt_sample samples[2];
    tt_bootstrap bootstrap;
} comparison;

static void layout(comparison *c, const tt_rows *rows) {
    tt_sample_layout(&c->samples[MODEL], &c->arena);
    tt_sample_layout(&c->samples[OTHER], &c->arena);
    tt_bootstrap_layout(&c->bootstrap, &c->arena, rows->rows);
}

static void write(tt_text *out, comparison *c) {
    const char *const *names;
    tt_interval intervals[TT_METRICS_MOST];
    tt_metrics_names(&names, &c->samples[OTHER]);
    tt_text_reset(out);
    tt_text_put(out, "{\"primary\":\"%s\",\"metrics\":{", names[tt_comparison_primary(c->samples[OTHER].kind)]);
    tt_bootstrap_intervals(intervals, &c->bootstrap, &c->samples[OTHER]);
    tt_metrics_write(out, &c->samples[OTHER], intervals);
    tt_text_put(out, "},");
    tt_comparison_write(out, &c->samples[MODEL], &c->samples[OTHER], &c->bootstrap);
    tt_text_put(out, "}");
}

static tt_status compare(tt_data *data, const double *outputs, const float *thresholds, const double *other,
                         const float *other_thresholds, tt_error *err) {
    const tt_rows *rows = &data->rows;
    const tt_sample sample = tt_sample_of(rows, &data->model->params);
    comparison c = {.samples = {sample, sample}};
    layout(&c, rows);
    TT_TRY(tt_arena_back(&c.arena, err));
    layout(&c, rows);
    tt_sample_fill(&c.samples[MODEL], rows->labels, outputs, thresholds);
    tt_sample_fill(&c.samples[OTHER], rows->labels, other, other_thresholds);
    write(&data->text, &c);
    tt_arena_free(&c.arena);
    return TT_OK;
}

tt_status tt_data_compare(const char **json, tt_data *data, const double *outputs, const char *spec_json,
                          const double *other, const char *other_spec_json, tt_error *err) {
    tt_model *model = data->model;
    tt_adjustment mine, theirs;
    TT_TRY(tt_needs_classifier(model, "a comparison", err));
    TT_TRY(tt_check_rows(model, data, "compared", err));
    TT_TRY(tt_check_labels(model, data, "compared", err));
    TT_TRY(tt_check_outputs(outputs, &data->rows, tt_outputs(model), err));
    TT_TRY(tt_check_outputs(other, &data->rows, tt_outputs(model), err));
    TT_TRY(tt_read_adjustment(&mine, spec_json, tt_outputs(model), err));
    tt_status status = tt_read_adjustment(&theirs, other_spec_json, tt_outputs(model), err);
    if (status == TT_OK) {
        status = compare(data, outputs, mine.thresholds, other, theirs.thresholds, err);
        free(theirs.thresholds);
    }
    free(mine.thresholds);
    return status == TT_OK ? tt_text_end(json, &data->text, err) : status;
}
