/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "measure/metrics.h"
#include "measure/metrics_kind.h"

static void layout(tt_sample *sample, tt_arena *arena) {
    tt_numbers *m = &sample->numbers;
    const int32_t n = sample->rows, C = sample->C;
    m->actual = TT_TAKE(arena, "results", double, n, C);
    m->predicted = TT_TAKE(arena, "results", double, n, C);
    m->label_order = TT_TAKE(arena, "results", int32_t, n, C);
    m->predicted_order = TT_TAKE(arena, "results", int32_t, n, C);
    m->label_rank = TT_TAKE(arena, "results", double, n, 1);
    m->predicted_rank = TT_TAKE(arena, "results", double, n, 1);
}

static void fill(tt_sample *sample, const double *labels, const double *outputs, const float *thresholds) {
    (void)thresholds;
    tt_numbers *m = &sample->numbers;
    const size_t n = (size_t)sample->rows, C = (size_t)sample->C;
    for (size_t k = 0; k < C; k++) {
        for (size_t i = 0; i < n; i++) {
            m->actual[k * n + i] = labels[i * C + k];
            m->predicted[k * n + i] = outputs[i * C + k];
        }
        tt_sort_by(m->label_order + k * n, labels + k, sample->rows, sample->C);
        tt_sort_by(m->predicted_order + k * n, outputs + k, sample->rows, sample->C);
    }
}

/* The mean of the values that count; false if they are all the same, or none. */
static bool mean_of(double *mean, const double *values, int32_t rows, const int32_t *times) {
    double sum = 0, n = 0, least = INFINITY, most = -INFINITY;
    for (int32_t i = 0; i < rows; i++) {
        const double t = tt_times(times, i);
        if (t == 0) continue;
        sum += t * values[i];
        n += t;
        least = fmin(least, values[i]);
        most = fmax(most, values[i]);
    }
    *mean = tt_ratio(sum, n);
    return most > least;
}

static double pearson(const double *x, const double *y, int32_t rows, const int32_t *times) {
    double mx, my, xx = 0, yy = 0, xy = 0;
    if (!mean_of(&mx, x, rows, times) || !mean_of(&my, y, rows, times)) return NAN;
    for (int32_t i = 0; i < rows; i++) {
        const double t = tt_times(times, i), dx = x[i] - mx, dy = y[i] - my;
        xx += t * dx * dx;
        yy += t * dy * dy;
        xy += t * dx * dy;
    }
    return fmax(-1, fmin(1, xy / (sqrt(xx) * sqrt(yy))));
}

/* Equal values share the mean of their ranks. */
static void ranks(double *rank, const double *values, const int32_t *order, int32_t rows, const int32_t *times) {
    double before = 0;
    for (int32_t i = 0; i < rows;) {
        double n = 0;
        int32_t end = i;
        for (; end < rows && values[order[end]] == values[order[i]]; end++) n += tt_times(times, order[end]);
        for (; i < end; i++) rank[order[i]] = before + (n + 1) / 2;
        before += n;
    }
}

/* loss, pearson, spearman, mae, rmse of output k. */
static void one_output(double *values, tt_sample *sample, int32_t k, const int32_t *times) {
    tt_numbers *m = &sample->numbers;
    const int32_t rows = sample->rows;
    const size_t at = (size_t)k * (size_t)rows;
    const double *actual = m->actual + at, *predicted = m->predicted + at;
    double n = 0, absolute = 0, square = 0;
    for (int32_t i = 0; i < rows; i++) {
        const double t = tt_times(times, i), d = predicted[i] - actual[i];
        n += t;
        absolute += t * fabs(d);
        square += t * d * d;
    }
    ranks(m->label_rank, actual, m->label_order + at, rows, times);
    ranks(m->predicted_rank, predicted, m->predicted_order + at, rows, times);
    values[0] = tt_ratio(square, n);
    values[1] = pearson(actual, predicted, rows, times);
    values[2] = pearson(m->label_rank, m->predicted_rank, rows, times);
    values[3] = tt_ratio(absolute, n);
    values[4] = sqrt(values[0]);
}

/* Means over the outputs: not defined if one is not. */
static void values(double *values, tt_sample *sample, const int32_t *times) {
    for (int j = 0; j < 5; j++) values[j] = 0;
    for (int32_t k = 0; k < sample->C; k++) {
        double one[5];
        one_output(one, sample, k, times);
        for (int j = 0; j < 5; j++) values[j] += one[j] / sample->C;
    }
}

static void write(tt_text *text, tt_sample *sample) {
    static const char *const names[5] = {NULL, "pearson", "spearman", "mae", "rmse"};
    tt_text_put(text, ",\"per_output\":[");
    for (int32_t k = 0; k < sample->C; k++) {
        double one[5];
        one_output(one, sample, k, NULL);
        for (int j = 1; j < 5; j++) {
            tt_text_put(text, "%s\"%s\":", j > 1 ? "," : k ? ",{" : "{", names[j]);
            tt_text_number(text, one[j]);
        }
        tt_text_put(text, "}");
    }
    tt_text_put(text, "]");
}

const tt_metrics_row tt_metrics_numbers = {layout, fill, values, write,
                                           (const char *const[]){"loss", "pearson", "spearman", "mae", "rmse", NULL}};
