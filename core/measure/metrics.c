/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/metrics.h"

#include <string.h>

#include "measure/metrics_kind.h"

/* Masked-language modelling has a loss and nothing else; train/eval.c adds it up. */
static const tt_metrics_row mlm = {.names = (const char *const[]){"loss", NULL}};

static const tt_metrics_row *const kinds[] = {[TT_CLASSES] = &tt_metrics_classes,
                                              [TT_LABELS] = &tt_metrics_labels,
                                              [TT_NUMBERS] = &tt_metrics_numbers,
                                              [TT_SPANS] = &tt_metrics_spans,
                                              [TT_MLM] = &mlm};

static tt_metrics_kind kind_of(const tt_task *task, bool iob2) {
    if (task->mlm) return TT_MLM;
    if (task->words && iob2) return TT_SPANS;
    return task->classes ? TT_CLASSES : task->binary ? TT_LABELS : TT_NUMBERS;
}

tt_sample tt_sample_of(const tt_rows *rows, const tt_params *params) {
    return (tt_sample){.kind = kind_of(params->task, params->iob2),
                       .rows = rows->rows,
                       .units = rows->items,
                       .C = params->items[tt_top_row(params, TT_CLASSIFIER_W)].rows,
                       .starts = rows->words ? rows->item_starts : NULL,
                       .reads = rows->words ? rows->item_reads : NULL};
}

void tt_sample_layout(tt_sample *sample, tt_arena *arena) { kinds[sample->kind]->layout(sample, arena); }

void tt_sample_fill(tt_sample *sample, const double *labels, const double *outputs, const float *thresholds) {
    if (kinds[sample->kind]->fill) kinds[sample->kind]->fill(sample, labels, outputs, thresholds);
}

int tt_metrics_names(const char *const **names, const tt_sample *sample) {
    int count = 0;
    *names = kinds[sample->kind]->names;
    while ((*names)[count]) count++;
    /* The last two of the classes' are areas under curves: of two classes, with a score a row. */
    const bool no_areas = sample->kind == TT_CLASSES && (sample->C != 2 || sample->starts);
    return no_areas ? count - 2 : count;
}

int tt_metrics_place(const tt_sample *sample, const char *name) {
    const char *const *names;
    for (int k = tt_metrics_names(&names, sample) - 1; k >= 0; k--) {
        if (strcmp(names[k], name) == 0) return k;
    }
    return -1;
}

void tt_metrics_values(double *values, tt_sample *sample, const int32_t *times) {
    kinds[sample->kind]->values(values, sample, times);
}

void tt_metrics_write(tt_text *text, tt_sample *sample, const tt_interval *intervals) {
    const char *const *names;
    double values[TT_METRICS_MOST];
    int count = tt_metrics_names(&names, sample);
    tt_metrics_values(values, sample, NULL);
    for (int k = 0; k < count; k++) {
        tt_text_put(text, "%s\"%s\":", k ? "," : "", names[k]);
        tt_text_number(text, values[k]);
    }
    for (int k = 0; intervals && k < count; k++) {
        tt_text_put(text, "%s\"%s\":[", k ? "," : ",\"intervals\":{", names[k]);
        tt_text_number(text, intervals[k].low);
        tt_text_put(text, ",");
        tt_text_number(text, intervals[k].high);
        tt_text_put(text, k == count - 1 ? "]}" : "]");
    }
    kinds[sample->kind]->write(text, sample);
}
