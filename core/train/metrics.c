/* SPDX-License-Identifier: Apache-2.0 */
#include "train/metrics.h"

#include <math.h>
#include <string.h>

static const struct {
    void (*layout)(tt_sample *, tt_arena *);
    void (*values)(double *, tt_sample *, const int32_t *);
    void (*write)(tt_text *, tt_sample *);
    int count;
    const char *const *names;
} kinds[] = {
    [TT_CLASSES] = {tt_classes_layout, tt_classes_values, tt_classes_write, 9,
                    (const char *const[]){"loss", "accuracy", "balanced_accuracy", "macro_f1", "micro_f1",
                                          "weighted_f1", "macro_precision", "macro_recall", "mcc", "roc_auc",
                                          "average_precision"}},
    [TT_LABELS] = {tt_labels_layout, tt_labels_values, tt_labels_write, 6,
                   (const char *const[]){"loss", "micro_f1", "macro_f1", "subset_accuracy", "micro_precision",
                                         "micro_recall"}},
    [TT_NUMBERS] = {tt_numbers_layout, tt_numbers_values, tt_numbers_write, 5,
                    (const char *const[]){"loss", "pearson", "spearman", "mae", "rmse"}},
    [TT_SPANS] = {tt_spans_layout, tt_spans_values, tt_spans_write, 8,
                  (const char *const[]){"loss", "precision", "recall", "f1", "strict_precision", "strict_recall",
                                        "strict_f1", "accuracy"}},
    [TT_GAPS] = {.count = 1, .names = (const char *const[]){"loss"}},
};

static tt_metrics_kind kind_of(const tt_task *task, bool iob2) {
    if (task->masked) return TT_GAPS;
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

void tt_sample_layout(tt_sample *sample, tt_arena *arena) { kinds[sample->kind].layout(sample, arena); }

void tt_sample_fill(tt_sample *sample, const float *labels, const float *outputs, const float *thresholds) {
    switch (sample->kind) {
        case TT_CLASSES:
            tt_classes_fill(sample, labels, outputs);
            break;
        case TT_LABELS:
            tt_labels_fill(sample, labels, outputs, thresholds);
            break;
        case TT_NUMBERS:
            tt_numbers_fill(sample, labels, outputs);
            break;
        case TT_SPANS:
            tt_spans_fill(sample, labels, outputs);
            break;
        case TT_GAPS:
            break;
    }
}

int tt_metrics_names(const char *const **names, const tt_sample *sample) {
    *names = kinds[sample->kind].names;
    /* The curves' areas are those of two classes, with a score a row. */
    return kinds[sample->kind].count + (sample->kind == TT_CLASSES && sample->C == 2 && !sample->starts ? 2 : 0);
}

int tt_metrics_place(const tt_sample *sample, const char *name) {
    const char *const *names;
    for (int k = tt_metrics_names(&names, sample) - 1; k >= 0; k--) {
        if (strcmp(names[k], name) == 0) return k;
    }
    return -1;
}

void tt_metrics_values(double *values, tt_sample *sample, const int32_t *times) {
    kinds[sample->kind].values(values, sample, times);
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
    kinds[sample->kind].write(text, sample);
}

double tt_surprise(float probability) { return -log(fmax((double)probability, 1.17549435e-38)); }

int32_t tt_argmax(const float *values, int32_t n) {
    int32_t best = 0;
    for (int32_t k = 1; k < n; k++) {
        if (values[k] > values[best]) best = k;
    }
    return best;
}

typedef struct {
    const float *keys;
    size_t stride;
} sort_keys;

static bool before(const sort_keys *by, int32_t a, int32_t b) {
    const float x = by->keys[(size_t)a * by->stride], y = by->keys[(size_t)b * by->stride];
    return x < y || (x == y && a < b);
}

static void sift(int32_t *heap, const sort_keys *by, int32_t at, int32_t n) {
    const int32_t moved = heap[at];
    for (int32_t child = 2 * at + 1; child < n; child = 2 * at + 1) {
        if (child + 1 < n && before(by, heap[child], heap[child + 1])) child++;
        if (!before(by, moved, heap[child])) break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
}

/* Heap sort: in place, and with the keys at hand, which the C library's qsort has not. */
void tt_sort_by(int32_t *order, const float *keys, int32_t n, int32_t stride) {
    const sort_keys by = {keys, (size_t)stride};
    for (int32_t i = 0; i < n; i++) order[i] = i;
    for (int32_t i = n / 2 - 1; i >= 0; i--) sift(order, &by, i, n);
    for (int32_t end = n - 1; end > 0; end--) {
        const int32_t last = order[end];
        order[end] = order[0];
        order[0] = last;
        sift(order, &by, 0, end);
    }
}

tt_class_metrics tt_class_scores(double hits, double truth, double said) {
    return (tt_class_metrics){.precision = tt_ratio(hits, said),
                              .recall = tt_ratio(hits, truth),
                              .f1 = tt_ratio(2 * hits, truth + said),
                              .support = (int32_t)truth};
}

void tt_class_metrics_put(tt_text *text, const tt_class_metrics *metrics) {
    tt_text_put(text, "\"precision\":");
    tt_text_number(text, metrics->precision);
    tt_text_put(text, ",\"recall\":");
    tt_text_number(text, metrics->recall);
    tt_text_put(text, ",\"f1\":");
    tt_text_number(text, metrics->f1);
    tt_text_put(text, ",\"support\":%d", (int)metrics->support);
}
