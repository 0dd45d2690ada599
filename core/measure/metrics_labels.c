/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "measure/metrics.h"
#include "measure/metrics_kind.h"

static void layout(tt_sample *sample, tt_arena *arena) {
    tt_labels *l = &sample->labels;
    size_t n = (size_t)sample->rows, C = (size_t)sample->C;
    l->thresholds = TT_TAKE(arena, "results", float, C, 1);
    l->ends = TT_TAKE(arena, "results", size_t, n, 1);
    l->marks = TT_TAKE(arena, "results", uint32_t, n, C);
    l->loss = TT_TAKE(arena, "results", double, n, 1);
    l->hits = TT_TAKE(arena, "results", double, C, 1);
    l->support = TT_TAKE(arena, "results", double, C, 1);
    l->predictions = TT_TAKE(arena, "results", double, C, 1);
}

/* A float next to 1 is known to half its last place: 1 - p of what rounded to 1 is about that. */
static double binary_loss(double p, bool yes) { return yes ? tt_surprise(p) : -log(fmax(1 - p, 0x1p-25)); }

static void fill(tt_sample *sample, const double *labels, const double *outputs, const float *thresholds) {
    tt_labels *l = &sample->labels;
    const int32_t C = sample->C;
    size_t used = 0;
    for (int32_t k = 0; k < C; k++) l->thresholds[k] = thresholds ? thresholds[k] : 0.5f;
    for (int32_t row = 0; row < sample->rows; row++) {
        double loss = 0;
        for (int32_t k = 0; k < C; k++) {
            size_t at = (size_t)row * (size_t)C + (size_t)k;
            bool actual = labels[at] > 0.5, predicted = outputs[at] >= (double)l->thresholds[k];
            if (actual || predicted) l->marks[used++] = 4 * (uint32_t)k + (predicted ? 2 : 0) + (actual ? 1 : 0);
            loss += binary_loss(outputs[at], actual);
        }
        l->ends[row] = used;
        l->loss[row] = loss / C;
    }
}

typedef struct {
    double rows, loss, exact; /* exact: rows with all labels right */
} row_sums;

static row_sums count(tt_sample *sample, const int32_t *times) {
    tt_labels *l = &sample->labels;
    row_sums sums = {0};
    for (int32_t k = 0; k < sample->C; k++) l->hits[k] = l->support[k] = l->predictions[k] = 0;
    for (int32_t row = 0; row < sample->rows; row++) {
        const double n = tt_times(times, row);
        bool exact = true;
        if (n == 0) continue;
        for (size_t i = row ? l->ends[row - 1] : 0; i < l->ends[row]; i++) {
            const uint32_t k = l->marks[i] / 4, predicted = l->marks[i] / 2 % 2, actual = l->marks[i] % 2;
            l->support[k] += actual * n;
            l->predictions[k] += predicted * n;
            l->hits[k] += (actual & predicted) * n;
            exact = exact && actual == predicted;
        }
        sums.rows += n;
        sums.loss += n * l->loss[row];
        if (exact) sums.exact += n;
    }
    return sums;
}

static void values(double *values, tt_sample *sample, const int32_t *times) {
    const tt_labels *l = &sample->labels;
    row_sums sums = count(sample, times);
    double hits = 0, actual = 0, predicted = 0, f1 = 0;
    for (int32_t k = 0; k < sample->C; k++) {
        hits += l->hits[k];
        actual += l->support[k];
        predicted += l->predictions[k];
        f1 += tt_class_scores(l->hits[k], l->support[k], l->predictions[k]).f1;
    }
    tt_class_metrics micro = tt_class_scores(hits, actual, predicted);
    values[0] = tt_ratio(sums.loss, sums.rows);
    values[1] = micro.f1;
    values[2] = tt_ratio(f1, sample->C); /* over all labels: one that occurs nowhere counts as 0 */
    values[3] = tt_ratio(sums.exact, sums.rows);
    values[4] = micro.precision;
    values[5] = micro.recall;
}

static void write(tt_text *text, tt_sample *sample) {
    const tt_labels *l = &sample->labels;
    count(sample, NULL);
    tt_text_put(text, ",\"per_class\":[");
    for (int32_t k = 0; k < sample->C; k++) {
        tt_class_metrics m = tt_class_scores(l->hits[k], l->support[k], l->predictions[k]);
        tt_text_put(text, k ? ",{" : "{");
        tt_class_metrics_put(text, &m);
        tt_text_put(text, ",\"threshold\":");
        tt_text_number(text, (double)l->thresholds[k]);
        tt_text_put(text, "}");
    }
    tt_text_put(text, "]");
}

/* Of every C-th number: a pass from the lowest score up, with a cut before each distinct one. With fewer than `least`
 * rows that have the label there is none, and the F1 is 0. */
static float best_threshold(double *f1_there, const double *labels, const double *outputs, int32_t *order, int32_t rows,
                            int32_t C, int32_t least) {
    double actual = 0, found = 0, best_f1 = -1;
    float best = 0.5f, below = 0;
    for (int32_t row = 0; row < rows; row++) actual += labels[(size_t)row * (size_t)C] > 0.5;
    *f1_there = 0;
    if (actual < least) return best;
    tt_sort_by(order, outputs, rows, C);
    found = actual;
    for (int32_t i = 0; i < rows;) {
        const float score = (float)outputs[(size_t)order[i] * (size_t)C], middle = below + (score - below) / 2;
        const float cut = middle > below ? middle : score; /* neighbours have no float between them */
        const double f1 = 2 * found / (actual + (rows - i));
        const bool nearer = fabsf(cut - 0.5f) < fabsf(best - 0.5f);
        if (f1 > best_f1 || (f1 == best_f1 && nearer)) {
            best_f1 = f1;
            best = cut;
        }
        for (; i < rows && (float)outputs[(size_t)order[i] * (size_t)C] == score; i++) {
            found -= labels[(size_t)order[i] * (size_t)C] > 0.5;
        }
        below = score;
    }
    *f1_there = best_f1;
    return best;
}

void tt_tune_thresholds(float *thresholds, const double *labels, const double *outputs, int32_t rows, int32_t C,
                        int32_t *order) {
    const double enough = 0.3;
    const int32_t least = 10;
    double f1;
    const float common = best_threshold(&f1, labels, outputs, order, rows * C, 1, 1);
    for (int32_t k = 0; k < C; k++) {
        thresholds[k] = best_threshold(&f1, labels + k, outputs + k, order, rows, C, least);
        if (f1 < enough) thresholds[k] = common;
    }
}

const tt_metrics_row tt_metrics_labels = {
    layout, fill, values, write,
    (const char *const[]){"loss", "micro_f1", "macro_f1", "subset_accuracy", "micro_precision", "micro_recall", NULL}};
