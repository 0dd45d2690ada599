/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "measure/metrics.h"
#include "measure/metrics_kind.h"

static void layout(tt_sample *sample, tt_arena *arena) {
    tt_classes *c = &sample->classes;
    size_t n = (size_t)sample->units, C = (size_t)sample->C;
    c->actual = TT_TAKE(arena, "results", int32_t, n, 1);
    c->predicted = TT_TAKE(arena, "results", int32_t, n, 1);
    c->loss = TT_TAKE(arena, "results", double, n, 1);
    c->order = C == 2 ? TT_TAKE(arena, "results", int32_t, n, 1) : NULL;
    c->score = C == 2 ? TT_TAKE(arena, "results", double, n, 1) : NULL;
    c->hits = TT_TAKE(arena, "results", double, C, 1);
    c->support = TT_TAKE(arena, "results", double, C, 1);
    c->predictions = TT_TAKE(arena, "results", double, C, 1);
    const bool matrix = C <= TT_CONFUSION_MOST;
    c->confusion = matrix ? TT_TAKE(arena, "results", int32_t, C, C) : NULL;
    c->wrong = matrix ? NULL : TT_TAKE(arena, "results", uint64_t, n, 1);
}

static void fill(tt_sample *sample, const double *labels, const double *outputs, const float *thresholds) {
    (void)thresholds;
    tt_classes *c = &sample->classes;
    const int32_t C = sample->C;
    if (c->order) tt_sort_by(c->order, outputs + 1, sample->units, 2);
    for (int32_t u = 0; c->order && u < sample->units; u++) c->score[u] = outputs[2 * (size_t)u + 1];
    if (c->confusion) memset(c->confusion, 0, (size_t)C * (size_t)C * sizeof *c->confusion);
    for (int32_t u = 0; u < sample->units; u++) {
        const double *row = outputs + (size_t)u * (size_t)C;
        c->actual[u] = (int32_t)labels[u];
        c->predicted[u] = tt_argmax(row, C);
        c->loss[u] = tt_surprise(row[c->actual[u]]);
        if (c->confusion) c->confusion[(size_t)c->actual[u] * (size_t)C + (size_t)c->predicted[u]]++;
    }
}

/* Counts by class; returns how many units count, and the mean loss of those that are read. */
static double count(tt_sample *sample, const int32_t *times, double *loss) {
    tt_classes *c = &sample->classes;
    double all = 0, read = 0, sum = 0;
    for (int32_t k = 0; k < sample->C; k++) c->hits[k] = c->support[k] = c->predictions[k] = 0;
    for (int32_t row = 0; row < sample->rows; row++) {
        const double n = tt_times(times, row);
        if (n == 0) continue;
        int32_t first = sample->starts ? sample->starts[row] : row;
        int32_t end = sample->starts ? sample->starts[row + 1] : row + 1;
        for (int32_t u = first; u < end; u++) {
            c->support[c->actual[u]] += n;
            c->predictions[c->predicted[u]] += n;
            if (c->actual[u] == c->predicted[u]) c->hits[c->actual[u]] += n;
            if (!tt_is_read(sample, u)) continue;
            read += n;
            sum += n * c->loss[u];
        }
        all += n * (end - first);
    }
    *loss = tt_ratio(sum, read);
    return all;
}

/* ROC-AUC: the share of (true, false) pairs in the right order, an equal score being half right. Average precision: the
 * sum of precision times the step of recall over the distinct scores (scikit-learn's, without interpolation). */
static void areas(double *auc, double *ap, const tt_sample *sample, const int32_t *times) {
    const tt_classes *c = &sample->classes;
    double hits = 0, misses = 0, pairs = 0, sum = 0;
    for (int32_t i = sample->units - 1; i >= 0;) {
        double good = 0, bad = 0;
        const double score = c->score[c->order[i]];
        for (; i >= 0 && c->score[c->order[i]] == score; i--) {
            double n = tt_times(times, c->order[i]);
            if (c->actual[c->order[i]] == 1) {
                good += n;
            } else {
                bad += n;
            }
        }
        pairs += bad * (hits + good / 2);
        hits += good;
        misses += bad;
        sum += good * tt_ratio(hits, hits + misses);
    }
    *auc = hits > 0 && misses > 0 ? pairs / (hits * misses) : NAN;
    *ap = hits > 0 ? sum / hits : NAN;
}

static void values(double *values, tt_sample *sample, const int32_t *times) {
    const tt_classes *c = &sample->classes;
    double loss, all = count(sample, times, &loss);
    double right = 0, labels = 0, present = 0, products = 0, support_squares = 0, prediction_squares = 0;
    double precision = 0, recall = 0, f1 = 0, weighted = 0;
    for (int32_t k = 0; k < sample->C; k++) {
        tt_class_metrics m = tt_class_scores(c->hits[k], c->support[k], c->predictions[k]);
        labels += c->support[k] > 0;
        present += c->support[k] + c->predictions[k] > 0;
        precision += m.precision;
        recall += m.recall;
        f1 += m.f1;
        weighted += m.f1 * c->support[k];
        right += c->hits[k];
        products += c->support[k] * c->predictions[k];
        support_squares += c->support[k] * c->support[k];
        prediction_squares += c->predictions[k] * c->predictions[k];
    }
    values[0] = loss;
    values[1] = tt_ratio(right, all);
    values[2] = tt_ratio(recall, labels); /* over the classes that occur in the labels */
    values[3] = tt_ratio(f1, present);    /* over those that occur in the labels or the predictions */
    values[4] = values[1]; /* with one label a row, every miss is one false positive and one false negative */
    values[5] = tt_ratio(weighted, all);
    values[6] = tt_ratio(precision, present);
    values[7] = tt_ratio(recall, present);
    /* Matthews correlation; for more than two classes Gorodkin's R_K (2004). */
    values[8] =
        tt_ratio(right * all - products, sqrt(all * all - support_squares) * sqrt(all * all - prediction_squares));
    if (c->order && !sample->starts) areas(&values[9], &values[10], sample, times);
}

static void write_matrix(tt_text *text, const tt_sample *sample) {
    const int32_t *count = sample->classes.confusion;
    tt_text_put(text, ",\"confusion\":[");
    for (int32_t k = 0; k < sample->C; k++) {
        for (int32_t j = 0; j < sample->C; j++) tt_text_put(text, "%s%d", j ? "," : k ? "],[" : "[", (int)*count++);
    }
    tt_text_put(text, "]]");
}

static int rising(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* What a matrix of so many classes has beside its diagonal. */
static void write_pairs(tt_text *text, tt_sample *sample) {
    const tt_classes *c = &sample->classes;
    const char *comma = "";
    size_t n = 0;
    for (int32_t u = 0; u < sample->units; u++) {
        if (c->actual[u] != c->predicted[u]) c->wrong[n++] = (uint64_t)c->actual[u] << 32 | (uint64_t)c->predicted[u];
    }
    qsort(c->wrong, n, sizeof *c->wrong, rising);
    tt_text_put(text, ",\"confused\":[");
    for (size_t i = 0, end; i < n; i = end, comma = ",") {
        for (end = i; end < n && c->wrong[end] == c->wrong[i]; end++) continue;
        tt_text_put(text, "%s[%d,%d,%zu]", comma, (int)(c->wrong[i] >> 32), (int)(c->wrong[i] & UINT32_MAX), end - i);
    }
    tt_text_put(text, "]");
}

static void write(tt_text *text, tt_sample *sample) {
    const tt_classes *c = &sample->classes;
    double loss;
    count(sample, NULL, &loss);
    tt_text_put(text, ",\"per_class\":[");
    for (int32_t k = 0; k < sample->C; k++) {
        tt_class_metrics m = tt_class_scores(c->hits[k], c->support[k], c->predictions[k]);
        tt_text_put(text, k ? ",{" : "{");
        tt_class_metrics_put(text, &m);
        tt_text_put(text, "}");
    }
    tt_text_put(text, "]");
    if (c->confusion) {
        write_matrix(text, sample);
    } else {
        write_pairs(text, sample);
    }
}

const tt_metrics_row tt_metrics_classes = {
    layout, fill, values, write,
    (const char *const[]){"loss", "accuracy", "balanced_accuracy", "macro_f1", "micro_f1", "weighted_f1",
                          "macro_precision", "macro_recall", "mcc", "roc_auc", "average_precision", NULL}};
