/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "measure/metrics.h"

enum { SEED = 1, SITE = 0x626f6f74 }; /* a stream of its own */

void tt_bootstrap_layout(tt_bootstrap *bootstrap, tt_arena *arena, int32_t rows) {
    bootstrap->times = TT_TAKE(arena, "results", int32_t, rows, 1);
    bootstrap->drawn = TT_TAKE(arena, "results", double, TT_METRICS_MOST, TT_RESAMPLES);
}

/* As many rows as there are, with replacement: how often each was drawn. */
static void draw(int32_t *times, int32_t rows, int resample) {
    const tt_rng key = tt_rng_key(SEED, (uint64_t)resample, SITE);
    memset(times, 0, (size_t)rows * sizeof *times);
    for (int32_t i = 0; i < rows; i++) times[tt_rng_below(key, (uint32_t)i, (uint32_t)rows)]++;
}

static int rising(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts [n] and leaves out what is not defined: how many are left. */
static int sort_defined(double *values, int n) {
    int kept = 0;
    for (int i = 0; i < n; i++) {
        if (!isnan(values[i])) values[kept++] = values[i];
    }
    qsort(values, (size_t)kept, sizeof *values, rising);
    return kept;
}

/* Linear between neighbours, as NumPy's default. */
static double quantile(const double *sorted, int n, double q) {
    if (n == 0) return NAN;
    const double at = q * (n - 1);
    const int below = (int)at;
    return below + 1 < n ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[n - 1];
}

static tt_interval interval_of(const double *sorted, int n) {
    return (tt_interval){quantile(sorted, n, 0.025), quantile(sorted, n, 0.975)};
}

/* Of a number that is the same in every resample: such an interval would have no width, and says nothing of other rows.
 * Of n rows that are all right, or all wrong, the share has the exact one (Clopper & Pearson 1934). */
static tt_interval interval_of_constant(const char *name, double value, int32_t rows) {
    const double bound = pow(0.025, 1.0 / rows);
    if (strcmp(name, "accuracy") != 0) return (tt_interval){NAN, NAN};
    return value == 1 ? (tt_interval){bound, 1} : value == 0 ? (tt_interval){0, 1 - bound} : (tt_interval){NAN, NAN};
}

void tt_bootstrap_intervals(tt_interval *intervals, tt_bootstrap *bootstrap, tt_sample *sample) {
    const char *const *names;
    const int count = tt_metrics_names(&names, sample);
    for (int r = 0; r < TT_RESAMPLES; r++) {
        double values[TT_METRICS_MOST];
        draw(bootstrap->times, sample->rows, r);
        tt_metrics_values(values, sample, bootstrap->times);
        for (int k = 0; k < count; k++) bootstrap->drawn[k * TT_RESAMPLES + r] = values[k];
    }
    for (int k = 0; k < count; k++) {
        double *drawn = bootstrap->drawn + k * TT_RESAMPLES;
        const int n = sort_defined(drawn, TT_RESAMPLES);
        /* but for what sums of products round differently */
        const bool constant = n > 0 && drawn[n - 1] - drawn[0] <= 1e-12 * fabs(drawn[0]);
        intervals[k] = constant ? interval_of_constant(names[k], drawn[0], sample->rows) : interval_of(drawn, n);
    }
}

/* Twice the smaller share of resamples on either side of no difference, each with one added (Davison & Hinkley 1997,
 * chapter 4): the level at which the percentile interval just reaches 0. */
static double p_value(const double *sorted, int n) {
    int below = 0, above = 0;
    for (int i = 0; i < n; i++) {
        below += sorted[i] <= 0;
        above += sorted[i] >= 0;
    }
    return n ? fmin(1, 2 * (1.0 + tt_min(below, above)) / (n + 1.0)) : NAN;
}

void tt_bootstrap_differences(tt_difference *differences, tt_bootstrap *bootstrap, tt_sample *a, tt_sample *b) {
    const char *const *names;
    const int count = tt_metrics_names(&names, a);
    double of_a[TT_METRICS_MOST], of_b[TT_METRICS_MOST];
    for (int r = 0; r < TT_RESAMPLES; r++) {
        draw(bootstrap->times, a->rows, r);
        tt_metrics_values(of_a, a, bootstrap->times);
        tt_metrics_values(of_b, b, bootstrap->times);
        for (int k = 0; k < count; k++) bootstrap->drawn[k * TT_RESAMPLES + r] = of_a[k] - of_b[k];
    }
    tt_metrics_values(of_a, a, NULL);
    tt_metrics_values(of_b, b, NULL);
    for (int k = 0; k < count; k++) {
        double *drawn = bootstrap->drawn + k * TT_RESAMPLES;
        const int n = sort_defined(drawn, TT_RESAMPLES);
        differences[k] = (tt_difference){of_a[k] - of_b[k], interval_of(drawn, n), p_value(drawn, n)};
    }
}

double tt_mcnemar(int32_t only_a, int32_t only_b) {
    const double n = only_a + only_b, least = only_a < only_b ? only_a : only_b;
    double tail = 0;
    for (double k = 0; k <= least; k++) {
        tail += exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) - n * log(2));
    }
    return fmin(1, 2 * tail);
}
